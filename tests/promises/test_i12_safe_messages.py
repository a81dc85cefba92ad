"""I-12: a message to a person carries nothing but a text of the closed set and the name they chose, and none goes at an
hour that they did not call safe, on the nights when the clocks are set too.

Hours: wall clocks near every transition of many zones, with the wall itself as the oracle. Words: a record full of
unguessable words, and every text by every way: what is carried equals the set and the chosen name, byte for byte.
"""

import email
import email.policy
import json
import os
import random
import sys
import threading
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as some

from ajar.encounters import actions_messages as actions
from ajar.encounters import carrying, hours, safe_words
from ajar.encounters import queries_messages as queries
from ajar.encounters.hours import Hours
from ajar.encounters.models import Message
from ajar.people import actions as people
from ajar.people.models import ContactRule
from ajar.people.queries import open_person
from ajar.press import content
from tests.planted import plant
from tests.promises.test_i27_time import ZONES, transitions

pytestmark = pytest.mark.promise

SEED = int(os.environ.get("SEED") or random.randrange(2**32))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EVERY_DAY = frozenset(range(7))


@pytest.fixture(autouse=True)
def _replay():
    sys.stdout.write(f"SEED={SEED}\n")


# Hours: the oracle is the clock on the wall


def on_the_wall(window: Hours, instant: datetime, zone: str) -> bool:
    """Whether a clock on the wall there shows a time that was called safe."""
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if window.start < window.end:
        return wall.weekday() in window.days and window.start <= wall.time() < window.end
    evening = wall.weekday() in window.days and wall.time() >= window.start
    return evening or ((wall - DAY).weekday() in window.days and wall.time() < window.end)


def opens_again(is_open, window: Hours, instant: datetime, zone: str) -> bool:
    """Whether it is open now, was shut within the last two hours, and open before that: a window that lasts less than 22
    hours does so only where the clock was set back in between."""
    before = [is_open(window, instant - n * 5 * MINUTE, zone) for n in range(25)]
    return before[0] and False in before and True in before[before.index(False) :]


def forbidden(allowed, cases) -> list:
    return [(w, i, z) for w, i, z in cases if allowed(w, i, z) and not on_the_wall(w, i, z)]


def near(chance, how_many):
    """(window, instant, zone) within three hours of a change of the clocks, the window's ends near it too."""
    while how_many:
        zone = chance.choice(ZONES)
        if not transitions(zone):
            continue
        centre = chance.choice(transitions(zone))
        around = [centre + chance.randrange(-180, 181) * MINUTE for _ in range(3)]
        ends = [i.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0) for i in around[:2]]
        if ends[0] == ends[1]:
            continue
        days = EVERY_DAY if chance.random() < 0.5 else frozenset(chance.sample(range(7), 3))
        how_many -= 1
        yield Hours(days, *ends), around[2], zone


def of_winter(window, instant, zone):
    """What a program does that keeps one offset a zone."""
    winter = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    return on_the_wall(window, (instant + winter).replace(tzinfo=UTC), "UTC")


def test_control_a_program_with_one_offset_a_zone_sends_in_forbidden_hours():
    assert forbidden(of_winter, near(random.Random(SEED), 5000))


def test_control_hours_of_the_server_in_place_of_the_site_are_caught():
    assert forbidden(lambda w, i, z: w.allowed(i, "UTC"), near(random.Random(SEED), 2000))


def test_20000_minutes_near_a_change_of_the_clocks_none_is_allowed_that_the_wall_forbids():
    assert forbidden(Hours.allowed, near(random.Random(SEED), 20_000)) == []


def opened_twice(is_open) -> list:
    cases = [case for case in near(random.Random(SEED), 1500) if _length(case[0]) < timedelta(hours=21)]
    return [case for case in cases if opens_again(is_open, *case)]


def test_what_came_twice_is_allowed_only_where_both_readings_allow_it():
    """A window that ended does not open again because the clock was set back."""
    assert opened_twice(Hours.allowed) == []


def test_control_the_clock_on_the_wall_alone_opens_some_windows_twice():
    assert opened_twice(on_the_wall)


def _length(window) -> timedelta:
    start, end = (datetime.combine(date(2026, 1, 1), hour, tzinfo=UTC) for hour in (window.start, window.end))
    return end - start if end > start else end + DAY - start


@settings(max_examples=1500, deadline=None)
@given(
    zone=some.sampled_from(ZONES),
    instant=some.datetimes(datetime(2006, 1, 2), datetime(2035, 12, 1), timezones=some.just(UTC)),  # noqa: DTZ001
    days=some.frozensets(some.integers(0, 6), min_size=1),
    start=some.integers(0, 1439),
    end=some.integers(0, 1439),
)
def test_the_next_allowed_instant_is_allowed_and_there_is_none_before_it(zone, instant, days, start, end):
    if start == end:
        return
    window = Hours(days, time(*divmod(start, 60)), time(*divmod(end, 60)))
    found = window.next(instant, zone)
    if found is None:  # only a window that lies within the hour that is skipped or comes twice may miss a week or more
        assert _length(window) < timedelta(hours=2)
        return
    assert found >= instant
    assert on_the_wall(window, found, zone)
    assert window.next(found, zone) == found
    for part in range(1, 20):  # nothing between is allowed; at a distance from any transition the wall agrees
        between = instant + (found - instant) * part / 20
        if between < found:
            assert not window.allowed(between, zone)
            if not any(abs(between - t) < 2 * DAY for t in transitions(zone)):
                assert not on_the_wall(window, between, zone)


TABLE = [
    # New York 2026: at 02:00 on 8 March the clock shows 03:00; at 02:00 on 1 November it shows 01:00
    (
        "America/New_York",
        (2026, 3, 8, 6, 59),
        "02:30",
        "05:00",
        (2026, 3, 8, 7, 30),
    ),  # begins in what is skipped: later
    ("America/New_York", (2026, 3, 8, 5, 0), "01:00", "02:30", (2026, 3, 8, 6, 0)),
    ("America/New_York", (2026, 3, 8, 6, 45), "01:00", "02:30", (2026, 3, 9, 5, 0)),  # ends in what is skipped: earlier
    ("America/New_York", (2026, 11, 1, 5, 0), "01:30", "05:00", (2026, 11, 1, 6, 30)),  # begins at the second 01:30
    ("America/New_York", (2026, 11, 1, 5, 40), "00:30", "01:30", (2026, 11, 2, 5, 30)),  # ended at the first 01:30
    ("America/New_York", (2026, 11, 1, 6, 15), "00:30", "01:30", (2026, 11, 2, 5, 30)),  # and does not open again
    ("America/New_York", (2026, 11, 1, 5, 15), "01:15", "01:45", (2026, 11, 2, 6, 15)),  # wholly within: not that night
    ("America/New_York", (2026, 11, 1, 3, 0), "22:00", "06:00", (2026, 11, 1, 3, 0)),  # over midnight and both hours
    ("Australia/Lord_Howe", (2026, 4, 4, 14, 45), "01:45", "04:00", (2026, 4, 4, 15, 15)),  # half an hour comes twice
    ("Asia/Kathmandu", (2026, 5, 1, 8, 14), "14:00", "20:00", (2026, 5, 1, 8, 15)),
    ("US/Arizona", (2026, 3, 8, 20, 59), "14:00", "20:00", (2026, 3, 8, 21, 0)),
]


@pytest.mark.parametrize(("zone", "instant", "start", "end", "goes"), TABLE)
def test_both_nights_by_hand(zone, instant, start, end, goes):
    window = Hours(EVERY_DAY, time.fromisoformat(start), time.fromisoformat(end))
    assert window.next(datetime(*instant, tzinfo=UTC), zone) == datetime(*goes, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        Hours(EVERY_DAY, time(14), time(20)).next(datetime(2026, 5, 12), "US/Eastern")  # noqa: DTZ001


# On the database: a message that waits over such a night


def safe(cast, person, **more):
    rule = {"sender": "M.", "sms": "5550100143", "email": "s@example.org", "days": "0 1 2 3 4 5 6"}
    rule |= {"from_hour": "00:30", "to_hour": "01:30", "could_be_hurt": "yes"} | more
    order = ContactRule.objects.filter(person=person).order_by("-order").values_list("order", flat=True).first() or 0
    people.keep_contact(cast.amina, person, version=order, **rule)
    return open_person(cast.amina, person.pk)


@pytest.fixture
def out(tmp_path, settings):
    settings.HOME = tmp_path
    settings.MESSAGES_EMAIL_BACKEND = "ajar.press.carriers.MailFiles"
    return tmp_path / "messages"


def clock(monkeypatch, moment):
    for module in (actions, queries):
        monkeypatch.setattr(module, "now", lambda: moment)


def nights_run(cast, monkeypatch, out) -> list[datetime]:
    """Ask every five minutes through the night of 1 November 2026 what goes of a message written the evening before.
    Returns the instants at which a file appeared."""
    ContactRule.objects.filter(person=cast.person).update(checked_on=date(2026, 10, 31))
    written, went = datetime(2026, 10, 31, 23, 0, tzinfo=UTC), []
    clock(monkeypatch, written)
    person = open_person(cast.amina, cast.person.pk)
    shown = queries.preview(cast.amina, person, text="hello", way="sms").mark
    row = actions.send_message(cast.amina, person, text="hello", way="sms", shown=shown)
    for minutes in range(0, 60 * 9, 5):
        clock(monkeypatch, written + minutes * MINUTE)
        carrying.carry(row)
        if len([*out.rglob("*.json")]) > len(went):
            went.append(written + minutes * MINUTE)
    return went


def test_over_the_night_when_an_hour_comes_twice_it_goes_once_and_in_the_window(cast, monkeypatch, out):
    safe(cast, open_person(cast.amina, cast.person.pk))
    assert nights_run(cast, monkeypatch, out) == [datetime(2026, 11, 1, 4, 30, tzinfo=UTC)]


def test_control_without_the_hours_it_would_have_gone_in_the_evening(cast, monkeypatch, out):
    safe(cast, open_person(cast.amina, cast.person.pk))
    monkeypatch.setattr(hours.Hours, "next", lambda self, instant, zone: instant)
    assert nights_run(cast, monkeypatch, out) != [datetime(2026, 11, 1, 4, 30, tzinfo=UTC)]


def test_control_a_state_that_is_not_kept_sends_it_twice(cast, monkeypatch, out):
    """If what was taken were given back, and the carrier did not know the key, the second pass would double it."""
    safe(cast, open_person(cast.amina, cast.person.pk))
    tell = actions.tell_message

    def forgets(machine, message, *, why=""):
        done = tell(machine, message, why=why)
        Message.objects.filter(pk=message.pk).update(state="waiting")
        for file in out.rglob("*.json"):
            file.rename(file.with_name(f"{len([*out.rglob('*.json')])}-{os.urandom(4).hex()}.json"))
        return done

    monkeypatch.setattr(actions, "tell_message", forgets)
    assert len(nights_run(cast, monkeypatch, out)) > 1


# Words: nothing of the record is in what goes


def test_of_a_record_full_of_words_nothing_goes_but_the_set_and_the_chosen_name(cast, monkeypatch, out):
    clock(monkeypatch, datetime(2026, 11, 25, 17, 0, tzinfo=UTC))
    planted = plant(cast.amina, blocked=cast.chidi)
    person = open_person(cast.amina, planted.person.pk)
    safe(cast, person, sender="Aunt Lu", from_hour="00:00", to_hour="23:59")
    ContactRule.objects.filter(person=person).update(checked_on=date(2026, 11, 20))
    sent = 0
    for entry in content.load(safe_words.SET)["entries"]:
        for language in ("en", "es"):
            type(person).objects.filter(pk=person.pk).update(language=language)
            person = open_person(cast.amina, person.pk)
            for way in queries.safe_ways(cast.amina, person):
                shown = queries.preview(cast.amina, person, text=entry["key"], way=way.kind).mark
                row = actions.send_message(cast.amina, person, text=entry["key"], way=way.kind, shown=shown)
                assert row.state == "sent"
                wanted = entry["words"][language].replace("{sender}", "Aunt Lu")
                _holds_only(out, row, wanted, content.load(safe_words.SET)["subject"][language])
                sent += 1
    assert sent == 4 * len(content.load(safe_words.SET)["entries"])
    for file in out.rglob("*"):
        text = file.read_text() if file.is_file() else file.name
        assert "CNRY" not in text
        assert str(person.pk) not in text


def _holds_only(out, row, words, subject):
    if row.way == "sms":
        assert json.loads((out / "sms" / f"{row.pk}.json").read_text()) == {"to": "5550100143", "words": words}
        return
    letter = email.message_from_bytes((out / "email" / f"{row.pk}.eml").read_bytes(), policy=email.policy.default)
    assert letter.get_content().rstrip("\n") == words
    assert letter["subject"] == subject
    assert (letter["to"], letter["from"].addresses[0].display_name) == ("s@example.org", "Aunt Lu")
    assert set(letter.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
    }  # fmt: skip


def test_control_a_text_that_names_the_person_is_caught(cast, monkeypatch, out):
    clock(monkeypatch, datetime(2026, 11, 25, 17, 0, tzinfo=UTC))
    person = safe(cast, open_person(cast.amina, cast.person.pk), from_hour="00:00", to_hour="23:59")
    monkeypatch.setattr(safe_words, "_rendered", lambda entry, sender, language: f"Hi {person.chosen_name}. {sender}")
    shown = queries.preview(cast.amina, person, text="hello", way="sms").mark
    row = actions.send_message(cast.amina, person, text="hello", way="sms", shown=shown)
    with pytest.raises(AssertionError):
        _holds_only(out, row, "Hi. I hope you are well. M.", "")


# Two runs at once, really


def test_four_runs_at_once_send_each_message_once(own_database, tmp_path, settings, django_db_blocker):
    from django.db import connections

    from ajar.access import seal
    from ajar.access.middleware import set_agency
    from conftest import make_cast

    settings.HOME = tmp_path
    with django_db_blocker.unblock(), seal.keyring():
        cast = make_cast()
        person = safe(cast, open_person(cast.amina, cast.person.pk), from_hour="00:00", to_hour="23:59")
        rows = []
        for _ in range(6):
            shown = queries.preview(cast.amina, person, text="hello", way="sms").mark
            rows.append(actions.write_message(cast.amina, person, text="hello", way="sms", shown=shown))
        asked, broken = [], []
        settings.MESSAGES_SMS = f"{__name__}.counted"
        COUNTED.clear()

        def run():
            try:
                set_agency(cast.agency.pk)
                with seal.keyring():
                    for row in rows:
                        asked.append(carrying.carry(row).state)
                call_command("run_due", verbosity=0)
            except Exception as error:  # noqa: BLE001
                broken.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        set_agency(cast.agency.pk)
        assert broken == []
        assert sorted(COUNTED) == sorted(str(row.pk) for row in rows)
        assert {row.state for row in Message.objects.all()} == {"sent"}


COUNTED: list[str] = []


def counted(key, to, words):
    COUNTED.append(key)
