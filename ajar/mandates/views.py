"""Doors of what a court asks: both can look. Where somebody could hurt the person, a shared screen shows none of it."""

from uuid import uuid5

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import drafts
from ajar.consents import actions as consents
from ajar.consents import papers
from ajar.consents.views import opened
from ajar.mandates import actions, queries, queries_entity
from ajar.mandates.forms import DoneForm, EventForm, MandateForm, QuestionForm, RequirementForm, SidesForm
from ajar.people.paper import fill, kept, sheet
from ajar.press.forms import from_draft


def show(request, person, form, draft, *, title, back, note="", **more):
    """The page with the form: 422 when it was sent and something is missing, with every word still in it."""
    return sheet(
        request, person, "mandates/paper.html", status=422 if form.is_bound else 200, form=form, draft=draft, title=title,
        back=back, note=note, **more,
    )  # fmt: skip


@require_GET
@opened
def mandates(request, person):
    return sheet(request, person, "mandates/mandates.html", rows=queries.mandates(request.user, person))


@require_GET
@opened
def sees(request, person):
    """Before the talk: what the court sees of it, and what not (domain A.16, step 4)."""
    rows = queries.what_they_see(request.user, person)
    truths = [one.text for one in papers.court_truths()]
    readers = queries_entity.readers(request.user, {one.recipient.pk for one in rows})
    return sheet(request, person, "mandates/sees.html", rows=rows, truths=truths, readers=readers)


@opened
def new(request, person):
    offices = queries.offices(request.user, person)
    form = _form(request, person, "mandate", offices=offices)
    if form.is_valid():
        once = form.cleaned_data["once"]
        office = form.offices.get(form.cleaned_data["office"])
        if (fresh := form.new_office()) is not None:
            office = consents.add_recipient(request.user, person, once=once and uuid5(once, "office"), **fresh)
        row = actions.write_mandate(request.user, person, once=once, office=office, **form.said())
        return kept(request, person, "mandate", to=("mandate", row.pk))
    return show(request, person, form, "mandate", title=_("What a court asks"), back=("mandates",))


def _form(request, person, draft, initial=None, **more):
    """As `people.paper.fill`; of the ticks that a draft kept, all."""
    if request.method == "POST":
        return MandateForm(request.POST, **more)
    left = drafts.load(request.user, draft, person.pk, turned=True)
    return MandateForm(initial=(initial or {}) | from_draft(MandateForm, left, **more), **more)


@require_GET
@opened
def mandate(request, person, mandate_id):
    row = queries.mandate_of(request.user, person, mandate_id)
    context = {
        "row": row,
        "counts": [words for kind, words in row._meta.get_field("counts").choices if kind in row.counts.split()],
        "asks": queries.requirements(request.user, row),
        "sides": queries.sides(request.user, row),
        "events": queries.events(request.user, row),
        "questions": queries.questions(request.user, row),
        "reports": queries.reports(request.user, row),
        "beyond": queries.beyond(request.user, row),
    }
    return sheet(request, person, "mandates/mandate.html", **context)


@opened
def change(request, person, mandate_id):
    row = queries.mandate_of(request.user, person, mandate_id)
    draft = f"mandate-{row.pk.hex}"
    form = _form(request, person, draft, MandateForm.initial_from(row))
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        actions.change_mandate(request.user, row, once=form.cleaned_data["once"], version=version, **form.said())
        return kept(request, person, draft, to=("mandate", row.pk))
    return show(request, person, form, draft, title=_("What a court asks"), back=("mandate", row.pk))


def _beside(form_class, action, draft, title, note=""):
    """A page that adds one thing to a mandate."""

    @opened
    def door(request, person, mandate_id):
        row = queries.mandate_of(request.user, person, mandate_id)
        form = fill(request, form_class, person, draft)
        if form.is_valid():
            action(request.user, row, **form.cleaned_data)
            return kept(request, person, draft, to=("mandate", row.pk))
        return show(
            request, person, form, draft, title=str(title()), back=("mandate", row.pk), note=str(note and note())
        )

    return door


ask = _beside(RequirementForm, actions.add_requirement, "requirement", lambda: _("Something they ask"))
came = _beside(
    EventForm, actions.note_event, "mandate-event", lambda: _("Something came from them"),
    lambda: _("Nothing here changes because of it. Read it with the person as soon as you can."),
)  # fmt: skip
unclear = _beside(
    QuestionForm, actions.draft_question, "mandate-question", lambda: _("Something is not clear"),
    lambda: _("Nothing is asked before the person says yes to it."),
)  # fmt: skip


@opened
def sides(request, person, mandate_id):
    """Three sets of goals. What stood before stays."""
    row = queries.mandate_of(request.user, person, mandate_id)
    newest = queries.sides(request.user, row)
    names = ("theirs", "ours", "courts", "match", "reconcile", "review_on")
    known = {name: getattr(newest, name) for name in names} if newest else {}
    form = fill(
        request, SidesForm, person, "mandate-sides", initial=known, asked={"order": str(newest.order if newest else 0)}
    )
    if form.is_valid():
        actions.write_sides(request.user, row, **form.cleaned_data)
        return kept(request, person, "mandate-sides", to=("mandate", row.pk))
    goals = queries.own_goals(request.user, person)
    title, back = _("Three sides"), ("mandate", row.pk)
    return show(request, person, form, "mandate-sides", title=title, back=back, goals=goals)


@opened
def done(request, person, mandate_id):
    row = queries.mandate_of(request.user, person, mandate_id)
    form = DoneForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        actions.final_disposition(request.user, row, **form.cleaned_data)
        words = _("Kept. Every consent for them in this matter ended that day. Tell the person.")
        return kept(request, person, words=words, to=("mandate", row.pk))
    note = _("Every consent for this office in this matter ends on that day, and nothing more goes to them under it.")
    ends = queries.consents_of(request.user, row)
    return show(request, person, form, "", title=_("The court is done"), back=("mandate", row.pk), note=note, ends=ends)


@require_POST
@opened
def ask_no_more(request, person, requirement_id):
    row = queries.row_of(request.user, person, "requirement", requirement_id)
    actions.end_requirement(request.user, row)
    return kept(request, person, to=("mandate", row.mandate_id))


@require_POST
@opened
def shown(request, person, mandateevent_id):
    row = queries.row_of(request.user, person, "event", mandateevent_id)
    actions.show_event(request.user, row)
    return kept(request, person, to=("mandate", row.mandate_id))


@require_POST
@opened
def approve(request, person, mandatequestion_id):
    row = queries.row_of(request.user, person, "question", mandatequestion_id)
    actions.approve_question(request.user, row)
    messages.info(request, _("It may be asked now. They can also ask it themselves, or with a lawyer."))
    return redirect("mandate", person.pk, row.mandate_id)
