"""What happened with a person, and who said what."""

from django.db import models
from django.db.models import Q

from ajar.access.models import AgencyRow, Site, Worker
from ajar.access.seal import SAFETY, SealedDateTime, SealedText
from ajar.people.models import PersonRow, PersonRowQuerySet, Supporter


class ConfidenceQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """Its author and whom the person named; nobody else on the team (decision 31)."""
        named = ConfidenceReader.objects.filter(worker=actor).values("confidence_id")
        return super().visible_to(actor, person).filter(Q(author=actor) | Q(id__in=named))


class Confidence(PersonRow):
    """Said to be kept between two people. "Say it, write nothing" is offered first."""

    encounter = models.ForeignKey("Encounter", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    words = SealedText()
    day = models.DateField()

    objects = ConfidenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="confidence_person")]


class ConfidenceReader(AgencyRow):
    """Somebody the person named, for one confidence."""

    confidence = models.ForeignKey(Confidence, models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["confidence", "worker"], name="reader_once")]


class KeptQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """A row made from a confidence has the confidence's readers; on a turned screen it is the person's own."""
        rows = super().visible_to(actor, person)
        mine = Confidence.objects.visible_to(actor, person).values("id")
        return rows.filter(Q(kept_between=None) | Q(kept_between_id__in=mine))


class KeptRow(PersonRow):
    """A row that may have been made from a confidence, and then inherits its readers."""

    kept_between = models.ForeignKey(Confidence, models.PROTECT, null=True, related_name="+")

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True


class Encounter(PersonRow):
    """One contact. The exact time is sealed; the local day, and the order within it, are not."""

    KINDS = [
        ("session", "session"), ("drop-in", "drop-in"), ("call", "call"), ("street", "street contact"),
        ("group", "group"), ("visit", "visit to somewhere"), ("not-in", "did not come"),
    ]  # fmt: skip
    PLACES = [
        ("", "not said"), ("office", "our place"), ("van", "van"), ("outside", "outside"), ("home", "where they stay"),
        ("clinic", "clinic or hospital"), ("jail", "jail or court"), ("phone", "phone"), ("elsewhere", "elsewhere"),
    ]  # fmt: skip
    ALONE = [
        ("", "not said"),
        ("alone", "yes, time alone"),
        ("offered", "offered, not wanted"),
        ("not-possible", "not possible today"),
    ]

    kind = models.CharField(max_length=10, choices=KINDS)
    day = models.DateField()
    order = models.PositiveSmallIntegerField(default=1)
    happened_at = SealedDateTime()
    recorded_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=12, choices=PLACES, default="", blank=True)
    alone = models.CharField(max_length=12, choices=ALONE, default="", blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-day", "-order"], name="encounter_person_day"),
            models.Index(fields=["agency", "recorded_by", "-day"], name="encounter_worker_day"),
        ]


class Participant(PersonRow):
    """Who was in the room. `may_see`: what the person said they may hear or read."""

    KINDS = [
        ("supporter", "supporter"),
        ("interpreter", "interpreter"),
        ("peer", "peer"),
        ("worker", "worker"),
        ("other", "somebody else"),
    ]
    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="+")
    name = SealedText(default="")
    may_see = SealedText(compartment=SAFETY, default="")

    class Meta:
        indexes = [models.Index(fields=["encounter"], name="participant_encounter")]


class Note(KeptRow):
    """One line of the record: who said it, verbatim. A correction is a new line that names the old one."""

    SPEAKERS = [("person", "the person"), ("worker", "worker"), ("supporter", "supporter"), ("other", "somebody else")]
    # Change talk, DARN-CAT (Miller and Rollnick): what a worker marks to give back as a summary.
    TALK = [
        ("", "not marked"), ("desire", "wants"), ("ability", "can"), ("reason", "because"), ("need", "needs to"),
        ("commitment", "will"), ("activation", "ready to"), ("step", "has begun"), ("stay", "reasons to stay as it is"),
    ]  # fmt: skip
    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    speaker = models.CharField(max_length=10, choices=SPEAKERS)
    words = SealedText()
    talk = models.CharField(max_length=12, choices=TALK, default="", blank=True)
    author = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    why = SealedText(default="")
    written_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "encounter", "order"], name="note_encounter")]


class MineOnlyQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """Mine only: not on a turned or handed screen, on no print."""
        return super().visible_to(actor, person) if actor.screen.mine else self.none()


class Judgement(PersonRow):
    """A duty decision, such as "no report": who, when, why, and what the person was told was written."""

    KINDS = [
        ("child", "safety of a child"),
        ("protect", "danger to somebody"),
        ("self", "danger to the person"),
        ("other", "another duty"),
    ]
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    decision = SealedText()
    why = SealedText()
    told = SealedText(default="")
    author = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    day = models.DateField()

    objects = MineOnlyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="judgement_person")]


class LabResult(PersonRow):
    """A test: asked, told why, told who gets the result, agreed or declined (neutral). It makes no change by itself."""

    ANSWERS = [("agreed", "agreed"), ("declined", "said no"), ("later", "another time")]
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    order = models.PositiveSmallIntegerField(default=1)
    told_why = models.BooleanField(default=False)
    told_who = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=ANSWERS)
    specimen = SealedText(default="")
    confirmed = models.BooleanField(default=False)  # False: a screen; True: confirmed by a laboratory
    findings = SealedText(default="")  # a line a substance, in plain words: "heroin: showed"
    recorded_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day", "-order"], name="lab_person")]


class FollowUp(PersonRow):
    """What is to happen next, how it is safe, for whom. Done, moved or handed on; never late."""

    KINDS = [
        ("visit", "visit here"),
        ("call", "call"),
        ("message", "message"),
        ("go-with", "go with them"),
        ("task", "something to do"),
    ]
    STATES = [
        ("planned", "planned"),
        ("done", "done"),
        ("moved", "moved"),
        ("handed", "handed on"),
        ("arrived", "arrived"),
        ("not-in", "not in"),
    ]
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS, default="call")
    safety = models.BooleanField(default=False)  # shown first on Today
    day = models.DateField()
    at = SealedText(default="")  # the hour as agreed, "10:00" or "any"
    what = SealedText(default="")
    how_safe = SealedText(compartment=SAFETY, default="")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=STATES, default="planned")
    closed_on = models.DateField(null=True)
    came_of_it = SealedText(default="")
    next = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "worker", "state", "day"], name="followup_worker"),
            models.Index(fields=["agency", "person", "state", "day"], name="followup_person"),
        ]
