"""Doors of the register of breaches, and of the task that comes of one where somebody could be hurt."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access.act import ChangedMeanwhile
from ajar.consents import actions_breach as acts
from ajar.consents import queries_breach as queries
from ajar.consents.forms_breach import BreachForm, SafeForm, WeighForm
from ajar.consents.forms_legal import NextForm
from ajar.consents.views_legal import MOVED
from ajar.people import rates, search
from ajar.people.forms import WhoForm, open_choice, sealed_choice
from ajar.people.paper import sheet
from ajar.people.queries import open_person, open_to_protect
from ajar.people.views import slower


def new(request):
    form = BreachForm(request.POST or None)
    if form.is_valid():
        row = acts.note_breach(request.user, **form.cleaned_data)
        return redirect("breach", row.pk)
    return render(request, "consents/breach_new.html", {"form": form}, status=422 if form.is_bound else 200)


def _show(request, row, status=200, **more):
    initial = {name: getattr(row, name) for name in ("nature", "got_by", "viewed", "eased", "many", "in_state", "state_days", "version")}  # fmt: skip
    initial["low"] = {None: "", True: "yes", False: "no"}[row.low]
    context = {
        "row": row,
        "affected": queries.affected(request.user, row),
        "form": WeighForm(initial=initial),
        "next": NextForm(initial={"version": row.version}),
        "who": WhoForm(),
    }
    return render(request, "consents/breach.html", context | more, status=status)


@require_GET
def breach(request, breach_id):
    return _show(request, queries.breach(request.user, breach_id))


@require_POST
def weigh(request, breach_id):
    row = queries.breach(request.user, breach_id)
    form = WeighForm(request.POST)
    if not form.is_valid():
        return _show(request, row, 422, form=form)
    try:
        acts.weigh_breach(request.user, row, **form.cleaned_data)
    except ChangedMeanwhile:
        form.add_error(None, MOVED)
        return _show(request, row, 409, form=form)
    messages.success(request, _("Kept, with your name and the day."))
    return redirect("breach", row.pk)


@require_POST
def affected(request, breach_id):
    """Whose record it was: found by the whole name or card, then chosen."""
    row = queries.breach(request.user, breach_id)
    if "choice" in request.POST:
        chosen = open_choice(request.POST["choice"], request.user)
        if chosen:
            acts.add_affected(request.user, row, person=open_to_protect(request.user, chosen))
        else:
            messages.info(request, _("That took too long. Look once more."))
        return redirect("breach", row.pk)
    form, found = WhoForm(request.POST), None
    if form.is_valid():
        try:
            found = search.whole(request.user, form.cleaned_data["who"])
        except rates.Slower as pause:
            return slower(request, pause)
        for one in found.people:
            one.choice = sealed_choice(one.pk, request.user)
    return _show(request, row, 200 if found else 422, who=form, found=found)


@require_POST
def told(request, breach_id, breachperson_id):
    row = queries.breach(request.user, breach_id)
    one = queries.affected_of(request.user, row, breachperson_id)
    try:
        acts.told_affected(request.user, one, way=request.POST.get("way", ""))
    except acts.Refused:
        messages.info(request, _("Not that way: somebody could be hurt, or no way was chosen. Tell them in person, or call a number that is safe."))  # fmt: skip
        return _show(request, row, 422)
    return redirect("breach", row.pk)


@require_POST
def step(request, breach_id, step):
    row = queries.breach(request.user, breach_id)
    form = NextForm(request.POST)
    if step not in ("hhs", "media", "ended"):
        raise Http404
    if not form.is_valid():
        return _show(request, row, 422)
    try:
        acts.note_told(request.user, row, version=form.cleaned_data["version"], what=step)
    except ChangedMeanwhile:
        messages.info(request, MOVED)
    return redirect("breach", row.pk)


def safe(request, person_id, task_id):
    """With the person: what could happen now that it got out, and what is done about it."""
    person = open_person(request.user, person_id)
    task = queries.safety_task(request.user, person, task_id)
    form = SafeForm(request.POST or None)
    if task.done_at is None and form.is_valid():
        acts.made_safe(request.user, task, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("person", person.pk)
    status = 422 if form.is_bound and form.errors else 200
    return sheet(request, person, "consents/breach_safe.html", form=form, task=task, status=status)
