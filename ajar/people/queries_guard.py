"""Questions about who may look: care team, blocks, holds, broken glass and its reviews."""

from django.db.models import Q
from django.utils.timezone import now

from ajar.access import policy, seal
from ajar.access.models import Worker
from ajar.people.models import Block, CareTeam, Hold, Person, Task, blocked_from
from ajar.people.protecting import EVERYONE
from ajar.people.queries import joined, labels, labels_of, or_404

REVIEWS = 50


def care_team(actor, person) -> list[CareTeam]:
    rows = CareTeam.objects.visible_to(actor, person).filter(ended_on=None, kind="care")
    return list(rows.select_related("worker").order_by("since", "pk"))


def carer(actor, person, care_id) -> CareTeam:
    rows = CareTeam.objects.visible_to(actor, person).filter(pk=care_id, kind="care")
    return or_404(rows.select_related("worker").first())


def workers_who_may_care(actor):
    """Workers of the agency whose role meets people."""
    roles = [role.value for role in policy.SEES_ASSIGNED]
    return Worker.objects.filter(agency_id=actor.agency_id, role__in=roles, is_active=True).order_by("name")


def workers_here(actor):
    return Worker.objects.filter(agency_id=actor.agency_id, is_active=True).exclude(role="system").order_by("name")


def blocks(actor, person) -> list[Block]:
    """Who may not look, each once, also where several joined records say so; with a reason where it was said."""
    rows = Block.objects.visible_to(actor, person).filter(ended_on=None).select_related("worker", "placed_by")
    told: dict = {}
    for row in sorted(rows, key=lambda row: (row.placed_on, str(row.pk))):
        if row.worker_id not in told or (row.why and not told[row.worker_id].why):
            told[row.worker_id] = row
    return list(told.values())


def block(actor, person, block_id) -> Block:
    return or_404(Block.objects.visible_to(actor, person).filter(pk=block_id).first())


def holds(actor, person) -> list[Hold]:
    rows = Hold.objects.visible_to(actor, person).filter(ended_on=None).select_related("placed_by")
    return list(rows.order_by("placed_on", "pk"))


def hold(actor, person, hold_id) -> Hold:
    return or_404(Hold.objects.visible_to(actor, person).filter(pk=hold_id).first())


def joined_to_erase(actor, person) -> list:
    """The other records that are this person, not erased: each is erased by itself, on a page of its own."""
    ids = joined(person)[1:]
    rows = Person.objects.filter(agency_id=actor.agency_id, pk__in=ids, erased_on=None)
    return list(rows.exclude(id__in=blocked_from(actor)).order_by("first_seen", "pk").values_list("pk", flat=True))


def for_glass(actor, person_id) -> Person | None:
    """Somebody of the agency who was found for a broken glass; None for whom a block makes nobody."""
    people = Person.objects.filter(agency_id=actor.agency_id, erased_on=None).exclude(id__in=blocked_from(actor))
    return people.filter(pk=person_id).first()


def sees(actor, person) -> bool:
    """Whether the door opens already: by team or care, or by a glass broken within the hour."""
    return Person.objects.opened_to(actor).filter(pk=person.pk).exists()


def _reviews(actor):
    """Open reviews that may be this actor's: never their own glass, never about a person who is nobody to them.

    A supervisor is asked about the people they see; after 72 hours every supervisor is, until one takes it. The
    privacy officer sees all. Whom somebody else has taken is theirs.
    """
    blocked = blocked_from(actor)
    tasks = Task.objects.filter(agency_id=actor.agency_id, kind="glass", done_at=None, person__erased_on=None)
    tasks = tasks.exclude(glass__worker=actor).exclude(person_id__in=blocked)
    tasks = tasks.filter(Q(taken_by=None) | Q(taken_by=actor))
    if policy.Role(actor.role) != policy.Role.PRIVACY:
        near = Person.objects.visible_to(actor).values("pk")
        tasks = tasks.filter(Q(person_id__in=near) | Q(made_at__lt=now() - EVERYONE) | Q(taken_by=actor))
    return tasks


def reviews(actor) -> list[Task]:
    """Broken glasses to look at, oldest first. `label` is there for whom the actor sees anyway, and empty for others."""
    tasks = list(_reviews(actor).select_related("glass__worker").order_by("made_at")[:REVIEWS])
    seal.preload(actor.agency_id, [task.person_id for task in tasks])
    privacy = policy.Role(actor.role) == policy.Role.PRIVACY
    if privacy:
        people = Person.objects.filter(agency_id=actor.agency_id, pk__in=[task.person_id for task in tasks])
        names = labels_of(actor, list(people))
    else:
        names = labels(actor, [task.person_id for task in tasks])
    for task in tasks:
        task.label = names.get(task.person_id, "")
    return tasks


def review(actor, task_id) -> Task | None:
    return _reviews(actor).select_related("glass__worker").filter(pk=task_id).first()


def reviewed(actor, task_id) -> bool:
    """Whether the actor has done this review already: a second press of the same button."""
    return Task.objects.filter(agency_id=actor.agency_id, pk=task_id, done_by=actor).exists()


def review_mine(actor, task_id) -> Task:
    """A review that the actor has taken, with the name where they may read it."""
    return or_404(next((t for t in reviews(actor) if t.pk == task_id and t.taken_by_id == actor.pk), None))
