"""Sara does not breathe and cannot be asked. The crew is told at once; what is missing is written down after."""

import base64
import uuid

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.consents.models import Disclosure, Recipient
from ajar.encounters.models import FollowUp
from ajar.encounters.queries import safety_first


def told(**more):
    said = {
        "took": "heroin, an hour ago", "medicine": "", "kind": "medical_emergency", "sure": "called", "who": "",
        "facility": "", "nature": "", "real": "on", "once": str(uuid.uuid4()),
    }  # fmt: skip
    return {k: v for k, v in (said | more).items() if v}


@pytest.fixture
def door(cast, client):
    client.force_login(cast.amina)
    return reverse("emergency", args=[cast.person.pk])


def test_the_crew_is_told_without_a_consent_and_what_is_missing_stands_first_on_today(cast, client, door):
    assert door in client.get(reverse("person", args=[cast.person.pk])).content.decode()
    page = client.get(door).content.decode()
    assert page.index("What they took.") < page.index('<form method="post" class="card"'), "first what to say"
    sent = told()
    for _press in range(2):
        assert client.post(door, sent).status_code == 302
    row = Disclosure.objects.get()
    assert (row.released, row.ground, row.consent_id, row.channel) == (True, "medical_emergency", None, "phone")
    assert row.sent == "self_reported_use" and "heroin, an hour ago" in base64.b64decode(row.artefact).decode()
    assert "By: Amina" in row.event and "Told: ?" in row.event and str(localdate().year) in row.event
    look = FollowUp.objects.get()
    assert look.safety and [one.pk for one in safety_first(cast.amina, look.day)] == [look.pk]
    assert "Write down the emergency" in client.get(reverse("today")).content.decode()


def test_with_all_four_facts_nothing_is_left_to_do(cast, client, door):
    client.post(door, told(who="unit 12", facility="County EMS", nature="not breathing", medicine="penicillin: no"))
    row = Disclosure.objects.get()
    assert all(fact in row.event for fact in ("unit 12", "County EMS", "Amina", "not breathing"))
    assert row.sent == "medication self_reported_use" and Recipient.objects.get().medical
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("wrong", [{"took": ""}, {"real": ""}, {"kind": "court"}, {"sure": "x"}])
def test_what_is_not_said_or_is_no_emergency_is_not_kept_as_one(client, door, wrong):
    answer = client.post(door, told(nature="MY-WORDS") | wrong if wrong.get("kind") or wrong.get("sure")
                         else told(nature="MY-WORDS", **wrong))  # fmt: skip
    assert answer.status_code == 422 and "MY-WORDS" in answer.content.decode()
    assert not Disclosure.objects.exists() and not Recipient.objects.exists()


def test_who_may_tell_nobody_does_not_get_here(cast, client, door):
    for who, status in (("ben", 403), ("chidi", 404), ("esi", 404), ("mona", 403), ("pia", 403)):
        client.force_login(getattr(cast, who))
        assert client.post(door, told()).status_code == status
    client.force_login(cast.ben)
    assert door not in client.get(reverse("person", args=[cast.person.pk])).content.decode()
    assert not Disclosure.objects.exists()
