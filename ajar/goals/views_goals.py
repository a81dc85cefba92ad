"""Doors to goals, their steps and marks, and to how life is."""

from uuid import uuid4

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.goals import actions_goals, domains, pictures, queries, rules
from ajar.goals.forms import (
    MARKS,
    GoalForm,
    GoalWordsForm,
    LifeForm,
    MarkForm,
    MoveForm,
    NumberForm,
    SmallerForm,
    StepChangeForm,
    StepForm,
)
from ajar.goals.paper import fill, hung, kept, sheet, show
from ajar.people.queries import open_person

RULERS = ("importance", "confidence", "readiness")


@require_GET
def goals(request, person_id):
    person = open_person(request.user, person_id)
    return sheet(request, person, "goals/goals.html", goals=queries.goals(request.user, person))


def goal_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, GoalForm, person, "goal")
    if form.is_valid():
        row = actions_goals.add_goal(request.user, person, **hung(request, person, form))
        return kept(request, person, "goal", to=("goal", row.pk))
    return show(request, person, form, "goal", title=_("A goal"))


@require_GET
def goal(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "goal", row_id)
    ratings = queries.ratings(request.user, person, row)
    changes = queries.changes_of(request.user, person, row)
    word = queries.setback_word(request.user, person)
    names = {"importance": _("How important"), "confidence": _("How sure"), "readiness": _("How ready")}
    rulers = [{"kind": kind, "name": names[kind], "last": (ratings.get(kind) or [None])[-1]} for kind in RULERS]
    for change in changes:
        change.name = pictures.kind_name(change.kind, word)
    values = {r["kind"]: int(r["last"].value) for r in rulers if r["last"]}
    mine = request.user.screen.mine
    context = {
        "goal": row, "once": uuid4(), "scale": range(11), "rulers": rulers, "changes": changes,
        "closeness": pictures.closeness(ratings.get("closeness", []), changes, word),
        "number": pictures.own_number(row, ratings.get("number", [])) if row.number_name else None,
        "steps": queries.steps(request.user, person, row), "moves": _moves(queries.moves(request.user, person, row)),
        "before": queries.before(request.user, row),
        "hint": rules.RULER_HINTS.get(rules.ruler_hint(**values)) if mine else None,
        "stage_hint": rules.STAGE_HINTS.get(row.stage) if mine else None,
    }  # fmt: skip
    return sheet(request, person, "goals/goal.html", **context)


def _moves(moves):
    names = {"stage": dict(domains.STAGES), "state": dict(domains.STATES)}
    for move in moves:
        move.name, move.was = names[move.what][move.to], names[move.what][move.came_from]
    return moves


def goal_words(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "goal", row_id)
    draft = f"goal-{row.pk}"
    initial = {n: getattr(row, n) for n in ("words", "domain", "spectrum", "origin", "asked_by", "version")}
    form = fill(request, GoalWordsForm, person, draft, initial=initial)
    if form.is_valid():
        actions_goals.change_goal_words(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=("goal", row.pk))
    return show(
        request, person, form, draft, title=_("Say the goal another way"), before=queries.before(request.user, row)
    )


def goal_move(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "goal", row_id)
    draft = f"move-{row.pk}"
    initial = {"stage": row.stage, "state": row.state, "version": row.version}
    form = fill(request, MoveForm, person, draft, initial=initial)
    if form.is_valid():
        actions_goals.move_goal(request.user, row, **form.cleaned_data)
        moved = form.cleaned_data["said_by"] == "person"
        words = _("Kept.") if moved else _("Kept as a guess. The goal stays where it is until the person says so.")
        return kept(request, person, draft, words=words, to=("goal", row.pk))
    return show(request, person, form, draft, title=_("Where this goal is now"))


def goal_number(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "goal", row_id)
    draft = f"number-{row.pk}"
    initial = {n: getattr(row, n) for n in ("number_name", "number_unit", "version")}
    form = fill(request, NumberForm, person, draft, initial=initial)
    if form.is_valid():
        actions_goals.name_number(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=("goal", row.pk))
    return show(request, person, form, draft, title=_("A number of your own"))


def goal_mark(request, person_id, row_id, kind):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "goal", row_id)
    if kind not in MARKS or (kind == "number" and not row.number_name):
        raise Http404
    draft = f"mark-{kind[:6]}-{row.pk}"
    form = fill(request, MarkForm, person, draft, kind=kind)
    if form.is_valid():
        actions_goals.mark_goal(request.user, row, kind=kind, **form.cleaned_data)
        return kept(request, person, draft, to=("goal", row.pk))
    title = row.number_name if kind == "number" else _("Mark it")
    return show(request, person, form, draft, title=title, quote=row.words)


def step_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, StepForm, person, "step")
    if form.is_valid():
        row = actions_goals.add_step(request.user, person, **hung(request, person, form))
        return kept(request, person, "step", to=("goal", row.goal_id) if row.goal_id else None)
    return show(request, person, form, "step", title=_("A small next step"))


def _step(request, person_id, row_id, prefix):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "step", row_id)
    initial = {n: getattr(row, n) for n in ("words", "when", "who_helps", "sure", "version")}
    to = ("goal", row.goal_id) if row.goal_id else None
    return person, row, f"{prefix}-{row.pk}", initial, to


def step(request, person_id, row_id):
    person, row, draft, initial, to = _step(request, person_id, row_id, "step")
    form = fill(request, StepChangeForm, person, draft, initial=initial)
    if form.is_valid():
        actions_goals.change_step(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=to)
    return show(
        request, person, form, draft, title=_("Say the step another way"), before=queries.before(request.user, row)
    )


def step_smaller(request, person_id, row_id):
    person, row, draft, initial, to = _step(request, person_id, row_id, "smaller")
    initial |= {"words": "", "sure": None}
    form = fill(request, SmallerForm, person, draft, initial=initial)
    if form.is_valid():
        actions_goals.make_step_smaller(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=to)
    return show(request, person, form, draft, title=_("A smaller step"), quote=row.words)


@require_POST
def step_put(request, person_id, row_id):
    person, row, _draft, _initial, to = _step(request, person_id, row_id, "step")
    state = request.POST.get("state")
    if state not in ("kept", "let-be", "next"):
        raise BadRequest
    actions_goals.put_step(request.user, row, state=state)
    return kept(request, person, to=to)


@require_GET
def life(request, person_id):
    person = open_person(request.user, person_id)
    pictures_ = queries.life(request.user, person)
    lanes = queries.life_order(request.user, person)
    context = {"life": pictures_, "lanes": [(lane, domains.LANES[lane]) for lane in lanes]}
    return sheet(request, person, "goals/life.html", **context)


def life_mark(request, person_id):
    person = open_person(request.user, person_id)
    lanes = queries.life_order(request.user, person)
    form = fill(request, LifeForm, person, "life", lanes=lanes)
    if form.is_valid():
        day, once = form.cleaned_data["day"], form.cleaned_data["once"]
        actions_goals.mark_life(request.user, person, values=form.values(), day=day, once=once)
        return kept(request, person, "life", to=("life",))
    note = _("0 is as bad as it gets, 10 is as good as it gets. Mark what you like, leave out what you like.")
    return show(request, person, form, "life", title=_("How is life?"), note=note)


@require_POST
def life_order(request, person_id):
    """One part of life goes one place up or down."""
    person = open_person(request.user, person_id)
    lanes = queries.life_order(request.user, person)
    lane, way = request.POST.get("lane"), {"up": -1, "down": 1}.get(request.POST.get("way"))
    if lane not in lanes or way is None:
        raise BadRequest
    at = lanes.index(lane)
    lanes.insert(max(0, at + way), lanes.pop(at))
    actions_goals.order_life(request.user, person, lanes=lanes)
    return kept(request, person, to=("life",))
