"""Doors to finding help, and to keeping what is said of it true."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import drafts
from ajar.directory import actions, queries
from ajar.directory.forms import CorrectForm, LookedForm, SearchForm, first_needs
from ajar.press import content

LAST = drafts.UNTIL_LOCKED + "help"


def find(request):
    if request.method == "POST" and (answer := keep_search(request, request.user.screen.person)):
        return answer
    context, status = looked_for(request, request.user.screen.person)
    return render(request, "directory/find.html", context, status=status)


def keep_search(request, about=None, on=""):
    """Keep what is looked for, sealed, until the lock, and lead to the page that shows it: Back then sends nothing again.

    The words come by POST, so that they stand in no log and no history. about: the id of a person the search is for.
    on: what of the address goes on with it, like "?encounter=...". None where a field cannot be read.
    """
    if "forget" in request.POST:
        drafts.drop(request.user, LAST, about)
        return redirect(request.path + on)
    form = SearchForm(request.POST)
    if not form.is_valid():
        return None
    asked = form.asked(request.POST.get("need", ""))
    words = {name: [str(asked[name])] for name in ("text", "place", "language", "page")}
    ticks = {"open_now": ["on"] if asked["open_now"] else [], "marks": form.cleaned_data["marks"]}
    drafts.save(request.user, LAST, about, words | ticks)
    return redirect(f"{request.path}{on}#results")


def looked_for(request, about=None) -> tuple[dict, int]:
    """What a page of searching shows, and its status: the last search, if there is one."""
    if request.method == "POST":
        last = request.POST
    else:
        kept = drafts.load(request.user, LAST, about)
        last = {name: values if name == "marks" else "".join(values[-1:]) for name, values in kept.items()}
    form = SearchForm(last or None)
    found, status = None, 200
    if form.is_bound and form.is_valid():
        found = queries.search(request.user, **form.asked())
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "found": found,
        "needs": first_needs(),
        "marked": form.data.get("marks") if form.is_bound else (),
        "unreviewed": request.user.screen.mine and content.unreviewed("directory/needs"),
    }
    context["next_page"] = found.page + 1 if found and found.more else None
    context["empty"] = not (found and found.rows) and not queries.there_is_a_directory(request.user)
    return context, status


@require_GET
def service(request, service_id):
    return _service_page(request, queries.service_of(request.user, service_id))


@require_POST
def say_right(request, service_id):
    return _looked(request, service_id, actions.say_right, _("Thank you. It says today, and your name."))


@require_POST
def say_wrong(request, service_id):
    return _looked(request, service_id, actions.say_wrong, _("Thank you. It is on the list of what to check next."))


def _looked(request, service_id, verb, thanks):
    row, form = queries.service_of(request.user, service_id), LookedForm(request.POST)
    if not form.is_valid():
        return _service_page(request, row, form)
    verb(request.user, row, once=form.cleaned_data["once"], note=form.cleaned_data["note"])
    messages.success(request, thanks)
    return redirect("service", row.pk)


def correct(request, service_id):
    row = queries.service_of(request.user, service_id)
    form = CorrectForm(request.POST or None, initial=CorrectForm.initial_from(row))
    if form.is_valid():
        words = form.cleaned_data
        actions.correct(
            request.user, row, once=words["once"], version=words["version"], phone=words["own_phone"],
            note=words["own_note"], marks=form.bits(),
        )  # fmt: skip
        messages.success(request, _("Kept. A new file does not change it."))
        return redirect("service", row.pk)
    return render(
        request, "directory/correct.html", {"service": row, "form": form}, status=422 if form.is_bound else 200
    )


@require_GET
def to_check(request):
    return render(request, "directory/to_check.html", {"shown": queries.to_check(request.user)})


def _service_page(request, row, form=None):
    context = {"service": row, "form": form or LookedForm()}
    return render(request, "directory/service.html", context, status=422 if form else 200)
