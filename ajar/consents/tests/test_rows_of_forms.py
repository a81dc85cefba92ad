"""Rows of the law's tables that a form or a screen answers for (`rows.yaml` names each test)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.consents import actions, papers
from ajar.consents.facts import Kind
from ajar.consents.models import Consent
from ajar.people.queries import open_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client):
    client.force_login(cast.amina)
    return client


def written(cast, client, kind, **more):
    said = {
        "to": "new", "new_kind": "treating_provider", "new_name": "Harbor Clinic", "classes": ["attendance"],
        "purposes": ["treat"], "ends": "day", "expires_on": (localdate() + timedelta(days=90)).isoformat(),
    } | more  # fmt: skip
    return client.post(reverse("consent-new", args=[cast.person.pk, kind]), said)


def court(**more):
    return {
        "new_kind": "probation_parole", "new_name": "Part 40, the officer of the day", "monitors": "on",
        "condition_document": "order of 3 May", "revocable_from": (localdate() + timedelta(days=30)).isoformat(),
        "ends_expected": (localdate() + timedelta(days=80)).isoformat(),
    } | more  # fmt: skip


def signed(cast, client, row, **more):
    said = {"version": row.version, "name": "Sara", "how": "typed", "typed": "Sara", "read_how": "self"} | more
    return client.post(reverse("consent-sign", args=[cast.person.pk, row.pk]), said)


def test_a3_11_notes_of_counseling_stand_on_no_other_form(cast, amina):
    """Neither can be ticked; nor forged; nor written past the form."""
    for kind in ("tpo", "specific", "cj", "research", "proceeding"):
        answer = written(cast, amina, kind, classes=["attendance", "counseling_note"])
        assert answer.status_code == 422, kind
    with pytest.raises(actions.NotWhole, match="illegal_combination"):
        actions.write_consent(
            cast.amina, open_person(cast.amina, cast.person.pk), kind="tpo", classes=["attendance", "counseling_note"]
        )
    assert not Consent.objects.exists()
    assert written(cast, amina, "counseling").status_code == 302, "and on its own form nothing else stands"
    assert Consent.objects.get().classes == "counseling_note"


def test_a3_12_a_hearing_stands_on_no_other_form(cast, amina):
    for kind in ("tpo", "specific", "counseling"):
        assert written(cast, amina, kind, purposes=["treat", "legal_proceeding"]).status_code == 422, kind
    with pytest.raises(actions.NotWhole, match=r"2\.31\(d\)"):
        actions.write_consent(
            cast.amina, open_person(cast.amina, cast.person.pk), kind="tpo", purposes=["treat", "legal_proceeding"]
        )
    assert not Consent.objects.exists()


def test_a3_19_nothing_here_hangs_on_a_signature(cast, amina):
    """The promise stands on each paper; who says no finds every page as it was."""
    for kind in Kind:
        assert str(papers.paper(kind).promise.text) == "You get our help whether you sign or not."
    pages = [
        reverse(name, args=[cast.person.pk]) for name in ("person", "encounter-record", "goal-new", "plans", "offers")
    ]
    before = [amina.get(page).status_code for page in pages]
    written(cast, amina, "counseling")
    row = Consent.objects.get()
    amina.post(reverse("consent-aside", args=[cast.person.pk, row.pk]))
    row.refresh_from_db()
    assert row.aside_on == localdate() and row.signed_on is None
    assert [amina.get(page).status_code for page in pages] == before == [200] * len(pages)


def test_a8_09_a_lawyer_s_advice_is_no_condition(cast, amina):
    assert written(cast, amina, "cj", **court(condition_document="")).status_code == 302
    row = Consent.objects.get()
    page = amina.get(reverse("consent", args=[cast.person.pk, row.pk])).content.decode()
    assert "No paper shows that a court made coming here a condition." in page
    assert signed(cast, amina, row).status_code == 422
    row.refresh_from_db()
    assert row.signed_on is None


def test_a8_10_any_court_staff_cannot_be_named(cast, amina):
    answer = written(cast, amina, "cj", **court(monitors=""))
    assert answer.status_code == 422 and not Consent.objects.exists()
    assert "only those who follow this person" in answer.content.decode()
    assert written(cast, amina, "cj", **court()).status_code == 302


def test_a8_14_one_for_a_court_has_an_end(cast, amina):
    assert written(cast, amina, "cj", **court(ends="none")).status_code == 422
    assert written(cast, amina, "cj", **court(ends="", expires_on="")).status_code == 302
    assert signed(cast, amina, Consent.objects.get()).status_code == 422


def test_it_cannot_hold_past_the_end_of_the_matter(cast, amina):
    late = court(revocable_from=(localdate() + timedelta(days=99)).isoformat())
    assert written(cast, amina, "cj", **late).status_code == 422


def test_a14_02_where_the_law_asks_for_both_the_parent_alone_is_not_enough(cast, amina, settings):
    cast.agency.region = "xe"
    cast.agency.save(update_fields=["region"])
    today = localdate()
    assert written(cast, amina, "specific", born=f"{today.year - 10}-01").status_code == 302
    row = Consent.objects.get()
    alone = signed(cast, amina, row)
    assert alone.status_code == 422 and "two signatures" in alone.content.decode()
    both = signed(cast, amina, row, guardian_name="Her mother", guardian_typed="Her mother")
    assert both.status_code == 302


def test_a14_04_from_the_birthday_on_the_parent_is_not_asked(cast, amina):
    cast.agency.region = "xe"
    cast.agency.save(update_fields=["region"])
    written(cast, amina, "specific", born=f"{localdate().year - 25}-01")
    assert signed(cast, amina, Consent.objects.get()).status_code == 302
