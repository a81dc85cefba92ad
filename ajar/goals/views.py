"""Doors to needs, strengths, obstacles, and to what got better, was hard or happened."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.goals import actions, queries, rules
from ajar.goals.forms import (
    ChangeChangeForm,
    ChangeForm,
    NeedChangeForm,
    NeedForm,
    ObstacleChangeForm,
    ObstacleForm,
    StrengthChangeForm,
    StrengthForm,
)
from ajar.goals.paper import fill, hung, kept, sheet, show
from ajar.people.queries import open_person


@require_GET
def needs(request, person_id):
    person = open_person(request.user, person_id)
    context = {
        "needs": queries.needs(request.user, person),
        "strengths": queries.strengths(request.user, person),
        "obstacles": queries.obstacles(request.user, person),
    }
    return sheet(request, person, "goals/needs.html", **context)


def need_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, NeedForm, person, "need")
    if form.is_valid():
        actions.record_need(request.user, person, **hung(request, person, form))
        return kept(request, person, "need")
    return show(request, person, form, "need", title=_("What matters most"))


def need(request, person_id, row_id):
    return _another_way(request, person_id, "need", row_id, NeedChangeForm, actions.change_need)


def _another_way(request, person_id, noun, row_id, paper, change):
    """A need, a strength or an obstacle in other words; what it said before stands below."""
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, noun, row_id)
    draft = f"{noun}-{row.pk}"
    initial = {name: getattr(row, name) for name in paper.base_fields if hasattr(row, name)}
    form = fill(request, paper, person, draft, initial=initial)
    if form.is_valid():
        change(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=("needs",))
    return show(request, person, form, draft, title=_("Say it another way"), before=queries.before(request.user, row))


@require_POST
def need_first(request, person_id, row_id):
    person = open_person(request.user, person_id)
    actions.put_need_first(request.user, person, need=queries.row(request.user, person, "need", row_id))
    return kept(request, person, to=("needs",))


@require_POST
def need_met(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "need", row_id)
    actions.meet_need(request.user, row, met=request.POST.get("met") != "no")
    return kept(request, person, to=("needs",))


def strength_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, StrengthForm, person, "strength")
    if form.is_valid():
        actions.record_strength(request.user, person, **hung(request, person, form))
        return kept(request, person, "strength")
    return show(request, person, form, "strength", title=_("What has helped before"))


def strength(request, person_id, row_id):
    return _another_way(request, person_id, "strength", row_id, StrengthChangeForm, actions.change_strength)


def obstacle_new(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, ObstacleForm, person, "obstacle")
    if form.is_valid():
        actions.record_obstacle(request.user, person, **hung(request, person, form))
        return kept(request, person, "obstacle", to=("needs",))
    return show(request, person, form, "obstacle", title=_("What stands in the way"))


def obstacle(request, person_id, row_id):
    return _another_way(request, person_id, "obstacle", row_id, ObstacleChangeForm, actions.change_obstacle)


@require_POST
def obstacle_gone(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "obstacle", row_id)
    actions.clear_obstacle(request.user, row, gone=request.POST.get("gone") != "no")
    return kept(request, person, to=("needs",))


def _question(kind):
    return {
        "better": _("What got better, even a little?"),
        "setback": _("What was hard?"),
        "event": _("What happened?"),
    }.get(kind, _("Something better, or hard?"))


def change_new(request, person_id):
    person = open_person(request.user, person_id)
    kind = request.GET.get("kind", "")
    goals = queries.goals(request.user, person)
    form = fill(request, ChangeForm, person, "change", asked={"kind": kind}, goals=goals)
    if form.is_valid():
        change = actions.add_change(request.user, person, **hung(request, person, form))
        good = rules.counts_said(change.kind, change.noticed_by)
        words = _("Kept. That counts.") if good else _("Kept.")
        return kept(request, person, "change", words=words)
    return show(request, person, form, "change", title=_question(request.POST.get("kind", kind)))


def change(request, person_id, row_id):
    person = open_person(request.user, person_id)
    row = queries.row(request.user, person, "change", row_id)
    draft = f"change-{row.pk}"
    initial = {
        name: getattr(row, name) for name in ("kind", "domain", "words", "day", "about_then", "noticed_by", "version")
    }
    initial["goal"] = row.goal_id or ""
    goals = [
        goal for goal in queries.goals(request.user, person) if goal.kept_between_id in (None, row.kept_between_id)
    ]
    form = fill(request, ChangeChangeForm, person, draft, initial=initial, goals=goals, change=row)
    if form.is_valid():
        actions.change_change(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, to=("story",))
    return show(request, person, form, draft, title=_("Say it another way"), before=queries.before(request.user, row))


@require_POST
def thank(request, person_id, row_id):
    person = open_person(request.user, person_id)
    actions.thank(request.user, queries.row(request.user, person, "change", row_id))
    return kept(request, person, words=_("Thanked."))


@require_GET
def story(request, person_id):
    person = open_person(request.user, person_id)
    kind = request.GET.get("kind", "")
    word = queries.setback_word(request.user, person)
    told = queries.story(
        request.user, person, before=request.GET.get("before", ""), kind=kind if kind == "better" else "",
        setback_word=word,
    )  # fmt: skip
    return sheet(request, person, "goals/story.html", story=told, kind=kind)
