"""The Person page: what matters most to somebody now, in their words; how far they have come; one press to begin."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ajar.desk.tests import lives
from ajar.desk.tests.statements import own_statements
from ajar.people.actions import start_person
from ajar.people.models import Person
from ajar.press.never import never_said

OWN = 7


@pytest.fixture
def sara(cast):
    return lives.live(cast)


def page_of(person):
    return reverse("person", args=[person.pk])


def turn(client, person):
    client.post(reverse("screen"), {"state": "turned", "person": person.pk})


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0]))


def test_her_words_come_first_then_the_step_what_helped_the_story_life_and_goals(cast, client, sara):
    client.force_login(cast.amina)
    html = client.get(page_of(sara)).content.decode()
    order = [
        "Sara Quill", "What matters most to Sara Quill now", "Somewhere that is ours before Elise comes", "call housing",
        "8 of 10", "Dana&#x27;s calls 0", "The story so far", "a bed at the shelter 0", "How life is", "a place with a door 0",
        "Jay Supporter",
    ]  # fmt: skip
    places = [html.index(words) for words in order]
    assert places == sorted(places)


def test_better_and_setback_are_one_list_with_marks_of_one_size_in_her_own_word(cast, client, sara):
    client.force_login(cast.amina)
    html = client.get(page_of(sara)).content.decode()
    story = html.split('<ul class="story">')[1].split("</ul>")[0]
    marks = re.findall(r"<li>(<svg[^>]+>)", story)
    assert len(marks) == 2
    assert len({re.sub(r"title.*", "", mark) for mark in marks}) == 1
    assert "a hard night" in html


def test_one_press_starts_and_an_expected_visit_arrives_however_late(cast, client, sara):
    planned = lives.expect(cast, sara, at="08:00")
    client.force_login(cast.amina)
    html = client.get(page_of(sara)).content.decode()
    assert "Arrived: start" in html
    assert "late" not in text_of(html).lower().split()
    client.post(reverse("encounter-start", args=[sara.pk]), {"planned": planned.pk, "version": planned.version})
    planned.refresh_from_db()
    assert planned.state == "arrived"
    html = client.get(page_of(sara)).content.decode()
    assert "Go on with today" in html
    assert "Arrived: start" not in html


def test_somebody_new_gets_warm_words_and_one_next_step(cast, client):
    person = start_person(cast.amina, chosen_name="Noor")
    client.force_login(cast.amina)
    text = text_of(client.get(page_of(person)).content.decode())
    for words in ("Not said yet", "The story starts here", "No goal yet. That is OK.", "None yet"):
        assert words in text


def test_somebody_with_a_code_and_no_name_is_called_by_the_code(cast, client):
    person = start_person(cast.amina, code="BLUE-FOX-27")
    client.force_login(cast.amina)
    assert "What matters most to BLUE-FOX-27 now" in client.get(page_of(person)).content.decode()


def test_two_years_of_silence_are_a_day_and_nothing_else(cast, client, sara):
    day = timezone.localdate() - timedelta(days=760)
    Person.objects.filter(pk=sara.pk).update(last_seen=day)
    client.force_login(cast.amina)
    text = text_of(client.get(page_of(sara)).content.decode())
    assert f"last here {day.day} {day:%b} {day.year}" in text
    for words in ("ago", "inactive", "lost", "close", "archive", "days since", "no contact"):
        assert words not in text.lower().replace("closeness", "")
    assert "Start session" in text


def test_the_house_never_says_what_it_never_says(cast, client, sara):
    lives.expect(cast, sara)
    client.force_login(cast.amina)
    html = re.sub(r"<q.*?</q>", "", client.get(page_of(sara)).content.decode())
    assert never_said(text_of(html)) == []


def test_on_a_turned_screen_there_is_nobody_else_and_no_way_to_reach_her(cast, client, sara):
    lives.could_be_hurt(cast, sara)
    lives.expect(cast, sara, what="WORKER-LINE")
    start_person(cast.amina, chosen_name="Somebody Else")
    client.force_login(cast.amina)
    mine = client.get(page_of(sara)).content.decode()
    assert "after 2pm" in mine
    turn(client, sara)
    html = client.get(page_of(sara)).content.decode()
    assert 'data-view="turned"' in html
    assert "Somewhere that is ours before Elise comes" in html
    for words in (
        "after 2pm", "M.", "Jay Supporter", "WORKER-LINE", "Amina", "Dora", "Somebody Else", "hurt", "supervision",
        "Start session", "Ctrl K",
    ):  # fmt: skip
        assert words not in html, words


def test_a_turned_screen_has_no_page_of_anybody_else(cast, client, sara):
    other = start_person(cast.amina, chosen_name="Somebody Else")
    client.force_login(cast.amina)
    turn(client, sara)
    assert client.get(page_of(other)).status_code == 404


def test_where_somebody_could_hurt_her_the_title_says_nothing(cast, client, sara):
    client.force_login(cast.amina)
    assert "<title>Sara Quill</title>" in client.get(page_of(sara)).content.decode()
    lives.could_be_hurt(cast, sara)
    for turned in (False, True):
        if turned:
            turn(client, sara)
        html = client.get(page_of(sara)).content.decode()
        assert "Sara" not in html.split("<title>")[1].split("</title>")[0]


def test_what_is_kept_between_two_is_not_on_the_page_of_a_teammate(cast, client, sara):
    lives.secret(cast, sara)
    for who, there in (("amina", True), ("dora", False), ("ben", False)):
        client.force_login(getattr(cast, who))
        assert ("KEPT" in client.get(page_of(sara)).content.decode()) == there, who


@pytest.mark.parametrize(
    ("who", "status"),
    [("amina", 200), ("ben", 200), ("dora", 200), ("chidi", 404), ("esi", 404), ("mona", 403), ("otto", 403)],
)
def test_who_opens_her_page(cast, client, sara, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(page_of(sara)).status_code == status


def test_every_page_about_her_is_reached_from_here_and_no_link_leads_to_a_closed_door(cast, client, sara):
    for who in ("amina", "ben", "dora"):
        client.force_login(getattr(cast, who))
        html = client.get(page_of(sara)).content.decode()
        links = set(re.findall(rf'href="(/people/{sara.pk}/[^"?]*)', html))
        assert len(links) > 15
        for link in links:
            assert client.get(link).status_code == 200, (who, link)
        assert (reverse("person-words", args=[sara.pk]) in links) == (who != "ben")


def test_limits_say_what_is_open_first(cast, client, sara):
    from ajar.goals.actions_limits import set_limit

    set_limit(
        cast.amina, sara, behavior="threat", happened="HAPPENED", effect="x", limit="No visits inside",
        until=timezone.localdate() + timedelta(days=7), open_today="The van, every evening", way_back="Talk with Dora",
        reviewer=cast.dora,
    )  # fmt: skip
    client.force_login(cast.amina)
    html = client.get(page_of(sara)).content.decode()
    assert html.index("The van, every evening") < html.index("No visits inside") < html.index("Talk with Dora")
    assert "HAPPENED" not in html


@pytest.mark.parametrize("times", [1, 12])
def test_the_page_takes_seven_statements_of_its_own_however_long_the_history(cast, client, times):
    sara = lives.live(cast, times)
    client.force_login(cast.amina)
    statements = own_statements(client, page_of(sara))
    assert len(statements) == OWN, "\n".join(statements)


def test_the_page_of_a_long_history_is_small(cast, client):
    sara = lives.live(cast, 40)
    client.force_login(cast.amina)
    assert len(client.get(page_of(sara)).content) < 60_000
