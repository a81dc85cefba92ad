"""Doors of what a partner is told or asked about a person: chosen, read word for word, then said, or kept and not sent."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts, policy
from ajar.consents import disclosing
from ajar.consents.disclosing import Differs
from ajar.directory import actions_referrals as actions
from ajar.directory import queries_referrals as referrals
from ajar.directory import telling
from ajar.directory.forms_referrals import PartnerForm, SaidForm, TellForm
from ajar.goals.paper import fill, sheet
from ajar.people import queries as people
from ajar.people.queries import open_person
from ajar.press.forms import from_draft

TOLD = "partner-told"  # the draft in which what was chosen goes from one page to the next


def partner(request, person_id):
    """Whom one may tell or ask, if a consent names them. Where none does nothing is sent: what may be said instead stands
    there, and what one would ask can be kept."""
    person = open_person(request.user, person_id)
    rows = referrals.partners(request.user, person)
    form = fill(request, PartnerForm, person, "partner", asked={"referral": _asked_for(request)}, referrals=rows)
    if form.is_valid():
        outcome = "kept" if _ways(request, person) else "no-consent"
        kept = actions.ask_partner(request.user, person, outcome=outcome, **form.cleaned_data)
        drafts.drop(request.user, "partner", person.pk)
        none = _("Not sent: no consent is on file. What you would ask is kept.")
        messages.success(request, none if kept.outcome == "no-consent" else _("Not sent. What you would ask is kept."))
        return redirect("partner-ask", person.pk)
    return _page(request, person, rows, form)


def _asked_for(request) -> str:
    return request.GET.get("referral", "")


def _ways(request, person) -> list:
    return telling.ways(request.user, person) if policy.allows(request.user, disclosing.NEEDS) else []


def _page(request, person, rows, form, tell=None):
    ways = _ways(request, person)
    place = _place(request, rows)
    meant = [way for way in ways if telling.names(way, place)] if place else ways
    if request.GET.get("whom") == "other":
        place, meant = None, ways
    if tell is None and meant:
        tell = _tell_form(request, person, meant, rows, place)
    context = {
        "form": form, "tell": tell, "others": bool(ways and not tell), "place": place,
        "asked": referrals.asked(request.user, person), **_careful(request, person),
    }  # fmt: skip
    bound = form.is_bound or bool(tell and tell.is_bound)
    return sheet(request, person, "directory/partner.html", status=422 if bound else 200, **context)


def _place(request, rows):
    """Which referral it is about: the one that the link names, else the only one that there is."""
    named = [row for row in rows if str(row.pk) == _asked_for(request)]
    return (named or (rows if len(rows) == 1 else [None]))[0]


def _careful(request, person) -> dict:
    """What stands beside what may be said without a consent, and how the person may be reached."""
    return {
        "name": people.label(request.user, person), "rule": people.contact(request.user, person),
        "could_be_hurt": people.could_be_hurt(request.user, person),
    }  # fmt: skip


def _tell_form(request, person, ways, rows, place):
    left = drafts.load(request.user, TOLD, person.pk)
    more = {"ways": ways, "referrals": rows, "reach": bool(telling.reach(request.user, person))}
    known = {"name": people.label(request.user, person), "referral": str(place.pk) if place else ""}
    return TellForm(initial=known | from_draft(TellForm, left, **more), auto_id="tell_%s", **more)


def look(request, person_id):
    """What would be said, word for word, with what is left out and why. What was chosen comes in a sealed draft, for an
    address would tell it."""
    person = open_person(request.user, person_id)
    if request.method == "POST":
        form, rows = _chosen(request, person, request.POST)
        if not form.is_valid():
            return _page(request, person, rows, PartnerForm(referrals=rows), form)
        drafts.save(request.user, TOLD, person.pk, drafts.fields_of(request.POST))
        return redirect("partner-look", person.pk)
    form = _left(request, person)
    if form is None:
        return redirect("partner-ask", person.pk)
    return _preview(request, person, telling.look(request.user, person, form.cleaned_data))


def _chosen(request, person, sent):
    rows = referrals.partners(request.user, person)
    more = {"ways": _ways(request, person), "referrals": rows, "reach": bool(telling.reach(request.user, person))}
    return TellForm(sent, auto_id="tell_%s", **more), rows


def _left(request, person) -> TellForm | None:
    """The form as it was chosen, if it still holds."""
    left = QueryDict(mutable=True)
    for name, values in drafts.load(request.user, TOLD, person.pk).items():
        left.setlist(name, values)
    form = _chosen(request, person, left)[0]
    return form if form.is_valid() else None


def _preview(request, person, preview, form=None):
    form = form or SaidForm(initial={"seen": preview.seen}, **_ticks(preview))
    context = {"preview": preview, "form": form, **_careful(request, person)}
    status = 422 if form.is_bound else 200
    return sheet(request, person, "directory/partner_look.html", status=status, **context)


def _ticks(preview) -> dict:
    return {"asks": preview.asks, "aloud": bool(preview.script and preview.notice)}


@require_POST
def tell(request, person_id):
    """It was said, or the page is to be made: released as it was read, or not at all."""
    person = open_person(request.user, person_id)
    chosen = _left(request, person)
    if chosen is None:
        messages.info(request, _("Nothing was sent. Choose again what you would say."))
        return redirect("partner-ask", person.pk)
    chosen, preview = chosen.cleaned_data, telling.look(request.user, person, chosen.cleaned_data)
    form = SaidForm(request.POST, **_ticks(preview))
    if not form.is_valid():
        return _preview(request, person, preview, form)
    try:
        row = telling.tell(request.user, person, chosen, **form.cleaned_data)
    except Differs:
        messages.warning(request, _("Nothing was sent. What would be said has changed since. Read it once more."))
        return redirect("partner-look", person.pk)
    drafts.drop(request.user, TOLD, person.pk)
    if row.outcome == "sent":
        messages.success(request, _("Kept as it was told."))
        return redirect("told", person.pk, row.disclosure_id)
    if row.outcome == "going":
        messages.info(request, _("It is on its way. Look again in a minute."))
    elif chosen["channel"] == "phone":
        messages.warning(
            request, _("No consent carries this any more. If you have said it already, tell the privacy officer.")
        )
    else:
        messages.warning(request, _("No consent carries this any more. Nothing was sent."))
    return redirect("partner-ask", person.pk)
