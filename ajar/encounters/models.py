"""What happened with a person, and who said what."""

from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Site, Worker
from ajar.access.seal import COUNSELING, SAFETY, SealedDateTime, SealedText
from ajar.encounters.rules import MEETINGS
from ajar.encounters.safe_words import KINDS, MAY_TRY_AGAIN, WHY
from ajar.people.models import PersonRow, PersonRowQuerySet, Supporter


class ConfidenceQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """Its author and whom the person named; nobody else on the team (decision 31), on their own screen only;
        a broken glass does not open it."""
        if not actor.screen.mine or actor.through_glass:
            return self.none()
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


class CounselingNoteQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """Its author and whom the author named for it (42 CFR 2.11), on their own screen only; a broken glass does not
        open it. To be asked inside `walls.as_counseling` (queries_counseling.py and nobody else)."""
        if not actor.screen.mine or actor.through_glass:
            return self.none()
        named = CounselingReader.objects.filter(agency_id=actor.agency_id, worker=actor, ended_on=None).values(
            "note_id"
        )
        rows = super().visible_to(actor, person)
        return rows.filter(Q(author=actor) | Q(id__in=named) | Q(first_id__in=named))


class CounselingNote(PersonRow):
    """What was talked about in a session, kept apart from the record. A correction is a new row; `first`: the row that
    it began with, which has the readers. No row of another table points here, and nothing is made from it."""

    encounter = models.ForeignKey("Encounter", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    words = SealedText(compartment=COUNSELING)
    why = SealedText(compartment=COUNSELING, default="")
    day = models.DateField()
    order = models.PositiveSmallIntegerField(default=1)
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    written_on = models.DateField()

    objects = CounselingNoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day", "-order"], name="counseling_person")]

    @property
    def began(self):
        """The id under which the note is known, through every correction."""
        return self.first_id or self.pk


class CounselingReader(AgencyRow):
    """Somebody the author named to read one note along, in supervised training."""

    note = models.ForeignKey(CounselingNote, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    since = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "note", "worker"], condition=Q(ended_on=None), name="counseling_reader_once"
            )
        ]


class KeptQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """A row made from a confidence has the confidence's readers, and stands on no turned or handed screen: the
        person is seldom alone before one."""
        rows = super().visible_to(actor, person)
        if not actor.screen.mine or actor.through_glass:
            return rows.filter(kept_between=None)
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
        ("session", _("session")), ("drop-in", _("drop-in")), ("call", _("call")), ("street", _("street contact")),
        ("group", _("group")), ("visit", _("visit to somewhere")), ("not-in", _("did not come")),
    ]  # fmt: skip
    PLACES = [
        ("", _("not said")), ("office", _("our place")), ("van", _("van")), ("outside", _("outside")),
        ("home", _("where they stay")), ("clinic", _("clinic or hospital")), ("jail", _("jail or court")),
        ("phone", _("phone")), ("elsewhere", _("elsewhere")),
    ]  # fmt: skip
    ALONE = [
        ("", _("not said")),
        ("alone", _("yes, time alone")),
        ("offered", _("offered, not wanted")),
        ("not-possible", _("not possible today")),
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

    @property
    def clock(self) -> str:
        """The hour on the clock of the place where it was. The sealed time carries its offset (I-27)."""
        return formats.time_format(self.happened_at.timetz(), "H:i")

    @property
    def later_entry(self) -> bool:
        return self.recorded_on != self.day


class Participant(PersonRow):
    """Who was in the room. `may_see`: what the person said they may hear or read."""

    KINDS = [
        ("supporter", _("supporter")),
        ("interpreter", _("interpreter")),
        ("peer", _("peer")),
        ("worker", _("worker")),
        ("other", _("somebody else")),
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

    SPEAKERS = [
        ("person", _("the person")), ("worker", _("worker")), ("supporter", _("supporter")),
        ("other", _("somebody else")),
    ]  # fmt: skip
    # Change talk, DARN-CAT (Miller and Rollnick): what a worker marks to give back as a summary.
    TALK = [
        ("", _("not marked")), ("desire", _("wants")), ("ability", _("can")), ("reason", _("because")),
        ("need", _("needs to")), ("commitment", _("will")), ("activation", _("ready to")), ("step", _("has begun")),
        ("stay", _("reasons to stay as it is")),
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
        ("child", _("safety of a child")),
        ("protect", _("danger to somebody")),
        ("self", _("danger to the person")),
        ("other", _("another duty")),
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


class DutyText(AgencyRow):
    """The agency's own text of a duty rule or of local law, as its counsel has it; the newest of a kind counts (A.12)."""

    KINDS = [
        *Judgement.KINDS,
        ("privacy", _("what stays here, and what can not")),
        ("emergency", _("what we do in an emergency")),
        ("samaritan", _("Good Samaritan law: calling for help at an overdose")),
    ]
    kind = models.CharField(max_length=10, choices=KINDS)
    words = models.TextField(default="", blank=True)
    day = models.DateField()
    order = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "order"], name="duty_text_once")]


class LabResult(PersonRow):
    """A test: asked, told why, told who gets the result, agreed or declined (neutral). It makes no change by itself."""

    ANSWERS = [("agreed", _("agreed")), ("declined", _("said no")), ("later", _("another time"))]
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


class FollowUpQuerySet(PersonRowQuerySet):
    def visible_to(self, actor, person):
        """What a worker has to do is on no turned or handed screen."""
        rows = super().visible_to(actor, person)
        return rows if actor.screen.mine else rows.for_them()

    def for_them(self):
        """Where two people meet or talk: what may stand on the person's own screen and paper."""
        return self.filter(kind__in=MEETINGS, safety=False)


class FollowUp(PersonRow):
    """What is to happen next, how it is safe, for whom. Done, moved or handed on; never late."""

    PLANS = [
        ("visit", _("visit here")),
        ("call", _("call")),
        ("message", _("message")),
        ("go-with", _("go with them")),
        ("task", _("something to do")),
    ]
    # Whether somebody is safe was not answered yet: everyone who may see and record is asked. See `actions_safety.py`.
    ASK = "ask"
    KINDS = [*PLANS, (ASK, _("ask about safety"))]
    ANSWERS = [
        ("safe", _("asked, and safe for now")),
        ("plan", _("asked, and we made a plan")),
        ("declined", _("asked, and they did not want to say")),
        ("could-not", _("could not ask yet")),
    ]
    STATES = [
        ("planned", _("planned")),
        ("done", _("done")),
        ("moved", _("moved")),
        ("handed", _("handed on")),
        ("arrived", _("arrived")),
        ("not-in", _("not in")),
    ]
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS, default="call")
    safety = models.BooleanField(default=False)  # shown first on Today
    day = models.DateField()
    at = SealedText(default="")  # the hour as agreed, "10:00" or "any"
    what = SealedText(default="")
    how_safe = SealedText(compartment=SAFETY, default="")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")  # who does it; of a question, who answered it
    state = models.CharField(max_length=8, choices=STATES, default="planned")
    closed_on = models.DateField(null=True)
    came_of_it = SealedText(default="")
    answer = SealedText(compartment=SAFETY, null=True, choices=ANSWERS)  # of a question about safety, and no other
    said = SealedText(compartment=SAFETY, null=True)
    next = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "worker", "state", "day"], name="followup_worker"),
            models.Index(fields=["agency", "person", "state", "day"], name="followup_person"),
            models.Index(fields=["agency", "kind", "state", "day"], name="followup_kind"),
        ]


class Message(PersonRow):
    """A safe message to the person, from the closed set, exactly as it was shown before it was sent.

    Its id is the key under which a carrier carries it once. `tried_at`: when a carrier was last asked.
    """

    STATES = [
        ("waiting", _("waiting for an hour that is safe")),
        ("going", _("going")),
        ("sent", _("sent")),
        ("not-sent", _("not sent")),
    ]
    text = SealedText(compartment=SAFETY)
    words = SealedText(compartment=SAFETY)
    subject = SealedText(compartment=SAFETY, default="")
    way = models.CharField(max_length=6, choices=KINDS)
    address = SealedText(compartment=SAFETY)
    sender = SealedText(compartment=SAFETY)
    day = models.DateField()
    order = models.PositiveIntegerField(default=1)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    reason = SealedText(compartment=SAFETY, default="")
    tried_at = SealedDateTime(compartment=SAFETY, null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MineOnlyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person", "order"], name="message_once")]
        indexes = [models.Index(fields=["agency", "state", "day"], name="message_state")]

    @property
    def reason_in_words(self):
        return WHY.get(self.reason, "")

    @property
    def may_try_again(self) -> bool:
        return self.state == "not-sent" and self.reason in MAY_TRY_AGAIN
