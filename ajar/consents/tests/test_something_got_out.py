"""Something got to where it should not. Who is told by when, and who is told in a way that hurts nobody."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.consents import rules_breach
from ajar.consents.models_breach import Breach, BreachPerson
from ajar.people import actions as people
from ajar.people.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(cast, client):
    client.force_login(cast.pia)
    return client


def noted(client, **more):
    said = {"kind": "wrong", "found_on": localdate().isoformat(), "words": "a list went out", "many": 12} | more
    return client.post(reverse("breach-new"), said)


def weighed(client, row, low="no", **more):
    said = {"nature": "names", "got_by": "an agency", "viewed": "opened", "eased": "asked them to erase it", "low": low,
            "many": row.many, "in_state": row.in_state, "version": row.version}  # fmt: skip
    return client.post(reverse("breach-weigh", args=[row.pk]), said | more)


def affected(client, row, who="Sara Quill"):
    found = client.post(reverse("breach-affected", args=[row.pk]), {"who": who}).content.decode()
    choice = re.search(r'name="choice" value="([^"]+)"', found)[1]
    return client.post(reverse("breach-affected", args=[row.pk]), {"choice": choice})


def page(client, row):
    return client.get(reverse("breach", args=[row.pk])).content.decode()


def test_a11_01_a_lost_laptop_that_nobody_can_read_is_no_breach(pia):
    noted(pia, kind="lost", encrypted="on")
    row = Breach.objects.get()
    assert rules_breach.state_of(row) == "safe" and rules_breach.days(row) == rules_breach.Days()
    assert "Nobody can read it" in page(pia, row) and "By which day" not in page(pia, row)
    noted(pia, kind="lost", encrypted="on", key_along="on")
    row = Breach.objects.get(key_along=True)
    assert rules_breach.state_of(row) == "weigh" and "By which day" in page(pia, row), "the key was with it"


def test_a11_02_twelve_names_to_the_wrong_agency_have_their_days(pia):
    found = localdate()
    noted(pia)
    row = Breach.objects.get()
    assert "taken for a breach" in page(pia, row)
    assert weighed(pia, row, nature="").status_code == 422
    assert weighed(pia, row).status_code == 302
    row.refresh_from_db()
    assert (row.low, row.weighed_by.name, row.weighed_on) == (False, "Pia", found)
    days = rules_breach.days(row)
    assert days.people == found + timedelta(days=60) and days.media is None
    assert days.hhs_yearly and days.hhs == date(found.year, 12, 31) + timedelta(days=60)
    assert "with the list of the year" in page(pia, row) and "overdue" not in page(pia, row)
    assert weighed(pia, row, state_days="10").status_code == 302
    row.refresh_from_db()
    assert rules_breach.days(row).people == found + timedelta(days=10), "the state's own law gives less"
    affected(pia, row)
    one = BreachPerson.objects.get()
    assert pia.post(reverse("breach-told", args=[row.pk, one.pk]), {"way": "letter"}).status_code == 302
    one.refresh_from_db()
    assert one.way == "letter" and one.told_on == found and not Task.objects.exists()


def test_a11_03_640_people_in_one_state_and_the_media(pia):
    noted(pia, many=640, in_state=640)
    row = Breach.objects.get()
    weighed(pia, row)
    row.refresh_from_db()
    days, last = rules_breach.days(row), row.found_on + timedelta(days=60)
    assert days == rules_breach.Days(last, last, last)
    assert "45 CFR 164.406" in page(pia, row) and "45 CFR 164.408(b)" in page(pia, row)
    for what in ("hhs", "media"):
        row.refresh_from_db()
        pia.post(reverse("breach-step", args=[row.pk, what]), {"version": row.version})
    row.refresh_from_db()
    assert row.hhs_on == row.media_on == localdate()


@pytest.mark.parametrize(("many", "in_state", "yearly", "media"), [(499, 499, True, False), (500, 500, False, False), (501, 501, False, True), (900, 400, False, False)])  # fmt: skip
def test_the_edge_of_500(many, in_state, yearly, media):
    days = rules_breach.days(Breach(found_on=date(2026, 3, 1), many=many, in_state=in_state, low=False))
    assert (days.hhs_yearly, days.media is not None) == (yearly, media)


def test_a11_05_a_wrong_letter_where_somebody_could_be_hurt_is_a_task_the_same_day(cast, pia):
    people.keep_contact(cast.amina, cast.person, could_be_hurt="yes", version=0)
    noted(pia, many=1)
    row = Breach.objects.get()
    affected(pia, row)
    affected(pia, row)
    task, one = Task.objects.get(kind="breach"), BreachPerson.objects.get()
    assert task.made_at.date() - localdate() <= timedelta(days=1) and task.person_id == cast.person.pk
    assert "no letter" in page(pia, row) and 'value="letter"' not in page(pia, row)
    assert pia.post(reverse("breach-told", args=[row.pk, one.pk]), {"way": "letter"}).status_code == 422
    one.refresh_from_db()
    assert one.told_on is None
    pia.force_login(cast.amina)
    today, safe = pia.get(reverse("today")).content.decode(), reverse("breach-safe", args=[cast.person.pk, task.pk])
    assert "Make it safe today" in today and safe in today
    assert pia.post(safe, {"finding": ""}).status_code == 422
    assert pia.post(safe, {"finding": "She sleeps at her aunt's."}).status_code == 302
    task.refresh_from_db()
    assert task.finding == "She sleeps at her aunt's." and safe not in pia.get(reverse("today")).content.decode()


def test_a8_08_what_an_officer_passed_on_is_written_down_and_weighed(pia):
    noted(pia, kind="passed", words="The officer gave our report to police. It says that it must not be.", many=1)
    row = Breach.objects.get()
    assert row.get_kind_display() == "somebody whom we told passed it on"
    assert str(row.pk) in pia.get(reverse("legal")).content.decode()
    weighed(pia, row, low="yes")
    row.refresh_from_db()
    assert rules_breach.state_of(row) == "low" and rules_breach.days(row) == rules_breach.Days()


def test_who_keeps_no_register_sees_none(cast, pia):
    noted(pia)
    row = Breach.objects.get()
    for who, status in (("amina", 403), ("dora", 403), ("mona", 403), ("esi", 403)):
        pia.force_login(getattr(cast, who))
        assert pia.get(reverse("breach", args=[row.pk])).status_code == status


def test_what_cannot_be_is_not_kept_and_no_word_is_lost(pia):
    for wrong in ({"many": "x"}, {"many": 3, "in_state": 9}, {"happened_on": (localdate() + timedelta(1)).isoformat()}):
        answer = noted(pia, words="KEEP-THIS", **wrong)
        assert answer.status_code == 422 and "KEEP-THIS" in answer.content.decode(), wrong
    assert not Breach.objects.exists()
