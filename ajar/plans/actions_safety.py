"""A safety plan, written together: lines added, said another way, taken off, moved; read through; who should be told."""

from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.people.models import Person
from ajar.plans.models import PlanLine, PlanLook, ReleaseRule, SafetyPlan


@action(needs=Permission.RECORD)
def start_plan(actor, person, *, kind, day=None):
    """A plan of this kind; the one that is there already, if there is one."""
    Person.objects.one_at_a_time(person)
    for plan in SafetyPlan.objects.visible_to(actor, person).order_by("day", "pk"):
        if plan.kind == kind:
            audit.wrote(actor, "plan.begun again", plan)
            return plan
    plan = SafetyPlan.objects.create(
        agency_id=actor.agency_id, person=person, kind=kind, day=day or timezone.localdate(), by=actor
    )
    audit.wrote(actor, "plan.begun", plan)
    return plan


@action(needs=Permission.RECORD)
def add_line(actor, plan, *, part, words, reach="", day=None):
    """One more line, at the end of its part."""
    plan, lines = _standing(actor, plan)
    last = max((row.order for row in lines if row.part == part), default=0)
    row = _line(actor, _next(plan), part=part, words=words, reach=reach, order=last + 1, day=day)
    audit.wrote(actor, "plan.line added", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def change_line(actor, plan, *, line, words, reach=""):
    """The line said another way: the old one stays in the versions that had it. Raises ChangedMeanwhile."""
    plan, lines = _standing(actor, plan)
    if line.pk not in {row.pk for row in lines}:
        raise ChangedMeanwhile(_instead(line, lines), {"words": words, "reach": reach})
    row = _again(actor, _next(plan), line, words=words, reach=reach)
    audit.wrote(actor, "plan.line changed", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def take_line_off(actor, plan, *, line):
    """The line stands no more. Off twice is off; one that was said another way meanwhile raises ChangedMeanwhile."""
    plan, lines = _standing(actor, plan)
    if line.pk in {row.pk for row in lines}:
        _end(actor, _next(plan), line)
    elif (instead := _instead(line, lines)).words:
        raise ChangedMeanwhile(instead, {"words": line.words})
    audit.wrote(actor, "plan.line taken off", line)
    return line


@action(needs=Permission.CHANGE_RECORD)
def move_line_up(actor, plan, *, line):
    """One place nearer to the top of its part. The first one stays where it is, and so does one that is gone."""
    plan, lines = _standing(actor, plan)
    rows = sorted((row for row in lines if row.part == line.part), key=lambda row: (row.order, row.since, str(row.pk)))
    place = next((i for i, row in enumerate(rows) if row.pk == line.pk), 0)
    if place:
        plan, above, moved = _next(plan), rows[place - 1], rows[place]
        _again(actor, plan, moved, order=above.order)
        _again(actor, plan, above, order=moved.order)
    audit.wrote(actor, "plan.line moved", line)
    return line


@action(needs=Permission.CHANGE_RECORD)
def look_through(actor, plan, *, version=None, day=None):
    """It was read through together. version: what was read; raises ChangedMeanwhile when that no longer stands."""
    plan, _lines = _standing(actor, plan)
    if version not in (None, plan.version):
        raise ChangedMeanwhile(plan, {})
    plan.looked_on = day or timezone.localdate()
    plan.save(update_fields=["looked_on"])
    row = PlanLook.objects.create(
        agency_id=actor.agency_id, person_id=plan.person_id, plan=plan, version=plan.version, day=plan.looked_on,
        by=actor,
    )  # fmt: skip
    audit.wrote(actor, "plan.looked through", plan)
    return row


@action(needs=Permission.RECORD)
def set_release_rule(actor, plan, *, who, what, when):
    """Who the person wants to be told. It is kept and does nothing: no consent names anybody yet."""
    row = ReleaseRule.objects.create(
        agency_id=actor.agency_id, person_id=plan.person_id, plan=plan, who=who, what=what, when=when,
        day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "plan.release set", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def end_release_rule(actor, rule):
    """Taken back by the person; the row stays."""
    rule.ended_on = rule.ended_on or timezone.localdate()
    rule.save(update_fields=["ended_on"])
    audit.wrote(actor, "plan.release taken back", rule)
    return rule


def _standing(actor, plan) -> tuple[SafetyPlan, list[PlanLine]]:
    """The plan, locked, and the lines that stand now; whoever else changes it waits."""
    plan = SafetyPlan.objects.select_for_update().get(pk=plan.pk, agency_id=actor.agency_id)
    return plan, list(PlanLine.objects.filter(agency_id=actor.agency_id, plan=plan, until=None))


def _next(plan) -> SafetyPlan:
    """The plan in its next version."""
    plan.version += 1
    plan.save(update_fields=["version"])
    return plan


def _line(actor, plan, *, day=None, **cells):
    day = day or timezone.localdate()
    return PlanLine.objects.create(
        agency_id=actor.agency_id, person_id=plan.person_id, plan=plan, since=plan.version, day=day, by=actor, **cells
    )


def _end(actor, plan, line) -> None:
    PlanLine.objects.filter(pk=line.pk, agency_id=actor.agency_id, until=None).update(until=plan.version)


def _again(actor, plan, line, **changed) -> PlanLine:
    """The line ended, and once more with what changed: earlier versions show it as it was, and where."""
    _end(actor, plan, line)
    cells = {"part": line.part, "words": line.words, "reach": line.reach, "order": line.order} | changed
    return _line(actor, plan, **cells)


def _instead(line, lines) -> PlanLine:
    """What stands in the line's place; a line without words where it was taken off."""
    there = [row for row in lines if row.part == line.part and row.order == line.order]
    nothing = PlanLine(
        agency_id=line.agency_id, person_id=line.person_id, plan_id=line.plan_id, part=line.part, words=""
    )
    return there[0] if there else nothing
