"""Doors of the question about safety. They show on no turned or handed screen."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts
from ajar.encounters import actions_safety as actions
from ajar.encounters import queries
from ajar.encounters import queries_safety as safety
from ajar.encounters.forms_safety import SafetyForm
from ajar.encounters.views import shown, status_of
from ajar.people.actions import Refused
from ajar.people.queries import open_person
from ajar.press.forms import from_draft

DRAFT = "safety"


@require_POST
def ask(request, person_id):
    """From now on the question stands, until somebody has written down an answer."""
    person = open_person(request.user, person_id)
    actions.ask_about_safety(request.user, person)
    return redirect("safety-question", person.pk)


def question(request, person_id):
    """The question that stands, the paper for its answer, and how it was answered before."""
    person = open_person(request.user, person_id)
    standing, before = safety.questions(request.user, person)
    if standing is None:
        if request.method == "POST":
            _seen_to(request)
            return redirect("safety-question", person.pk)
        return shown(request, "safety", person, question=None, before=before)
    tomorrow = timezone.localdate() + timedelta(days=1)
    kept = from_draft(SafetyForm, drafts.load(request.user, DRAFT, person.pk))
    initial = {"again": tomorrow} | kept | {"version": standing.version}
    form = SafetyForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.answer_safety(request.user, person, standing, **form.cleaned_data)
        except Refused:
            _seen_to(request)
        else:
            drafts.drop(request.user, DRAFT, person.pk)
            messages.success(request, _("Kept. Thank you for asking."))
        return redirect("safety-question", person.pk)
    texts = queries.duty_texts(request.user)
    duties = [(name, texts.get(kind)) for kind, name in queries.DutyText.KINDS if kind in ("self", "emergency")]
    later = standing.day >= tomorrow
    return shown(
        request,
        "safety",
        person,
        status_of(form),
        question=standing,
        before=before,
        form=form,
        duties=duties,
        later=later,
    )


def _seen_to(request) -> None:
    messages.info(request, _("Somebody has written down an answer already. Here is what stands."))
