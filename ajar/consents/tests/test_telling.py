"""Somebody outside is told something about Sara, or not: what leaves, what stays, what is kept of it."""

import base64
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from ajar.access.models import AuditLine
from ajar.consents import actions, disclosing
from ajar.consents.disclosing import InsideAnother, Item, Request, disclose
from ajar.consents.facts import Answer, DataClass
from ajar.consents.models import Disclosure
from ajar.people import actions as people
from ajar.people.queries import open_person
from conftest import make_worker

pytestmark = pytest.mark.django_db


def signed(cast, recipient, kind="specific", **said):
    """A consent of Sara's for attendance, signed; said: what differs."""
    person = open_person(cast.amina, cast.person.pk)
    whole = {
        "to": [recipient], "name": "Sara Quill", "disclosers": "Riverside", "classes": ["attendance"],
        "purposes": ["treat"], "expires_on": localdate() + timedelta(days=90),
    } | said  # fmt: skip
    row = actions.write_consent(cast.amina, person, kind=kind, **whole)
    return actions.sign_consent(
        cast.amina, row, version=row.version, how="typed", signature="Sara Quill", name="Sara Quill", read_how="self"
    )


def clinic(cast, **more):
    who = {"kind": "treating_provider", "name": "Harbor Clinic", "reach": "555 0144", "verified_how": "called"} | more
    return actions.add_recipient(cast.amina, cast.person, **who)


def attendance(words="came on 3 and 10 November", day=None):
    return Item(DataClass.ATTENDANCE, lambda: [("Visits", words)], day=day)


def use(words="SECRET used on Tuesday"):
    return Item(DataClass.SELF_REPORTED_USE, lambda: [("Told us", words)])


def ask(recipient, consent, *items, **more):
    said = {"purpose": "treat", "basis": "consent_specific", "title": "Visits"} | more
    return Request(recipient=recipient, consent=consent, items=items or (attendance(),), **said)


@pytest.fixture
def sara(cast):
    return open_person(cast.amina, cast.person.pk)


def text_of(body):
    import io

    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


def test_what_she_agreed_to_leaves_with_the_notice_and_nothing_else_does(cast, sara):
    harbor = clinic(cast)
    consent = signed(cast, harbor)
    out = disclose(cast.amina, sara, ask(harbor, consent, attendance(), use()))
    assert out.released and out.decision.answer is Answer.ALLOW_LIMITED
    text = " ".join(text_of(out.body).split())
    assert "came on 3 and 10 November" in text and "SECRET" not in text and b"SECRET" not in out.body
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in text
    assert "NOT sufficient to meet the required elements of written consent" in text
    assert "Harbor Clinic" in text and "SAMPLE" in text
    row = Disclosure.objects.get()
    assert row.sha256 == hashlib.sha256(out.body).hexdigest()
    assert base64.b64decode(row.artefact) == out.body, "she can see it as it was"
    assert (row.sent, row.stripped) == ("attendance", "self_reported_use=class_not_covered")
    assert (row.consent_id, row.ground, row.notice, row.explained) == (consent.pk, "", "2024", "said")
    assert AuditLine.objects.filter(verb="disclosure.released", thing_id=row.pk).count() == 1


def test_what_is_not_let_through_is_not_even_looked_into(cast, sara):
    harbor = clinic(cast)

    def explode():
        raise AssertionError("read what may not leave")

    out = disclose(
        cast.amina, sara, ask(harbor, signed(cast, harbor), attendance(), Item(DataClass.SELF_REPORTED_USE, explode))
    )
    assert out.released


def test_days_outside_the_consent_stay(cast, sara):
    harbor, today = clinic(cast), localdate()
    consent = signed(cast, harbor, since=today - timedelta(days=10), until=today)
    items = attendance("NEW visit", today - timedelta(days=3)), attendance("OLD visit", today - timedelta(days=30))
    text = text_of(disclose(cast.amina, sara, ask(harbor, consent, *items)).body)
    assert "NEW visit" in text and "OLD visit" not in text


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda c, a: actions.stop_consent(a, c, how="screen"), "revoked"),
        (lambda c, a: actions.stop_consent(a, c, how="said"), "suspended_oral"),
        (lambda c, a: actions.question_consent(a, c), "materially_false"),
    ],
)
def test_what_she_stopped_is_refused_from_then_on_and_the_refusal_is_kept(cast, sara, spoil, reason):
    harbor = clinic(cast)
    consent = signed(cast, harbor)
    assert disclose(cast.amina, sara, ask(harbor, consent)).released
    spoil(consent, cast.amina)
    out = disclose(cast.amina, sara, ask(harbor, consent))
    assert not out.released and out.body == b"" and out.decision.reasons[0] == reason
    refused = Disclosure.objects.get(released=False)
    assert refused.reasons.split()[0] == reason and refused.artefact is None and refused.sha256 == ""
    assert AuditLine.objects.filter(verb="disclosure.refused", thing_id=refused.pk).exists()
    assert Disclosure.objects.filter(released=True).count() == 1, "what was sent stays on the account"


def test_stopped_while_it_is_rendered_the_bytes_are_thrown_away(cast, sara, monkeypatch):
    """A3-10 and I-05: the queue decides again at the moment of release."""
    harbor = clinic(cast)
    consent, real = signed(cast, harbor), disclosing.outgoing.render

    def slow(*args):
        made = real(*args)
        actions.stop_consent(cast.amina, consent, how="screen")
        return made

    monkeypatch.setattr(disclosing.outgoing, "render", slow)
    out = disclose(cast.amina, sara, ask(harbor, consent))
    assert (out.released, out.body, out.decision.reasons[0]) == (False, b"", "revoked")
    assert Disclosure.objects.get().released is False


def test_danger_said_while_it_is_rendered_stops_it_for_a_human(cast, sara, monkeypatch):
    harbor, real = clinic(cast, verified_how=""), disclosing.outgoing.render
    consent = signed(cast, harbor)

    def slow(*args):
        made = real(*args)
        people.keep_contact(cast.amina, cast.person, version=0, could_be_hurt="yes")
        return made

    monkeypatch.setattr(disclosing.outgoing, "render", slow)
    out = disclose(cast.amina, sara, ask(harbor, consent, channel="phone"))
    assert (out.released, out.decision.answer, out.decision.reasons[0]) == (False, Answer.REVIEW, "contact_risk")


def test_what_was_read_before_is_what_leaves_or_nothing_does(cast, sara):
    harbor = clinic(cast)
    asked = ask(harbor, signed(cast, harbor))
    seen = disclosing.seen_as(asked, *disclosing.would(cast.amina, sara, asked))
    with pytest.raises(disclosing.Differs):
        disclose(cast.amina, sara, replace(asked, items=(attendance("came once"),), seen=seen))
    assert not Disclosure.objects.exists()
    assert disclose(cast.amina, sara, replace(asked, seen=seen)).released


def test_narrowed_while_it_is_rendered_it_is_rendered_anew(cast, sara, monkeypatch):
    harbor, real, first = clinic(cast), disclosing.outgoing.render, []
    consent = signed(cast, harbor, classes=["attendance", "engagement"])

    def slow(*args):
        made = real(*args)
        if not first:
            first.append(actions.agree_restriction(cast.amina, sara, words="not how it goes", classes=["engagement"]))
        return made

    monkeypatch.setattr(disclosing.outgoing, "render", slow)
    more = Item(DataClass.ENGAGEMENT, lambda: [("How it goes", "PLANTED well")])
    out = disclose(cast.amina, sara, ask(harbor, consent, attendance(), more))
    assert out.released and "PLANTED" not in text_of(out.body)
    assert Disclosure.objects.get().sent == "attendance"


def test_never_my_mother_holds_against_any_consent(cast, sara):
    """A11-06."""
    mother = clinic(cast, kind="family_friend", name="Her mother")
    assert mother.name == "" and mother.called == "Her mother", "of her own life: sealed with hers"
    consent = signed(cast, mother, purposes=["coordination"])
    actions.agree_restriction(cast.amina, sara, words="never my mother", recipients=[mother])
    out = disclose(cast.amina, sara, ask(mother, consent, purpose="coordination"))
    assert (out.released, out.decision.reasons[0]) == (False, "restriction")


def test_a_consent_of_the_joined_record_is_bound_by_what_either_said(cast, sara):

    other = people.start_person(cast.amina, chosen_name="Sara Q.")
    other = open_person(cast.amina, other.pk)
    actions.agree_restriction(cast.amina, other, words="nobody", classes=["attendance"])
    people.join(cast.amina, sara, other=other)
    harbor = clinic(cast)
    out = disclose(cast.amina, open_person(cast.amina, sara.pk), ask(harbor, signed(cast, harbor)))
    assert (out.released, out.decision.reasons[0]) == (False, "restriction")


def test_to_somebody_else_with_the_same_consent_it_is_refused(cast, sara):
    harbor, other = clinic(cast), clinic(cast, name="Hill Clinic")
    out = disclose(cast.amina, sara, ask(other, signed(cast, harbor)))
    assert (out.released, out.decision.reasons[0]) == (False, "recipient_not_covered")


def test_a_peer_and_a_manager_tell_nobody(cast, sara):
    harbor = clinic(cast)
    consent = signed(cast, harbor)
    for worker in (cast.ben, cast.mona, cast.pia, cast.otto, make_worker(cast.agency, "Olu", "outreach", cast.north)):
        with pytest.raises(PermissionDenied):
            disclose(worker, sara, ask(harbor, consent))
    assert not Disclosure.objects.exists()


@pytest.mark.django_db(transaction=False)
def test_inside_another_action_it_does_not_run(cast, sara):
    harbor = clinic(cast)
    consent = signed(cast, harbor)
    with transaction.atomic(), pytest.raises(InsideAnother):
        disclose(cast.amina, sara, ask(harbor, consent))
    assert not Disclosure.objects.exists()


def test_by_phone_it_is_a_script_with_the_short_form(cast, sara):
    harbor = clinic(cast)
    out = disclose(cast.amina, sara, ask(harbor, signed(cast, harbor), channel="phone"))
    said = out.body.decode()
    assert out.media == "text/plain" and "came on 3 and 10 November" in said and said.endswith("of these records.")


def test_without_a_compared_notice_nothing_goes_outside_a_demo(cast, sara, settings):
    from ajar.consents import notices

    settings.DEMO = False
    harbor = clinic(cast)
    consent = signed(cast, harbor)
    assert disclose(cast.amina, sara, ask(harbor, consent)).decision.reasons == ("notice_unavailable",)
    actions.compare_notice(cast.pia, notice=notices.statement())
    out = disclose(cast.amina, sara, ask(harbor, consent))
    assert out.released and "SAMPLE" not in text_of(out.body)


def test_what_was_released_or_refused_cannot_be_changed(cast, sara):
    harbor = clinic(cast)
    row = disclose(cast.amina, sara, ask(harbor, signed(cast, harbor))).disclosure
    for change in ({"sha256": "0" * 64}, {"at": timezone.now()}, {"released": False}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Disclosure.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Disclosure.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    "wrong", [{"consent": None}, {"ground": "qso"}, {"sha256": ""}], ids=["no ground", "two grounds", "no hash"]
)
def test_the_database_holds_one_ground_to_a_release(cast, sara, wrong):
    harbor = clinic(cast)
    good = disclose(cast.amina, sara, ask(harbor, signed(cast, harbor))).disclosure
    row = Disclosure(agency_id=good.agency_id, person=sara, recipient=harbor, by=cast.amina)
    for name in ("at", "zone", "day", "role", "released", "answer", "consent", "channel", "sha256"):
        setattr(row, name, getattr(good, name))
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_in_an_emergency_the_crew_is_told_without_a_consent(cast, sara):
    """A9-01."""
    from ajar.consents.facts import Event

    crew = clinic(cast, kind="medical_emergency", name="Crew of unit 12", medical=True)
    asked = Request(
        recipient=crew, purpose="treat", basis="medical_emergency", items=(use("heroin, an hour ago"),), channel="phone",
        event=Event(emergency=True, consent_impossible=True), event_words="unit 12, County EMS; not breathing",
    )  # fmt: skip
    out = disclose(cast.amina, sara, asked)
    assert out.released and "heroin, an hour ago" in out.body.decode()
    row = Disclosure.objects.get()
    assert (row.consent_id, row.ground, row.event) == (None, "medical_emergency", "unit 12, County EMS; not breathing")
    assert "emergency_facts" in out.decision.owed


def test_what_is_of_no_day_stays_where_days_were_cut(cast, sara):
    harbor, today = clinic(cast), localdate()
    whole = signed(cast, harbor)
    dated = attendance("NEW visit", today - timedelta(days=3)), attendance("OLD visit", today - timedelta(days=30))
    count = attendance("COUNT 2 of 2")
    assert "COUNT" in text_of(disclose(cast.amina, sara, ask(harbor, whole, *dated, count)).body)
    cut = signed(cast, harbor, since=today - timedelta(days=10), until=today)
    text = text_of(disclose(cast.amina, sara, ask(harbor, cut, *dated, count)).body)
    assert "NEW visit" in text and "OLD visit" not in text and "COUNT" not in text
