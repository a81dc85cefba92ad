"""Whoever called says so in one press; what was wrong comes first; a manager puts it right and no new file undoes it."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from ajar.access.act import ChangedMeanwhile
from ajar.access.models import AuditLine
from ajar.directory import actions, queries, rules
from ajar.directory.models import Check, Service, ServiceAtLocation
from ajar.directory.tests import files
from ajar.directory.tests.test_finding_help import keep


@pytest.fixture
def harbor(cast):
    document = files.service("harbor", "Shelter Harbor", attributes=[files.mark("h", "pets")])
    keep(cast, document, files.service("soup", "Soup"))
    cast.document, cast.harbor = document, Service.objects.get(name="Shelter Harbor")
    return cast


def press(client, name, row, **form):
    return client.post(reverse(name, args=[row.pk]), {"once": uuid.uuid4(), **form})


def test_it_was_wrong_is_one_press_and_checking_it_ends_that(harbor, client):
    client.force_login(harbor.ben)
    once = uuid.uuid4()
    for _ in range(2):  # a double click
        assert press(client, "service-wrong", harbor.harbor, once=once).status_code == 302
    assert Check.objects.get().kind == "wrong"
    assert [row.name for row in queries.to_check(harbor.amina).wrong] == ["Shelter Harbor"]
    page = client.get(reverse("service", args=[harbor.harbor.pk])).content.decode()
    assert "Something here was wrong, said today" in page
    client.force_login(harbor.amina)
    press(client, "service-right", harbor.harbor, note="They pick up now.")
    shown = queries.to_check(harbor.amina)
    assert (shown.wrong, [row.name for row in shown.oldest], shown.fresh, shown.active) == ([], ["Soup"], 1, 2)
    page = client.get(reverse("service", args=[harbor.harbor.pk])).content.decode()
    assert "checked today by Amina" in page
    assert "They pick up now." in page
    assert set(AuditLine.objects.values_list("verb", flat=True)) >= {"service.said wrong", "service.said right"}


def test_a_manager_puts_it_right_a_counselor_does_not_and_a_new_file_leaves_it(harbor, client):
    couples = rules.topics("marks")["couples"].bit
    client.force_login(harbor.amina)
    form = {"version": 1, "own_phone": "419-555-0177", "own_note": "Ring twice.", "marks": ["couples"]}
    assert press(client, "service-correct", harbor.harbor, **form).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.correct(harbor.amina, harbor.harbor, version=1, phone="", note="", marks=0)
    client.force_login(harbor.mona)
    assert press(client, "service-correct", harbor.harbor, **form).status_code == 302
    keep(harbor, harbor.document | {"description": "A new file", "name": "Shelter Harbor II"})
    row = queries.service_of(harbor.amina, harbor.harbor.pk)
    assert (row.name, row.call, row.own_note, row.held) == ("Shelter Harbor II", "419-555-0177", "Ring twice.", couples)
    assert ServiceAtLocation.objects.get(service=row).marks == couples
    assert [r.service.pk for r in queries.search(harbor.amina, marks=couples).rows] == [row.pk]
    assert press(client, "service-correct", harbor.harbor, **form | {"version": 1}).status_code == 409
    with pytest.raises(ChangedMeanwhile):
        actions.correct(harbor.mona, harbor.harbor, version=1, phone="", note="", marks=0)


def test_what_nobody_looked_at_for_sixty_days_comes_back(harbor):
    actions.say_right(harbor.amina, harbor.harbor)
    long_ago = timezone.localdate() - timezone.timedelta(days=61)
    Service.objects.filter(pk=harbor.harbor.pk).update(checked_on=long_ago)
    assert [row.name for row in queries.to_check(harbor.amina).oldest] == ["Soup", "Shelter Harbor"]


def test_somebody_of_another_agency_changes_nothing(harbor, client):
    client.force_login(harbor.esi)
    for name in ("service-right", "service-wrong"):
        assert press(client, name, harbor.harbor).status_code == 404
    client.force_login(harbor.otto)
    assert press(client, "service-wrong", harbor.harbor).status_code == 403
    assert not Check.objects.exists()


def test_a_turned_screen_shows_the_place_and_not_who_works_here(harbor, client):
    actions.say_right(harbor.amina, harbor.harbor, note="WORKER-NOTE")
    client.force_login(harbor.amina)
    client.post(reverse("screen"), {"state": "turned", "person": harbor.person.pk, "here": "/"})
    page = client.get(reverse("service", args=[harbor.harbor.pk]))
    assert page.status_code == 200
    assert "Shelter Harbor" in page.content.decode()
    assert "WORKER-NOTE" not in page.content.decode()
    assert "It was wrong" not in page.content.decode()
    assert client.get(reverse("to-check")).status_code == 404
    assert press(client, "service-wrong", harbor.harbor).status_code == 404


def test_words_of_tags_stay_words(cast, client):
    keep(cast, files.service("x", "<img src=x onerror=alert(1)>Soup", description="<a href='javascript:x'>here</a>"))
    client.force_login(cast.amina)
    page = client.get(reverse("service", args=[Service.objects.get().pk])).content.decode()
    assert "<img" not in page
    assert "javascript:" not in page
