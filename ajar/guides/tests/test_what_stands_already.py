"""What stands in the record already is not asked for again; what they know stands with their leave."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.basket.models import Leave
from ajar.encounters import actions_kept as encounters_kept
from ajar.encounters.models import Note
from ajar.goals import actions_goals
from ajar.goals.models import Goal, Rating, Step
from ajar.guides.models import Walk, WalkLine
from ajar.guides.tests.test_a_talk import begin, go, keep, press, stand_at


def test_what_they_know_already_stands_with_their_leave_once_it_is_kept_and_not_before(cast, amina):
    address = begin(amina, cast.person)
    stand_at("permission")
    press(amina, address, "agree", words="methadone, from my  cousin")
    assert [(leave.answer, leave.knows) for leave in Leave.objects.all()] == [("yes", "")], (
        "their yes opens the basket at once"
    )
    go(amina, address, "options.one", "goal.none", "safety_check.ok", "close.drop_in")
    keep(amina, address)
    known = Leave.objects.order_by("-order").first()
    assert (known.answer, known.knows) == ("yes", "methadone, from my  cousin")
    assert "methadone, from my  cousin" in amina.get(reverse("offers", args=[cast.person.pk])).content.decode()


def test_a_no_keeps_what_they_know_and_stays_a_no(cast, amina):
    address = begin(amina, cast.person)
    stand_at("permission")
    go(amina, address, "permission.decline", "safety_check.ok", "close.drop_in", permission={"words": "enough"})
    keep(amina, address)
    assert [(leave.answer, leave.knows) for leave in Leave.objects.order_by("order")] == [
        ("later", ""),
        ("later", "enough"),
    ]


def test_who_wants_one_or_two_safer_ways_has_said_yes_to_ideas(cast, amina):
    address = begin(amina, cast.person)
    stand_at("safer_use")
    page = press(amina, address, "pick", words="I never use alone").content.decode()
    assert Leave.objects.get().answer == "yes" and "The basket" in page


@pytest.fixture
def was_here(cast):
    """She named a goal and a step of it last time, and another one that stays between two."""
    cast.goal = actions_goals.add_goal(cast.amina, cast.person, words="be ready for Elise", domain="home")
    cast.step = actions_goals.add_step(cast.amina, cast.person, goal=cast.goal, words="wash the  first clothes", sure=5)
    between = encounters_kept.keep_between(cast.amina, cast.person, words="he drinks")
    actions_goals.add_goal(cast.amina, cast.person, words="leave him", kept_between=between)
    return cast


def test_a_goal_and_a_step_that_stand_are_gone_on_with_by_a_tap_and_made_once(was_here, amina):
    cast, address = was_here, begin(amina, was_here.person)
    page = go(amina, address, "welcome.back", "since_last.goal").content.decode()
    assert '<q dir="auto">be ready for Elise</q>' in page and "leave him" not in page
    page = press(amina, address, "set", again=str(cast.goal.pk), number="6", words="for her").content.decode()
    assert "wash the  first clothes" in page
    press(amina, address, "sure", again=str(cast.step.pk), number="8")
    go(amina, address, "safety_check.ok", "close.drop_in")
    keep(amina, address)
    assert {goal.words for goal in Goal.objects.all()} == {
        "be ready for Elise",
        "leave him",
    } and Goal.objects.count() == 2
    assert Rating.objects.get(goal=cast.goal).value == 6
    step = Step.objects.get()
    assert (step.words, step.sure, step.goal_id) == ("wash the  first clothes", 8, cast.goal.pk)
    said = [row.words for row in Note.objects.all()]
    assert said == ["be ready for Elise", "for her", "wash the  first clothes"], (
        "what was typed beside the tap is kept too"
    )


def test_a_step_that_stands_and_is_too_big_gives_way_to_a_smaller_one(was_here, amina):
    address = begin(amina, was_here.person)
    go(amina, address, "welcome.back", "since_last.goal", goal={})
    press(amina, address, "set", again=str(was_here.goal.pk))
    press(amina, address, "unsure", again=str(was_here.step.pk), number="4")
    assert 'name="again"' not in amina.get(address).content.decode(), "it was named a moment ago"
    press(amina, address, "smaller", words="one small shirt", number="9")
    go(amina, address, "safety_check.ok", "close.drop_in")
    keep(amina, address)
    steps = {step.words: step.state for step in Step.objects.all()}
    assert steps == {"wash the  first clothes": "smaller", "one small shirt": "next"}


def test_what_does_not_stand_any_more_is_kept_as_new_and_another_s_goal_is_not_taken(was_here, amina):
    address = begin(amina, was_here.person)
    go(amina, address, "welcome.back", "since_last.goal")
    assert press(amina, address, "set", again=str(was_here.stranger.pk)).status_code == 422
    press(amina, address, "set", again=str(was_here.goal.pk))
    actions_goals.move_goal(was_here.amina, was_here.goal, version=1, said_by="person", state="let-go")
    go(amina, address, "small_step.none", "safety_check.ok", "close.drop_in")
    keep(amina, address)
    assert [goal.state for goal in Goal.objects.all() if goal.words == "be ready for Elise"] == ["let-go", "now"]


def test_a_tap_puts_back_nothing_that_somebody_changed_meanwhile_and_forgets_no_number(was_here, amina):
    cast, address = was_here, begin(amina, was_here.person)
    go(amina, address, "welcome.back", "since_last.goal")
    press(amina, address, "set", again=str(cast.goal.pk))
    press(amina, address, "sure", again=str(cast.step.pk))
    actions_goals.change_goal_words(
        cast.dora, cast.goal, version=1, words="ready for her", domain="home", spectrum="not-use", origin="mine"
    )
    actions_goals.change_step(cast.dora, cast.step, version=1, words="wash them all", when="Friday", sure=5)
    go(amina, address, "safety_check.ok", "close.drop_in")
    keep(amina, address)
    assert Goal.objects.get(pk=cast.goal.pk).words == "ready for her"
    step = Step.objects.get()
    assert (step.words, step.when, step.sure) == ("wash them all", "Friday", 5)


def test_what_they_say_anew_when_it_is_read_together_is_the_goal_from_then_on(was_here, amina):
    address = begin(amina, was_here.person)
    go(amina, address, "welcome.back", "since_last.goal")
    press(amina, address, "set", again=str(was_here.goal.pk))
    go(amina, address, "small_step.none", "safety_check.ok", "close.drop_in")
    line = next(line for line in WalkLine.objects.all() if line.kind == "goal")
    said = {f"keep-{line.pk.hex}": "on", f"words-{line.pk.hex}": "ready, and rested", "keep": "1"}
    assert amina.post(address + "read/", said).status_code == 302
    goal = Goal.objects.get(pk=was_here.goal.pk)
    assert (goal.words, goal.version, Goal.objects.count()) == ("ready, and rested", 2, 2)


def test_the_oldest_of_those_that_were_offered_stays_the_one_when_others_come_in_between(was_here, amina):
    address = begin(amina, was_here.person)
    go(amina, address, "welcome.back", "since_last.goal")
    press(amina, address, "set", again=str(was_here.goal.pk))
    for number in range(7):
        actions_goals.add_goal(was_here.amina, was_here.person, words=f"goal {number}")
    go(amina, address, "small_step.none", "safety_check.ok", "close.drop_in")
    keep(amina, address)
    assert len([goal for goal in Goal.objects.all() if goal.words == "be ready for Elise"]) == 1


def test_one_that_does_not_stand_any_more_refuses_no_other_press(was_here, amina):
    address = begin(amina, was_here.person)
    go(amina, address, "welcome.back", "since_last.goal")
    actions_goals.move_goal(was_here.amina, was_here.goal, version=1, said_by="person", state="let-go")
    gone = {"at": Walk.objects.get().at, "again": str(was_here.goal.pk)}
    page = amina.post(address, gone | {"answer": "1"})
    assert page.status_code == 422 and "Write it in their words first" in page.content.decode()
    assert amina.post(address, gone | {"any": "danger"}).status_code == 302
    late = amina.post(address, gone | {"answer": "1", "words": "rest"}, follow=True)
    assert late.status_code == 200 and "The talk has gone on" in late.content.decode()


def test_a_talk_of_yesterday_keeps_what_they_knew_beside_what_they_said_then(cast, amina):
    address = begin(amina, cast.person)
    stand_at("permission")
    go(amina, address, "permission.agree", permission={"words": "my cousin has it"})
    Leave.objects.update(day=localdate() - timedelta(days=1))
    Walk.objects.update(day=localdate() - timedelta(days=1))
    go(amina, address, "options.one", "goal.none", "safety_check.ok", "close.drop_in")
    keep(amina, address)
    said = [(leave.answer, leave.knows, leave.day) for leave in Leave.objects.order_by("order")]
    assert said == [
        ("yes", "", localdate() - timedelta(days=1)),
        ("yes", "my cousin has it", localdate() - timedelta(days=1)),
    ]
