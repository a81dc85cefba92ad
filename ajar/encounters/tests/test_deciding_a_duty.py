"""A duty decision: the worker decides, the page keeps it, on the worker's own screen only."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ajar.encounters import actions_kept
from ajar.encounters.models import DutyText, Judgement

FORM = {"kind": "child", "decision": "No report", "why": "Her son is safe at his father's.", "told": "She knows."}


def new(cast):
    return reverse("judgement-new", args=[cast.person.pk])


def test_the_rule_is_the_agencys_own_text_or_says_that_there_is_none(client, cast):
    client.force_login(cast.amina)
    assert client.get(new(cast)).content.decode().count("has not filled this in") == 4
    actions_kept.write_duty_text(cast.mona, kind="child", words="Section 1 of our state. Checked by counsel.")
    actions_kept.write_duty_text(cast.mona, kind="child", words="Section 2 now.")
    page = client.get(new(cast)).content.decode()
    assert "Section 2 now." in page
    assert "Section 1" not in page
    assert page.count("has not filled this in") == 3


def test_a_manager_writes_the_rule_and_older_texts_stay(client, cast):
    url = reverse("duty-texts")
    client.force_login(cast.mona)
    assert client.get(url).content.decode().count("Not filled in yet.") == 7
    once = uuid4()
    for _ in range(2):
        assert client.post(url, {"kind": "self", "words": "Call the team.", "once": once}).status_code == 302
    assert client.post(url, {"kind": "self", "words": "", "once": uuid4()}).status_code == 422
    assert client.post(url, {"kind": "nobody", "words": "x", "once": uuid4()}).status_code == 422
    assert DutyText.objects.get().words == "Call the team."
    client.force_login(cast.amina)
    assert client.get(url).status_code == 403


def test_a_decision_is_kept_once_with_its_reason_and_what_she_was_told(client, cast):
    client.force_login(cast.amina)
    once = uuid4()
    for _ in range(2):
        assert client.post(new(cast), FORM | {"once": once}).status_code == 302
    row = Judgement.objects.get()
    assert (row.decision, row.why, row.told, row.author) == (FORM["decision"], FORM["why"], FORM["told"], cast.amina)
    page = client.get(reverse("judgements", args=[cast.person.pk])).content.decode()
    for words in ("No report", "safe at his father", "She knows."):
        assert words in page


def test_a_missing_reason_loses_nothing(client, cast):
    client.force_login(cast.amina)
    answer = client.post(new(cast), FORM | {"why": "", "once": uuid4()})
    assert answer.status_code == 422
    assert "No report" in answer.content.decode()
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("name", ["judgements", "judgement-new"])
def test_never_on_a_turned_or_handed_screen(client, cast, name):
    actions_kept.record_judgement(cast.amina, cast.person, kind="child", decision="UNGUESSABLE", why="x")
    client.force_login(cast.amina)
    for state in ("turned", "handed"):
        client.post(reverse("screen"), {"state": state, "person": cast.person.pk})
        assert client.get(reverse(name, args=[cast.person.pk])).status_code == 404


def test_amina_decides_ben_may_not_and_chidi_sees_nobody(client, cast):
    answers = {}
    for who in ("amina", "ben", "dora", "chidi", "esi"):
        client.force_login(getattr(cast, who))
        answers[who] = client.post(new(cast), FORM | {"once": uuid4()}).status_code
    assert answers == {"amina": 302, "ben": 403, "dora": 302, "chidi": 404, "esi": 404}
