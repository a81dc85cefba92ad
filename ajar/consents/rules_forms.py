"""What a form of a consent may hold: which words of the law go together, whatever was ticked. Pure."""

from datetime import date

from ajar.consents.facts import Consent, DataClass, Kind, Purpose, RecipientKind
from ajar.consents.scopes import CJ_CLASSES, INTERMEDIARY_KINDS, MONITORS, PURPOSES_OF, TPO_KINDS

# Somebody of one person's life: their name is a fact about the person.
OF_THEIR_LIFE = frozenset({
    RecipientKind.FAMILY_FRIEND, RecipientKind.EMPLOYER, RecipientKind.SCHOOL, RecipientKind.LANDLORD_HOUSING,
    RecipientKind.DEFENCE, RecipientKind.PERSONAL_REPRESENTATIVE, RecipientKind.OTHER,
})  # fmt: skip
NOT_NAMED = frozenset({RecipientKind.CLIENT, RecipientKind.MEDICAL_EMERGENCY})
# In a consent for a court only by a tick of its own (domain.md A.8.2).
APART_FOR_COURT = frozenset(DataClass) - CJ_CLASSES - {DataClass.COUNSELING_NOTE, DataClass.CONFIDENCE}
ONE_PURPOSE = {kind: next(iter(purposes)) for kind, purposes in PURPOSES_OF.items() if len(purposes) == 1}
# Police and immigration are in no consent that can be made here but one for a proceeding.
NEVER_ASKED = frozenset({RecipientKind.LAW_ENFORCEMENT, RecipientKind.IMMIGRATION})
NOT_CHOSEN = frozenset(
    {Purpose.OTHER, Purpose.ANY, Purpose.WARN, Purpose.SERVICE, Purpose.AUDIT, Purpose.TRAINING_SUPERVISION}
)


def classes_for(kind: Kind) -> list[DataClass]:
    """What may be ticked in a consent of this kind, in the order of the law. Of counseling notes nothing else is (2.31(b))."""
    if kind is Kind.COUNSELING:
        return [DataClass.COUNSELING_NOTE]
    if kind is Kind.CJ:
        return [one for one in DataClass if one in CJ_CLASSES]
    return [one for one in DataClass if one not in (DataClass.COUNSELING_NOTE, DataClass.CONFIDENCE)]


def apart_for(kind: Kind) -> list[DataClass]:
    """What may be added only by a tick of its own: of a court much, of everybody else a confidence."""
    more = [one for one in DataClass if one in APART_FOR_COURT] if kind is Kind.CJ else []
    return [] if kind is Kind.COUNSELING else [*more, DataClass.CONFIDENCE]


def purposes_for(kind: Kind) -> list[Purpose]:
    return [one for one in Purpose if one in PURPOSES_OF[kind] and one not in NOT_CHOSEN]


def recipients_for(kind: Kind) -> frozenset[RecipientKind]:
    """Who may be named in a consent of this kind. A court and its officers only where it is for them (domain.md A.0.3 no. 4)."""
    if kind is Kind.CJ:
        return MONITORS
    if kind is Kind.TPO:
        return TPO_KINDS
    if kind is Kind.RESEARCH:
        return frozenset({RecipientKind.RESEARCHER})
    if kind is Kind.INTERMEDIARY:
        return frozenset({RecipientKind.INTERMEDIARY, RecipientKind.MEMBER_PARTICIPANT})
    outside = frozenset(RecipientKind) - NOT_NAMED - INTERMEDIARY_KINDS
    if kind is Kind.PROCEEDING:
        return outside
    return outside - NEVER_ASKED - (MONITORS if kind is Kind.COUNSELING else frozenset())


def cannot_stand(consent: Consent, *, expected: date | None = None) -> tuple[str, ...]:
    """Why a consent cannot be kept at all, even unsigned: what may not be combined, and 2.35 that reaches past its case.

    expected: when the case is expected to end. Elements that are only missing yet are not told here.
    """
    kind, purposes, found = consent.kind, consent.purposes, []
    notes = DataClass.COUNSELING_NOTE in consent.classes
    if notes != (kind is Kind.COUNSELING) and (notes or consent.classes):
        found.append("illegal_combination")  # 2.31(b)
    if kind is Kind.COUNSELING and consent.all_records:
        found.append("illegal_combination")
    if purposes and not purposes <= PURPOSES_OF[kind]:
        found.append("illegal_combination:2.31(d)" if Purpose.LEGAL_PROCEEDING in purposes else "deficient:purpose")
    if kind is Kind.CJ and expected and consent.revocable_from and consent.revocable_from > expected:
        found.append("deficient:revocable")
    if kind is Kind.CJ and consent.expiry_none:
        found.append("deficient:expiry")
    return tuple(dict.fromkeys(found))
