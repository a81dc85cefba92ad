"""Side by side: up to three options at a time, which the person swaps; a fourth waits, and nothing is lost."""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.basket import actions, rules
from ajar.basket.models import Comparison, Offer
from ajar.people.models import Person


@action(needs=Permission.RECORD)
def put_beside(actor, person, *, options):
    """These options beside what stands there, numbers or Offers; from the fourth on they wait. Returns their Offers.

    Raises Refused("no leave") for an option not offered before, without leave of the day.
    """
    rows = [one if isinstance(one, Offer) else actions.show_option(actor, person, option=one) for one in options]
    last = max((row.place for row in _standing(actor, person)), default=0)
    for row in rows:
        if row.place is None:
            last += 1
            _place(actor, row, last)
        audit.wrote(actor, "offer.put beside", row)
    return rows


@action(needs=Permission.CHANGE_RECORD)
def swap(actor, person, *, offer, out):
    """One that waits takes the place of another, which goes back to the list with all that was said of it."""
    if out.place is not None and offer.pk != out.pk:
        place = out.place
        _place(actor, out, None)
        _place(actor, offer, place)
        _close_up(actor, person)
    audit.wrote(actor, "offer.swapped", offer)
    return offer


@action(needs=Permission.CHANGE_RECORD)
def take_away(actor, person, *, offer):
    """No longer side by side; whatever was said of it stays. The first one that waits moves up."""
    _place(actor, offer, None)
    _close_up(actor, person)
    audit.wrote(actor, "offer.taken away", offer)
    return offer


@action(needs=Permission.CHANGE_RECORD)
def say_fit(actor, person, *, offer, fits):
    """Whether it fits them: a key of rules.FITS, in their say; what they said before is kept."""
    amend(actor, offer, version=offer.version, subject=offer.person_id, fits=fits)
    audit.wrote(actor, "offer.fit said", offer)
    return offer


@action(needs=Permission.CHANGE_RECORD)
def move_ask(actor, person, *, ask, by):
    """A question nearer to the top (-1) or the end (1) of the list, as the person wants it. Returns the Comparison."""
    Person.objects.one_at_a_time(person)
    row = Comparison.objects.visible_to(actor, person).order_by("day", "pk").first()
    row = row or Comparison(agency_id=actor.agency_id, person=person, day=localdate(), by=actor)
    row.asks = " ".join(rules.moved(rules.asks_in_order(row.asks), ask, by))
    row.save()
    audit.wrote(actor, "comparison.ordered", row)
    return row


def _standing(actor, person) -> list[Offer]:
    return list(Offer.objects.visible_to(actor, person).exclude(place=None).order_by("place", "day", "pk"))


def _place(actor, row, place) -> None:
    Offer.objects.filter(pk=row.pk, agency_id=actor.agency_id).update(place=place)
    row.place = place


def _close_up(actor, person) -> None:
    for place, row in enumerate(_standing(actor, person), 1):
        if row.place != place:
            _place(actor, row, place)
