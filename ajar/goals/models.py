"""What a person needs and wants, what helps, what stands in the way, and their story: one line, equal marks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ajar.access.models import Worker
from ajar.access.seal import SealedText
from ajar.encounters.models import Encounter, KeptRow
from ajar.goals import domains
from ajar.people.models import PersonRow


class Need(KeptRow):
    """A need in the person's words. `order` 1 is the most important now."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    words = SealedText()
    rung = models.PositiveSmallIntegerField(choices=domains.RUNGS)
    most_now = models.BooleanField(default=False)
    day = models.DateField()
    met_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="need_person")]


class Strength(KeptRow):
    """What has helped, as said."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    words = SealedText()
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="strength_person")]


class Obstacle(KeptRow):
    """What stands in the way, owned by the world or by us; never a risk factor of the person."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    words = SealedText()
    owner = models.CharField(max_length=12, choices=domains.OBSTACLE_OWNERS)
    day = models.DateField()
    gone_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="obstacle_person")]


class Goal(KeptRow):
    """A goal in the person's own words. Only their say changes its stage or state, and the row says so."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    words = SealedText()
    domain = models.CharField(max_length=16, choices=domains.DOMAIN_CHOICES)
    spectrum = models.CharField(max_length=8, choices=domains.SPECTRUM, default="not-use")
    origin = models.CharField(max_length=8, choices=domains.ORIGINS, default="mine")
    asked_by = SealedText(default="")
    stage = models.CharField(max_length=14, choices=domains.STAGES, default="", blank=True)
    state = models.CharField(max_length=8, choices=domains.STATES, default="now")
    said_by = models.CharField(max_length=8, choices=domains.SAID_BY, default="person")
    number_name = SealedText(default="")  # the person's own number: what they count ...
    number_unit = SealedText(default="")  # ... and in what
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "state", "-day"], name="goal_person")]


class GoalMove(KeptRow):
    """That the person put a goal elsewhere: its stage or its state, in any direction."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+")
    what = models.CharField(max_length=6, choices=[("stage", "stage"), ("state", "state")])
    came_from = models.CharField(max_length=14, default="", blank=True)
    to = models.CharField(max_length=14, default="", blank=True)
    said_by = models.CharField(max_length=8, choices=domains.SAID_BY)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["goal", "day"], name="goalmove_goal")]


class Step(KeptRow):
    """A small step: when, who helps, how sure 0 to 10."""

    STATES = [("next", "next"), ("kept", "kept"), ("smaller", "made smaller"), ("let-be", "let be")]
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, related_name="+")
    words = SealedText()
    when = SealedText(default="")
    who_helps = SealedText(default="")
    sure = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=STATES, default="next")
    day = models.DateField()
    closed_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "state", "-day"], name="step_person")]
        constraints = [models.CheckConstraint(condition=models.Q(sure=None) | models.Q(sure__lte=10), name="step_sure")]


class Rating(KeptRow):
    """A mark the person made: closeness or a ruler on a goal, a part of life (0 to 10), or their own number."""

    KINDS = [
        ("closeness", "closeness"), ("importance", "importance"), ("confidence", "confidence"),
        ("readiness", "readiness"), ("life", "life"), ("number", "own number"),
    ]  # fmt: skip
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    lane = models.CharField(max_length=8, choices=domains.LANE_CHOICES, default="", blank=True)
    value = models.DecimalField(max_digits=9, decimal_places=2)
    words = SealedText(default="")  # "why not lower?"
    day = models.DateField()
    order = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "kind", "day"], name="rating_person"),
            models.Index(fields=["goal", "kind", "day"], name="rating_goal"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="number") | models.Q(value__gte=0, value__lte=10), name="rating_0_to_10"
            )
        ]


class LifeOrder(PersonRow):
    """The order in which the person wants their parts of life shown."""

    lane = models.CharField(max_length=8, choices=domains.LANE_CHOICES)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person", "lane"], name="lifeorder_once")]


class Change(KeptRow):
    """Any positive change or setback, or an event: one table, one line, same weight. Never counted down, never reset."""

    KINDS = [("better", _("something better")), ("setback", "setback"), ("event", "event")]
    NOTICED = [("person", "the person"), ("worker", "a worker"), ("supporter", "a supporter")]
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    domain = models.CharField(max_length=16, choices=domains.PART_CHOICES, default="any")
    words = SealedText(default="")
    day = models.DateField()
    about_then = models.BooleanField(default=False)
    noticed_by = models.CharField(max_length=10, choices=NOTICED, default="person")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    made_on = models.DateField()
    thanked_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    @property
    def lane(self):
        return domains.lane_of(self.domain)

    @property
    def lane_name(self):
        return domains.LANES[self.lane]

    @property
    def part(self):
        return domains.PARTS[self.domain]

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-day"], name="change_person"),
            models.Index(fields=["agency", "kind", "-made_on"], name="change_new"),
        ]


class Pattern(KeptRow):
    """A behavior with a risk, drugs or not: what it gives first; then what, how one is, where (Zinberg 1984)."""

    behavior = models.CharField(max_length=10, choices=domains.BEHAVIORS)
    what = SealedText(default="")
    benefits = SealedText(default="")
    job = SealedText(default="")  # what will do that job, if it is less or none
    state_of_self = SealedText(default="")
    surroundings = SealedText(default="")
    harms = SealedText(default="")
    place = models.CharField(max_length=14, choices=domains.CONTINUUM, default="", blank=True)
    own_label = SealedText(default="")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="pattern_person")]


class WhatMightHappen(KeptRow):
    """Consequences of any choice: asked, offered with leave, asked again. "Knew this, chose this"; never against advice."""

    goal = models.ForeignKey(Goal, models.CASCADE, null=True, related_name="+")
    choice = SealedText()
    knows = SealedText(default="")
    offered = SealedText(default="")
    makes_of_it = SealedText(default="")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="might_person")]


class TwoSides(KeptRow):
    """Four sides of one thing, in the person's words: as it is and if it changed, good and not so good. No sum of them
    (domain.md C.7: for looking, where the worker wants nothing)."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    about = SealedText(default="")
    good = SealedText(default="")
    not_good = SealedText(default="")
    good_if = SealedText(default="")
    not_good_if = SealedText(default="")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="sides_person")]


class Limit(PersonRow):
    """A limit with compassion: behavior toward others only, with what is open today and the way back."""

    behavior = models.CharField(max_length=10, choices=domains.LIMIT_BEHAVIORS)
    happened = SealedText()
    effect = SealedText()
    limit = SealedText()
    until = models.DateField()
    open_today = SealedText()
    way_back = SealedText()
    persons_view = SealedText(default="")
    reviewer = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    day = models.DateField()
    lifted_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="limit_person")]
