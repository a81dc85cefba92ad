"""A worker is stuck, asks in two taps, and is answered with what is possible. Nothing happens to the person."""

import re
import uuid

import pytest
from django.urls import reverse

from ajar.access.models import Amendment, AuditLine, Draft
from ajar.people import protecting
from ajar.people.actions import start_person
from ajar.people.models import Person
from ajar.reflection import actions, queries
from ajar.reflection.models import SupervisionTalk


@pytest.fixture
def talk(cast):
    return actions.ask_for_talk(
        cast.amina, cast.person, thinking_of="stopping", question="I am thinking of dropping her."
    )


def page_of(name, cast, *more):
    return reverse(name, args=[cast.person.pk, *more])


def test_a_worker_asks_in_two_taps_and_types_nothing(cast, client):
    client.force_login(cast.amina)
    asking = client.get(page_of("talk-new", cast))
    assert b'name="thinking_of" value="stopping"' in asking.content
    response = client.post(page_of("talk-new", cast), {"thinking_of": "stopping", "question": "", "once": uuid.uuid4()})
    talk = SupervisionTalk.objects.get()
    assert response.status_code == 302
    assert response.url == page_of("talk", cast, talk.pk)
    assert (talk.thinking_of, talk.question, talk.state) == ("stopping", "", "asked")
    assert AuditLine.objects.filter(verb="talk.asked", subject=cast.person.pk).count() == 1


def test_a_double_click_asks_once(cast, client):
    client.force_login(cast.amina)
    form = {"thinking_of": "stuck", "question": "What now?", "once": str(uuid.uuid4())}
    first, second = (client.post(page_of("talk-new", cast), form) for _ in range(2))
    assert first.url == second.url
    assert SupervisionTalk.objects.count() == 1


def test_thinking_of_stopping_leads_to_what_is_possible_and_never_to_an_ending(cast, client, talk):
    client.force_login(cast.amina)
    shown = client.get(page_of("talk", cast, talk.pk)).content.decode()
    for _key, words in queries.possible_instead():
        assert words in shown
    assert "A limit is for behavior toward others" in shown
    for ending in ("discharge", "close the", "terminate", "drop her</", "end of care", "archive"):
        assert ending not in shown.lower()


def test_the_supervisor_answers_with_ticks_and_own_words_and_the_worker_reads_it(cast, client, talk):
    client.force_login(cast.dora)
    offered = [words for _key, words in queries.possible_instead()]
    form = {
        "answer": "Thank you for saying so.",
        "instead": [offered[0], offered[3]],
        "own": "Meet at the shelter.\n",
        "version": 1,
        "once": uuid.uuid4(),
    }
    assert client.post(page_of("talk-answer", cast, talk.pk), form).status_code == 302
    client.force_login(cast.amina)
    shown = client.get(page_of("talk", cast, talk.pk)).content.decode()
    for words in ("Thank you for saying so.", offered[0], offered[3], "Meet at the shelter."):
        assert words in shown
    assert [row.pk for row in queries.answers_for_me(cast.amina)] == [talk.pk]
    assert queries.waiting_for_us(cast.dora) == []


def test_a_changed_answer_keeps_the_first_one_and_two_supervisors_do_not_overwrite_each_other(cast, client, talk):
    actions.answer_talk(cast.dora, talk, version=1, answer="First thought.")
    client.force_login(cast.dora)
    late = {"answer": "From an old page.", "version": 1, "once": uuid.uuid4()}
    response = client.post(page_of("talk-answer", cast, talk.pk), late)
    assert response.status_code == 409
    assert "From an old page." in response.content.decode()
    talk.refresh_from_db()
    actions.answer_talk(cast.dora, talk, version=talk.version, answer="Second thought.")
    assert "First thought." in [row.was for row in Amendment.objects.filter(thing_id=talk.pk, column="answer")]


def test_an_empty_answer_is_not_kept_and_nothing_is_lost(cast, client, talk):
    client.force_login(cast.dora)
    form = {"answer": "  ", "own": "Meet outside.", "version": 1, "once": uuid.uuid4()}
    response = client.post(page_of("talk-answer", cast, talk.pk), form)
    assert response.status_code == 422
    assert "Meet outside." in response.content.decode()
    assert SupervisionTalk.objects.get().state == "asked"


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 200), ("dora", 200), ("ben", 404), ("chidi", 404), ("mona", 403)]
)
def test_who_reads_a_talk(cast, client, talk, who, status):
    client.force_login(getattr(cast, who))
    response = client.get(page_of("talk", cast, talk.pk))
    assert response.status_code == status
    assert ("thinking of dropping her" in response.content.decode()) == (status == 200)


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("ben", 403), ("chidi", 403), ("otto", 403)])
def test_only_a_supervisor_answers(cast, client, talk, who, status):
    client.force_login(getattr(cast, who))
    form = {"answer": "x", "version": 1, "once": uuid.uuid4()}
    assert client.post(page_of("talk-answer", cast, talk.pk), form).status_code == status
    assert SupervisionTalk.objects.get().answer == ""


def test_a_talk_is_on_no_turned_screen(cast, client, talk):
    client.force_login(cast.amina)
    client.post(reverse("screen"), {"state": "turned", "person": cast.person.pk})
    for address in (page_of("talk", cast, talk.pk), page_of("talk-new", cast), reverse("talks")):
        assert client.get(address).status_code == 404


def test_a_block_takes_the_talks_too(cast, client, talk):
    from ajar.people.models import Block

    Block.objects.create(
        agency=cast.agency, person=cast.person, worker=cast.amina, placed_by=cast.dora, placed_on=talk.asked_on
    )
    client.force_login(cast.amina)
    assert client.get(page_of("talk", cast, talk.pk)).status_code == 404
    assert "Sara" not in client.get(reverse("talks")).content.decode()


def test_the_list_is_newest_first_and_counts_and_compares_nobody(cast, client, django_assert_max_num_queries):
    for n in range(12):
        person = start_person(cast.amina, chosen_name=f"Somebody{n}")
        actions.ask_for_talk(cast.amina, person, thinking_of="stuck", question=f"Question {n}")
    client.force_login(cast.dora)
    client.get(reverse("talks"))
    with django_assert_max_num_queries(20):  # own: talks twice, names, keys; the rest is sign-in and the audit line
        shown = client.get(reverse("talks")).content.decode()
    assert shown.count("Amina") == 12, "named beside each talk and nowhere summed up"
    assert not re.search(r">[^<]*\b12\b", shown)


def test_asking_changes_nothing_about_the_person(cast):
    before = Person.objects.filter(pk=cast.person.pk).values().get()
    talk = actions.ask_for_talk(cast.amina, cast.person, thinking_of="stopping")
    actions.answer_talk(cast.dora, talk, version=1, answer="Let us go together.")
    assert Person.objects.filter(pk=cast.person.pk).values().get() == before


def test_a_question_with_a_character_that_cannot_be_kept_is_refused_with_words(cast, client):
    client.force_login(cast.amina)
    form = {"thinking_of": "stuck", "question": "I do not\x00know", "once": uuid.uuid4()}
    response = client.post(page_of("talk-new", cast), form)
    assert response.status_code == 422
    assert "cannot be kept" in response.content.decode()
    assert not SupervisionTalk.objects.exists()


def test_an_answer_that_is_being_typed_goes_when_the_person_is_erased(cast, client, talk):
    client.force_login(cast.dora)
    page = client.get(page_of("talk", cast, talk.pk)).content.decode()
    keep = re.search(r'data-draft="([^"]+)"', page)[1]
    assert client.post(keep, {"answer": "Ask her about Ray"}).status_code == 204
    assert "Ask her about Ray" in client.get(page_of("talk", cast, talk.pk)).content.decode()
    protecting.erase(cast.pia, cast.person)
    assert not Draft.objects.exists()
