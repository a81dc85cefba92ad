"""Doors of what is given into somebody's hand: on a page, as a PDF, or to somebody whose name was not asked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.basket import actions, catalogue, rules
from ajar.basket import queries_offers as queries
from ajar.basket import queries_side as side
from ajar.basket.forms import HandoutForm
from ajar.basket.queries_list import the_list
from ajar.basket.views import or_cannot_be_read
from ajar.goals.paper import sheet
from ajar.people import queries as people
from ajar.people.queries import open_person
from ajar.people.templatetags.people import words_of
from ajar.plans import paper


@require_GET
def handouts(request, person_id):
    person = open_person(request.user, person_id)
    return sheet(request, person, "basket/handouts.html", handouts=queries.handouts(request.user, person))


@or_cannot_be_read
def new(request, person_id):
    """What was given, or is to be given, on paper; what stands side by side when the address says so."""
    person = open_person(request.user, person_id)
    rows = [row for row in queries.offers(request.user, person) if row.it or row.own]
    both = (request.POST.get("kind") or request.GET.get("kind")) == "side"
    if both:
        rows = sorted((row for row in rows if row.place and row.place <= rules.SIDE_BY_SIDE), key=lambda row: row.place)
    hurt = people.could_be_hurt(request.user, person)
    named = [(str(row.pk), words_of(row.it.name, person) if row.it else row.own) for row in rows]
    ticked = [] if hurt else [str(row.pk) for row in rows if both or row.answer == "taken"]
    initial = {"kind": "side" if both else "options", "options": ticked}
    form = HandoutForm(request.POST or None, offers=named, initial=initial)
    if form.is_valid():
        said = dict(form.cleaned_data)
        ticked = said.pop("options")
        chosen = [row for row in rows if str(row.pk) in ticked]
        asks = side.asks(request.user, person) if both else ""
        row = actions.give_handout(request.user, person, options=chosen, asks=" ".join(asks), **said)
        messages.success(request, _("Kept, with today's date."))
        return redirect("handout", person.pk, row.pk)
    status = 422 if form.is_bound else 200
    return sheet(request, person, "basket/handout_new.html", status=status, form=form, hurt=hurt, side=both, any=rows)


@or_cannot_be_read
@require_GET
def handout(request, person_id, handout_id):
    person = open_person(request.user, person_id)
    row = queries.handout_of(request.user, person, handout_id)
    return sheet(request, person, "basket/handout.html", handout=row, **_shown(request, person, row))


@or_cannot_be_read
@require_GET
def as_pdf(request, person_id, handout_id):
    """The same as a PDF, into the person's own hand and in their language; leaves "person.printed"."""
    person = open_person(request.user, person_id)
    row = queries.handout_of(request.user, person, handout_id)
    people.tell_opened(request.user, "person.printed", person, row)
    with translation.override(paper.language_of(person)):
        shown = _shown(request, person, row)
    return paper.as_pdf(person, row, "basket/handout_pdf.html", {"handout": row, "person": person} | shown)


@or_cannot_be_read
@require_POST
def nameless(request, option_id):
    """An option was given to somebody whose name was not asked."""
    if the_list(request.user).named(option_id) is None:
        raise Http404
    actions.give_handout(request.user, None, options=[option_id])
    messages.success(request, _("Kept as given today, to nobody by name."))
    return redirect("option", option_id)


def _shown(request, person, row) -> dict:
    listed = the_list(request.user)
    things = queries.on_handout(request.user, person, row, listed)
    shown = {"things": things, "sure": catalogue.SURE, "law": listed.law}
    if row.kind == "side":
        order = rules.asks_in_order(row.asks)
        shown["grid"] = side.grid(person, order, things, listed)
    return shown
