"""A report on its way out, and an officer's question that is answered with what the consent lets us say. Both go through
`disclose()`, the one way out; neither is an action, for `disclose()` is never called inside one (decision 26)."""

from dataclasses import replace

from ajar.access import policy
from ajar.access.act import ChangedMeanwhile
from ajar.access.policy import Permission
from ajar.consents.disclosing import Differs, Item, Release, Request, disclose
from ajar.mandates import actions_reports, queries, reporting
from ajar.mandates.models import Report

NEEDS = Permission.DISCLOSE


def send(actor, person, report: Report, *, version) -> Release | None:
    """Tells the court what the person saw, or keeps that it may not be told. None: it would say something else than what
    they saw, so it waits to be seen again. Raises ChangedMeanwhile, and PermissionDenied."""
    policy.require(actor, NEEDS)
    if report.state != "seen" or report.version != version:
        raise ChangedMeanwhile(report, {})
    ready = reporting.preview(actor, person, report)
    if ready.allowed and ready.seal != report.seal_of_seen:
        actions_reports.back_to_draft(actor, report, version=version)
        return None
    actions_reports.set_going(actor, report, version=version, told=ready.words)
    try:
        release = disclose(actor, person, replace(ready.request, seen=ready.mark))
    except Differs:  # the record moved on in between; nothing left
        actions_reports.back_to_draft(actor, report, version=report.version)
        return None
    actions_reports.keep_outcome(actor, report, disclosure=release.disclosure)
    return release


def out_of_scope(consent, asked) -> frozenset:
    return frozenset(asked) - (queries.covered(consent) if consent else frozenset())


def answer(actor, person, *, recipient, consent, asked) -> Release | None:
    """Keeps what somebody of the court asked for that the consent does not speak of. Nothing is told by it. None: all of it
    is covered, and a report can tell it."""
    items = tuple(Item(one, lambda: ()) for one in sorted(out_of_scope(consent, asked)))
    if not items:
        return None
    asked = Request(
        recipient=recipient, purpose=queries.PURPOSE, basis=queries.BASIS, items=items, consent=consent, channel="phone"
    )
    return disclose(actor, person, asked)
