"""How the law binds this agency: its manager and its privacy officer say so, and compare the notice that goes along."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access.act import ChangedMeanwhile
from ajar.consents import actions, gathering, notices, queries_law
from ajar.consents.forms import ComparedForm, CoverageForm


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
        "rules": queries_law.rules_of(request.user),
    }
    return render(request, "consents/law.html", context, status=status)


@require_POST
def compared(request):
    """Somebody has held both texts beside the official ones."""
    form, notice = ComparedForm(request.POST), notices.statement()
    if not form.is_valid() or not notices.ready():
        return _page(request, CoverageForm(initial=_as_it_is(gathering.coverage(request.user.agency_id))), 422, form)
    actions.compare_notice(request.user, once=form.cleaned_data["once"], notice=notice)
    messages.success(request, _("Kept, with your name and the day."))
    return redirect("law")
