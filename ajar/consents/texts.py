"""Our own words of this room, in two languages: `NAME.yaml` holds the facts and the English, `NAME.es.yaml` the Spanish of
the same entries. All of it is read or none; what is wrong is told by file, line and field."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from ajar.press import content, grade, never
from ajar.press.content import ContentWrong, Entry, Reviewer, Rule, Schema, Text, Wrong

_ABOUT: Schema = {"owner": content.line_of(80), "source": content.line_of(600), "checked_on": content.day}
_BRACES = re.compile(r"\{([^{}]*)\}?|\}")


class Both(NamedTuple):
    """One entry in both languages."""

    en: Entry
    es: Entry

    @property
    def id(self) -> str:
        return self.en.values["id"]

    def text(self, name: str) -> Text:
        """These words; none where they are left out."""
        return Text(*((entry.values.get(name) or "").strip() for entry in self))

    def reviewers(self, language: str = "en") -> tuple[Reviewer, ...]:
        values = (self.es if language == "es" else self.en).values
        return tuple(Reviewer(one["name"], one["as"], one["on"]) for one in values["reviewers"])


def read(
    folder: Path, name: str, facts: Schema, words: dict[str, Rule], wrongs: list[Wrong], tokens: Collection[str] = ()
) -> list[Both]:
    """The entries of a file and of its Spanish twin. words: the fields that are read out, in the order in which they are.
    tokens: what may stand in braces. What is wrong is added to `wrongs`; then none must be used."""
    english, spanish = folder / f"{name}.yaml", folder / f"{name}.es.yaml"
    if missing := [file for file in (english, spanish) if not file.is_file()]:
        wrongs += [Wrong(content.name_of(file), 1, "", "is missing; both languages are needed") for file in missing]
        return []
    said = {"id": content.pattern(r"[a-z][a-z0-9_.-]{1,40}", "how_to_revoke")} | words
    said["reviewers"] = content.reviewers(timezone.localdate())
    _about, entries = content.read(english, _ABOUT, said | facts, wrongs)
    _about, twins = content.read(spanish, _ABOUT, said, wrongs)
    for found in (entries, twins):
        ids = [entry.values["id"] for entry in found]
        wrongs += [
            e.wrong("id", f"{e.values['id']} stands twice") for at, e in enumerate(found) if e.values["id"] in ids[:at]
        ]
    by_id = {twin.values["id"]: twin for twin in twins}
    wrongs += _alone(entries, by_id, spanish) + _alone(twins, {e.values["id"] for e in entries}, english)
    both = [Both(entry, by_id[entry.values["id"]]) for entry in entries if entry.values["id"] in by_id]
    for one in both:
        for entry, language in ((one.en, "en"), (one.es, "es")):
            wrongs += _wrong_words(entry, language, words, tokens)
        for field in words:
            if _tokens(one.en, field) != _tokens(one.es, field):
                wrongs.append(one.es.wrong(field, f"{one.id} does not hold the same words in braces as the English"))
            if bool(one.en.values.get(field)) != bool(one.es.values.get(field)):
                wrongs.append(one.es.wrong(field, f"{one.id} has these words in one language only"))
    return both


def done(found, wrongs: list[Wrong]):
    """What was found, if nothing is wrong. Raises ContentWrong."""
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return found


def lacking(both: list[Both], asked: Collection[str]) -> list[Wrong]:
    """An entry that is missing, or of nothing that there is."""
    there = {one.id for one in both}
    found = [Wrong(both[0].en.file, 1, "entries", f"{one} is missing") for one in asked if one not in there]
    return found + [one.en.wrong("id", f"{one.id} is nothing that is known") for one in both if one.id not in asked]


def filled(text: Text, **words) -> Text:
    """The text with what stands for each word in braces: a string, or a Text of its own in each language. Raises KeyError for
    a word that nobody gave: a paper with a gap is none."""

    def put(language: str) -> str:
        given = {key: word.in_(language) if isinstance(word, Text) else str(word) for key, word in words.items()}
        return _BRACES.sub(lambda found: given[found[1]], text.in_(language))

    return Text(put("en"), put("es"))


def _alone(entries, others, file) -> list[Wrong]:
    return [
        entry.wrong("id", f"{entry.values['id']} has no entry that is right in {file.name}")
        for entry in entries
        if entry.values["id"] not in others
    ]


def _tokens(entry: Entry, name: str) -> set[str]:
    return {found[1] for found in _BRACES.finditer(entry.values.get(name) or "")}


def _wrong_words(entry: Entry, language: str, words, tokens) -> list[Wrong]:
    """Words that are too hard to read, that Ajar never says, or that stand for none."""
    found = []
    read_out = " ".join(entry.values[name].strip().rstrip(".") + "." for name in words if entry.values.get(name))
    if hard := grade.too_hard(_BRACES.sub("it", read_out), language):
        last = [name for name in words if entry.values.get(name)][-1]
        found.append(entry.wrong(last, f"{entry.values['id']} {hard}"))
    for name in words:
        text = entry.values.get(name) or ""
        found += [
            entry.wrong(name, f"“{word}” is a word that Ajar never says")
            for word, _ in never.never_said(text, language)
        ]
        for token in sorted(_tokens(entry, name) - set(tokens), key=str):
            known = " ".join(f"{{{one}}}" for one in sorted(tokens)) or "none"
            found.append(entry.wrong(name, f"{{{token or ''}}} stands for nothing here; these do: {known}"))
    return found
