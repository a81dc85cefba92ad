"""What a place makes of the list: what its law allows."""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action
from ajar.access.policy import Permission
from ajar.basket.models import LawCheck


@action(needs=Permission.MANAGE_AGENCY)
def confirm_law(actor, *, option, answer, who, role, on, source, words=""):
    """What the law of this place says of an option, who said so, in which role, when and after which source.

    answer: a key of rules.LAW. What was said before stays under it. Returns the LawCheck.
    """
    order = LawCheck.objects.filter(agency_id=actor.agency_id, option=option).count() + 1
    row = LawCheck.objects.create(
        agency_id=actor.agency_id, option=option, answer=answer, who=who, role=role, on=on, source=source, words=words,
        order=order, day=localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "option.law confirmed", row)
    return row
