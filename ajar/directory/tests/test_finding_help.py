"""Somebody asks for help in everyday words; what is near, open and fitting is found, and the words of it stay with whoever typed them."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from ajar.access.founding import system_of
from ajar.access.models import AuditLine, Draft, SignIn
from ajar.desk.tests.statements import _housekeeping, own_statements
from ajar.directory import actions, queries, rules
from ajar.directory.models import Service
from ajar.directory.tests import files

NEW_YORK = ZoneInfo("America/New_York")
FAR = {"city": "Cleveland", "postal": "44101", "lat": 41.5, "lon": -81.69}


def keep(cast, *documents, actor=None):
    actor = actor or system_of(cast.agency)
    records = [("service", document) for document in documents]
    run = actions.begin_import(actor, file="f.json", digest=str(len(records)), total=len(records))
    actions.end_import(actor, run=actions.keep_records(actor, run=run, records=records))


@pytest.fixture
def town(cast):
    """Toledo has beds and soup, Cleveland has methadone, and there is a Toledo in Oregon too."""
    night = files.schedule("night", days="FR,SA", opens="20:00", closes="08:00")
    keep(
        cast,
        files.service("harbor", "Shelter Harbor", at=[(files.place("harbor"), [night])], attributes=[files.mark("h", "pets")]),
        files.service("soup", "Community kitchen", at=[(files.place("soup", postal="43605", lat=41.66), [files.schedule("s")])],
                      description="Hot meals. No ID needed.", languages=[{"id": files.uid("lang"), "name": "Spanish"}]),
        files.service("otp", "Methadone program", at=[files.place("otp", **FAR)]),
        files.service("gone", "Shelter that was", status="inactive"),
        files.service("west", "Beach clinic", at=[files.place("west", state="OR", postal="97391", lat=44.6, lon=-123.9)]),
    )  # fmt: skip
    return cast


def names(found) -> list[str]:
    return [row.service.name for row in found.rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bed", ["Shelter Harbor"]), ("I need a place to stay tonight", ["Shelter Harbor"]),
        ("una cama esta noche", ["Shelter Harbor"]), ("comida", ["Community kitchen"]), ("Hungry!", ["Community kitchen"]),
        ("metadona", ["Methadone program"]), ("harb", ["Shelter Harbor"]), ("clínica", ["Beach clinic"]),
        ("food harbor", ["Community kitchen"]), ("xylophone", []),
        ("", ["Beach clinic", "Community kitchen", "Methadone program", "Shelter Harbor"]),
    ],
)  # fmt: skip
def test_everyday_words_of_two_languages_find_it(town, words, found):
    assert names(queries.search(town.amina, text=words)) == found


def test_nearest_first_from_a_town_or_zip_code_of_the_directory(town):
    found = queries.search(town.amina, place="Cleveland")
    assert names(found)[0] == "Methadone program"
    far = {row.service.name: row.far for row in found.rows}
    assert far["Methadone program"] < 0.1
    assert 150 < far["Shelter Harbor"] < 160  # kilometers, Toledo to Cleveland
    assert names(queries.search(town.amina, place="43605-1234"))[0] == "Community kitchen"


def test_an_unknown_town_says_so_and_a_doubled_one_asks_for_its_state(town):
    assert queries.search(town.amina, place="Springfield").near.latitude is None
    doubled = queries.search(town.amina, place="toledo").near
    assert (doubled.latitude, doubled.states) == (None, ["OH", "OR"])
    assert names(queries.search(town.amina, place="Toledo, or"))[0] == "Beach clinic"
    assert queries.near(town.amina, ",").latitude is None
    assert queries.near(town.esi, "Cleveland").latitude is None


def test_what_matters_there_must_all_hold(town):
    pets, no_id = rules.topics("marks")["pets"].bit, rules.topics("marks")["no-id"].bit
    assert names(queries.search(town.amina, marks=pets)) == ["Shelter Harbor"]
    assert names(queries.search(town.amina, marks=no_id)) == ["Community kitchen"]
    assert names(queries.search(town.amina, marks=pets | no_id)) == []
    assert names(queries.search(town.amina, language="es")) == ["Community kitchen"]


@pytest.mark.parametrize(
    ("moment", "open_then"),
    [
        ((2026, 11, 20, 19, 59), []), ((2026, 11, 20, 20, 0), ["Shelter Harbor"]),  # Friday evening
        ((2026, 11, 21, 7, 59), ["Shelter Harbor"]), ((2026, 11, 21, 8, 0), []),  # past midnight, Saturday morning
        ((2026, 11, 22, 7, 0), ["Shelter Harbor"]), ((2026, 11, 23, 7, 0), []),  # Sunday morning yes, Monday morning no
        ((2026, 11, 23, 9, 0), ["Community kitchen"]), ((2026, 11, 23, 17, 0), []),
        ((2026, 3, 6, 21, 0), ["Shelter Harbor"]), ((2026, 7, 3, 21, 0), ["Shelter Harbor"]),  # winter and summer clocks
        ((2026, 3, 8, 3, 30), ["Shelter Harbor"]), ((2026, 11, 1, 1, 30), ["Shelter Harbor"]),  # the nights they change
    ],
)  # fmt: skip
def test_open_now_is_what_the_clock_there_shows(town, monkeypatch, moment, open_then):
    monkeypatch.setattr(queries.timezone, "localtime", lambda *_: datetime(*moment, tzinfo=NEW_YORK))
    assert names(queries.search(town.amina, open_now=True)) == open_then
    shown = queries.search(town.amina)
    assert [row.service.name for row in shown.rows if row.open] == open_then


@pytest.mark.parametrize(
    ("said", "moment", "is_open"),
    [
        ({"freq": "MONTHLY", "byday": "1MO"}, (2026, 11, 2, 10), True), ({"freq": "MONTHLY", "byday": "1MO"}, (2026, 11, 9, 10), False),
        ({"freq": "MONTHLY", "byday": "-1FR"}, (2026, 11, 27, 10), True),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": "15"}, (2026, 11, 15, 10), True),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": "-1"}, (2026, 11, 30, 10), True),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": "15"}, (2026, 11, 16, 10), False),
        ({"byday": "MO", "interval": 2, "dtstart": "2026-11-02"}, (2026, 11, 16, 10), True),
        ({"byday": "MO", "interval": 2, "dtstart": "2026-11-02"}, (2026, 11, 9, 10), False),
        ({"byday": "MO", "valid_to": "2026-11-01"}, (2026, 11, 2, 10), False),
        ({"byday": "MO", "valid_from": "2026-11-03"}, (2026, 11, 2, 10), False),
        ({"byday": "MO", "opens_at": "00:00", "closes_at": "00:00"}, (2026, 11, 2, 23, 59), True),
        ({"byday": "MO", "timezone": -5}, (2026, 7, 6, 9, 30), True),  # standard time named, summer clocks running
        ({"byday": "MO", "timezone": -8}, (2026, 11, 2, 10), False), ({"byday": "MO", "timezone": -8}, (2026, 11, 2, 13), True),
        ({"byday": "MO", "opens_at": "09:00-08:00"}, (2026, 11, 2, 10), False),
        ({"byday": None}, (2026, 11, 2, 10), False), ({"opens_at": None}, (2026, 11, 2, 10), False),
    ],
)  # fmt: skip
def test_rules_of_a_schedule(cast, monkeypatch, said, moment, is_open):
    keep(cast, files.service("x", "X", at=[(files.place("x"), [files.schedule("x") | said])]))
    monkeypatch.setattr(queries.timezone, "localtime", lambda *_: datetime(*moment, tzinfo=NEW_YORK))
    assert bool(names(queries.search(cast.amina, open_now=True))) is is_open


def test_a_counselor_searches_the_manager_too_an_operator_not_and_another_agency_finds_nothing(town, client):
    for worker, status, finds in (
        (town.amina, 200, True), (town.ben, 200, True), (town.mona, 200, True), (town.otto, 403, False), (town.esi, 200, False)
    ):  # fmt: skip
        client.force_login(worker)
        response = client.post(reverse("find-help"), {"text": "bed"}, follow=True)
        assert response.status_code == status
        assert ("Shelter Harbor" in response.content.decode()) is finds
    pk = Service.objects.get(name="Shelter Harbor").pk
    for worker, status in ((town.amina, 200), (town.otto, 403), (town.esi, 404)):
        client.force_login(worker)
        assert client.get(reverse("service", args=[pk])).status_code == status


def test_the_words_of_a_search_stand_in_no_log_no_address_and_no_clear_cell(town, client, caplog):
    client.force_login(town.amina)
    before = AuditLine.objects.count()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        response = client.post(reverse("find-help"), {"text": "zyzzyva", "place": "qwertyville"}, follow=True)
    assert response.status_code == 200
    assert "zyzzyva" not in caplog.text.replace("\n", " ").split("SELECT")[0]
    assert AuditLine.objects.count() == before
    writes = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE")) and "zyzzyva" in q["sql"]]
    assert writes == []
    assert "qwertyville" in response.content.decode()
    assert 'value="zyzzyva"' in response.content.decode(), "sealed, for whoever typed it"
    assert response.redirect_chain == [(reverse("find-help") + "#results", 302)], "no word in an address"
    client.post(reverse("find-help"), {"forget": "1"})
    assert 'value="zyzzyva"' not in client.get(reverse("find-help") + "?text=zyzzyva").content.decode()


@pytest.mark.parametrize("end", ["lock", "idle", "sign out"])
def test_the_last_search_comes_back_until_the_lock_or_the_end_of_the_sign_in(town, client, end):
    client.force_login(town.amina)
    client.post(reverse("find-help"), {"text": "zyzzyva"})
    again = client.get(reverse("find-help")).content.decode()
    assert "Your last search" in again and 'value="zyzzyva"' in again
    if end == "lock":
        client.post(reverse("lock"), {"cover": "1"})
    elif end == "idle":
        SignIn.objects.update(seen_at=now() - timedelta(hours=1))
        assert "zyzzyva" not in client.get(reverse("find-help"), follow=True).content.decode()
    if end != "sign out":
        SignIn.objects.update(seen_at=now())
        client.post(reverse("lock"), {"password": "a long enough password"})
    else:
        client.logout()
        client.force_login(town.amina)
    shown = client.get(reverse("find-help"))
    assert shown.status_code == 200
    assert "zyzzyva" not in shown.content.decode()
    assert not Draft.objects.filter(worker=town.amina).exists()


def test_the_last_search_of_a_worker_is_not_on_the_screen_turned_to_somebody(town, client):
    client.force_login(town.amina)
    client.post(reverse("find-help"), {"text": "zyzzyva"})
    client.post(reverse("screen"), {"state": "turned", "person": town.person.pk, "here": "/"})
    assert "zyzzyva" not in client.get(reverse("find-help")).content.decode()
    both = client.post(reverse("find-help"), {"text": "bed"}, follow=True).content.decode()
    assert "Shelter Harbor" in both, "and the person may search there"


def test_a_search_that_cannot_be_read_keeps_its_words(town, client):
    client.force_login(town.amina)
    response = client.post(reverse("find-help"), {"text": "bed", "marks": "made-up"})
    assert response.status_code == 422
    assert 'value="bed"' in response.content.decode()


def test_more_than_a_page_goes_on_and_statements_do_not_grow(cast, client):
    keep(
        cast,
        *[
            files.service(f"s{n}", f"Shelter {n:02d}", at=[(files.place(f"s{n}"), [files.schedule(f"{n}")])])
            for n in range(25)
        ],
    )
    client.force_login(cast.amina)
    form = {"text": "bed", "place": "43604", "open_now": "on"}
    client.post(reverse("find-help"), form)
    client.post(reverse("find-help"), form | {"open_now": ""})
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("find-help"))
    assert len([q for q in caught if not _housekeeping(q["sql"])]) <= 6  # one for what was looked for
    first = client.post(reverse("find-help"), {"text": "bed"}, follow=True).content.decode()
    assert "Shelter 00" in first and "Shelter 24" not in first
    second = client.post(reverse("find-help"), {"text": "bed", "page": "1"}, follow=True).content.decode()
    assert "Shelter 24" in second and "Shelter 00" not in second
    row = Service.objects.first()
    for name, args, most in (("find-help", [], 6), ("service", [row.pk], 4), ("to-check", [], 3)):
        assert len(own_statements(client, reverse(name, args=args))) <= most, name
