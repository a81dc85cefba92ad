"""Doors of what needs more care: what stays between two people, duty judgements, tests."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts
from ajar.encounters import actions_kept as actions
from ajar.encounters import forms, queries, rules
from ajar.encounters.views import encounter_asked_for, shown, status_of
from ajar.people.queries import open_person
from ajar.press.forms import from_draft


def keep_between(request, person_id):
    """ "Say it, write nothing" is offered first; who can read is said before anything is written (decision 31)."""
    person = open_person(request.user, person_id)
    encounter = encounter_asked_for(request, person)
    workers = [w for w in queries.who_can_read(request.user, person) if w.pk != request.user.pk]
    kept = drafts.load(request.user, "between", person.pk)
    initial = from_draft(forms.ConfidenceForm, kept, workers=workers)
    form = forms.ConfidenceForm(request.POST or None, initial=initial, workers=workers)
    if form.is_valid():
        row = actions.keep_between(request.user, person, encounter=encounter, **form.cleaned_data)
        drafts.drop(request.user, "between", person.pk)
        return redirect("confidence", person.pk, row.pk)
    return shown(request, "between", person, status_of(form), form=form, encounter=encounter)


@require_POST
def said_only(request, person_id):
    """Said, and not written: what was typed so far goes too."""
    person = open_person(request.user, person_id)
    encounter = encounter_asked_for(request, person)
    drafts.drop(request.user, "between", person.pk)
    messages.success(request, _("Nothing was written. Thank them for trusting you with it."))
    return redirect("encounter", person.pk, encounter.pk) if encounter else redirect("encounters", person.pk)


def confidence(request, person_id, confidence_id):
    person = open_person(request.user, person_id)
    row = queries.confidence_of(request.user, person, confidence_id)
    return shown(request, "confidence", person, confidence=row, readers=queries.readers_of(request.user, row))


def judge(request, person_id):
    person = open_person(request.user, person_id)
    encounter = encounter_asked_for(request, person)
    kept = drafts.load(request.user, "judgement", person.pk)
    form = forms.JudgementForm(request.POST or None, initial=from_draft(forms.JudgementForm, kept))
    if form.is_valid():
        actions.record_judgement(request.user, person, encounter=encounter, **form.cleaned_data)
        drafts.drop(request.user, "judgement", person.pk)
        return redirect("judgements", person.pk)
    return shown(
        request,
        "judge",
        person,
        status_of(form),
        form=form,
        duties=_duties(request, queries.Judgement.KINDS),
        encounter=encounter,
    )


def judgements(request, person_id):
    person = open_person(request.user, person_id)
    return shown(request, "judgements", person, judgements=queries.judgements(request.user, person))


def _duties(request, kinds) -> list:
    texts = queries.duty_texts(request.user)
    return [(kind, name, texts.get(kind)) for kind, name in kinds]


def duty_texts(request):
    form = forms.DutyTextForm(request.POST or None)
    if form.is_valid():
        actions.write_duty_text(request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Workers see it where they need it."))
        return redirect("duty-texts")
    papers = []
    for kind, name, text in _duties(request, queries.DutyText.KINDS):
        mine = form.is_bound and form.data.get("kind") == kind
        blank = forms.DutyTextForm(initial={"kind": kind, "words": text.words if text else ""}, auto_id=f"{kind}_%s")
        papers.append((name, text, form if mine else blank))
    return render(request, "encounters/duty_texts.html", {"papers": papers}, status=status_of(form))


def lab_new(request, person_id):
    person = open_person(request.user, person_id)
    encounter = encounter_asked_for(request, person)
    form = forms.LabForm(request.POST or None)
    if form.is_valid():
        row = actions.record_test(
            request.user, person, encounter=encounter, once=form.cleaned_data["once"], **form.kept()
        )
        return redirect("lab", person.pk, row.pk)
    return shown(request, "lab_new", person, status_of(form), form=form, encounter=encounter)


def lab(request, person_id, test_id):
    person = open_person(request.user, person_id)
    row = queries.lab_result_of(request.user, person, test_id)
    found = rules.worded(rules.findings(row.findings))
    return shown(request, "lab", person, test=row, found=found, before=queries.said_before(request.user, row))


def labs(request, person_id):
    person = open_person(request.user, person_id)
    tests = queries.lab_results(request.user, person)
    for test in tests:
        test.found = rules.worded(rules.findings(test.findings))
    return shown(request, "labs", person, tests=tests)


def lab_change(request, person_id, test_id):
    person = open_person(request.user, person_id)
    row = queries.lab_result_of(request.user, person, test_id)
    form = forms.LabAmendForm(request.POST or None, test=row)
    if form.is_valid():
        words = form.cleaned_data
        actions.amend_test(
            request.user, row, once=words["once"], version=words["version"], why=words["why"], **form.kept()
        )
        return redirect("lab", person.pk, row.pk)
    return shown(request, "lab_change", person, status_of(form), test=row, form=form)
