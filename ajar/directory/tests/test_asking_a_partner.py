"""Sara did not come, and the shelter would know. No consent is on file: nothing is sent, and the page says what may be said."""

import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from ajar.access.models import AuditLine
from ajar.directory import actions_referrals as actions
from ajar.directory.models import PartnerAsk
from ajar.directory.tests.test_sending_somebody_somewhere import HARBOR, WEEK, at, hurt, make, town  # noqa: F401
from ajar.encounters import actions as encounters
from ajar.goals.tests.test_statements import ask
from ajar.people.queries import open_person


@pytest.fixture
def away(town):  # noqa: F811
    """Sara goes to the shelter, could be hurt, and did not come today."""
    hurt(town)
    town.bed = make(town, service=town.harbor, need="somewhere he does not know")
    town.missed = encounters.record_encounter(town.amina, town.sara, kind="not-in", happened_at=now())
    return town


def test_the_door_is_open_and_asking_the_shelter_is_kept_not_sent(away, client):
    client.force_login(away.amina)
    today = client.get(reverse("today")).content.decode()
    assert at("partner-ask", away) in today, "one press from Today"
    page = client.get(at("partner-ask", away)).content.decode()
    assert "No consent is on file. Nothing is sent from here." in page
    assert HARBOR in page
    for words in ("I can not say yes or no about anybody.", "Ask nobody who may pass it on.", "Reach out the safe way"):
        assert words in page
    moves = client.get(reverse("safe-moves", args=[away.sara.pk, away.missed.pk])).content.decode()
    assert "I can not say yes or no about anybody." in moves, "the same words"
    sent = {"referral": away.bed.pk, "what": "came", "words": "is she there?", "once": uuid.uuid4()}
    for _press in range(2):
        answer = client.post(at("partner-ask", away), sent, follow=True)
    assert (
        "Not sent: no consent is on file." in client.post(at("partner-ask", away), sent, follow=True).content.decode()
    )
    row = PartnerAsk.objects.get()
    assert (row.whom, row.what, row.words, row.outcome) == (HARBOR, "came", "is she there?", "no-consent")
    assert row.referral == away.bed
    assert "not sent: no consent on file" in answer.content.decode()
    assert "is she there?" in client.get(at("referral", away, away.bed.pk)).content.decode()
    assert mail.outbox == []
    assert AuditLine.objects.filter(verb="partner.not sent", subject=away.sara.pk).count() == 1


@pytest.mark.parametrize("what", ["send", "how", "came"])
def test_whatever_is_asked_of_whomever_the_answer_is_a_row_and_no_sending(away, client, what):
    client.force_login(away.amina)
    client.post(at("partner-ask", away), {"whom": "the clinic", "what": what, "once": uuid.uuid4()})
    row = PartnerAsk.objects.get()
    assert (row.whom, row.what, row.outcome, row.referral) == ("the clinic", what, "no-consent", None)
    again = actions.ask_partner(away.amina, open_person(away.amina, away.sara.pk), whom="the clinic", what=what)
    assert again.order == 2


@pytest.mark.parametrize("sent", [{}, {"whom": " "}, {"referral": "x"}, {"whom": "x", "what": "tell"}])
def test_nobody_named_keeps_the_words_and_no_row(away, client, sent):
    client.force_login(away.amina)
    form = {"what": "how", "words": "MY-WORDS", "once": uuid.uuid4()} | sent
    answer = client.post(at("partner-ask", away), form)
    assert answer.status_code == 422
    assert "MY-WORDS" in answer.content.decode()
    assert not PartnerAsk.objects.exists()


def test_who_may_not_see_her_keeps_nothing(away, client):
    for who, status in (("chidi", 404), ("esi", 404), ("mona", 403), ("otto", 403)):
        client.force_login(getattr(away, who))
        sent = {"whom": "the clinic", "what": "how", "once": uuid.uuid4()}
        assert client.post(at("partner-ask", away), sent).status_code == status
    with pytest.raises(PermissionDenied):
        actions.ask_partner(away.mona, away.sara, whom="x", what="how")
    assert not PartnerAsk.objects.exists()


def test_pages_make_as_many_statements_as_stand_here_and_none_grows(away, client):
    client.force_login(away.amina)
    pages = {
        "referrals": at("referrals", away), "referral": at("referral", away, away.bed.pk),
        "referral-new": at("referral-new", away), "partner-ask": at("partner-ask", away),
        "referral-change": at("referral-change", away, away.bed.pk), "referral-search": at("referral-search", away),
    }  # fmt: skip
    few = {name: len(ask(client, address)) for name, address in pages.items()}
    assert max(few.values()) <= 12, few
    person = open_person(away.amina, away.sara.pk)
    for number in range(10):
        row = actions.make_referral(away.amina, person, need="x", where=f"w{number}", look_on=WEEK)
        actions.ask_partner(away.amina, person, whom="", referral=row, what="how")
        actions.add_paper(away.amina, away.bed, what=f"p{number}")
        actions.move_referral(away.amina, away.bed, version=away.bed.version, state="asked", words=f"m{number}")
    assert {name: len(ask(client, address)) for name, address in pages.items()} == few
    with CaptureQueriesContext(connection) as caught:
        client.get(at("person", away))
    assert sum("directory_referral" in query["sql"] for query in caught) == 1, "one statement with all other kinds"
