"""The rows of the law's tables (`rows.yaml`) as facts, and what the decision must say of each."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import yaml

from ajar.consents.facts import (
    Actor,
    Answer,
    Basis,
    Bound,
    Consent,
    DataClass,
    Decision,
    Event,
    Facts,
    Kind,
    Known,
    Minor,
    Order,
    Program,
    Purpose,
    Recipient,
    RecipientKind,
    Restriction,
)  # fmt: skip
from ajar.consents.scopes import CONSENTS

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/New_York"))
D, K = DataClass, RecipientKind


def these(*values) -> frozenset:
    return frozenset(values)


SIGNED = Consent(
    named_person=True, disclosers=True, classes=these(D.ATTENDANCE), recipients=these("clinic"),
    purposes=these(Purpose.TREAT), stmt_hipaa_redisclosure=True, stmt_redisclosure=True, stmt_refusal_consequences=True,
    stmt_revocation=True, how_to_revoke=True, expires_on=date(2027, 5, 1), person_signed=True, signed_on=date(2026, 10, 1),
)  # fmt: skip
HERE = Facts(
    now=NOW, asked=these(D.ATTENDANCE), purpose=Purpose.TREAT, program=Program(part2=Bound.COVERED, notice_ready=True),
    actor=Actor(human=True, inside=True, needs_it=True), recipient=Recipient(K.TREATING_PROVIDER, "clinic"),
)  # fmt: skip
COURT_CONSENT = replace(
    SIGNED, kind=Kind.CJ, recipients=these("part 40"), purposes=these(Purpose.CJ_MONITOR), stmt_revocation=False,
    how_to_revoke=False, condition_document=True, revocable_from=date(2027, 2, 1),
    final_disposition_expected=date(2027, 4, 1),
)  # fmt: skip
OFFICER = Recipient(K.PROBATION_PAROLE, "officer", these("part 40"), monitors=True)
COURT = Recipient(K.COURT, "court")
BASES = {
    "nothing": HERE,
    "internal": replace(HERE, basis=Basis.INTERNAL, asked=these(D.PROGRESS_NOTE), recipient=Recipient()),
    "access": replace(
        HERE, basis=Basis.PATIENT_ACCESS, recipient=Recipient(K.CLIENT), purpose=Purpose.CLIENT_REQUEST,
    ),
    "specific": replace(HERE, basis=Basis.CONSENT_SPECIFIC, consent=SIGNED),
    "tpo": replace(
        HERE, basis=Basis.CONSENT_TPO,
        consent=replace(
            SIGNED, kind=Kind.TPO, expires_on=None, expiry_none=True, recipients=these(),
            classes_of=these(K.TREATING_PROVIDER, K.PAYER, K.OPERATIONS),
            purposes=these(Purpose.TREAT, Purpose.HPAYMT, Purpose.HOPERAT),
        ),
        recipient=Recipient(K.TREATING_PROVIDER, "hospital", relation=True, covered=True),
    ),
    "counseling": replace(
        HERE, basis=Basis.CONSENT_COUNSELING, asked=these(D.COUNSELING_NOTE),
        consent=replace(SIGNED, kind=Kind.COUNSELING, classes=these(D.COUNSELING_NOTE)),
    ),
    "cj": replace(
        HERE, basis=Basis.CONSENT_CJ, purpose=Purpose.CJ_MONITOR, consent=COURT_CONSENT, recipient=OFFICER,
    ),
    "proceeding": replace(
        HERE, basis=Basis.CONSENT_PROCEEDING, purpose=Purpose.LEGAL_PROCEEDING, against_person=True, recipient=COURT,
        consent=replace(
            SIGNED, kind=Kind.PROCEEDING, recipients=these("court"), purposes=these(Purpose.LEGAL_PROCEEDING),
        ),
    ),
    "intermediary": replace(
        HERE, basis=Basis.CONSENT_INTERMEDIARY, recipient=Recipient(K.MEMBER_PARTICIPANT, "member", relation=True),
        consent=replace(
            SIGNED, kind=Kind.INTERMEDIARY, recipients=these(), intermediary="network", general_designation=True,
        ),
    ),
    "order": replace(
        HERE, basis=Basis.COURT_ORDER, purpose=Purpose.LEGAL_PROCEEDING, against_person=True, recipient=COURT,
        order=Order(
            section="2.64", findings=True, compulsion=True, classes=these(D.ATTENDANCE), recipients=these("court"),
            approvers=2,
        ),
    ),
    "emergency": replace(
        HERE, basis=Basis.MEDICAL_EMERGENCY, asked=these(D.MEDICATION, D.SELF_REPORTED_USE),
        recipient=Recipient(K.MEDICAL_EMERGENCY, "crew", medical=True, verified=True),
        event=Event(emergency=True, consent_impossible=True),
    ),
    "crime": replace(
        HERE, basis=Basis.CRIME_ON_PREMISES, asked=these(D.PRESENCE, D.CONTACT, D.SAFETY_EVENT), purpose=Purpose.OTHER,
        recipient=Recipient(K.LAW_ENFORCEMENT, "police"), event=Event(on_premises=True, crime_or_threat=True),
    ),
    "child": replace(
        HERE, basis=Basis.CHILD_ABUSE_REPORT, asked=these(D.CONTACT, D.SAFETY_EVENT), purpose=Purpose.OTHER,
        recipient=Recipient(K.CPS, "cps"), event=Event(child=True, initial_report=True, statute=Known.YES),
    ),
    "qso": replace(
        HERE, basis=Basis.QSO, purpose=Purpose.SERVICE, recipient=Recipient(K.QSO, "host"), event=Event(agreement=True),
    ),
    "audit": replace(
        HERE, basis=Basis.AUDIT_EVAL, purpose=Purpose.AUDIT, recipient=Recipient(K.AUDITOR, "accreditor"),
        event=Event(agreement=True),
    ),
    "research": replace(
        HERE, basis=Basis.RESEARCH, purpose=Purpose.HRESCH, asked=these(D.ATTENDANCE, D.CONTACT),
        recipient=Recipient(K.RESEARCHER, "study"), event=Event(agreement=True, determination=True),
    ),
    "counts": replace(
        HERE, basis=Basis.PUBLIC_HEALTH_DEIDENTIFIED, purpose=Purpose.PUBHLTH, asked=these(D.NALOXONE_EVENT),
        recipient=Recipient(K.PUBLIC_HEALTH, "county"), event=Event(deidentified=True),
    ),
    "parent": replace(
        HERE, basis=Basis.MINOR_THREAT, asked=these(D.SAFETY_EVENT, D.PROGRESS_NOTE), purpose=Purpose.OTHER,
        recipient=Recipient(K.FAMILY_FRIEND, "father", stands_for=True),
        minor=Minor(lacks_capacity=True, threat=True, director=True),
    ),
}  # fmt: skip
EMPTY = {Consent: SIGNED, Order: Order(), Minor: Minor()}


@dataclass(frozen=True)
class Row:
    """answer None: the decision has no part in this row, `test` names what holds it, or `waits` says what will."""

    id: str
    says: str
    owner: str
    facts: Facts | None = None
    answer: Answer | None = None
    sent: frozenset[DataClass] = frozenset()
    reason: str = ""
    owed: str = ""
    days: tuple[date | None, date | None] = (None, None)
    waits: str = ""
    test: str = ""

    def right(self, decision: Decision) -> bool:
        """Whether this decision is the one that the table asks for."""
        told = (decision.answer, decision.sent) == (self.answer, self.sent)
        first = decision.reasons[:1] == (self.reason,) if self.reason else True
        noticed = decision.notice == (bool(self.sent) and self.facts.basis in CONSENTS)
        days = (decision.since, decision.until) == self.days
        return told and first and noticed and days and (not self.owed or self.owed in decision.owed)


def _value(kind, said) -> Any:
    """What a cell of the table means for a field of this type. Raises ValueError or KeyError for what is no such value."""
    if get_origin(kind) is UnionType:
        return None if said is None else _value(next(one for one in get_args(kind) if one is not type(None)), said)
    if get_origin(kind) in (frozenset, tuple):
        return get_origin(kind)(_value(get_args(kind)[0], one) for one in said)
    if is_dataclass(kind):
        return changed(EMPTY.get(kind) or kind(), said)
    if issubclass(kind, Enum):
        return kind(said)
    if kind is datetime:
        return datetime.fromisoformat(said).replace(tzinfo=NOW.tzinfo)
    if not isinstance(said, kind):
        raise ValueError(f"{said!r} is no {kind.__name__}")
    return said


def changed(thing, cells: dict):
    """The dataclass with these fields changed; `a.b: x` changes b of its a."""
    kinds, names = get_type_hints(type(thing)), {one.name for one in fields(thing)}
    for path, said in cells.items():
        name, _, rest = path.partition(".")
        if name not in names:
            raise KeyError(path)
        if rest:
            inner = getattr(thing, name)
            if inner is None:
                inner = EMPTY[next(one for one in get_args(kinds[name]) if one is not type(None))]
            thing = replace(thing, **{name: changed(inner, {rest: said})})
        else:
            thing = replace(thing, **{name: _value(kinds[name], said)})
    return thing


@cache
def rows() -> tuple[Row, ...]:
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    for said in yaml.safe_load(Path(__file__).with_name("rows.yaml").read_text()):
        made = {key: said[key] for key in ("id", "says", "owner", "reason", "owed", "waits", "test") if key in said}
        if unknown := set(said) - set(made) - {"base", "with", "answer", "sent", "days"}:
            raise KeyError(f"{said['id']}: {unknown}")
        if "base" in said:
            facts = changed(BASES[said["base"]], said.get("with", {}))
            answer = Answer(said["answer"])
            gone = answer in (Answer.DENY, Answer.REVIEW)
            sent = frozenset() if gone else frozenset(map(DataClass, said["sent"])) if "sent" in said else facts.asked
            days = tuple(said["days"]) if "days" in said else (None, None) if gone else (facts.since, facts.until)
            made |= {"facts": facts, "answer": answer, "sent": sent, "days": days}
        yield Row(**made)


def decided() -> list[Row]:
    """The rows in which the decision has a part."""
    return [row for row in rows() if row.answer is not None]


def restricted(*against, classes=()) -> Restriction:
    return Restriction(frozenset(classes), frozenset(against))
