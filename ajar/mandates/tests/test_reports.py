"""Anthony, 5 to 8: a report holds what he agreed to, he sees it first, it goes once, and what he kept for himself does not go."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.act import ChangedMeanwhile
from ajar.access.models import AuditLine
from ajar.consents import actions as consents
from ajar.consents import disclosing
from ajar.consents.models import Disclosure
from ajar.encounters import actions as encounters
from ajar.encounters import actions_kept
from ajar.mandates import actions, actions_reports, reporting, sending
from ajar.mandates.models import Report
from ajar.mandates.tests.anthony import (
    SECRET,
    a_test,
    anthony,
    came,
    pdf_text,
    report,
    signed,
    told_in_confidence,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast):
    return anthony(cast)


@pytest.fixture
def amina(cast, client):
    client.force_login(cast.amina)
    return client


def at(name, there, *ids):
    return reverse(name, args=[there.person.pk, *ids])


def page(client, there, row):
    return client.get(at("report", there, row.pk)).content.decode()


def preview(there, row):
    return reporting.preview(there.worker, there.person, row)


def flat(words) -> str:
    return " | ".join(f"{heading}: {text}" for item in words for heading, text in item)


def seen(there, row, how="shown"):
    actions_reports.see_report(there.worker, row, version=row.version, how=how, seal=preview(there, row).seal)
    return row


def send(there, row):
    return sending.send(there.worker, there.person, row, version=row.version)


def test_he_looks_at_it_line_by_line_adds_his_words_and_it_goes_once(cast, amina, there):
    """Cases 5 and 6, A16-01."""
    consent = signed(there)
    came(there, 3, words="SECRET he spoke of his brother")
    came(there, 10)
    a_test(there, 5)
    sent = {"to": f"{consent.pk}_{there.officer.pk}", "since": "2020-01-01", "until": localdate().isoformat()}
    made = amina.post(at("report-new", there, there.mandate.pk), sent)
    row = Report.objects.get()
    assert made.url == at("report", there, row.pk)
    amina.post(reverse("screen"), {"state": "turned", "person": there.person.pk})
    shown = page(amina, there, row)
    assert "came 2 times of 2 planned" in shown and "cocaine: did not show" in shown and "SECRET" not in shown
    assert "This is the whole page that they would get" in shown and "Send this page" not in shown
    keep = ["attendance", "tox_result"]
    own = "I used last week, and I come here because I want to. Nobody is clean."
    changed = amina.post(at("report-change", there, row.pk), {"version": row.version, "keep": keep, "own_words": own})
    assert changed.status_code == 302, "his own words are never checked"
    row.refresh_from_db()
    looked = {"version": row.version, "seal": preview(there, row).seal, "how": "shown"}
    amina.post(at("report-seen", there, row.pk), looked)
    amina.post(reverse("screen"), {"state": "mine"})
    amina.force_login(cast.amina)
    row.refresh_from_db()
    assert (row.state, row.seen_on, row.preview) == ("seen", localdate(), "shown")
    assert "Send this page" in page(amina, there, row)
    first = amina.post(at("report-send", there, row.pk), {"version": row.version}, follow=True)
    again = amina.post(at("report-send", there, row.pk), {"version": row.version})
    assert "It was told." in first.content.decode() and again.status_code == 409
    told = Disclosure.objects.get(released=True)
    row.refresh_from_db()
    assert (row.state, row.disclosure_id) == ("released", told.pk)
    assert (told.sent, told.preview, told.consent_id) == ("attendance tox_result", "shown", consent.pk)
    assert at("told", there, told.pk) in page(amina, there, row)
    text = pdf_text(amina.get(at("told-pdf", there, told.pk)).content)
    for words in ("came 2 times of 2 planned", "cocaine: did not show", "I used last week", "Officer Ruiz", "Anthony R.",
                  "42 CFR part 2 prohibits unauthorized use or disclosure"):  # fmt: skip
        assert words in text
    assert "SECRET" not in text


def test_only_what_the_consent_speaks_of_is_made_at_all(there, monkeypatch):
    consent = signed(there, "attendance")
    came(there, 3)
    a_test(there, 5, "heroin: showed")
    row = report(there, consent)
    said = flat(preview(there, row).words)
    assert "came 1 time of 1 planned" in said and "heroin" not in said
    assert [line.data_class for line in preview(there, row).lines] == ["attendance"]


def test_days_are_told_as_agreed_and_what_was_excused_moved_or_ours_is_apart(cast, there):
    row = report(there, signed(there))
    for days in (2, 4, 6):
        came(there, days)
    came(there, 8, kind="call")  # not agreed to count
    excused, by_us, missed = (came(there, days, kind="not-in") for days in (9, 10, 11))
    visit = encounters.plan_followup(cast.amina, there.person, kind="visit", day=localdate())
    encounters.move_followup(cast.amina, visit, version=1, day=localdate())
    safety = encounters.plan_followup(cast.amina, there.person, kind="visit", day=localdate(), safety=True)
    encounters.move_followup(cast.amina, safety, version=1, day=localdate())
    marked = {str(excused.pk): "excused", str(by_us.pk): "by-us", str(missed.pk): "late"}
    actions_reports.change_report(cast.amina, there.person, row, version=1, marked=marked)
    said = flat(preview(there, row).words)
    assert "came 3 times of 4 planned; excused: 1; moved to another day: 1; called off by us: 1" in said
    assert "late" not in said.casefold() and "call" not in said.replace("called off", "")


def test_a_class_goes_whole_or_not_at_all_and_leaves_no_gap(cast, there):
    row = report(there, signed(there))
    came(there, 2)
    came(there, 5, kind="not-in")
    a_test(there, 3)
    positive = a_test(there, 4, "heroin: showed")
    actions_reports.change_report(cast.amina, there.person, row, version=1, left_out=[str(positive.pk)])
    whole = flat(preview(there, row).words)
    assert "heroin: showed" in whole and "came 1 time of 2 planned" in whole, (
        "one bad result is not taken out by itself"
    )
    actions_reports.change_report(cast.amina, there.person, row, version=2, left_out=["tox_result"])
    without = flat(preview(there, row).words)
    assert "Test" not in without and "test" not in without and "came 1 time of 2 planned" in without
    actions_reports.change_report(cast.amina, there.person, row, version=3, left_out=["attendance"])
    assert "came" not in flat(preview(there, row).words) and "heroin: showed" in flat(preview(there, row).words)


def test_a_screen_that_showed_something_is_said_not_to_be_sure(there):
    """A16-02."""
    row = report(there, signed(there, "tox_result"))
    a_test(there, 6, "cocaine: showed")
    a_test(there, 5, "cocaine: showed\nheroin: did not show", confirmed=True)
    a_test(there, 4, "heroin: did not show")
    actions_kept.record_test(
        there.worker, there.person, day=localdate(), answer="declined", told_why=True, told_who=True
    )
    said = flat(preview(there, row).words)
    assert "cocaine: showed (presumptive, confirmation pending)" in said
    assert "cocaine: showed; heroin: did not show (confirmed by a laboratory)" in said
    assert "heroin: did not show (a quick screen)" in said
    assert said.count("Test of") == 3, "saying no to a test is neutral, and no result"


@pytest.mark.parametrize(
    "words",
    [
        "Client admits using on weekends.", "He is abstinent.", "We have no concerns.", "Fully compliant with the plan.",
        "He has been sober for weeks.", "He no usa nada.", "Cumple con todo.", "He told me he drank.", "I use on some weekends.", "A diagnosis of PTSD.",
        "He takes methadone.", "She is pregnant.",
    ],
)  # fmt: skip
def test_what_a_worker_may_not_write_for_a_court_is_not_taken_and_nothing_is_lost(amina, there, words):
    """A16-04 and step 5."""
    row = report(there, signed(there, "attendance", "engagement", "compliance_status"))
    came(there, 2)
    for field in ("going", "agreed"):
        answer = amina.post(at("report-change", there, row.pk), {"version": 1, field: words, "keep": []})
        assert answer.status_code == 422 and words.split(".")[0] in answer.content.decode()
    row.refresh_from_db()
    assert (row.going, row.agreed, row.version) == ("", "", 1)
    assert AuditLine.objects.filter(verb="report.words not taken", thing_id=row.pk).count() == 2


def test_what_may_be_said_of_how_it_goes_is_taken(amina, there):
    row = report(there, signed(there, "attendance", "engagement", "compliance_status"))
    came(there, 2)
    sent = {"version": 1, "going": "He takes part in the group.", "agreed": "Two visits a week: done.", "keep": []}
    assert amina.post(at("report-change", there, row.pk), sent).status_code == 302
    row.refresh_from_db()
    said = flat(preview(there, row).words)
    assert "How it goes: He takes part in the group." in said and "What was agreed: Two visits a week: done." in said


@pytest.mark.parametrize("typed", [SECRET, "He said to " + SECRET[7:], SECRET.upper(), "using now and then, keep"])
def test_what_he_kept_between_us_is_no_part_of_a_report(cast, amina, there, typed):
    """Case 7: the attempt is in the audit, without a word of it."""
    row = report(there, signed(there, "attendance", "engagement"))
    told_in_confidence(there)
    came(there, 2)
    before = flat(preview(there, row).words)
    answer = amina.post(at("report-change", there, row.pk), {"version": 1, "going": typed, "keep": [], "own_words": ""})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.going == "" and flat(preview(there, row).words) == before
    line = AuditLine.objects.get(verb="report.words not taken")
    assert (line.thing_id, line.actor_id) == (row.pk, cast.amina.pk)
    assert "between us" not in str(vars(line))


def test_a_confidence_in_plain_words_is_caught_by_what_it_shares(cast, amina, there):
    row = report(there, signed(there, "attendance", "engagement"))
    told_in_confidence(there, "my sister is hiding me from the landlord this month")
    sent = {"version": 1, "going": "His sister is hiding me from the landlord.", "keep": []}
    answer = amina.post(at("report-change", there, row.pk), sent)
    assert answer.status_code == 422 and "these words are not for a report" in answer.content.decode()
    assert actions_reports.change_report(cast.dora, there.person, row, version=1, going="His sister is hiding me from the landlord.") == [], (
        "of what somebody else keeps nothing is told, not even that it is there"
    )  # fmt: skip


def test_no_page_tells_that_there_is_a_confidence(there):
    row = report(there, signed(there, "attendance", "engagement"))
    came(there, 2)
    before = preview(there, row).words
    kept = told_in_confidence(there)
    visit = came(there, 3, kind="call")
    encounters.add_line(there.worker, visit, speaker="person", words="kept line", kept_between=kept)
    assert preview(there, row).words == before


def test_he_takes_it_back_and_from_then_on_it_is_refused(cast, amina, there):
    """Case 8: what was told stays on the account; the page says why."""
    consent = signed(there, revocable_from=localdate())
    came(there, 2)
    first, second = seen(there, report(there, consent)), seen(there, report(there, consent))
    assert send(there, first).released
    consents.stop_consent(cast.amina, consent, how="screen")
    answer = amina.post(at("report-send", there, second.pk), {"version": second.version}, follow=True).content.decode()
    assert "It was not told" in answer and "The person took this consent back." in answer
    second.refresh_from_db()
    refused = Disclosure.objects.get(released=False)
    assert (second.state, second.disclosure_id, refused.reasons.split()[0]) == ("not-told", refused.pk, "revoked")
    assert Disclosure.objects.filter(released=True).count() == 1


def test_before_it_can_be_taken_back_his_wish_is_written_down_and_the_consent_stands(cast, there):
    consent = signed(there)
    came(there, 2)
    row = seen(there, report(there, consent))
    consents.stop_consent(cast.amina, consent, how="written")
    assert send(there, row).released, "42 CFR 2.35: in scope, until the day that it says"


def test_after_the_court_is_done_nothing_goes(cast, there):
    """A8-06."""
    row = report(there, signed(there))
    came(there, 2)
    seen(there, row)
    actions.final_disposition(cast.amina, there.mandate, version=1, day=localdate())
    release = send(there, Report.objects.get(pk=row.pk))
    assert (release.released, release.decision.reasons[0]) == (False, "final_disposition")


def test_what_he_saw_is_what_goes(cast, amina, there):
    row = report(there, signed(there))
    came(there, 2)
    seen(there, row, how="no")
    came(there, 4, kind="not-in")
    answer = amina.post(at("report-send", there, row.pk), {"version": row.version}, follow=True).content.decode()
    assert "It says something else than what the person saw." in answer
    row.refresh_from_db()
    assert row.state == "draft" and not Disclosure.objects.exists()


def test_a_change_after_it_was_seen_has_to_be_seen_again(cast, there):
    row = report(there, signed(there))
    came(there, 2)
    seen(there, row)
    actions_reports.change_report(cast.amina, there.person, row, version=row.version, own_words="And thank you.")
    with pytest.raises(ChangedMeanwhile):
        send(there, row)
    assert not Disclosure.objects.exists()


def test_nothing_is_begun_where_no_consent_stands(amina, there):
    shown = amina.get(at("report-new", there, there.mandate.pk)).content.decode()
    assert "Nothing goes to them." in shown
    signed(there, case_ref="1999-1")
    assert amina.post(at("report-new", there, there.mandate.pk), {}).status_code in (200, 422)
    assert not Report.objects.exists()


def test_after_a_crash_between_going_and_keeping_it_is_found_again(cast, amina, there, monkeypatch):
    consent = signed(there)
    came(there, 2)
    left, lost = seen(there, report(there, consent)), seen(there, report(there, consent))
    monkeypatch.setattr(actions_reports, "keep_outcome", lambda *a, **k: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        send(there, left)
    monkeypatch.setattr(sending, "disclose", lambda *a: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        send(there, lost)
    monkeypatch.undo()
    assert "Look whether it left" in page(amina, there, left)
    for row, state in ((left, "released"), (lost, "not-told")):
        amina.post(at("report-outcome", there, row.pk))
        row.refresh_from_db()
        assert row.state == state


def test_an_officer_s_question_is_answered_with_what_the_consent_names(cast, amina, there):
    """A16-03."""
    assert "does not let me say whether anybody is or was served here" in page_asked(amina, there)
    consent = signed(there, "attendance", "tox_result")
    shown = page_asked(amina, there)
    assert "The consent on file lets me report only:" in shown and "neither yes nor no" in shown
    sent = {"to": f"{consent.pk}_{there.officer.pk}", "asked": ["self_reported_use", "attendance"]}
    answer = amina.post(at("court-asked", there, there.mandate.pk), sent)
    assert answer.status_code == 200 and "Tell them with a report" in answer.content.decode()
    refused = Disclosure.objects.get()
    assert (refused.released, refused.asked, refused.reasons.split()[0]) == (
        False,
        "self_reported_use",
        "class_not_covered",
    )
    assert (refused.recipient_id, refused.channel) == (there.officer.pk, "phone")
    assert amina.post(at("court-asked", there, there.mandate.pk), sent | {"asked": ["confidence"]}).status_code == 422


def test_somebody_whom_no_consent_names_hears_not_even_that_he_comes(cast, amina, there):
    signed(there, "attendance")
    answer = amina.post(
        at("court-asked", there, there.mandate.pk), {"to": "new", "asked": ["attendance"]}
    ).content.decode()
    assert "does not let me say whether anybody is or was served here" in answer and "report only" not in answer
    refused = Disclosure.objects.get()
    assert (refused.asked, refused.reasons, refused.recipient_id) == ("attendance", "no_consent", there.court.pk)


def test_what_a_worker_writes_gives_away_no_class_that_is_not_agreed_to(cast, there):
    came(there, 2)
    only = report(there, signed(there, "engagement"))
    for words in ("He tested positive.", "He missed two visits.", "He is in compliance.", "La prueba fue negativa."):
        assert actions_reports.change_report(cast.amina, there.person, only, version=1, going=words)
    more = report(there, signed(there, "attendance", "tox_result", "engagement", "compliance_status"))
    for words in ("He missed two visits.", "Two screens a week.", "He used to come on Mondays, to high school now."):
        assert actions_reports.change_report(cast.amina, there.person, more, version=more.version, going=words) == []


def page_asked(amina, there):
    return amina.get(at("court-asked", there, there.mandate.pk)).content.decode()


def test_a_peer_begins_sends_and_answers_nothing(cast, client, there):
    from ajar.people import actions as people

    people.join_care_team(cast.dora, there.person, worker=cast.ben)
    row = seen(there, report(there, signed(there)))
    client.force_login(cast.ben)
    for name, ids in (("report", (row.pk,)), ("report-send", (row.pk,)), ("court-asked", (there.mandate.pk,))):
        assert client.post(at(name, there, *ids), {"version": row.version}).status_code == 403
    with pytest.raises(disclosing.policy.PermissionDenied):
        sending.send(cast.ben, there.person, row, version=row.version)


def test_the_pages_of_reports_read_no_more_when_there_is_more(amina, there, django_assert_max_num_queries):
    row = report(there, signed(there))
    for days in range(1, 16):
        came(there, days)
        a_test(there, days)
    page(amina, there, row)
    with django_assert_max_num_queries(30):
        assert "came 15 times of 15 planned" in page(amina, there, row)
