"""Plans: done, moved, handed on, arrived, not in. Nothing is late, and nobody is counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ajar.encounters import actions, queries, rules
from ajar.encounters.models import Encounter, FollowUp
from ajar.encounters.tests import today
from ajar.people.models import Block, ContactRule, Person
from ajar.people.queries import open_person


def plan(cast, days=0, **more):
    more = {"kind": "visit", **more}
    return actions.plan_followup(cast.amina, cast.person, day=today() + timedelta(days=days), **more)


def do(client, name, cast, row, **data):
    return client.post(
        reverse(f"followup-{name}", args=[cast.person.pk, row.pk]), {"once": uuid4(), "version": 1, **data}
    )


def safe_way(cast, **more):
    return ContactRule.objects.create(
        agency=cast.agency, person=cast.person, checked_on=today(), by=cast.amina,
        **{"ways": "text", "when": "after 2pm", "sender": "M.", "could_be_hurt": "yes", **more},
    )  # fmt: skip


def test_a_plan_begins_with_how_it_is_safe(client, cast):
    safe_way(cast)
    client.force_login(cast.amina)
    page = client.get(reverse("followup-new", args=[cast.person.pk])).content.decode()
    for words in ("text", "after 2pm", "M."):
        assert words in page


def test_planning_handing_on_and_nobody_from_elsewhere(client, cast):
    client.force_login(cast.amina)
    url = reverse("followup-new", args=[cast.person.pk])
    form = {
        "kind": "call",
        "day": today() + timedelta(days=7),
        "at": "10:00",
        "what": "how she is",
        "worker": cast.dora.pk,
    }
    once = uuid4()
    for _ in range(2):
        assert client.post(url, form | {"once": once}).status_code == 302
    row = FollowUp.objects.get()
    assert (row.worker, row.at, row.what, row.state) == (cast.dora, "10:00", "how she is", "planned")
    assert client.post(url, form | {"once": uuid4(), "worker": cast.chidi.pk}).status_code == 422
    yesterday = today() - timedelta(days=1)
    assert "has passed" in client.post(url, form | {"once": uuid4(), "day": yesterday}).content.decode()


def test_a_call_planned_for_next_week_is_expected_on_that_day(cast):
    row = plan(cast, 7, kind="call")
    assert queries.expected(cast.amina, today()) == []
    assert queries.expected(cast.amina, today() + timedelta(days=7)) == [row]
    assert queries.expected(cast.dora, today() + timedelta(days=7)) == []


def test_a_passed_day_is_still_open_and_nothing_else(client, cast):
    row = plan(cast, -3)
    assert queries.expected(cast.amina, today()) == [row]
    client.force_login(cast.amina)
    page = client.get(reverse("followup", args=[cast.person.pk, row.pk])).content.decode().lower()
    assert "still open" in page
    for word in ("overdue", "missed", " late"):
        assert word not in page


def test_safety_comes_first_and_only_there(cast):
    row, other = plan(cast, safety=True), plan(cast)
    assert queries.safety_first(cast.amina, today()) == [row]
    assert queries.expected(cast.amina, today()) == [other]


def test_done_moved_and_handed_on(client, cast):
    client.force_login(cast.amina)
    done, moved, handed = plan(cast), plan(cast, what="forms", safety=True), plan(cast)
    assert do(client, "done", cast, done, came_of_it="We talked.").status_code == 302
    later = today() + timedelta(days=2)
    once = uuid4()
    for _ in range(2):  # a double click moves once
        assert do(client, "move", cast, moved, day=later, at="09:30", once=once).status_code == 302
    assert do(client, "hand", cast, handed, worker=cast.ben.pk).status_code == 302
    done.refresh_from_db(), moved.refresh_from_db(), handed.refresh_from_db()
    assert (done.state, done.came_of_it, done.closed_on) == ("done", "We talked.", today())
    assert (moved.state, moved.next.day, moved.next.at, moved.next.what) == ("moved", later, "09:30", "forms")
    assert moved.next.safety
    assert (handed.state, handed.next.worker, handed.next.state) == ("handed", cast.ben, "planned")
    assert queries.expected(cast.ben, today()) == [handed.next]
    assert FollowUp.objects.count() == 5
    for row in (done, moved, handed):
        assert client.get(reverse("followup", args=[cast.person.pk, row.pk])).status_code == 200


def test_two_tabs_do_not_overwrite_and_a_bad_day_keeps_the_page(client, cast):
    client.force_login(cast.amina)
    row = plan(cast)
    answer = do(client, "move", cast, row, day=today() - timedelta(days=4))
    assert answer.status_code == 422
    assert "has passed" in answer.content.decode()
    assert do(client, "hand", cast, row, worker=cast.chidi.pk).status_code == 422
    assert do(client, "done", cast, row).status_code == 302
    assert do(client, "move", cast, row, day=today()).status_code == 409
    assert do(client, "move", cast, row, day=today(), version=2).status_code == 302
    assert FollowUp.objects.count() == 1


def test_a_visit_not_in_leads_to_what_is_possible_and_leaves_last_seen(client, cast):
    Person.objects.filter(pk=cast.person.pk).update(last_seen=today() - timedelta(days=40))
    row = plan(cast)
    client.force_login(cast.amina)
    answer = do(client, "not-in", cast, row)
    encounter = Encounter.objects.get()
    assert encounter.kind == "not-in"
    assert answer["Location"] == reverse("safe-moves", args=[cast.person.pk, encounter.pk])
    assert Person.objects.get(pk=cast.person.pk).last_seen == today() - timedelta(days=40)


def test_a_call_nobody_answered_makes_no_encounter(client, cast):
    row = plan(cast, kind="call")
    client.force_login(cast.amina)
    assert do(client, "not-in", cast, row).status_code == 302
    assert not Encounter.objects.exists()
    row.refresh_from_db()
    assert row.state == "not-in"


@pytest.fixture
def not_in(cast):
    return actions.record_encounter(cast.amina, cast.person, kind="not-in", happened_at=timezone.now())


def moves(cast, encounter):
    return reverse("safe-moves", args=[cast.person.pk, encounter.pk])


def test_safe_moves_respect_the_contact_rule_and_count_nothing(client, cast, not_in):
    safe_way(cast, voicemail="")
    client.force_login(cast.amina)
    page = client.get(moves(cast, not_in)).content.decode()
    for words in (
        "after 2pm",
        "M.",
        "Leave nothing.",
        "Ask nobody who may pass it on",
        "The door is open",
        "No lawyer has read",
    ):
        assert words in page
    actions.record_encounter(cast.amina, cast.person, kind="not-in", happened_at=timezone.now())
    again = client.get(moves(cast, not_in)).content.decode()
    for word in ("no-show", "missed", "times", "second", " 2 "):
        assert word not in again.lower()


def test_without_a_rule_nothing_is_guessed(client, cast, not_in):
    client.force_login(cast.amina)
    assert "Do not guess one" in client.get(moves(cast, not_in)).content.decode()


def test_a_try_is_recorded_once_and_the_words_stay_in_the_form_when_something_is_missing(client, cast, not_in):
    client.force_login(cast.amina)
    form = {"kind": "call", "whom": "the shelter", "said": "May I leave a number?", "came_of_it": "They took it."}
    wrong = client.post(moves(cast, not_in), form | {"whom": "", "once": uuid4()})
    assert wrong.status_code == 422
    assert "They took it." in wrong.content.decode()
    once = uuid4()
    for _ in range(2):
        assert client.post(moves(cast, not_in), form | {"once": once}).status_code == 302
    page = client.get(moves(cast, not_in)).content.decode()
    assert page.count("They took it.") == 1
    assert FollowUp.objects.get().state == "done"


def test_doors_stay_open_on_today_for_14_days_unless_something_happened(cast, not_in):
    assert queries.doors_open(cast.amina) == [not_in]
    assert queries.doors_open(cast.dora) == []
    other = actions.record_encounter(cast.amina, cast.person, kind="not-in", happened_at=timezone.now())
    assert queries.doors_open(cast.amina) == [other]
    actions.start_encounter(cast.amina, cast.person)
    assert queries.doors_open(cast.amina) == []


@pytest.mark.parametrize("days,there", [(13, True), (15, False)])
def test_after_two_weeks_nothing_asks_any_more(cast, days, there):
    when = timezone.now() - timedelta(days=days)
    actions.record_encounter(cast.amina, cast.person, kind="not-in", happened_at=when)
    assert bool(queries.doors_open(cast.amina)) is there


@pytest.mark.parametrize("move", ["try", "plan", "leave"])
def test_a_move_takes_a_door_off_today(client, cast, not_in, move):
    client.force_login(cast.amina)
    if move == "try":
        client.post(moves(cast, not_in), {"kind": "call", "whom": "her", "once": uuid4()})
    elif move == "plan":
        url = reverse("followup-new", args=[cast.person.pk]) + f"?encounter={not_in.pk}&kind=visit"
        client.post(url, {"kind": "visit", "day": today(), "worker": cast.amina.pk, "once": uuid4()})
    else:
        url = reverse("leave-open", args=[cast.person.pk, not_in.pk])
        once = uuid4()
        for _ in range(2):
            assert client.post(url, {"once": once}).status_code == 302
    assert FollowUp.objects.count() == 1
    assert queries.doors_open(cast.amina) == []


def test_a_blocked_worker_sees_nobody_on_today(cast, not_in):
    plan(cast), plan(cast, safety=True)
    Block.objects.create(
        agency=cast.agency, person=cast.person, worker=cast.amina, placed_by=cast.dora, placed_on=today()
    )
    assert queries.expected(cast.amina, today()) == []
    assert queries.safety_first(cast.amina, today()) == []
    assert queries.doors_open(cast.amina) == []


def test_what_today_asks_is_one_statement_each_however_long(cast, not_in, django_assert_num_queries):
    from ajar.people.actions import start_person

    for n in range(12):
        person = start_person(cast.amina, chosen_name=f"P{n}")
        actions.plan_followup(cast.amina, person, kind="visit", day=today(), at=f"{n:02}:30")
        actions.plan_followup(cast.amina, person, kind="call", day=today(), safety=True)
        actions.record_encounter(cast.amina, person, kind="not-in", happened_at=timezone.now())
    person = open_person(cast.amina, cast.person.pk)
    with django_assert_num_queries(1):
        expected = queries.expected(cast.amina, today())
        assert len({row.person.pk for row in expected}) == 12
    with django_assert_num_queries(1):
        assert len(queries.safety_first(cast.amina, today())) == 12
    with django_assert_num_queries(1):
        assert len({row.person.pk for row in queries.doors_open(cast.amina)}) == 13
    with django_assert_num_queries(1):
        queries.next_contact(cast.amina, person)
    with django_assert_num_queries(1):
        assert [row.recorded_by.name for row in queries.recent(cast.amina, person, 5)] == ["Amina"]
    assert [row.at for row in rules.by_hour(expected)] == sorted(row.at for row in expected)


def test_the_next_contact_is_the_nearest_to_come_or_what_is_still_open(cast):
    person = open_person(cast.amina, cast.person.pk)
    assert queries.next_contact(cast.amina, person) is None
    old = plan(cast, -9)
    assert queries.next_contact(cast.amina, person) == old
    plan(cast, 8)
    near = plan(cast, 2)
    assert queries.next_contact(cast.amina, person) == near


def test_plans_are_for_those_who_may_see_the_person(client, cast):
    row = plan(cast)
    answers = {}
    for who in ("amina", "ben", "chidi", "esi", "mona"):
        client.force_login(getattr(cast, who))
        answers[who] = client.get(reverse("followup", args=[cast.person.pk, row.pk])).status_code
    assert answers == {"amina": 200, "ben": 200, "chidi": 404, "esi": 404, "mona": 403}
