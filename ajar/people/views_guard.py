"""Doors to who may look: care team, blocks, broken glass and its reviews, holds and erasure."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ajar.people import forms, protecting, queries_guard, rates, search
from ajar.people.queries import open_person, open_to_protect
from ajar.people.views import sent, slower
from ajar.people.views_about import asked, kept, once_of, show, status_of


def care(request, person_id):
    person = open_person(request.user, person_id)
    team = queries_guard.care_team(request.user, person)
    return show(request, "care", person, team=team, form=_carers(request, team))


def _carers(request, team):
    there = {member.worker_id for member in team}
    workers = [w for w in queries_guard.workers_who_may_care(request.user) if w.pk not in there]
    return forms.WorkerForm(sent(request), workers=workers)


def care_add(request, person_id):
    person = open_to_protect(request.user, person_id)
    team = queries_guard.care_team(request.user, person)
    form = _carers(request, team)
    if form.is_valid():
        once, words = once_of(form)
        protecting.join_care_team(request.user, person, once=once, **words)
        kept(request)
        return redirect("care", person.pk)
    return show(request, "care", person, status_of(form), team=team, form=form)


def care_end(request, person_id, care_id):
    person = open_to_protect(request.user, person_id)
    member = queries_guard.carer(request.user, person, care_id)
    if request.method == "POST" and not member.ended_on:
        protecting.leave_care_team(request.user, member)
        kept(request)
    return redirect("care", person.pk)


def blocks(request, person_id):
    person = open_to_protect(request.user, person_id)
    form = asked(request, forms.BlockForm, "block", person, workers=queries_guard.workers_here(request.user))
    if form.is_valid():
        once, words = once_of(form)
        try:
            protecting.place_block(request.user, person, once=once, **words)
        except protecting.Refused:
            form.add_error("worker", _("That worker is blocked already."))
        else:
            kept(request, "block", person)
            if words["worker"] == request.user:  # one who blocks themselves does not see this page again
                return redirect("/")
            return redirect("blocks", person.pk)
    rows = queries_guard.blocks(request.user, person)
    return show(request, "blocks", person, status_of(form), form=form, blocks=rows)


def block_end(request, person_id, block_id):
    person = open_to_protect(request.user, person_id)
    row = queries_guard.block(request.user, person, block_id)
    if row.ended_on:
        return redirect("blocks", person.pk)
    form = forms.TheirSay(sent(request))
    if form.is_valid():
        protecting.end_block(request.user, row, once=form.cleaned_data["once"])
        kept(request)
        return redirect("blocks", person.pk)
    return show(request, "block_end", person, status_of(form), form=form, block=row)


def break_glass(request):
    """Two steps: whom and why; then one page that says what follows, and a button for the one meant."""
    form = forms.GlassForm(sent(request))
    if not form.is_valid():
        return render(request, "people/glass.html", {"form": form}, status=status_of(form))
    once, words = once_of(form)
    if "choice" in request.POST:
        chosen = forms.open_choice(request.POST["choice"], request.user)
        person = queries_guard.for_glass(request.user, chosen) if chosen else None
        if person is not None:
            if not queries_guard.sees(request.user, person):
                try:
                    protecting.break_glass(request.user, person, why=words["why"], once=once)
                except protecting.Refused:
                    person = None
            if person is not None:
                return redirect("person", person.pk)
        form.add_error("who", _("That took too long. Look once more."))
        return render(request, "people/glass.html", {"form": form}, status=422)
    try:
        found = search.whole(request.user, words["who"])
    except rates.Slower as pause:
        return slower(request, pause)
    if not found.people:
        form.add_error("who", _("We found nobody by this name or card. Check how it is written."))
        return render(request, "people/glass.html", {"form": form}, status=422)
    for person in found.people:
        person.choice = forms.sealed_choice(person.pk, request.user)
    return render(request, "people/glass_sure.html", {"found": found, "words": words, "once": once or uuid4()})


def reviews(request):
    return render(request, "people/reviews.html", {"tasks": queries_guard.reviews(request.user)})


def review_take(request, task_id):
    task = queries_guard.review(request.user, task_id)
    if request.method != "POST":
        return redirect("reviews")
    if task is None:
        messages.info(request, _("This one is with somebody else now."))
        return redirect("reviews")
    protecting.take_review(request.user, task, version=task.version)
    return redirect("review", task.pk)


def review(request, task_id):
    if queries_guard.reviewed(request.user, task_id):
        return redirect("reviews")
    task = queries_guard.review_mine(request.user, task_id)
    form = forms.FindingForm(sent(request), initial={"version": task.version})
    if form.is_valid():
        once, words = once_of(form)
        protecting.write_finding(request.user, task, once=once, **words)
        messages.success(request, _("Kept. The review is done."))
        return redirect("reviews")
    return render(request, "people/review.html", {"task": task, "form": form}, status=status_of(form))


def protect(request):
    """The privacy officer's way to a person: a whole name or a whole card."""
    form = forms.WhoForm(sent(request))
    found = None
    if form.is_valid():
        try:
            found = search.whole(request.user, form.cleaned_data["who"])
        except rates.Slower as pause:
            return slower(request, pause)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/protect.html", {"form": form, "found": found}, status=status)


def holds(request, person_id):
    person = open_to_protect(request.user, person_id)
    form = asked(request, forms.HoldForm, "hold", person)
    if form.is_valid():
        once, words = once_of(form)
        try:
            protecting.place_hold(request.user, person, once=once, **words)
        except protecting.Refused:  # erased since the page was opened
            raise Http404 from None
        kept(request, "hold", person)
        return redirect("holds", person.pk)
    return show(request, "holds", person, status_of(form), form=form, holds=queries_guard.holds(request.user, person))


def hold_end(request, person_id, hold_id):
    person = open_to_protect(request.user, person_id)
    row = queries_guard.hold(request.user, person, hold_id)
    if request.method == "POST" and not row.ended_on:
        try:
            protecting.end_hold(request.user, row)
        except protecting.Refused:
            messages.info(request, _("This hold ends when the paper that it is for is closed."))
        else:
            kept(request)
    return redirect("holds", person.pk)


def erase(request, person_id):
    person = open_to_protect(request.user, person_id)
    form = forms.EraseForm(sent(request))
    holds = queries_guard.holds(request.user, person)
    if form.is_valid():
        try:
            protecting.erase(request.user, person, once=form.cleaned_data["once"])
        except protecting.Refused:
            form.add_error(None, _("A hold stands. End it first."))
        else:
            messages.success(request, _("Erased. Nothing about this person can be read any more."))
            return redirect("protect")
    others = queries_guard.joined_to_erase(request.user, person)
    return show(request, "erase", person, status_of(form), form=form, holds=holds, others=others)
