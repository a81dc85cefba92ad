"""What was offered to a person, with their leave, and what they made of it; what was given into whose hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SealedText
from ajar.basket import rules
from ajar.encounters.models import KeptRow
from ajar.people.models import Person, PersonRow, PersonRowQuerySet
from ajar.plans.rules import PAPERS


class Leave(PersonRow):
    """That a person was asked whether they want to look at options, and what they said. It holds for that day."""

    answer = models.CharField(max_length=6, choices=rules.LEAVE)
    knows = SealedText(default="")  # what they know already, asked before anything is told
    because = SealedText(default="")  # of danger: what the worker saw or heard
    day = models.DateField()
    order = models.PositiveIntegerField(default=1)  # of one day, the last answer counts
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="leave_person")]


class Offer(KeptRow):
    """An option of the catalogue, or the person's own idea, and what they say of it. One row each; amended, never made anew.

    Which option it is stays sealed: its number tells a thief what somebody uses.
    """

    option = SealedText(default="")  # its number in the catalogue; empty for an idea of their own
    own = SealedText(default="")  # an idea of their own, in their words
    words = SealedText(default="")  # what they make of it
    answer = models.CharField(max_length=8, choices=rules.ANSWERS, default="shown")
    fits = models.CharField(max_length=3, choices=rules.FITS, default="", blank=True)
    place = models.PositiveSmallIntegerField(null=True)  # side by side: 1 to 3; above, it waits for a place
    day = models.DateField()
    answered_on = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="offer_person")]


class Comparison(PersonRow):
    """In which order a person wants the questions asked of what stands side by side. One row a person."""

    asks = SealedText(default="")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="comparison_person")]


class HandoutQuerySet(PersonRowQuerySet):
    def nameless(self, actor):
        """Those given to nobody by name: they are the agency's, for whoever meets people."""
        return self.filter(agency_id=actor.agency_id, person=None)


class Handout(AgencyRow):
    """What was given into somebody's hand, and when. Without a person it is nameless, and sealed with the giver's key."""

    KINDS = [("options", "options"), ("side", "side by side")]

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS, default="options")
    options = SealedText(of="subject_id", default="")  # numbers of options and ids of own ideas, in order
    asks = SealedText(of="subject_id", default="")  # side by side: the order of the questions
    fits = SealedText(of="subject_id", default="")  # side by side: what they said of each
    words = SealedText(of="subject_id", default="")
    paper = models.CharField(max_length=6, choices=list(PAPERS.items()), default="letter")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = HandoutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="handout_person")]

    @property
    def subject_id(self):
        return self.person_id or self.by_id


class LawCheck(AgencyRow):
    """What somebody who knows the law of this place said of an option that laws differ about. The newest counts; all stay."""

    option = models.CharField(max_length=8)
    answer = models.CharField(max_length=8, choices=rules.LAW)
    who = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    on = models.DateField()
    source = models.CharField(max_length=300)
    words = models.TextField(default="", blank=True)  # what has to be said with it
    order = models.PositiveIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "option", "order"], name="law_once")]


class OptionVersion(AgencyRow):
    """An option as this place has it from a day on: its own, or one of ours as changed. The newest of an option counts; all
    stay. words: JSON of `own.kept`, empty where ours counts again."""

    ACTS = [
        ("added", _("added here")),
        ("changed", _("changed here")),
        ("retired", _("not offered here any more")),
        ("again", _("offered again")),
        ("ours", _("as Ajar has it")),
    ]

    option = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=8, choices=ACTS)
    words = models.TextField(default="", blank=True)
    why = models.TextField(default="", blank=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "option", "number"], name="option_version_once")]
