"""Doors of supervision, on the worker's own screen only; and of what a person says about our talks."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts, policy
from ajar.access.views import here
from ajar.encounters.queries import encounter_of
from ajar.people import queries as people
from ajar.people.queries import open_person
from ajar.reflection import actions, queries
from ajar.reflection.forms import AnswerForm, AskForm, FeedbackForm


def talks(request):
    return render(
        request,
        "reflection/talks.html",
        {"of_us": queries.asked_of_us(request.user), "by_me": queries.asked_by_me(request.user)},
    )


def ask(request, person_id):
    person = open_person(request.user, person_id)
    kept = drafts.load(request.user, "talk", person.pk)
    form = AskForm(request.POST or None, initial={"question": kept.get("question", [""])[0]})
    if form.is_valid():
        words = form.cleaned_data
        talk = actions.ask_for_talk(
            request.user,
            person,
            once=words["once"],
            thinking_of=words["thinking_of"],
            question=words["question"],
        )
        drafts.drop(request.user, "talk", person.pk)
        messages.success(request, _("Asked. Your supervisor sees it now."))
        return redirect("talk", person.pk, talk.pk)
    status = 422 if form.is_bound else 200
    context = {"person": person, "name": people.label(request.user, person), "form": form}
    return render(request, "reflection/ask.html", context, status=status)


def talk(request, person_id, talk_id):
    person = open_person(request.user, person_id)
    return _talk_page(request, person, queries.talk_of(request.user, person, talk_id))


@require_POST
def answer(request, person_id, talk_id):
    person = open_person(request.user, person_id)
    talk = queries.talk_of(request.user, person, talk_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _talk_page(request, person, talk, form)
    words = form.cleaned_data
    actions.answer_talk(
        request.user, talk, once=words["once"], version=words["version"], answer=words["answer"], instead=form.lines()
    )
    drafts.drop(request.user, _draft(talk), talk.person_id)
    messages.success(request, _("Kept. Your colleague sees it on Today."))
    return redirect("talk", person.pk, talk.pk)


def _draft(talk) -> str:
    """The name of the draft of an answer. Its subject is the person, so that it goes when they are erased."""
    return f"talk-answer-{talk.pk.hex}"


def _talk_page(request, person, talk, form=None):
    answers = policy.allows(request.user, actions.answer_talk.needs)
    if answers and form is None:
        kept = drafts.load(request.user, _draft(talk), talk.person_id)
        initial = AnswerForm.initial_from(talk)
        initial |= {"answer": kept["answer"][0]} if kept.get("answer") else {}
        initial |= {"instead": kept["instead"]} if kept.get("instead") else {}
        form = AnswerForm(initial=initial)
    context = {
        "person": person,
        "name": people.label(request.user, person),
        "talk": talk,
        "draft": _draft(talk),
        "form": form if answers else None,
        "possible": queries.possible_instead(),
        "unreviewed": queries.unreviewed(),
    }
    return render(request, "reflection/talk.html", context, status=422 if form and form.errors else 200)


def feedback(request, person_id):
    """How the talks were, as the person said: the same for both who look."""
    person = open_person(request.user, person_id)
    rows = queries.feedback(request.user, person)
    context = {"person": person, "name": people.label(request.user, person), "rows": rows}
    return render(request, "reflection/feedback.html", context)


def feedback_new(request, person_id):
    """Asked at the end of a talk; where it leads shows the person their own answers first."""
    person = open_person(request.user, person_id)
    form = FeedbackForm(request.POST or None, initial={"encounter": request.GET.get("encounter")})
    if form.is_valid():
        words = dict(form.cleaned_data)
        asked = words.pop("encounter")
        encounter = encounter_of(request.user, person, asked) if asked else None
        actions.take_feedback(request.user, person, encounter=encounter, **words)
        messages.success(request, _("Thank you. We will use it."))
        return redirect("feedback", person.pk)
    back = here(request, reverse("person", args=[person.pk]))
    context = {"person": person, "name": people.label(request.user, person), "form": form, "back": back}
    return render(request, "reflection/feedback_new.html", context, status=422 if form.is_bound else 200)
