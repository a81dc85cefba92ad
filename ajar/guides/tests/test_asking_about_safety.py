"""Somebody said that they may hurt themselves: the question stands on the worker's side until an answer is written down."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.desk.tests import lives
from ajar.desk.tests.statements import own_statements
from ajar.desk.tests.test_opening_somebody import text_of
from ajar.encounters import actions_safety
from ajar.encounters import queries as encounters
from ajar.encounters.models import FollowUp
from ajar.guides.models import Walk
from ajar.guides.tests.test_a_talk import begin, go, turn
from ajar.people import actions as people
from ajar.press.never import never_said

OPEN = "No answer is written down yet"


def question_of(cast):
    return reverse("safety-question", args=[cast.person.pk])


def said_it(client, person):
    """He says it, before anything of the talk is kept."""
    address = begin(client, person)
    words = {"words": "just straight up kill myself"}
    go(client, address, "welcome.back", "anywhere.danger", "danger_now.self", danger_now=words)
    return address


def answer(client, cast, **said):
    version = re.search(r'name="version" value="(\d+)"', client.get(question_of(cast)).content.decode())
    return client.post(question_of(cast), {"version": version[1] if version else 1} | said, follow=True)


def pages(client, cast):
    """What the person's page and Today say of it."""
    return [text_of(client.get(at).content.decode()) for at in (reverse("person", args=[cast.person.pk]), "/today/")]


def test_it_is_asked_from_the_moment_he_says_it_and_no_word_of_it_is_written(cast, amina):
    address = said_it(amina, cast.person)
    row = FollowUp.objects.get()
    assert (row.kind, row.state, row.safety, row.made_by) == ("ask", "planned", True, cast.amina)
    assert [row.what, row.how_safe, row.came_of_it, row.answer, row.said] == ["", "", "", None, None]
    assert all(OPEN in page for page in pages(amina, cast))
    # He leaves, and nothing of the talk is kept: it is still asked, of whoever may see him and record.
    amina.post(address + "read/", {"leave": "1"})
    for who in ("amina", "dora", "ben"):
        amina.force_login(getattr(cast, who))
        assert all(OPEN in page for page in pages(amina, cast)), who
    page = amina.get(question_of(cast)).content.decode()
    assert "Asked for by Amina" in page and "kill" not in page


def test_said_twice_is_one_question_also_on_a_turned_screen(cast, amina):
    address = said_it(amina, cast.person)
    turn(amina, cast.person)
    go(amina, address, "suicide.cannot")
    assert FollowUp.objects.count() == 1


def test_said_on_a_page_that_is_old_by_now_it_is_asked_all_the_same(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "anywhere.danger")
    at = Walk.objects.get().at
    amina.post(address, {"at": at, "skip": "1"})  # on the other device
    assert not FollowUp.objects.exists()
    amina.post(address, {"at": at, "answer": 4})
    assert not FollowUp.objects.exists(), "a child who may not be safe is another question"
    amina.post(address, {"at": at, "answer": 2})
    assert FollowUp.objects.get().kind == "ask"


def test_an_answer_that_says_no_such_thing_and_skipping_ask_nothing(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "since_last.same", "need.low", "feelings.never")
    assert not FollowUp.objects.exists()
    amina.post(address, {"at": 99, "skip": "1"})
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("came", ["safe", "plan", "declined"])
def test_any_answer_ends_it_and_none_is_called_resolved(cast, amina, came):
    amina.post(reverse("safety-ask", args=[cast.person.pk]))
    page = answer(amina, cast, answer=came, said="I just want to sleep").content.decode()
    row = FollowUp.objects.get()
    assert (row.answer, row.said, row.worker, row.state, row.closed_on) == (
        came, "I just want to sleep", cast.amina, "done", localdate(),
    )  # fmt: skip
    assert "I just want to sleep" in page and "Nothing waits for an answer now" in page
    for words in ("resolved", "solved", "closed", "score", "risk level"):
        assert words not in text_of(page).lower()
    assert never_said(re.sub(r"<q.*?</q>", "", text_of(page))) == []
    assert not any(OPEN in shown for shown in pages(amina, cast))


def test_nobody_could_ask_it_stays_with_a_day_to_try_again(cast, amina):
    amina.post(reverse("safety-ask", args=[cast.person.pk]))
    without = amina.post(question_of(cast), {"version": 1, "answer": "could-not", "said": "he slept", "again": ""})
    assert without.status_code == 422 and "he slept" in without.content.decode()
    tomorrow = localdate() + timedelta(days=1)
    page = answer(amina, cast, answer="could-not", again=tomorrow.isoformat()).content.decode()
    first, second = FollowUp.objects.order_by("day")
    assert (first.state, first.next_id, second.state, second.day) == ("moved", second.pk, "planned", tomorrow)
    assert "Could not ask yet" in page and "Keep this answer" in page
    on_person, on_today = pages(amina, cast)
    assert "To try again on" in on_person and "Please look first" not in on_today
    answer(amina, cast, answer="declined")
    assert "To try again on" not in pages(amina, cast)[0]


def test_two_workers_answer_and_the_first_answer_stands(cast, amina):
    amina.post(reverse("safety-ask", args=[cast.person.pk]))
    amina.force_login(cast.ben)
    answer(amina, cast, answer="safe")
    amina.force_login(cast.amina)
    late = amina.post(question_of(cast), {"version": 1, "answer": "declined"}, follow=True)
    assert "Somebody has written down an answer already" in late.content.decode()
    assert FollowUp.objects.get().answer == "safe"


def test_of_two_joined_records_one_answer_ends_both_questions(cast, amina):
    other = people.start_person(cast.amina, chosen_name="Sara Q")
    for person in (cast.person, other):
        amina.post(reverse("safety-ask", args=[person.pk]))
    people.join(cast.amina, cast.person, other=other)
    answer(amina, cast, answer="safe")
    assert not FollowUp.objects.filter(state="planned").exists()


@pytest.mark.parametrize("state", ["turned", "handed"])
def test_on_no_screen_that_somebody_else_reads(cast, amina, state):
    amina.post(reverse("safety-ask", args=[cast.person.pk]))
    turn(amina, cast.person, state)
    for alone in ({}, {"alone": "1"}):
        turn(amina, cast.person, state, **alone)
        assert amina.get(question_of(cast)).status_code == 404
        assert "safety" not in text_of(amina.get(reverse("person", args=[cast.person.pk])).content.decode()).lower()


def test_it_is_no_next_time_no_visit_and_is_finished_in_no_other_way(cast, amina):
    amina.post(reverse("safety-ask", args=[cast.person.pk]))
    row = FollowUp.objects.get()
    assert encounters.next_contact(cast.amina, cast.person) is None
    html = amina.get(reverse("person", args=[cast.person.pk])).content.decode()
    assert "expected" not in text_of(html) and "Next time" not in text_of(html)
    for name in ("followup", "followup-done", "followup-not-in"):
        address = reverse(name, args=[cast.person.pk, row.pk])
        asked = amina.get(address) if name == "followup" else amina.post(address, {"version": 1})
        assert asked.status_code == 404
    offered = amina.get(reverse("followup-new", args=[cast.person.pk])).content.decode()
    assert 'value="ask"' not in offered


def test_where_somebody_could_hurt_her_today_says_no_reason(cast, amina):
    lives.could_be_hurt(cast, cast.person)
    amina.post(reverse("safety-ask", args=[cast.person.pk]))
    on_today = pages(amina, cast)[1]
    assert "Please look first" in on_today and "Ask about safety" not in on_today


def test_amina_ben_and_dora_may_ask_the_manager_and_outsiders_may_not(cast, client):
    answers = {}
    for who in ("amina", "ben", "dora", "mona", "otto", "pia", "chidi", "esi"):
        client.force_login(getattr(cast, who))
        answers[who] = [
            client.post(reverse("safety-ask", args=[cast.person.pk])).status_code,
            client.get(question_of(cast)).status_code,
        ]
        seen = client.get("/today/").content.decode()
        assert ("Sara" in seen) == (who in ("amina", "ben", "dora"))
    assert answers == {
        "amina": [302, 200], "ben": [302, 200], "dora": [302, 200], "mona": [403, 403], "otto": [403, 403],
        "pia": [403, 403], "chidi": [404, 404], "esi": [404, 404],
    }  # fmt: skip
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("times", [1, 10])
def test_the_question_and_todays_list_take_as_many_statements_however_many_there_are(cast, amina, times):
    for n in range(times):
        other = people.start_person(cast.amina, chosen_name=f"Person{n}")
        actions_safety.ask_about_safety(cast.dora, other)
        row = actions_safety.ask_about_safety(cast.dora, cast.person)
        actions_safety.answer_safety(cast.dora, cast.person, row, version=row.version, answer="safe", said="x")
    actions_safety.ask_about_safety(cast.dora, cast.person)
    assert len(own_statements(amina, question_of(cast))) <= 8
    assert len(own_statements(amina, "/today/")) <= 11
    assert len(own_statements(amina, reverse("person", args=[cast.person.pk]))) <= 7
