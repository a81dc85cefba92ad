"""An action is one thing a worker does to the record: permitted, atomic, never silent, and done once."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.utils.timezone import localdate

from ajar.access import audit, keys, policy
from ajar.access.compiled import compiled
from ajar.access.models import Amendment, Submission
from ajar.access.seal import RECORD, SealedText


class SentTwice(Exception):
    """The same form came again with other words in it: nothing was changed (409)."""


class ChangedMeanwhile(Exception):
    """Somebody changed the row since it was shown: nothing was changed (409). Both versions are on the exception."""

    def __init__(self, row, asked: dict):
        super().__init__("changed meanwhile")
        self.row, self.asked = row, asked


def action(*, needs):
    """Declare a verb: `needs` is checked, a transaction opened, and rolled back if no audit line was written.

    Every action takes the actor first and the rest by keyword. Given `once` (a UUID made with the form), the
    same form sent again returns the row of the first time, and with other words raises SentTwice.
    """

    def decorate(function):
        @wraps(function)
        def wrapper(actor, *args, once: UUID | None = None, **kwargs):
            policy.require(actor, needs)
            if once is None:
                with transaction.atomic(), audit.must_leave_a_trace(function.__name__):
                    return function(actor, *args, **kwargs)
            form, digest = _form(actor, once), _digest(actor, function, args, kwargs)
            try:
                with transaction.atomic(), audit.must_leave_a_trace(function.__name__):
                    row = function(actor, *args, **kwargs)
                    thing, thing_id = (row._meta.label_lower, row.pk) if isinstance(row, models.Model) else ("", None)
                    Submission.objects.create(
                        id=form, agency_id=actor.agency_id, worker=actor, verb=function.__name__, digest=digest,
                        thing=thing, thing_id=thing_id,
                    )  # fmt: skip
                    return row
            except Exception:
                # Sent before, or a double click: the other press was quicker, and its row is the row. What this one met
                # (a code taken, a version moved on, the same id) is what the other press did.
                if (earlier := _earlier(actor, form)) is None:
                    raise
                return _same(earlier, digest)

        wrapper.needs = needs
        return wrapper

    return decorate


def _plain(value):
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, set | frozenset | models.QuerySet):
        return sorted(_plain(v) for v in value)
    return repr(value)


def _digest(actor, function, args, kwargs) -> bytes:
    said = json.dumps([function.__name__, str(actor.pk), args, kwargs], default=_plain, sort_keys=True)
    return keys.blind(actor.agency_id, "form:" + said, 32)


def _form(actor, once) -> UUID:
    """The id under which a form is kept: its own, for this worker. Somebody else's id in a form meets nobody's row."""
    return UUID(bytes=keys.blind(actor.agency_id, f"once:{actor.pk}:{once}"))


def _earlier(actor, form) -> Submission | None:
    return _sent.first(actor, form)


@compiled
def _sent(actor, form):
    return Submission.objects.filter(pk=form, agency_id=actor.agency_id, worker=actor)


def _same(earlier, digest):
    if bytes(earlier.digest) != digest:
        raise SentTwice
    if not earlier.thing:
        return None
    return apps.get_model(earlier.thing)._default_manager.filter(pk=earlier.thing_id).first()


def amend(actor, row, *, version: int, subject, why: str = "", **changed) -> bool:
    """Change a row and keep what it said before (I-23, I-34). Returns whether anything differed.

    version: the version that was shown when the form was made. Raises ChangedMeanwhile when the row has moved on.
    Must run inside an action.
    """
    different = {name: value for name, value in changed.items() if getattr(row, name) != value}
    if not different:
        return False
    model, rows, cells = type(row), [], {}
    for name, value in different.items():
        field = model._meta.get_field(name)
        sealed = isinstance(field, SealedText)
        was = getattr(row, field.attname)
        cells[name] = field.seal(row, value) if sealed and value is not None else value
        rows.append(
            Amendment(
                agency_id=row.agency_id, subject=subject, thing=row._meta.label_lower, thing_id=row.pk, column=name,
                version=version, by=actor, on=localdate(), why=why, was=None if was is None else str(was),
                compartment=field._compartment(row) if sealed else RECORD,
            )
        )  # fmt: skip
    # The row at hand must be the one that was shown, and the one that stands: then what is kept as `was` is true.
    mine = model._default_manager.filter(pk=row.pk, agency_id=row.agency_id, version=version)
    if row.version != version or not mine.update(version=version + 1, **cells):
        raise ChangedMeanwhile(model._default_manager.filter(pk=row.pk).first() or row, changed)
    Amendment.objects.bulk_create(rows)
    for name, value in different.items():
        setattr(row, name, value)
    row.version = version + 1
    return True
