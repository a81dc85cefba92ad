"""What stands on a print: the person's own, and nothing that a worker wrote."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ajar.encounters import queries as encounters
from ajar.encounters.rules import MEETINGS
from ajar.goals import queries as goals
from ajar.people import queries as people
from ajar.plans import queries_safety as plans
from ajar.plans import regions, rules
from ajar.plans.models import CarriedNumber, Print


def numbers(actor, person) -> list[CarriedNumber]:
    """The numbers that the person carries now, in their order."""
    rows = CarriedNumber.objects.visible_to(actor, person).filter(ended_on=None)
    return list(rows.order_by("order", "id"))


def number_of(actor, person, number_id) -> CarriedNumber:
    """One of them. Raises Http404."""
    return get_object_or_404(CarriedNumber.objects.visible_to(actor, person), pk=number_id)


def open_print(actor, person, print_id) -> Print:
    """A print that was made for an opened person; leaves "person.printed". Raises Http404."""
    row = Print.objects.visible_to(actor, person).filter(pk=print_id).first()
    if row is None or actor.through_glass:  # paper is for those who know them
        raise Http404
    if row.plan_id:
        plans.plan_of(actor, person, row.plan_id)  # one that this screen may not show was not printed
    people.tell_opened(actor, "person.printed", person, row)
    return row


def never_for(actor, person) -> frozenset:
    """Parts that are not offered: where somebody could hurt the person, no print names this place."""
    return rules.NEVER_IF_SOMEONE_COULD_HURT if people.could_be_hurt(actor, person) else frozenset()


def carried(actor, person, row: Print) -> dict:
    """What a print shows, read as it stands now. A part that was not ticked is not in it, nor one that may not be."""
    parts, paper = rules.unpacked(row.parts)
    rule, hurt = people.contact(actor, person), people.could_be_hurt(actor, person)
    parts = [key for key in parts if not (hurt and key in rules.NEVER_IF_SOMEONE_COULD_HURT)]
    shows = {"kind": row.kind, "paper": paper, "parts": parts}
    if "name" in parts:
        shows["name"] = people.label(actor, person)
    if "most" in parts:
        shows["most"] = next(iter(_open([goals.most_now(actor, person)])), None)
    if "goals" in parts:
        shows["goals"] = _open(goal for goal in goals.goals(actor, person) if goal.state == "now")
    if "step" in parts:
        shows["steps"] = _open(goals.next_steps(actor, person))[:3]
    if "helped" in parts:
        shows["helped"] = _open(goals.strengths(actor, person))[:6]
    if "next" in parts:
        # Day, hour and the name to ask for; what it is about is the worker's line and stays here.
        shows["next"] = _coming(encounters.next_contact(actor, person, for_them=True))
        shows["next_kind"] = "" if hurt or not shows["next"] else MEETINGS[shows["next"].kind]
        shows["sender"] = rule.sender if rule else ""
    if "numbers" in parts:
        shows["numbers"] = numbers(actor, person)
    if row.plan_id and not row.of_a_plan:
        shows["plan"] = plans.beside(actor, person, plans.plan_of(actor, person, row.plan_id))
    if "agency" in parts:
        shows["agency"] = actor.agency.name
    shows["empty"] = not any(
        shows.get(key) for key in ("name", "most", "goals", "steps", "helped", "next", "plan", "numbers")
    )
    return shows


def _coming(planned):
    """The next contact if its day has not passed."""
    return planned if planned and planned.day >= timezone.localdate() else None


def _open(rows) -> list:
    """Without what was said to be kept between two: paper is read by whoever finds it."""
    return [row for row in rows if row and row.kept_between_id is None]


def suggestions(calls, taken) -> list[regions.Line]:
    """Lines that could be carried and are not yet. calls: the numbers of the place; taken: the person's."""
    have = {row.number for row in taken}
    return [line for line in calls.lines if line.number not in have]


def suggestion(calls, key: str) -> dict | None:
    """The label and number of one suggested line, in the language of the page."""
    line = next((line for line in calls.lines if line.key == key), None)
    return line and {"label": str(line.carry), "number": line.number}
