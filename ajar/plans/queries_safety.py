"""Reading a plan: as it is, as it was, and what it may show on whose screen."""

from types import SimpleNamespace

from django.http import Http404
from django.shortcuts import get_object_or_404

from ajar.encounters.queries import duty_texts
from ajar.goals import queries as goals
from ajar.people.queries import could_be_hurt
from ajar.plans import regions, rules, safety
from ajar.plans.models import PlaceNumber, PlanLine, PlanLook, Print, ReleaseRule, SafetyPlan


def calls_of(actor) -> regions.Numbers:
    """The numbers to call of the actor's place: those that it added itself, then those of its region. One statement."""
    own = [row.line for row in place_numbers(actor)]
    return regions.of(actor.agency.region).with_own(own, actor.agency.name)


def emergency_of(actor) -> str:
    """The number that the steps of a plan name; "" where no list is kept for the region."""
    return regions.of(actor.agency.region).emergency


def place_numbers(actor, *, off=False):
    """The numbers that the place added itself, in the order in which it did; off: those that it took off again."""
    rows = PlaceNumber.objects.filter(agency_id=actor.agency_id, ended_on__isnull=not off)
    return rows.order_by("day", "name_en", "pk")


def place_number_of(actor, number_id) -> PlaceNumber:
    """One of them, also when it was taken off. Raises Http404."""
    return get_object_or_404(PlaceNumber, agency_id=actor.agency_id, pk=number_id)


def shown_on(screen, kind: str) -> bool:
    """Whether a plan of this kind may stand on the screen: some only where nobody else reads along."""
    return not (screen.shared and safety.kinds()[kind].alone)


def kinds_for(actor) -> list[safety.Kind]:
    """The kinds that may be spoken of on this screen."""
    return [kind for kind in safety.kinds().values() if shown_on(actor.screen, kind.key)]


def plans(actor, person) -> list:
    """(kind, its plans) of an opened person, also of kinds that have none; two records that are one may have two."""
    there = list(SafetyPlan.objects.visible_to(actor, person).order_by("day", "pk"))
    return [(kind, [row for row in there if row.kind == kind.key]) for kind in kinds_for(actor)]


def on_screen(actor, rows) -> list:
    """(kind, plan) of rows in hand, those that may stand on this screen, in the order of the kinds."""
    rows = sorted(rows, key=lambda row: (row.day, str(row.pk)))
    return [(kind, row) for kind in kinds_for(actor) for row in rows if row.kind == kind.key]


def plan_of(actor, person, plan_id) -> SafetyPlan:
    """One plan. Raises Http404, also where this screen may not show it."""
    row = SafetyPlan.objects.visible_to(actor, person).filter(pk=plan_id).first()
    if row is None or not shown_on(actor.screen, row.kind):
        raise Http404
    return row


def line_of(actor, person, plan, line_id) -> PlanLine:
    return get_object_or_404(PlanLine.objects.visible_to(actor, person).filter(plan=plan), pk=line_id)


def look_of(actor, person, plan, look_id) -> PlanLook:
    return get_object_or_404(
        PlanLook.objects.visible_to(actor, person).filter(plan=plan).select_related("by"), pk=look_id
    )


def rule_of(actor, person, plan, rule_id) -> ReleaseRule:
    return get_object_or_404(ReleaseRule.objects.visible_to(actor, person).filter(plan=plan), pk=rule_id)


def whole(actor, person, plan, version: int | None = None) -> SimpleNamespace:
    """A plan as it stands, or as it was in a version: its kind, and (part, lines) for each part; `empty`."""
    kind = safety.kinds()[plan.kind]
    standing = safety.standing(PlanLine.objects.visible_to(actor, person).filter(plan=plan), version)
    parts = [(part, standing.get(part.letter, [])) for part in kind.parts]
    return SimpleNamespace(kind=kind, parts=parts, empty=not standing)


def helped(actor, person, part, lines) -> list:
    """What has helped before, in the person's words, for a part that asks for it; without what stands in it already.

    What was said to be kept between two is left out: a line of a plan is read by everyone who opens the record.
    """
    if not part.helped:
        return []
    have = {line.words for line in lines}
    rows = [row for row in goals.strengths(actor, person) if row.kept_between_id is None]
    return [row for row in {row.words: row for row in rows}.values() if row.words.strip() and row.words not in have][:8]


def to_go_along(actor, person) -> list:
    """(kind, plan) of what may go on paper with the story: its parts that are ticked first for a wallet, where they hold
    anything. The plan on somebody who could hurt them is not among them: of that one they tick each part by itself."""
    rows = [(kind, plan) for kind, there in plans(actor, person) for plan in there if kind.card]
    lines = PlanLine.objects.visible_to(actor, person).filter(plan__in=[plan for _kind, plan in rows], until=None)
    held = set(lines.values_list("plan_id", "part"))
    return [(kind, plan) for kind, plan in rows if any((plan.pk, letter) in held for letter in kind.card)]


def beside(actor, person, plan) -> list:
    """(part, lines) of a plan that goes on paper with the story."""
    shown = whole(actor, person, plan)
    return [(part, lines) for part, lines in shown.parts if lines and part.letter in shown.kind.card]


def law_of(actor, plan):
    """The agency's own text of law beside a plan of this kind, as on calling for help at an overdose (domain.md E.3); None
    if nobody has written it, or none belongs there."""
    kind = safety.kinds()[plan.kind].law
    text = duty_texts(actor).get(kind) if kind else None
    return text if text and text.words.strip() else None


def looks(actor, person, plan) -> list[PlanLook]:
    """When it was read through together, newest first; one a version and day."""
    rows = PlanLook.objects.visible_to(actor, person).filter(plan=plan).order_by("-version", "-day", "pk")
    return list({(row.version, row.day): row for row in rows}.values())


def release_rules(actor, person, plan) -> list[ReleaseRule]:
    rows = ReleaseRule.objects.visible_to(actor, person).filter(plan=plan, ended_on=None)
    return list(rows.order_by("day", "pk"))


def printed(actor, person, row: Print) -> dict:
    """What a print of a plan shows, read as it stands now: the parts that were ticked, and what to do."""
    plan = plan_of(actor, person, row.plan_id)
    letters = row.parts.split()
    shown = whole(actor, person, plan)
    parts = [(part, lines) for part, lines in shown.parts if part.letter in letters and lines]
    steps = shown.kind.steps(emergency_of(actor)) if "steps" in letters else []
    # The agency's own words may name it: never on paper where somebody could hurt them.
    law = law_of(actor, plan) if rules.LAW in letters and not could_be_hurt(actor, person) else None
    return {"parts": parts, "steps": steps, "law": law, "empty": not (parts or steps or law)}
