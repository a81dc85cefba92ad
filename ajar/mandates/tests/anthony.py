"""Anthony, in place of jail: his court, his consent, what was recorded. Plain functions, all through actions."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from ajar.consents import actions as consents
from ajar.encounters import actions as encounters
from ajar.encounters import actions_kept
from ajar.mandates import actions, actions_reports, reporting, sending
from ajar.people.actions import start_person
from ajar.people.queries import open_person

SECRET = "I have been using now and then, keep that between us"


def ago(days):
    return localdate() - timedelta(days=days)


def anthony(cast, worker=None):
    """Anthony with a court, an officer who follows his conditions, and what they ask; no consent yet."""
    worker = worker or cast.amina
    person = open_person(worker, start_person(worker, chosen_name="Anthony R.").pk)
    court = consents.add_recipient(worker, person, kind="court", name="County court, part 40", verified_how="letter")
    officer = consents.add_recipient(
        worker, person, kind="probation_parole", name="Officer Ruiz", acts_for=court, verified_how="met"
    )
    mandate = actions.write_mandate(
        worker, person, office=court, case_ref="2026-114", document="order of 3 May, part 40", action_type="ati",
        agreement="two visits a week count as kept", consequences="They lock me up if I miss too much.", since=ago(60),
    )  # fmt: skip
    return SimpleNamespace(person=person, court=court, officer=officer, mandate=mandate, worker=worker)


def signed(there, *classes, by_hand=(), **more):
    said = {
        "to": [there.officer], "monitors": True, "name": "Anthony R.", "disclosers": "Riverside",
        "classes": classes or ["attendance", "tox_result"], "by_hand": by_hand, "purposes": ["cj_monitor"],
        "expires_on": localdate() + timedelta(days=200), "condition_document": "order of 3 May", "case_ref": "2026-114",
        "action_type": "ati", "revocable_from": localdate() + timedelta(days=90), "ends_expected": localdate() + timedelta(days=100),
    } | more  # fmt: skip
    row = consents.write_consent(there.worker, there.person, kind="cj", **said)
    return consents.sign_consent(
        there.worker, row, version=row.version, how="typed", signature="Anthony R.", name="Anthony R.", read_how="self"
    )


def came(there, days, kind="session", words=""):
    at = datetime.combine(ago(days), datetime.min.time(), ZoneInfo("America/New_York")) + timedelta(hours=1)
    return encounters.record_encounter(there.worker, there.person, kind=kind, happened_at=at, words=words)


def a_test(there, days, findings="cocaine: did not show", confirmed=False):
    return actions_kept.record_test(
        there.worker, there.person, day=ago(days), answer="agreed", told_why=True, told_who=True, findings=findings,
        confirmed=confirmed,
    )  # fmt: skip


def told_in_confidence(there, words=SECRET):
    return actions_kept.keep_between(there.worker, there.person, words=words)


def report(there, consent, days=30):
    return actions_reports.write_report(
        there.worker, there.mandate, consent=consent, recipient=there.officer, since=ago(days), until=localdate()
    )


def told(there, consent, days=30, next_on=None):
    """A report, seen by him and sent: what the officer may read."""
    row = actions_reports.write_report(
        there.worker, there.mandate, consent=consent, recipient=there.officer, since=localdate() - timedelta(days=days),
        until=localdate(), next_on=next_on,
    )  # fmt: skip
    seal = reporting.preview(there.worker, there.person, row).seal
    actions_reports.see_report(there.worker, row, version=row.version, how="shown", seal=seal)
    assert sending.send(there.worker, there.person, row, version=row.version).released
    return row


def pdf_text(body):
    import io

    from pypdf import PdfReader

    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())
