"""Somebody brings a paper of a court to the desk. Nobody says whether they know anybody; what it takes is done by others."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.models import AuditLine
from ajar.consents.models import Disclosure
from ajar.consents.models_legal import CallList, LegalRequest, LockDown
from ajar.people.models import Hold

pytestmark = pytest.mark.django_db


def as_(client, who):
    client.force_login(who)
    return client


def brought(cast, client, **more):
    said = {"kind": "subpoena", "via": "desk", "came_on": localdate().isoformat(), "who": "Detective Oak, badge 12"}
    return as_(client, cast.ben).post(reverse("paper-came"), said | more)


def named(cast, client):
    row = LegalRequest.objects.get()
    found = as_(client, cast.pia).post(reverse("legal-person", args=[row.pk]), {"who": "Sara Quill"}).content.decode()
    choice = re.search(r'name="choice" value="([^"]+)"', found)[1]
    assert client.post(reverse("legal-person", args=[row.pk]), {"choice": choice}).status_code == 302
    return LegalRequest.objects.get()


ORDER = {
    "section": "2.64", "use": "civil", "findings": ["no_other_way", "interest_outweighs"], "classes": ["attendance"],
    "office": "new", "new_kind": "court", "new_name": "Part 40", "process": "subpoena",
}  # fmt: skip


def ordered(cast, client, row, **more):
    said = ORDER | {"process_on": localdate().isoformat(), "version": row.version} | more
    answer = as_(client, cast.pia).post(reverse("legal-order", args=[row.pk]), said)
    return answer, LegalRequest.objects.get()


def agree(cast, client, who):
    row = LegalRequest.objects.get()
    return as_(client, getattr(cast, who)).post(reverse("legal-agree", args=[row.pk]), {"version": row.version})


def test_a10_01_a_subpoena_alone_gets_nothing_but_the_neutral_answer(cast, client):
    desk = as_(client, cast.ben).get(reverse("paper-came")).content.decode()
    assert "whether anybody comes here or not" in desk and "Sara" not in desk
    assert brought(cast, client, words="all about Sara Quill").status_code == 302
    row = named(cast, client)
    hold = Hold.objects.get()
    assert (row.person_id, row.hold_id, hold.person_id, hold.kind) == (cast.person.pk, hold.pk, cast.person.pk, "legal")
    assert row.words == "all about Sara Quill" and row.who == "Detective Oak, badge 12", "sealed anew, and it opens"
    page = client.get(reverse("legal-paper", args=[row.pk])).content.decode()
    assert "Nothing may be told now" in page and "A subpoena alone is not one" in page
    letter = client.get(reverse("legal-reply", args=[row.pk])).content.decode()
    assert "whether any person is or was served here" in letter
    assert "Sara" not in letter and "Detective" not in letter and "Quill" not in letter
    client.post(reverse("legal-step", args=[row.pk, "reply"]), {"version": row.version})
    assert LegalRequest.objects.get().answered_on == localdate()
    assert AuditLine.objects.filter(verb="legal.answered", subject=cast.person.pk).exists()
    under = reverse("under-order", args=[cast.person.pk, row.pk])
    assert as_(client, cast.amina).post(under, {"attendance": "twice"}).status_code == 404
    assert not Disclosure.objects.exists()


def test_what_the_form_does_not_take_stays_in_it(cast, client):
    answer = brought(cast, client, who="", words="KEEP-MY-WORDS")
    assert answer.status_code == 422 and "KEEP-MY-WORDS" in answer.content.decode()
    brought(cast, client)
    row = LegalRequest.objects.get()
    answer, _row = ordered(cast, client, row, new_name="", process_on="", settled="KEEP-THESE-TOO")
    assert answer.status_code == 422 and "KEEP-THESE-TOO" in answer.content.decode()
    assert not LegalRequest.objects.exclude(order_on=None).exists()


def test_an_order_with_process_and_two_who_agree_lets_out_what_it_names(cast, client):
    brought(cast, client, kind="order")
    row = named(cast, client)
    answer, row = ordered(cast, client, row)
    assert answer.status_code == 302
    assert "Two people who did not" in client.get(reverse("legal-paper", args=[row.pk])).content.decode()
    for who, count in (("pia", 0), ("dora", 1), ("dora", 1), ("mona", 2)):
        agree(cast, client, who)
        assert LegalRequest.objects.get().agreed == count, who
    seen_by_mona = client.get(reverse("legal-paper", args=[row.pk])).content.decode()
    assert "Sara" not in seen_by_mona and "Detective" not in seen_by_mona, (
        "a manager sees no person, nor words about them"
    )
    under = reverse("under-order", args=[cast.person.pk, row.pk])
    page = as_(client, cast.amina).post(under, {"attendance": "came twice in May"}).content.decode()
    seen = re.search(r'name="seen" value="(\w{64})"', page)[1]
    assert "came twice in May" in page and not Disclosure.objects.exists()
    other = client.post(under, {"attendance": "came three times", "seen": seen})
    assert other.status_code == 200 and not Disclosure.objects.exists(), "other words are read first"
    assert client.post(under, {"attendance": "came twice in May", "seen": seen}).status_code == 302
    kept = Disclosure.objects.get()
    assert kept.released and kept.legal_id == row.pk and kept.sent == "attendance" and kept.media == "application/pdf"


def test_an_order_of_some_days_wants_a_day_for_each_line(cast, client):
    brought(cast, client, kind="order")
    answer, row = ordered(cast, client, named(cast, client), since="2026-01-01", until="2026-03-31")
    for who in ("dora", "mona"):
        agree(cast, client, who)
    under = reverse("under-order", args=[cast.person.pk, row.pk])
    answer = as_(client, cast.amina).post(under, {"attendance": "came twice"})
    assert answer.status_code == 422 and "came twice" in answer.content.decode()
    page = client.post(under, {"attendance": "2026-02-03 came\n2026-05-04 came again"}).content.decode()
    assert "2026-02-03 came" in page and "<br>2026-05-04 came again" not in page


def test_a10_04_a_warrant_locks_the_place_down_and_says_step_by_step_what_to_do(cast, client):
    as_(client, cast.pia).post(reverse("call-list"), {"words": "Ann Law 555-0100", "order": 0})
    page = as_(client, cast.ben).get(reverse("warrant")).content.decode()
    assert "Ann Law 555-0100" in page and "Lock down now" in page and "I do not agree to a search" in page
    for _press in range(2):
        assert client.post(reverse("warrant-step", args=["lock"])).status_code == 302
    client.post(reverse("warrant-step", args=["counsel"]))
    row = LockDown.objects.get()
    assert row.by == cast.ben and row.counsel_at and row.began_at and row.ended_at is None
    assert AuditLine.objects.filter(verb="legal.locked down", actor=cast.ben).count() == 1
    assert client.post(reverse("warrant-step", args=["end"])).status_code == 403
    as_(client, cast.pia).post(reverse("warrant-step", args=["end"]))
    assert LockDown.objects.get().ended_by == cast.pia


def test_while_locked_down_nothing_leaves_under_a_consent_and_a_crew_is_told_still(cast, client):
    from ajar.consents import actions_legal, disclosing
    from ajar.consents.disclosing import Item, Request
    from ajar.consents.facts import Answer, DataClass, Event
    from ajar.consents.models import Recipient
    from ajar.people.queries import open_person

    sara = open_person(cast.amina, cast.person.pk)
    kinds = {"medical_emergency": True, "law_enforcement": False}
    to = {
        kind: Recipient.objects.create(
            agency_id=cast.agency.pk,
            kind=kind,
            name="x",
            medical=medical,
            verified_how="called",
            day=localdate(),
            by=cast.pia,
        )
        for kind, medical in kinds.items()
    }
    actions_legal.lock_down(cast.ben)
    crime = Request(to["law_enforcement"], "other", "crime_on_premises", (Item(DataClass.PRESENCE, lambda: [("a", "b")]),),
                    event=Event(on_premises=True, crime_or_threat=True), reviewed=frozenset({"quarantined"}))  # fmt: skip
    crew = Request(to["medical_emergency"], "treat", "medical_emergency", (Item(DataClass.MEDICATION, lambda: [("a", "b")]),),
                   event=Event(emergency=True, consent_impossible=True))  # fmt: skip
    assert disclosing.would(cast.amina, sara, crime)[0].answer is Answer.REVIEW
    assert disclosing.would(cast.amina, sara, crew)[0].answer is Answer.ALLOW


def test_who_keeps_no_register_does_not_see_it(cast, client):
    brought(cast, client)
    row = LegalRequest.objects.get()
    for who, status in (("ben", 403), ("amina", 403), ("otto", 403), ("esi", 403), ("mona", 404), ("dora", 404)):
        assert as_(client, getattr(cast, who)).get(reverse("legal-paper", args=[row.pk])).status_code == status, who
    page = as_(client, cast.pia).get(reverse("legal")).content.decode()
    assert "Papers of courts and police" in page and str(row.pk) in page and "No hold stands." in page
    assert "Nothing waits for you." in as_(client, cast.dora).get(reverse("legal")).content.decode()


def test_nobody_writes_over_a_list_that_somebody_else_has_changed(cast, client):
    as_(client, cast.pia)
    assert client.post(reverse("call-list"), {"words": "one", "order": 0}).status_code == 302
    answer = client.post(reverse("call-list"), {"words": "TWO-WORDS", "order": 0})
    assert answer.status_code == 409 and "TWO-WORDS" in answer.content.decode()
    assert CallList.objects.count() == 1
