"""Doors of reports: drafted, looked at together line by line, sent; and of an officer's question."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.consents import papers
from ajar.consents.facts import DataClass
from ajar.consents.views import opened
from ajar.consents.words import WHY
from ajar.mandates import actions_reports, queries, reporting, rules, sending
from ajar.mandates.forms import AskedForm, ReportForm, ReportLinesForm, SeenForm
from ajar.mandates.views import show
from ajar.people.paper import fill, sheet

# Why a worker's words are not for a court: what stands in the form.
NOT_FOR_THEM = {
    "abstinence": lambda: _("a report never says that somebody does not use"),
    "all_well": lambda: _("a report never says that all is well: it tells what happened"),
    "use": lambda: _("the consent does not speak of use"),
    "agreed": lambda: _("the consent does not speak of this"),
    "tests": lambda: _("the consent does not speak of tests"),
    "days": lambda: _("the consent does not speak of days"),
    "diagnosis": lambda: _("the consent does not speak of a diagnosis"),
    "medication": lambda: _("the consent does not speak of medicine"),
    "health": lambda: _("the consent does not speak of this"),
    "hurt": lambda: _("the consent does not speak of this"),
    "kept": lambda: _("these words are not for a report"),
}


@opened
def new(request, person, mandate_id):
    row = queries.mandate_of(request.user, person, mandate_id)
    under = queries.may_report(request.user, person, row)
    form = fill(request, ReportForm, person, "report", under=under)
    if under and form.is_valid():
        clean = form.cleaned_data
        consent, to = form.under[clean["to"]]
        made = actions_reports.write_report(
            request.user,
            row,
            once=clean["once"],
            consent=consent,
            recipient=to,
            since=clean["since"],
            until=clean["until"],
            next_on=clean["next_on"],
        )
        return redirect("report", person.pk, made.pk)
    note = "" if under else _("No consent stands under which this office may be told anything. Nothing goes to them.")
    title, back = _("A report for the court"), ("mandate", row.pk)
    return show(
        request, person, form if under else ReportForm(), "", title=title, back=back, note=note, nothing=not under
    )


@require_GET
@opened
def report(request, person, report_id):
    """Line by line what would go, what stays; and where it stands."""
    return _page(request, person, queries.report_of(request.user, person, report_id))


def _page(request, person, row, form=None):
    ready = reporting.preview(request.user, person, row)
    scope = rules.may_hold(queries.covered(row.consent))
    if form is None:
        initial = ReportLinesForm.initial_from(row, ready.lines)
        form = ReportLinesForm(initial=initial, lines=ready.lines, scope=scope)
    context = {
        "row": row,
        "ready": ready,
        "form": form,
        "seen": SeenForm(initial={"version": row.version, "seal": ready.seal, "how": "shown"}),
        "going": [papers.meaning(one) for one in DataClass if ready.words and one in ready.decision.sent],
        "stays": [papers.meaning(one) for one in DataClass if one in queries.shown.ASKED_ABOUT and one not in scope],
        "why": [] if ready.allowed else [WHY[code] for code in ready.decision.reasons if code in WHY],
        "open": row.state in actions_reports.OPEN,
        "tests": rules.TESTS in scope,
    }
    return sheet(request, person, "mandates/report.html", status=422 if form.is_bound else 200, **context)


@require_POST
@opened
def change(request, person, report_id):
    row = queries.report_of(request.user, person, report_id)
    lines, scope = reporting.lines(request.user, person, row), rules.may_hold(queries.covered(row.consent))
    form = ReportLinesForm(request.POST, lines=lines, scope=scope)
    if form.is_valid():
        found = actions_reports.change_report(request.user, person, row, **form.said())
        if not found:
            return redirect("report", person.pk, row.pk)
        for code, words in found:
            form.add_error(None, f"“{words}”: {NOT_FOR_THEM[code]()}" if words else NOT_FOR_THEM[code]())
    return _page(request, person, row, form)


@require_POST
@opened
def seen(request, person, report_id):
    row = queries.report_of(request.user, person, report_id)
    form = SeenForm(request.POST)
    ready = reporting.preview(request.user, person, row)
    if form.is_valid() and ready.allowed and form.cleaned_data["seal"] == ready.seal:
        clean = form.cleaned_data
        actions_reports.see_report(request.user, row, version=clean["version"], how=clean["how"], seal=clean["seal"])
        messages.success(request, _("Kept. Nothing has gone yet."))
    else:
        messages.info(request, _("It is not the same any more. Look at it once more."))
    return redirect("report", person.pk, row.pk)


@require_POST
@opened
def send(request, person, report_id):
    row = queries.report_of(request.user, person, report_id)
    form = SeenForm(request.POST)
    form.is_valid()
    release = sending.send(request.user, person, row, version=form.cleaned_data.get("version"))
    if release is None:
        messages.info(request, _("It says something else than what the person saw. Look at it together once more."))
    elif release.released:
        messages.success(request, _("Told. Print the page as it left, and hand it over."))
    else:
        messages.info(request, _("It was not told. Why stands below."))
    return redirect("report", person.pk, row.pk)


@require_POST
@opened
def outcome(request, person, report_id):
    """After a crash: look whether it left."""
    row = queries.report_of(request.user, person, report_id)
    actions_reports.keep_outcome(request.user, row)
    return redirect("report", person.pk, row.pk)


@opened
def asked(request, person, mandate_id):
    """Somebody of the court asks a question. What may be said, word for word; what was asked and not told is kept."""
    row = queries.mandate_of(request.user, person, mandate_id)
    form = AskedForm(request.POST or None, office=row.office, under=queries.may_report(request.user, person, row))
    context = {"row": row, "form": form, "answered": form.is_bound and form.is_valid()}
    if context["answered"]:
        consent, recipient = form.who()
        wanted = [DataClass(value) for value in form.cleaned_data["asked"]]
        sending.answer(request.user, person, recipient=recipient, consent=consent, asked=wanted)
        not_told = sending.out_of_scope(consent, wanted)
        context |= {"not_told": _named(not_told), "covered_too": _named(set(wanted) - not_told)}
        shown = [(consent, recipient)]
    else:
        shown = form.under.values()
    context["can_say"] = [(to, _named(queries.covered(consent)) if consent else []) for consent, to in shown]
    return sheet(request, person, "mandates/asked.html", status=422 if form.errors else 200, **context)


def _named(classes) -> list:
    return [papers.meaning(one) for one in DataClass if one in classes]
