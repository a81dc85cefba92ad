"""Doors of counseling notes. On the author's own screen, and on that of whom the author named, and nowhere else."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ajar.access import drafts
from ajar.encounters import actions_counseling as actions
from ajar.encounters import forms_counseling as forms
from ajar.encounters import queries_counseling as queries
from ajar.encounters import rules
from ajar.encounters.forms import ReadersForm
from ajar.encounters.views import encounter_asked_for, shown, status_of
from ajar.people.queries import open_person
from ajar.press.forms import from_draft


def notes(request, person_id):
    person = open_person(request.user, person_id)
    before = None
    if text := request.GET.get("before"):
        try:
            before = rules.Place.read(text)
        except ValueError:
            raise Http404 from None
    page, further = queries.notes(request.user, person, before)
    return shown(request, "apart", person, page=page, before=before, next=further)


def write(request, person_id):
    person = open_person(request.user, person_id)
    encounter = encounter_asked_for(request, person)
    workers = queries.may_be_named(request.user, person)
    initial = from_draft(forms.CounselingForm, drafts.load(request.user, "apart", person.pk), workers=workers)
    form = forms.CounselingForm(request.POST or None, initial=initial, workers=workers)
    if form.is_valid():
        actions.write_note(request.user, person, encounter=encounter, **form.cleaned_data)
        drafts.drop(request.user, "apart", person.pk)
        messages.success(request, _("Kept apart."))
        return redirect("counseling-notes", person.pk)
    _not_here(request, person, form, "apart")
    return shown(request, "apart_new", person, status_of(form), form=form, encounter=encounter, draft="apart")


def note(request, person_id, counselingnote_id):
    person = open_person(request.user, person_id)
    row = queries.note_of(request.user, person, counselingnote_id)
    return shown(request, "apart_one", person, note=row, readers=queries.readers_of(request.user, row))


def correct(request, person_id, counselingnote_id):
    person = open_person(request.user, person_id)
    row = queries.own_note(request.user, person, counselingnote_id)
    draft = f"apart-{row.began.hex}"
    stands = {"words": row.words, "version": len(row.before) + 1}
    kept = from_draft(forms.CounselingCorrectForm, drafts.load(request.user, draft, person.pk))
    form = forms.CounselingCorrectForm(request.POST or None, initial=stands | kept)
    if form.is_valid():
        actions.correct_note(request.user, person, note=row.began, **form.cleaned_data)
        drafts.drop(request.user, draft, person.pk)
        return redirect("counseling-note", person.pk, row.began)
    _not_here(request, person, form, draft)
    return shown(request, "apart_correct", person, status_of(form), form=form, note=row, draft=draft)


def readers(request, person_id, counselingnote_id):
    person = open_person(request.user, person_id)
    row = queries.own_note(request.user, person, counselingnote_id)
    named = [str(w.pk) for w in queries.readers_of(request.user, row)]
    workers = queries.may_be_named(request.user, person)
    form = ReadersForm(request.POST or None, initial={"readers": named}, workers=workers)
    if form.is_valid():
        actions.name_readers(request.user, person, note=row.began, **form.cleaned_data)
        return redirect("counseling-note", person.pk, row.began)
    return shown(request, "apart_readers", person, status_of(form), form=form, note=row)


def _not_here(request, person, form, draft) -> None:
    """A result that was to be kept here is in the trace; its words wait in the draft while the right page is open."""
    if form.is_bound and form.misfiled:
        actions.tell_misfiled(request.user, person)
        drafts.save(request.user, draft, person.pk, drafts.fields_of(request.POST))
