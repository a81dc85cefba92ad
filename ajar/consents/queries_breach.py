"""Questions about what got to where it should not."""

from django.db.models import Exists, OuterRef

from ajar.access import seal
from ajar.consents import rules_breach
from ajar.consents.models_breach import Breach, BreachPerson
from ajar.consents.queries_legal import named
from ajar.people.models import Person, Task, blocked_from
from ajar.people.queries import binding, forget_rules, or_404

MOST = 100


def hurt(person) -> bool:
    """Whether any record that is this person says that somebody could hurt them."""
    forget_rules(person)
    return any(rule.could_be_hurt for rule in binding(person))


def breaches(actor) -> list[Breach]:
    """Open ones, by when they were found; each with `state` and `days`."""
    rows = list(Breach.objects.filter(agency_id=actor.agency_id, ended_on=None).order_by("found_on", "pk")[:MOST])
    return [_with(row) for row in rows] if actor.screen.mine else []


def _with(row) -> Breach:
    row.state, row.days = rules_breach.state_of(row), rules_breach.days(row)
    return row


def breach(actor, breach_id) -> Breach:
    rows = Breach.objects.filter(agency_id=actor.agency_id, pk=breach_id).select_related("by", "weighed_by")
    return _with(or_404(rows.first()))


def affected(actor, row) -> list[BreachPerson]:
    """Whom it is about: `label`, whether somebody could hurt them, and which ways are left."""
    rows = BreachPerson.objects.filter(agency_id=actor.agency_id, breach=row).exclude(person_id__in=blocked_from(actor))
    rows = list(rows.select_related("person", "told_by").order_by("day", "pk")[:MOST])
    seal.preload(actor.agency_id, [one.person_id for one in rows])
    names = named(actor, [one.person_id for one in rows])
    words = dict(BreachPerson.WAYS)
    for one in rows:
        one.label, one.hurt = names.get(one.person_id, ""), hurt(one.person) if one.told_on is None else False
        one.left = [(way, words[way]) for way in rules_breach.ways(one.hurt)]
    return [one for one in rows if one.label]


def affected_of(actor, row, affected_id) -> BreachPerson:
    return or_404(next((one for one in affected(actor, row) if one.pk == affected_id), None))


def safety_tasks(actor) -> list[Task]:
    """Somebody could be hurt by what got out: open tasks about people whom the actor sees, oldest first."""
    tasks = Task.objects.filter(agency_id=actor.agency_id, kind="breach", done_at=None)
    # Asked of each task, which are few; SQLite would otherwise begin with everybody whom the worker sees.
    seen = Person.objects.visible_to(actor).filter(pk=OuterRef("person"))
    return list(tasks.filter(Exists(seen)).order_by("made_at", "pk")[:MOST])


def safety_task(actor, person, task_id) -> Task:
    rows = Task.objects.filter(agency_id=actor.agency_id, kind="breach", person_id__in=person.one_of, pk=task_id)
    return or_404(rows.first())
