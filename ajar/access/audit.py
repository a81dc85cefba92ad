"""The trace. One HMAC chain an agency, append-only; what it holds is who, what, when, which, never content.

Lines of an action are held back until its end, so that the chain is locked for as short as can be.
"""

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from ajar.access import keys, verify_audit
from ajar.access.compiled import compiled
from ajar.access.models import AuditLine

# The page of counseling notes is an opening like others, whatever stands on it; "who looked" does not tell it
# (people.queries.LOOKED): that somebody keeps such notes of a person is theirs to know.
OPENINGS = (
    "person.opened", "person.broke glass", "person.printed", "person.sought", "shared.opened", "counseling.opened",
)  # fmt: skip

_held: ContextVar[list | None] = ContextVar("held", default=None)


class NoTrace(AssertionError):
    """An action ended without an audit line; it was rolled back."""


class OtherAgency(AssertionError):
    """An action wrote a row of an agency that is not the actor's; it was rolled back."""


def wrote(actor, verb: str, thing, *, subject=None) -> None:
    """Say that the running action wrote `thing`. subject: the person it is about, if not `thing.person_id`."""
    held = _held.get()
    if held is None:
        raise NoTrace(f"{verb} was said outside an action")
    if getattr(thing, "agency_id", actor.agency_id) != actor.agency_id:
        raise OtherAgency(verb)
    subject = subject or getattr(thing, "person_id", None)
    held.append(
        AuditLine(
            agency_id=actor.agency_id, actor=actor, verb=verb, thing=thing._meta.label_lower, thing_id=thing.pk,
            subject=subject, screen=actor.screen.state,
        )
    )  # fmt: skip


@contextmanager
def must_leave_a_trace(what: str):
    """Collect the lines of one action and append them at its end. Raises NoTrace when there are none."""
    outer = _held.get()
    if outer is not None:  # an action inside an action: its lines go with the outer one's
        before = len(outer)
        try:
            yield
        except BaseException:
            del outer[before:]  # what the inner action did is undone, also where the outer one goes on
            raise
        if len(outer) == before:
            raise NoTrace(f"{what} left no audit line")
        return
    token = _held.set(lines := [])
    try:
        yield
        if not lines:
            raise NoTrace(f"{what} left no audit line")
        _append(lines)
    finally:
        _held.reset(token)


def opened(actor, verb: str, thing, *, subject) -> None:
    """One line per worker, person, kind and clock hour (decision 9); further openings in the hour add none."""
    moment = now()
    once = f"{actor.pk}:{subject}:{verb}:{moment.astimezone(UTC):%Y%m%d%H}"
    if _there(actor.agency_id, once):
        return
    _alone(
        AuditLine(
            agency_id=actor.agency_id, actor=actor, verb=verb, thing=thing._meta.label_lower if thing else "",
            thing_id=thing.pk if thing else subject, subject=subject, screen=actor.screen.state, once=once,
        )
    )  # fmt: skip


def refused(actor, verb: str, *, about=None) -> None:
    """A refusal that raises leaves its line by itself, after the rollback (decision 25). about: the id asked for."""
    if not getattr(actor, "agency_id", None):
        return
    once = f"{actor.pk}:{about}:{verb}:{now().astimezone(UTC):%Y%m%d%H}"
    if _there(actor.agency_id, once):
        return
    _alone(
        AuditLine(
            agency_id=actor.agency_id, actor=actor, verb=verb, thing_id=about, screen=actor.screen.state, once=once
        )
    )


def listed(actor, verb: str, ids) -> None:
    """One line for a list, with the ids it showed; the same list again within the minute adds none."""
    shown = " ".join(str(i) for i in ids)
    minute = f"{now().astimezone(UTC):%Y%m%d%H%M}"
    once = f"{actor.pk}:{verb}:{minute}:{hashlib.sha256(shown.encode()).hexdigest()[:16]}"
    if _there(actor.agency_id, once):
        return
    _alone(
        AuditLine(agency_id=actor.agency_id, actor=actor, verb=verb, screen=actor.screen.state, shown=shown, once=once)
    )


def signed(actor, verb: str) -> None:
    """A sign-in event: in, out, wrong, second factor added or removed."""
    noted(actor, verb, actor)


def noted(actor, verb: str, thing) -> None:
    """Something that is no action and no opening: a sign-in event, a turn of the keys, an export of this log."""
    _alone(
        AuditLine(agency_id=actor.agency_id, actor=actor, verb=verb, thing=thing._meta.label_lower, thing_id=thing.pk)
    )


@compiled
def _there(agency_id, once):
    return AuditLine.objects.filter(agency_id=agency_id, once=once).values_list("pk")


@compiled
def _last(agency_id):
    return AuditLine.objects.filter(agency_id=agency_id).order_by("-seq").values_list("seq", "mac")[:1]


def _alone(line: AuditLine) -> None:
    try:
        with transaction.atomic():
            _append([line])
    except IntegrityError:
        # Two tabs opened the same page in the same instant: the other one's line is there.
        if not (line.once and _there(line.agency_id, line.once)):
            raise


def _append(lines: list[AuditLine]) -> None:
    agency_id = lines[0].agency_id
    if connection.vendor == "postgresql":
        # On SQLite the transaction itself is the only writer (transaction_mode IMMEDIATE).
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(agency_id)])
    last = _last.first(agency_id)
    seq, prev = (last[0], bytes(last[1])) if last else (0, verify_audit.START)
    key = keys.audit_key(agency_id)
    for line in lines:
        seq += 1
        line.seq, line.at, line.prev = seq, now(), prev
        line.mac = prev = mac(key, line)
    AuditLine.objects.bulk_create(lines)


def lock_number(agency_id) -> int:
    """The advisory lock of an agency's chain: 63 bits of its id."""
    return int.from_bytes(agency_id.bytes[:8]) >> 1


def mac(key: bytes, line) -> bytes:
    """The same that `verify_audit.py` computes from an export."""
    return verify_audit.mac(key, verify_audit.canonical(entry(line)), bytes(line.prev))


def entry(line) -> dict:
    """A line as it is exported: ids and words of ours, no content."""
    return {
        "agency": str(line.agency_id), "seq": line.seq,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"), "actor": str(line.actor_id),
        "verb": line.verb, "thing": line.thing, "thing_id": line.thing_id and str(line.thing_id),
        "subject": line.subject and str(line.subject), "screen": line.screen, "shown": line.shown, "once": line.once,
        "id": str(line.id), "prev": bytes(line.prev).hex(), "mac": bytes(line.mac).hex() if line.mac else "",
    }  # fmt: skip


def entries(agency_id):
    """The whole log of an agency, in its order, a line at a time."""
    for line in AuditLine.objects.filter(agency_id=agency_id).order_by("seq").iterator(5000):
        yield entry(line)
