"""Anthony, 6 and 8: an officer reads what was told, on pages of their own, while he shares it; and everything else is one page."""

import base64
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from ajar.access.middleware import in_agency
from ajar.access.models import AuditLine
from ajar.consents.models import Disclosure
from ajar.mandates import actions, queries_entity
from ajar.mandates.models import MandateEvent, Report
from ajar.mandates.tests.anthony import SECRET, a_test, anthony, came, pdf_text, signed, told, told_in_confidence
from ajar.people import protecting
from ajar.people.queries import open_person, who_looked
from conftest import make_worker
from tests.entity import at, at_court, officer, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast):
    there = anthony(cast)
    there.consent = signed(there)
    came(there, 3, words="SECRET he spoke of his brother")
    came(there, 10)
    a_test(there, 5)
    told_in_confidence(there)
    there.ruiz = officer(cast, there.officer)
    return there


@pytest.fixture
def ruiz(there):
    return at_court(there.ruiz)


def stop(there):
    """The court is done: the consent ends the same day, in the same act (42 CFR 2.35)."""
    actions.final_disposition(there.worker, there.mandate, version=there.mandate.version, day=localdate())


def same(response) -> tuple:
    """Everything of an answer that a browser can see, but the seconds until the lock."""
    return (
        response.status_code,
        response.content,
        sorted((k, v) for k, v in response.headers.items() if k != "X-Lock-In"),
    )


# What an officer reads


def test_an_officer_reads_what_was_told_word_for_word_and_he_sees_that_they_did(cast, there, ruiz):
    row = told(there, there.consent, next_on=localdate() + timedelta(days=14))
    assert "Anthony R." in text(ruiz.get(at("shared")))
    page = text(ruiz.get(at("shared-one", there.mandate.pk)))
    row.refresh_from_db()
    for heading, words in queries_entity.told(row):
        assert heading in page and words in page
    assert "came 2 times of 2 planned" in page and "cocaine: did not show" in page and "2026-114" in page
    assert "Next update due" in page
    assert "prohibits unauthorized use or disclosure" in page and "42 CFR 2.32(a)(1)" in page
    for never in (SECRET, "SECRET", "brother", "They lock me up", "two visits a week"):
        assert never not in page
    person = open_person(there.worker, there.person.pk)
    lines, _more = who_looked(there.worker, person)
    assert [(line.actor.name, str(line.kind)) for line in lines if line.verb == "shared.opened"] == [
        ("J. Ruiz", "read, for the court, what was told to it")
    ]
    cast.amina_browser = at_court()  # the control: nobody without a sign-in
    assert cast.amina_browser.get(at("shared-one", there.mandate.pk)).status_code == 302


def test_the_pdf_is_the_very_bytes_that_left_with_the_notice_and_its_opening_is_told_too(there, ruiz):
    row = told(there, there.consent)
    got = ruiz.get(at("shared-pdf", there.mandate.pk, row.pk))
    left = Disclosure.objects.get(pk=Report.objects.get(pk=row.pk).disclosure_id)
    assert got["Content-Type"] == "application/pdf" and got.content == base64.b64decode(left.artefact)
    assert "42 CFR part 2 prohibits" in pdf_text(got.content)
    assert AuditLine.objects.filter(verb="shared.opened", subject=there.person.pk, actor=there.ruiz).count() == 1


def test_reading_it_again_is_no_new_release_and_nothing_shows_before_it_was_told(there, ruiz):
    assert "Nothing is shared with you here." in text(ruiz.get(at("shared")))
    assert ruiz.get(at("shared-one", there.mandate.pk)).status_code == 404
    told(there, there.consent)
    before = Disclosure.objects.count()
    for _ in range(3):
        assert ruiz.get(at("shared-one", there.mandate.pk)).status_code == 200
    assert Disclosure.objects.count() == before


def test_what_is_recorded_after_it_left_is_not_on_the_officers_page(there, ruiz):
    told(there, there.consent)
    before = queries_entity.told(queries_entity.shared(there.ruiz)[0].newest)
    came(there, 1)
    a_test(there, 1, findings="cocaine: showed")
    assert queries_entity.told(queries_entity.shared(there.ruiz)[0].newest) == before
    assert "cocaine: showed" not in text(ruiz.get(at("shared-one", there.mandate.pk)))


def test_two_updates_the_newest_is_read_at_once_and_the_earlier_one_is_a_paper(there, ruiz):
    first = told(there, there.consent, days=40)
    came(there, 1)
    second = told(there, there.consent, days=5)
    page = ruiz.get(at("shared-one", there.mandate.pk)).content.decode()
    assert (
        at("shared-pdf", there.mandate.pk, first.pk) in page and at("shared-pdf", there.mandate.pk, second.pk) in page
    )


# What is not shared is one page


def ended(cast, there):
    stop(there)


def taken_back(cast, there):
    stopped = type(there.consent).objects.filter(pk=there.consent.pk)
    stopped.update(revoked_at=now() - timedelta(minutes=1), revocable_from=localdate() - timedelta(days=1))


def run_out(cast, there):
    type(there.consent).objects.filter(pk=there.consent.pk).update(expires_on=localdate() - timedelta(days=1))


def blocked(cast, there):
    protecting.place_block(cast.dora, open_person(cast.dora, there.person.pk), worker=there.ruiz, why="he said so")


def office_left(cast, there):
    type(there.officer).objects.filter(pk=there.officer.pk).update(ended_on=localdate())


@pytest.mark.parametrize("end", [ended, taken_back, run_out, blocked, office_left], ids=lambda end: end.__name__)
def test_when_sharing_ends_the_next_request_shows_nothing_the_same_as_for_a_made_up_address(cast, there, ruiz, end):
    row = told(there, there.consent)
    assert ruiz.get(at("shared-one", there.mandate.pk)).status_code == 200  # the control
    end(cast, there)
    for name, real, made_up in (
        ("shared-one", (there.mandate.pk,), (uuid4(),)),
        ("shared-pdf", (there.mandate.pk, row.pk), (uuid4(), uuid4())),
    ):
        assert same(ruiz.get(at(name, *real))) == same(ruiz.get(at(name, *made_up)))
        assert ruiz.get(at(name, *real)).status_code == 404
    never = at_court(officer(cast, there.court, "K. Never"))
    first = [re.sub(r'value="[^"]*"|data-lock-in="\d+"|[JK]\. (?:Ruiz|Never)', "", one.get(at("shared")).content.decode())
             for one in (ruiz, never)]  # fmt: skip
    assert first[0] == first[1] and "Nothing is shared with you here." in first[0]


def statements(client, path) -> list[str]:
    """The shapes of the statements behind one page."""
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return [re.sub(r"'[^']*'|\b\d+\b|\bs\d+_x\d+", "?", one["sql"])[:60] for one in caught.captured_queries]


def test_never_shared_ended_anothers_and_made_up_are_the_same_bytes_after_the_same_statements(cast, there, ruiz):
    """E4. One officer with one who shares; asked for what is not there in each way that there is."""
    told(there, there.consent)
    other = anthony(cast)  # never shared
    past = anthony(cast)
    past.consent, past.officer = signed(past, to=[there.officer]), there.officer
    came(past, 2)
    told(past, past.consent)
    stop(past)
    others = anthony(cast)  # shared with another officer
    others.consent = signed(others)
    came(others, 2)
    told(others, others.consent)
    elsewhere = at_court(officer(cast, others.officer, "L. Other"))
    assert elsewhere.get(at("shared-one", others.mandate.pk)).status_code == 200
    asked = {
        "never": other.mandate.pk, "ended": past.mandate.pk, "another's": others.mandate.pk, "made up": uuid4(),
        "a person": there.person.pk,
    }  # fmt: skip
    ruiz.get(at("shared"))
    first, second, answers = {}, {}, {}
    for what, key in asked.items():
        first[what] = statements(ruiz, at("shared-one", key))
        second[what] = statements(ruiz, at("shared-one", key))  # the line that it was asked for is there already
        answers[what] = same(ruiz.get(at("shared-one", key)))
    for seen in (first, second, answers):
        assert len(set(map(repr, seen.values()))) == 1
    assert answers["ended"][0] == 404 and len(first["ended"]) > len(second["ended"]) > 4


THIRTY = [
    "/today/", "/people/", "/people/{person}/", "/people/{person}/notes/", "/people/{person}/court/",
    "/people/{person}/court/{mandate}/", "/people/{person}/court/reports/{report}/", "/people/{person}/sharing/",
    "/people/{person}/told/", "/people/{person}/told/{disclosure}/pdf/", "/people/{person}/looked/",
    "/people/{person}/consents/{consent}/", "/people/{person}/goals/", "/people/{person}/plans/",
    "/people/{person}/encounters/new/", "/people/{person}/counseling/", "/find/", "/find/?q=Anthony", "/search/?q=Anthony",
    "/api/", "/api/people/{person}", "/fhir/Patient/{person}", "/agency/", "/agency/officers/", "/admin/", "/screen/",
    "/drafts/note/{person}/", "/shared/{person}/", "/shared/{report}/", "/shared/{disclosure}/{report}/",
    "/shared/{mandate}/{disclosure}/", "/shared/{consent}/", "/shared/x/", "/basket/", "/help/", "/.env", "/robots.txt",
]  # fmt: skip


def test_thirty_addresses_and_more_answer_like_a_made_up_one(there, ruiz):
    """Task 13. Other ids, notes, search, API, workers' pages."""
    row = Report.objects.get(pk=told(there, there.consent).pk)
    ids = {
        "person": there.person.pk, "mandate": there.mandate.pk, "report": row.pk, "disclosure": row.disclosure_id,
        "consent": there.consent.pk,
    }  # fmt: skip
    made_up = same(ruiz.get(at("shared-one", uuid4())))
    assert made_up[0] == 404 and b"csrf" not in made_up[1] and b"Ruiz" not in made_up[1]
    tried = [path.format(**ids) for path in THIRTY]
    assert len(tried) >= 30
    assert [path for path in tried if same(ruiz.get(path)) != made_up] == []
    assert same(ruiz.get(at("shared-one", there.mandate.pk))) != made_up  # the control


def test_posting_what_is_not_on_the_list_or_not_shared_is_that_page_too(there, ruiz):
    told(there, there.consent)
    made_up = same(ruiz.post(at("shared-ask", uuid4()), {"kind": "ask-meet"}))
    assert made_up == same(ruiz.get(at("shared-one", uuid4())))
    assert same(ruiz.post(at("shared-ask", there.mandate.pk), {"kind": "word", "words": "is he using?"})) == made_up
    assert not MandateEvent.objects.exists()


# Asking


def test_an_officer_asks_from_a_short_list_and_he_and_the_worker_read_it(cast, there, ruiz, client):
    told(there, there.consent)
    page = ruiz.get(at("shared-one", there.mandate.pk)).content.decode()
    assert "Anthony R. will see what you ask." in page
    for _ in range(2):  # twice on one day is once
        ruiz.post(at("shared-ask", there.mandate.pk), {"kind": "ask-visit", "words": "FREE WORDS"})
    asked = MandateEvent.objects.get()
    assert (asked.kind, asked.words, asked.by_id) == ("ask-visit", "", there.ruiz.pk)
    assert "When is the next visit?" in text(ruiz.get(at("shared-one", there.mandate.pk))).split("You asked")[1]
    client.force_login(cast.amina)
    client.post(reverse("screen"), {"state": "turned", "person": there.person.pk})
    theirs = text(client.get(reverse("mandate", args=[there.person.pk, there.mandate.pk])))
    assert "When is the next visit?" in theirs and "We read it together" in theirs and "FREE" not in theirs
    client.post(reverse("mandate-event-shown", args=[there.person.pk, asked.pk]))
    # what came of it is told in another way or not at all: the officer's page is the same before and after
    assert "We read it" not in text(ruiz.get(at("shared-one", there.mandate.pk)))


def test_no_page_of_the_host_has_a_field_for_words_and_each_bears_the_notice(there, ruiz):
    """E2; and A6-03: what somebody read here, nothing here passes on."""
    told(there, there.consent)
    for path in (at("shared"), at("shared-one", there.mandate.pk), at("what-this-is"), at("shared-one", uuid4())):
        html = ruiz.get(path).content.decode()
        assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in html, path
        assert not re.search(r"<textarea|placeholder|type=\"(?:text|search|email|url|tel)\"|mailto:|share=", html), path
        assert re.search(r"<title>(.*?)</title>", html)[1] in {"Shared with you", "What happens here", "Ajar"}
        posts = set(re.findall(r'<form[^>]*action="([^"]*)"', html))
        ask = at("shared-ask", there.mandate.pk)
        assert posts <= {ask, at("language"), at("lock"), at("account_logout")}, path


def test_what_was_read_is_not_passed_on_by_any_page_and_says_that_it_must_not_be(there, ruiz):
    """A6-03: the notice goes along on the paper that left, and on the page; nothing there sends it further."""
    row = told(there, there.consent)
    assert "42 CFR part 2 prohibits" in pdf_text(ruiz.get(at("shared-pdf", there.mandate.pk, row.pk)).content)
    html = ruiz.get(at("shared-one", there.mandate.pk)).content.decode()
    assert (
        "42 CFR 2.32(a)(1)" in html and "mailto:" not in html and "http" not in re.sub(r'"http[^"]*w3[^"]*"', "", html)
    )


def test_what_this_is_is_said_in_both_languages(ruiz):
    page = ruiz.get(at("what-this-is"))
    assert "any change that makes a life safer" in text(page)
    ruiz.post(at("language"), {"language": "es"})
    assert "reducción de daños" in text(ruiz.get(at("what-this-is")))


def test_a_worker_of_another_agency_with_that_role_reads_nothing(cast, there):
    told(there, there.consent)
    with in_agency(cast.other_agency.pk):
        far = at_court(make_worker(cast.other_agency, "Far officer", "entity officer"))
    assert "Nothing is shared" in text(far.get(at("shared")))
    assert far.get(at("shared-one", there.mandate.pk)).status_code == 404


def test_a_report_that_left_before_its_words_were_kept_is_read_as_the_page_that_left(there, ruiz):
    row = told(there, there.consent)
    Report.objects.filter(pk=row.pk).update(told=None)
    assert "The page as it was sent to you is under Print." in text(ruiz.get(at("shared-one", there.mandate.pk)))


def test_many_who_share_are_no_more_statements(cast, there, ruiz):
    told(there, there.consent)
    ruiz.get(at("shared"))
    few = len(statements(ruiz, at("shared")))
    for _ in range(4):
        one = anthony(cast)
        one.officer = there.officer
        one.consent = signed(one, to=[there.officer])
        came(one, 2)
        told(one, one.consent)
    ruiz.get(at("shared"))
    assert len(statements(ruiz, at("shared"))) == few <= 12


def test_before_a_talk_he_sees_who_of_the_court_reads_and_no_link_on_his_screen_leads_nowhere(cast, there, client):
    officer(cast, there.officer, "N. Unknown", known=False)
    client.force_login(cast.amina)
    sees = reverse("court-sees", args=[there.person.pk])
    assert "J. Ruiz" in text(client.get(sees)) and reverse("readers") in client.get(sees).content.decode()
    client.post(reverse("screen"), {"state": "turned", "person": there.person.pk})
    turned = client.get(sees).content.decode()
    assert "J. Ruiz" in turned and reverse("readers") not in turned and "Unknown" not in turned
