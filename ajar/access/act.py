"""An action is one thing a worker does to the record: permitted, atomic, never silent, and done once."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from ajar.access import audit, keys, policy
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
                return perform(actor, *args, **kwargs)
            digest = _digest(actor, function, args, kwargs)
            if (earlier := _earlier(actor, once)) is not None:
                return _same(earlier, digest)
            try:
                with transaction.atomic():
                    row = perform(actor, *args, **kwargs)
                    thing, thing_id = (row._meta.label_lower, row.pk) if isinstance(row, models.Model) else ("", None)
                    Submission.objects.create(
                        id=once, agency_id=actor.agency_id, worker=actor, verb=function.__name__, digest=digest,
                        thing=thing, thing_id=thing_id,
                    )  # fmt: skip
                    return row
            except IntegrityError:
                # A double click: the other press was quicker, and its row is the row.
                if (earlier := _earlier(actor, once)) is None:
                    raise
                return _same(earlier, digest)

        def perform(actor, *args, **kwargs):
            with transaction.atomic(), audit.must_leave_a_trace(function.__name__):
                return function(actor, *args, **kwargs)

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


def _earlier(actor, once) -> Submission | None:
    return Submission.objects.filter(pk=once, agency_id=actor.agency_id, worker=actor).first()


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
    model = type(row)
    moved = model._default_manager.filter(pk=row.pk, agency_id=row.agency_id, version=version).update(
        version=version + 1
    )
    if not moved:
        raise ChangedMeanwhile(row, changed)
    rows = []
    for name in different:
        field = model._meta.get_field(name)
        was = getattr(row, field.attname)
        rows.append(
            Amendment(
                agency_id=row.agency_id, subject=subject, thing=row._meta.label_lower, thing_id=row.pk, column=name,
                version=version, by=actor, on=now().date(), why=why, was=None if was is None else str(was),
                compartment=field._compartment(row) if isinstance(field, SealedText) else RECORD,
            )
        )  # fmt: skip
    Amendment.objects.bulk_create(rows)
    for name, value in different.items():
        setattr(row, name, value)
    row.version = version + 1
    row.save(update_fields=[*different, "version"])
    return True
