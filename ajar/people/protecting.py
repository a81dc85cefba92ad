"""Every write about who may look: care team, block, broken glass and its review, hold, erasure."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.timezone import now

from ajar.access import audit, seal
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.models import DataKey, Draft, Worker
from ajar.access.policy import Permission
from ajar.people.models import Block, BreakGlass, CareTeam, Code, Hold, Link, NamePrefix, Person, Task
from ajar.people.queries import joined

SHIFT = timedelta(hours=10)
GLASS = timedelta(minutes=60)
REASON = 20  # characters of a reason at least
EVERYONE = timedelta(hours=72)  # decision 29: unreviewed after this, every supervisor is asked


class Refused(ValueError):
    """A rule says no. The message is for the page; nothing was written."""


@action(needs=Permission.SHAPE_CARE_TEAM)
def join_care_team(actor, person, *, worker: Worker):
    """Somebody of the agency cares for this person from today on; it does not lapse with silence."""
    member = CareTeam.objects.create(
        agency_id=actor.agency_id, person=person, worker=worker, since=timezone.localdate(), added_by=actor
    )
    audit.wrote(actor, "care.joined", member)
    return member


@action(needs=Permission.SHAPE_CARE_TEAM)
def leave_care_team(actor, member):
    """Somebody does not care for this person any more. What they wrote stays."""
    member.ended_on = timezone.localdate()
    member.save(update_fields=["ended_on"])
    audit.wrote(actor, "care.left", member)
    return member


@action(needs=Permission.SEE_PEOPLE)
def grant_by_code(actor, code: Code):
    """A peer or outreach worker who typed a whole code sees its person until the end of the shift (decision 28)."""
    row = CareTeam.objects.create(
        agency_id=actor.agency_id, person_id=code.person_id, worker=actor, kind="code", since=timezone.localdate(),
        until=now() + SHIFT, added_by=actor,
    )  # fmt: skip
    audit.wrote(actor, "care.code typed", row)
    return row


@action(needs=Permission.BLOCK_WORKER)
def place_block(actor, person, *, worker: Worker, why=""):
    """From now on this person is nobody to that worker, a broken glass included, in every record that is them.

    Raises Refused if they are so already.
    """
    if Block.objects.filter(agency_id=actor.agency_id, person=person, worker=worker, ended_on=None).exists():
        raise Refused("blocked already")
    row = _block(actor, person.pk, worker.pk, why)
    spread_blocks(actor, person)
    return row


def _block(actor, person_id, worker_id, why) -> Block:
    row = Block.objects.create(
        agency_id=actor.agency_id, person_id=person_id, worker_id=worker_id, why=why, placed_by=actor,
        placed_on=timezone.localdate(),
    )  # fmt: skip
    audit.wrote(actor, "block.placed", row)
    return row


def spread_blocks(actor, person) -> None:
    """Who is blocked from one of a person's joined records is blocked from all of them. They part again with their blocks."""
    ids = joined(person)
    standing = list(Block.objects.filter(agency_id=actor.agency_id, person_id__in=ids, ended_on=None))
    there = {(block.person_id, block.worker_id) for block in standing}
    for block in standing:
        for person_id in ids:
            if (person_id, block.worker_id) not in there:
                there.add((person_id, block.worker_id))
                _block(actor, person_id, block.worker_id, "")  # the reason stays where it was said


@action(needs=Permission.BLOCK_WORKER)
def end_block(actor, block):
    """The worker may see this person again, in every record that is them, if their role does."""
    of = {"agency_id": actor.agency_id, "worker_id": block.worker_id, "ended_on": None}
    for row in list(Block.objects.filter(**of, person_id__in=joined(block.person))) or [block]:
        row.ended_on = timezone.localdate()
        row.save(update_fields=["ended_on"])
        audit.wrote(actor, "block.ended", row)
    block.ended_on = timezone.localdate()
    return block


@action(needs=Permission.BREAK_GLASS)
def break_glass(actor, person, *, why: str):
    """A look without a relation: 60 minutes, a reason in words, and the review asked for in the same breath.

    Raises Refused for a reason of fewer than 20 characters, and for a person who is nobody to this worker.
    """
    if len(why.strip()) < REASON:
        raise Refused("reason")
    if Block.objects.filter(agency_id=actor.agency_id, person=person, worker=actor, ended_on=None).exists():
        raise Refused("nobody")
    moment = now()
    task = Task.objects.create(agency_id=actor.agency_id, kind="glass", person=person, made_at=moment)
    glass = BreakGlass.objects.create(
        agency_id=actor.agency_id, person=person, worker=actor, task=task, why=why, at=moment, until=moment + GLASS
    )
    audit.wrote(actor, "person.broke glass", glass)
    return glass


@action(needs=Permission.REVIEW_BREAK_GLASS)
def take_review(actor, task, *, version):
    """I look at this one. Raises ChangedMeanwhile when somebody else was quicker."""
    _move(actor, task, version, taken_by=actor)
    audit.wrote(actor, "review.taken", task)
    return task


@action(needs=Permission.REVIEW_BREAK_GLASS)
def write_finding(actor, task, *, version, finding: str):
    """What the review found, in words; it is done with that. Raises Refused for the reviewer's own glass."""
    if task.taken_by_id != actor.pk:
        raise Refused("not taken")
    _move(actor, task, version, done_by=actor, done_at=now(), finding=finding)
    audit.wrote(actor, "review.done", task)
    return task


def _move(actor, task, version, **to):
    if task.glass.worker_id == actor.pk:
        raise Refused("own glass")
    moved = Task.objects.filter(pk=task.pk, agency_id=actor.agency_id, version=version, done_at=None)
    if not moved.update(version=F("version") + 1):
        raise ChangedMeanwhile(task, {})
    task.version = version + 1
    for name, value in to.items():
        setattr(task, name, value)
    task.save(update_fields=list(to))


@action(needs=Permission.ERASE_PERSON)
def place_hold(actor, person, *, kind: str, why: str, stands_for=None):
    """While this stands nothing about the person is erased; a safety hold also keeps a broken glass off their screen.

    stands_for: the id of what it is placed for, if it may end with that only. Raises Refused for somebody who was erased in
    the same moment.
    """
    if not _standing(actor, person):
        raise Refused("nobody")
    row = Hold.objects.create(
        agency_id=actor.agency_id, person=person, kind=kind, why=why, placed_by=actor, placed_on=timezone.localdate(),
        stands_for=stands_for,
    )  # fmt: skip
    audit.wrote(actor, "hold.placed", row)
    return row


@action(needs=Permission.ERASE_PERSON)
def end_hold(actor, hold, *, stands_for=None):
    """Raises Refused for one that ends with what it was placed for."""
    if hold.stands_for != stands_for:
        raise Refused("bound")
    hold.ended_on = timezone.localdate()
    hold.save(update_fields=["ended_on"])
    audit.wrote(actor, "hold.ended", hold)
    return hold


def _standing(actor, person) -> bool:
    """Whether they are not erased; until the action ends nobody else holds or erases them."""
    people = Person.objects.select_for_update().filter(pk=person.pk, agency_id=actor.agency_id, erased_on=None)
    return people.first() is not None


@action(needs=Permission.ERASE_PERSON)
def erase(actor, person):
    """Destroy the person's keys, so that nothing sealed about them opens again anywhere, and all that finds them.

    What stays is a row without words: an id, days, counts. Raises Refused while a hold stands.
    """
    if not _standing(actor, person):
        raise Refused("nobody")
    if Hold.objects.filter(agency_id=actor.agency_id, person=person, ended_on=None).exists():
        raise Refused("held")
    mine = {"agency_id": actor.agency_id, "person": person}
    DataKey.objects.filter(agency_id=actor.agency_id, subject=person.pk).delete()
    NamePrefix.objects.filter(**mine).delete()
    Code.objects.filter(**mine).delete()
    CareTeam.objects.filter(**mine, ended_on=None).update(ended_on=timezone.localdate())
    links = Link.objects.filter(agency_id=actor.agency_id, parted_on=None)
    links.filter(Q(one=person) | Q(other=person)).update(parted_on=timezone.localdate())
    # What workers were typing about them is sealed with the worker's own key.
    Draft.objects.filter(agency_id=actor.agency_id, subject=person.pk).delete()
    Person.objects.filter(pk=person.pk, agency_id=actor.agency_id).update(erased_on=timezone.localdate())
    person.erased_on = timezone.localdate()
    seal.forget(actor.agency_id, person.pk)
    audit.wrote(actor, "person.erased", person, subject=person.pk)
    return person
