"""Wherever a worker is with somebody, a door leads to a place for them, and the place stands on the referral by itself."""

import re
from html import unescape

import pytest
from django.urls import reverse

from ajar.directory.models import Referral
from ajar.directory.tests.test_sending_somebody_somewhere import (  # noqa: F401  the town is a fixture
    SOUP,
    at,
    make,
    paper,
    town,
    turn,
)
from ajar.encounters import actions as encounters
from ajar.guides import actions as guides
from ajar.guides import doing
from ajar.people.queries import open_person

DOOR = "Find a place or a service"


def link(page: str, words=DOOR) -> str:
    return unescape(re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{words}', page)[1])


@pytest.fixture
def here(town):  # noqa: F811
    town.encounter = encounters.start_encounter(town.amina, open_person(town.amina, town.sara.pk))
    return town


def test_from_an_encounter_to_a_referral_that_hangs_on_it_and_back(here, client):
    client.force_login(here.amina)
    page = at("encounter", here, here.encounter.pk)
    search = link(client.get(page).content.decode())
    assert search.startswith(at("referral-search", here) + "?")
    assert "Back to where you were" in client.get(search).content.decode()
    found = client.post(search, {"text": "meal"}, follow=True)
    choose = unescape(re.search(r'action="([^"]*/choose/[^"]*)"', found.content.decode())[1])
    chosen = client.post(choose, {"service": here.soup.pk})
    shown = client.get(chosen.url).content.decode()
    assert f'value="{SOUP}"' in shown and str(here.encounter.pk) in shown
    assert SOUP not in chosen.url and str(here.soup.pk) not in chosen.url, "no address says where somebody goes"
    sent = paper(where=SOUP, service=here.soup.pk, encounter=here.encounter.pk, here=page)
    assert client.post(chosen.url, sent).url == page
    row = Referral.objects.get()
    assert (row.encounter_id, row.service) == (here.encounter.pk, str(here.soup.pk))


def test_a_made_up_way_back_or_encounter_leads_nowhere(here, client):
    client.force_login(here.amina)
    away = client.get(at("referral-search", here), {"here": "//evil.example/"}).content.decode()
    away = away.split("<main")[1].split("</main>")[0]
    assert "evil.example" not in away and "Back to where you were" not in away
    assert client.get(at("referral-search", here), {"encounter": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["amina", "dora"])
def test_the_page_of_a_person_leads_to_a_search_for_them(here, client, who):
    client.force_login(getattr(here, who))
    page = client.get(at("person", here)).content.decode()
    assert link(page) == at("referral-search", here)
    assert reverse("find-help") + '"' not in page.split("<main")[1].split("</main>")[0]


def test_the_talk_leads_to_a_search_for_the_person_with_its_encounter(here, client):
    client.force_login(here.amina)
    walk = guides.start_walk(here.amina, open_person(here.amina, here.sara.pk), encounter=here.encounter)
    door = doing.DOORS["open_resources"]
    assert (door.page, str(door.words)) == ("referral-search", DOOR)
    address = f"{at(door.page, here)}?here={at('walk', here, walk.pk)}&encounter={here.encounter.pk}"
    assert str(here.encounter.pk) in client.get(address).content.decode()


def test_both_look_on_a_turned_screen_and_nothing_is_written_there(here, client):
    client.force_login(here.amina)
    client.post(at("referral-search", here), {"text": "zyzzyva"})
    turn(client, here)
    assert "zyzzyva" not in client.get(at("referral-search", here)).content.decode(), "the worker's own stays theirs"
    page = client.post(at("referral-search", here), {"text": "meal"}, follow=True).content.decode()
    assert SOUP in page and "Call together" not in page and at("referral-new", here) not in page
    assert client.post(at("referral-choose", here), {"service": here.soup.pk}).status_code == 404
    assert client.get(at("referral-new", here)).status_code == 404


def test_the_search_for_nobody_knows_nobody_and_says_where_a_referral_begins(here, client):
    make(here)
    client.force_login(here.amina)
    for address in (reverse("find-help"), reverse("service", args=[here.soup.pk])):
        page = client.get(address).content.decode()
        assert "Open them, and find the place from their page" in page
        assert str(here.sara.pk) not in page and "Sara" not in page
    client.force_login(here.mona)
    assert "Open them" not in client.get(reverse("find-help")).content.decode(), "a manager makes none"


@pytest.mark.parametrize(("who", "status"), [("ben", 200), ("chidi", 404), ("esi", 404), ("mona", 403)])
def test_whoever_may_not_make_one_has_no_such_door(here, client, who, status):
    client.force_login(getattr(here, who))
    assert client.get(at("referral-search", here)).status_code == status
