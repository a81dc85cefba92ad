"""The kinds of safety plan and their parts, as the content says; versions as arithmetic. No database here."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from ajar.plans import rules
from ajar.press import content


@dataclass(frozen=True)
class Part:
    """One heading of a plan. letter: what its rows carry; reach: it asks for a way to reach somebody too; helped: it asks
    what helps."""

    letter: str
    _name: dict
    _ask: dict
    reach: bool = False
    helped: bool = False

    @property
    def name(self) -> str:
        return content.said(self._name)

    @property
    def ask(self) -> str:
        return content.said(self._ask)


@dataclass(frozen=True)
class Kind:
    """A kind of plan. alone: it stands on a turned screen only after the worker said that they are alone.

    card: letters of the parts that are ticked first for a wallet card.
    """

    key: str
    _name: dict
    _says: dict
    parts: tuple[Part, ...]
    card: tuple[str, ...]
    _steps: tuple[dict, ...]
    alone: bool
    law: str = ""  # the kind of the agency's own text that stands beside it

    @property
    def name(self) -> str:
        return content.said(self._name)

    @property
    def says(self) -> str:
        return content.said(self._says)

    @property
    def has_steps(self) -> bool:
        return bool(self._steps)

    def steps(self, emergency: str) -> list[str]:
        """What to do, for whoever finds the paper. emergency: the number to call there; without one they say so."""
        called = emergency or _("the emergency number")
        return [content.said(step).replace("{emergency}", called) for step in self._steps]

    def part(self, letter) -> Part | None:
        return next((part for part in self.parts if part.letter == letter), None)

    def beside(self, letter) -> tuple[Part | None, Part | None]:
        """The parts before and after this one."""
        at = [part.letter for part in self.parts].index(letter)
        return (self.parts[at - 1] if at else None), (self.parts[at + 1] if at + 1 < len(self.parts) else None)


@cache
def kinds() -> dict[str, Kind]:
    """Kinds by their key, in the order of the content."""
    found = {}
    for entry in content.load("plans/safety")["entries"]:
        parts = tuple(
            Part(p["part"], p["name"], p["ask"], p.get("reach", False), p.get("helped", False)) for p in entry["parts"]
        )
        found[entry["key"]] = Kind(
            entry["key"], entry["name"], entry["says"], parts, tuple(entry["card"]), tuple(entry.get("steps", ())),
            entry.get("alone", False), entry.get("law", ""),
        )  # fmt: skip
    return found


def printable(kind: str) -> dict[str, str]:
    """{letter, "steps" or "law": its name} of what a print of this kind may hold."""
    found = {part.letter: part.name for part in kinds()[kind].parts}
    if kinds()[kind].has_steps:
        found["steps"] = _("What to do, for whoever is near")
    return found | ({rules.LAW: _("Calling for help: the law here")} if kinds()[kind].law else {})


def standing(lines, version: int | None = None) -> dict[str, list]:
    """{letter: its lines in order}, as the plan is now or was in an earlier version."""
    found: dict[str, list] = {}
    for line in sorted(lines, key=lambda row: (row.order, row.since, str(row.pk))):
        now = line.until is None if version is None else line.since <= version and (line.until or version + 1) > version
        if now:
            found.setdefault(line.part, []).append(line)
    return found
