import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from ajar.goals import actions, actions_goals, actions_limits, domains, queries
from ajar.goals.models import Limit, Pattern, WhatMightHappen
from ajar.people.queries import open_person

# What can never be a reason for a limit: use, tests, visits.
NEVER = re.compile(
    r"\b(us(e|es|ed|ing)|high|drunk|test|positive|visit|appointment|late|miss(ed)?|come|came|goal)\b", re.I
)


def limit(cast, **more):
    return {
        "behavior": "threat", "happened": "a fist at the desk", "effect": "two people left",
        "limit": "not in the waiting room", "until": (localdate() + timedelta(days=7)).isoformat(),
        "open_today": "the side door", "way_back": "a talk with Dora", "reviewer": cast.dora.pk, "once": uuid4(), **more,
    }  # fmt: skip


def test_who_may_set_a_limit(client, cast, at):
    answers = {}
    for who in ("amina", "dora", "ben", "chidi", "esi", "mona"):
        client.force_login(getattr(cast, who))
        answers[who] = client.post(at("limit-new"), limit(cast)).status_code
    assert answers == {"amina": 302, "dora": 302, "ben": 403, "chidi": 404, "esi": 404, "mona": 403}
    with pytest.raises(PermissionDenied):
        actions_limits.set_limit(cast.ben, cast.person)


def test_a_limit_is_about_behavior_toward_others_and_the_page_says_what_is_never_a_reason(client, cast, at):
    client.force_login(cast.amina)
    page = client.get(at("limit-new")).content.decode()
    assert "What a limit is for" in page
    assert "Using, a test result or a missed visit can never be a reason." in page
    offered = [str(name) for _, name in domains.LIMIT_BEHAVIORS]
    assert [name for name in offered if NEVER.search(name)] == []
    assert NEVER.search("came late") and NEVER.search("a positive test"), "the control is caught"
    assert client.post(at("limit-new"), limit(cast, behavior="use")).status_code == 422


@pytest.mark.parametrize("missing", ["open_today", "way_back", "until", "effect", "reviewer", "limit", "happened"])
def test_a_limit_without_what_is_open_or_the_way_back_is_not_kept(client, cast, at, missing):
    client.force_login(cast.amina)
    answer = client.post(at("limit-new"), limit(cast, **{missing: ""}))
    assert answer.status_code == 422
    assert not Limit.objects.exists()


def test_a_limit_ends_on_a_day_that_has_not_passed_and_its_reviewer_is_a_supervisor(client, cast, at):
    client.force_login(cast.amina)
    yesterday = (localdate() - timedelta(days=1)).isoformat()
    assert client.post(at("limit-new"), limit(cast, until=yesterday)).status_code == 422
    for who in (cast.ben, cast.amina, cast.esi):
        assert client.post(at("limit-new"), limit(cast, reviewer=who.pk)).status_code == 422


def test_the_page_says_first_what_is_open_and_the_limit_can_be_lifted(client, cast, at, told):
    client.force_login(cast.amina)
    page = client.get(at("limits")).content.decode()
    assert (
        page.index("the side door, any time") < page.index("a talk with Dora") < page.index("not in the waiting room")
    )
    for _ in range(2):
        assert client.post(at("limit-lift", told.limit.pk)).status_code == 302
    assert queries.limits(cast.amina, cast.person) == []
    assert "No limit today." in client.get(at("limits")).content.decode()


def test_a_limit_is_over_by_itself_after_its_day(cast, told):
    Limit.objects.filter(pk=told.limit.pk).update(until=localdate())
    assert len(queries.limits(cast.amina, cast.person)) == 1
    Limit.objects.filter(pk=told.limit.pk).update(until=localdate() - timedelta(days=1))
    assert queries.limits(cast.amina, cast.person) == []
    assert len(queries.past_limits(cast.amina, cast.person)) == 1


def test_a_limit_said_another_way_keeps_the_old_words(client, cast, at, told):
    client.force_login(cast.amina)
    sent = limit(cast, limit="not at the desk", version=1)
    assert client.post(at("limit", told.limit.pk), sent).status_code == 302
    assert client.post(at("limit", told.limit.pk), sent | {"limit": "nowhere"}).status_code == 409
    assert queries.before(cast.amina, told.limit, "limit")[0].was == "not in the waiting room"


PAGES = ["needs", "need-new", "strength-new", "obstacle-new", "change-new", "story", "goals", "goal-new", "step-new",
         "life", "life-mark", "patterns", "pattern-new", "choices", "choice-new", "limits", "limit-new"]  # fmt: skip


def test_nothing_closes_while_a_limit_stands(client, cast, at, told):
    """Every page of the person answers as before, and every action goes on being possible."""
    client.force_login(cast.amina)
    with_limit = {name: client.get(at(name)).status_code for name in PAGES}
    goal_page = client.get(at("goal", told.goal.pk)).status_code
    Limit.objects.all().delete()
    assert with_limit == {name: client.get(at(name)).status_code for name in PAGES} == dict.fromkeys(PAGES, 200)
    assert goal_page == client.get(at("goal", told.goal.pk)).status_code == 200
    actions_limits.set_limit(
        cast.amina, cast.person, behavior="violence", happened="h", effect="e", limit="l",
        until=localdate() + timedelta(days=365), open_today="o", way_back="w", reviewer=cast.dora,
    )  # fmt: skip
    person = open_person(cast.amina, cast.person.pk)
    actions.add_change(cast.amina, person, kind="better", words="came back")
    actions_goals.mark_goal(cast.amina, told.goal, kind="closeness", value=8)
    assert queries.story(cast.amina, person).changes[0].words == "came back"


def test_a_pattern_asks_what_it_gives_first_and_needs_no_answer_but_one(client, cast, at):
    client.force_login(cast.amina)
    page = client.get(at("pattern-new")).content.decode()
    order = ["benefits", "what", "state_of_self", "surroundings", "harms", "place", "own_label", "job"]
    places = [page.index(f'name="{name}"') for name in order]
    assert places == sorted(places)
    assert "what will do that job?" in page
    for behavior, name in domains.BEHAVIORS:
        assert f'value="{behavior}"' in page, name
    assert client.post(at("pattern-new"), {"behavior": "heart", "once": uuid4()}).status_code == 302
    row = Pattern.objects.get()
    client.post(at("pattern", row.pk), {"behavior": "heart", "own_label": "my thing", "benefits": "calm", "version": 1})
    page = client.get(at("patterns")).content.decode()
    assert page.index("my thing") < page.index("calm")


def test_what_might_happen_is_asked_offered_with_leave_and_asked_again(client, cast, at):
    client.force_login(cast.amina)
    sent = {
        "choice": "stay in the car",
        "knows": "it gets cold",
        "offered": "a shelter has a bed",
        "makes_of_it": "I stay",
    }
    for leave in ("", "no", "later"):
        answer = client.post(at("choice-new"), sent | {"leave": leave, "once": uuid4()})
        assert answer.status_code == 422 and "Ask first." in answer.content.decode()
    assert client.post(at("choice-new"), sent | {"leave": "yes", "once": uuid4()}).status_code == 302
    without = {"choice": "go home", "leave": "no", "once": uuid4()}
    assert client.post(at("choice-new"), without).status_code == 302
    page = client.get(at("choices")).content.decode()
    assert page.count("Knew this, chose this.") == WhatMightHappen.objects.count() == 2
    assert "against advice" not in page.lower()
