"""Writes around the entity's own pages: who signs in there, and what they ask, from a short list and without a word of theirs."""

from django.utils import timezone

from ajar.access import actions as access
from ajar.access import audit
from ajar.access.act import action
from ajar.access.policy import Permission
from ajar.consents.scopes import MONITORS
from ajar.mandates.models import MandateEvent, Officer


@action(needs=Permission.MANAGE_AGENCY)
def invite_officer(actor, *, email, name, office):
    """Somebody of a court or probation office: (officer, link). office: a recipient that the agency knows.

    Raises access.Refused: the e-mail is taken, the entity's host has no name, or this is no office that follows conditions.
    """
    if office.agency_id != actor.agency_id or office.person_id or office.ended_on or office.kind not in MONITORS:
        raise access.Refused("no office")
    worker, link = access.invite_officer(actor, email=email, name=name)
    row = Officer.objects.create(
        agency_id=actor.agency_id, worker=worker, recipient=office, day=timezone.localdate(), by=actor
    )
    audit.wrote(actor, "officer.invited", row)
    return row, link


@action(needs=Permission.KNOW_OFFICER)
def know_officer(actor, officer):
    """A worker who deals with that office says that this is them. From now on they read what is told to it.

    Raises access.Refused for whoever invited them.
    """
    if officer.by_id == actor.pk:
        raise access.Refused("own")
    if officer.known_on is None:
        officer.known_on, officer.known_by = timezone.localdate(), actor
        officer.save(update_fields=["known_on", "known_by"])
    audit.wrote(actor, "officer.known", officer)
    return officer


@action(needs=Permission.READ_SHARED)
def ask(actor, shared, *, kind):
    """What an officer asks of somebody who shares with them: `queries_entity.Shared`. Nothing is answered by it, and nothing
    changes; the person and the worker read it beside what came from the court. Asked again on one day it counts once.
    """
    if kind not in dict(MandateEvent.ASKS):
        raise ValueError(kind)
    mandate, today = shared.mandate, timezone.localdate()
    known = {"agency_id": actor.agency_id, "mandate": mandate, "kind": kind, "day": today, "by": actor}
    row = MandateEvent.objects.filter(**known, shown_on=None).first()
    row = row or MandateEvent.objects.create(**known, person_id=mandate.person_id, words="")
    audit.wrote(actor, "mandate.asked by an officer", row)
    return row
