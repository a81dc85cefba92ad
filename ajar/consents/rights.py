"""The notice of 42 CFR 2.22, given to each person: what is private, what is told, and what they can ask for. Our own words."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ajar.consents import texts
from ajar.press import content
from ajar.press.content import Reviewer, Text, Wrong

FOLDER = content.CONTENT / "notices"
TOKENS = frozenset({"agency", "contact", "effective"})
# What the notice has to say, each in a section of its own and in this order.
ELEMENTS = (
    "protection", "with-consent", "one-consent", "redisclosure", "without-consent", "proceedings", "revoke", "restrictions",
    "accounting", "intermediary-list", "paper-copy", "talk", "fundraising", "duties", "breach", "complaints", "contact",
    "effective", "changes",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    id: str
    title: Text
    text: Text
    reviewers: tuple[Reviewer, ...]
    reviewers_es: tuple[Reviewer, ...]


@dataclass(frozen=True)
class Rights:
    """version: of the whole notice, kept with whom it was given to."""

    version: str
    sections: tuple[Section, ...]

    def filled(self, *, agency, contact, effective) -> list[tuple[str, Text, Text]]:
        """(id, title, text) of each section, in order. Each value: a string, or a Text where languages differ, as for a day."""
        words = {"agency": agency, "contact": contact, "effective": effective}
        return [(one.id, one.title, texts.filled(one.text, **words)) for one in self.sections]


def rights() -> Rights:
    """Raises ContentWrong with all that is wrong."""
    return _read(FOLDER)


@cache
def _read(folder: Path) -> Rights:
    wrongs: list[Wrong] = []
    words = {"title": content.line_of(80), "text": content.line_of(1200)}
    version = content.maybe(content.pattern(r"\d{4}-\d\d(\.\d+)?", '"2026-11", in quotes'))
    both = texts.read(folder, "rights", {"version": version}, words, wrongs, TOKENS)
    if not wrongs:
        wrongs += _wrong_whole(both)
    texts.done(both, wrongs)
    sections = [
        Section(one.id, one.text("title"), one.text("text"), one.reviewers(), one.reviewers("es")) for one in both
    ]
    return Rights(both[0].en.values["version"], tuple(sections))


def _wrong_whole(both) -> list[Wrong]:
    """An element that is missing, strange or out of order; a version that stands elsewhere than at the top."""
    ids = [one.id for one in both]
    file = both[0].en.file
    found = [Wrong(file, 1, "entries", f"{one} is missing, and has to be said") for one in ELEMENTS if one not in ids]
    found += [one.en.wrong("id", f"{one.id} is no part of this notice") for one in both if one.id not in ELEMENTS]
    if not found and ids != list(ELEMENTS):
        found.append(Wrong(file, 1, "entries", f"the order is: {', '.join(ELEMENTS)}"))
    where = [at for at, one in enumerate(both) if "version" in one.en.values]
    return found + ([] if where == [0] else [both[0].en.wrong("version", "stands with the first section, once")])
