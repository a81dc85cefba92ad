"""What a person chose to carry: their numbers, and each print into their own hand."""

from django.utils import timezone

from ajar.access import audit
from ajar.access.act import action
from ajar.access.policy import Permission
from ajar.plans import rules, safety
from ajar.plans.models import CarriedNumber, Print


@action(needs=Permission.PRINT)
def add_number(actor, person, *, label, number):
    """A number that the person wants with them, under the name they want beside it; it goes to the end of the list."""
    last = _in_order(actor, person).last()
    row = CarriedNumber.objects.create(
        agency_id=actor.agency_id, person=person, label=label, number=number, order=last.order + 1 if last else 1,
        day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "number.added", row)
    return row


@action(needs=Permission.PRINT)
def end_number(actor, number):
    """Taken off the next prints; the row stays."""
    number.ended_on = number.ended_on or timezone.localdate()
    number.save(update_fields=["ended_on"])
    audit.wrote(actor, "number.ended", number)
    return number


@action(needs=Permission.PRINT)
def move_number_up(actor, person, number):
    """One place nearer to the top, as the person wants it. The first one stays where it is."""
    rows = list(_in_order(actor, person).select_for_update())
    place = next((i for i, row in enumerate(rows) if row.pk == number.pk), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for order, row in enumerate(rows, 1):
        if row.order != order:
            CarriedNumber.objects.filter(pk=row.pk, agency_id=actor.agency_id).update(order=order)
    audit.wrote(actor, "number.moved", number)
    return number


@action(needs=Permission.PRINT)
def make_print(actor, person, *, kind, parts, paper="letter", plan=None, beside=None):
    """A sheet or card with the parts that the person ticked, of a plan or of the story. It is read when it is opened.

    beside: a plan of theirs that goes with the story.
    """
    known = safety.printable(plan.kind) if plan else rules.PARTS
    packed = rules.packed(parts, paper, known, beside=beside is not None and plan is None)
    row = Print.objects.create(
        agency_id=actor.agency_id, person=person, plan=plan or beside, kind=kind, parts=packed,
        day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "print.made", row)
    return row


def _in_order(actor, person):
    return CarriedNumber.objects.visible_to(actor, person).filter(ended_on=None).order_by("order", "id")
