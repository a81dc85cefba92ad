"""A way to another place: found together, written down with a day to look again, and moved as it goes."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.act import ChangedMeanwhile
from ajar.access.models import Amendment, AuditLine
from ajar.directory import actions_referrals as actions
from ajar.directory import queries_referrals as queries
from ajar.directory.models import Referral, ReferralMove, ReferralPaper, Service
from ajar.directory.tests import files
from ajar.directory.tests.test_finding_help import keep
from ajar.encounters.models import FollowUp
from ajar.encounters.queries import expected, safety_first
from ajar.goals.models import Obstacle
from ajar.people import actions as people
from ajar.people.actions import Refused
from ajar.people.queries import open_person

WEEK = localdate() + timedelta(days=7)
SOUP, HARBOR = "Soup on Elm", "Harbor House"


@pytest.fixture
def town(cast):
    """A kitchen and a shelter in the directory, and Sara."""
    keep(
        cast, files.service("soup", SOUP, description="A hot meal."),
        files.service("harbor", HARBOR, description="Beds each night."),
    )  # fmt: skip
    cast.soup, cast.harbor = Service.objects.get(name=SOUP), Service.objects.get(name=HARBOR)
    cast.sara = cast.person
    return cast


def make(town, **more):
    said = {"need": "a hot meal", "service": town.soup, "look_on": WEEK} | more
    return actions.make_referral(town.amina, open_person(town.amina, town.sara.pk), **said)


def at(name, town, *more):
    return reverse(name, args=[town.sara.pk, *more])


def paper(**more):
    said = {"where": "City housing list", "need": "a door of ours", "state": "asked", "look_kind": "call"}
    return {"once": str(uuid.uuid4()), "look_on": WEEK.isoformat()} | said | more


def hurt(town):
    people.keep_contact(town.amina, town.sara, version=0, ways="text", sender="M.", could_be_hurt="yes")


def turn(client, town, **more):
    client.post(reverse("screen"), {"state": "turned", "person": town.sara.pk, "here": "/", **more})


# Making one


def test_from_a_search_to_a_referral_nothing_of_the_place_stands_in_an_address(town, client):
    client.force_login(town.amina)
    found = client.post(at("referral-search", town), {"text": "meal"}, follow=True)
    assert SOUP in found.content.decode()
    assert "Call together" in found.content.decode()
    chosen = client.post(at("referral-choose", town), {"service": town.soup.pk})
    assert chosen.url == at("referral-new", town)
    shown = client.get(chosen.url).content.decode()
    assert f'value="{SOUP}"' in shown and "419-555-0100" in shown and WEEK.isoformat() in shown
    assert re.search(r'name="together"[^>]*checked', shown), "it is what the button said"
    sent = paper(where=SOUP, service=town.soup.pk, need="a hot meal", together="on", papers="a cup\n\n my card ")
    answer = client.post(chosen.url, sent)
    row = Referral.objects.get()
    assert answer.url == at("referral", town, row.pk)
    assert (row.state, row.together, row.service, row.where) == ("called", True, str(town.soup.pk), SOUP)
    assert [p.what for p in ReferralPaper.objects.order_by("order")] == ["a cup", "my card"]
    page = client.get(answer.url).content.decode()
    assert "a hot meal" in page and "their own call" in page and "my card" in page
    assert f'value="{SOUP}"' not in client.get(at("referral-new", town)).content.decode(), "the draft is gone"


def test_there_is_no_referral_without_a_day_to_look_again(town, client):
    client.force_login(town.amina)
    answer = client.post(at("referral-new", town), paper(look_on="", how_safe="text from M."))
    assert answer.status_code == 422
    assert "City housing list" in answer.content.decode() and "text from M." in answer.content.decode()
    assert not Referral.objects.exists() and not FollowUp.objects.exists()
    sent = paper(how_safe="text from M.")
    for _press in range(2):
        assert client.post(at("referral-new", town), sent).status_code == 302
    row, look = Referral.objects.get(), FollowUp.objects.get()
    assert (look.pk, look.day, look.kind, look.how_safe) == (row.followup_id, WEEK, "call", "text from M.")
    assert "housing" not in look.what.lower(), "Today is read over shoulders"
    assert [f.pk for f in expected(town.amina, WEEK)] == [look.pk]
    assert AuditLine.objects.filter(verb="referral.made").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"where": ""},
        {"need": "  "},
        {"look_on": "2020-01-01"},
        {"state": "gone"},
        {"along": "s:x"},
        {"papers": "x\n" * 30},
    ],
)
def test_what_is_missing_is_told_and_nothing_is_lost(town, client, sent):
    client.force_login(town.amina)
    answer = client.post(at("referral-new", town), paper(reach="555 0142") | sent)
    assert answer.status_code == 422
    assert "555 0142" in answer.content.decode()
    assert not Referral.objects.exists()


def test_a_service_that_is_not_ours_is_no_service_and_a_typed_place_is_its_own(town, client):
    client.force_login(town.amina)
    for odd in (uuid.uuid4(), "x"):
        assert client.post(at("referral-choose", town), {"service": odd}).status_code == 404
        assert client.get(at("referral-new", town), {"service": odd}).status_code == 404
    assert f'value="{SOUP}"' in client.get(at("referral-new", town), {"service": town.soup.pk}).content.decode()
    client.post(at("referral-new", town), paper(where="Another kitchen", service=town.soup.pk))
    assert (Referral.objects.get().service, Referral.objects.get().where) == ("", "Another kitchen")
    with pytest.raises(Refused):
        make(town, service=None, where=" ")


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 200), ("dora", 200), ("ben", 200), ("chidi", 404), ("esi", 404), ("mona", 403)]
)
def test_who_sees_where_somebody_goes(town, client, who, status):
    row = make(town)
    client.force_login(getattr(town, who))
    for address in (
        at("referrals", town),
        at("referral", town, row.pk),
        at("referral-new", town),
        at("partner-ask", town),
    ):
        answer = client.get(address)
        assert answer.status_code == status
        assert status == 200 or SOUP not in answer.content.decode()
    move = {"state": "accepted", "version": 1, "once": uuid.uuid4()}
    assert client.post(at("referral-move", town, row.pk), move).status_code == (302 if status == 200 else status)
    assert Referral.objects.get().state == ("accepted" if status == 200 else "asked")


def test_a_manager_makes_none(town):
    with pytest.raises(PermissionDenied):
        actions.make_referral(town.mona, town.sara, need="x", where="y", look_on=WEEK)


def test_where_somebody_goes_is_sealed_with_the_key_of_safety(town):
    from django.db import connection

    row = make(town)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Referral._meta.db_table}")  # noqa: S608  a table of ours
        cells = b" ".join(
            bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cursor.fetchone()
        )
    for told in (SOUP, "hot meal", str(town.soup.pk), town.soup.pk.hex):
        assert told.encode() not in cells
    sealed = {f.name: f.compartment for f in Referral._meta.fields if hasattr(f, "compartment")}
    assert set(sealed.values()) == {"safety"} and {"service", "where", "reach", "need", "alone"} <= set(sealed)
    assert row.where == SOUP


# What comes of it


def test_each_move_keeps_its_day_and_words_and_the_states_part_the_list(town, client):
    row = make(town)
    client.force_login(town.amina)
    until = localdate() + timedelta(days=70)
    for state, words in [("accepted", "They know me."), ("waiting", "Four months."), ("in-place", "I have a key.")]:
        version = Referral.objects.get().version
        sent = {"state": state, "words": words, "until": until, "version": version, "once": uuid.uuid4()}
        assert client.post(at("referral-move", town, row.pk), sent).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.until) == (state, until if state == "waiting" else None)
    moves = ReferralMove.objects.order_by("order")
    assert [(m.state, m.words) for m in moves] == [
        ("asked", ""), ("accepted", "They know me."), ("waiting", "Four months."), ("in-place", "I have a key."),
    ]  # fmt: skip
    page = client.get(at("referral", town, row.pk)).content.decode()
    assert "Four months." in page and "waiting until" in page
    listed = client.get(at("referrals", town)).content.decode()
    assert "Nothing is under way" in listed and listed.index("In place") < listed.index(SOUP)


def test_two_who_move_it_the_second_is_told(town, client):
    row = make(town)
    actions.move_referral(town.dora, row, version=1, state="accepted")
    client.force_login(town.amina)
    sent = {"state": "in-place", "words": "MINE", "version": 1, "once": uuid.uuid4()}
    assert client.post(at("referral-move", town, row.pk), sent).status_code == 409
    assert Referral.objects.get().state == "accepted"
    with pytest.raises(ChangedMeanwhile):
        actions.move_referral(town.amina, row, version=1, state="waiting")


def test_while_it_is_under_way_somebody_looks_again(town, client):
    from ajar.encounters import actions as encounters

    row = make(town)
    encounters.finish_followup(town.amina, row.followup, version=1)
    client.force_login(town.amina)
    sent = {"state": "waiting", "words": "not yet", "version": 1, "once": str(uuid.uuid4())}
    answer = client.post(at("referral-move", town, row.pk), sent)
    assert answer.status_code == 422 and "not yet" in answer.content.decode()
    with pytest.raises(Refused):
        actions.move_referral(town.amina, row, version=1, state="waiting")
    client.post(at("referral-move", town, row.pk), sent | {"look_on": WEEK, "once": str(uuid.uuid4())})
    row.refresh_from_db()
    moved = encounters.move_followup(town.amina, row.followup, version=1, day=WEEK + timedelta(days=3))
    assert queries.open_look(town.amina, row) == moved, "a day that was moved is still a day"


def test_what_did_not_work_names_the_barrier_and_one_press_keeps_it_as_an_obstacle(town, client):
    row = make(town)
    client.force_login(town.amina)
    sent = {"state": "not-now", "version": 1, "once": str(uuid.uuid4())}
    assert client.post(at("referral-move", town, row.pk), sent).status_code == 422, "no barrier, no word on it"
    client.post(at("referral-move", town, row.pk), sent | {"words": "they ask for an ID", "once": str(uuid.uuid4())})
    move = ReferralMove.objects.get(state="not-now")
    shown = client.get(at("referral", town, row.pk)).content.decode()
    assert "did not work this time" in shown and "Whose is it?" in shown
    for _press in range(2):
        client.post(at("referral-obstacle", town, row.pk, move.pk), {"owner": "other-agency", "once": uuid.uuid4()})
    kept = Obstacle.objects.get()
    assert (kept.words, kept.owner, kept.person_id) == ("they ask for an ID", "other-agency", town.sara.pk)
    assert "they ask for an ID" in client.get(at("needs", town)).content.decode()


def test_papers_are_ticked_and_unticked_and_who_brings_them_stands_there(town, client):
    row = make(town)
    client.force_login(town.amina)
    client.post(
        at("referral-papers", town, row.pk), {"what": "birth certificate", "who": "Amina", "once": uuid.uuid4()}
    )
    empty = client.post(at("referral-papers", town, row.pk), {"who": "her sister", "once": uuid.uuid4()})
    assert empty.status_code == 422 and "her sister" in empty.content.decode()
    one = ReferralPaper.objects.get()
    for done, says in (("yes", localdate()), ("no", None)):
        client.post(at("referral-paper-there", town, row.pk, one.pk), {"done": done})
        one.refresh_from_db()
        assert one.done_on == says
    assert "brought by Amina" in client.get(at("referral", town, row.pk)).content.decode()


def test_who_brings_what_is_said_on_the_first_paper_and_changed_later(town, client):
    client.force_login(town.amina)
    client.post(at("referral-new", town), paper(papers="birth certificate\na photo", papers_who="Sara"))
    row = Referral.objects.get()
    page = client.get(at("referral", town, row.pk)).content.decode()
    assert page.count("brought by Sara") == 2
    one = ReferralPaper.objects.get(order=1)
    change = at("referral-paper-change", town, row.pk, one.pk)
    assert change in page and 'value="Sara"' in client.get(change).content.decode()
    sent = {"version": 1, "what": "birth certificate", "who": "her sister Rosa", "once": uuid.uuid4()}
    assert client.post(change, sent).url == at("referral", town, row.pk)
    page = client.get(at("referral", town, row.pk)).content.decode()
    assert page.count("brought by Sara") == 1 and "brought by her sister Rosa" in page
    was = Amendment.objects.get(thing_id=one.pk)
    assert (was.column, was.was, was.by) == ("who", "Sara", town.amina)
    late = client.post(change, sent | {"who": "nobody yet", "once": uuid.uuid4()})
    assert late.status_code in (409, 422) and "her sister Rosa" in late.content.decode(), "somebody was quicker"
    empty = client.post(change, {"version": 2, "what": "", "who": "Noor", "once": uuid.uuid4()})
    assert empty.status_code == 422 and 'value="Noor"' in empty.content.decode()
    one.refresh_from_db()
    assert (one.what, one.who, one.version) == ("birth certificate", "her sister Rosa", 2)
    for who, status in ((town.chidi, 404), (town.esi, 404), (town.mona, 403)):
        client.force_login(who)
        assert client.get(change).status_code == status


def test_whoever_they_chose_comes_along_and_it_can_be_put_right(town, client):
    sister = people.add_supporter(town.amina, town.sara, name="Rosa", relation="sister")
    client.force_login(town.amina)
    client.post(at("referral-new", town), paper(along=f"s:{sister.pk}"))
    row = Referral.objects.get()
    assert row.along_supporter == sister
    assert "Rosa" in client.get(at("referral", town, row.pk)).content.decode()
    page = client.get(at("referral-change", town, row.pk)).content.decode()
    assert "City housing list" in page
    sent = {"where": "Housing office", "need": "a door of ours", "along": f"w:{town.dora.pk}", "version": 1}
    assert client.post(at("referral-change", town, row.pk), sent | {"once": uuid.uuid4()}).status_code == 302
    row.refresh_from_db()
    assert (row.where, row.along_supporter, row.along_worker) == ("Housing office", None, town.dora)
    late = client.post(at("referral-change", town, row.pk), sent | {"where": "Mine", "once": uuid.uuid4()})
    assert late.status_code == 409


# Who reads along


def test_a_shelter_shows_on_a_turned_screen_only_when_they_are_alone(town, client):
    bed, meal = make(town, service=town.harbor, need="to sleep"), make(town)
    assert (bed.alone, meal.alone) == ("yes", "")
    client.force_login(town.amina)
    turn(client, town)
    for address in (at("person", town), at("referrals", town)):
        page = client.get(address).content.decode()
        assert SOUP in page and HARBOR not in page, address
    assert client.get(at("referral", town, meal.pk)).status_code == 200
    assert client.get(at("referral", town, bed.pk)).status_code == 404


def test_said_alone_first_the_shelter_may_stand_there(town, client):
    bed = make(town, service=town.harbor, need="to sleep")
    client.force_login(town.amina)
    turn(client, town, alone="1")
    assert HARBOR in client.get(at("referrals", town)).content.decode()
    assert client.get(at("referral", town, bed.pk)).status_code == 200


def test_where_somebody_could_hurt_them_no_referral_shows_and_the_look_is_about_safety(town, client):
    old = make(town)
    hurt(town)
    row = make(town)
    assert (row.alone, row.followup.safety) == ("yes", True)
    assert [f.pk for f in safety_first(town.amina, WEEK)] == [row.followup_id]
    client.force_login(town.amina)
    assert SOUP in client.get(at("person", town)).content.decode(), "the worker's own screen has it"
    turn(client, town)
    for address in (at("person", town), at("referrals", town)):
        assert SOUP not in client.get(address).content.decode()
    for one in (old, row):
        assert client.get(at("referral", town, one.pk)).status_code == 404


def test_no_title_and_no_print_says_where_somebody_goes(town, client):
    from ajar.plans import actions as plans
    from ajar.plans import rules as parts

    row = make(town)
    client.force_login(town.amina)
    for address in (at("referrals", town), at("referral", town, row.pk), at("referral-new", town)):
        title = client.get(address).content.decode().split("<title>")[1].split("</title>")[0]
        assert SOUP not in title
    sheet = plans.make_print(town.amina, open_person(town.amina, town.sara.pk), kind="sheet", parts=list(parts.PARTS))
    assert SOUP not in client.get(at("print", town, sheet.pk)).content.decode()


def test_a_turned_screen_has_no_workers_words_and_writes_nothing(town, client):
    row = make(town, words="WORKER-WORDS")
    client.force_login(town.amina)
    turn(client, town)
    page = client.get(at("referral", town, row.pk)).content.decode()
    assert SOUP in page and "WORKER-WORDS" not in page and "Amina" not in page and "partner" not in page.lower()
    for name in ("referral-new", "partner-ask"):
        assert client.get(at(name, town)).status_code == 404
    assert client.post(at("referral-move", town, row.pk), {"state": "in-place", "version": 1}).status_code == 404


def test_words_for_a_barrier_that_may_name_a_hiding_place_are_written_anew(town, client):
    row = make(town, service=town.harbor, need="to sleep")
    move = actions.move_referral(town.amina, row, version=1, state="not-now", words="Harbor House is full")
    with pytest.raises(Refused):
        actions.make_obstacle(town.amina, move, owner="waiting")
    client.force_login(town.amina)
    client.post(at("referral-obstacle", town, row.pk, move.pk), {"owner": "waiting", "once": uuid.uuid4()})
    assert not Obstacle.objects.exists()
    assert "in other words" in client.get(at("referral", town, row.pk)).content.decode()
