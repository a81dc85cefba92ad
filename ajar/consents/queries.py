"""Questions about who may be told what, and what was told."""

import base64
from dataclasses import dataclass

from ajar.access import seal
from ajar.consents import gathering, papers
from ajar.consents.facts import DataClass, Kind, Program, Purpose, RecipientKind
from ajar.consents.models import Consent, Disclosure, Recipient, Relation, Restriction, RightsGiven, SignedPaper
from ajar.consents.rules_consent import covers
from ajar.consents.words import GROUNDS, WHY
from ajar.people.queries import or_404

ACCOUNTED = 100  # beside all else on a page
EVERY = 20_000


@dataclass(frozen=True)
class Standing:
    """A consent as a page shows it. to: names; ended: codes why nothing goes out under it any more."""

    row: Consent
    named: list
    to: list
    classes: list
    purposes: list
    ended: tuple
    why: tuple

    @property
    def state(self) -> str:
        if self.row.aside_on:
            return "aside"
        if not self.row.signed_on:
            return "unsigned"
        return "ended" if self.ended else "stands"

    @property
    def fixed(self) -> bool:
        """A wish to stop it is on file, and the day or event that it waits for has not come (42 CFR 2.35)."""
        return self.state == "stands" and bool(self.row.revoked_at or self.row.suspended_at)

    @property
    def by_mouth(self) -> bool:
        """They said stop, and it has stopped; that it is in writing is still to come (42 CFR 2.31(a)(6))."""
        return self.state == "ended" and bool(self.row.suspended_at) and not self.row.revoked_at

    @property
    def may_happen(self) -> bool:
        return bool(self.row.expires_event or self.row.kind == Kind.CJ)


def standing(actor, row: Consent, named, bound) -> Standing:
    """named: its rows of recipients, each with its recipient. bound: `gathering.program` of the agency."""
    ended = gathering.ended_by(row, actor, bound) if row.signed_on else ()
    groups = [papers.meaning(RecipientKind(kind)).name for kind in row.classes_of.split()]
    return Standing(
        row=row,
        named=named,
        to=[*(one.recipient.called for one in named), *groups],
        classes=_names(DataClass, f"{row.classes} {row.by_hand}"),
        purposes=_names(Purpose, row.purposes),
        ended=ended,
        why=tuple(WHY[code].why for code in ended),
    )


def _bound(actor, rows) -> Program:
    """How the law binds the agency, where that matters for what still stands: of consents of 2.35 alone."""
    return gathering.program(actor.agency_id) if any(row.of is Kind.CJ for row in rows) else Program()


def _names(of, text) -> list:
    known = set(text.split())
    return [papers.meaning(word) for word in of if word in known]


def consents(actor, person) -> list[Standing]:
    """All of an opened person, those that carry something first, then the newest."""
    rows = list(Consent.objects.visible_to(actor, person).order_by("-day", "-version", "pk"))
    named, bound = gathering.recipients_of(rows), _bound(actor, rows)
    found = [standing(actor, row, named[row.pk], bound) for row in rows]
    order = {"stands": 0, "unsigned": 1, "ended": 2, "aside": 3}
    return sorted(found, key=lambda one: order[one.state])


def consent_of(actor, person, consent_id) -> Standing:
    """Raises Http404."""
    row = or_404(Consent.objects.visible_to(actor, person).filter(pk=consent_id).first())
    return standing(actor, row, gathering.recipients_of([row])[row.pk], _bound(actor, [row]))


def signed_papers(actor, person, consent) -> list:
    """Ids of the pictures of a paper that was signed, page by page."""
    rows = SignedPaper.objects.visible_to(actor, person).filter(consent=consent)
    return list(rows.order_by("order").values_list("pk", flat=True))


def signed_paper_of(actor, person, paper_id) -> bytes:
    """One page, as a JPEG. Raises Http404."""
    row = or_404(SignedPaper.objects.visible_to(actor, person).filter(pk=paper_id).first())
    return base64.b64decode(row.picture)


def recipients(actor, person, kinds=None) -> list[Recipient]:
    """Who could be named: the offices that the agency knows and those of this person's life, in the order of their names."""
    rows = Recipient.objects.visible_to(actor, person).filter(ended_on=None)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return sorted(rows, key=lambda row: row.called.casefold())


def recipient_of(actor, person, recipient_id) -> Recipient:
    return or_404(Recipient.objects.visible_to(actor, person).filter(pk=recipient_id).first())


def may_carry(actor, person, purpose=None) -> list[Standing]:
    """Consents that stand, for a purpose: what a worker can choose among when they want to tell somebody something."""
    rows = [one for one in consents(actor, person) if one.state == "stands"]
    return [one for one in rows if purpose is None or purpose in one.row.purposes.split()]


@dataclass(frozen=True)
class Way:
    """Somebody who may be told something, for one purpose, under one consent that stands: what a worker chooses among.

    Whether it may be told is decided when it is asked; this only says what the paper names.
    """

    one: Standing
    recipient: Recipient
    purpose: Purpose
    carries: frozenset

    @property
    def key(self) -> str:
        return f"{self.one.row.pk}:{self.recipient.pk}:{self.purpose}"

    @property
    def basis(self):
        return gathering.BASIS_OF[self.one.row.of]

    @property
    def for_what(self):
        return papers.meaning(self.purpose).name


def ways(actor, person, *, purposes, classes) -> list[Way]:
    """Whom somebody could be told about, for one of these purposes, under a consent that speaks of one of these classes."""
    found = []
    for one in may_carry(actor, person):
        carries = covers(gathering.of_consent(one.row, one.named))
        if carries.isdisjoint(classes):
            continue
        meant = [purpose for purpose in purposes if purpose in one.row.purposes.split()]
        found += [Way(one, to, purpose, carries) for to in _meant(actor, person, one) for purpose in meant]
    return found


def _meant(actor, person, one: Standing) -> list[Recipient]:
    """Those a consent names, and of a kind that it names as a class those who are known to help this person."""
    there = [row.recipient for row in one.named if row.part == "to"]
    if kinds := one.row.classes_of.split():
        rows = Relation.objects.visible_to(actor, person).filter(ended_on=None, recipient__kind__in=kinds)
        there += [row.recipient for row in rows.select_related("recipient").order_by("day", "pk")]
    return [row for row in dict.fromkeys(there) if row.ended_on is None]


def restrictions(actor, person) -> list[Restriction]:
    return list(Restriction.objects.visible_to(actor, person).filter(ended_on=None).order_by("day", "pk"))


def restriction_of(actor, person, restriction_id) -> Restriction:
    return or_404(Restriction.objects.visible_to(actor, person).filter(pk=restriction_id).first())


def disclosures(actor, person, *, released: bool, most: int = ACCOUNTED, since=None, until=None) -> list[Disclosure]:
    """What was told about them, or asked for and refused, newest first: the accounting (42 CFR 2.25, 45 CFR 164.528).

    since, until: local days, both included.
    """
    rows = Disclosure.objects.visible_to(actor, person).filter(released=released)
    rows = rows.filter(day__gte=since) if since else rows
    rows = rows.filter(day__lte=until) if until else rows
    rows = list(rows.select_related("by", "consent").defer("artefact").order_by("-at")[:most])
    for row in rows:
        row.classes = _names(DataClass, row.sent if released else row.asked)
        row.why = [WHY[code].why for code in row.reasons.split() if code in WHY]
        row.for_what = papers.meaning(Purpose(row.purpose)).name
    return rows


def told_to(actor, person, recipient) -> bool:
    """Whether anything was told, or refused, to this very recipient."""
    return Disclosure.objects.visible_to(actor, person).filter(recipient=recipient).exists()


def of_row(actor, person, row_id, *, since) -> Disclosure | None:
    """The release that was made from this row, from a moment on. What it was made from is sealed, so each is opened."""
    rows = Disclosure.objects.visible_to(actor, person).filter(released=True, at__gte=since)
    return next((row for row in rows.defer("artefact").order_by("at") if str(row_id) in row.refs.split()), None)


def disclosure_of(actor, person, disclosure_id) -> Disclosure:
    """One release as it was. Raises Http404, of a refusal too."""
    rows = Disclosure.objects.visible_to(actor, person).filter(released=True).select_related("by", "consent")
    row = or_404(rows.filter(pk=disclosure_id).first())
    row.ground_words = GROUNDS.get(row.ground, "")
    return row


def rights(actor, person) -> RightsGiven | None:
    """When the notice of rights was last given."""
    seal.preload(actor.agency_id, person.one_of)
    return RightsGiven.objects.visible_to(actor, person).order_by("-day", "pk").first()


def kinds() -> list:
    """The papers that can be begun here, in the order of the file."""
    return [papers.paper(kind) for kind in papers.papers() if kind not in (Kind.CENTRAL_REGISTRY, Kind.PDMP)]
