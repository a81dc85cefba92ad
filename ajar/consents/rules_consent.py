"""Whether the consent that the user named carries what is asked (42 CFR 2.31, 2.33, 2.35, 2.24, 2.14)."""

from ajar.consents.case import Case, hits
from ajar.consents.facts import Consent, DataClass, Facts, Hipaa, Kind, Known, Purpose, RecipientKind
from ajar.consents.scopes import (
    AMENDED,
    APART,
    CJ_CLASSES,
    CONSENTS,
    INTERMEDIARY_KINDS,
    MONITORS,
    PURPOSES_OF,
    TPO,
    TPO_KINDS,
)

RESEARCH_ONLY = frozenset({Purpose.HRESCH})
NOTES_ONLY = frozenset({DataClass.COUNSELING_NOTE})
BY_NAME_ONLY = MONITORS | {RecipientKind.LAW_ENFORCEMENT, RecipientKind.IMMIGRATION}  # never "whoever of them asks"
ALL_BUT_APART = frozenset(DataClass) - APART


def verify(case: Case) -> tuple[str, ...]:
    """Every reason why this consent does not carry what is asked, or nothing."""
    facts, consent = case.facts, case.facts.consent
    if consent is None:
        return ("no_consent",)
    if consent.kind is not CONSENTS[facts.basis]:
        return ("another_kind",)
    wrong = missing(consent, facts)
    wrong += not_to_be_relied_on(case, consent)
    if not facts.program.notice_ready:
        wrong += ("notice_unavailable",)
    wrong += _recipient(case, consent)
    if facts.purpose not in consent.purposes:
        wrong += ("purpose_not_covered",)
    if wrong:
        return wrong
    return case.keep(covers(consent), "class_not_covered") or case.cut(consent.since, consent.until)


def missing(consent: Consent, facts: Facts) -> tuple[str, ...]:
    """Elements of 42 CFR 2.31(a), and of 2.35 for a criminal justice consent, that are not there: "deficient:..." each.

    The four statements of the 2024 rule are asked of what was signed on 16 February 2026 or later.
    """
    today = facts.now.date()
    kind, purposes = consent.kind, consent.purposes
    found = []
    if not consent.named_person:
        found.append("deficient:person")
    if not consent.disclosers:
        found.append("deficient:disclosers")
    if not _says_what(consent):
        found.append("deficient:classes")
    if kind is Kind.INTERMEDIARY:
        if not consent.intermediary or not (consent.members or consent.general_designation):
            found.append("deficient:4ii")
    elif not (consent.recipients or consent.classes_of):
        found.append("deficient:recipients")
    if not purposes or not purposes <= PURPOSES_OF[kind]:
        found.append("deficient:purpose")
    if not _ends(consent):
        found.append("deficient:expiry")
    both = facts.minor is not None and facts.minor.alone is Known.NO
    if both and not (consent.person_signed and consent.guardian_signed):
        found.append("deficient:signer")
    elif not consent.person_signed:
        found.append("deficient:signature")
    if consent.signed_on is None or consent.signed_on > today:
        found.append("deficient:signed_on")
    if kind is not Kind.CJ and not (consent.stmt_revocation and consent.how_to_revoke):
        found.append("deficient:revocation")
    if consent.signed_on is None or consent.signed_on >= AMENDED:
        found += _statements(consent, facts)
    if kind is Kind.CJ:
        found += _conditional_release(consent)
    return tuple(found)


def _says_what(consent) -> bool:
    if consent.kind is Kind.COUNSELING:
        return consent.classes == NOTES_ONLY and not consent.all_records
    if DataClass.COUNSELING_NOTE in consent.classes:
        return False
    return consent.says_sud if consent.all_records else bool(consent.classes)


def _ends(consent) -> bool:
    if (consent.expires_on is not None) + consent.expires_event + consent.expiry_none != 1:
        return False
    if not consent.expiry_none:
        return True
    return consent.kind is not Kind.CJ and (consent.purposes <= TPO or consent.purposes <= RESEARCH_ONLY)


def _statements(consent, facts) -> list[str]:
    found = []
    if Purpose.FUNDRAISE in consent.purposes and not consent.stmt_fundraising_optout:
        found.append("deficient:5f")
    if not consent.purposes & TPO:
        return found
    if consent.kind is Kind.TPO and not (consent.stmt_redisclosure and consent.stmt_refusal_consequences):
        found.append("deficient:tpo_statements")
    if facts.recipient.covered and not consent.stmt_hipaa_redisclosure:
        found.append("deficient:4iii")
    return found


def _conditional_release(consent) -> list[str]:
    """42 CFR 2.35: a condition, and a time or an event after which it can be taken back, no later than the end of the case."""
    found = []
    if not consent.condition_document:
        found.append("deficient:condition")
    if consent.revocable_from is None and not consent.revocable_event:
        found.append("deficient:revocable")
    ends = consent.final_disposition_expected
    if consent.revocable_from is not None and ends is not None and consent.revocable_from > ends:
        found.append("deficient:revocable")
    return found


def not_to_be_relied_on(case: Case, consent: Consent) -> tuple[str, ...]:
    """42 CFR 2.31(c), and what was said by mouth (house rule: it stops at once)."""
    facts, today = case.facts, case.today
    fixed = consent.kind is Kind.CJ and not _revocable(consent, today)
    found = []
    if consent.false:
        found.append("materially_false")
        case.owed.append("quarantine_consent")
    moment = facts.now.timestamp()  # not by the clock on the wall: of two hours with one name the later counts
    if consent.suspended_at is not None and consent.suspended_at.timestamp() <= moment:
        if fixed:
            case.owed.append("talk_about_revoking")
        else:
            found.append("suspended_oral")
            case.owed.append("in_writing")
    if consent.expires_on is not None and today > consent.expires_on:
        found.append("expired")
    if consent.event_on is not None and consent.event_on <= today:
        found.append("expired_event")
    if consent.kind is Kind.CJ:
        if consent.valid_from is not None and consent.valid_from > today:
            found.append("not_yet_valid")
        if consent.final_disposition_on is not None and consent.final_disposition_on <= today:
            found.append("final_disposition")
    if consent.revoked_at is not None and consent.revoked_at.timestamp() <= moment:
        if not fixed:
            found.append("revoked")
        elif facts.program.hipaa is Hipaa.COVERED_ENTITY and not consent.order_ref:
            case.review("hipaa_authorisation_revoked")  # 45 CFR 164.508(b)(5): counsel decides
        else:
            case.owed.append("talk_about_revoking")
    if facts.minor is not None and facts.minor.alone is Known.UNKNOWN:
        case.review("state_unknown")
    return tuple(found)


def _revocable(consent, today) -> bool:
    since, event = consent.revocable_from, consent.revocable_event_on
    return (since is not None and since <= today) or (event is not None and event <= today)


def covers(consent: Consent) -> frozenset[DataClass]:
    """The classes that it speaks of. Counseling notes and confidences are in no list that says everything."""
    classes = ALL_BUT_APART | consent.classes if consent.all_records else consent.classes
    if DataClass.CONFIDENCE not in consent.by_hand:
        classes -= {DataClass.CONFIDENCE}
    if consent.kind is Kind.CJ:
        classes &= CJ_CLASSES | consent.by_hand
    return classes


def _recipient(case, consent) -> tuple[str, ...]:
    """Why this recipient is not one of its; a class is matched by a relation that the program recorded, or by a human."""
    recipient, kind = case.facts.recipient, consent.kind
    if kind is Kind.INTERMEDIARY:
        return _through_intermediary(case, consent)
    if kind is Kind.TPO and recipient.kind not in TPO_KINDS | {RecipientKind.INTERMEDIARY}:
        return ("purpose_not_covered",)
    if kind is Kind.TPO and recipient.kind is RecipientKind.OPERATIONS and not recipient.contract:
        return ("contract_missing",)
    if kind is Kind.CJ and not (recipient.kind in MONITORS and recipient.monitors):
        return ("monitoring_duty",)
    if kind is Kind.RESEARCH and recipient.kind is not RecipientKind.RESEARCHER:
        return ("recipient_not_covered",)
    if hits(consent.recipients, recipient):
        return ()
    if recipient.kind not in consent.classes_of or recipient.kind in BY_NAME_ONLY:
        return ("recipient_not_covered",)
    if not recipient.relation:
        case.review("relation_unknown")
    return ()


def _through_intermediary(case, consent) -> tuple[str, ...]:
    recipient = case.facts.recipient
    if recipient.kind not in INTERMEDIARY_KINDS:
        return ("recipient_not_covered",)
    if recipient.kind is RecipientKind.INTERMEDIARY:
        return () if hits(frozenset({consent.intermediary}), recipient) else ("recipient_not_covered",)
    if hits(consent.members, recipient):
        return ()
    if not consent.general_designation:
        return ("recipient_not_covered",)
    if not recipient.relation:
        case.review("relation_unknown")
    return ()
