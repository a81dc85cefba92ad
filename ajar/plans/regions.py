"""Numbers to call, by region: `content/plans/numbers/us.yaml` for a country, `us-ny.yaml` for what a part of it adds.

All files are read or none: what is wrong is told by file, line and field. No database here. Which lines there are: domain.md
E.6. A region without a file has no numbers, and nobody is shown those of another.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils.timezone import localdate

from ajar.access.models import Agency
from ajar.plans import safety
from ajar.press import content
from ajar.press.content import ContentWrong, Text, Wrong

FOLDER = content.CONTENT / "plans" / "numbers"
# Lines change hands and hours; a list that nobody looked at for a quarter of a year is stale (domain.md, open point 8).
FRESH = timedelta(days=92)
EMERGENCY = "emergency"  # the key of the line that the steps of a plan name


@dataclass(frozen=True)
class Line:
    """One number. plans: the kinds beside which it stands; may_send: "yes", "no" or "unknown"; carry: its name on paper.
    called_on: when somebody of this place called it, of a line of its own."""

    key: str
    name: Text
    carry: Text
    number: str
    may_send: str
    plans: tuple[str, ...]
    called_on: date | None = None


@dataclass(frozen=True)
class Numbers:
    """The numbers of a place; false where none are kept. checked_on: when the list was last looked at, of two the older day.
    called_on: when somebody last called them all, None where nobody has."""

    name: Text = Text()
    lines: tuple[Line, ...] = ()
    checked_on: date | None = None
    called_on: date | None = None

    def __bool__(self):
        return bool(self.lines)

    def with_own(self, own: list[Line], place: str) -> "Numbers":
        """These after the lines that a place added itself. place: its name, for one whose region has no list."""
        if not own:
            return self
        return replace(self, name=self.name or Text(place, place), lines=(*own, *self.lines))

    def beside(self, kind: str) -> list[Line]:
        """Those that stand beside a plan of this kind."""
        return [line for line in self.lines if kind in line.plans]

    @property
    def emergency(self) -> str:
        return next((line.number for line in self.lines if line.key == EMERGENCY), "")

    def stale(self, today: date) -> int:
        """For how many days nobody has looked at it, when that is too long; else 0."""
        days = today - self.checked_on
        return days.days if days > FRESH else 0


def of(region: str) -> Numbers:
    """What is kept for a region: the lines of its country, with those of its part of it. "" is no region."""
    files = [regions()[key] for key in dict.fromkeys((country_of(region), region)) if key in regions()]
    if not files:
        return Numbers()
    lines = {line.key: line for file in files for line in file.lines}
    called = [file.called_on for file in files]
    return Numbers(
        files[-1].name, tuple(lines.values()), min(file.checked_on for file in files), min(called) if all(called) else None
    )  # fmt: skip


def country_of(region: str) -> str:
    return region.partition("-")[0]


def regions() -> dict[str, Numbers]:
    """What each file holds by itself, by region. Raises ContentWrong with all that is wrong."""
    return _read(FOLDER)


@cache
def _read(folder: Path) -> dict[str, Numbers]:
    found, wrongs = {}, []
    for path in sorted(folder.glob("*.yaml"), key=lambda file: file.stem):
        about, entries = content.read(path, _about(), _schema(), wrongs)
        keys = [entry.values["key"] for entry in entries]
        wrongs += [e.wrong("key", "stands twice") for at, e in enumerate(entries) if e.values["key"] in keys[:at]]
        if not Agency.REGION.fullmatch(path.stem):
            wrongs.append(Wrong(content.name_of(path), 1, "", "a file is named after a region, like us or us-ny"))
        if about:
            lines = tuple(_line(**entry.values) for entry in entries)
            found[path.stem] = Numbers(Text(**about["name"]), lines, about["checked_on"], about["called_on"])
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return found


def _line(*, key, name, carry, number, may_send, sure, plans=()):
    return Line(key, Text(**name), Text(**carry), number, may_send, tuple(plans))


def _about() -> content.Schema:
    return {
        "owner": content.line_of(80),
        "name": _in_both(60),
        "source": content.line_of(600),
        "checked_on": _looked,
        "called_on": lambda value: "" if value is None else _looked(value),
        "reviewed": content.roles,
    }


def _schema() -> content.Schema:
    return {
        "key": content.pattern(r"[a-z0-9][a-z0-9-]{1,30}", "safe-line, in quotes if it is all digits"),
        "plans": content.maybe(content.some_of(*safety.kinds())),
        "may_send": _may_send,
        "number": content.pattern(r"\+?[0-9][0-9 ()-]{1,20}", 'a number in quotes, "800-555-0100"'),
        "sure": content.one_of("high", "medium", "low"),
        "name": _in_both(80),
        "carry": _in_both(40),
    }


def _in_both(longest: int) -> content.Rule:
    rule = content.line_of(longest)

    def both(value):
        if not isinstance(value, dict) or set(value) != {"en", "es"}:
            return "words in both languages are needed here: {en: ..., es: ...}"
        return next((f"{key}: {wrong}" for key in value if (wrong := rule(value[key]))), "")

    return both


def _looked(value) -> str:
    tomorrow = localdate() + timedelta(days=1)  # somewhere it is tomorrow already
    return content.day(value) or ("the day has not come yet" if value > tomorrow else "")


def _may_send(value) -> str:
    quoted = "yes and no stand in quotes here" if isinstance(value, bool) else ""
    return quoted or content.one_of("yes", "no", "unknown")(value)
