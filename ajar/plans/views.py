"""Doors of what a person takes along. All of them show on a turned screen too: the person chooses."""

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from ajar.people import queries as people
from ajar.people.queries import open_person
from ajar.plans import actions, paper, queries, rules
from ajar.plans import queries_safety as plans
from ajar.plans.forms import NumberForm, PrintForm


def choose(request, person_id):
    person = open_person(request.user, person_id)
    form = _form(request, person, request.POST or None)
    if form.is_valid():
        row = actions.make_print(request.user, person, **form.cleaned_data)
        return redirect("print", person.pk, row.pk)
    return _choosing(request, person, form=form)


def _form(request, person, sent=None):
    never, along = queries.never_for(request.user, person), plans.to_go_along(request.user, person)
    return PrintForm(sent, never=never, plans=along)


@require_POST
def add_number(request, person_id):
    person = open_person(request.user, person_id)
    suggested = queries.suggestion(plans.calls_of(request.user), request.POST.get("suggested", ""))
    form = NumberForm(suggested | {"once": request.POST.get("once", "")} if suggested else request.POST)
    if not form.is_valid():
        return _choosing(request, person, number_form=form)
    words = form.cleaned_data
    actions.add_number(request.user, person, once=words["once"], label=words["label"], number=words["number"])
    return redirect("print-new", person.pk)


@require_POST
def end_number(request, person_id, number_id):
    person = open_person(request.user, person_id)
    actions.end_number(request.user, queries.number_of(request.user, person, number_id))
    return redirect("print-new", person.pk)


@require_POST
def move_up(request, person_id, number_id):
    person = open_person(request.user, person_id)
    actions.move_number_up(request.user, person, number=queries.number_of(request.user, person, number_id))
    return redirect("print-new", person.pk)


@require_GET
def preview(request, person_id, print_id):
    person = open_person(request.user, person_id)
    row = queries.open_print(request.user, person, print_id)
    context = {"person": person, "name": people.label(request.user, person), "print": row}
    return render(request, "plans/preview.html", context | {"paper": _paper(request.user, person, row)})


@require_GET
def as_pdf(request, person_id, print_id):
    person = open_person(request.user, person_id)
    row = queries.open_print(request.user, person, print_id)
    return paper.as_pdf(person, row, "plans/pdf.html", {"paper": _paper(request.user, person, row)})


def _paper(actor, person, row):
    """The sheet or card itself, in the person's language; the same for the page and the PDF."""
    with translation.override(paper.language_of(person)):
        if row.of_a_plan:
            shows, template = plans.printed(actor, person, row), "plans/_plan_paper.html"
        else:
            shows, template = queries.carried(actor, person, row), "plans/_paper.html"
        shows |= {"language": paper.language_of(person), "kind": row.kind, "paper": rules.unpacked(row.parts)[1]}
        return mark_safe(render_to_string(template, shows))


def _choosing(request, person, form=None, number_form=None):
    form = form or _form(request, person)
    wrong = form.errors or (number_form and number_form.errors)
    carried, calls = queries.numbers(request.user, person), plans.calls_of(request.user)
    context = {
        "person": person,
        "name": people.label(request.user, person),
        "form": form,
        "number_form": number_form or NumberForm(),
        "numbers": carried,
        "suggestions": queries.suggestions(calls, carried),
        "calls": calls,
    }
    return render(request, "plans/choose.html", context, status=422 if wrong else 200)
