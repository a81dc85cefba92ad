"""The person: what to call them, how they are found, who may look, how it is safe to reach them."""

from django.db import models
from django.db.models import Q

from ajar.access import policy
from ajar.access.compiled import compiled, now, padded
from ajar.access.models import AgencyRow, Membership, Team, Worker
from ajar.access.seal import IDENTITY, SAFETY, SealedText


class PersonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Decision 28: the people of the worker's teams or care, or assigned and typed; a block comes first."""
        return self.filter(agency_id=actor.agency_id)._seen_by(actor)

    def opened_to(self, actor):
        """`visible_to`, and whom the worker broke a glass for: the door only, no list and no search has these."""
        return self.filter(agency_id=actor.agency_id)._seen_by(actor, Q(id__in=glass_of(actor).values("person_id")))

    def among(self, actor, ids):
        """`visible_to` for a list of ids in hand, all but the agency, which whoever calls compares in the rows.

        With the agency in the statement SQLite walks all of the agency's index in place of a look at each id:
        at 50,000 people a search took 62 ms of the processor, and 18 without (on the same busy machine).
        """
        return self.filter(pk__in=ids)._seen_by(actor)

    def few(self, actor, ids) -> list:
        """Who of these ids the actor may see, most recently seen first."""
        return [person for person in _few(actor, padded(list(ids))) if person.agency_id == actor.agency_id]

    def _seen_by(self, actor, more=None):
        role = policy.Role(actor.role)
        if role not in policy.SEES_ASSIGNED:
            return self.none()
        seen = Q(id__in=caring_now(actor).values("person_id"))
        if role in policy.SEES_TEAMS:
            seen |= Q(team_id__in=Membership.objects.filter(worker=actor).values("team_id"))
        people = self.filter(erased_on=None).filter(seen | more if more else seen).exclude(id__in=blocked_from(actor))
        return people if actor.screen.mine else people.filter(id=actor.screen.person)

    def one_at_a_time(self, person) -> None:
        """Part of an action: others who write about the same person wait until it has ended.

        no_key: rows that only point to the person are written beside it (PostgreSQL, FOR KEY SHARE).
        """
        self.select_for_update(no_key=True).filter(pk=person.pk, agency_id=person.agency_id).values_list("pk").first()

    def mark_seen(self, person, day) -> None:
        """Part of recording an encounter: the newest day we saw them, here and where they are found."""
        if day > person.last_seen:
            self.filter(pk=person.pk, agency_id=person.agency_id).update(last_seen=day)
            NamePrefix.objects.filter(agency_id=person.agency_id, person=person).update(seen=day)
            person.last_seen = day


@compiled
def _few(actor, ids):
    return Person.objects.among(actor, ids).order_by("-last_seen", "pk")


class Person(AgencyRow):
    """Somebody we serve. Only what to call them, and that may be empty. No status: `last_seen` says enough."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    chosen_name = SealedText(of="id", compartment=IDENTITY, default="")
    pronouns = SealedText(of="id", compartment=IDENTITY, default="")
    language = models.CharField(max_length=10, default="", blank=True)
    first_seen = models.DateField()
    last_seen = models.DateField()
    erased_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "team", "-last_seen"], name="person_team_seen")]

    @property
    def person_id(self):
        return self.id


class PersonRowQuerySet(models.QuerySet):
    """Rows about one person. An opened person is the key to them; a turned screen shows only that person's."""

    def visible_to(self, actor, person):
        if not actor.screen.shows(person.pk):
            return self.none()
        return self.filter(agency_id=actor.agency_id, person_id__in=getattr(person, "one_of", [person.pk]))


class NamePrefix(AgencyRow):
    """The blind index: a keyed digest of the first 1 to 6 letters of each word of a chosen name (decision 6).

    What it gives away to a thief of the database stands in docs/operators: which people share a prefix, and how often.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=8)
    seen = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person", "digest"], name="prefix_once")]
        indexes = [models.Index(fields=["agency", "digest", "team", "-seen"], name="prefix_find")]


class Code(AgencyRow):
    """What a person without a name is known by, or a card for one with a name: sealed, found blind (decision 7)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    code = SealedText(compartment=IDENTITY)
    digest = models.BinaryField(max_length=16)
    made_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "digest"], name="code_once")]
        indexes = [models.Index(fields=["agency", "person"], name="code_person")]


class Link(AgencyRow):
    """Two records are one person, with their say; no row moves, and it ends when they say so (decision 30)."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    joined_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    joined_on = models.DateField()
    parted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "one", "other"], condition=Q(parted_on=None), name="link_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="link_two"),
        ]
        indexes = [models.Index(fields=["agency", "other"], name="link_other")]


class Words(AgencyRow):
    """The words a person uses; the newest row counts. Templates use them as tokens ({chest}, {feed}, {baby}...)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    chest = SealedText(default="")
    feed = SealedText(default="")
    parent = SealedText(default="")
    baby = SealedText(default="")
    partner = SealedText(default="")
    thing = SealedText(default="")  # what they call the thing they do or use
    setback = SealedText(default="")  # what they call a setback (decision 42)
    self_words = SealedText(default="")  # how they name themselves, kept in quotes
    said_on = models.DateField()
    order = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person", "order"], name="words_once")]


class ContactRule(AgencyRow):
    """How it is safe to reach someone; the newest row counts, older ones stay."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    ways = SealedText(compartment=SAFETY, default="")
    when = SealedText(compartment=SAFETY, default="")
    sender = SealedText(compartment=SAFETY, default="")
    voicemail = SealedText(compartment=SAFETY, default="")
    code_word = SealedText(compartment=SAFETY, default="")
    reading_along = SealedText(compartment=SAFETY, default="")
    could_be_hurt = SealedText(compartment=SAFETY, default="")  # "yes" or empty: the flag itself is sealed
    # Messages: where to, on which days ("0 1 2", 0 is Monday), from which hour to which on the site's clock. Empty: none.
    sms = SealedText(compartment=SAFETY, null=True)
    email = SealedText(compartment=SAFETY, null=True)
    days = SealedText(compartment=SAFETY, null=True)
    from_hour = SealedText(compartment=SAFETY, null=True)
    to_hour = SealedText(compartment=SAFETY, null=True)
    checked_on = models.DateField()
    order = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person", "order"], name="contact_rule_once")]


class Supporter(AgencyRow):
    """Somebody the person named, and what may be said to them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = SealedText(compartment=IDENTITY)
    relation = SealedText(compartment=IDENTITY, default="")
    reach = SealedText(compartment=IDENTITY, default="")
    may_be_told = SealedText(compartment=SAFETY, default="")
    named_on = models.DateField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="supporter_person")]


class CareTeam(AgencyRow):
    """A worker who cares for a person, until somebody ends it; or one who typed the code, for this shift."""

    KINDS = [("care", "care"), ("code", "code typed")]
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=KINDS, default="care")
    since = models.DateField()
    until = models.DateTimeField(null=True)  # a typed code: the end of the shift
    ended_on = models.DateField(null=True)
    added_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["worker", "person"], name="care_worker"),
            models.Index(fields=["agency", "person"], name="care_person"),
        ]


class Block(AgencyRow):
    """That worker gets the answer for nobody. It beats everything, a broken glass too."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    why = SealedText(compartment=SAFETY, default="")
    placed_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    placed_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["worker", "person"], name="block_worker")]


class Task(AgencyRow):
    """Something somebody has to look at: a broken glass to review, safety after a breach."""

    KINDS = [("glass", "review of a broken glass"), ("breach", "safety after a breach")]
    kind = models.CharField(max_length=12, choices=KINDS)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField()
    taken_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    done_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    finding = SealedText(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "kind", "done_at"], name="task_open_kind")]


class BreakGlass(AgencyRow):
    """A look without a relation: one person, 60 minutes, a reason in words, a review by somebody else (I-08).

    The database holds all but the reason: none without its task, none longer than an hour, nobody reviews their own.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    task = models.OneToOneField(Task, models.PROTECT, related_name="glass")
    why = SealedText()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["worker", "until"], name="glass_worker")]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="glass_ends")]


class Hold(AgencyRow):
    """A legal or safety hold: erasure refuses while one stands."""

    KINDS = [("legal", "legal"), ("safety", "safety")]
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    why = SealedText()
    placed_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    placed_on = models.DateField()
    ended_on = models.DateField(null=True)
    stands_for = models.UUIDField(null=True)  # what it was placed for: it ends with that, and with nothing else

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="hold_person")]


class Tries(AgencyRow):
    """How often a worker searched, or typed a code that is nobody's, in the hour that runs. One row a worker and kind."""

    KINDS = [("search", "search"), ("code", "wrong code")]
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=KINDS)
    since = models.DateTimeField()
    last = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "worker", "kind"], name="tries_once")]


class PersonRow(AgencyRow):
    """What every row about a person has. `related_name="+"`: there is no way back from a person to their notes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    objects = PersonRowQuerySet.as_manager()

    class Meta:
        abstract = True


def caring_now(actor):
    return CareTeam.objects.filter(worker=actor, ended_on=None).filter(Q(until=None) | Q(until__gt=now()))


def glass_of(actor):
    return BreakGlass.objects.filter(worker=actor, until__gt=now())


def blocked_from(actor):
    """Ids of the people who are nobody to this worker."""
    return Block.objects.filter(worker=actor, ended_on=None).values("person_id")
