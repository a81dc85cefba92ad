"""Doors of referrals, and of what a partner would be told. Where they lead stands in no address and no title."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import drafts
from ajar.access.views import here
from ajar.directory import actions_referrals as actions
from ajar.directory import queries
from ajar.directory import queries_referrals as referrals
from ajar.directory.forms_referrals import (
    NeededPaperForm,
    OwnerForm,
    PaperChangeForm,
    ReferralChangeForm,
    ReferralForm,
    ReferralMoveForm,
    with_along,
)
from ajar.directory.views import keep_search, looked_for
from ajar.encounters.queries import who_can_read
from ajar.encounters.rules import safe_way
from ajar.goals.domains import OBSTACLE_OWNERS
from ajar.goals.paper import fill, hung, kept, sheet, show
from ajar.people import queries as people
from ajar.people.actions import Refused
from ajar.people.queries import open_person

DRAFT = "referral"


@require_GET
def index(request, person_id):
    person = open_person(request.user, person_id)
    return sheet(request, person, "directory/referrals.html", rows=referrals.referrals(request.user, person))


def search(request, person_id):
    """The directory, looked through for this person: `Call together` beside each place leads to the paper.

    On a turned screen both look, and nothing leads to the paper.
    """
    person = open_person(request.user, person_id)
    on, back = _on(request)
    if request.method == "POST" and (answer := keep_search(request, person.pk, on)):
        return answer
    context, status = looked_for(request, person.pk)
    return sheet(request, person, "directory/find.html", status=status, on=on, back=back, **context)


def _on(request) -> tuple[str, str]:
    """(what the search came with, as the end of an address; where it came from). The paper takes both on.

    Of an address only one of ours, and no other word of the link: a place beside a person would tell where.
    """
    back, encounter = here(request, ""), request.GET.get("encounter", "")
    taken = {"encounter": str(_uuid(encounter)) if encounter else "", "here": back}
    words = urlencode({name: value for name, value in taken.items() if value})
    return f"?{words}" if words else "", back


@require_POST
def choose(request, person_id):
    """A place was chosen. It goes to the paper in a sealed draft, for an address beside a person would tell where."""
    person = open_person(request.user, person_id)
    service = queries.service_of(request.user, _uuid(request.POST.get("service", "")))
    left = drafts.load(request.user, DRAFT, person.pk)
    kept_so_far = {
        name: values for name, values in left.items() if name in ("need", "words", "along", "papers_who", "encounter")
    }
    called = {"together": ["on"], "state": ["called"]}  # it is what the button said; the paper can say otherwise
    drafts.save(request.user, DRAFT, person.pk, kept_so_far | _from(service) | called)
    return redirect(reverse("referral-new", args=[person.pk]) + _on(request)[0])


def _from(service) -> dict[str, list[str]]:
    """What a service says by itself of a referral to it, as a form holds it."""
    reach = service.call or service.email
    return {
        "service": [str(service.pk)], "where": [service.name], "reach": [reach], "papers": [service.documents[:2000]],
    }  # fmt: skip


def new(request, person_id):
    person = open_person(request.user, person_id)
    asked = {}
    if request.method == "GET" and request.GET.get("service"):
        service = queries.service_of(request.user, _uuid(request.GET["service"]))
        asked = {name: values[0] for name, values in _from(service).items()}
    initial = {"how_safe": safe_way(people.contact(request.user, person))}
    form = fill(request, ReferralForm, person, DRAFT, initial=initial, asked=asked, **_who(request, person))
    if form.is_valid():
        rows = {"encounter": hung(request, person, form)["encounter"], "service": _same(request, form)}
        row = actions.make_referral(request.user, person, **with_along(form) | rows)
        return kept(request, person, DRAFT, words=_("Kept, with a day to look again."), to=("referral", row.pk))
    careful = people.could_be_hurt(request.user, person)
    about = "directory/_referral_new.html"
    return show(request, person, form, DRAFT, title=_("A referral"), about=about, careful=careful)


def _same(request, form):
    """The service that was chosen, if the place still has its name: one typed over it is another place."""
    chosen = form.cleaned_data["service"]
    if not chosen:
        return None
    service = queries.service_of(request.user, chosen)
    return service if service.name == form.cleaned_data["where"] else None


def _who(request, person) -> dict:
    return {
        "supporters": people.supporters(request.user, person), "workers": who_can_read(request.user, person),
    }  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@require_GET
def referral(request, person_id, referral_id):
    person = open_person(request.user, person_id)
    return _page(request, person, referrals.referral_of(request.user, person, referral_id))


def _page(request, person, row, **sent):
    shown = referrals.whole(request.user, person, row)
    doors = {
        "move": ReferralMoveForm(
            initial={"version": row.version, "state": row.state, "until": row.until}, looked_for=bool(shown.look),
            auto_id="move_%s",
        ),
        "paper": NeededPaperForm(auto_id="paper_%s"),
    } | sent  # fmt: skip
    context = {"row": row, "shown": shown, "doors": doors, "owners": OBSTACLE_OWNERS, "fresh": OwnerForm()}
    return sheet(request, person, "directory/referral.html", status=422 if sent else 200, **context)


@require_POST
def move(request, person_id, referral_id):
    person = open_person(request.user, person_id)
    row = referrals.referral_of(request.user, person, referral_id)
    look = referrals.open_look(request.user, row)
    form = ReferralMoveForm(request.POST, looked_for=bool(look), auto_id="move_%s")
    if not form.is_valid():
        return _page(request, person, row, move=form)
    safe = safe_way(people.contact(request.user, person))
    actions.move_referral(request.user, row, how_safe=safe, **form.cleaned_data)
    return kept(request, person, f"referral-move-{row.pk}", to=("referral", row.pk))


def change(request, person_id, referral_id):
    person = open_person(request.user, person_id)
    row = referrals.referral_of(request.user, person, referral_id)
    draft = f"referral-change-{row.pk}"
    initial = ReferralChangeForm.initial_from(row)
    form = fill(request, ReferralChangeForm, person, draft, initial=initial, **_who(request, person))
    if form.is_valid():
        actions.change_referral(request.user, row, **with_along(form))
        return kept(request, person, draft, to=("referral", row.pk))
    return show(request, person, form, draft, title=_("Put the referral right"))


@require_POST
def add_paper(request, person_id, referral_id):
    person = open_person(request.user, person_id)
    row = referrals.referral_of(request.user, person, referral_id)
    form = NeededPaperForm(request.POST, auto_id="paper_%s")
    if not form.is_valid():
        return _page(request, person, row, paper=form)
    actions.add_paper(request.user, row, **form.cleaned_data)
    return kept(request, person, to=("referral", row.pk))


def change_paper(request, person_id, referral_id, referralpaper_id):
    person = open_person(request.user, person_id)
    row = referrals.referral_of(request.user, person, referral_id)
    paper = referrals.paper_of(request.user, person, row, referralpaper_id)
    draft = f"paper-change-{paper.pk}"
    initial = {"version": paper.version, "what": paper.what, "who": paper.who}
    form = fill(request, PaperChangeForm, person, draft, initial=initial)
    if form.is_valid():
        actions.change_paper(request.user, paper, **form.cleaned_data)
        return kept(request, person, draft, to=("referral", row.pk))
    return show(request, person, form, draft, title=_("What to bring, and who"))


@require_POST
def tick(request, person_id, referral_id, referralpaper_id):
    person = open_person(request.user, person_id)
    row = referrals.referral_of(request.user, person, referral_id)
    paper = referrals.paper_of(request.user, person, row, referralpaper_id)
    actions.tick_paper(request.user, paper, done=request.POST.get("done") != "no")
    return redirect("referral", person.pk, row.pk)


@require_POST
def obstacle(request, person_id, referral_id, referralmove_id):
    person = open_person(request.user, person_id)
    row = referrals.referral_of(request.user, person, referral_id)
    of = referrals.move_of(request.user, person, row, referralmove_id)
    form = OwnerForm(request.POST)
    if form.is_valid():
        try:
            actions.make_obstacle(request.user, of, once=form.cleaned_data["once"], owner=form.cleaned_data["owner"])
        except Refused:
            messages.info(request, _("Write it in other words, without the place."))
        else:
            messages.success(request, _("Kept among what stands in the way."))
    return redirect("referral", person.pk, row.pk)
