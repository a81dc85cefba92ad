"""How many statements of its own each page makes, and that none grows with rows (decision 35)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from ajar.goals import actions, actions_goals, queries
from ajar.people.queries import open_person

HOUSEKEEPING = ("django_session", "access_worker", "access_agency", "access_signin", "access_auditline", "SAVEPOINT",
                "set_config", "BEGIN", "COMMIT")  # fmt: skip

# The person, their links, their keys, the contact rule (for a quiet title), and then what the page shows.
OWN = {
    "needs": 7, "need-new": 5, "strength-new": 5, "obstacle-new": 5, "change-new": 6, "story": 7, "goals": 5,
    "goal-new": 5, "goal": 11, "goal-mark": 6, "goal-move": 6, "goal-words": 7, "goal-number": 6, "step-new": 5,
    "life": 6, "life-mark": 6, "patterns": 5, "pattern-new": 5, "choices": 5, "choice-new": 5, "limits": 6,
    "limit-new": 5, "change": 8, "need": 7, "step": 7, "step-smaller": 6,
}  # fmt: skip


def own(caught):
    statements = []
    for query in caught:
        sql = query["sql"].split(" WHERE ")[0]
        if not any(
            f'FROM "{name}"' in sql or f'INTO "{name}"' in sql or sql.startswith(name) or f"SELECT {name}" in sql
            for name in HOUSEKEEPING
        ):
            statements.append(query["sql"])
    return statements


def address(at, told, name):
    ids = {
        "goal": [told.goal.pk], "goal-mark": [told.goal.pk, "importance"], "goal-move": [told.goal.pk],
        "goal-words": [told.goal.pk], "goal-number": [told.goal.pk], "change": [told.setback.pk],
        "need": [told.need.pk], "step": [told.step.pk], "step-smaller": [told.step.pk],
    }  # fmt: skip
    return at(name, *ids.get(name, []))


def ask(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200, url
    return own(caught)


def test_each_page_makes_as_many_statements_as_stand_here(client, cast, at, told):
    client.force_login(cast.amina)
    found = {name: len(ask(client, address(at, told, name))) for name in OWN}
    assert found == OWN
    assert max(OWN.values()) <= 12


@pytest.mark.parametrize("name", ["needs", "story", "goals", "goal", "life", "patterns"])
def test_none_grows_with_rows(client, cast, at, told, ago, name):
    client.force_login(cast.amina)
    few = len(ask(client, address(at, told, name)))
    for n in range(30):
        actions.record_need(cast.amina, cast.person, words=f"n{n}", rung=1)
        actions.record_strength(cast.amina, cast.person, words=f"s{n}")
        actions.add_change(cast.amina, cast.person, kind="better", words=f"c{n}", day=ago(n), goal=told.goal)
        actions_goals.mark_goal(cast.amina, told.goal, kind="closeness", value=5, day=ago(100 + n))
        actions_goals.mark_life(cast.amina, cast.person, values={"home": 5}, day=ago(n))
        actions_goals.add_goal(cast.amina, cast.person, words=f"g{n}")
        actions_goals.add_step(cast.amina, cast.person, words=f"t{n}", goal=told.goal)
        actions.record_pattern(cast.amina, cast.person, behavior="eating", benefits=f"p{n}")
    assert len(ask(client, address(at, told, name))) == few


def test_what_the_desk_asks_is_one_statement_each(cast, told):
    person = open_person(cast.amina, cast.person.pk)
    questions = {
        "most_now": (lambda: queries.most_now(cast.amina, person), 1),
        "next_steps": (lambda: queries.next_steps(cast.amina, person, 3), 1),
        "strengths": (lambda: queries.strengths(cast.amina, person, 3), 1),
        "goals": (lambda: queries.goals(cast.amina, person), 1),
        "story": (lambda: queries.story(cast.amina, person), 2),
        "life": (lambda: queries.life(cast.amina, person), 1),
        "limits": (lambda: queries.limits(cast.amina, person), 1),
        "good_news": (lambda: queries.good_news(cast.amina), 1),
    }
    found = {}
    for name, (ask_it, _expected) in questions.items():
        with CaptureQueriesContext(connection) as caught:
            assert ask_it(), name
        found[name] = len(caught)
    assert found == {name: expected for name, (_, expected) in questions.items()}


def test_goals_for_now_come_first(cast, told, ago):
    for words, state in (("rest", "resting"), ("gone", "let-go"), ("there", "kept"), ("new", "now")):
        goal = actions_goals.add_goal(cast.amina, cast.person, words=words, day=localdate())
        actions_goals.move_goal(cast.amina, goal, version=1, said_by="person", state=state)
    assert [g.words for g in queries.goals(cast.amina, cast.person)] == [
        "new",
        "a place that is ours",
        "rest",
        "there",
        "gone",
    ]
