"""A safety plan, written together: lines added, said another way, taken off, moved; read through; who should be told."""

from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.plans.models import PlanLine, PlanLook, ReleaseRule, SafetyPlan


@action(needs=Permission.RECORD)
def start_plan(actor, person, *, kind, day=None):
    """A plan of this kind; the one that is there already, if there is one."""
    for plan in SafetyPlan.objects.visible_to(actor, person):
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
    version, lines = _next(actor, plan)
    last = max((row.order for row in lines if row.part == part), default=0)
    row = _line(actor, plan, part=part, words=words, reach=reach, order=last + 1, since=version, day=day)
    audit.wrote(actor, "plan.line added", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def change_line(actor, plan, *, line, words, reach=""):
    """The line said another way: the old one stays in the versions that had it. Raises ChangedMeanwhile."""
    version, lines = _next(actor, plan)
    _still(line, lines, {"words": words, "reach": reach})
    PlanLine.objects.filter(pk=line.pk, agency_id=actor.agency_id).update(until=version)
    row = _line(actor, plan, part=line.part, words=words, reach=reach, order=line.order, since=version)
    audit.wrote(actor, "plan.line changed", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def take_line_off(actor, plan, *, line):
    """The line stands no more. Off twice is off."""
    if line.until is None:
        version, _lines = _next(actor, plan)
        PlanLine.objects.filter(pk=line.pk, agency_id=actor.agency_id, until=None).update(until=version)
    audit.wrote(actor, "plan.line taken off", line)
    return line


@action(needs=Permission.CHANGE_RECORD)
def move_line_up(actor, plan, *, line):
    """One place nearer to the top of its part. The first one stays where it is."""
    _version, lines = _next(actor, plan)
    rows = sorted((row for row in lines if row.part == line.part), key=lambda row: (row.order, row.since))
    place = next((i for i, row in enumerate(rows) if row.pk == line.pk), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for order, row in enumerate(rows, 1):
        if row.order != order:
            PlanLine.objects.filter(pk=row.pk, agency_id=actor.agency_id).update(order=order)
    audit.wrote(actor, "plan.line moved", line)
    return line


@action(needs=Permission.RECORD)
def look_through(actor, plan, *, day=None):
    """It was read through together, as it stands now."""
    plan = SafetyPlan.objects.select_for_update().get(pk=plan.pk, agency_id=actor.agency_id)
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


@action(needs=Permission.RECORD)
def end_release_rule(actor, rule):
    """Taken back by the person; the row stays."""
    rule.ended_on = rule.ended_on or timezone.localdate()
    rule.save(update_fields=["ended_on"])
    audit.wrote(actor, "plan.release taken back", rule)
    return rule


def _next(actor, plan) -> tuple[int, list[PlanLine]]:
    """The next version of the plan, and the lines that stand now; whoever else changes it waits."""
    locked = SafetyPlan.objects.select_for_update().get(pk=plan.pk, agency_id=actor.agency_id)
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked.version, list(PlanLine.objects.filter(agency_id=actor.agency_id, plan=locked, until=None))


def _line(actor, plan, *, day=None, **cells):
    day = day or timezone.localdate()
    return PlanLine.objects.create(
        agency_id=actor.agency_id, person_id=plan.person_id, plan=plan, day=day, by=actor, **cells
    )


def _still(line, lines, asked) -> None:
    if all(row.pk != line.pk for row in lines):
        instead = [row for row in lines if row.part == line.part and row.order == line.order]
        raise ChangedMeanwhile(instead[0] if instead else line, asked)
