"""Doors of a duty: the ways that are left, a first report about a child, what happened here. Each is a worker's own act."""

from uuid import uuid4, uuid5

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ajar.consents import disclosing
from ajar.consents.disclosing import disclose
from ajar.consents.facts import Answer
from ajar.consents.words import WHY
from ajar.encounters import actions_kept, duties
from ajar.encounters.forms_duties import ChildForm, DutyForm, HereForm
from ajar.people.paper import sheet
from ajar.people.queries import open_person


def ways(request, person_id):
    """Somebody could be in danger: what is left, in order; what was decided is kept, and nothing is sent."""
    person = open_person(request.user, person_id)
    form = DutyForm(request.POST or None, unknown=lambda about: duties.unknown(request.user, about))
    if form.is_valid():
        duties.decide(request.user, person, **form.cleaned_data)
        messages.success(request, _("Kept. Nothing was sent: what you decided is yours to do."))
        return redirect("judgements", person.pk)
    rules = duties.state_rules(request.user)
    return sheet(
        request, person, "encounters/duties.html", status=422 if form.is_bound else 200, form=form, rules=rules
    )


def child(request, person_id):
    return _report(request, person_id, ChildForm, duties.child_report, "cps", "child")


def here(request, person_id):
    return _report(request, person_id, HereForm, duties.here_report, "law_enforcement", "protect")


def _report(request, person_id, paper, asking, office, kind):
    """Written, read as it would be said, then told; the refusal is kept as well as the telling."""
    person = open_person(request.user, person_id)
    form, page = paper(request.POST or None), f"encounters/report_{'child' if kind == 'child' else 'here'}.html"
    if not form.is_valid():
        return sheet(request, person, page, status=422 if form.is_bound else 200, form=form)
    clean = form.cleaned_data
    once = clean["once"] or uuid4()
    to = duties.office(
        request.user, person, kind=office, name=clean["name"], reach=clean["reach"], sure=clean["sure"], once=once
    )
    asked = asking(to, **{**clean, "seen": ""})
    decision, words = disclosing.would(request.user, person, asked)
    if decision.answer in disclosing.ALLOWS:
        seen = disclosing.seen_as(asked, decision, words)
        if clean["seen"] != seen:
            return sheet(request, person, page, form=form, words=words, seen=seen)
    out = disclose(request.user, person, asking(to, **clean) if words else asked)
    if out.released:
        actions_kept.record_judgement(
            request.user,
            person,
            kind=kind,
            decision=f"{asked.title}: {to.called}",
            why=clean["why"],
            once=uuid5(once, "why"),
        )
        messages.success(
            request, _("Kept as it was said. What they ask after it needs a yes of the person, or an order.")
        )
        return redirect("told", person.pk, out.disclosure.pk)
    why = [WHY[code].why for code in out.decision.reasons if code in WHY]
    human = out.decision.answer is Answer.REVIEW
    return sheet(request, person, page, status=422, form=form, why=why, human=human)
