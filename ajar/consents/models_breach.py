"""What got to where it should not: what happened, how it was weighed, who is affected, and who was told (45 CFR 164.400 to 414)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SAFETY, SealedText
from ajar.people.models import PersonRow


class Breach(AgencyRow):
    """The words are sealed with the key of who wrote it down. low: what the four factors come to; None until decided."""

    KINDS = [
        ("lost", _("something was lost or stolen")), ("wrong", _("it went to the wrong place")),
        ("seen", _("somebody looked who should not")), ("passed", _("somebody whom we told passed it on")),
        ("other", _("something else")),
    ]  # fmt: skip
    kind = models.CharField(max_length=6, choices=KINDS)
    happened_on = models.DateField(null=True)
    found_on = models.DateField()
    words = SealedText(of="by_id")
    encrypted = models.BooleanField(default=False)
    key_along = models.BooleanField(default=False)
    many = models.PositiveIntegerField(default=0)
    in_state = models.PositiveIntegerField(default=0)  # most of them in one state
    state_days = models.PositiveSmallIntegerField(null=True)  # what the state's own law gives, as counsel says
    nature = SealedText(of="by_id", default="")
    got_by = SealedText(of="by_id", default="")
    viewed = SealedText(of="by_id", default="")
    eased = SealedText(of="by_id", default="")
    low = models.BooleanField(null=True)
    weighed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    weighed_on = models.DateField(null=True)
    hhs_on = models.DateField(null=True)
    media_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "ended_on"], name="breach_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(low=None) | Q(weighed_on__isnull=False), name="breach_weighed_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(happened_on=None) | Q(happened_on__lte=models.F("found_on")), name="breach_days"
            ),
        ]


class BreachPerson(PersonRow):
    """Somebody whose record it was, and how they are told: never by letter where somebody could hurt them."""

    WAYS = [("", _("not said")), ("meet", _("in person")), ("call", _("a call on a number that is safe")), ("letter", _("a letter"))]  # fmt: skip
    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    way = SealedText(compartment=SAFETY, default="", choices=WAYS)
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "breach", "person"], name="breach_person_once")]
        indexes = [models.Index(fields=["agency", "person"], name="breach_person")]
