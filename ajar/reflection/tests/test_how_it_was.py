"""At the end of a talk: three taps and words if they like. The person sees it first; it changes nothing for them."""

import pytest
from django.urls import reverse

from ajar.access.models import AuditLine
from ajar.encounters.actions import start_encounter
from ajar.reflection.models import Feedback

TAPS = {"mattered": "2", "heard": "1", "way": "0"}
WORDS = "you talked too fast"


@pytest.fixture
def amina(cast, client):
    client.force_login(cast.amina)
    return client


def turn(client, cast, state):
    client.post("/screen/", {"state": state, "person": str(cast.person.pk), "here": "/"})


def page(client, name, cast) -> str:
    return client.get(reverse(name, args=[cast.person.pk])).content.decode()


def test_three_taps_and_what_she_wrote_is_hers_until_she_shares_it(cast, amina):
    came = start_encounter(cast.amina, cast.person)
    turn(amina, cast, "turned")
    asked = reverse("feedback-new", args=[cast.person.pk])
    said = TAPS | {"words": WORDS, "encounter": str(came.pk)}
    shown = amina.post(asked, said, follow=True)
    assert shown.redirect_chain[-1][0] == reverse("feedback", args=[cast.person.pk]), "she sees it first"
    assert WORDS in shown.content.decode()
    row = Feedback.objects.get()
    assert (row.mattered, row.heard, row.way, row.encounter_id) == (2, 1, 0, came.pk)
    assert AuditLine.objects.filter(verb="feedback.taken").count() == 1
    turn(amina, cast, "mine")
    assert WORDS not in page(amina, "feedback", cast), "hers, until she says that it may be read"
    assert "a bit" in page(amina, "feedback", cast)
    amina.post(asked, {"heard": "2", "words": "thank you for waiting", "may_read": "on"})
    trend = page(amina, "feedback", cast)
    assert "thank you for waiting" in trend and trend.index("a bit") < trend.index("thank you for waiting")
    assert amina.get(reverse("person", args=[cast.person.pk])).status_code == 200, "it changes nothing"


def test_nothing_has_to_be_said_and_nothing_is_not_kept(cast, amina):
    asked = reverse("feedback-new", args=[cast.person.pk])
    assert "Nothing said yet. That is OK." in page(amina, "feedback", cast)
    assert amina.post(asked, {"words": ""}).status_code == 422
    assert amina.post(asked, {"heard": "7"}).status_code == 422
    assert "Not today" in page(amina, "feedback-new", cast)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("who", ["chidi", "esi"])
def test_others_learn_nothing_of_it(cast, amina, client, who):
    amina.post(reverse("feedback-new", args=[cast.person.pk]), TAPS | {"words": WORDS, "may_read": "on"})
    client.force_login(getattr(cast, who))
    for name in ("feedback", "feedback-new"):
        assert client.get(reverse(name, args=[cast.person.pk])).status_code == 404
