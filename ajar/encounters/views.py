"""Doors of encounters: start, record, the page, its lines, who was there. Next: `views_next.py`; kept: `views_kept.py`."""

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts
from ajar.encounters import actions, forms, queries, rules
from ajar.people.actions import Refused
from ajar.people.queries import label, open_person, supporters
from ajar.press.forms import from_draft


def shown(request, template, person, status=200, **context):
    """A page about a person. `name`: what to call them; `fresh`: an id for each form that is one button."""
    context |= {"person": person, "name": label(request.user, person), "fresh": uuid4}
    return render(request, f"encounters/{template}.html", context, status=status)


def status_of(form) -> int:
    return 422 if form.is_bound else 200


def encounter_asked_for(request, person):
    """The encounter a form belongs to, from `?encounter=`; 404 when it is not this person's."""
    asked = request.GET.get("encounter")
    if not asked:
        return None
    try:
        return queries.encounter_of(request.user, person, UUID(asked))
    except ValueError:
        raise Http404 from None


@require_POST
def start(request, person_id):
    person = open_person(request.user, person_id)
    form = forms.StartForm(request.POST)
    if not form.is_valid():
        raise Http404
    words = form.cleaned_data
    planned = queries.followup_of(request.user, person, words["planned"]) if words["planned"] else None
    try:
        encounter = actions.start_encounter(
            request.user,
            planned.person if planned else person,
            once=words["once"] or _this_minute(request.user, person, words),
            kind=words["kind"] or rules.arrives_as(planned),
            planned=planned,
            version=words["version"],
        )
    except Refused:
        messages.info(request, _("Somebody has seen to this plan already. Here is what stands."))
        return redirect("followup", person.pk, planned.pk)
    return redirect("encounter", person.pk, encounter.pk)


def _this_minute(actor, person, words) -> UUID:
    """A start button without an id of its own counts once a minute: two presses are one session."""
    return uuid5(person.pk, f"{actor.pk} {words['kind']} {words['planned']} {timezone.now():%Y%m%d%H%M}")


def record(request, person_id):
    person = open_person(request.user, person_id)
    named = supporters(request.user, person)
    rest = {"zone": rules.zone_of(request.user), "supporters": named}
    kept = {}
    if request.method != "POST":
        kept = from_draft(forms.EncounterForm, drafts.load(request.user, "encounter", person.pk), **rest)
    if request.GET.get("kind") in dict(queries.Encounter.KINDS):
        kept |= {"kind": request.GET["kind"]}
    form = forms.EncounterForm(request.POST or None, initial=kept, **rest)
    if form.is_valid():
        words = form.cleaned_data
        encounter = actions.record_encounter(
            request.user,
            person,
            once=words["once"],
            **{name: words[name] for name in ("kind", "happened_at", "minutes", "place", "alone", "others")},
            **{name: words[name] for name in ("speaker", "words")},
            supporters=words.get("supporters", []),
        )
        drafts.drop(request.user, "encounter", person.pk)
        return redirect("safe-moves" if encounter.kind == actions.NOT_IN else "encounter", person.pk, encounter.pk)
    forms.call_the_person(form, label(request.user, person))
    return shown(request, "record", person, status_of(form), form=form)


def encounters(request, person_id):
    person = open_person(request.user, person_id)
    before = None
    if text := request.GET.get("before"):
        try:
            before = rules.Place.read(text)
        except ValueError:
            raise Http404 from None
    rows = queries.encounters(request.user, person, before=before, limit=queries.PAGE + 1)
    page, more = rows[: queries.PAGE], rows[queries.PAGE :]
    first = queries.first_lines(request.user, person, page)
    for row in page:
        row.first_line = first.get(row.pk)
    return shown(
        request, "encounters", person, page=page, before=before, next=rules.Place.of(page[-1]) if more else None
    )


def encounter(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    return _page(request, person, row)


def _page(request, person, row, form=None):
    lines = queries.lines_of(request.user, person, row)
    if not request.user.screen.mine:
        return shown(request, "turned", person, encounter=row, lines=lines)
    if form is None:
        kept = drafts.load(request.user, _draft(row), person.pk)
        form = forms.LineForm(initial=from_draft(forms.LineForm, kept))
    forms.call_the_person(form, label(request.user, person))
    return shown(
        request,
        "encounter",
        person,
        status_of(form),
        encounter=row,
        lines=lines,
        form=form,
        draft=_draft(row),
        talks=queries.Note.TALK,
        room=queries.in_the_room(request.user, person, row),
        readers=queries.who_can_read(request.user, person),
        confidences=queries.confidences(request.user, person, row),
        before=queries.said_before(request.user, row),
    )


def _draft(row) -> str:
    return f"line-{row.pk.hex}"


@require_POST
def add_line(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    form = forms.LineForm(request.POST)
    if not form.is_valid():
        return _page(request, person, row, form)
    actions.add_line(request.user, row, **form.cleaned_data)
    drafts.drop(request.user, _draft(row), person.pk)
    return redirect(reverse("encounter", args=[person.pk, row.pk]) + "#id_words")


@require_POST
def mark_line(request, person_id, encounter_id, line_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    line = queries.line_of(request.user, person, row, line_id)
    form = forms.MarkForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.mark_line(request.user, line, **form.cleaned_data)
    except Refused:
        messages.info(request, _("Only the person's own words can be marked."))
    return redirect(reverse("encounter", args=[person.pk, row.pk]) + f"#line-{line.pk}")


def correct_line(request, person_id, encounter_id, line_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    line = queries.line_of(request.user, person, row, line_id)
    form = forms.CorrectForm(
        request.POST or None, initial={"speaker": line.speaker, "words": line.words, "version": line.version}
    )
    if form.is_valid():
        new = actions.correct_line(request.user, line, **form.cleaned_data)
        return redirect(reverse("encounter", args=[person.pk, row.pk]) + f"#line-{new.pk}")
    forms.call_the_person(form, label(request.user, person))
    return shown(request, "correct", person, status_of(form), encounter=row, line=line, form=form)


def change(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    form = forms.EncounterAmendForm(request.POST or None, encounter=row, zone=rules.zone_of(request.user, row.site))
    if form.is_valid():
        words = form.cleaned_data
        names = ("kind", "happened_at", "minutes", "place", "alone", "why", "version", "once")
        actions.amend_encounter(request.user, row, **{name: words[name] for name in names})
        return redirect("encounter", person.pk, row.pk)
    return shown(request, "change", person, status_of(form), encounter=row, form=form)


def summary(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    back = rules.said_back(queries.lines_of(request.user, person, row))
    kinds = dict(queries.Note.TALK)
    change = [(kinds[kind], lines) for kind, lines in back["change"]]
    return shown(request, "summary", person, encounter=row, stay=back["stay"], change=change)


def room(request, person_id, encounter_id):
    person = open_person(request.user, person_id)
    row = queries.encounter_of(request.user, person, encounter_id)
    named = supporters(request.user, person)
    form = forms.ParticipantForm(request.POST or None, supporters=named)
    if form.is_valid():
        actions.add_participant(request.user, row, **form.cleaned_data)
        return redirect("encounter", person.pk, row.pk)
    return shown(
        request,
        "room",
        person,
        status_of(form),
        encounter=row,
        form=form,
        supporters=named,
        room=queries.in_the_room(request.user, person, row),
    )
