"""Every write about what got to where it should not."""

from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.consents import rules_breach
from ajar.consents.models_breach import Breach, BreachPerson
from ajar.consents.queries_breach import hurt
from ajar.people.models import Task


class Refused(ValueError):
    """A rule says no; nothing was written."""


@action(needs=Permission.KEEP_LEGAL)
def note_breach(actor, *, kind, found_on, words, **said):
    """Something got to where it should not. said: happened_on, encrypted, key_along, many, in_state, state_days."""
    row = Breach(
        agency_id=actor.agency_id, kind=kind, found_on=found_on, words=words, day=timezone.localdate(), by=actor, **said
    )
    row.save(force_insert=True)
    audit.wrote(actor, "breach.noted", row)
    return row


@action(needs=Permission.KEEP_LEGAL)
def weigh_breach(actor, row, *, version, low, nature, got_by, viewed, eased, many, in_state, state_days=None):
    """The four factors of 45 CFR 164.402(2), and what they come to. Raises ChangedMeanwhile."""
    row = _locked(actor, row, version)
    row.nature, row.got_by, row.viewed, row.eased, row.low = nature, got_by, viewed, eased, low
    row.many, row.in_state, row.state_days = many, in_state, state_days
    row.weighed_by, row.weighed_on, row.version = actor, timezone.localdate(), version + 1
    row.save()
    audit.wrote(actor, "breach.weighed", row)
    return row


@action(needs=Permission.KEEP_LEGAL)
def add_affected(actor, row, *, person):
    """Whose record it was. Where somebody could hurt them, those who care for them have a task the same day."""
    found = BreachPerson.objects.filter(agency_id=actor.agency_id, breach=row, person=person).first()
    if found is not None:
        audit.wrote(actor, "breach.affected again", found)
        return found
    found = BreachPerson.objects.create(
        agency_id=actor.agency_id, breach=row, person=person, day=timezone.localdate(), by=actor
    )
    audit.wrote(actor, "breach.affected", found)
    if hurt(person):
        task = Task.objects.create(agency_id=actor.agency_id, kind="breach", person=person, made_at=timezone.now())
        audit.wrote(actor, "breach.safety asked", task)
    return found


@action(needs=Permission.KEEP_LEGAL)
def told_affected(actor, affected, *, way):
    """They were told, in a way that is safe. Raises Refused for a letter to somebody who could be hurt."""
    if way not in rules_breach.ways(hurt(affected.person)):
        raise Refused("way")
    affected.way, affected.told_on, affected.told_by = way, timezone.localdate(), actor
    affected.save(update_fields=["way", "told_on", "told_by"])
    audit.wrote(actor, "breach.told", affected)
    return affected


@action(needs=Permission.KEEP_LEGAL)
def note_told(actor, row, *, version, what):
    """HHS or the media were told today, or nothing is left to do. what: hhs, media or ended."""
    row = _locked(actor, row, version)
    column = {"hhs": "hhs_on", "media": "media_on", "ended": "ended_on"}[what]
    setattr(row, column, timezone.localdate())
    row.version = version + 1
    row.save(update_fields=[column, "version"])
    audit.wrote(actor, f"breach.{what}", row)
    return row


def _locked(actor, row, version) -> Breach:
    found = Breach.objects.select_for_update(of=("self",)).filter(agency_id=actor.agency_id, pk=row.pk).first()
    if found is None or found.version != version:
        raise ChangedMeanwhile(found or row, {})
    return found


@action(needs=Permission.KEEP_TOLD)
def made_safe(actor, task, *, finding):
    """What was done with the person so that they are safe."""
    task.done_by, task.done_at, task.finding = actor, timezone.now(), finding
    task.save(update_fields=["done_by", "done_at", "finding"])
    audit.wrote(actor, "breach.made safe", task)
    return task
