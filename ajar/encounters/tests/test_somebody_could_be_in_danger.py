"""A duty: a child, somebody elsewhere, one of us. The worker decides and acts; the page says which ways are left."""

import base64
import re
import uuid

import pytest
from django.urls import reverse

from ajar.access.models import Agency
from ajar.consents.models import Disclosure
from ajar.encounters.models import Judgement

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client, settings):
    """In a made-up state whose law is filled in, as a demo counts it."""
    settings.DEMO = True
    Agency.objects.filter(pk=cast.agency.pk).update(region="xe")
    client.force_login(cast.amina)
    return client


def at(cast, name):
    return reverse(name, args=[cast.person.pk])


def unfilled(cast):
    Agency.objects.filter(pk=cast.agency.pk).update(region="xx")


def decided(**more):
    return {"about": "protect", "way": "decide", "why": "He named a day and a place.", "once": str(uuid.uuid4())} | more


def child(**more):
    said = {"ground": "child", "first": "on", "what": "a needle in the child's foot", "contact": "Sara Quill, 1 Main",
            "name": "Child line", "sure": "called", "why": "The law asks for it.", "once": str(uuid.uuid4())}  # fmt: skip
    return {k: v for k, v in (said | more).items() if v}


def here(**more):
    said = {"where": "us", "what": "hit a worker at the desk", "contact": "Sara Quill, 1 Main, left on foot",
            "name": "Precinct 4", "sure": "called", "why": "A worker was hurt.", "once": str(uuid.uuid4())}  # fmt: skip
    return said | more


def told_after_reading(client, address, said):
    page = client.post(address, said).content.decode()
    seen = re.search(r'name="seen" value="(\w{64})"', page)
    assert seen and not Disclosure.objects.filter(released=True).exists(), "read first, then told"
    return client.post(address, said | {"seen": seen[1]})


def test_a_first_report_about_a_child_is_made_by_a_worker_and_kept_as_it_was_said(cast, amina):
    assert told_after_reading(amina, at(cast, "report-child"), child()).status_code == 302
    row, judged = Disclosure.objects.get(), Judgement.objects.get()
    assert (row.released, row.ground, row.kind, row.channel) == (True, "child_abuse_report", "cps", "phone")
    assert row.sent == "contact safety_event" and "needle in the child" in base64.b64decode(row.artefact).decode()
    assert judged.kind == "child" and judged.why == "The law asks for it."
    answer = amina.post(at(cast, "report-child"), child(first=""))
    assert answer.status_code == 422 and "first report, not what they ask after it" in answer.content.decode()
    assert Disclosure.objects.filter(released=False).count() == 1


def test_where_the_law_of_the_state_is_not_filled_in_a_human_decides(cast, amina):
    unfilled(cast)
    answer = amina.post(at(cast, "report-child"), child())
    page = answer.content.decode()
    assert answer.status_code == 422 and "not filled in" in page and "needle in the child" in page
    assert Disclosure.objects.get().released is False and not Judgement.objects.exists()


def test_use_in_pregnancy_is_never_told_by_a_press(cast, amina):
    assert amina.post(at(cast, "report-child"), child(ground="prenatal")).status_code == 422
    assert not Disclosure.objects.filter(released=True).exists()


def test_what_happened_here_is_told_to_police_and_no_more(cast, amina):
    assert told_after_reading(amina, at(cast, "report-here"), here()).status_code == 302
    row = Disclosure.objects.get()
    assert (row.released, row.ground, row.kind) == (True, "crime_on_premises", "law_enforcement")
    assert row.sent == "contact presence safety_event" and Judgement.objects.get().kind == "protect"


def test_a9_07_a_threat_elsewhere_is_told_to_nobody_and_the_ways_that_are_left_stand_there(cast, amina):
    answer = amina.post(at(cast, "report-here"), here(where="else", what="will hurt his former partner"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "not here and not against staff" in page and at(cast, "duties") in page
    assert "will hurt his former partner" in page and not Disclosure.objects.filter(released=True).exists()


def test_a12_01_the_ways_in_their_order_and_nothing_sent_by_itself(cast, amina):
    page = amina.get(at(cast, "duties")).content.decode()
    steps = ["consent-choose", "emergency", "report-here", "orders"]
    places = [page.index(f'href="{at(cast, name)}"') for name in steps]
    assert places == sorted(places) and "the law asks for it" in page
    said = decided()
    for _press in range(2):
        assert amina.post(at(cast, "duties"), said).status_code == 302
    row = Judgement.objects.get()
    assert row.kind == "protect" and "clinical lead" in row.decision and row.author == cast.amina
    assert row.why == "He named a day and a place." and not Disclosure.objects.exists()


def test_a12_02_what_the_state_says_is_not_filled_in_so_somebody_else_decides_too(cast, amina):
    unfilled(cast)
    assert "It is not a no" in amina.get(at(cast, "duties")).content.decode()
    answer = amina.post(at(cast, "duties"), decided(why="KEEP-MY-WHY"))
    assert answer.status_code == 422 and "KEEP-MY-WHY" in answer.content.decode() and not Judgement.objects.exists()
    assert amina.post(at(cast, "duties"), decided(with_whom="Dora, clinical lead")).status_code == 302
    assert "Dora, clinical lead" in Judgement.objects.get().decision


def test_a9_11_an_adult_at_risk_has_a_yes_or_a_report_that_names_nobody(cast, amina):
    page = amina.get(at(cast, "duties")).content.decode()
    assert "An adult, or a wound" in page and "without saying that anybody comes here" in page
    assert amina.post(at(cast, "duties"), decided(about="adult", way="unnamed", with_whom="Dora")).status_code == 302
    assert Judgement.objects.get().kind == "other" and not Disclosure.objects.exists()


def test_a12_07_a_wound_is_reported_without_naming_anybody(cast, amina):
    said = decided(about="wound", way="unnamed", with_whom="Dora", why="It was told with no name and no program.")
    assert amina.post(at(cast, "duties"), said).status_code == 302
    assert "without our name" in Judgement.objects.get().decision and not Disclosure.objects.exists()


@pytest.mark.parametrize("page", ["duties", "report-child", "report-here"])
def test_who_may_tell_nobody_comes_to_none_of_these(cast, client, page):
    for who, status in (("ben", 403), ("chidi", 404), ("esi", 404), ("mona", 403), ("pia", 403)):
        client.force_login(getattr(cast, who))
        assert client.get(at(cast, page)).status_code == status, who
