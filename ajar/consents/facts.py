"""What a decision about telling somebody something is made from: plain values, no database, no request.

The kinds follow 42 CFR part 2 as amended on 16 February 2024 (89 FR 12472). `now` is an aware moment in the site's own
zone, so that `now.date()` is the day that ends at the site's midnight. Whoever gathers facts gathers all of them: what
is left out stands at the value that leads to a refusal or to a human.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto
from typing import NamedTuple


class Word(StrEnum):
    """A value that is its own word; hashed as one, which Enum does some ten times slower."""

    __hash__ = str.__hash__


class Answer(Word):
    """ALLOW_LIMITED: only `sent`. REVIEW: stop; a named human decides and writes why."""

    ALLOW = auto()
    ALLOW_NOTICE = auto()
    ALLOW_LIMITED = auto()
    DENY = auto()
    REVIEW = auto()


class DataClass(Word):
    PRESENCE = auto()  # that somebody is or was served here at all
    ATTENDANCE = auto()
    ENGAGEMENT = auto()
    COMPLIANCE_STATUS = auto()
    TOX_RESULT = auto()
    DIAGNOSIS = auto()
    MEDICATION = auto()
    ASSESSMENT_SCORE = auto()
    PLAN_GOAL = auto()
    PROGRESS_NOTE = auto()
    SELF_REPORTED_USE = auto()
    COUNSELING_NOTE = auto()  # 42 CFR 2.11
    CONFIDENCE = auto()  # said to be kept between two people, and every row made from it
    SAFETY_EVENT = auto()
    CONTACT = auto()
    SOCIAL_NEED = auto()
    DV = auto()
    HIV_STI = auto()
    MENTAL_HEALTH = auto()
    REPRODUCTIVE = auto()
    GENDER_IDENTITY = auto()
    THIRD_PARTY_INFO = auto()
    BILLING = auto()
    SUPPLY_LOG = auto()
    NALOXONE_EVENT = auto()
    DRUG_CHECK = auto()


class RecipientKind(Word):
    TREATING_PROVIDER = auto()
    PAYER = auto()
    OPERATIONS = auto()
    QSO = auto()
    INTERMEDIARY = auto()
    MEMBER_PARTICIPANT = auto()
    COURT = auto()
    PROSECUTOR = auto()
    DEFENCE = auto()
    PROBATION_PAROLE = auto()
    LAW_ENFORCEMENT = auto()
    IMMIGRATION = auto()
    CPS = auto()
    APS = auto()
    PUBLIC_HEALTH = auto()
    RESEARCHER = auto()
    AUDITOR = auto()
    OVERSIGHT_AGENCY = auto()
    MEDICAL_EMERGENCY = auto()
    FAMILY_FRIEND = auto()
    EMPLOYER = auto()
    SCHOOL = auto()
    LANDLORD_HOUSING = auto()
    HMIS = auto()
    PEER_ORG = auto()
    CLIENT = auto()
    PERSONAL_REPRESENTATIVE = auto()
    OTHER = auto()


class Basis(Word):
    PATIENT_ACCESS = auto()
    INTERNAL = auto()
    CONSENT_SPECIFIC = auto()
    CONSENT_TPO = auto()
    CONSENT_COUNSELING = auto()
    CONSENT_CJ = auto()
    CONSENT_PROCEEDING = auto()
    CONSENT_RESEARCH = auto()
    CONSENT_INTERMEDIARY = auto()
    QSO = auto()
    MEDICAL_EMERGENCY = auto()
    CRIME_ON_PREMISES = auto()
    CHILD_ABUSE_REPORT = auto()
    RESEARCH = auto()
    AUDIT_EVAL = auto()
    PUBLIC_HEALTH_DEIDENTIFIED = auto()
    COURT_ORDER = auto()
    VITAL_STATISTICS = auto()
    MINOR_THREAT = auto()  # 42 CFR 2.14(c)
    PDMP_CONSENT = auto()
    CENTRAL_REGISTRY_CONSENT = auto()
    HIPAA = auto()  # where part 2 does not bind


class Purpose(Word):
    TREAT = auto()
    HPAYMT = auto()
    HOPERAT = auto()
    CJ_MONITOR = auto()
    LEGAL_PROCEEDING = auto()
    HRESCH = auto()
    AUDIT = auto()
    PUBHLTH = auto()
    COORDINATION = auto()
    BENEFITS = auto()
    HOUSING = auto()
    EMPLOYMENT = auto()
    CLIENT_REQUEST = auto()
    FUNDRAISE = auto()
    SERVICE = auto()  # what a qualified service organization does for the program
    TRAINING_SUPERVISION = auto()
    REGISTRY = auto()
    WARN = auto()  # nothing in part 2 stands behind it
    OTHER = auto()
    ANY = auto()  # "any purpose", as a form may have said it: never enough


class Kind(Word):
    """Of a consent."""

    SPECIFIC = auto()
    TPO = auto()
    COUNSELING = auto()
    CJ = auto()
    PROCEEDING = auto()
    RESEARCH = auto()
    INTERMEDIARY = auto()
    CENTRAL_REGISTRY = auto()
    PDMP = auto()


class Known(Word):
    """What the law of the state says, as the agency had it reviewed; unknown is never taken for a no."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


class Bound(Word):
    COVERED = auto()
    NOT_COVERED = auto()
    UNDETERMINED = auto()  # behaves as covered


class Hipaa(Word):
    COVERED_ENTITY = auto()
    BUSINESS_ASSOCIATE = auto()
    NEITHER = auto()


class Provenance(Word):
    OWN_PART2 = auto()
    RECEIVED_PART2_TPO = auto()
    RECEIVED_PART2_OTHER = auto()
    NON_PART2 = auto()


@dataclass(frozen=True, slots=True)
class Program:
    """as_if_part2: the house policy of treating every record as covered, on unless an agency turned it off."""

    part2: Bound = Bound.UNDETERMINED
    hipaa: Hipaa = Hipaa.NEITHER
    as_if_part2: bool = True
    notice_ready: bool = False  # the text of 42 CFR 2.32 is there, and somebody has compared it (decision 17)
    hearings_need_own_consent: bool = True  # require_proceeding_consent_for_hearings


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to tell or to read. human: not a job or a schedule. wrote: every counseling note and confidence asked for
    is their own; named: the author named them for those notes."""

    human: bool = False
    inside: bool = False  # of this program, or of an entity with direct administrative control
    needs_it: bool = False  # their role needs it for diagnosis, treatment or referral
    wrote: bool = False
    named: bool = False
    defends: bool = False  # counsel, in an action that the person brought


@dataclass(frozen=True, slots=True)
class Recipient:
    """key: the registered recipient's own id as text; keys: it, and those of the offices and aliases it acts for.

    relation: the program recorded it as a treating provider, payer or helper for this person, on its kind.
    """

    kind: RecipientKind = RecipientKind.OTHER
    key: str = ""
    keys: frozenset[str] = frozenset()
    relation: bool = False
    covered: bool = False  # a HIPAA covered entity or business associate
    contract: bool = False  # written, with part 2 clause, safeguards, incident reporting and purpose (2.33)
    medical: bool = False  # medical personnel
    monitors: bool = False  # a duty to monitor this person's progress in this case
    stands_for: bool = False  # a representative whose authority somebody checked
    verified: bool = False  # called back, or met in person


@dataclass(frozen=True, slots=True)
class Consent:
    """The one that the user named. Statements are what the signed text said; a list is empty where the paper was silent.

    recipients: keys. classes_of: kinds named as a class ("my treating providers"). `event_on`: the local day on which
    the event that ends it happened; `revocable_event_on` likewise. revoked_at and suspended_at are aware moments.
    """

    kind: Kind = Kind.SPECIFIC
    named_person: bool = False
    disclosers: bool = False
    classes: frozenset[DataClass] = frozenset()
    by_hand: frozenset[DataClass] = frozenset()  # those that the person named themselves, each by its own click
    says_sud: bool = False  # "all my records" was signed with the explicit wording about substance use
    all_records: bool = False
    since: date | None = None
    until: date | None = None
    recipients: frozenset[str] = frozenset()
    classes_of: frozenset[RecipientKind] = frozenset()
    intermediary: str = ""  # its key
    members: frozenset[str] = frozenset()
    general_designation: bool = False  # limited to participants who treat the person
    purposes: frozenset[Purpose] = frozenset()
    stmt_hipaa_redisclosure: bool = False
    stmt_redisclosure: bool = False
    stmt_refusal_consequences: bool = False
    stmt_fundraising_optout: bool = False
    stmt_revocation: bool = False
    how_to_revoke: bool = False
    expires_on: date | None = None  # good until that day ends
    expires_event: bool = False
    expiry_none: bool = False
    event_on: date | None = None
    person_signed: bool = False
    guardian_signed: bool = False
    signed_on: date | None = None
    revoked_at: datetime | None = None
    suspended_at: datetime | None = None
    false: bool = False  # known, or knowable with reasonable diligence, to be materially false
    condition_document: bool = False  # 2.35: taking part is a condition
    valid_from: date | None = None
    revocable_from: date | None = None
    revocable_event: bool = False
    revocable_event_on: date | None = None
    final_disposition_expected: date | None = None
    final_disposition_on: date | None = None
    order_ref: bool = False  # an order of the supervising court that requires the reports (45 CFR 164.512)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a court, and the paper that compels."""

    section: str = ""  # 2.64, 2.65, 2.66, 2.67
    findings: bool = False
    compulsion: bool = False  # a subpoena or its like
    classes: frozenset[DataClass] = frozenset()
    since: date | None = None
    until: date | None = None
    recipients: frozenset[str] = frozenset()
    confidential_met: bool = False  # the findings of 2.63
    expires_on: date | None = None
    vacated: bool = False
    identity_exposed: bool = False
    approvers: int = 0  # different named people who have approved


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, for a basis that needs no consent."""

    emergency: bool = False  # bona fide, medical
    consent_impossible: bool = False
    disaster_closed: bool = False  # 2.51(a)(2)
    on_premises: bool = False
    against_personnel: bool = False
    crime_or_threat: bool = False
    child: bool = False  # suspected abuse or neglect of a child, as that statute defines it
    prenatal: bool = False  # the ground is exposure before birth
    initial_report: bool = False
    statute: Known = Known.UNKNOWN  # it requires or authorises this report
    agreement: bool = False  # QSO: bound by part 2, resists in court. Audit: the undertaking. Research: the protocol
    copies: bool = False  # an audit that takes copies
    copies_agreed: bool = False
    determination: bool = False  # research: by the director
    identifiers_waived: bool = False
    deidentified: bool = False
    died: bool = False


@dataclass(frozen=True, slots=True)
class Minor:
    """Nothing of it for somebody of age."""

    alone: Known = Known.UNKNOWN  # the state lets this minor consent to this care alone
    lacks_capacity: bool = False
    threat: bool = False  # substantial, to life or physical well-being, and telling could reduce it
    director: bool = False  # the director has found both, in writing


@dataclass(frozen=True, slots=True)
class Restriction:
    """What was agreed beyond the law. classes: all, where empty. against: recipient keys and kinds; everybody, where empty."""

    classes: frozenset[DataClass] = frozenset()
    against: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """One question: may this be told to them, for that, on this ground?

    basis: the one that the user named; none is ever picked for them. since, until: the days that the asked rows are of.
    needed: the classes that the purpose needs (42 CFR 2.13(a)), None while the agency has said nothing. reviewed: the
    codes of reasons that a named human has already decided with a yes for just this question.
    """

    now: datetime
    asked: frozenset[DataClass] = frozenset()
    purpose: Purpose = Purpose.OTHER
    basis: Basis | None = None
    program: Program = Program()
    provenance: Provenance = Provenance.OWN_PART2
    actor: Actor = Actor()
    recipient: Recipient = Recipient()
    consent: Consent | None = None
    order: Order | None = None
    event: Event = Event()
    minor: Minor | None = None
    since: date | None = None
    until: date | None = None
    against_person: bool = False  # for use in a civil, criminal, administrative or legislative proceeding against them
    quarantined: bool = False
    held_back: frozenset[DataClass] = frozenset()  # from the person, for somebody's safety, by a licensed professional
    restrictions: tuple[Restriction, ...] = ()
    contact_risk: bool = False  # this way of reaching, or this recipient, could get the person hurt
    needed: frozenset[DataClass] | None = None
    reviewed: frozenset[str] = field(default=frozenset())


class Decision(NamedTuple):
    """sent: the classes that may go. stripped: class to the code of its reason. since, until: the days that may go.

    reasons: codes, the first the one that decided; their words and what would make it a yes are in `words.py`.
    owed: what must follow (codes of tasks: "emergency_facts", "tell_of_revocation"...). notice: that of 42 CFR 2.32, with a
    copy or an explanation of the consent, must travel along.
    """

    answer: Answer
    basis: Basis | None
    sent: frozenset[DataClass] = frozenset()
    stripped: tuple[tuple[DataClass, str], ...] = ()
    reasons: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    notice: bool = False
    since: date | None = None
    until: date | None = None
