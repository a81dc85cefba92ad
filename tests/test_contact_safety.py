"""Where somebody could hurt them: titles, prints, lists of calls and messages hold no name of this place, no topic, no role.

The pages are those of the real table, so that a new one is covered on the day it is written.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from ajar.access.middleware import set_agency
from ajar.access.models import Agency, Site, Team
from ajar.access.policy import Role
from ajar.encounters import actions as encounters
from ajar.encounters.tests import today as day_at_the_site
from ajar.goals import actions as goals
from ajar.goals import actions_goals
from ajar.people import actions as people
from ajar.people.models import ContactRule
from ajar.people.queries import open_person
from ajar.plans import actions as plans
from ajar.plans import rules as paper
from conftest import make_worker
from tests.planted import address, plant, uuid_kwargs
from tests.test_house import HOUSE, every_page

TOPIC = "about the methadone"


@pytest.fixture
def scene(cast):
    """A planted person in a place with telling names, and calls about something; nobody said yet that she could be hurt."""
    for model, name in ((Agency, "Needle House"), (Site, "Syringe Van"), (Team, "Opioid Team")):
        rows = model.objects.filter(**({"pk": cast.agency.pk} if model is Agency else {"agency": cast.agency}))
        rows.filter(pk=rows.order_by("pk").first().pk).update(name=name)
    blocked = make_worker(cast.agency, "Bo", "counselor", cast.north)
    cast.planted = plant(cast.amina, blocked=blocked)
    person = cast.planted.person
    # the planted rule says "yes" to everything; the newest one counts
    order = ContactRule.objects.filter(person=person).count()
    people.keep_contact(cast.amina, person, version=order, sender="M.", ways="text")
    today = day_at_the_site()
    for kind, safety, days in (("call", False, 0), ("call", True, 0), ("visit", False, 0), ("message", False, 0)):
        encounters.plan_followup(
            cast.amina, person, kind=kind, safety=safety, day=today + timedelta(days=days), what=TOPIC
        )
    cast.telling = {"Needle House", "Syringe Van", "Opioid Team", TOPIC}
    return cast


def hurt(cast, person):
    set_agency(cast.agency.pk)  # a request cleared it from the connection
    order = ContactRule.objects.filter(person=person).count()
    people.keep_contact(cast.amina, person, version=order, sender="M.", ways="text", could_be_hurt="yes")


def titles(client, cast) -> dict:
    found = {}
    for page in every_page():
        if "person_id" in uuid_kwargs(page):
            page_of_theirs = client.get(address(page, cast.planted)[0])
            title = re.search(rb"<title>(.*?)</title>", page_of_theirs.content, re.S)
            if page_of_theirs.status_code == 200 and title:
                found[page.name] = title[1].decode()
    return found


def test_every_page_about_them_has_a_title_that_says_nothing(client, scene):
    client.force_login(scene.amina)
    before = titles(client, scene)
    assert len(before) > 50
    assert {"A test", "Duty decisions", "Supervision"} <= set(before.values()), "the control: titles that would tell"
    hurt(scene, scene.planted.person)
    assert set(titles(client, scene).values()) == {"Notes"}


def test_a_title_is_made_in_one_place():
    """Another page of ours that begins an html document of its own would go round the quiet title."""
    own = [str(f.relative_to(HOUSE)) for f in HOUSE.glob("**/templates/**/*.html") if "<html" in f.read_text()]
    assert set(own) == {
        "templates/base.html", "plans/templates/plans/pdf.html", "basket/templates/basket/handout_pdf.html",
        "consents/templates/consents/copy.html", "consents/templates/consents/outgoing.html",
    }  # fmt: skip
    assert (HOUSE / "basket/templates/basket/handout_pdf.html").read_text().count("{{") == 1, "its language"
    assert (HOUSE / "plans/templates/plans/pdf.html").read_text().count("{{") == 2, "its language and its paper"


def test_lists_of_calls_say_who_and_how_and_nothing_of_why(client, scene):
    person = open_person(scene.amina, scene.planted.person.pk)
    said = {"a bed he does not know about", "pack the blue bag", "she found a room"}
    need, step, news = sorted(said)
    goals.record_need(scene.amina, person, words=need, rung=2)
    actions_goals.add_step(scene.amina, person, words=step)
    goals.add_change(scene.amina, person, kind="better", words=news)
    scene.telling |= said
    client.force_login(scene.amina)
    page = client.get(reverse("today")).content.decode()
    assert page.count(TOPIC) == 4, "the control"
    assert [words for words in said if words not in page] == [], "the control"
    hurt(scene, scene.planted.person)
    page = client.get(reverse("today")).content.decode()
    assert not [word for word in scene.telling if word in page]
    assert "from “M.”" in page
    client.post(reverse("language"), {"language": "es", "here": "/"})
    assert "algo mejor" in client.get(reverse("today")).content.decode(), "that something got better may be said"


@pytest.mark.parametrize("kind", ["sheet", "card"])
def test_no_print_names_the_place_the_topic_or_a_role(client, scene, kind):
    person = scene.planted.person
    row = plans.make_print(scene.amina, open_person(scene.amina, person.pk), kind=kind, parts=list(paper.PARTS))
    client.force_login(scene.amina)
    url = reverse("print", args=[person.pk, row.pk])
    assert "Needle House" in client.get(url).content.decode(), "the control"
    hurt(scene, person)
    page = _paper(client.get(url).content.decode())
    telling = scene.telling | {scene.amina.name, *(role.value for role in Role), "a call", "a visit"}
    assert not [word for word in telling if re.search(rf"\b{re.escape(word)}\b", page, re.IGNORECASE)]


def _paper(page: str) -> str:
    return re.sub(r"<[^>]*>", " ", re.search(r"<article.*?</article>", page, re.S)[0])


def test_the_house_has_no_calendar_that_could_tell():
    """A calendar entry would be bound as a title is. Whoever builds one meets this test first."""
    said = [
        str(f)
        for f in HOUSE.glob("**/*.py")
        if re.search(r"text/calendar|\.ics\b|BEGIN:VCALENDAR", Path(f).read_text())
    ]
    assert said == []
