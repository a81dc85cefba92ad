"""Where a talk is, and what was said in it so far. Nothing here is the record: at the end it is kept there, or gone."""

from django.db import models

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SAFETY, SealedText
from ajar.encounters.models import Encounter, Note
from ajar.guides import doing
from ajar.people.models import PersonRow, PersonRowQuerySet


class MapVersion(AgencyRow):
    """A map of the conversation as it stood at this place from a day on. Never changed: a talk ends on the one it began
    with. nodes: JSON, both languages; the newest number is in use."""

    SOURCES = [("ours", "as Ajar came"), ("program", "the program's own")]

    number = models.PositiveIntegerField()
    source = models.CharField(max_length=8, choices=SOURCES)
    nodes = models.TextField()
    digest = models.CharField(max_length=64)
    why = models.TextField(default="", blank=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")  # nobody: it came with Ajar

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="map_number")]


class WalkQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """Its author's only, as what is being typed anywhere."""
        return super().visible_to(actor, person).filter(by=actor)


class Walk(PersonRow):
    """A talk that goes along the map. `node` is sealed: where somebody stands says what they fear.

    at: how many answers were given; whoever answers an older page is told, and nothing is kept twice.
    """

    STATES = [("open", "open"), ("kept", "kept"), ("left", "left")]
    STARTS = [("talk", "a talk"), ("missed", "did not come")]

    map = models.ForeignKey(MapVersion, models.PROTECT, related_name="+")
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    start = models.CharField(max_length=6, choices=STARTS, default="talk")
    node = SealedText(compartment=SAFETY)
    at = models.PositiveIntegerField(default=0)
    second = models.CharField(
        max_length=2, choices=[("", "one"), ("en", "English"), ("es", "Spanish")], default="", blank=True
    )  # a language beside that of the page
    state = models.CharField(max_length=4, choices=STATES, default="open")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = WalkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "state"], name="walk_person"),
            models.Index(fields=["agency", "by", "state", "start", "-day"], name="walk_worker"),
        ]


class WalkStep(PersonRow):
    """An answer that was given: for Back, and for what it opened. Gone when the talk is kept."""

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    node = SealedText(compartment=SAFETY)
    answer = SealedText(compartment=SAFETY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "walk", "number"], name="walk_step_once")]


class WalkLine(PersonRow):
    """Something said in a talk, before "Keep this?". kind: what it becomes. Gone when the talk is kept."""

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()
    node = SealedText(compartment=SAFETY)
    kind = SealedText(compartment=SAFETY, choices=list(doing.LINES.items()))
    words = SealedText(compartment=SAFETY, default="")
    more = SealedText(compartment=SAFETY, default="")  # JSON: what `keeping.lines_from` adds to the words
    talk = models.CharField(max_length=12, choices=Note.TALK, default="", blank=True)
    dropped = models.BooleanField(default=False)

    speaker = "person"  # what is said in a talk is theirs; a worker's own lines are written on the contact

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "walk", "order"], name="walk_line_once")]
