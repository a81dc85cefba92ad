"""Facts that nobody told, in which something may be told: a scenario of every ground, for any moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ajar.consents import facts as f
from ajar.consents import scopes
from ajar.consents.facts import Basis, DataClass, Facts, Hipaa, Known, Provenance, Purpose, RecipientKind

ZONE = ZoneInfo("America/New_York")  # its midnight is not that of UTC, so a day taken from the wrong clock shows
NOWS = [
    datetime(2027, 3, 10, *clock, tzinfo=ZONE) for clock in ((0, 0), (0, 1), (10, 30), (19, 30), (23, 58), (23, 59))
]
NOWS += [datetime(2027, 11, 7, 1, 30, tzinfo=ZONE), datetime(2028, 2, 29, 21, 15, tzinfo=ZONE)]
KEYS = ["clinic", "clinic-desk", "court-part-40", "network", "shelter", "stranger"]
CODES = [
    "representative", "quarantined", "hipaa_human", "state_unknown", "relation_unknown", "hipaa_authorisation_revoked",
    "told_use", "verify_caller", "prenatal", "order_permits_only", "identity_exposed", "two_approvers", "contact_risk",
    "more_than_needed",
]  # fmt: skip
COMMON = frozenset({DataClass.ATTENDANCE, DataClass.PRESENCE, DataClass.CONTACT, DataClass.MEDICATION})
TELLING = [  # the classes that rules speak of
    DataClass.COUNSELING_NOTE, DataClass.CONFIDENCE, DataClass.SELF_REPORTED_USE, DataClass.CONTACT,
    DataClass.PRESENCE, DataClass.ATTENDANCE, DataClass.SAFETY_EVENT, DataClass.THIRD_PARTY_INFO, DataClass.DIAGNOSIS,
]  # fmt: skip
NOTE, CONFIDENCE, USE = DataClass.COUNSELING_NOTE, DataClass.CONFIDENCE, DataClass.SELF_REPORTED_USE
PROGRAM = f.Program(part2=f.Bound.COVERED, notice_ready=True)
WORKER = f.Actor(human=True, inside=True, needs_it=True)
HOSPITAL = f.Recipient(
    kind=RecipientKind.TREATING_PROVIDER, key="clinic", keys=frozenset({"clinic", "network"}), relation=True
)


def _facts(now: datetime, basis: Basis, kind: RecipientKind, purpose: Purpose, **more) -> Facts:
    """Facts on this ground with everything usual there; `recipient`: changes to a recipient of this kind."""
    whom = f.Recipient() if basis is Basis.INTERNAL else HOSPITAL
    recipient = replace(whom, kind=kind, **more.pop("recipient", {}))
    usual = {"asked": COMMON, "program": PROGRAM, "actor": WORKER} | more
    return Facts(now=now, basis=basis, recipient=recipient, purpose=purpose, **usual)


def _consent(now: datetime, kind: f.Kind, *purposes: Purpose, **more) -> f.Consent:
    """A consent of this kind with all its elements, naming the clinic."""
    usual = {
        "kind": kind, "purposes": frozenset(purposes), "named_person": True, "disclosers": True,
        "classes": COMMON | {DataClass.TOX_RESULT}, "recipients": frozenset({"clinic"}),
        "stmt_hipaa_redisclosure": True, "stmt_redisclosure": True,
        "stmt_refusal_consequences": True, "stmt_fundraising_optout": True, "stmt_revocation": True,
        "how_to_revoke": True, "expires_on": now.date() + timedelta(days=90), "person_signed": True,
        "signed_on": now.date() - timedelta(days=60),
    }  # fmt: skip
    return f.Consent(**(usual | more))


def _by_consent(now, basis, recipient_kind, purpose, consent=None, **more) -> Facts:
    """Facts on a ground that is a consent; `consent`: changes to one in order."""
    made = _consent(now, scopes.CONSENTS[basis], purpose, **(consent or {}))
    return _facts(now, basis, recipient_kind, purpose, consent=made, **more)


def _court(now: datetime, consent=None, **more) -> Facts:
    """A report to the office that monitors."""
    of = {
        "classes": scopes.CJ_CLASSES, "condition_document": True, "revocable_from": now.date() + timedelta(days=30),
        "final_disposition_expected": now.date() + timedelta(days=60), "stmt_revocation": False,
        "how_to_revoke": False,
    }  # fmt: skip
    usual = {"asked": frozenset({DataClass.ATTENDANCE, DataClass.TOX_RESULT}), "recipient": {"monitors": True}}
    kind = RecipientKind.PROBATION_PAROLE
    return _by_consent(now, Basis.CONSENT_CJ, kind, Purpose.CJ_MONITOR, of | (consent or {}), **(usual | more))


def _order(now: datetime, against_person=True, reviewed=(), **more) -> Facts:
    """What a court orders and compels."""
    usual = {
        "section": "2.65", "findings": True, "compulsion": True, "classes": COMMON | {USE},
        "recipients": frozenset({"clinic", "court-part-40"}), "expires_on": now.date() + timedelta(days=5),
        "since": now.date() - timedelta(days=400), "approvers": 2,
    }  # fmt: skip
    made = _facts(now, Basis.COURT_ORDER, RecipientKind.COURT, Purpose.LEGAL_PROCEEDING, order=f.Order(**usual | more))
    return replace(made, against_person=against_person, reviewed=frozenset(reviewed))


def _b(basis: Basis, kind: RecipientKind, purpose: Purpose, **more) -> Callable[[datetime], Facts]:
    return lambda now: _facts(now, basis, kind, purpose, **more)


def _c(basis: Basis, kind: RecipientKind, purpose: Purpose, consent=None, **more) -> Callable[[datetime], Facts]:
    return lambda now: _by_consent(now, basis, kind, purpose, consent, **more)


def _yesterday(now: datetime) -> datetime:
    return now - timedelta(days=1)


K, P = RecipientKind, Purpose
SCENARIOS: dict[str, Callable[[datetime], Facts]] = {  # each of them allows something
    "own work": _b(Basis.INTERNAL, K.OTHER, P.TREAT),
    "own notes": _b(
        Basis.INTERNAL, K.OTHER, P.TREAT, asked=COMMON | {NOTE, CONFIDENCE}, actor=replace(WORKER, wrote=True)
    ),
    "supervision": _b(
        Basis.INTERNAL, K.OTHER, P.TRAINING_SUPERVISION, asked=frozenset({NOTE, CONFIDENCE, USE}),
        actor=replace(WORKER, named=True),
    ),
    "sued": _b(
        Basis.INTERNAL, K.OTHER, P.LEGAL_PROCEEDING, asked=frozenset({NOTE, CONFIDENCE, USE}),
        actor=replace(WORKER, defends=True),
    ),
    "asks for their own": _b(
        Basis.PATIENT_ACCESS, K.CLIENT, P.CLIENT_REQUEST, asked=COMMON | {CONFIDENCE, DataClass.DV},
        held_back=frozenset({DataClass.DV}),
    ),
    "asks for another": _b(
        Basis.PATIENT_ACCESS, K.PERSONAL_REPRESENTATIVE, P.CLIENT_REQUEST, asked=COMMON | {CONFIDENCE},
        recipient={"stands_for": True},
    ),
    "named clinic": _c(Basis.CONSENT_SPECIFIC, K.TREATING_PROVIDER, P.TREAT),
    "named landlord": _c(Basis.CONSENT_SPECIFIC, K.LANDLORD_HOUSING, P.HOUSING, needed=COMMON),
    "my providers": _c(
        Basis.CONSENT_SPECIFIC, K.TREATING_PROVIDER, P.COORDINATION,
        {"recipients": frozenset(), "classes_of": frozenset({K.TREATING_PROVIDER, K.PROBATION_PAROLE, K.COURT})},
    ),
    "all my records": _c(
        Basis.CONSENT_SPECIFIC, K.FAMILY_FRIEND, P.CLIENT_REQUEST,
        {
            "classes": frozenset({CONFIDENCE}), "by_hand": frozenset({CONFIDENCE}),
            "all_records": True, "says_sud": True,
        },
        asked=COMMON | {CONFIDENCE, NOTE},
    ),
    "a minor alone": _c(
        Basis.CONSENT_SPECIFIC, K.SCHOOL, P.COORDINATION, minor=f.Minor(alone=Known.YES)
    ),
    "a minor and a guardian": _c(
        Basis.CONSENT_SPECIFIC, K.TREATING_PROVIDER, P.TREAT, {"guardian_signed": True}, minor=f.Minor(alone=Known.NO)
    ),
    "some days": lambda now: _by_consent(
        now, Basis.CONSENT_SPECIFIC, K.TREATING_PROVIDER, P.TREAT,
        {"since": now.date() - timedelta(days=9), "until": now.date()},
        since=now.date() - timedelta(days=20), until=now.date() - timedelta(days=2),
    ),
    "signed long ago": _c(
        Basis.CONSENT_TPO, K.PAYER, P.HPAYMT,
        {
            "signed_on": scopes.AMENDED - timedelta(days=1), "stmt_redisclosure": False,
            "stmt_refusal_consequences": False, "stmt_hipaa_redisclosure": False,
        },
        recipient={"covered": True},
    ),
    "tpo": _c(
        Basis.CONSENT_TPO, K.TREATING_PROVIDER, P.TREAT, {"expires_on": None, "expiry_none": True},
        recipient={"covered": True}, program=replace(PROGRAM, hipaa=Hipaa.COVERED_ENTITY),
    ),
    "tpo, contractor": _c(Basis.CONSENT_TPO, K.OPERATIONS, P.HOPERAT, recipient={"contract": True}),
    "tpo, fundraising": _c(
        Basis.CONSENT_TPO, K.OPERATIONS, P.FUNDRAISE, {"purposes": frozenset({P.FUNDRAISE, P.TREAT})},
        recipient={"contract": True},
    ),
    "new therapist": _c(
        Basis.CONSENT_COUNSELING, K.TREATING_PROVIDER, P.TREAT, {"classes": frozenset({NOTE})},
        asked=frozenset({NOTE, DataClass.ATTENDANCE}),
    ),
    "court": _court,
    "court, revoked too soon": lambda now: _court(
        now, {"revoked_at": _yesterday(now), "order_ref": True},
        program=replace(PROGRAM, hipaa=Hipaa.COVERED_ENTITY),
    ),
    "court, revoked, reviewed": lambda now: _court(
        now, {"revoked_at": _yesterday(now), "revocable_from": None, "revocable_event": True},
        program=replace(PROGRAM, hipaa=Hipaa.COVERED_ENTITY), reviewed=frozenset({"hipaa_authorisation_revoked"}),
    ),
    "court, told use": lambda now: _court(
        now, {"classes": scopes.CJ_CLASSES | {USE}, "by_hand": frozenset({USE})},
        asked=frozenset({DataClass.ATTENDANCE, USE}), reviewed=frozenset({"told_use"}),
    ),
    "court, hearing": lambda now: _court(
        now, {"expires_on": None, "expires_event": True, "valid_from": now.date()},
        program=replace(PROGRAM, hearings_need_own_consent=False), against_person=True,
    ),
    "hearing": _c(Basis.CONSENT_PROCEEDING, K.COURT, P.LEGAL_PROCEEDING, against_person=True),
    "study by consent": _c(
        Basis.CONSENT_RESEARCH, K.RESEARCHER, P.HRESCH, {"expires_on": None, "expiry_none": True}
    ),
    "network": _c(
        Basis.CONSENT_INTERMEDIARY, K.INTERMEDIARY, P.TREAT,
        {"intermediary": "network", "general_designation": True, "recipients": frozenset()},
    ),
    "member by name": _c(
        Basis.CONSENT_INTERMEDIARY, K.MEMBER_PARTICIPANT, P.TREAT,
        {"intermediary": "network", "members": frozenset({"clinic"})},
    ),
    "member by relation": _c(
        Basis.CONSENT_INTERMEDIARY, K.MEMBER_PARTICIPANT, P.TREAT, {"intermediary": "net", "general_designation": True}
    ),
    "pdmp": _c(Basis.PDMP_CONSENT, K.PUBLIC_HEALTH, P.REGISTRY),
    "registry": _c(Basis.CENTRAL_REGISTRY_CONSENT, K.OTHER, P.REGISTRY),
    "laboratory": _b(Basis.QSO, K.QSO, P.SERVICE, event=f.Event(agreement=True)),
    "overdose": _b(
        Basis.MEDICAL_EMERGENCY, K.MEDICAL_EMERGENCY, P.TREAT, asked=COMMON | {USE, DataClass.BILLING},
        event=f.Event(emergency=True, consent_impossible=True), recipient={"medical": True, "verified": True},
    ),
    "fire": _b(
        Basis.MEDICAL_EMERGENCY, K.TREATING_PROVIDER, P.TREAT, event=f.Event(disaster_closed=True),
        recipient={"medical": True, "verified": True},
    ),
    "blow at the desk": _b(
        Basis.CRIME_ON_PREMISES, K.LAW_ENFORCEMENT, P.OTHER, event=f.Event(crime_or_threat=True, on_premises=True)
    ),
    "threat to staff": _b(
        Basis.CRIME_ON_PREMISES, K.LAW_ENFORCEMENT, P.WARN, event=f.Event(crime_or_threat=True, against_personnel=True)
    ),
    "child": _b(
        Basis.CHILD_ABUSE_REPORT, K.CPS, P.OTHER, asked=COMMON | {DataClass.SAFETY_EVENT},
        event=f.Event(child=True, initial_report=True, statute=Known.YES),
    ),
    "before birth": _b(
        Basis.CHILD_ABUSE_REPORT, K.CPS, P.OTHER,
        event=f.Event(prenatal=True, initial_report=True, statute=Known.YES), reviewed=frozenset({"prenatal"}),
    ),
    "study": _b(Basis.RESEARCH, K.RESEARCHER, P.HRESCH, event=f.Event(agreement=True, determination=True)),
    "audit": _b(Basis.AUDIT_EVAL, K.AUDITOR, P.AUDIT, event=f.Event(agreement=True, copies=True, copies_agreed=True)),
    "oversight": _b(
        Basis.AUDIT_EVAL, K.OVERSIGHT_AGENCY, P.AUDIT, asked=COMMON | {NOTE}, event=f.Event(agreement=True)
    ),
    "counts": _b(
        Basis.PUBLIC_HEALTH_DEIDENTIFIED, K.PUBLIC_HEALTH, P.PUBHLTH, event=f.Event(deidentified=True)
    ),
    "order": _order,
    "order against the program": lambda now: _order(now, against_person=False, section="2.66"),
    "order naming notes": lambda now: _order(
        now, classes=frozenset({NOTE, CONFIDENCE, USE, DataClass.CONTACT}), confidential_met=True, section="2.64"
    ),
    "order, reviewed": lambda now: _order(
        now, reviewed={"order_permits_only", "two_approvers", "identity_exposed"}, compulsion=False, approvers=1,
        identity_exposed=True,
    ),
    "death": _b(Basis.VITAL_STATISTICS, K.PUBLIC_HEALTH, P.PUBHLTH, event=f.Event(died=True)),
    "a father": _b(
        Basis.MINOR_THREAT, K.PERSONAL_REPRESENTATIVE, P.WARN, asked=frozenset({DataClass.SAFETY_EVENT, USE, NOTE}),
        recipient={"stands_for": True},
        minor=f.Minor(alone=Known.YES, lacks_capacity=True, threat=True, director=True),
    ),
    "family practice": _b(
        Basis.HIPAA, K.TREATING_PROVIDER, P.TREAT, provenance=Provenance.NON_PART2,
        program=replace(PROGRAM, part2=f.Bound.NOT_COVERED, as_if_part2=False, hipaa=Hipaa.COVERED_ENTITY),
    ),
    "received": _b(
        Basis.HIPAA, K.PAYER, P.HPAYMT, provenance=Provenance.RECEIVED_PART2_TPO, asked=COMMON | {CONFIDENCE},
        program=replace(PROGRAM, hipaa=Hipaa.BUSINESS_ASSOCIATE),
    ),
    "agreed limits": _c(
        Basis.CONSENT_SPECIFIC, K.EMPLOYER, P.EMPLOYMENT,
        restrictions=(f.Restriction(frozenset({DataClass.CONTACT}), frozenset({"employer"})),),
    ),
}  # fmt: skip
