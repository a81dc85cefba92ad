"""What a court asks of a person, how each side reads it, and what we told the court. All words are sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SealedText
from ajar.consents.facts import DataClass
from ajar.consents.models import Consent, Disclosure, Recipient
from ajar.encounters.models import Encounter
from ajar.people.models import PersonRow


class Mandate(PersonRow):
    """What one court or probation office made a condition. counts: which contacts the agreement counts as coming."""

    office = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    case_ref = SealedText(default="")
    document = SealedText(default="")  # the paper that makes it a condition
    action_type = models.CharField(max_length=16, choices=Consent.ACTIONS, default="", blank=True)
    agreement = SealedText(default="")  # how "as agreed" is defined, and what we said we would report
    counts = SealedText(default="session group", choices=Encounter.KINDS)
    # What we told them they get; packed. None: nobody has said.
    promised = SealedText(null=True, choices=[(one.value, one.value) for one in DataClass])
    schedule = SealedText(default="")  # when reports are to go
    consequences = SealedText(default="")  # as the person understands them, in their words
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    done_on = models.DateField(null=True)  # final disposition
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="mandate_person")]


class Requirement(PersonRow):
    KINDS = [("come", _("come here")), ("tests", _("tests")), ("else", _("something else"))]
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=KINDS, default="come")
    words = SealedText()
    how_often = SealedText(default="")
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "mandate"], name="requirement_mandate")]


class Officer(AgencyRow):
    """Somebody of a court or probation office who signs in on the entity's host, and the office that they read for.

    known_by: the worker who knows that it is them. Until then they read nothing: a manager, who sees no person, could
    otherwise invite themself.
    """

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    known_on = models.DateField(null=True)
    known_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "worker"], name="officer_once")]


class MandateEvent(PersonRow):
    """What came from them. It answers nothing by itself and changes nothing here; the person is shown it."""

    KINDS = [
        ("term", _("a term changed")), ("sanction", _("a sanction")), ("reward", _("a reward")),
        ("completion", _("something is done")), ("word", _("word from somebody")),
    ]  # fmt: skip
    ASKS = [  # what an officer asks on their own page: all of it, and without words of theirs
        ("ask-visit", _("When is the next visit?")), ("ask-terms", _("Shall we change a term?")),
        ("ask-meet", _("Can we all meet?")),
    ]  # fmt: skip
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[*KINDS, *ASKS], default="word")
    words = SealedText()
    shown_on = models.DateField(null=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "mandate", "-day"], name="mandate_event_mandate")]


class Alignment(PersonRow):
    """Three sets of goals side by side. The newest row counts; older ones stay."""

    MATCH = [("yes", _("they go together")), ("partly", _("in part")), ("no", _("they do not"))]
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    theirs = SealedText(default="")
    ours = SealedText(default="")
    courts = SealedText(default="")
    match = models.CharField(max_length=6, choices=MATCH)
    reconcile = SealedText(default="")
    review_on = models.DateField(null=True)
    order = models.PositiveIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "mandate", "order"], name="alignment_once")]


class MandateQuestion(PersonRow):
    """A term that is not clear: how each side reads it, and what is to be asked. Asked only after the person's yes."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    term = SealedText()
    theirs = SealedText(default="")
    ours = SealedText(default="")
    courts = SealedText(default="")
    question = SealedText(default="")
    approved_on = models.DateField(null=True)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "mandate", "-day"], name="mandate_question_mandate")]


class Report(PersonRow):
    """What is to be told for a time. Its lines are made anew from the record each time; what is kept is what was left out.

    going, agreed: a worker's words, of ENGAGEMENT and COMPLIANCE_STATUS. own_words: the person's, verbatim. seal_of_seen:
    hash of the words that the person saw; what leaves must be the same. told: these words, as they left, for the entity's page.
    """

    STATES = [
        ("draft", _("being written")), ("seen", _("seen by the person")), ("going", _("on its way")),
        ("released", _("told")), ("not-told", _("not told")),
    ]  # fmt: skip
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    left_out = SealedText(default="")
    marked = SealedText(default="")  # "id=excused": how a day that they did not come is to be told
    going = SealedText(default="")
    agreed = SealedText(default="")
    own_words = SealedText(default="")
    state = models.CharField(max_length=8, choices=STATES, default="draft")
    preview = models.CharField(max_length=5, choices=Disclosure.PREVIEW, default="", blank=True)
    seen_on = models.DateField(null=True)
    seal_of_seen = SealedText(default="")
    told = SealedText(null=True)
    next_on = models.DateField(null=True)  # when they hear from us again, told with the rest
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-until"], name="report_person"),
            models.Index(fields=["agency", "recipient", "state"], name="report_recipient"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(since__lte=models.F("until")), name="report_days")]
