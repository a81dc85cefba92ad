"""What a person takes along, into their own hand."""

from django.db import models

from ajar.access.models import Worker
from ajar.access.seal import SAFETY, SealedText
from ajar.people.models import PersonRow


class CarriedNumber(PersonRow):
    """A number the person chose to carry: under the name they want printed beside it."""

    label = SealedText(compartment=SAFETY)
    number = SealedText(compartment=SAFETY)
    order = models.PositiveSmallIntegerField(default=1)
    day = models.DateField()
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "order"], name="number_person")]


class Print(PersonRow):
    """That something was printed into the person's own hand, and what they chose to have on it."""

    KINDS = [("sheet", "sheet"), ("card", "card")]
    kind = models.CharField(max_length=6, choices=KINDS)
    parts = models.CharField(max_length=200)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="print_person")]
