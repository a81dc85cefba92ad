"""Papers of courts and police, who agreed that one is followed, and the lock-down while somebody is at the door with a warrant."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ajar.access.models import AgencyRow, Worker
from ajar.access.seal import SealedText
from ajar.consents.facts import DataClass
from ajar.consents.rules_legal import CONFIDENTIAL, FINDINGS
from ajar.people.models import Hold, Person, blocked_from


class LegalRequestQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of the agency; never of somebody to whom the actor is nobody."""
        rows = self.filter(agency_id=actor.agency_id) if actor.screen.mine else self.none()
        return rows.exclude(person_id__in=blocked_from(actor))


class LegalRequest(AgencyRow):
    """A paper that asks for what we know: what came, the order that a court made, what compels, and who agreed.

    subject: whose key seals the words: the person, once they are named; before that, whoever wrote it down. The two who
    agree are neither who wrote it down, nor who wrote down the order, nor the same.
    """

    KINDS = [
        ("subpoena", _("a subpoena")), ("order", _("an order of a court")), ("warrant", _("a warrant")),
        ("asked", _("a question, by phone or in person")),
    ]  # fmt: skip
    VIA = [
        ("desk", _("somebody brought it")),
        ("post", _("by post")),
        ("phone", _("by phone")),
        ("e-mail", _("by e-mail")),
    ]
    USES = [
        ("", _("not said")), ("civil", _("a matter that is not criminal")), ("criminal", _("a criminal matter against the person")),
        ("program", _("a matter against us or our staff")),
    ]  # fmt: skip
    SECTIONS = [("", _("no order of part 2")), *((one, f"42 CFR {one}") for one in (*FINDINGS, "2.67"))]

    kind = models.CharField(max_length=8, choices=KINDS)
    via = models.CharField(max_length=6, choices=VIA, default="desk")
    subject = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    who = SealedText(of="subject", default="")
    reach = SealedText(of="subject", default="")
    words = SealedText(of="subject", default="")
    kept_at = SealedText(of="subject", default="")  # where the paper itself lies
    came_on = models.DateField()
    due_on = models.DateField(null=True)
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, related_name="+")
    # the order, and the paper that compels (42 CFR 2.61)
    section = models.CharField(max_length=4, choices=SECTIONS, default="", blank=True)
    use = models.CharField(max_length=8, choices=USES, default="", blank=True)
    findings = SealedText(of="subject", default="", choices=[(one, one) for all_ in FINDINGS.values() for one in all_])
    confidential = models.CharField(
        max_length=6, choices=[("", ""), *((c, c) for c in CONFIDENTIAL)], default="", blank=True
    )
    classes = SealedText(of="subject", default="", choices=[(one.value, one.value) for one in DataClass])
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    office = models.ForeignKey("consents.Recipient", models.PROTECT, null=True, related_name="+")
    process = SealedText(of="subject", default="")
    process_on = models.DateField(null=True)
    exposed = models.BooleanField(default=False)  # the order names the person where everybody can read it
    settled = SealedText(of="subject", default="")  # what counsel reached about that
    order_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    order_on = models.DateField(null=True)
    first = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    first_on = models.DateField(null=True)
    second = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    second_on = models.DateField(null=True)
    vacated_on = models.DateField(null=True)
    # what we did
    counsel_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = SealedText(of="subject", default="")
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = LegalRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "closed_on"], name="legal_open"),
            models.Index(fields=["agency", "person"], name="legal_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first=None) | Q(order_on__isnull=False, process_on__isnull=False) & ~Q(section=""),
                name="legal_agreed_order",
            ),
            models.CheckConstraint(condition=Q(second=None) | Q(first__isnull=False), name="legal_first_then_second"),
            models.CheckConstraint(condition=Q(second=None) | ~Q(first=F("second")), name="legal_two_people"),
            models.CheckConstraint(
                condition=Q(first=None) | ~Q(first=F("by")) & ~Q(first=F("order_by")), name="legal_first_is_another"
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=F("by")) & ~Q(second=F("order_by")), name="legal_second_is_another"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")), name="legal_days"
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(hold__isnull=False), name="legal_held"),
        ]

    @property
    def agreed(self) -> int:
        """How many have agreed."""
        return (self.first_id is not None) + (self.second_id is not None)


class LockDown(AgencyRow):
    """From the press to its end nothing about anybody leaves but to medical people in an emergency."""

    began_at = models.DateTimeField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    counsel_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    words = SealedText(of="by_id", default="")

    class Meta:
        indexes = [models.Index(fields=["agency", "ended_at"], name="lockdown_open")]


class CallList(AgencyRow):
    """Whom to call when a paper or a warrant comes, as the agency wrote it; the newest counts."""

    words = models.TextField(default="", blank=True)
    order = models.PositiveIntegerField(default=1)
    day = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "order"], name="call_list_once")]
