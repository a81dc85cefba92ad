"""I-27: time is right. A visit stays on the local day on which it was, whatever zone, transition or reader.

Wall clocks near every kind of transition are made into instants, and the product has to give the wall clock back.
Zones: all of the United States, and Nepal (a quarter hour), Lord Howe (half an hour of summer time), Samoa (a day
that was skipped in 2011). The seed is printed; SEED= replays it.
"""

import os
import random
import sys
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django import forms
from django.utils import timezone

from ajar.encounters import actions, queries, rules
from ajar.encounters.models import Encounter
from ajar.people.queries import open_person
from ajar.press.forms import moment

pytestmark = pytest.mark.promise

SEED = int(os.environ.get("SEED") or random.randrange(2**32))
UNITED_STATES = sorted(z for z in available_timezones() if z.startswith("US/")) + [
    "America/Boise", "America/Detroit", "America/Indiana/Knox", "America/Indiana/Petersburg",
    "America/Indiana/Tell_City", "America/Indiana/Vincennes", "America/Juneau", "America/Kentucky/Louisville",
    "America/Kentucky/Monticello", "America/Menominee", "America/Metlakatla", "America/Nome",
    "America/North_Dakota/Beulah", "America/North_Dakota/Center", "America/Puerto_Rico", "America/Sitka",
    "America/Yakutat", "Pacific/Guam", "Pacific/Pago_Pago", "Pacific/Saipan",
]  # fmt: skip
ZONES = [*UNITED_STATES, "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]
FIRST, LAST = datetime(2006, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _replay():
    """Shown when a test fails: SEED= with this number plays it again."""
    sys.stdout.write(f"SEED={SEED}\n")


@lru_cache
def transitions(zone: str) -> list[datetime]:
    """The instants, to the minute, at which the clocks of a zone are set."""
    there, found, at = ZoneInfo(zone), [], FIRST
    while at < LAST:
        after = at + timedelta(days=7)
        if at.astimezone(there).utcoffset() != after.astimezone(there).utcoffset():
            low, high = at, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(there).utcoffset() == low.astimezone(there).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at = after
    return found


def near_transitions(chance: random.Random, how_many: int, until=LAST):
    """(instant, zone, the wall clock there), within two hours of a transition, or of a midnight where there is none."""
    while how_many:
        zone = chance.choice(ZONES)
        there = ZoneInfo(zone)
        near = [t for t in transitions(zone) if t < until]
        if near and chance.random() < 0.8:
            centre = chance.choice(near)
        else:
            days = chance.randrange((until - FIRST).days)
            centre = datetime.combine(FIRST.date() + timedelta(days=days), time(), tzinfo=there).astimezone(UTC)
        wall = (centre + timedelta(seconds=chance.randrange(-7200, 7201))).astimezone(there)
        # The oracle goes the other way: from the wall clock and its fold to the instant.
        instant = datetime.combine(wall.date(), wall.time(), tzinfo=there).replace(fold=wall.fold).astimezone(UTC)
        how_many -= 1
        yield instant, zone, wall.replace(tzinfo=None)


def shifted(day_of, cases) -> list:
    """The cases whose day is not the day on the wall calendar."""
    return [(instant, zone, wall) for instant, zone, wall in cases if day_of(instant, zone) != wall.date()]


def naive(instant, zone):
    """What a program does that keeps one offset a zone."""
    winter = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    return (instant.replace(tzinfo=None) + winter).date()


def test_control_naive_arithmetic_and_days_in_utc_are_caught():
    cases = list(near_transitions(random.Random(SEED), 5000))
    assert shifted(naive, cases)
    assert shifted(lambda instant, zone: instant.date(), cases)


def test_5000_instants_near_transitions_stay_on_their_local_day():
    assert sum(len(transitions(zone)) for zone in ZONES) > 1000
    assert shifted(rules.local_day, near_transitions(random.Random(SEED), 5000)) == []


def test_5000_sealed_times_open_to_the_same_instant_day_and_clock(cast):
    field = Encounter._meta.get_field("happened_at")
    row = Encounter(agency_id=cast.agency.pk, person_id=cast.person.pk)
    for instant, zone, wall in near_transitions(random.Random(SEED), 5000):
        row.happened_at = field.open(row, field.seal(row, rules.local(instant, zone)))
        assert row.happened_at == instant
        assert row.happened_at.replace(tzinfo=None) == wall
        assert row.clock == f"{wall:%H:%M}"


def test_300_visits_keep_day_and_clock_for_readers_in_other_zones_and_after_a_site_moves(cast):
    chance = random.Random(SEED)
    person = open_person(cast.amina, cast.person.pk)
    expected = {}
    for instant, zone, wall in near_transitions(chance, 300, until=timezone.now() - timedelta(days=1)):
        cast.amina.site.timezone = zone
        with timezone.override(chance.choice(ZONES)):
            row = actions.record_encounter(cast.amina, person, kind="call", happened_at=instant)
        expected[row.pk] = (wall.date(), f"{wall:%H:%M}", instant)
    type(cast.site).objects.filter(pk=cast.site.pk).update(timezone="Asia/Kathmandu")
    before = None
    read = {}
    while rows := queries.encounters(cast.amina, person, before=before):
        with timezone.override(chance.choice(ZONES)):
            read |= {row.pk: (row.day, row.clock, row.happened_at) for row in rows}
        before = rules.Place.of(rows[-1])
    assert read == expected


def test_500_times_that_the_clocks_skipped_are_refused_and_500_that_came_twice_are_the_first():
    chance, skipped, twice = random.Random(SEED), 0, 0
    while skipped < 500 or twice < 500:
        zone = chance.choice(ZONES)
        there = ZoneInfo(zone)
        if not transitions(zone):
            continue
        at = chance.choice(transitions(zone))
        jump = at.astimezone(there).utcoffset() - (at - HOUR).astimezone(there).utcoffset()
        inside = timedelta(minutes=chance.randrange(1, max(2, int(abs(jump).total_seconds() // 60) - 1)))
        old = (at - timedelta(minutes=1)).astimezone(there).replace(tzinfo=None) + timedelta(minutes=1)
        if jump > timedelta():
            wall = old + inside
            with pytest.raises(forms.ValidationError):
                moment(wall.date(), wall.time(), zone)
            skipped += 1
        else:
            wall = old - inside
            assert moment(wall.date(), wall.time(), zone).astimezone(UTC) == at - inside, (zone, wall)
            twice += 1


def test_the_day_that_samoa_skipped_is_refused_and_its_neighbours_stand():
    with pytest.raises(forms.ValidationError):
        moment(date(2011, 12, 30), time(12), "Pacific/Apia")
    for day in (date(2011, 12, 29), date(2011, 12, 31)):
        assert rules.local_day(moment(day, time(12), "Pacific/Apia").astimezone(UTC), "Pacific/Apia") == day


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 30)])
def test_leap_days_and_the_turn_of_the_year_stand(day):
    for zone in ZONES:
        for hour in (time(0, 0), time(23, 59, 59)):
            assert rules.local_day(moment(day, hour, zone).astimezone(UTC), zone) == day


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        rules.local_day(datetime(2026, 5, 12), "US/Eastern")  # noqa: DTZ001
