"""A person with a history, told by the rooms' actions, for the tests of Today and of the Person page."""

from datetime import timedelta

from django.utils import timezone

from ajar.encounters import actions as encounters
from ajar.encounters.actions_kept import keep_between
from ajar.goals import actions as goals
from ajar.goals import actions_goals
from ajar.people.models import ContactRule, Supporter, Words


def live(cast, times=1):
    """Sara Quill, as Amina knows her; times: how much of everything."""
    amina, sara = cast.amina, cast.person
    today = timezone.localdate()
    goals.record_need(amina, sara, words="Somewhere that is ours before Elise comes", rung=2, most_now=True)
    for n in range(times):
        goal = actions_goals.add_goal(amina, sara, words=f"a place with a door {n}", domain="home")
        goals.record_strength(amina, sara, words=f"Dana's calls {n}")
        goals.add_change(amina, sara, kind="better", domain="home", words=f"a bed at the shelter {n}", day=today)
        goals.add_change(
            amina, sara, kind="setback", domain="less-use", words=f"used again {n}", day=today - timedelta(days=5)
        )
        encounters.start_encounter(cast.dora, sara)
    actions_goals.add_step(amina, sara, goal=goal, words="call housing", when="Tuesday", sure=8)
    actions_goals.mark_life(amina, sara, values={"safe": 3, "home": 2})
    Words.objects.create(agency=cast.agency, person=sara, setback="a hard night", said_on=today, by=amina)
    Supporter.objects.create(agency=cast.agency, person=sara, name="Jay Supporter", named_on=today, by=amina)
    return sara


def could_be_hurt(cast, person):
    ContactRule.objects.create(
        agency=cast.agency, person=person, ways="text", when="after 2pm", sender="M.", could_be_hurt="yes",
        checked_on=timezone.localdate(), by=cast.amina,
    )  # fmt: skip


def secret(cast, person):
    kept = keep_between(cast.amina, person, words="KEPT words")
    goals.add_change(cast.amina, person, kind="better", domain="any", words="KEPT change", kept_between=kept)


def expect(cast, person, *, kind="visit", at="13:30", what="", safety=False, worker=None):
    return encounters.plan_followup(
        worker or cast.amina, person, kind=kind, day=timezone.localdate(), at=at, what=what, safety=safety,
        how_safe="text after 2pm" if safety else "",
    )  # fmt: skip
