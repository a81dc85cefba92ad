"""Doors of what stands side by side: three at a time, the whole list beside them, swapped and ordered by the person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.basket import actions_side, rules
from ajar.basket import queries_offers as queries
from ajar.basket import queries_side as side
from ajar.basket.queries_list import the_list
from ajar.basket.views import or_cannot_be_read
from ajar.goals.paper import sheet
from ajar.people.actions import Refused
from ajar.people.queries import open_person


@or_cannot_be_read
@require_GET
def compare(request, person_id):
    person = open_person(request.user, person_id)
    listed = the_list(request.user)
    leave, rows = queries.leave_today(request.user, person), queries.offers(request.user, person, listed)
    here, waiting = side.standing([row for row in rows if row.it or row.own])
    things = [(row.it, row.own, row.fits) for row in here]
    context = {
        "here": here, "waiting": waiting, "open": queries.is_open(leave),
        "grid": side.grid(person, side.asks(request.user, person), things, listed) if here else [],
        "fits": [(key, name) for key, name in rules.FITS if key],
        "others": [row for row in rows if (row.it or row.own) and not row.place and not row.quiet],
        "subjects": queries.rest_of_the_list(rows, listed) if queries.is_open(leave) else [],
    }  # fmt: skip
    return sheet(request, person, "basket/compare.html", **context)


@or_cannot_be_read
@require_POST
def change(request, person_id):
    """One thing of what stands side by side: put there, swapped, taken away, said to fit, or a question moved."""
    person = open_person(request.user, person_id)
    asked = request.POST
    try:
        if asked.get("add") and the_list(request.user).offers(asked["add"]):
            actions_side.put_beside(request.user, person, options=[asked["add"]])
        elif asked.get("beside"):
            actions_side.put_beside(request.user, person, options=[_one(request, person, asked["beside"])])
        elif asked.get("off"):
            actions_side.take_away(request.user, person, offer=_one(request, person, asked["off"]))
        elif asked.get("swap"):
            coming, _colon, going = asked["swap"].partition(":")
            offer, out = _one(request, person, coming), _one(request, person, going)
            actions_side.swap(request.user, person, offer=offer, out=out)
        elif asked.get("fit"):
            fits, _colon, row_id = asked["fit"].partition(":")
            if fits not in rules.FIT_NAMES:
                raise Http404
            actions_side.say_fit(request.user, person, offer=_one(request, person, row_id), fits=fits)
        elif asked.get("up") in rules.ASKS or asked.get("down") in rules.ASKS:
            key = asked.get("up") or asked.get("down")
            actions_side.move_ask(request.user, person, ask=key, by=-1 if asked.get("up") else 1)
    except Refused:
        messages.info(request, _("Ask them first. Nothing was kept."))
        return redirect("offers", person.pk)
    return redirect("compare", person.pk)


def _one(request, person, row_id):
    return queries.offer_of(request.user, person, queries.id_or_404(row_id))
