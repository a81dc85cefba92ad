"""Every write about limits. A limit says what is not possible here for a while because of what it did to others.

It holds nothing back by itself: no page, no row and no other action asks whether there is one.
"""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.goals.actions import make
from ajar.goals.models import Limit


@action(needs=Permission.SET_LIMIT)
def set_limit(
    actor, person, *, behavior, happened, effect, limit, until, open_today, way_back, reviewer, persons_view="",
    day=None,
):  # fmt: skip
    """A limit with compassion. behavior: toward others, of LIMIT_BEHAVIORS; open_today and way_back are always said."""
    row = make(
        actor, person, Limit, behavior=behavior, happened=happened, effect=effect, limit=limit, until=until,
        open_today=open_today, way_back=way_back, persons_view=persons_view, reviewer=reviewer, day=day or localdate(),
    )  # fmt: skip
    audit.wrote(actor, "limit.set", row)
    return row


@action(needs=Permission.SET_LIMIT)
def change_limit(
    actor, row, *, version, behavior, happened, effect, limit, until, open_today, way_back, reviewer, persons_view=""
):
    amend(
        actor, row, version=version, subject=row.person_id, behavior=behavior, happened=happened, effect=effect,
        limit=limit, until=until, open_today=open_today, way_back=way_back, persons_view=persons_view,
        reviewer=reviewer,
    )  # fmt: skip
    audit.wrote(actor, "limit.changed", row)
    return row


@action(needs=Permission.SET_LIMIT)
def lift_limit(actor, row, *, day=None):
    """The limit is over, before its day."""
    if row.lifted_on is None:
        amend(actor, row, version=row.version, subject=row.person_id, lifted_on=day or localdate())
    audit.wrote(actor, "limit.lifted", row)
    return row
