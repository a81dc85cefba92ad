"""The grounds that need no consent: each is narrow, each is named by a human, none is a duty to tell (42 CFR 2.12(c), 2.14,
2.15, 2.51 to 2.54, 2.61 to 2.67). There is none for warning somebody, for adults at risk, for illness, for immigration."""

from ajar.consents.case import Case, hits
from ajar.consents.facts import Basis, DataClass, Hipaa, Known, Purpose, RecipientKind
from ajar.consents.scopes import CAUSE_OF_DEATH, CONFIDENTIAL, EMERGENCY, FIRST_REPORT, INCIDENT, THREAT, TPO, TPO_KINDS

K = RecipientKind
CARE = frozenset({K.MEDICAL_EMERGENCY, K.TREATING_PROVIDER})
OVERSIGHT = frozenset({K.AUDITOR, K.OVERSIGHT_AGENCY, K.PAYER})
SECTIONS = frozenset({"2.64", "2.65", "2.66"})  # 2.67 is about undercover agents, not records
WHO = frozenset({DataClass.CONTACT})


def hipaa(case: Case) -> tuple[str, ...]:
    """Where part 2 does not bind: treatment, payment and operations; anything else is for a human."""
    facts = case.facts
    known = facts.purpose in TPO and facts.recipient.kind in TPO_KINDS and facts.program.hipaa is not Hipaa.NEITHER
    if not known:
        case.review("hipaa_human")
    return ()


def qso(case: Case) -> tuple[str, ...]:
    """A service to the program (2.11, 2.12(c)(4)); sharing care is none."""
    facts = case.facts
    if facts.purpose is not Purpose.SERVICE:
        return ("not_a_service",)
    if facts.recipient.kind is not K.QSO:
        return ("recipient_not_covered",)
    return () if facts.event.agreement else ("agreement_missing",)


def medical_emergency(case: Case) -> tuple[str, ...]:
    """2.51: medical personnel, to the extent needed; the four facts are written at once afterwards."""
    facts, event = case.facts, case.facts.event
    if not facts.recipient.medical or facts.recipient.kind not in CARE:
        return ("not_medical",)
    if not (event.emergency and event.consent_impossible) and not event.disaster_closed:
        return ("no_emergency",)
    if not facts.recipient.verified:
        case.review("verify_caller")
    case.owed.append("emergency_facts")
    return case.keep(EMERGENCY, "not_for_this_ground")


def crime_on_premises(case: Case) -> tuple[str, ...]:
    """2.12(c)(5): here, or against us; never what somebody told of a past or another place."""
    event = case.facts.event
    if case.facts.recipient.kind is not K.LAW_ENFORCEMENT:
        return ("recipient_not_covered",)
    if not event.crime_or_threat or not (event.on_premises or event.against_personnel):
        return ("not_here",)
    return case.keep(INCIDENT, "not_for_this_ground")


def child_abuse_report(case: Case) -> tuple[str, ...]:
    """2.12(c)(6): the first report that the law of the state asks for or allows, made by a human; nothing after it."""
    facts, event = case.facts, case.facts.event
    if facts.recipient.kind is not K.CPS:
        return ("recipient_not_covered",)
    if not facts.actor.human:
        return ("a_human_act",)
    if not event.initial_report:
        return ("not_the_first_report",)
    if not (event.child or event.prenatal) or event.statute is Known.NO:
        return ("no_basis",)
    if event.statute is Known.UNKNOWN:
        case.review("state_unknown")
    if event.prenatal:
        case.review("prenatal")
    return case.keep(FIRST_REPORT, "not_for_this_ground")


def research(case: Case) -> tuple[str, ...]:
    """2.52: on the director's determination; identifiers only under a waiver that covers them."""
    facts, event = case.facts, case.facts.event
    if facts.recipient.kind is not K.RESEARCHER:
        return ("recipient_not_covered",)
    if not event.agreement or not event.determination:
        return ("agreement_missing",)
    return () if event.identifiers_waived else case.strip(WHO, "identifiers")


def audit_eval(case: Case) -> tuple[str, ...]:
    """2.53: an undertaking, and one of its own for copies."""
    facts, event = case.facts, case.facts.event
    if facts.recipient.kind not in OVERSIGHT:
        return ("recipient_not_covered",)
    if facts.purpose is not Purpose.AUDIT:
        return ("purpose_not_covered",)
    return () if event.agreement and (event.copies_agreed or not event.copies) else ("agreement_missing",)


def public_health(case: Case) -> tuple[str, ...]:
    """2.54: nobody can be known from it (45 CFR 164.514(b))."""
    if case.facts.recipient.kind is not K.PUBLIC_HEALTH:
        return ("recipient_not_covered",)
    return case.strip(WHO, "identifiers") if case.facts.event.deidentified else ("identifiers",)


def court_order(case: Case) -> tuple[str, ...]:
    """2.61 to 2.66: an order permits, a subpoena compels, two named people approve; only what the order names."""
    facts, order, recipient = case.facts, case.facts.order, case.facts.recipient
    if order is None or order.section not in SECTIONS or not order.findings:
        return ("order_missing",)
    if order.section == "2.66" and facts.against_person:
        return ("proceeding",)
    if order.vacated:
        return ("vacated",)
    if order.expires_on is not None and case.today > order.expires_on:
        return ("expired",)
    if not hits(order.recipients, recipient):
        return ("recipient_not_covered",)
    if not order.compulsion:
        case.review("order_permits_only")
    if order.identity_exposed:
        case.review("identity_exposed")
    if order.approvers < 2:
        case.review("two_approvers")
    named = order.classes if order.confidential_met else order.classes - CONFIDENTIAL
    return case.keep(named, "not_ordered") or case.cut(order.since, order.until)


def vital_statistics(case: Case) -> tuple[str, ...]:
    """2.15(b): laws that collect causes of death."""
    if not case.facts.event.died or case.facts.recipient.kind is not K.PUBLIC_HEALTH:
        return ("no_basis",)
    return case.keep(CAUSE_OF_DEATH, "not_for_this_ground")


def minor_threat(case: Case) -> tuple[str, ...]:
    """2.14(c): the director has found that a minor cannot choose, and that telling could avert a threat to life."""
    minor, recipient = case.facts.minor, case.facts.recipient
    parent = recipient.stands_for and recipient.kind in (K.FAMILY_FRIEND, K.PERSONAL_REPRESENTATIVE)
    if minor is None or not (minor.lacks_capacity and minor.threat and minor.director and parent):
        return ("no_basis",)
    return case.keep(THREAT, "not_for_this_ground")


WITHOUT = {
    Basis.HIPAA: hipaa, Basis.QSO: qso, Basis.MEDICAL_EMERGENCY: medical_emergency,
    Basis.CRIME_ON_PREMISES: crime_on_premises, Basis.CHILD_ABUSE_REPORT: child_abuse_report, Basis.RESEARCH: research,
    Basis.AUDIT_EVAL: audit_eval, Basis.PUBLIC_HEALTH_DEIDENTIFIED: public_health, Basis.COURT_ORDER: court_order,
    Basis.VITAL_STATISTICS: vital_statistics, Basis.MINOR_THREAT: minor_threat,
}  # fmt: skip
