"""Doors of a person's basket: leave is asked first. All of them show on a turned screen: it is looked at together."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.basket import actions, actions_side, catalogue
from ajar.basket import queries_offers as queries
from ajar.basket.forms import LeaveForm, NarrowForm, OfferForm, OwnForm, SearchForm
from ajar.basket.queries_list import the_list
from ajar.basket.views import or_cannot_be_read
from ajar.goals.paper import fill, kept, sheet, show
from ajar.goals.queries import before
from ajar.people.actions import Refused
from ajar.people.queries import open_person
from ajar.people.templatetags.people import words_of


@or_cannot_be_read
def offers(request, person_id):
    """The basket of a person; shut, with the question, until they said that they want to look."""
    person = open_person(request.user, person_id)
    listed = the_list(request.user)
    leave, rows = queries.leave_today(request.user, person), queries.offers(request.user, person, listed)
    if not queries.is_open(leave):
        form = LeaveForm(mine=request.user.screen.mine)
        context = {
            "leave": leave,
            "form": form,
            "kept": [row for row in rows if row.answer not in ("shown", "declined")],
        }
        return sheet(request, person, "basket/ask.html", **context)
    search = SearchForm(request.POST if request.method == "POST" else None)
    narrow = NarrowForm(request.GET)
    narrow.is_valid()  # what is not known is left out of cleaned_data, and asks for nothing
    fit, number = narrow.cleaned_data.get("fit") or "", narrow.cleaned_data.get("page") or 1
    words = search.cleaned_data["words"].strip() if search.is_valid() else ""
    asked = queries.Asked(fit=fit, words=words, page=number)
    context = queries.basket_page(request.user, person, asked, rows, listed) | {
        "leave": leave, "asked": asked, "law": listed.law, "search": search, "sure": catalogue.SURE,
        "staying": catalogue.staying(listed.offered()),
        "others": "?" + urlencode({"fit": fit, "page": number + 1}),
    }  # fmt: skip
    status = 422 if search.is_bound and search.errors else 200
    return sheet(request, person, "basket/offers.html", status=status, **context)


def leave(request, person_id):
    """What they know, and whether they want to look."""
    person = open_person(request.user, person_id)
    form = fill(request, LeaveForm, person, "leave", mine=request.user.screen.mine)
    if form.is_valid():
        actions.ask_leave(request.user, person, **form.cleaned_data)
        opened = form.cleaned_data["answer"] in queries.rules.OPENS
        said = _("Kept. Here is the basket.") if opened else _("Kept. That is fine. The door stays open.")
        return kept(request, person, "leave", words=said, to=("offers",) if opened else None)
    note = _("Ask first. Nothing is shown before a yes, and no is a good answer.")
    return show(request, person, form, "leave", title=_("Shall we look at options?"), note=note)


@or_cannot_be_read
@require_POST
def pick(request, person_id):
    """One option to talk about, or several to put side by side."""
    person = open_person(request.user, person_id)
    listed = the_list(request.user)
    known = [one for one in request.POST.getlist("option") if listed.offers(one)]
    talk = request.POST.get("talk", "")
    try:
        if talk:
            if not listed.offers(talk):
                raise Http404
            row = actions.show_option(request.user, person, option=talk)
            return redirect("offer-answer", person.pk, row.pk)
        if not known:
            messages.info(request, _("Tick one to three options first."))
            return redirect("offers", person.pk)
        actions_side.put_beside(request.user, person, options=known)
    except Refused:
        messages.info(request, _("Ask them first. Nothing was kept."))
        return redirect("offers", person.pk)
    return redirect("compare", person.pk)


@or_cannot_be_read
def answer(request, person_id, offer_id):
    """One option, and what they make of it."""
    person = open_person(request.user, person_id)
    row = queries.offer_of(request.user, person, offer_id)
    draft = f"offer-{row.pk}"
    initial = {"words": row.words, "answer": row.answer, "version": row.version}
    form = fill(request, OfferForm, person, draft, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        actions.answer_offer(request.user, person, option=row, **said)
        words = _("Kept. We do not bring it up again for 90 days.") if said["answer"] == "declined" else _("Kept.")
        return kept(request, person, draft, words=words, to=("offers",))
    more = {"offer": row, "option": row.it, "sure": catalogue.SURE, "checked": row.law}
    title = words_of(row.it.name, person) if row.it else _("An idea of your own")
    return show(
        request, person, form, draft, title=title, quote=row.own, about="basket/_told.html",
        before=before(request.user, row), **more,
    )  # fmt: skip


def own(request, person_id):
    """An idea of their own."""
    person = open_person(request.user, person_id)
    form = fill(request, OwnForm, person, "offer-own")
    if form.is_valid():
        actions.add_own(request.user, person, **form.cleaned_data)
        return kept(request, person, "offer-own", to=("offers",))
    note = _("It stands beside ours, in your words.")
    return show(request, person, form, "offer-own", title=_("My own idea"), note=note)
