"""Supervision: where "I do not know how to go on" leads. And what a person says about how we talk with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ajar.access import policy
from ajar.access.models import Worker
from ajar.access.seal import SealedText
from ajar.encounters.models import Encounter, MineOnlyQuerySet
from ajar.people.models import Person, PersonRow

# What a worker brings, one press each. None of these is about what a person deserves.
THINKING_OF = {
    "stuck": _("I am stuck"),
    "stopping": _("I am thinking of stopping"),
    "shaken": _("I am shaken"),
    "limit": _("A limit"),
    "other": _("Something else"),
}


class TalkQuerySet(MineOnlyQuerySet):
    def visible_to(self, actor, person):
        """On the worker's own screen only; read by the one who asked and by supervisors who may see the person."""
        return self.read_by(super().visible_to(actor, person), actor)

    def across(self, actor):
        """The same over all the people whom the actor may see, newest first."""
        if not actor.screen.mine:
            return self.none()
        seen = models.Exists(Person.objects.visible_to(actor).filter(pk=models.OuterRef("person_id")))
        rows = self.filter(seen, agency_id=actor.agency_id)
        return self.read_by(rows, actor).order_by("-asked_on", "-id")

    @staticmethod
    def read_by(rows, actor):
        return rows if policy.allows(actor, policy.Permission.GIVE_SUPERVISION) else rows.filter(asked_by=actor)


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
    instead = SealedText(default="")  # a line each
    answered_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = TalkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-asked_on"], name="talk_person"),
            models.Index(fields=["agency", "state", "-asked_on"], name="talk_open"),
        ]

    @property
    def about_words(self):
        return THINKING_OF[self.thinking_of]

    @property
    def answered(self):
        return self.state == "answered"

    @property
    def instead_lines(self):
        return self.instead.splitlines()


# Three taps at the end of a talk, in our own words; no licensed scale.
ASKED = {
    "mattered": _("Did we talk about what matters to you?"),
    "heard": _("Did you feel heard?"),
    "way": _("Was the way we talked right for you?"),
}
SAID = [(2, _("yes")), (1, _("a bit")), (0, _("no"))]


class Feedback(PersonRow):
    """What a person says about a talk. It is theirs first: what they wrote is read by a worker only if they say so."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    mattered = models.PositiveSmallIntegerField(choices=SAID, null=True)
    heard = models.PositiveSmallIntegerField(choices=SAID, null=True)
    way = models.PositiveSmallIntegerField(choices=SAID, null=True)
    words = SealedText(default="")
    may_read = models.BooleanField(default=False)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")  # with whom the talk was

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="feedback_person")]
