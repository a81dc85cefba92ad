"""The one way out of the house (decisions 25, 26, 27): decide, render, lock, decide again, record, hand over.

What is to be sent comes as items that nobody has looked into yet; only those that the decision lets through are evaluated.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from ajar.access import audit, policy
from ajar.access.policy import Permission
from ajar.consents import gathering, notices, outgoing
from ajar.consents.facts import Answer, Basis, DataClass, Decision, Facts
from ajar.consents.models import Consent, Disclosure, packed
from ajar.consents.models_legal import LegalRequest
from ajar.consents.rules import decide
from ajar.consents.scopes import CONSENTS
from ajar.people.models import Person
from ajar.people.queries import forget_rules

NEEDS = Permission.DISCLOSE
ALLOWS = frozenset({Answer.ALLOW, Answer.ALLOW_NOTICE, Answer.ALLOW_LIMITED})
TRIES = 3


class InsideAnother(RuntimeError):
    """`disclose` was called inside a transaction: its trace could be rolled back after the words have left."""


@dataclass(frozen=True)
class Item:
    """One thing that could be told. day: the local day that it is of, if it is of one. row: what it is made from.

    make: gives its words as pairs of (heading, text); called only if the decision lets this class and day through.
    """

    data_class: DataClass
    make: Callable[[], Iterable[tuple[str, str]]]
    row: object = None
    day: date | None = None


@dataclass(frozen=True)
class Request:
    """What a worker wants to tell, to whom, on which ground. channel: one of Disclosure.CHANNELS.

    ground_ref: of a ground that is no consent, the paper it stands on (statute, agreement, order). preview: of
    Disclosure.PREVIEW. title: by phone, the words said before what is told. event: facts.Event. reviewed: codes that a
    named human decided with a yes. legal: of an order, its row in the register, where all that is known of it stands. seen: `seen_as` of what a worker read before; with other words nothing leaves.
    """

    recipient: object
    purpose: str
    basis: str
    items: tuple[Item, ...]
    consent: Consent | None = None
    channel: str = "paper"
    title: str = ""
    ground_ref: str = ""
    preview: str = ""
    event: object = None
    event_words: str = ""
    against: bool = False
    reviewed: frozenset = field(default=frozenset())
    legal: LegalRequest | None = None
    seen: str = ""


@dataclass(frozen=True)
class Release:
    """What came of it. body is empty where nothing may leave; then `decision` says why."""

    decision: Decision
    disclosure: Disclosure
    body: bytes = b""
    media: str = ""

    @property
    def released(self) -> bool:
        return self.disclosure.released


def would(actor, person, asked: Request, known=None) -> tuple[Decision, list]:
    """(what the decision would be now, the words that would leave): for the person to see before. Nothing is recorded.

    known: `queries.Standing` of the consent, where it was just read.
    """
    decision = decide(_facts(actor, person, asked, known))
    return decision, _made(asked, decision) if decision.answer in ALLOWS else []


def seen_as(asked: Request, decision: Decision, words: list) -> str:
    """What was read before it leaves, as one line: to whom, how, under what, and every word of it."""
    consent = asked.consent.pk if asked.consent else None
    whole = (asked.channel, str(asked.recipient.pk), asked.purpose, str(consent), asked.title, decision.notice, words)
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def script(actor, person, asked: Request, decision: Decision, words: list) -> str:
    """What would be said by phone, to be read on one's own screen before the call."""
    return outgoing.render(actor, person, asked, decision, words)[0].decode()


class Differs(RuntimeError):
    """What would leave is not what was read before. Nothing left, and nothing is recorded."""


def disclose(actor, person, asked: Request) -> Release:
    """Tell somebody outside something about a person, if a ground carries it; and keep what was told, or that it was refused.

    Refuses to run in an open transaction. Rendering happens outside of any lock. Behind the lock the clock is read and
    the same question is decided once more: if the answer is another, what was rendered is thrown away (I-05).
    Raises PermissionDenied, InsideAnother, and Differs.
    """
    policy.require(actor, NEEDS)
    blocks = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:
        raise InsideAnother
    decision = decide(_facts(actor, person, asked))
    for _try in range(TRIES):
        body, media = b"", ""
        if decision.answer in ALLOWS:
            words = _made(asked, decision)
            if asked.seen and asked.seen != seen_as(asked, decision, words):
                raise Differs
            body, media = outgoing.render(actor, person, asked, decision, words)
        try:
            return _recorded(actor, person, asked, decision, body, media)
        except _Another as changed:
            decision = changed.decision
    raise TooRestless


class TooRestless(RuntimeError):
    """What the decision stands on changed again and again while it was rendered. Nothing left."""


class _Another(Exception):
    def __init__(self, decision):
        super().__init__(decision.answer)
        self.decision = decision


def _facts(actor, person, asked, known=None) -> Facts:
    days = [item.day for item in asked.items if item.day]
    return gathering.gather(
        actor, person, recipient=asked.recipient, purpose=asked.purpose, basis=asked.basis, consent=asked.consent,
        asked={item.data_class for item in asked.items}, channel=asked.channel, against=asked.against, event=asked.event,
        since=min(days, default=None), until=max(days, default=None), reviewed=asked.reviewed, known=known,
        legal=asked.legal,
    )  # fmt: skip


def _lets_through(item, decision) -> bool:
    if item.data_class not in decision.sent:
        return False
    if item.day is None:  # nobody knows of which day it is
        return "dates_cut" not in decision.reasons
    return (decision.since or item.day) <= item.day <= (decision.until or item.day)


def _made(asked, decision) -> list:
    return [[tuple(pair) for pair in item.make()] for item in asked.items if _lets_through(item, decision)]


def _recorded(actor, person, asked, decision, body, media) -> Release:
    """Decides again behind the lock and keeps the row. What is allowed by now in another way is rendered anew first."""
    with transaction.atomic(), audit.must_leave_a_trace("disclose"):
        Person.objects.one_at_a_time(person)
        if asked.consent is not None:
            rows = Consent.objects.select_for_update(of=("self",)).filter(agency_id=person.agency_id)
            asked = replace(asked, consent=rows.get(pk=asked.consent.pk))
        if asked.legal is not None:
            held = LegalRequest.objects.select_for_update(of=("self",)).filter(agency_id=person.agency_id)
            held.filter(pk=asked.legal.pk).first()
        forget_rules(person)
        moment = timezone.now()
        again = decide(_facts(actor, person, asked))
        allowed = again.answer in ALLOWS
        if allowed and again != decision:
            raise _Another(again)
        if not allowed:
            body, media = b"", ""
        row = _row(actor, person, asked, again, moment, body, media)
        row.save(force_insert=True)
        audit.wrote(actor, "disclosure.released" if allowed else "disclosure.refused", row)
    return Release(again, row, body, media)


def _row(actor, person, asked, decision, moment, body, media) -> Disclosure:
    zone = gathering.zone_of(actor)
    by_consent = asked.basis in CONSENTS
    released = bool(body)
    notice = notices.statement()
    to = asked.recipient
    return Disclosure(
        agency_id=person.agency_id, person=person, at=moment, zone=str(zone), day=moment.astimezone(zone).date(),
        role=actor.role, released=released, answer=decision.answer, recipient=to, whom=to.called, kind=to.kind,
        address=to.reached, purpose=asked.purpose, consent=asked.consent if by_consent else None,
        consent_version=asked.consent.version if by_consent and asked.consent else None,
        ground="" if by_consent else asked.basis, ground_ref=asked.ground_ref, legal=_legal(person, asked),
        asked=packed({item.data_class for item in asked.items}), sent=packed(decision.sent) if released else "",
        stripped=" ".join(f"{one}={why}" for one, why in decision.stripped), reasons=" ".join(decision.reasons),
        since=decision.since, until=decision.until,
        refs=" ".join(str(i.row.pk) for i in asked.items if released and i.row is not None and _lets_through(i, decision)),
        channel=asked.channel, sha256=hashlib.sha256(body).hexdigest() if body else "",
        artefact=base64.b64encode(body).decode() if body else None, media=media if body else "",
        notice=notice.version if released and decision.notice else "",
        explained="said" if released and decision.notice else "",
        preview=asked.preview, event=asked.event_words, by=actor,
    )  # fmt: skip


def _legal(person, asked):
    ours = asked.legal is not None and asked.legal.agency_id == person.agency_id
    return asked.legal if ours and asked.basis == Basis.COURT_ORDER else None
