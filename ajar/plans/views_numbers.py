"""Doors of the numbers to call of a place: those of its region, and its own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ajar.access.actions import change_region
from ajar.access.queries import agency_of
from ajar.plans import actions_numbers as acts
from ajar.plans import queries_safety as plans
from ajar.plans import regions
from ajar.plans.forms import EndNumberForm, PlaceNumberForm, RegionForm


def region(request):
    """Whose numbers to call this place shows, chosen by its manager, who sees all of them here."""
    ours = agency_of(request.user)
    form = RegionForm(request.POST or None, now=ours.region, initial={"version": ours.version})
    if form.is_valid():
        change_region(request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Workers see it where they need it."))
        return redirect("region")
    own, off = plans.place_numbers(request.user), plans.place_numbers(request.user, off=True)
    context = {"form": form, "calls": regions.of(ours.region), "own": own, "off": off}
    return render(request, "plans/region.html", context, status=422 if form.is_bound else 200)


def add(request):
    return _number(request, PlaceNumberForm(request.POST or None))


def change(request, number_id):
    row = plans.place_number_of(request.user, number_id)
    return _number(request, PlaceNumberForm(request.POST or None, row=row), row)


def _number(request, form, row=None):
    if form.is_valid():
        once = form.cleaned_data["once"]
        if row:
            acts.change_place_number(request.user, row, version=form.cleaned_data["version"], once=once, **form.said())
        else:
            acts.add_place_number(request.user, once=once, **form.said())
        messages.success(request, _("Kept. Workers see it where they need it."))
        return redirect("region")
    context = {"form": form, "row": row}
    return render(request, "plans/place_number.html", context, status=422 if form.is_bound else 200)


def end(request, number_id):
    """Taken off, asked once more; or put back."""
    row = plans.place_number_of(request.user, number_id)
    form = EndNumberForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        acts.end_place_number(request.user, row, back=bool(row.ended_on), **form.cleaned_data)
        messages.success(request, _("It is off every page.") if row.ended_on else _("It is back on every page."))
        return redirect("region")
    return render(
        request, "plans/place_number_end.html", {"form": form, "row": row}, status=422 if form.is_bound else 200
    )
