"""What a report would say: lines made from the record each time they are asked for, and the one page that would leave.

Read are days of contacts, days of visits that were moved, results of tests, and the fields of the report itself; nothing else
of the record. None of these rows is ever made from a confidence.
"""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from ajar.consents import disclosing
from ajar.consents.disclosing import ALLOWS, Item, Request
from ajar.consents.facts import DataClass, Decision
from ajar.encounters.models import Encounter, FollowUp, LabResult
from ajar.encounters.rules import findings
from ajar.mandates import queries, rules
from ajar.mandates.models import Report

NOT_IN = "not-in"


@dataclass(frozen=True)
class Line:
    """One thing that could be told. key: the id of its row. mark: of a day, how it counts. out: its class was left out.

    A class goes whole or not at all: of the tests only the good ones would be a lie, and a gap would tell what is in it.
    """

    key: str
    data_class: DataClass
    row: object
    day: object = None
    mark: str = ""
    out: bool = False
    may_mark: bool = False

    def pair(self) -> tuple[str, str]:
        """(heading, words), in the language that is on. Only here is the row looked into."""
        if self.data_class is rules.ATTENDANCE:
            return rules.day_words(self.day), rules.mark_words(self.mark)
        if self.data_class is rules.TESTS:
            said = rules.test_words(findings(self.row.findings), self.row.confirmed)
            return _("Test of %(day)s") % {"day": rules.day_words(self.day)}, said
        if self.data_class is DataClass.ENGAGEMENT:
            return _("How it goes"), self.row.going
        return _("What was agreed"), self.row.agreed

    @property
    def words(self) -> str:
        return ": ".join(self.pair())


def window(report: Report) -> tuple:
    """The days that may be told of: those of the report that the consent speaks of too."""
    consent = report.consent
    return (
        max(report.since, consent.since) if consent.since else report.since,
        min(report.until, consent.until) if consent.until else report.until,
    )


def lines(actor, person, report: Report) -> list[Line]:
    """All that the consent lets this report hold, left out or not, each day after the one before."""
    scope, days, out = rules.may_hold(queries.covered(report.consent)), window(report), set(report.left_out.split())
    found: list[Line] = []
    if rules.ATTENDANCE in scope:
        found += _days(actor, person, report, days, out)
    if rules.TESTS in scope:
        tests = LabResult.objects.visible_to(actor, person).filter(day__range=days, answer="agreed")
        found += [
            Line(str(row.pk), rules.TESTS, row, day=row.day, out=rules.TESTS in out)
            for row in tests.order_by("day", "order", "pk") if findings(row.findings)
        ]  # fmt: skip
    for data_class, words in ((DataClass.ENGAGEMENT, report.going), (DataClass.COMPLIANCE_STATUS, report.agreed)):
        if data_class in scope and words.strip():
            found.append(Line(data_class.value, data_class, report, out=data_class.value in out))
    return found


def _days(actor, person, report, days, out) -> list[Line]:
    marked = dict(pair.split("=") for pair in report.marked.split())
    kinds = [*report.mandate.counts.split(), NOT_IN]
    rows = Encounter.objects.visible_to(actor, person).filter(day__range=days, kind__in=kinds)
    found = [
        Line(
            str(row.pk), rules.ATTENDANCE, row, day=row.day, out=rules.ATTENDANCE in out, may_mark=row.kind == NOT_IN,
            mark=marked.get(str(row.pk), rules.NOT_IN) if row.kind == NOT_IN else rules.CAME,
        )
        for row in rows
    ]  # fmt: skip
    moved = FollowUp.objects.visible_to(actor, person).for_them()
    moved = moved.filter(day__range=days, kind="visit", state="moved")
    found += [
        Line(str(row.pk), rules.ATTENDANCE, row, day=row.day, mark=rules.MOVED, out=rules.ATTENDANCE in out)
        for row in moved
    ]
    return sorted(found, key=lambda line: (line.day, line.key))


@dataclass(frozen=True)
class Preview:
    """The request as it would be made now, what the decision would be, and the words that would leave (in English)."""

    request: Request
    decision: Decision
    words: list
    lines: list

    @property
    def allowed(self) -> bool:
        return self.decision.answer in ALLOWS and bool(self.words)

    @property
    def seal(self) -> str:
        return rules.seal_of(self.words)

    @property
    def mark(self) -> str:
        """With it nothing but these words leaves; nothing where none may: then the refusal is kept."""
        return disclosing.seen_as(self.request, self.decision, self.words) if self.allowed else ""


def preview(actor, person, report: Report) -> Preview:
    """Exactly what would leave now. Nothing is recorded."""
    there = lines(actor, person, report)
    told = [line for line in there if not line.out]
    last_day = window(report)[1]  # what is of no day of its own is of the end of the report
    items = [Item(line.data_class, _english(line), line.row, line.day or last_day) for line in told]
    if days := [line.mark for line in told if line.data_class is rules.ATTENDANCE]:
        items.insert(0, Item(rules.ATTENDANCE, _count(days), day=last_day))  # the answer first, its days after it
    with translation.override("en"):
        title = _("Report for the court")
    asked = Request(
        recipient=report.recipient, purpose=queries.PURPOSE, basis=queries.BASIS, items=tuple(items),
        consent=report.consent, title=title, preview=report.preview,
    )  # fmt: skip
    decision, words = disclosing.would(actor, person, asked)
    carrier = next((one for one in rules.MADE if one in decision.sent and one in {i.data_class for i in items}), None)
    if decision.answer not in ALLOWS or carrier is None:
        return Preview(asked, decision, [], there)
    # Of whom and of when, and what the person adds, go along with what is told; alone they do not go.
    first, last = (Item(carrier, make, report, last_day) for make in (_about(report), _own_words(report)))
    items = [first, *items, *([last] if report.own_words.strip() else [])]
    asked = Request(**{**vars(asked), "items": tuple(items)})
    words = [list(first.make()), *words, *([list(last.make())] if report.own_words.strip() else [])]
    return Preview(asked, decision, words, there)


def _english(line):
    def make():
        with translation.override("en"):
            return [line.pair()]

    return make


def _count(marks):
    def make():
        with translation.override("en"):
            return [(_("Visits"), rules.attendance(marks))]

    return make


def _about(report):
    def make():
        since, until = window(report)
        with translation.override("en"):
            days = _("%(since)s to %(until)s") % {"since": rules.day_words(since), "until": rules.day_words(until)}
            about = [(_("About"), report.consent.name), (_("Days"), days)]
            return [*about, *([(_("Next update due"), rules.day_words(report.next_on))] if report.next_on else [])]

    return make


def _own_words(report):
    def make():
        with translation.override("en"):
            return [(_("In their own words"), report.own_words)]

    return make
