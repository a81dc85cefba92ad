"""Who may be told what, as the person said it; and every word that left, or was refused."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Team, Worker
from ajar.access.seal import IDENTITY, SealedText
from ajar.consents.facts import Basis, Bound, DataClass, Hipaa, Kind, Purpose, RecipientKind
from ajar.consents.models_breach import Breach, BreachPerson  # noqa: F401  their file is named by its noun
from ajar.consents.models_legal import CallList, LegalRequest, LockDown  # noqa: F401  their file is named by its noun
from ajar.people.models import Person, PersonRow


def _choices(words) -> list:
    return [(word.value, word.value) for word in words]


class RecipientQuerySet(models.QuerySet):
    def visible_to(self, actor, person):
        """The offices that the agency knows, and those of this person's own life."""
        ids = getattr(person, "one_of", [person.pk])
        rows = self.filter(agency_id=actor.agency_id)
        return rows.filter(Q(person=None) | Q(person_id__in=ids)) if actor.screen.shows(person.pk) else rows.none()


class Recipient(AgencyRow):
    """Somebody outside who may be named in a consent: an office that the agency knows, or one of a person's own life
    (a mother, an employer), whose name is sealed with that person's key."""

    HOW = [
        ("", _("nobody has checked yet")), ("called", _("called back on a number we looked up")),
        ("met", _("met in person")), ("letter", _("a letter or a paper of theirs")),
    ]  # fmt: skip

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=_choices(RecipientKind))
    name = models.CharField(max_length=200, default="", blank=True)
    reach = models.CharField(max_length=300, default="", blank=True)
    own_name = SealedText(compartment=IDENTITY, null=True)
    own_reach = SealedText(compartment=IDENTITY, null=True)
    acts_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the office of an officer
    covered = models.BooleanField(default=False)  # a HIPAA covered entity or business associate
    contract = models.BooleanField(default=False)  # written, with what 42 CFR 2.33(c) asks of it
    medical = models.BooleanField(default=False)
    verified_how = models.CharField(max_length=6, choices=HOW, default="", blank=True)
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person"], name="recipient_person"),
            models.Index(fields=["agency", "name"], name="recipient_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, own_name=None, own_reach=None) | Q(person__isnull=False, name="", reach=""),
                name="recipient_of_their_life_is_sealed",
            )
        ]

    @property
    def called(self) -> str:
        return self.own_name if self.person_id else self.name

    @property
    def reached(self) -> str:
        return (self.own_reach or "") if self.person_id else self.reach


class Relation(PersonRow):
    """That the program knows this recipient to treat, pay for or help with the care of this person: what a class of
    recipients ("my treating providers") is matched by (42 CFR 2.31(a)(4))."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    day = models.DateField()
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="relation_person")]


class Consent(PersonRow):
    """Every element of 42 CFR 2.31(a), and of 2.35 where a court made coming here a condition, as a field.

    What it says of the person is sealed, its lists of classes and purposes too: that somebody named HIV in a consent tells
    a thief enough. It carries nothing before it is signed, and is not changed after.
    """

    SIGNED = [("", ""), ("drawn", _("drawn on the screen")), ("typed", _("typed")), ("paper", _("on paper"))]
    ACTIONS = [
        ("", _("not said")), ("deferred", _("deferred prosecution")), ("diversion", _("diversion")),
        ("probation", _("probation")), ("parole", _("parole")), ("pretrial", _("release before trial")),
        ("ati", _("in place of jail")), ("treatment-court", _("treatment court")), ("other", _("other")),
    ]  # fmt: skip
    READ = [("self", _("they read it")), ("aloud", _("read aloud")), ("both", _("read together"))]
    COPY = [
        ("", _("not yet")),
        ("paper", _("on paper")),
        ("sent", _("sent to them")),
        ("no", _("they did not want one")),
    ]
    STOPPED = [("", ""), ("written", _("in writing")), ("screen", _("here, on the screen"))]

    kind = models.CharField(max_length=18, choices=_choices(Kind))
    name = SealedText(compartment=IDENTITY, default="")  # as signed
    disclosers = SealedText(default="")
    classes = SealedText(
        default="", choices=_choices(DataClass)
    )  # several, with a blank between; so all that are "packed"
    by_hand = SealedText(default="", choices=_choices(DataClass))  # those that the person ticked apart, each by itself
    words = SealedText(default="")  # what more exactly, in their words
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    classes_of = SealedText(default="", choices=_choices(RecipientKind))  # kinds of recipients named as a class
    general_designation = models.BooleanField(default=False)
    purposes = SealedText(default="", choices=_choices(Purpose))
    expires_on = models.DateField(null=True)
    expires_event = SealedText(default="")
    expiry_none = models.BooleanField(default=False)
    born = SealedText(compartment=IDENTITY, default="")  # of somebody not of age: year and month, "2011-05"
    # 42 CFR 2.35
    condition_document = SealedText(default="")
    case_ref = SealedText(default="")
    action_type = models.CharField(max_length=16, choices=ACTIONS, default="", blank=True)
    valid_from = models.DateField(null=True)
    revocable_from = models.DateField(null=True)
    revocable_event = SealedText(default="")
    ends_expected = models.DateField(null=True)  # final disposition, as it is expected
    order_ref = SealedText(default="")
    # the paper, and the name under it
    paper_version = models.CharField(max_length=20, default="", blank=True)
    paper_language = models.CharField(max_length=10, default="en")
    paper_sha256 = models.CharField(max_length=64, default="", blank=True)
    paper_text = SealedText(default="")  # the statements as they were read, a line each
    statements = models.CharField(max_length=300, default="", blank=True)  # ids of what the signed text said
    signed_how = models.CharField(max_length=6, choices=SIGNED, default="", blank=True)
    signature = SealedText(default="")  # the lines as drawn, the name as typed, or where the signed paper is kept
    guardian_name = SealedText(compartment=IDENTITY, default="")
    guardian_signature = SealedText(default="")
    signed_on = models.DateField(null=True)
    read_how = models.CharField(max_length=5, choices=READ, default="", blank=True)
    witness = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    copy_given = models.CharField(max_length=5, choices=COPY, default="", blank=True)
    # what came after
    event_on = models.DateField(null=True)
    revocable_event_on = models.DateField(null=True)
    final_disposition_on = models.DateField(null=True)
    suspended_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    stopped_how = models.CharField(max_length=7, choices=STOPPED, default="", blank=True)
    stop_words = SealedText(default="")
    questioned_on = models.DateField(null=True)  # something in it is known not to be true
    aside_on = models.DateField(null=True)  # not signed: they said no
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="consent_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on=None) | ~Q(signed_how="") & ~Q(statements=""), name="consent_signed_whole"
            ),
            models.CheckConstraint(condition=Q(expires_on=None) | Q(expiry_none=False), name="consent_ends_once"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=models.F("until")), name="consent_days"
            ),
        ]

    @property
    def of(self) -> Kind:
        return Kind(self.kind)


class SignedPaper(PersonRow):
    """A picture of the paper that was signed, page by page: drawn anew from what came in (press/pictures), and sealed."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    picture = SealedText(compartment=IDENTITY)  # a JPEG, base64: it shows the name and the hand
    day = models.DateField()
    order = models.PositiveIntegerField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "consent", "order"], name="signed_paper_order")]


class ConsentRecipient(PersonRow):
    """One who is named in a consent. monitors: of a court, that it is their duty to follow this person's conditions."""

    PARTS = [("to", "to"), ("through", "through"), ("member", "member")]
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    part = models.CharField(max_length=7, choices=PARTS, default="to")
    monitors = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "consent", "recipient", "part"], name="consent_recipient_once")
        ]
        indexes = [models.Index(fields=["agency", "recipient"], name="consent_of_recipient")]


class Restriction(PersonRow):
    """What was agreed with the person beyond the law: "never my mother" (42 CFR 2.26). It stands until they end it."""

    words = SealedText()
    classes = SealedText(default="", choices=_choices(DataClass))  # all, where empty
    kinds = SealedText(
        default="", choices=_choices(RecipientKind)
    )  # kinds of recipients; everybody, where kinds and recipients are empty
    recipients = SealedText(default="")  # their ids
    day = models.DateField()
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="restriction_person")]


class Coverage(AgencyRow):
    """How the law binds this agency; the newest row counts. A setting that nobody has filled in binds."""

    part2 = models.CharField(max_length=12, choices=_choices(Bound), default=Bound.UNDETERMINED)
    hipaa = models.CharField(max_length=18, choices=_choices(Hipaa), default=Hipaa.NEITHER)
    as_if_part2 = models.BooleanField(default=True)
    intermediary = models.BooleanField(default=False)
    only_sud = models.BooleanField(default=False)  # the place is publicly known as nothing but an SUD service
    hearings_apart = models.BooleanField(default=True)  # a hearing in the same case needs a consent of its own
    order = models.PositiveIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "order"], name="coverage_once")]


class UnitCoverage(AgencyRow):
    """A team that the law binds in another way than the agency (42 CFR 2.11, program; 2.12(e)); its newest row counts."""

    SAID = [
        ("", _("as all of us")),
        (Bound.COVERED.value, _("yes")),
        (Bound.NOT_COVERED.value, _("no, counsel has said so")),
    ]
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    part2 = models.CharField(max_length=12, choices=SAID, default="", blank=True)
    order = models.PositiveIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "team", "order"], name="unit_coverage_once")]


class NoticeCheck(AgencyRow):
    """Somebody of the agency has compared the notice of 42 CFR 2.32 with the official text (decision 17)."""

    sha256 = models.CharField(max_length=64)
    notice = models.CharField(max_length=20)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "sha256"], name="notice_check")]


class RightsGiven(PersonRow):
    """That the notice of 42 CFR 2.22 was given: which text, in which language, how."""

    HOW = [
        ("paper", _("on paper")),
        ("aloud", _("read aloud")),
        ("screen", _("on the screen")),
        ("no", _("not wanted")),
    ]
    notice = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    how = models.CharField(max_length=6, choices=HOW)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="rights_person")]


class Disclosure(PersonRow):
    """One release or one refusal (domain.md A.15). Append-only. What went out is kept, so that the person can see it as it was.

    A release stands on exactly one ground, a consent or another; a refusal on one at most.
    """

    CHANNELS = [
        ("paper", _("on paper")), ("phone", _("by phone")), ("e-mail", _("by e-mail")), ("screen", _("on a screen")),
        ("table", _("as a table")),
    ]  # fmt: skip
    EXPLAINED = [("", ""), ("copy", _("a copy of the consent")), ("said", _("an explanation of the consent"))]
    PREVIEW = [("", _("not asked")), ("shown", _("seen by the person first")), ("no", _("they did not want to see it"))]

    at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    day = models.DateField()
    role = models.CharField(max_length=20)
    released = models.BooleanField()
    answer = models.CharField(max_length=14)
    recipient = models.ForeignKey(Recipient, models.PROTECT, null=True, related_name="+")
    whom = SealedText(default="")  # what they were called on that day
    kind = SealedText(default="", choices=_choices(RecipientKind))
    address = SealedText(default="")
    purpose = SealedText(default="", choices=_choices(Purpose))
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")
    consent_version = models.PositiveIntegerField(null=True)
    ground = models.CharField(max_length=28, choices=[("", ""), *_choices(Basis)], default="", blank=True)
    ground_ref = SealedText(default="")
    legal = models.ForeignKey(LegalRequest, models.PROTECT, null=True, related_name="+")  # the order in the register
    asked = SealedText(default="", choices=_choices(DataClass))
    sent = SealedText(default="", choices=_choices(DataClass))
    stripped = SealedText(default="")
    reasons = SealedText(default="")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    refs = SealedText(default="")  # ids of the rows that it was made from
    channel = models.CharField(max_length=6, choices=CHANNELS)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    artefact = SealedText(null=True)  # base64 of the bytes, or the words as they were said
    media = models.CharField(max_length=40, default="", blank=True)
    notice = models.CharField(max_length=20, default="", blank=True)
    explained = models.CharField(max_length=4, choices=EXPLAINED, default="", blank=True)
    preview = models.CharField(max_length=5, choices=PREVIEW, default="", blank=True)
    event = SealedText(default="")  # of an emergency: the facts of 42 CFR 2.51(c)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-at"], name="disclosure_person"),
            models.Index(fields=["agency", "recipient", "-at"], name="disclosure_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(released=False) & (Q(consent=None) | Q(ground=""))
                | Q(released=True, consent=None) & ~Q(ground="")
                | Q(released=True, consent__isnull=False, ground=""),
                name="disclosure_one_ground",
            ),
            models.CheckConstraint(condition=Q(released=False) | ~Q(sha256=""), name="disclosure_has_its_hash"),
        ]


def packed(values) -> str:
    """Words of the law as one line, in a fixed order."""
    return " ".join(sorted(str(value) for value in values))


def classes_in(text: str) -> frozenset[DataClass]:
    return frozenset(map(DataClass, text.split()))
