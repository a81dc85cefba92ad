"""How the law binds this agency: its manager and its privacy officer say so, and compare the notice that goes along."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access.act import ChangedMeanwhile
from ajar.consents import actions, gathering, notices, queries_law
from ajar.consents.forms import ComparedForm, CoverageForm, UnitForm


def law(request):
    row = gathering.coverage(request.user.agency_id)
    form = CoverageForm(request.POST or None, initial=_as_it_is(row))
    if form.is_valid():
        try:
            actions.set_coverage(request.user, **form.cleaned_data)
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody changed this meanwhile. Look at what stands now, and send it again."))
            form.data = form.data.copy()
            form.data["order"] = _as_it_is(gathering.coverage(request.user.agency_id))["order"]
            return _page(request, form, 409)
        messages.success(request, _("Kept. It counts from now on."))
        return redirect("law")
    return _page(request, form, 422 if form.is_bound else 200)


def _as_it_is(row) -> dict:
    if row is None:
        return {"order": 0, "part2": "undetermined", "hipaa": "neither", "as_if_part2": True, "hearings_apart": True}
    return {name: getattr(row, name) for name in (
        "order", "part2", "hipaa", "as_if_part2", "only_sud", "intermediary", "hearings_apart"
    )}  # fmt: skip


def _page(request, form, status, compared=None):
    context = {
        "form": form,
        "long": notices.statement(),
        "short": notices.statement(long=False),
        "checked": queries_law.compared(request.user),
        "compared": compared or ComparedForm(),
        "units": queries_law.units_of(request.user),
        "rules": queries_law.rules_of(request.user),
    }
    return render(request, "consents/law.html", context, status=status)


def unit(request, team_id):
    """A team that is a unit of its own: a clinic in a house that is none, or the other way."""
    team, row = queries_law.unit_of(request.user, team_id)
    form = UnitForm(request.POST or None, initial=_unit_as_it_is(row))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.set_unit(request.user, team, **form.cleaned_data)
        except ChangedMeanwhile as meanwhile:
            form = UnitForm(initial=_unit_as_it_is(meanwhile.row))
            messages.warning(request, _("Somebody changed this meanwhile. Look at what stands now, and send it again."))
            status = 409
        else:
            messages.success(request, _("Kept. It counts from now on."))
            return redirect("law")
    return render(request, "consents/unit.html", {"form": form, "team": team}, status=status)


def _unit_as_it_is(row) -> dict:
    return {"order": row.order if row else 0, "part2": row.part2 if row else ""}


@require_POST
def compared(request):
    """Somebody has held both texts beside the official ones."""
    form, notice = ComparedForm(request.POST), notices.statement()
    if not form.is_valid() or not notices.ready():
        return _page(request, CoverageForm(initial=_as_it_is(gathering.coverage(request.user.agency_id))), 422, form)
    actions.compare_notice(request.user, once=form.cleaned_data["once"], notice=notice)
    messages.success(request, _("Kept, with your name and the day."))
    return redirect("law")
