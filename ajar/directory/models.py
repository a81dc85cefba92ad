"""Services that somebody can be sent to, after Open Referral HSDS 3.0; and referrals, which alone know a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SAFETY, SealedText
from ajar.consents.models import Disclosure
from ajar.encounters.models import Encounter, FollowUp
from ajar.goals.models import Obstacle
from ajar.people.models import PersonRow, Supporter


class Record(AgencyRow):
    """A row of the file as it came, with what is nested in it: what goes out again equals what came in (decision 38).

    `body` is JSON text. What pages ask for stands in columns of Service, ServiceAtLocation and Schedule, made from it.
    """

    table = models.CharField(max_length=40)  # HSDS's own name: service, organization, taxonomy_term
    hsds_id = models.CharField(max_length=64)
    place = models.PositiveIntegerField(default=0)  # where in its file it stood
    digest = models.CharField(max_length=64)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "table", "hsds_id"], name="hsds_record_once")]


class Service(AgencyRow):
    """What a page says of a service. Text is plain: tags are gone. Marks and needs are bits of `content/directory`."""

    hsds_id = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    organization = models.CharField(max_length=300, default="")
    status = models.CharField(max_length=20, default="active")
    description = models.TextField(default="")
    eligibility = models.TextField(default="")
    application = models.TextField(default="")
    fees = models.TextField(default="")
    documents = models.TextField(default="")  # what to bring, a line each
    alert = models.TextField(default="")
    phone = models.CharField(max_length=80, default="")
    url = models.CharField(max_length=500, default="")
    email = models.CharField(max_length=254, default="")
    languages = models.CharField(max_length=400, default="")  # names, as they are shown
    marks = models.BigIntegerField(default=0)  # said by the file
    ours = models.BigIntegerField(default=0)  # said by this agency
    ours_not = models.BigIntegerField(default=0)  # said by the file, and not so as this agency knows
    own_phone = models.CharField(max_length=80, default="")
    own_note = models.TextField(default="")
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    wrong_on = models.DateField(null=True)  # since when somebody says that something here is wrong
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "hsds_id"], name="service_hsds_once")]
        indexes = [
            models.Index(fields=["agency", "wrong_on"], name="service_wrong"),
            models.Index(fields=["agency", "status", "checked_on", "name"], name="service_checked"),
        ]


class ServiceAtLocation(AgencyRow):
    """A service at one place, or at none: the row that a search reads."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    hsds_id = models.CharField(max_length=64, default="")
    listed = models.BooleanField(default=True)  # its service is active
    title = models.CharField(max_length=60, default="")  # its service's name, folded: the order of a list
    name = models.CharField(max_length=300, default="")
    address = models.CharField(max_length=400, default="")
    transport = models.TextField(default="")
    town = models.CharField(max_length=120, default="")  # folded: no case, no accents
    state = models.CharField(max_length=60, default="")  # folded
    postal = models.CharField(max_length=20, default="")  # of a ZIP code its first five
    latitude = models.FloatField(null=True)  # degrees north, WGS 84
    longitude = models.FloatField(null=True)  # degrees east
    hours = models.TextField(default="")  # as they are shown, a line each
    words = models.TextField(default="")  # folded, each once, a blank before and after each
    needs = models.BigIntegerField(default=0)  # by its name and topics
    needs_said = models.BigIntegerField(default=0)  # by anything said of it
    marks = models.BigIntegerField(default=0)
    speaks = models.CharField(max_length=200, default="")  # " es en "

    class Meta:
        indexes = [
            models.Index(fields=["agency", "town"], name="at_town"),
            # All that a search by need asks for: the wide rows are read for the twenty that are shown only.
            models.Index(
                fields=["agency", "listed", "title", "needs_said", "needs", "marks", "latitude", "longitude", "id"],
                name="at_searched",
            ),
            models.Index(fields=["agency", "postal"], name="at_postal"),
            models.Index(fields=["agency", "service"], name="at_service"),
        ]


class Schedule(AgencyRow):
    """One day of the week on which a service at a place opens. Minutes after midnight there; past midnight above 1440."""

    at = models.ForeignKey(ServiceAtLocation, models.CASCADE, related_name="+")
    day = models.SmallIntegerField()  # Monday is 0; -1 where `rule` says which days
    opens = models.SmallIntegerField()
    closes = models.SmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    rule = models.CharField(max_length=300, default="")  # what a day of the week does not say; read by rules.is_open

    class Meta:
        indexes = [
            models.Index(fields=["agency", "day", "opens", "closes"], name="schedule_day"),
            models.Index(fields=["agency"], condition=~models.Q(rule=""), name="schedule_rule"),
        ]


class Check(AgencyRow):
    """Somebody looked: it was right, it was wrong, or it was put right. Nothing of a person stands here."""

    KINDS = [("right", "it is right"), ("wrong", "it was wrong"), ("corrected", "put right")]
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    note = models.TextField(default="")
    day = models.DateField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "service", "-made_at"], name="check_service")]


class Import(AgencyRow):
    """One file coming in. `done` is how many of its records are kept: a run that was cut off goes on from there."""

    STATES = [("running", "running"), ("done", "done")]
    file = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)  # of the bytes, with the way they are read
    state = models.CharField(max_length=10, choices=STATES, default="running")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "digest"], name="import_file_once")]


class Referral(PersonRow):
    """The way of a person to a place: a service of this directory, or one typed by hand.

    Where it leads is sealed, the service's id too, and all of it in the safety compartment: for somebody who could be
    hurt the place is what must not be found, and a compartment chosen by that would itself tell who they are.
    """

    STATES = [
        ("asked", _("asked for")), ("called", _("called together")), ("accepted", _("accepted")),
        ("waiting", _("waiting")), ("in-place", _("in place")), ("not-now", _("did not work this time")),
    ]  # fmt: skip
    UNDER_WAY = ("asked", "called", "accepted", "waiting")

    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    need = SealedText(compartment=SAFETY)
    service = SealedText(compartment=SAFETY, default="")  # the id of a Service, or empty
    where = SealedText(compartment=SAFETY)  # its name as it was on that day
    reach = SealedText(compartment=SAFETY, default="")
    alone = SealedText(compartment=SAFETY, default="")  # "yes": on a turned screen only when nobody else is there
    together = models.BooleanField(default=False)  # the person's own call, at the table
    state = models.CharField(max_length=8, choices=STATES, default="asked")
    until = models.DateField(null=True)  # until when it is waited for
    along_supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="+")
    along_worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="+")  # the day to look again
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "-day"], name="referral_person")]

    @property
    def under_way(self) -> bool:
        return self.state in self.UNDER_WAY


class ReferralMove(PersonRow):
    """What came of a referral on a day: its state from then on, in words. Of what did not work, the barrier."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=Referral.STATES)
    words = SealedText(compartment=SAFETY, default="")
    until = models.DateField(null=True)
    obstacle = models.ForeignKey(Obstacle, models.PROTECT, null=True, related_name="+")  # made of it, in one press
    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, related_name="+"
    )  # by which it was sent there
    order = models.PositiveSmallIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["referral", "order"], name="referral_moves")]


class ReferralPaper(PersonRow):
    """A paper that is needed there, who brings it, and since when it is there."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    what = SealedText(compartment=SAFETY)
    who = SealedText(compartment=SAFETY, default="")
    done_on = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["referral", "order"], name="referral_papers")]


class PartnerAsk(PersonRow):
    """That a worker wanted to tell a partner about a person, or to ask one; and what came of it.

    One that is to be told under a consent is `going` before anything leaves: the release is made from it, by which it is
    found again. `disclosure` is the release, or the refusal.
    """

    WHAT = [
        ("send", _("send the referral")),
        ("how", _("ask how it went")),
        ("came", _("ask whether they came")),
    ]
    OUTCOMES = [
        ("no-consent", _("not sent: no consent on file")),
        ("kept", _("kept, not sent")),
        ("going", _("not known yet whether it was told")),
        ("sent", _("told")),
        ("not-sent", _("not sent: no consent on file carries it")),
        ("stopped", _("not sent: it was cut off")),
    ]
    fresh = False  # made just now, by this very press

    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="+")
    whom = SealedText(compartment=SAFETY)
    what = SealedText(compartment=SAFETY, choices=WHAT)
    words = SealedText(compartment=SAFETY, default="")
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default="no-consent")
    safe_said = SealedText(compartment=SAFETY, null=True)  # "yes": the person was asked, and this way is safe
    read_out = models.BooleanField(default=False)  # by phone: the notice was read to them
    going_at = models.DateTimeField(null=True)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-order"], name="partner_ask_person"),
            models.Index(fields=["agency", "going_at"], condition=models.Q(outcome="going"), name="partner_ask_going"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="sent") | models.Q(disclosure__isnull=False), name="partner_ask_sent_how"
            )
        ]
