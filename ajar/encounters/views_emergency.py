"""The door of a medical emergency: what to tell a crew stands first and large, what is written down comes after it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ajar.access import drafts
from ajar.consents.words import WHY
from ajar.encounters import emergency as telling
from ajar.encounters.forms_emergency import EmergencyForm
from ajar.people.paper import fill, sheet
from ajar.people.queries import open_person

DRAFT = "emergency"


def emergency(request, person_id):
    person = open_person(request.user, person_id)
    form = fill(request, EmergencyForm, person, DRAFT)
    if form.is_valid():
        out = telling.tell_crew(request.user, person, **form.cleaned_data)
        if out is None or out.released:
            drafts.drop(request.user, DRAFT, person.pk)
            messages.success(request, _("Kept. What is still missing stands first on Today."))
            return redirect("person", person.pk)
        for code in out.decision.reasons:
            form.add_error(None, WHY[code].why)
    status = 422 if form.is_bound else 200
    return sheet(request, person, "encounters/emergency.html", status=status, form=form, draft=DRAFT)
