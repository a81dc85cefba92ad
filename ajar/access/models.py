"""Who works here, the keys, and the trace that everything leaves. Knows a person only as an opaque id."""

import re
import uuid
from functools import cache

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.encoding import force_str

from ajar.access import policy
from ajar.access.seal import RECORD, SealedText


class AgencyQuerySet(models.QuerySet):
    def one_at_a_time(self, agency_id) -> None:
        """Part of an action: others who write what the whole agency shares wait until it has ended.

        no_key: the foreign key checks of every other action of the agency go on beside it (PostgreSQL, FOR KEY SHARE).
        """
        self.select_for_update(no_key=True).filter(pk=agency_id).values_list("pk").first()


class Agency(models.Model):
    """One organization. Agencies are blind to each other. region: whose numbers to call it shows; "" is none of ours."""

    REGION = re.compile(r"[a-z]{2}(-[a-z0-9]{1,3})?")  # ISO 3166, in small letters: a country, or a part of one
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    person_word = models.CharField(max_length=40, default="participant")  # decision 22: the agency's choice
    setback_word = models.CharField(max_length=40, default="setback")  # decision 42
    timezone = models.CharField(max_length=60, default="America/New_York")
    region = models.CharField(max_length=6, default="us", blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AgencyQuerySet.as_manager()


class AgencyRow(models.Model):
    """What every row of an agency has: a random id made by whoever makes the row, and its agency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):  # noqa: N802  Django's own name
        """As Django's; but that makes all words of the choices anew for each row of a page."""
        value = getattr(self, field.attname)
        return force_str(_choices(field).get(value, value), strings_only=True)


@cache
def _choices(field) -> dict:
    return dict(field.flatchoices)


class Site(AgencyRow):
    """A place, a van, or mail order."""

    KINDS = [("place", "place"), ("van", "van"), ("mail", "mail order")]
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=KINDS, default="place")
    timezone = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="site_name_once")]

    def __str__(self):
        return self.name


class Team(AgencyRow):
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_name_once")]

    def __str__(self):
        return self.name


class WorkerManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class Worker(AbstractBaseUser):
    """A sign-in: staff, peer or volunteer. The screen is set for each request by the middleware."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    ROLES = [(role.value, role.value) for role in policy.Role]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ROLES)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    teams = models.ManyToManyField(Team, through="Membership", related_name="+")
    language = models.CharField(max_length=10, default="", blank=True)
    is_active = models.BooleanField(default=True)
    pin = models.CharField(max_length=128, default="", blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = WorkerManager()
    screen = policy.MINE
    sign_in = None  # the SignIn behind the request, set by the middleware
    page_needs = policy.Permission.OWN_SIGN_IN  # what the page of the request needs
    through_glass = False  # this request has opened somebody through a broken glass only (policy.THROUGH_GLASS)

    class Meta:
        indexes = [models.Index(fields=["agency", "role"], name="worker_agency_role")]

    def __str__(self):
        return self.name


class Membership(AgencyRow):
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "team"], name="member_once")]


class SignIn(models.Model):
    """One sign-in of a worker on one device, with its lock and its screen. Without its row the session opens nothing.

    The lock and the screen stand here and not in the session, which is written whole: a slow request in another tab
    must not bring back what they were before.
    """

    SCREENS = [(state.value, state.value) for state in policy.ScreenState]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    phone = models.BooleanField(default=False)
    factor = models.BooleanField(default=False)  # the worker has a second factor
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # written at most once a minute (decision 35)
    locked = models.BooleanField(default=False)
    screen_state = models.CharField(max_length=8, choices=SCREENS, default="mine")
    screen_person = models.UUIDField(null=True)
    screen_at = models.DateTimeField(null=True)
    screen_alone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["worker", "-seen_at"], name="signin_worker_seen")]

    @property
    def screen(self) -> policy.Screen:
        return policy.Screen(policy.ScreenState(self.screen_state), self.screen_person, self.screen_alone)


class InstanceKey(models.Model):
    """A key of this installation, wrapped by the root key: it seals second-factor secrets, needed before an agency is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, unique=True)
    wrapped = models.BinaryField()


class AgencyKey(AgencyRow):
    """A key of one agency, wrapped by the root key.

    `kek` wraps the data keys (one an epoch, the newest wraps), `index` blinds names and codes, `audit` chains the
    audit log. A destroyed epoch keeps its row, and no key in it.
    """

    KINDS = [("kek", "kek"), ("index", "index"), ("audit", "audit")]
    kind = models.CharField(max_length=10, choices=KINDS)
    epoch = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "epoch"], name="agency_key_once")]


class DataKey(AgencyRow):
    """One key for one compartment of one subject (a person or a worker, as an opaque id). Deleting it is the erasure."""

    subject = models.UUIDField()
    compartment = models.CharField(max_length=12)
    kek = models.ForeignKey(AgencyKey, models.PROTECT, related_name="+")
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "subject", "compartment"], name="data_key_once"),
        ]


class AuditLine(AgencyRow):
    """Who did what to which thing, when and from which screen. Append-only, chained; never holds content."""

    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=60, default="")
    thing_id = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    screen = models.CharField(max_length=8, default="mine")
    shown = models.TextField(default="")  # ids only, for a list
    once = models.CharField(max_length=160, null=True)  # an opening: one line per worker, person, kind and clock hour
    prev = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "seq"], name="audit_seq_once"),
            models.UniqueConstraint(fields=["agency", "once"], name="audit_opening_once"),
        ]
        indexes = [models.Index(fields=["agency", "subject", "verb", "-at"], name="audit_subject")]


class Submission(AgencyRow):
    """One form sent once: the id made by the browser, the digest of what was in it, and the row it made (I-21)."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=80)
    digest = models.BinaryField()
    thing = models.CharField(max_length=60, default="")
    thing_id = models.UUIDField(null=True)


class Amendment(AgencyRow):
    """What a row said before it was changed: the old text stays (I-34)."""

    subject = models.UUIDField()
    thing = models.CharField(max_length=60)
    thing_id = models.UUIDField()
    column = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    compartment = models.CharField(max_length=12, default=RECORD)
    was = SealedText(of="subject", compartment_from="compartment", null=True)
    why = SealedText(of="subject", compartment_from="compartment", default="")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "thing_id", "column", "version"], name="amendment_once"),
        ]


class Draft(AgencyRow):
    """What is being typed: sealed, its author's only, gone when kept or dropped or after 14 days (decision 34)."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    subject = models.UUIDField()  # a person, or the worker where the form is about nobody
    body = SealedText(of="worker_id", default="")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "worker", "form", "subject"], name="draft_once"),
        ]
