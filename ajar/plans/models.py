"""Plans for hard times, written together; and what a person takes along, into their own hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SAFETY, SealedText
from ajar.people.models import PersonRow
from ajar.plans import regions, rules
from ajar.press.content import Text


class SafetyPlan(PersonRow):
    """A plan of one kind, in the person's words, line by line. Each change of it makes a version; none is lost.

    The kind is sealed: that somebody has a plan for being hurt tells a thief what the plan does.
    """

    KINDS = [
        ("hard", "hard times"), ("overdose", "overdose"), ("child", "care of somebody"), ("someone", "somebody near"),
    ]  # fmt: skip

    kind = SealedText(compartment=SAFETY, choices=KINDS)
    day = models.DateField()
    looked_on = models.DateField(null=True)  # when it was last read through together
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="plan_person")]


class PlanLine(PersonRow):
    """A line of a part of a plan. It stands in the versions from `since` on, before `until`."""

    PARTS = [(letter, letter) for letter in "abcdefgh"]

    plan = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="+")
    part = models.CharField(max_length=1, choices=PARTS)  # which heading that is depends on the sealed kind
    words = SealedText(compartment=SAFETY)
    reach = SealedText(compartment=SAFETY, default="")
    order = models.PositiveIntegerField(default=1)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["plan", "order"], name="plan_lines")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")), name="plan_line_ends"
            )
        ]


class PlanLook(PersonRow):
    """That a plan was read through together, and in which version."""

    plan = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["plan", "-version"], name="plan_looks")]


class ReleaseRule(PersonRow):
    """Who the person wants to be told what, and when. Kept, and not active: it tells nobody anything.

    Something is told only under a consent that names who is told; there is none yet.
    """

    plan = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="+")
    who = SealedText(compartment=SAFETY)
    what = SealedText(compartment=SAFETY)
    when = SealedText(compartment=SAFETY)
    day = models.DateField()
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["plan"], name="release_plan")]


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
    plan = models.ForeignKey(SafetyPlan, models.PROTECT, null=True, related_name="+")  # of a plan, or of the story
    parts = models.CharField(max_length=200)  # with "plan" among them it is of the story, and the plan goes with it
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="print_person")]

    @property
    def of_a_plan(self) -> bool:
        """Whether it is a print of a plan by itself, and not of the story with a plan beside it."""
        return self.plan_id is not None and rules.BESIDE not in self.parts.split()


class PlaceNumber(AgencyRow):
    """A number to call that a place added to those of its region. About nobody served; nothing of it is sealed."""

    MAY_SEND = [
        ("unknown", _("We do not know")),
        ("yes", _("They may send someone without asking")),
        ("no", _("They send no one without asking")),
    ]

    name_en = models.CharField(max_length=80)
    name_es = models.CharField(max_length=80)
    carry_en = models.CharField(max_length=40)
    carry_es = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    may_send = models.CharField(max_length=8, choices=MAY_SEND, default="unknown")
    plans = models.CharField(max_length=60, default="", blank=True)  # keys of the kinds, with a space between
    called_on = models.DateField()
    ended_on = models.DateField(null=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "ended_on", "day"], name="place_numbers")]

    @property
    def line(self) -> regions.Line:
        names = Text(self.name_en, self.name_es), Text(self.carry_en, self.carry_es)
        return regions.Line(self.pk.hex, *names, self.number, self.may_send, tuple(self.plans.split()), self.called_on)
