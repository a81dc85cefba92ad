"""Doors to finding somebody and to starting with somebody new."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ajar.people import actions, finding, queries, rates, search
from ajar.people.forms import PRONOUNS, FindForm, StartForm


def sent(request):
    """The fields of a form that was sent, an empty one too; None for a page that was asked for."""
    return request.POST if request.method == "POST" else None


def slower(request, pause: rates.Slower):
    """Too many in this hour: a kind page that says when to try again."""
    response = render(request, "people/slower.html", {"pause": pause, "minutes": -(-pause.seconds // 60)}, status=429)
    response["Retry-After"] = str(pause.seconds)
    return response


def find(request):
    """The find box. Letters come by POST, so that they stand in no log and no history."""
    form = FindForm(sent(request))
    found, asked = None, ""
    if form.is_valid():
        asked = form.cleaned_data["find"]
        try:
            found = search.search(request.user, asked) if asked else None
        except rates.Slower as pause:
            return slower(request, pause)
    status = 422 if form.is_bound and form.errors else 200
    template = "people/_found.html" if request.htmx else "people/find.html"
    return render(request, template, {"form": form, "found": found, "asked": asked}, status=status)


def people(request):
    """The find box, who was seen last, and somebody new."""
    return render(request, "people/people.html", {"form": FindForm(), "recent": search.my_recent(request.user)})


def start(request):
    """Somebody new. A second record of the same name is made only after the first one was shown."""
    user, teams = request.user, queries.teams_of(request.user)
    context = {"pronouns": PRONOUNS}
    if request.method != "POST":
        form = StartForm(initial={"code": finding.draw_code()}, teams=teams)
        return render(request, "people/start.html", context | {"form": form})
    if "fresh" in request.POST:  # another card; what was typed stays
        typed = {name: request.POST.get(name, "") for name in ("chosen_name", "pronouns", "team")}
        form = StartForm(initial=typed | {"code": finding.draw_code()}, teams=teams)
        return render(request, "people/start.html", context | {"form": form})
    form = StartForm(request.POST, teams=teams)
    if form.is_valid():
        words = form.cleaned_data
        name = words["chosen_name"]
        doubles = None
        if name and "somebody_else" not in request.POST:
            doubles = search.possible_doubles(user, name)
        if doubles and doubles.people:
            context["doubles"] = doubles
        else:
            try:
                person = _start(user, words)
            except rates.Slower as pause:
                return slower(request, pause)
            except actions.Refused as no:
                _say_why(form, no)
            else:
                messages.success(request, _("Kept. You can write the rest whenever it fits, or never."))
                return redirect("person", person.pk)
    return render(request, "people/start.html", context | {"form": form}, status=422)


def _start(user, words):
    """Raises Refused, and rates.Slower: a card that is taken counts as a guess, as it says that somebody has it."""
    if words["code"]:
        rates.check(user, "code")
    try:
        return actions.start_person(
            user, chosen_name=words["chosen_name"], code=words["code"], pronouns=words["pronouns"],
            team=words.get("team"), once=words["once"],
        )  # fmt: skip
    except actions.Refused as no:
        if str(no) == "code taken":
            rates.count(user, "code")
        raise


def _say_why(form, no) -> None:
    if str(no) == "code taken":
        form.add_error("memory", taken())
    elif str(no) == "no team":
        form.add_error(None, _("You are on no team yet. Ask your supervisor to add you, then try again."))
    else:
        form.add_error(None, _("Write what to call them, or start with the card."))


def taken() -> str:
    return _("These words are on another card. Add one more word, so that the card is theirs alone.")
