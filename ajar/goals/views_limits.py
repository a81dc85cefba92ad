"""Doors to patterns, to both sides of a thing, to choices and what might come of them, and to limits."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.goals import actions, actions_limits, queries
from ajar.goals.forms import (
    ChoiceForm,
    LimitChangeForm,
    LimitForm,
    PatternChangeForm,
    PatternForm,
    TwoSidesChangeForm,
    TwoSidesForm,
)
from ajar.goals.paper import fill, hung, kept, sheet, show
from ajar.people.queries import open_person


@require_GET
def patterns(request, person_id):
    person = open_person(request.user, person_id)
    context = {"patterns": queries.patterns(request.user, person)}
    return sheet(request, person, "goals/patterns.html", **context)


def _pattern_note():
    return _(
        "Anything with a risk: drugs, drinking, gambling, eating, sex, heart. Only the first question needs an answer."
    )


def pattern_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, PatternForm, person, "pattern")
    if form.is_valid():
        actions.record_pattern(request.user, person, **form.cleaned_data)
        return kept(request, person, "pattern", to=("patterns",))
    return show(request, person, form, "pattern", title=_("What it gives, and how it goes"), note=_pattern_note())


def pattern(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "pattern", row_id)
    draft = f"pattern-{row.pk}"
    names = ("behavior", "place", "version", *actions.PATTERN_WORDS)
    form = fill(request, PatternChangeForm, person, draft, initial={n: getattr(row, n) for n in names})
    if form.is_valid():
        actions.change_pattern(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=("patterns",))
    return show(request, person, form, draft, title=_("What it gives, and how it goes"), note=_pattern_note())


@require_GET
def sides(request, person_id):
    person = open_person(request.user, person_id)
    return sheet(request, person, "goals/sides.html", sides=queries.two_sides(request.user, person))


def sides_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, TwoSidesForm, person, "sides")
    if form.is_valid():
        actions.record_two_sides(request.user, person, **hung(request, person, form))
        return kept(request, person, "sides", to=("sides",))
    return show(request, person, form, "sides", title=_("Both sides of it"), note=_sides_note())


def sides_one(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "sides", row_id)
    draft = f"sides-{row.pk}"
    names = ("version", *actions.SIDES)
    form = fill(request, TwoSidesChangeForm, person, draft, initial={n: getattr(row, n) for n in names})
    if form.is_valid():
        clean = {name: form.cleaned_data[name] for name in (*names, "once")}
        actions.change_two_sides(request.user, row, **clean)
        return kept(request, person, draft, to=("sides",))
    return show(request, person, form, draft, title=_("Both sides of it"), note=_sides_note())


def _sides_note():
    return _("Being torn happens to many people. Nothing here is added up, and nothing has to follow from it.")


@require_GET
def choices(request, person_id):
    person = open_person(request.user, person_id)
    context = {"choices": queries.choices(request.user, person)}
    return sheet(request, person, "goals/choices.html", **context)


def choice_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, ChoiceForm, person, "choice")
    if form.is_valid():
        clean = hung(request, person, form)
        clean.pop("leave")
        actions.record_what_might_happen(request.user, person, **clean)
        return kept(request, person, "choice", to=("choices",))
    return show(request, person, form, "choice", title=_("A choice, and what might come of it"))


@require_GET
def limits(request, person_id):
    person = open_person(request.user, person_id)
    context = {
        "limits": queries.limits(request.user, person),
        "past": queries.past_limits(request.user, person),
    }
    return sheet(request, person, "goals/limits.html", **context)


def limit_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, LimitForm, person, "limit", reviewers=queries.reviewers(request.user, person))
    if form.is_valid():
        actions_limits.set_limit(request.user, person, **form.cleaned_data)
        return kept(request, person, "limit", to=("limits",))
    return show(request, person, form, "limit", title=_("A limit, with compassion"), about="goals/_limit_is.html")


LIMIT = ("behavior", "happened", "effect", "limit", "until", "open_today", "way_back", "persons_view", "version")


def limit(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "limit", row_id)
    draft = f"limit-{row.pk}"
    initial = {n: getattr(row, n) for n in LIMIT} | {"reviewer": row.reviewer_id}
    form = fill(
        request, LimitChangeForm, person, draft, initial=initial, reviewers=queries.reviewers(request.user, person)
    )
    if form.is_valid():
        actions_limits.change_limit(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=("limits",))
    return show(request, person, form, draft, title=_("Say the limit another way"), about="goals/_limit_is.html")


@require_POST
def limit_lift(request, person_id, row_id):
    person = open_person(request.user, person_id)
    actions_limits.lift_limit(request.user, queries.row(request.user, person, "limit", row_id))
    return kept(request, person, words=_("The limit is over."), to=("limits",))
