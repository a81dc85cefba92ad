from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.models import AuditLine
from ajar.access.policy import Screen, ScreenState
from ajar.encounters import actions_kept
from ajar.encounters.models import Confidence
from ajar.goals import actions, queries
from ajar.goals.models import Need, Obstacle, Strength


def need(**more):
    return {"words": "somewhere safe to stay", "rung": "2", "most_now": "on", "once": uuid4(), **more}


def test_who_may_write_a_need_down(client, cast, at):
    answers = {}
    for who in ("amina", "ben", "dora", "chidi", "esi", "mona", "otto"):
        client.force_login(getattr(cast, who))
        answers[who] = client.post(at("need-new"), need()).status_code
    assert answers == {"amina": 302, "ben": 302, "dora": 302, "chidi": 404, "esi": 404, "mona": 403, "otto": 403}


def test_sara_says_what_matters_most_before_anything_on_use_is_asked(client, cast, at):
    client.force_login(cast.amina)
    page = client.get(at("need-new")).content.decode()
    assert "What is your most important need right now?" in page
    assert page.count('name="rung"') == 8 and page.count("checked") >= 1  # nobody has to sort it
    assert "drug" not in page.lower()
    client.post(at("need-new"), need(words="  somewhere safe to stay.\r\nFor real "))
    row = queries.most_now(cast.amina, cast.person)
    assert (row.words, row.rung) == ("  somewhere safe to stay.\nFor real ", 2)
    assert AuditLine.objects.filter(verb="need.recorded", thing_id=row.pk).count() == 1


def test_the_most_important_need_moves_with_one_press(client, cast, at):
    client.force_login(cast.amina)
    client.post(at("need-new"), need(words="a bed"))
    first = Need.objects.get()
    client.post(at("need-new"), need(words="a dentist", rung="3"))
    assert queries.most_now(cast.amina, cast.person).words == "a dentist"
    client.post(at("need-first", first.pk))
    assert queries.most_now(cast.amina, cast.person).words == "a bed"
    assert Need.objects.filter(most_now=True).count() == 1
    client.post(at("need-met", first.pk))
    assert queries.most_now(cast.amina, cast.person) is None
    assert b"met on" in client.get(at("needs")).content
    for _ in range(2):  # pressed twice by mistake: the same answer
        assert client.post(at("need-met", first.pk), {"met": "no"}).status_code == 302
    first.refresh_from_db()
    assert first.met_on is None


def test_a_need_said_another_way_keeps_the_old_words(client, cast, at, told):
    client.force_login(cast.amina)
    sent = need(words="Somewhere that is ours", version=1)
    assert client.post(at("need", told.need.pk), sent).status_code == 302
    assert "Somewhere safe to stay" in client.get(at("need", told.need.pk)).content.decode()
    stale = client.post(at("need", told.need.pk), need(words="mine", version=1))
    assert stale.status_code == 409
    assert "mine" in stale.content.decode() and "Somewhere that is ours" in stale.content.decode()
    assert queries.most_now(cast.amina, cast.person).words == "Somewhere that is ours"


def test_a_form_with_something_missing_comes_back_with_every_word(client, cast, at):
    client.force_login(cast.amina)
    answer = client.post(at("need-new"), need(rung="", words="a roof, any roof"))
    assert answer.status_code == 422
    assert "a roof, any roof" in answer.content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize("words", ["a\x00b", "a\ud800b", "x" * 20_001])
def test_words_that_cannot_be_kept_get_a_clear_message(client, cast, at, words):
    client.force_login(cast.amina)
    sent = {
        **need(),
        "words": words.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if "\ud800" in words else words,
    }
    assert client.post(at("need-new"), sent).status_code in ((302, 422) if "\ud800" in words else (422,))


def test_long_and_strange_words_are_kept_as_they_are(client, cast, at):
    client.force_login(cast.amina)
    words = "قال لي: 家 \N{FAMILY} <b>&amp;" + "é" * 4_900
    assert client.post(at("strength-new"), {"words": words, "once": uuid4()}).status_code == 302
    assert Strength.objects.get().words == words
    assert "<b>" not in client.get(at("needs")).content.decode().replace("<bdi>", "")


def test_a_double_click_writes_one_row_and_other_words_are_not_swallowed(client, cast, at):
    client.force_login(cast.amina)
    sent = need()
    assert [client.post(at("need-new"), sent).status_code for _ in range(2)] == [302, 302]
    assert client.post(at("need-new"), sent | {"words": "other"}).status_code == 409
    assert Need.objects.count() == 1


def test_what_stands_in_the_way_belongs_to_the_world_or_to_us(client, cast, at):
    client.force_login(cast.amina)
    page = client.get(at("obstacle-new")).content.decode()
    assert "a rule of ours" in page
    client.post(at("obstacle-new"), {"words": "you open at ten", "owner": "agency", "once": uuid4()})
    row = Obstacle.objects.get()
    client.post(at("obstacle", row.pk), {"words": "you open at eleven", "owner": "agency", "version": 1})
    client.post(at("obstacle-gone", row.pk))
    row.refresh_from_db()
    assert (row.words, row.gone_on) == ("you open at eleven", localdate())


def test_what_is_made_from_a_confidence_has_its_readers(client, cast, at):
    """Decision 31: a row made from a confidence inherits its class; a teammate gets the answer for nothing there."""
    kept = Confidence(agency=cast.agency, person=cast.person, author=cast.amina, words="quiet", day=localdate())
    kept.save()
    client.force_login(cast.amina)
    client.post(
        at("change-new"), {"kind": "better", "noticed_by": "person", "words": "told the truth", "confidence": kept.pk}
    )
    client.post(
        at("goal-new"),
        {"words": "be straight", "domain": "other", "spectrum": "none", "origin": "mine", "confidence": kept.pk},
    )
    goal = queries.goals(cast.amina, cast.person)[0]
    client.post(at("goal-mark", goal.pk, "closeness"), {"value": "4"})
    client.post(at("step-new"), {"words": "one day", "goal": goal.pk})
    client.post(at("change-new"), {"kind": "setback", "noticed_by": "person", "words": "not that day", "goal": goal.pk})
    assert len(queries.story(cast.amina, cast.person).changes) == 2
    assert queries.good_news(cast.amina) == []  # nobody's Today: whoever looks over a shoulder reads it
    for reader in (cast.dora, cast.ben):
        assert queries.story(reader, cast.person).changes == []
        assert queries.story(reader, cast.person).strip.marks == ()
        assert queries.goals(reader, cast.person) == []
        assert queries.next_steps(reader, cast.person) == []
        assert queries.good_news(reader) == []
        client.force_login(reader)
        assert client.get(at("goal", goal.pk)).status_code == 404
        answer = client.post(at("change-new"), {"kind": "better", "noticed_by": "person", "confidence": kept.pk})
        assert answer.status_code == 404


def test_a_turned_screen_shows_the_person_it_is_turned_to_and_nobody_else(cast, told):
    cast.amina.screen = Screen(ScreenState.TURNED, uuid4())
    assert queries.needs(cast.amina, cast.person) == []
    assert queries.good_news(cast.amina) == []
    cast.amina.screen = Screen(ScreenState.TURNED, cast.person.pk)
    assert len(queries.needs(cast.amina, cast.person)) == 1


def test_a_need_of_another_day_may_be_written_by_an_action(cast, ago):
    row = actions.record_need(cast.amina, cast.person, words="a phone", rung=6, day=ago(400))
    assert row.day == localdate() - timedelta(days=400)


def test_an_id_of_another_agency_is_nowhere(client, cast, at):
    client.force_login(cast.amina)
    assert client.get(reverse("need-new", args=[cast.stranger.pk])).status_code == 404
    assert client.get(at("need", uuid4())).status_code == 404


def test_what_was_made_of_a_confidence_is_on_no_turned_or_handed_screen(client, cast):
    """Whoever else is in the room reads along; the author's own screen has it."""
    kept = actions_kept.keep_between(cast.amina, cast.person, words="I think of leaving him.")
    row = actions.record_strength(cast.amina, cast.person, words="my aunt in Ohio", kept_between=kept)
    page = reverse("strength", args=[cast.person.pk, row.pk])
    client.force_login(cast.amina)
    assert "my aunt in Ohio" in client.get(page).content.decode()
    for state in ("turned", "handed"):
        client.force_login(cast.amina)
        client.post(reverse("screen"), {"state": state, "person": cast.person.pk})
        assert client.get(page).status_code == 404, state
        assert "aunt" not in client.get(reverse("person", args=[cast.person.pk])).content.decode()
