"""Supervision: where "I do not know how to go on" leads."""

from django.db import models

from ajar.access.models import Worker
from ajar.access.seal import SealedText
from ajar.encounters.models import MineOnlyQuerySet
from ajar.people.models import PersonRow


class SupervisionTalk(PersonRow):
    """A talk asked for from a record, answered on it, with what is possible instead."""

    STATES = [("asked", "asked"), ("answered", "answered")]
    question = SealedText()
    thinking_of = models.CharField(
        max_length=12,
        choices=[
            ("stuck", "stuck"),
            ("stopping", "thinking of stopping"),
            ("shaken", "shaken"),
            ("limit", "a limit"),
            ("other", "something else"),
        ],
        default="other",
    )
    asked_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default="asked")
    answer = SealedText(default="")
    instead = SealedText(default="")
    answered_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MineOnlyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-asked_on"], name="talk_person"),
            models.Index(fields=["agency", "state", "-asked_on"], name="talk_open"),
        ]
