"""Today: safety first, who may come, good news, doors open. Nothing red, nothing late, nothing counted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ajar.access.models import AuditLine
from ajar.desk.tests import lives
from ajar.desk.tests.statements import own_statements
from ajar.desk.tests.test_opening_somebody import text_of, turn
from ajar.encounters import actions as encounters
from ajar.encounters.models import FollowUp
from ajar.goals import actions as goals
from ajar.people.actions import start_person
from ajar.press.never import never_said
from ajar.reflection import actions as reflection

TODAY = "/today/"
OWN = 12


def shown(client) -> str:
    return client.get(TODAY).content.decode()


def test_an_empty_day_has_a_cup_of_tea_and_a_next_step(cast, client):
    client.force_login(cast.amina)
    html = shown(client)
    assert "Good time for a cup of tea" in html
    assert reverse("person-new") in html
    assert "Please look first" not in html


def test_safety_stands_first_then_people_with_their_words_and_one_press(cast, client):
    sara = lives.live(cast)
    ilona = start_person(cast.amina, chosen_name="Ilona")
    lives.expect(cast, sara)
    lives.expect(cast, ilona, kind="call", what="ask how the night was", safety=True)
    client.force_login(cast.amina)
    html = shown(client)
    order = [
        "Please look first",
        "Ilona",
        "Your people today",
        "13:30",
        "Sara Quill",
        "Somewhere that is ours",
        "Arrived",
    ]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert html.count(f'action="{reverse("encounter-start", args=[sara.pk])}"') == 1


def test_one_press_arrives_and_she_is_off_the_list(cast, client):
    sara = lives.live(cast)
    planned = lives.expect(cast, sara)
    client.force_login(cast.amina)
    form = re.search(r'<form method="post" action="/people/[^"]+start/">(.*?)</form>', shown(client), re.S)[1]
    fields = dict(re.findall(r'name="(planned|version)" value="([^"]+)"', form))
    assert client.post(reverse("encounter-start", args=[sara.pk]), fields).status_code == 302
    assert FollowUp.objects.get(pk=planned.pk).state == "arrived"
    assert "Arrived" not in shown(client)


def test_a_day_that_passed_is_still_open_and_is_called_nothing(cast, client):
    sara = lives.live(cast)
    planned = lives.expect(cast, sara)
    FollowUp.objects.filter(pk=planned.pk).update(day=timezone.localdate() - timedelta(days=9))
    client.force_login(cast.amina)
    text = text_of(shown(client))
    assert "Sara Quill" in text
    for words in ("late", "overdue", "missed", "days ago", "waiting since"):
        assert words not in text.lower()


def test_good_news_is_thanked_with_one_press_once(cast, client):
    sara = lives.live(cast)
    client.force_login(cast.dora)
    html = shown(client)
    assert "a bed at the shelter 0" in html
    assert "used again 0" not in html
    address = re.search(r'action="(/people/[^"]+/thank/)"', html)[1]
    assert client.post(address, {"version": 1, "here": TODAY}).status_code == 302
    html = shown(client)
    assert address not in html
    assert "thanked by Dora" in html
    assert sara.pk


def test_somebody_who_was_not_in_is_a_door_open_with_a_safe_way(cast, client):
    sara = lives.live(cast)
    lives.could_be_hurt(cast, sara)
    planned = lives.expect(cast, sara)
    encounter = encounters.mark_not_in(cast.amina, planned, version=planned.version)
    client.force_login(cast.amina)
    html = shown(client)
    assert "not in today" in text_of(html)
    assert "text, after 2pm" in html
    assert reverse("safe-moves", args=[sara.pk, encounter.pk]) in html
    assert never_said(text_of(re.sub(r"<q.*?</q>", "", html))) == []


def test_where_somebody_could_hurt_her_today_names_no_place_and_no_reason(cast, client):
    sara = lives.live(cast)
    lives.could_be_hurt(cast, sara)
    lives.expect(cast, sara, what="REASON about the shelter")
    client.force_login(cast.amina)
    text = text_of(shown(client))
    assert "Sara Quill" in text
    assert "REASON" not in text
    assert cast.agency.name not in text


def test_a_supervisor_finds_the_question_and_the_worker_finds_the_answer(cast, client):
    talk = reflection.ask_for_talk(cast.amina, cast.person, thinking_of="stopping", question="PRIVATE question")
    client.force_login(cast.dora)
    html = shown(client)
    assert "Amina asks about Sara Quill" in text_of(html)
    assert "PRIVATE" not in html
    reflection.answer_talk(cast.dora, talk, version=1, answer="Go together.")
    assert "asks about" not in shown(client)
    client.force_login(cast.amina)
    assert "Dora answered about Sara Quill" in text_of(shown(client))


def test_what_is_kept_between_two_is_on_nobodys_today(cast, client):
    lives.secret(cast, cast.person)
    for who in ("dora", "ben"):
        client.force_login(getattr(cast, who))
        assert "KEPT" not in shown(client)


@pytest.mark.parametrize("who", ["chidi", "esi"])
def test_an_outsiders_today_knows_nobody_of_ours(cast, client, who):
    sara = lives.live(cast)
    lives.expect(cast, sara)
    client.force_login(getattr(cast, who))
    assert "Sara" not in shown(client)


@pytest.mark.parametrize("who", ["mona", "otto", "pia"])
def test_who_sees_no_people_has_no_today(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get(TODAY).status_code == 403


def test_today_is_on_no_turned_screen(cast, client):
    client.force_login(cast.amina)
    turn(client, cast.person)
    assert client.get(TODAY).status_code == 404


def test_nothing_is_counted_and_no_color_says_urgent(cast, client):
    for n in range(7):
        person = start_person(cast.amina, chosen_name=f"Person{n}")
        lives.expect(cast, person, at="")
        encounters.record_encounter(cast.amina, person, kind="not-in", happened_at=timezone.now())
    client.force_login(cast.amina)
    html = shown(client).split("<main")[1]
    assert not re.search(r">\s*\(?7\)?[\s<]", html)
    assert "urgent" not in html


def test_one_line_says_whose_names_were_shown(cast, client):
    lives.expect(cast, cast.person)
    client.force_login(cast.amina)
    shown(client)
    shown(client)
    assert AuditLine.objects.get(verb="today.listed", actor=cast.amina).shown == str(cast.person.pk)


@pytest.mark.parametrize("times", [1, 10])
def test_a_supervisors_day_takes_twelve_statements_however_many_people(cast, client, times):
    for n in range(times):
        person = start_person(cast.amina, chosen_name=f"Person{n}")
        lives.expect(cast, person, worker=cast.dora)
        lives.expect(cast, person, worker=cast.dora, safety=True)
        goals.record_need(cast.amina, person, words="x", rung=2, most_now=True)
        goals.add_change(cast.amina, person, kind="better", words="y")
        absent = start_person(cast.amina, chosen_name=f"Absent{n}")
        encounters.record_encounter(cast.dora, absent, kind="not-in", happened_at=timezone.now())
        reflection.ask_for_talk(cast.amina, person, question="z")
    client.force_login(cast.dora)
    statements = own_statements(client, TODAY)
    assert len(statements) == OWN, "\n".join(statements)
