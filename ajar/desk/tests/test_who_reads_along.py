"""What crosses rooms and must not: joined records, a broken glass, a confidence, a turned screen, a print."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ajar.access.models import Membership
from ajar.encounters import actions as encounters
from ajar.encounters import actions_kept
from ajar.goals import actions as goals
from ajar.goals import actions_goals, actions_limits
from ajar.goals.models import Limit
from ajar.people import actions, protecting
from ajar.people.models import CareTeam, Code, Link, Supporter
from ajar.people.queries import open_person, who_looked
from ajar.plans import actions as plans
from ajar.reflection import actions as talks
from conftest import make_worker

WHY = "He was brought in and cannot speak, I need his allergies."
today = timezone.localdate


def html(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def turn(client, person, state="turned"):
    client.get(reverse("person", args=[person.pk]))
    client.post(reverse("screen"), {"state": state, "person": person.pk})


def limit_of(cast, person, by):
    return actions_limits.set_limit(
        by, person, behavior="threat", happened="He shouted at Rosa.", effect="She went home.", limit="Two days outside.",
        until=today() + timedelta(days=9), open_today="The van.", way_back="A talk.", reviewer=cast.dora,
    )  # fmt: skip


@pytest.fixture
def both(cast):
    """Sara in North, and another record that is her in South; joined by Dora, who is on both teams."""
    cast.b = actions.start_person(cast.chidi, chosen_name="Sara Q.")
    Membership.objects.create(agency=cast.agency, worker=cast.dora, team=cast.south)
    cast.link = actions.join(cast.dora, cast.person, other=cast.b)
    return cast


# Danger said on a joined record


def test_what_a_joined_record_says_of_danger_holds_on_every_page_and_print(client, both):
    row = plans.make_print(both.amina, both.person, kind="sheet", parts=["name", "agency", "next"])
    encounters.plan_followup(both.amina, both.person, kind="visit", day=today(), what="About the methadone")
    client.force_login(both.amina)
    assert "Riverside" in html(client, "print", both.person.pk, row.pk)
    assert "methadone" in html(client, "today") and 'value="agency"' in html(client, "print-new", both.person.pk)
    actions.keep_contact(both.chidi, both.b, version=0, could_be_hurt="yes")
    page = html(client, "print", both.person.pk, row.pk)
    assert "Riverside" not in page and "a visit" not in page
    assert 'value="agency"' not in html(client, "print-new", both.person.pk)
    for worker in (both.amina, both.dora):
        client.force_login(worker)
        assert "methadone" not in html(client, "today"), worker.name
    page = html(client, "person", both.person.pk)
    assert "<title>Notes" in page and "could hurt" in page


# A broken glass


def test_a_glass_broken_for_one_record_changes_nothing_by_way_of_a_joined_one(client, both):
    helper = actions.add_supporter(both.chidi, both.b, name="Lena", may_be_told="nothing")
    limit = limit_of(both, both.b, both.chidi)
    card = actions.add_code(both.chidi, both.b, code="BLUE-FOX-27")
    protecting.break_glass(both.amina, both.b, why=WHY)
    client.force_login(both.amina)
    said = {"name": "Lena", "may_be_told": "everything", "version": 1}
    assert client.post(reverse("supporter", args=[both.b.pk, helper.pk]), said).status_code == 403
    for name, row, typed in (
        ("supporter", helper, said), ("limit-lift", limit, {}), ("card-end", card, {"said": "on"}),
        ("part", both.link, {"said": "on"}),
    ):  # fmt: skip
        client.post(reverse(name, args=[both.person.pk, row.pk]), typed)
    assert Supporter.objects.get(pk=helper.pk).may_be_told == "nothing"
    assert Limit.objects.get(pk=limit.pk).lifted_on is None and Code.objects.get(pk=card.pk).ended_on is None
    assert Link.objects.get(pk=both.link.pk).parted_on is None


def test_what_others_wrote_is_not_closed_changed_or_printed_through_a_glass(client, cast):
    plan = encounters.plan_followup(cast.amina, cast.person, kind="call", safety=True, day=today(), what="Call her")
    goal = actions_goals.add_goal(cast.amina, cast.person, words="a home before she comes")
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    other = {
        "words": "OTHER",
        "domain": "other",
        "spectrum": "none",
        "origin": "asked",
        "asked_by": "court",
        "version": 1,
    }
    asked = [
        (reverse("followup-done", args=[cast.person.pk, plan.pk]), {"version": 1, "came_of_it": "fine"}),
        (reverse("goal-words", args=[cast.person.pk, goal.pk]), other),
        (reverse("print-new", args=[cast.person.pk]), {"kind": "sheet", "parts": ["name", "goals"], "paper": "a4"}),
        (reverse("encounter-start", args=[cast.person.pk]), {"planned": plan.pk, "version": 1}),
    ]
    client.force_login(cast.chidi)
    assert [client.post(*page).status_code for page in asked] == [403] * len(asked)
    assert (
        client.post(reverse("encounter-start", args=[cast.person.pk])).status_code == 302
    )  # she is here: written down
    client.force_login(cast.amina)
    assert "Call her" in html(client, "today")


def test_a_glass_is_for_the_record_and_for_no_list(client, cast):
    far = make_worker(cast.agency, "Sam", "supervisor", cast.south)
    talks.ask_for_talk(cast.amina, cast.person, thinking_of="stopping", question="Am I the right one?")
    goals.add_change(cast.amina, cast.person, kind="better", words="slept in a bed")
    protecting.break_glass(far, cast.person, why=WHY)
    client.force_login(far)
    assert "the right one" not in html(client, "talks")
    page = html(client, "today")
    assert "thinking of stopping" not in page and "slept in a bed" not in page
    assert client.post(reverse("find"), {"find": "sara"}).context["found"].people == []


def test_a_glass_does_not_open_what_is_kept_between_two(client, cast):
    kept = actions_kept.keep_between(cast.dora, cast.person, words="I think of leaving.", readers=[cast.amina])
    goals.record_strength(cast.dora, cast.person, words="my aunt in Ohio", kept_between=kept)
    client.force_login(cast.amina)
    assert "leaving" in html(client, "confidence", cast.person.pk, kept.pk)
    Membership.objects.filter(worker=cast.amina).delete()
    CareTeam.objects.filter(worker=cast.amina).delete()
    protecting.break_glass(cast.amina, cast.person, why=WHY)
    assert client.get(reverse("person", args=[cast.person.pk])).status_code == 200
    assert client.get(reverse("confidence", args=[cast.person.pk, kept.pk])).status_code == 404
    assert "Ohio" not in html(client, "needs", cast.person.pk)


def test_a_safety_hold_keeps_the_whole_visit_through_a_glass_off_the_turned_screen(client, cast):
    protecting.place_hold(cast.pia, cast.person, kind="safety", why="Her partner works here.")
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    client.force_login(cast.chidi)
    client.get(reverse("person", args=[cast.person.pk]))
    client.force_login(cast.amina)
    assert "Chidi" in html(client, "who-looked", cast.person.pk)
    turn(client, cast.person)
    assert "Chidi" not in html(client, "who-looked", cast.person.pk)


# Joined records


def test_reading_one_record_by_way_of_another_stands_in_who_looked_of_both_once(client, both):
    talk = encounters.record_encounter(both.chidi, both.b, kind="session", happened_at=timezone.now(), words="Hello")
    client.force_login(both.dora)
    assert "Hello" in html(client, "encounter", both.person.pk, talk.pk)
    for worker, person in ((both.chidi, both.b), (both.amina, both.person), (both.dora, both.b)):
        lines, _ = who_looked(worker, open_person(worker, person.pk))
        assert [line.actor.name for line in lines].count("Dora") == 1, worker.name


def test_words_of_one_record_stay_with_those_who_see_it(client, cast):
    b = actions.start_person(cast.chidi, chosen_name="Sara Q.")
    Membership.objects.create(agency=cast.agency, worker=cast.dora, team=cast.south)
    protecting.place_block(cast.chidi, b, worker=cast.ben, why="She hides at Elm St 4.")
    link = actions.join(cast.dora, cast.person, other=b)
    helper = actions.add_supporter(cast.chidi, b, name="Lena")
    mine = open_person(cast.dora, cast.person.pk)
    talk = encounters.record_encounter(
        cast.dora, mine, kind="session", happened_at=timezone.now(), supporters=[helper.pk]
    )
    client.force_login(cast.amina)
    page = html(client, "blocks", cast.person.pk)
    assert "Ben" in page and "Elm St" not in page
    actions.part(cast.dora, cast.person, link=link)
    assert "Lena" not in html(client, "encounter", cast.person.pk, talk.pk)


def test_a_plan_is_handed_only_to_one_who_can_open_this_very_record(client, both):
    sol = make_worker(both.agency, "Sol", "peer", both.south)
    protecting.join_care_team(both.dora, both.b, worker=sol)
    plan = encounters.plan_followup(both.dora, both.person, kind="call", safety=True, day=today(), what="Call")
    client.force_login(both.dora)
    assert "Sol" not in html(client, "followup", both.person.pk, plan.pk)


# Kept between two


def test_what_is_kept_between_two_takes_nothing_away_from_the_team(client, cast):
    goals.record_need(cast.amina, cast.person, words="a dry place", rung=1)
    change = goals.add_change(cast.dora, cast.person, kind="better", words="She came back.")
    kept = actions_kept.keep_between(cast.amina, cast.person, words="I think of leaving.")
    goal = actions_goals.add_goal(cast.amina, cast.person, words="a flat of my own", kept_between=kept)
    client.force_login(cast.amina)
    typed = {"words": "away from him", "rung": 1, "most_now": "on", "confidence": kept.pk}
    assert client.post(reverse("need-new", args=[cast.person.pk]), typed).status_code == 302
    moved = {
        "kind": "better",
        "words": "She came back.",
        "noticed_by": "person",
        "version": 1,
        "goal": goal.pk,
        "day": today(),
    }
    client.post(reverse("change", args=[cast.person.pk, change.pk]), moved)
    client.force_login(cast.dora)
    assert "a dry place" in html(client, "person", cast.person.pk)
    assert "She came back." in html(client, "story", cast.person.pk)


def test_an_open_need_moves_no_mark_that_its_author_does_not_see(cast):
    kept = actions_kept.keep_between(cast.amina, cast.person, words="I think of leaving.")
    need = goals.record_need(cast.amina, cast.person, words="away from him", rung=1, kept_between=kept)
    goals.record_need(cast.ben, cast.person, words="a dry place", rung=1)
    need.refresh_from_db()
    assert need.most_now


def test_what_is_kept_between_two_is_on_nobodys_today(client, cast):
    kept = actions_kept.keep_between(cast.amina, cast.person, words="I think of leaving.")
    goals.add_change(cast.amina, cast.person, kind="better", words="told her mother", kept_between=kept)
    client.force_login(cast.amina)
    assert "told her mother" not in html(client, "today")


# Turned, handed, printed


@pytest.mark.parametrize("state", ["turned", "handed"])
def test_a_limit_on_their_screen_says_what_is_open_and_no_other_name(client, cast, state):
    limit_of(cast, cast.person, cast.amina)
    client.force_login(cast.amina)
    turn(client, cast.person, state)
    page = html(client, "limits", cast.person.pk)
    assert "The van." in page and "A talk." in page and "Two days outside." in page
    assert "Rosa" not in page and "went home" not in page and "Dora" not in page


def test_what_a_worker_has_to_do_is_on_no_turned_screen_and_no_print(client, cast):
    day = today() + timedelta(days=3)
    row = plans.make_print(cast.amina, cast.person, kind="sheet", parts=["next"])
    for kind, safety in (("task", False), ("call", True)):
        encounters.plan_followup(
            cast.dora, cast.person, kind=kind, safety=safety, day=day, at="07:45", what="Call protective services"
        )
    encounters.plan_followup(cast.amina, cast.person, kind="visit", day=day + timedelta(days=1), at="10:30")
    client.force_login(cast.amina)
    page = html(client, "print", cast.person.pk, row.pk)
    assert "07:45" not in page and "10:30" in page
    turn(client, cast.person)
    page = html(client, "person", cast.person.pk)
    assert "07:45" not in page and "10:30" in page


def test_whoever_holds_the_device_puts_no_words_into_the_workers_forms(client, cast):
    other = actions.start_person(cast.amina, chosen_name="Other One")
    client.force_login(cast.amina)
    turn(client, cast.person)
    for person in (cast.person, other):
        client.post(reverse("draft", args=["contact", person.pk]), {"ways": "555 his number"})
    client.post(reverse("screen"), {"state": "mine"})
    for person in (cast.person, other):
        assert "his number" not in html(client, "contact-rules", person.pk)


def test_a_supervisor_to_whom_they_are_nobody_is_not_asked_to_look_at_their_limit(client, cast):
    client.force_login(cast.amina)
    assert str(cast.dora.pk) in html(client, "limit-new", cast.person.pk)
    protecting.place_block(cast.amina, cast.person, worker=cast.dora)
    assert str(cast.dora.pk) not in html(client, "limit-new", cast.person.pk)


def test_on_their_screen_stands_what_they_said_and_not_what_was_said_about_them(client, cast):
    talk = encounters.record_encounter(
        cast.amina, cast.person, kind="session", happened_at=timezone.now(), speaker="worker", words="She came late."
    )
    encounters.add_line(cast.amina, talk, speaker="person", words="I slept in a bed.")
    client.force_login(cast.amina)
    assert "She came late." in html(client, "encounter", cast.person.pk, talk.pk)
    turn(client, cast.person)
    page = html(client, "encounter", cast.person.pk, talk.pk)
    assert "I slept in a bed." in page and "came late" not in page
    client.force_login(cast.amina)
    line = encounters.add_line(cast.amina, talk, speaker="person", words="I think she is fine.")
    encounters.correct_line(
        cast.amina, line, version=1, speaker="worker", words="Dora thinks she is fine.", why="It was Dora."
    )
    turn(client, cast.person)
    assert "she is fine" not in html(client, "encounter", cast.person.pk, talk.pk)  # nor what it was before
    assert "came late" not in html(client, "encounters", cast.person.pk)


def test_their_screen_can_be_hidden_and_handed_over_by_one_press(client, cast):
    client.force_login(cast.amina)
    turn(client, cast.person)
    page = html(client, "person", cast.person.pk)
    assert "Hide this" in page and "Hand it over" in page
    client.post(reverse("screen"), {"state": "handed", "person": cast.person.pk, "here": "/people/"})
    page = html(client, "person", cast.person.pk)
    assert "Hide this" in page and "Hand it over" not in page
    assert reverse("take-back") in client.post(reverse("screen"), {"state": "mine"}).url
    client.post(reverse("lock"), {"cover": "1"})
    assert reverse("lock") in client.get(reverse("person", args=[cast.person.pk])).url


def test_where_somebody_could_hurt_them_nothing_is_ticked_for_the_print(client, cast):
    client.force_login(cast.amina)
    assert "checked" in html(client, "print-new", cast.person.pk).split("</fieldset>")[1]
    actions.keep_contact(cast.amina, cast.person, version=0, could_be_hurt="yes")
    assert "checked" not in html(client, "print-new", cast.person.pk).split("</fieldset>")[1]


def test_a_peer_reads_no_test_results(client, cast):
    for worker, status in ((cast.amina, 200), (cast.ben, 403)):
        client.force_login(worker)
        assert client.get(reverse("labs", args=[cast.person.pk])).status_code == status
        assert (reverse("labs", args=[cast.person.pk]) in html(client, "person", cast.person.pk)) == (status == 200)


def test_a_planned_visit_leads_to_not_in_moving_and_handing_on(client, cast):
    plan = encounters.plan_followup(cast.amina, cast.person, kind="visit", day=today(), at="13:30")
    client.force_login(cast.amina)
    where = reverse("followup", args=[cast.person.pk, plan.pk])
    assert where in html(client, "today") and where in html(client, "person", cast.person.pk)
    assert reverse("followup-not-in", args=[cast.person.pk, plan.pk]) in html(
        client, "followup", cast.person.pk, plan.pk
    )
