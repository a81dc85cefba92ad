"""Doors of the pages that show several rooms at once."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ajar.access.queries import cast
from ajar.desk import queries, rules
from ajar.people import queries as people
from ajar.people.queries import open_person


@require_GET
def today(request):
    return render(request, "desk/today.html", {"shown": queries.today_page(request.user)})


@require_GET
def person(request, person_id):
    person = open_person(request.user, person_id)
    shown = queries.person_page(request.user, person)
    context = {
        "person": person,
        "name": people.label(request.user, person),
        "title": people.safe_title(request.user, person),
        "shown": shown,
    }
    return render(request, "desk/person.html", context)


@require_GET
def front(request):
    """The first page: in the demo, the four people and the cast; elsewhere, today or the sign-in."""
    if not settings.DEMO:
        return redirect("today" if request.user.is_authenticated else "account_login")
    mine = queries.people_of(request.user) if request.user.is_authenticated and request.user.screen.mine else []
    workers = [(one, rules.ROLE_WORDS[one.role]) for one in cast(request)]
    return render(request, "desk/front.html", {"stories": rules.stories(mine), "workers": workers})
