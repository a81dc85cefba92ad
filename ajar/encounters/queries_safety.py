"""Whether somebody was asked if they are safe, on the worker's own screen only."""

from django.db.models import F

from ajar.encounters.models import FollowUp

PAGE = 20


def questions(actor, person) -> tuple:
    """(the question that stands or None, those that were answered, newest first). One statement; nothing elsewhere
    than on the worker's own screen."""
    if not actor.screen.mine:
        return None, []
    rows = FollowUp.objects.visible_to(actor, person).filter(kind=FollowUp.ASK).select_related("worker", "made_by")
    rows = list(rows.order_by(F("closed_on").desc(nulls_first=True), "-day", "-pk")[:PAGE])
    standing = [row for row in rows if row.state == "planned"]
    return (standing[-1] if standing else None), [row for row in rows if row.state != "planned"]
