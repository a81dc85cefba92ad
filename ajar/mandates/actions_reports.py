"""Every write about a report: drafted, seen by the person, on its way, told or not told."""

import json

from django.utils import timezone

from ajar.access import act, audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.consents.models import Disclosure
from ajar.mandates import queries, rules
from ajar.mandates.models import Report

OPEN = ("draft", "seen", "not-told")


@action(needs=Permission.MANDATE)
def write_report(actor, mandate, *, consent, recipient, since, until, next_on=None):
    row = Report.objects.create(
        agency_id=actor.agency_id, person_id=mandate.person_id, mandate=mandate, consent=consent, recipient=recipient,
        since=since, until=until, next_on=next_on, day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "report.written", row)
    return row


@action(needs=Permission.MANDATE)
def change_report(actor, person, report, *, version, left_out=(), marked=None, going="", agreed="", own_words=""):
    """What is left out, how days are told, and words. Gives back what a court may not be told in a worker's words, as
    pairs (code, words); then nothing is kept but a line in the audit. The person's own words are never checked.

    Whatever was seen before has to be seen again. Raises ChangedMeanwhile.
    """
    if report.state not in OPEN:
        raise ChangedMeanwhile(report, {})
    if found := _not_for_them(actor, person, report, going, agreed):
        audit.wrote(actor, "report.words not taken", report)
        return found
    marks = {key: mark for key, mark in (marked or {}).items() if mark in rules.MARKS}
    act.amend(
        actor, report, version=version, subject=report.person_id, left_out=" ".join(sorted(left_out)),
        marked=" ".join(f"{key}={mark}" for key, mark in sorted(marks.items())), going=going, agreed=agreed,
        own_words=own_words, state="draft", seen_on=None, preview="", seal_of_seen="",
    )  # fmt: skip
    audit.wrote(actor, "report.changed", report)
    return []


def _not_for_them(actor, person, report, *texts) -> list[tuple[str, str]]:
    """(code, words) of what a worker wrote that is not for a court: by its words, or because it was said to be kept."""
    covered, kept = queries.covered(report.consent), queries.kept_by(actor, person) if any(texts) else []
    found = [hit for text in texts for hit in rules.not_for_them(text, covered)]
    return found + [("kept", "") for text in texts if any(rules.shares(text, one) for one in kept)]


@action(needs=Permission.MANDATE)
def see_report(actor, report, *, version, how, seal):
    """The person saw every line, or did not want to. how: "shown" or "no". seal: of the words that stood there.

    Raises ChangedMeanwhile.
    """
    if report.state not in OPEN:
        raise ChangedMeanwhile(report, {})
    act.amend(
        actor, report, version=version, subject=report.person_id, state="seen", seen_on=timezone.localdate(),
        preview=how, seal_of_seen=seal,
    )  # fmt: skip
    audit.wrote(actor, "report.seen", report)
    return report


@action(needs=Permission.DISCLOSE)
def set_going(actor, report, *, version, told=()):
    """From here on nobody else sends it. told: the words that leave, or none. Raises ChangedMeanwhile: somebody did, or it was changed."""
    if report.state != "seen":
        raise ChangedMeanwhile(report, {})
    act.amend(actor, report, version=version, subject=report.person_id, state="going", told=json.dumps(told))
    audit.wrote(actor, "report.going", report)
    return report


@action(needs=Permission.DISCLOSE)
def back_to_draft(actor, report, *, version):
    """It says something else than what the person saw."""
    act.amend(
        actor,
        report,
        version=version,
        subject=report.person_id,
        state="draft",
        seen_on=None,
        preview="",
        seal_of_seen="",
        told=None,
    )
    audit.wrote(actor, "report.to be seen again", report)
    return report


@action(needs=Permission.DISCLOSE)
def keep_outcome(actor, report, *, disclosure=None):
    """What came of it. disclosure: None after a crash: then it is looked for among what was told (decision 26)."""
    if report.state != "going":
        raise ChangedMeanwhile(report, {})
    disclosure = disclosure or _left(report)
    told = disclosure is not None and disclosure.released
    act.amend(
        actor, report, version=report.version, subject=report.person_id, state="released" if told else "not-told",
        disclosure=disclosure, told=report.told if told else None,
    )  # fmt: skip
    audit.wrote(actor, "report.told" if told else "report.not told", report)
    return report


def _left(report) -> Disclosure | None:
    rows = Disclosure.objects.filter(agency_id=report.agency_id, person_id=report.person_id, released=True)
    rows = rows.filter(consent=report.consent_id).defer("artefact").order_by("-at")
    return next((row for row in rows if str(report.pk) in row.refs.split()), None)
