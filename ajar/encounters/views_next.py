"""Doors of what is next: plans, tries, and what is possible when somebody did not come."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts
from ajar.encounters import actions, forms, queries, rules
from ajar.encounters.queries_messages import safe_ways
from ajar.encounters.views import encounter_asked_for, shown, status_of
from ajar.people.actions import Refused
from ajar.people.queries import contact, could_be_hurt, open_person
from ajar.press.forms import from_draft


def plan(request, person_id):
    person = open_person(request.user, person_id)
    encounter = encounter_asked_for(request, person)
    workers = queries.who_can_read(request.user, person)
    if request.user not in workers:  # a glass was broken
        workers = [request.user, *workers]
    kept = drafts.load(request.user, "followup", person.pk)
    initial = {
        "how_safe": rules.safe_way(contact(request.user, person)),
        "worker": str(request.user.pk),
        **from_draft(forms.FollowUpForm, kept, workers=workers),
    }
    if request.GET.get("kind") in dict(queries.FollowUp.PLANS):
        initial |= {"kind": request.GET["kind"]}
    form = forms.FollowUpForm(request.POST or None, initial=initial, workers=workers)
    if form.is_valid():
        row = actions.plan_followup(request.user, person, encounter=encounter, **form.cleaned_data)
        drafts.drop(request.user, "followup", person.pk)
        return redirect("followup", person.pk, row.pk)
    return shown(request, "plan", person, status_of(form), form=form, encounter=encounter)


def followup(request, person_id, followup_id):
    person = open_person(request.user, person_id)
    return _page(request, person, queries.followup_of(request.user, person, followup_id))


def _page(request, person, row, **sent):
    row.passed = row.day < rules.local_day(now(), rules.zone_of(request.user))
    if row.state != "planned":
        return shown(request, "followup", person, followup=row)
    version = {"version": row.version}
    workers = [w for w in queries.who_can_read(request.user, person) if w.pk != row.worker_id]
    doors = {
        "start": forms.StartForm(initial={"planned": row.pk, **version}),
        "done": forms.DoneForm(initial=version, auto_id="done_%s"),
        "move": forms.MoveForm(initial=version, auto_id="move_%s"),
        "hand": forms.HandForm(initial=version, workers=workers, auto_id="hand_%s") if workers else None,
        "not_in": forms.VersionPaper(initial=version),
        **sent,
    }
    wrong = any(form is not None and form.is_bound for form in doors.values())
    return shown(request, "followup", person, 422 if wrong else 200, followup=row, doors=doors)


def _do(request, person_id, followup_id, name, make, act):
    """One of the things that can come of a plan. make: the form; act: the action, which returns a row."""
    person = open_person(request.user, person_id)
    row = queries.followup_of(request.user, person, followup_id)
    form = make(person, row)
    if not form.is_valid():
        return _page(request, person, row, **{name: form})
    try:
        came = act(request.user, row, **form.cleaned_data)
    except Refused:
        messages.info(request, _("Somebody has seen to this plan already. Here is what stands."))
        came = row
    if isinstance(came, queries.Encounter):
        return redirect("safe-moves", person.pk, came.pk)
    return redirect("followup", person.pk, came.pk)


@require_POST
def done(request, person_id, followup_id):
    def make(person, row):
        return forms.DoneForm(request.POST, auto_id="done_%s")

    return _do(request, person_id, followup_id, "done", make, actions.finish_followup)


@require_POST
def move(request, person_id, followup_id):
    def make(person, row):
        return forms.MoveForm(request.POST, auto_id="move_%s")

    return _do(request, person_id, followup_id, "move", make, actions.move_followup)


@require_POST
def hand(request, person_id, followup_id):
    def make(person, row):
        workers = [w for w in queries.who_can_read(request.user, person) if w.pk != row.worker_id]
        return forms.HandForm(request.POST, workers=workers, auto_id="hand_%s")

    return _do(request, person_id, followup_id, "hand", make, actions.hand_on)


@require_POST
def not_in(request, person_id, followup_id):
    def make(person, row):
        return forms.VersionPaper(request.POST)

    return _do(request, person_id, followup_id, "not_in", make, actions.mark_not_in)


def safe_moves(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    encounter = queries.encounter_of(request.user, person, encounter_id)
    kept = drafts.load(request.user, "attempt", person.pk)
    form = forms.AttemptForm(request.POST or None, initial=from_draft(forms.AttemptForm, kept))
    if form.is_valid():
        actions.record_attempt(request.user, encounter, **form.cleaned_data)
        drafts.drop(request.user, "attempt", person.pk)
        return redirect("safe-moves", person.pk, encounter.pk)
    return shown(
        request,
        "safe_moves",
        person,
        status_of(form),
        encounter=encounter,
        form=form,
        leave=forms.Paper(),
        rule=contact(request.user, person),
        could_be_hurt=could_be_hurt(request.user, person),
        tried=queries.tried(request.user, person, encounter),
        safe_ways=safe_ways(request.user, person),
    )


@require_POST
def leave_open(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    encounter = queries.encounter_of(request.user, person, encounter_id)
    form = forms.Paper(request.POST)
    once = form.cleaned_data["once"] if form.is_valid() else None
    actions.leave_door_open(request.user, encounter, words=_("The door is open."), once=once)
    messages.success(request, _("Kept. The door is open."))
    return redirect("safe-moves", person.pk, encounter.pk)
