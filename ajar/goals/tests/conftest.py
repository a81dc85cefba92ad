"""Sara, somebody of Amina's team, and the pages of this room by name."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.timezone import localdate


@pytest.fixture
def at(cast):
    """The address of a page about Sara: at("goal", goal.pk)."""
    return lambda name, *ids: reverse(name, args=[cast.person.pk, *ids])


@pytest.fixture
def ago():
    return lambda days: localdate() - timedelta(days=days)


@pytest.fixture
def told(cast, ago):
    """A row of every kind about Sara, with a story of eight marks."""
    from ajar.goals import actions, actions_goals, actions_limits

    me, sara, t = cast.amina, cast.person, SimpleNamespace()
    t.need = actions.record_need(me, sara, words="Somewhere safe to stay", rung=2, day=ago(90))
    t.strength = actions.record_strength(me, sara, words="the shelter and the job", day=ago(90))
    t.obstacle = actions.record_obstacle(me, sara, words="the waiting list", owner="waiting")
    t.goal = actions_goals.add_goal(me, sara, words="a place that is ours", domain="home", day=ago(60))
    for days, value in ((60, 2), (53, 3), (46, 6), (3, 7)):
        actions_goals.mark_goal(me, t.goal, kind="closeness", value=value, day=ago(days))
    t.step = actions_goals.add_step(me, sara, goal=t.goal, words="call housing", when="Tuesday", sure=8)
    t.better = actions.add_change(me, sara, kind="better", domain="safe", words="moved somewhere safe", day=ago(58))
    t.setback = actions.add_change(
        me, sara, kind="setback", domain="use", words="used on Friday", day=ago(50), goal=t.goal
    )
    t.event = actions.add_change(me, sara, kind="event", domain="people", words="sister came by", day=ago(40))
    for days in (35, 30, 20, 10, 5):
        actions.add_change(me, sara, kind="better", domain="money", words=f"paid {days}", day=ago(days))
    actions_goals.mark_life(me, sara, values={"safe": 2, "mood": 4}, day=ago(40))
    actions_goals.mark_life(me, sara, values={"safe": 7}, day=ago(10))
    t.pattern = actions.record_pattern(me, sara, behavior="gambling", benefits="forgetting for an hour")
    t.choice = actions.record_what_might_happen(me, sara, choice="stay in the car", knows="it gets cold")
    t.limit = actions_limits.set_limit(
        me, sara, behavior="threat", happened="a fist at the desk", effect="two people left",
        limit="not in the waiting room", until=localdate() + timedelta(days=7), open_today="the side door, any time",
        way_back="a talk with Dora", reviewer=cast.dora,
    )  # fmt: skip
    return t
