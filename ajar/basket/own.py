"""An option as a place writes it on a page: the same fields and the same checks as in the files, in both languages."""

import json
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ajar.basket import catalogue
from ajar.basket.catalogue import Option
from ajar.press import content
from ajar.press.content import ContentWrong, Wrong

PREFIX = "OW"  # the numbers of a place's own options: OW-01 and on; none of ours begins so
FACTS = (
    "sure", "source", "spectrum", "domains", "for_whom", "shifts", "funding_flag", "state_law_flag", "review_by",
)  # fmt: skip


def plain(option: Option) -> dict:
    """An option as plain values: subject, facts, and `en` and `es` with the words and who reviewed them."""
    facts = {name: getattr(option, name) for name in ("subject", *FACTS)}
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
    for language, reviewers in (("en", option.reviewers), ("es", option.reviewers_es)):
        said[language] = {name: getattr(option, name).in_(language) for name in catalogue.WORDS}
        said[language]["reviewers"] = [{"name": one.name, "as": one.role, "on": one.on} for one in reviewers]
    return said


def checked(option_id: str, said: dict) -> Option:
    """The option of these plain values. Raises ContentWrong: the file of each wrong is the language that it is about."""
    said = folded(said)
    wrongs: list[Wrong] = []
    english = _english(option_id, said)
    one = content.checked("en", english, catalogue.facts_schema(), wrongs)
    other = content.checked("es", {"id": option_id} | said["es"], catalogue.words_schema(), wrongs)
    if said["subject"] not in catalogue.SUBJECTS:
        wrongs.append(Wrong("en", 1, "subject", _("Choose what it is about.")))
    if one is not None and other is not None:
        wrongs += catalogue.wrong_with(one, {"checked_on": localdate()}) + catalogue.wrong_words(other, "es")
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return catalogue.option_of(said["subject"], english, said["es"])


def folded(said: dict) -> dict:
    """The same values with their words on one line each: a line break or a space at the end changes no word."""
    lines = {
        language: said[language] | {name: _line(said[language][name]) for name in catalogue.WORDS}
        for language in ("en", "es")
    }
    return said | lines | {"source": _line(said["source"])}


def _line(words: str) -> str:
    return " ".join(words.split())


def read_anew(before: Option, said: dict) -> dict:
    """The same values; where words changed, whoever had read the words before does not stand under them any more."""
    was, said = folded(plain(before)), folded(said)
    changed = dict(said)
    for language in ("en", "es"):
        if any(was[language][name] != said[language][name] for name in catalogue.WORDS):
            reviewers = [one for one in said[language]["reviewers"] if one not in was[language]["reviewers"]]
            changed[language] = said[language] | {"reviewers": reviewers}
    return changed


def kept(option: Option) -> str:
    """An option as a version keeps it: JSON."""
    return json.dumps(plain(option), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def option(option_id: str, words: str) -> Option:
    """The option of a version. It was checked when it was kept."""
    said = json.loads(words)
    said["review_by"] = date.fromisoformat(said["review_by"])
    for language in ("en", "es"):
        for one in said[language]["reviewers"]:
            one["on"] = date.fromisoformat(one["on"])
    return catalogue.option_of(said["subject"], _english(option_id, said), said["es"])


def _english(option_id: str, said: dict) -> dict:
    """As an entry of a file has them: the facts with the English words."""
    return {"id": option_id} | {name: said[name] for name in FACTS} | said["en"]


def next_id(taken) -> str:
    """The next number of a place's own. taken: the numbers that are there."""
    numbers = [int(key.partition("-")[2]) for key in taken if key.startswith(f"{PREFIX}-")]
    return f"{PREFIX}-{max(numbers, default=0) + 1:02d}"


def differences(one: Option | None, other: Option | None) -> list[tuple[str, str]]:
    """(field, language or nothing) of what differs between two."""
    if one is None or other is None:
        return []
    left, right = plain(one), plain(other)
    found = [(name, "") for name in ("subject", *FACTS) if _bare(left[name]) != _bare(right[name])]
    return found + [
        (name, language) for language in ("en", "es") for name in (*catalogue.WORDS, "reviewers")
        if left[language][name] != right[language][name]
    ]  # fmt: skip


def _bare(value):
    """The order of a list says nothing."""
    return sorted(value) if isinstance(value, list) else value
