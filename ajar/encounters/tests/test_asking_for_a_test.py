"""A test: told why, told who gets it, then asked. A no is a no; a result makes no change and no setback."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ajar.encounters import actions_kept
from ajar.encounters.models import LabResult
from ajar.encounters.tests import today


def fields(**more):
    return {"day": today(), "told_why": "on", "told_who": "on", "answer": "agreed", "once": uuid4(), **more}


def new(cast):
    return reverse("lab-new", args=[cast.person.pk])


def test_what_it_showed_is_kept_in_plain_words_once(client, cast):
    client.force_login(cast.amina)
    form = fields(found_heroin="showed", found_fentanyl="did not show", other="kratom", other_showed="not clear")
    for _ in range(2):
        answer = client.post(new(cast), form)
        assert answer.status_code == 302
    row = LabResult.objects.get()
    assert row.findings == "fentanyl: did not show\nheroin: showed\nkratom: not clear"
    page = client.get(answer["Location"]).content.decode()
    for words in ("heroin", "showed", "kratom", "a quick screen", "Does this mean anything to you?"):
        assert words in page
    for word in ("positive", "negative", "clean", "dirty", "failed"):
        assert word not in page.lower()


def test_a_result_makes_no_change_and_no_setback(client, cast):
    from ajar.goals.models import Change

    client.force_login(cast.amina)
    client.post(new(cast), fields(found_heroin="showed"))
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "answer,words", [("declined", "No test this time. That is fine."), ("later", "Another time. That is fine.")]
)
def test_no_and_another_time_are_fine(client, cast, answer, words):
    client.force_login(cast.amina)
    done = client.post(new(cast), fields(answer=answer))
    page = client.get(done["Location"]).content.decode()
    assert words in page
    assert "Does this mean anything" not in page
    assert "refused" not in page.lower()


def test_a_result_without_a_yes_is_asked_about_and_nothing_is_lost(client, cast):
    client.force_login(cast.amina)
    answer = client.post(new(cast), fields(answer="declined", found_heroin="showed", specimen="urine"))
    assert answer.status_code == 422
    assert "no yes" in answer.content.decode()
    assert 'value="urine"' in answer.content.decode()
    with pytest.raises(ValueError):
        actions_kept.record_test(
            cast.amina, cast.person, day=today(), answer="declined", told_why=True, told_who=True, findings="a: showed"
        )
    assert not LabResult.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"other": "kratom"},
        {"other_showed": "showed"},
        {"other": "a: b", "other_showed": "showed"},
        {"day": "2999-01-01"},
        {"found_heroin": "maybe"},
    ],
)
def test_half_a_finding_is_asked_about(client, cast, wrong):
    client.force_login(cast.amina)
    assert client.post(new(cast), fields(**wrong)).status_code == 422
    assert not LabResult.objects.exists()


def test_a_confirmed_result_is_added_and_the_screen_stays_readable(client, cast):
    client.force_login(cast.amina)
    client.post(new(cast), fields(found_heroin="showed", other="kratom", other_showed="showed"))
    row = LabResult.objects.get()
    url = reverse("lab-change", args=[cast.person.pk, row.pk])
    page = client.get(url).content.decode()
    assert 'value="kratom"' in page
    form = {
        "told_why": "on",
        "told_who": "on",
        "answer": "agreed",
        "confirmed": "yes",
        "found_heroin": "did not show",
        "version": 1,
    }
    assert client.post(url, form | {"once": uuid4(), "why": "laboratory"}).status_code == 302
    row = LabResult.objects.get()
    assert (row.confirmed, row.findings, row.version) == (True, "heroin: did not show", 2)
    page = client.get(reverse("lab", args=[cast.person.pk, row.pk])).content.decode()
    assert "confirmed by a laboratory" in page
    assert "heroin: showed" in page
    assert client.post(url, form | {"once": uuid4(), "found_heroin": "showed"}).status_code == 409
    assert client.get(reverse("labs", args=[cast.person.pk])).status_code == 200


def test_amina_records_a_test_ben_may_not_and_chidi_sees_nobody(client, cast):
    answers = {}
    for who in ("amina", "ben", "chidi", "esi"):
        client.force_login(getattr(cast, who))
        answers[who] = client.post(new(cast), fields()).status_code
    assert answers == {"amina": 302, "ben": 403, "chidi": 404, "esi": 404}


def test_a_turned_screen_shows_the_result_and_no_hint(client, cast):
    row = actions_kept.record_test(
        cast.amina, cast.person, day=today(), answer="agreed", told_why=True, told_who=True, findings="heroin: showed"
    )
    client.force_login(cast.amina)
    client.post(reverse("screen"), {"state": "turned", "person": cast.person.pk})
    page = client.get(reverse("lab", args=[cast.person.pk, row.pk])).content.decode()
    assert "heroin" in page
    assert "not good or bad by itself" not in page
