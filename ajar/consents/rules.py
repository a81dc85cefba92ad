"""May this be told to them, for that, on this ground? The one decision (42 CFR part 2).

Silence is a no. The user names the ground and the rules check it; none is ever picked for them. A ground permits and never
compels, so an allow is not a reason to send.
"""

from ajar.consents.case import Case, hits
from ajar.consents.facts import Basis, Bound, DataClass, Decision, Facts, Hipaa, Provenance, Purpose, RecipientKind
from ajar.consents.rules_consent import verify
from ajar.consents.rules_without import WITHOUT
from ajar.consents.scopes import APART, CONSENTS

NOTES = frozenset({DataClass.COUNSELING_NOTE})
CONFIDENCES = frozenset({DataClass.CONFIDENCE})
TOLD = frozenset({DataClass.SELF_REPORTED_USE, DataClass.CONFIDENCE, DataClass.PROGRESS_NOTE})
UNRESTRICTED = frozenset({Basis.MEDICAL_EMERGENCY, Basis.CHILD_ABUSE_REPORT})
CRIMINAL_OR_CIVIL = frozenset({"2.64", "2.65"})


def decide(facts: Facts) -> Decision:
    """The answer to one question, with why and what was taken off. Raises nothing; what is not known is a no or a human's.

    A refusal anywhere beats a human's decision, and that beats an allow. The order is that of 42 CFR part 2 as the house
    reads it: inside, the person themselves, quarantine, proceedings, whether part 2 binds, notes apart, the ground,
    restrictions agreed, safety, no more than the purpose needs (2.13(a)).
    """
    case = Case(facts)
    if not facts.asked:
        return case.denied(("nothing_asked",))
    if facts.basis is Basis.INTERNAL:
        return _done(case, _inside(case))
    if facts.basis is Basis.PATIENT_ACCESS or facts.recipient.kind is RecipientKind.CLIENT:
        return _done(case, _themselves(case))
    urgent = facts.basis is Basis.MEDICAL_EMERGENCY  # waits for nobody
    if facts.quarantined and not urgent:
        case.review("quarantined")
    if facts.against_person and not _may_be_used_against_them(facts):
        return case.denied(("proceeding",))
    if facts.basis is None:
        return case.denied(("no_basis",))
    if facts.basis is Basis.HIPAA and binds(facts):
        return case.denied(("part2_binds",))
    refused = _apart(case) or _ground(case) or _restricted(case)
    if refused:
        return case.denied(refused)
    if not urgent:
        if facts.contact_risk:
            case.review("contact_risk")
        _no_more_than_needed(case)
    if facts.basis is Basis.CONSENT_CJ and not case.left.isdisjoint(TOLD):
        case.review("told_use")  # permitted, never required: the clinical lead decides, the person is told first
    return case.answered()


def _done(case, refused) -> Decision:
    return case.denied(refused) if refused else case.answered()


def binds(facts: Facts) -> bool:
    """Whether part 2 binds what is asked (2.12). A setting left blank binds; so does a house that acts as if it did."""
    program, came = facts.program, facts.provenance
    if came is Provenance.RECEIVED_PART2_TPO and program.hipaa is not Hipaa.NEITHER:
        return False  # 2.33(b)(1): as HIPAA allows, but for proceedings, which were refused before
    return program.part2 is not Bound.NOT_COVERED or program.as_if_part2 or came is not Provenance.NON_PART2


def _inside(case) -> tuple[str, ...]:
    """2.12(c)(3): those who need it. Counseling notes: their author, training, defence (2.31(b)); a confidence: who was named."""
    facts, actor = case.facts, case.facts.actor
    if not actor.inside or not actor.needs_it:
        return ("no_need",)
    if facts.recipient.kind is not RecipientKind.OTHER or facts.recipient.key:
        return ("recipient_not_covered",)  # whoever has a kind or a name is outside
    if facts.against_person:
        return ("proceeding",)
    trained = actor.named and facts.purpose is Purpose.TRAINING_SUPERVISION
    defends = actor.defends and facts.purpose is Purpose.LEGAL_PROCEEDING
    apart = frozenset() if actor.wrote or trained or defends else NOTES
    if not actor.wrote and not actor.named:
        apart |= CONFIDENCES
    return case.strip(apart, "kept_apart") or _restricted(case)


def _themselves(case) -> tuple[str, ...]:
    """2.23: what is theirs, with no notice. A note kept apart is its author's to hand over."""
    facts, recipient = case.facts, case.facts.recipient
    if facts.basis is not Basis.PATIENT_ACCESS:
        return ("no_basis",)
    represents = recipient.kind is RecipientKind.PERSONAL_REPRESENTATIVE
    if not represents and recipient.kind is not RecipientKind.CLIENT:
        return ("recipient_not_covered",)
    if represents and facts.minor is not None:
        return ("no_proxy",)
    if represents and not recipient.stands_for:
        case.review("representative")
    apart = frozenset() if facts.actor.wrote else NOTES
    if represents:  # theirs is what the person has, and no more: what was agreed, and the courts, bind them as anybody
        if facts.against_person:
            return ("proceeding",)
        if facts.quarantined:
            case.review("quarantined")
        apart = APART
    if facts.contact_risk:
        case.review("contact_risk")
    refused = case.strip(apart, "kept_apart") or case.strip(facts.held_back, "held_back")
    return refused or (_restricted(case) if represents else ())


def _may_be_used_against_them(facts) -> bool:
    """2.12(d), 2.31(d): a consent of its own for the proceeding, or an order; whether a hearing in the same case is one is
    for the agency's counsel, and stands at yes."""
    if facts.basis is Basis.CONSENT_PROCEEDING:
        return True
    if facts.basis is Basis.COURT_ORDER:
        return facts.order is not None and facts.order.section in CRIMINAL_OR_CIVIL
    return facts.basis is Basis.CONSENT_CJ and not facts.program.hearings_need_own_consent


def _apart(case) -> tuple[str, ...]:
    """Counseling notes and confidences leave only by a ground that speaks of them by name."""
    if case.left.isdisjoint(APART):
        return ()
    facts, basis = case.facts, case.facts.basis
    order, consent = facts.order, facts.consent
    ordered = order.classes if basis is Basis.COURT_ORDER and order and order.confidential_met else frozenset()
    oversight = basis is Basis.AUDIT_EVAL and facts.recipient.kind is RecipientKind.OVERSIGHT_AGENCY
    may = ordered & APART
    if basis is Basis.CONSENT_COUNSELING or oversight:
        may |= NOTES
    if basis is Basis.MEDICAL_EMERGENCY and (facts.actor.wrote or facts.actor.named):
        may |= CONFIDENCES  # who knows what was taken says so: life first
    if basis in CONSENTS and consent:
        may |= consent.by_hand & CONFIDENCES
    return case.strip(APART - may, "kept_apart")


def _ground(case) -> tuple[str, ...]:
    basis = case.facts.basis
    return verify(case) if basis in CONSENTS else WITHOUT[basis](case)


def _restricted(case) -> tuple[str, ...]:
    """What was agreed with the person beyond the law (2.26) holds against all but an order that compels, an emergency and
    a child's safety."""
    facts, order = case.facts, case.facts.order
    compelled = facts.basis is Basis.COURT_ORDER and order.compulsion
    if compelled or facts.basis in UNRESTRICTED:
        return ()
    own = APART if facts.basis is Basis.INTERNAL and facts.actor.wrote else frozenset()
    for agreed in facts.restrictions:
        against = agreed.against
        outside = facts.basis is not Basis.INTERNAL
        hit = not against or (outside and (facts.recipient.kind in against or hits(against, facts.recipient)))
        if hit and (refused := case.strip((agreed.classes or case.left) - own, "restriction")):
            return refused
    return ()


def _no_more_than_needed(case) -> None:
    """2.13(a). When nothing of what is asked is needed, a human looks."""
    needed = case.facts.needed
    if (
        needed is not None
        and "more_than_needed" not in case.facts.reviewed
        and case.strip(case.left - needed, "more_than_needed")
    ):
        case.review("more_than_needed")
