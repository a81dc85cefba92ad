"""What has helped before is a line of the plan in one press, in the words in which it was said."""

import re
import uuid

import pytest
from django.urls import reverse

from ajar.encounters.actions_kept import keep_between
from ajar.goals import actions as goals
from ajar.people import actions as people
from ajar.plans import actions_safety
from ajar.plans.models import PlanLine

TEMPLE = "prayer, at the temple on  Fridays"


@pytest.fixture
def ilona(cast, client):
    cast.ilona = people.start_person(cast.amina, chosen_name="Ilona")
    cast.strength = goals.record_strength(cast.amina, cast.ilona, words=TEMPLE)
    secret = keep_between(cast.amina, cast.ilona, words="SECRET")
    cast.kept = goals.record_strength(cast.amina, cast.ilona, words="SECRET strength", kept_between=secret)
    cast.plan = actions_safety.start_plan(cast.amina, cast.ilona, kind="hard")
    client.force_login(cast.amina)
    return cast


def part(cast, letter):
    return reverse("plan-part", args=[cast.ilona.pk, cast.plan.pk, letter])


def offered(client, cast, letter):
    return re.findall(r'name="helped" value="([^"]+)"', client.get(part(cast, letter)).content.decode())


def press(client, cast, strength, letter="b", **more):
    return client.post(part(cast, letter), {"helped": strength.pk, "once": uuid.uuid4()} | more)


def test_one_press_makes_it_a_line_word_for_word_and_it_is_offered_no_more(ilona, client):
    page = client.get(part(ilona, "b")).content.decode()
    assert f"<q>{TEMPLE}</q>" in re.sub(r"<q[^>]*>", "<q>", page)
    assert offered(client, ilona, "b") == [str(ilona.strength.pk)]
    sent = {"once": uuid.uuid4()}
    for _twice in range(2):
        assert press(client, ilona, ilona.strength, **sent).status_code == 302
    assert [(line.part, line.words) for line in PlanLine.objects.all()] == [("b", TEMPLE)]
    assert offered(client, ilona, "b") == []


def test_what_is_half_typed_is_not_lost(ilona, client):
    press(client, ilona, ilona.strength, words="call my sis")
    assert "call my sis" in client.get(part(ilona, "b")).content.decode()
    assert PlanLine.objects.count() == 1


def test_only_where_the_plan_asks_what_helps(ilona, client):
    assert [letter for letter in "abcdefg" if offered(client, ilona, letter)] == ["b"]
    assert press(client, ilona, ilona.strength, letter="d").status_code == 404
    ilona.plan = actions_safety.start_plan(ilona.amina, ilona.ilona, kind="child")
    assert [letter for letter in "abcdefg" if offered(client, ilona, letter)] == ["f"]


def test_what_stays_between_two_is_not_offered_not_to_its_author_either(ilona, client):
    assert "SECRET" not in client.get(part(ilona, "b")).content.decode()
    assert press(client, ilona, ilona.kept).status_code == 404
    assert not PlanLine.objects.exists()


def test_of_somebody_else_it_is_nobodys_and_outsiders_get_nothing(ilona, client):
    other = goals.record_strength(ilona.amina, ilona.person, words="somebody else's")
    assert press(client, ilona, other).status_code == 404
    answers = {}
    for who in ("dora", "ben", "chidi", "esi", "mona"):
        client.force_login(getattr(ilona, who))
        answers[who] = press(client, ilona, ilona.strength).status_code
    assert answers == {"dora": 302, "ben": 404, "chidi": 404, "esi": 404, "mona": 403}
    assert PlanLine.objects.count() == 1


@pytest.mark.parametrize("state", ["turned", "handed"])
def test_it_is_offered_on_the_screen_that_they_read_together(ilona, client, state):
    client.post(reverse("screen"), {"state": state, "person": ilona.ilona.pk})
    assert offered(client, ilona, "b") == [str(ilona.strength.pk)]
    assert press(client, ilona, ilona.strength).status_code == 302
