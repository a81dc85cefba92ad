"""Questions about papers of courts and police, and what the privacy officer looks at first."""

from django.http import Http404

from ajar.access import audit, seal
from ajar.access.policy import Permission, allows
from ajar.consents import gathering
from ajar.consents.models import Disclosure, Recipient
from ajar.consents.models_legal import CallList, LegalRequest, LockDown
from ajar.consents.rules_legal import lacks
from ajar.people.models import Hold, Person, blocked_from
from ajar.people.queries import labels, labels_of

MOST = 100
OFFICES = ("court", "prosecutor", "defence", "law_enforcement", "oversight_agency", "other")


def keeps(actor) -> bool:
    return allows(actor, Permission.KEEP_LEGAL)


def named(actor, ids) -> dict:
    """{id: what to call them}: all for who keeps the register, for others whom they see anyway."""
    ids = [one for one in dict.fromkeys(ids) if one]
    if not keeps(actor):
        return labels(actor, ids) if ids and allows(actor, Permission.SEE_PEOPLE) else {}
    people = Person.objects.filter(agency_id=actor.agency_id, pk__in=ids, erased_on=None)
    return labels_of(actor, list(people.exclude(id__in=blocked_from(actor))))


def papers(actor) -> list[LegalRequest]:
    """Open papers, those due first on top; for who agrees and does not keep the register, those that wait for a yes."""
    rows = LegalRequest.objects.visible_to(actor).filter(closed_on=None).select_related("by", "office")
    if not keeps(actor):
        rows = rows.filter(order_on__isnull=False, second=None)
    return shown(actor, sorted(rows[:MOST], key=lambda row: (row.due_on or row.came_on, row.came_on, str(row.pk))))


def shown(actor, rows) -> list[LegalRequest]:
    """Rows with what to call whom they are about (`label`) and what is missing (`lacks`)."""
    seal.preload(actor.agency_id, [row.subject for row in rows])
    names, today = named(actor, [row.person_id for row in rows]), gathering.now_of(actor).date()
    for row in rows:
        row.label, row.lacks = names.get(row.person_id, ""), lacks(row, today)
    return rows


def paper(actor, request_id) -> LegalRequest:
    """One of the register. Raises Http404; the opening of one about somebody is in "who looked"."""
    rows = LegalRequest.objects.visible_to(actor)
    if not keeps(actor):
        rows = rows.filter(order_on__isnull=False)
    row = rows.select_related("by", "office", "order_by", "first", "second").filter(pk=request_id).first()
    if row is None:
        audit.refused(actor, "legal.not opened", about=request_id)
        raise Http404
    shown(actor, [row])
    if row.label:
        audit.opened(actor, "person.opened", row, subject=row.person_id)
    return row


def offices(actor) -> list[Recipient]:
    rows = Recipient.objects.filter(agency_id=actor.agency_id, person=None, kind__in=OFFICES, ended_on=None)
    return list(rows.order_by("name", "pk")[:MOST])


def orders(actor, person) -> list[LegalRequest]:
    """Orders about an opened person, for whoever may tell under one."""
    rows = LegalRequest.objects.visible_to(actor).filter(person_id=person.pk, closed_on=None, order_on__isnull=False)
    return shown(actor, list(rows.select_related("office").order_by("came_on", "pk")))


def order(actor, person, request_id) -> LegalRequest:
    row = next((one for one in orders(actor, person) if str(one.pk) == str(request_id)), None)
    if row is None:
        audit.refused(actor, "legal.not opened", about=request_id)
        raise Http404
    return row


def releases(row) -> list[Disclosure]:
    """What was told, or refused, under an order."""
    rows = Disclosure.objects.filter(agency_id=row.agency_id, legal=row).select_related("by")
    return list(rows.order_by("-at")[:MOST])


def holds(actor) -> list[Hold]:
    """Holds that stand, oldest first, with whom they are about."""
    rows = Hold.objects.filter(agency_id=actor.agency_id, ended_on=None).exclude(person_id__in=blocked_from(actor))
    rows = list(rows.select_related("placed_by").order_by("placed_on", "pk")[:MOST])
    names = named(actor, [row.person_id for row in rows])
    for row in rows:
        row.label = names.get(row.person_id, "")
    return [row for row in rows if row.label]


def lock_down(actor) -> LockDown | None:
    rows = LockDown.objects.filter(agency_id=actor.agency_id, ended_at=None)
    return rows.select_related("by").first() if actor.screen.mine else None


def call_list(actor) -> CallList | None:
    return CallList.objects.filter(agency_id=actor.agency_id).order_by("-order").first()
