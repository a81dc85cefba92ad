"""Who of which court or office signs in on the entity's host: a manager, who sees no person, invites them, and a worker says that
it is them. Neither can do both."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import hosts
from ajar.access.actions import Refused
from ajar.access.views_agency import WHY, mail
from ajar.mandates import actions_entity, queries_entity
from ajar.mandates.forms_entity import OfficerForm


@require_GET
def officers(request):
    rows = queries_entity.officers(request.user)
    context = {"rows": [(row, queries_entity.waiting(row.worker)) for row in rows], "address": hosts.entity_base()}
    return render(request, "mandates/officers.html", context)


@require_GET
def readers(request):
    """For workers who deal with courts."""
    return render(request, "mandates/readers.html", {"rows": queries_entity.officers(request.user)})


@require_POST
def known(request, officer_id):
    try:
        actions_entity.know_officer(request.user, queries_entity.officer_of(request.user, officer_id))
    except Refused:
        messages.info(request, _("You invited them. Somebody else has to say that it is them."))
    return redirect("readers")


def invite(request):
    offices = queries_entity.offices(request.user)
    form = OfficerForm(request.POST or None, offices=offices)
    if form.is_valid():
        try:
            made = actions_entity.invite_officer(request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, WHY.get(str(refused), WHY[""]))
        else:
            if made:  # a second press of the same button sends no second mail
                mail(request, made[0].worker)
            else:
                messages.info(request, _("That was sent already."))
            return redirect("officers")
    return render(
        request, "mandates/officer_new.html", {"form": form, "offices": offices}, status=422 if form.is_bound else 200
    )
