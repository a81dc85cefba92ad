"""The sets of classes, purposes and kinds that the rules speak of."""

from datetime import date

from ajar.consents.facts import Basis, DataClass, Kind, Purpose, RecipientKind

TPO = frozenset({Purpose.TREAT, Purpose.HPAYMT, Purpose.HOPERAT})
TPO_KINDS = frozenset({RecipientKind.TREATING_PROVIDER, RecipientKind.PAYER, RecipientKind.OPERATIONS})
INTERMEDIARY_KINDS = frozenset({RecipientKind.INTERMEDIARY, RecipientKind.MEMBER_PARTICIPANT})
MONITORS = frozenset({RecipientKind.COURT, RecipientKind.PROSECUTOR, RecipientKind.PROBATION_PAROLE})
CONSENTS = {
    Basis.CONSENT_SPECIFIC: Kind.SPECIFIC, Basis.CONSENT_TPO: Kind.TPO, Basis.CONSENT_COUNSELING: Kind.COUNSELING,
    Basis.CONSENT_CJ: Kind.CJ, Basis.CONSENT_PROCEEDING: Kind.PROCEEDING, Basis.CONSENT_RESEARCH: Kind.RESEARCH,
    Basis.CONSENT_INTERMEDIARY: Kind.INTERMEDIARY, Basis.PDMP_CONSENT: Kind.PDMP,
    Basis.CENTRAL_REGISTRY_CONSENT: Kind.CENTRAL_REGISTRY,
}  # fmt: skip
PURPOSES_OF = {  # a consent of this kind speaks of these and no others
    Kind.SPECIFIC: frozenset(Purpose) - {Purpose.LEGAL_PROCEEDING, Purpose.CJ_MONITOR, Purpose.REGISTRY, Purpose.ANY},
    Kind.TPO: TPO | {Purpose.FUNDRAISE},
    Kind.COUNSELING: frozenset(Purpose) - {Purpose.LEGAL_PROCEEDING, Purpose.CJ_MONITOR, Purpose.REGISTRY, Purpose.ANY},
    Kind.CJ: frozenset({Purpose.CJ_MONITOR}),
    Kind.PROCEEDING: frozenset({Purpose.LEGAL_PROCEEDING}),
    Kind.RESEARCH: frozenset({Purpose.HRESCH}),
    Kind.INTERMEDIARY: frozenset({Purpose.TREAT}),
    Kind.CENTRAL_REGISTRY: frozenset({Purpose.REGISTRY}),
    Kind.PDMP: frozenset({Purpose.REGISTRY}),
}
APART = frozenset({DataClass.COUNSELING_NOTE, DataClass.CONFIDENCE})  # never by a list that says "everything"
CONFIDENTIAL = APART | {DataClass.SELF_REPORTED_USE}  # confidential communications, 42 CFR 2.63
CJ_CLASSES = frozenset({
    DataClass.PRESENCE, DataClass.ATTENDANCE, DataClass.ENGAGEMENT, DataClass.COMPLIANCE_STATUS, DataClass.TOX_RESULT,
    DataClass.PLAN_GOAL,
})  # fmt: skip
EMERGENCY = frozenset(DataClass) - {
    DataClass.COUNSELING_NOTE,
    DataClass.ATTENDANCE, DataClass.ENGAGEMENT, DataClass.COMPLIANCE_STATUS, DataClass.BILLING, DataClass.PLAN_GOAL,
    DataClass.THIRD_PARTY_INFO,
}  # fmt: skip
INCIDENT = frozenset({DataClass.PRESENCE, DataClass.CONTACT, DataClass.SAFETY_EVENT})  # 42 CFR 2.12(c)(5)
FIRST_REPORT = frozenset({DataClass.PRESENCE, DataClass.CONTACT, DataClass.SAFETY_EVENT, DataClass.THIRD_PARTY_INFO})
CAUSE_OF_DEATH = frozenset({DataClass.PRESENCE, DataClass.CONTACT, DataClass.DIAGNOSIS})
THREAT = frozenset({DataClass.PRESENCE, DataClass.SAFETY_EVENT, DataClass.SELF_REPORTED_USE})  # facts for the threat
AMENDED = date(2026, 2, 16)  # what is signed from here on needs every element of the 2024 rule
