"""Doors of what is given into somebody's hand: on a page, as a PDF, or to somebody whose name was not asked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
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
        if said.pop("nameless"):
            return _without_name(request, person, form, chosen) or _new(request, person, form, hurt, both, rows)
        asks = side.asks(request.user, person) if both else ""
        row = actions.give_handout(request.user, person, options=chosen, asks=" ".join(asks), **said)
        messages.success(request, _("Kept, with today's date."))
        return redirect("handout", person.pk, row.pk)
    return _new(request, person, form, hurt, both, rows)


def _new(request, person, form, hurt, both, rows):
    status = 422 if form.is_bound else 200
    return sheet(request, person, "basket/handout_new.html", status=status, form=form, hurt=hurt, side=both, any=rows)


def _without_name(request, person, form, chosen):
    """What was given is kept with nothing of the person: no idea of theirs, not what fits. None where that cannot be."""
    listed, said = the_list(request.user), form.cleaned_data
    theirs = [words_of(row.it.name, person) if row.it else row.own for row in chosen if not listed.offers(row.option)]
    if theirs:
        told = _(
            "Only what is offered here can be kept with no name, and no idea of their own. Take the tick off: %(what)s"
        )
        form.add_error("options", told % {"what": " · ".join(theirs)})
        return None
    options = [row.option for row in chosen]
    actions.give_handout(
        request.user, None, options=options, words=said["words"], paper=said["paper"], once=said["once"]
    )
    messages.success(request, _given())
    return redirect("handouts", person.pk)


def _given():
    return _("Kept as given today, to nobody by name.")


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
    """An option was given to somebody whose name was not asked; not one that is not offered here."""
    if not the_list(request.user).offers(option_id):
        raise Http404
    actions.give_handout(request.user, None, options=[option_id])
    messages.success(request, _given())
    return redirect("option", option_id)


@or_cannot_be_read
@require_GET
def without_name(request):
    """What was given to somebody whose name was not asked, or not kept."""
    found = queries.nameless_handouts(request.user, queries.NAMELESS + 1)
    more = len(found) > queries.NAMELESS
    return render(request, "basket/nameless.html", {"handouts": found[: queries.NAMELESS], "more": more})


def _shown(request, person, row) -> dict:
    listed = the_list(request.user)
    things = queries.on_handout(request.user, person, row, listed)
    shown = {"things": things, "sure": catalogue.SURE, "law": listed.law}
    if row.kind == "side":
        order = rules.asks_in_order(row.asks)
        shown["grid"] = side.grid(person, order, things, listed)
    return shown
