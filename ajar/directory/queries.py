"""The questions: what there is near here, what stands of a service, what to check next, everything for an export.

What was typed goes into statements as values (decision 6).
"""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from operator import add, or_

from django.db.models import Avg, Case, Count, F, Q, Value, When
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ajar.directory import rules
from ajar.directory.models import Check, Record, Schedule, Service, ServiceAtLocation

PAGE = 20
FRESH = timedelta(days=60)  # ux.md: 90% checked within 60 days
LANGUAGES = ("en", "es", "ht", "pt", "fr", "zh", "vi", "ru", "ar", "ko", "tl", "asl")


@dataclass
class Near:
    """A typed place among the places of the directory. latitude is None where it is unknown or one of several."""

    typed: str
    latitude: float | None = None
    longitude: float | None = None
    states: list[str] = field(default_factory=list)  # of towns of one name in several states


@dataclass
class Found:
    rows: list
    more: bool
    near: Near | None = None
    page: int = 0
    understood: list = field(default_factory=list)  # needs that were read, each a list of what it may mean
    words: bool = False  # words that name no need were looked for
    some: bool = False  # nothing has all that was asked: these have some of it


def near(actor, typed: str) -> Near:
    """The middle of the places of a town or ZIP code that this directory has. No service outside is asked."""
    town, state, code = rules.town_and_state(typed)
    here = ServiceAtLocation.objects.filter(agency_id=actor.agency_id, latitude__isnull=False, longitude__isnull=False)
    here = here.filter(postal=code) if code else here.filter(town=town)
    if state:
        here = here.filter(state=state)
    by = here.values("state").annotate(lat=Avg("latitude"), lon=Avg("longitude"), n=Count("id")).order_by("-n")
    found = list(by[:5])
    if not found or not (town or code):
        return Near(typed)
    if len(found) > 1 and not code:
        return Near(typed, states=sorted(row["state"].upper() for row in found if row["state"]))
    return Near(typed, found[0]["lat"], found[0]["lon"])


def search(actor, *, text="", place="", open_now=False, marks=0, language="", page=0) -> Found:
    """Services at places that answer to what was asked, nearest first; without a place, by name.

    text: everyday words. Once they name a need, the words left over only bring places forward; words that name none must
    all be said. Where nothing has all of it, what has some of it is found. place: a typed town or ZIP code. marks: bits
    that must all hold. page: from 0. At most seven statements, whatever is found.
    """
    wanted = rules.wanted(text)
    rows = ServiceAtLocation.objects.filter(agency_id=actor.agency_id, listed=True)
    if marks:
        rows = rows.alias(marked=F("marks").bitand(marks)).filter(marked=marks)
    if language in LANGUAGES:
        rows = rows.filter(speaks__contains=f" {language} ")
    moment = timezone.localtime()
    if open_now:
        rows = rows.filter(Q(pk__in=_open(actor, moment)) | Q(pk__in=_open_by_rule(actor, moment)))
    for number, mask in enumerate(wanted.needs):
        rows = rows.alias(**{f"need{number}": F("needs_said").bitand(mask)})
    needs = [Q(**{f"need{number}__gt": 0}) for number in range(len(wanted.needs))]
    words = [Q(words__contains=f" {word}") for word in wanted.words]
    must = needs or words
    order: list = [_how_many(words)] if needs and words else []
    if every := reduce(or_, wanted.needs, 0):
        rows = rows.alias(by_name=F("needs").bitand(every))
        order.append(Case(When(by_name__gt=0, then=Value(0)), default=Value(1)))
    there = near(actor, place) if place else None
    if there and there.latitude is not None:
        order.append(_squared(there).asc(nulls_last=True))
    order += ["title", "pk"]
    ids, some = _page_of(rows.filter(*must).order_by(*order), page), False
    if not ids and len(must) > 1 and not (page and rows.filter(*must).exists()):
        ids = _page_of(rows.filter(reduce(or_, must)).order_by(_how_many(must), *order), page)
        some = bool(ids)
    shown = _shown(actor, ids[:PAGE], there, moment)
    return Found(shown, len(ids) > PAGE, there, page, wanted.understood(), bool(words), some)


def _page_of(rows, page) -> list:
    return list(rows.values_list("pk", flat=True)[page * PAGE : (page + 1) * PAGE + 1])


def _how_many(conditions):
    """The more of these hold, the further forward."""
    return reduce(add, (Case(When(one, then=Value(1)), default=Value(0)) for one in conditions)).desc()


def _squared(there: Near):
    """Grows with the distance: good enough to order places of one region by, and the same on both databases."""
    north = F("latitude") - Value(there.latitude)
    east = (F("longitude") - Value(there.longitude)) * Value(math.cos(math.radians(there.latitude)))
    return north * north + east * east


def _open(actor, moment):
    now, day = moment.hour * 60 + moment.minute, moment.date()
    before = day - timedelta(days=1)
    rows = Schedule.objects.filter(agency_id=actor.agency_id, rule="")
    return rows.filter(
        Q(day=day.weekday(), opens__lte=now, closes__gt=now) & _valid(day)
        | Q(day=before.weekday(), closes__gt=now + rules.DAY, opens__lte=now + rules.DAY) & _valid(before)
    ).values("at_id")


def _valid(day):
    since, until = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    return since & until


def _open_by_rule(actor, moment) -> list:
    rows = Schedule.objects.filter(~Q(rule=""), agency_id=actor.agency_id)
    return [row.at_id for row in rows.iterator() if rules.is_open(row, moment)][:500]


def _shown(actor, ids, there, moment) -> list[ServiceAtLocation]:
    """Places in the order of their ids, each with service, hours, whether it is open, and how far."""
    if not ids:
        return []
    rows = ServiceAtLocation.objects.filter(agency_id=actor.agency_id, pk__in=ids)
    by_id = {row.pk: row for row in rows.select_related("service__checked_by")}
    _with_hours(actor, by_id.values(), moment)
    for row in by_id.values():
        row.far = None
        if there and there.latitude is not None and row.latitude is not None and row.longitude is not None:
            row.far = rules.kilometers(there.latitude, there.longitude, row.latitude, row.longitude)
        _with_marks(row.service)
    return [by_id[pk] for pk in ids]


def _with_hours(actor, places, moment) -> None:
    by_place: dict = {place.pk: [] for place in places}
    rows = Schedule.objects.filter(agency_id=actor.agency_id, at_id__in=list(by_place)).order_by("day", "opens")
    for row in rows:
        by_place[row.at_id].append(row)
    for place in places:
        schedules = by_place[place.pk]
        place.week = rules.week(schedules, timezone.localdate())
        place.open = any(rules.is_open(row, moment) for row in schedules)
        place.hours_known = bool(schedules)


def _with_marks(service: Service) -> None:
    said = service.marks & ~service.ours_not | service.ours
    service.said = rules.named("marks", said)
    service.held = said
    service.call = service.own_phone or service.phone
    service.stale = not service.checked_on or service.checked_on < timezone.localdate() - FRESH


def service_of(actor, service_id) -> Service:
    """A service of the actor's agency, with its places, hours and who looked. Raises Http404."""
    rows = Service.objects.filter(agency_id=actor.agency_id).select_related("checked_by")
    service = get_object_or_404(rows, pk=service_id)
    _with_marks(service)
    service.places = list(
        ServiceAtLocation.objects.filter(agency_id=actor.agency_id, service=service).order_by("name", "pk")[:50]
    )
    _with_hours(actor, service.places, timezone.localtime())
    checks = Check.objects.filter(agency_id=actor.agency_id, service=service).select_related("by")
    service.checks = list(checks.order_by("-made_at")[:20])
    for check in service.checks:
        check.kind_words = rules.LOOKED[check.kind]
    return service


@dataclass
class ToCheck:
    wrong: list
    oldest: list
    fresh: int
    active: int


def to_check(actor) -> ToCheck:
    """What was said to be wrong, longest first; then what nobody has looked at, and what was looked at longest ago."""
    rows = Service.objects.filter(agency_id=actor.agency_id)
    since = timezone.localdate() - FRESH
    active = rows.filter(status="active")
    counted = active.aggregate(active=Count("id"), fresh=Count("id", filter=Q(checked_on__gte=since, wrong_on=None)))
    old = active.filter(Q(checked_on=None) | Q(checked_on__lt=since), wrong_on=None)
    return ToCheck(
        wrong=list(rows.filter(wrong_on__isnull=False).order_by("wrong_on", "name")[:PAGE]),
        oldest=list(old.order_by(F("checked_on").asc(nulls_first=True), "name").select_related("checked_by")[:PAGE]),
        **counted,
    )


def there_is_a_directory(actor) -> bool:
    return Service.objects.filter(agency_id=actor.agency_id).exists()


def service_records(actor, count: int):
    """Keys of all records of services, `count` at a time."""
    rows = Record.objects.filter(agency_id=actor.agency_id, table="service").order_by("place", "pk")
    keys = list(rows.values_list("pk", flat=True))
    return (keys[at : at + count] for at in range(0, len(keys), count))


def records(actor, table: str = ""):
    """Every record, or those of one table, in the order of their files; a part at a time, so memory stays flat."""
    rows = Record.objects.filter(agency_id=actor.agency_id)
    if table:
        rows = rows.filter(table=table)
    return rows.order_by("table", "place", "hsds_id").iterator(500)
