"""How often one worker may search and guess in an hour. Slower after that, never a lock (decision 6, I-10)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import now

from ajar.access import audit
from ajar.access.compiled import compiled
from ajar.people.models import Tries

HOUR = timedelta(hours=1)
MOST = {"search": 120, "code": 20}
SLOW = timedelta(seconds=30)  # a search more than 120 in the hour: one every half minute


class Slower(Exception):
    """Too many in this hour. `seconds` says when the next one is answered."""

    def __init__(self, kind: str, seconds: int):
        super().__init__(kind)
        self.kind, self.seconds = kind, max(1, seconds)


@compiled
def _tries(actor, kind):
    return Tries.objects.filter(agency_id=actor.agency_id, worker=actor, kind=kind)


def check(actor, kind: str) -> None:
    """Raises Slower when the worker has used up the hour; leaves one line in the audit an hour."""
    tries = _tries.first(actor, kind)
    moment = now()
    if tries is None or moment - tries.since >= HOUR or tries.count < MOST[kind]:
        return
    wait = tries.since + HOUR - moment
    if kind == "search":
        wait = min(wait, tries.last + SLOW - moment)
    if wait > timedelta(0):
        audit.refused(actor, f"slowed {kind}")
        raise Slower(kind, int(wait.total_seconds()) + 1)


def count(actor, kind: str) -> None:
    """One more of the running hour; a new hour begins with the first after the old one."""
    moment = now()
    mine = Tries.objects.filter(agency_id=actor.agency_id, worker=actor, kind=kind)
    if mine.filter(since__gt=moment - HOUR).update(count=F("count") + 1, last=moment):
        return
    if mine.update(count=1, since=moment, last=moment):
        return
    try:
        with transaction.atomic():
            Tries.objects.create(agency_id=actor.agency_id, worker=actor, kind=kind, since=moment, last=moment)
    except IntegrityError:  # two searches at once: the other one made the row
        mine.update(count=F("count") + 1, last=moment)
