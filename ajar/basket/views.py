"""Doors to the options. They know no person; on a turned screen they show the words, without sources and flags."""

import logging
from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from ajar.basket import catalogue, queries, queries_offers
from ajar.basket.forms import SearchForm, ShowForm
from ajar.basket.queries_list import the_list
from ajar.press.content import ContentWrong

log = logging.getLogger(__name__)


def or_cannot_be_read(view):
    """A catalogue with anything wrong is not shown in part: a page that says so, and the log says where."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ContentWrong as refused:
            log.error("the options cannot be read: %s", refused)
            return render(request, "basket/cannot.html", status=503)

    return guarded


def after_a_yes(view):
    """Before the person of a turned or handed screen the list stands only after their yes of today: else they are asked."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        person = queries_offers.to_be_asked(request.user)
        return redirect("offers", person.pk) if person else view(request, *args, **kwargs)

    return guarded


@or_cannot_be_read
@after_a_yes
def basket(request):
    turned = not request.user.screen.mine
    search = SearchForm(request.POST if request.method == "POST" else None)
    show = ShowForm(request.GET)
    show.is_valid()  # what is not known is left out of cleaned_data, and asks for nothing
    asked = search.cleaned_data["words"].strip() if search.is_valid() else ""
    subject, part = (show.cleaned_data.get(name) or None for name in ("subject", "part"))
    listed = the_list(request.user)
    # What a state's law may touch is on no turned screen until it was confirmed for this place (domain.md C.9).
    here = listed.offered() if turned else listed.standing()
    options = catalogue.fitting(here, subject=subject, spectrum=part, words=asked)
    context = {
        "search": search,
        "show": ShowForm(initial={"subject": subject or "", "part": part or ""}),
        "asked": asked,
        "narrowed": bool(asked or subject or part),
        "subjects": catalogue.by_subject(options),
        "count": len(options),
        "parts": catalogue.SPECTRUM,
        "unreviewed": sum(not option.read_by for option in options),
    }
    status = 422 if search.is_bound and search.errors else 200
    return render(request, "basket/basket.html", context, status=status)


@or_cannot_be_read
@after_a_yes
def option(request, option_id):
    listed = the_list(request.user)
    found, offered = listed.named(option_id), listed.offers(option_id)
    if found is None or not (request.user.screen.mine or offered):
        raise Http404
    context = {
        "option": found,
        "subject": catalogue.SUBJECTS[found.subject],
        "parts": [catalogue.SPECTRUM[part] for part in found.spectrum],
        "sure": catalogue.SURE[found.sure],
        "for_whom": [catalogue.FOR_WHOM[whom] for whom in found.for_whom],
        "shifts": catalogue.SHIFTS[found.shifts],
        "checked": listed.law.get(found.id),
        "offered": offered,
        "retired": found.id in listed.retired,
        "reviewers": queries.reviewers_of(found),
        "review_due": found.review_by <= timezone.localdate(),
    }
    return render(request, "basket/option.html", context)


@or_cannot_be_read
def about_words(request):
    options = the_list(request.user).standing()
    context = {"kinds": queries.words_waiting(options), "subjects": queries.subjects_waiting(options)}
    return render(request, "basket/about_words.html", context)
