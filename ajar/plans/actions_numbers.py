"""The numbers to call that a place adds to those of its region."""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.plans.models import PlaceNumber


@action(needs=Permission.MANAGE_AGENCY)
def add_place_number(actor, **said):
    """A number of this place. said: the columns of PlaceNumber that its form gives. Returns the row."""
    row = PlaceNumber.objects.create(agency_id=actor.agency_id, day=localdate(), by=actor, **said)
    audit.wrote(actor, "place number.added", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
def change_place_number(actor, row, *, version, **said):
    """What it says from now on; what it said is kept. Raises ChangedMeanwhile. Whoever carries it has the old one on paper."""
    amend(actor, row, version=version, subject=actor.pk, **said)
    audit.wrote(actor, "place number.changed", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
def end_place_number(actor, row, *, version, back=False):
    """Off every page from now on, or on them again. Raises ChangedMeanwhile."""
    amend(actor, row, version=version, subject=actor.pk, ended_on=None if back else localdate())
    audit.wrote(actor, "place number.back" if back else "place number.ended", row)
    return row
