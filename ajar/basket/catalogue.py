"""The options of the basket, from the files under `content/options/`.

`SUBJECT.yaml` holds the facts and the English words, `SUBJECT.es.yaml` the Spanish words of the same options. All of it
is read or none: what is wrong is told by file, line and field.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ajar.basket import claims
from ajar.basket.rules import WITH_PEOPLE
from ajar.goals.domains import DOMAINS
from ajar.goals.domains import SPECTRUM as USE
from ajar.people.templatetags.people import NEUTRAL
from ajar.press import content, grade, never
from ajar.press.content import ContentWrong, Entry, Reviewer, Text, Wrong

FOLDER = content.CONTENT / "options"
# What stands for a word of the person's own; anything else in braces would be read out as it is.
_TOKEN = re.compile(r"\{(?:" + "|".join(NEUTRAL) + r")\}", re.I)
_STRAY = re.compile(r"\{[^{}]*\}?|\}")
_NUMBER = re.compile(r"\b(?:911|988|211|(?:1-)?8\d\d-[\w-]+\w)\b")  # of the United States, in our words
MOST_WORDS = 60  # of `text`, `why` and `caution` together, in each language
REVIEW_WITHIN = timedelta(days=366)

# The order of the page: what keeps somebody alive first, then by what it is about. No worth in it.
SUBJECTS = {
    "overdose": _("Overdose"),
    "opioids": _("Opioids"),
    "stimulants": _("Stimulants"),
    "alcohol": _("Alcohol"),
    "sedatives": _("Pills that calm, GHB"),
    "other-drugs": _("Cannabis, tobacco, other drugs"),
    "injecting": _("Injecting"),
    "smoking": _("Smoking and sniffing"),
    "pregnancy": _("Pregnancy and feeding a baby"),
    "mixing-and-breaks": _("Mixing, and after a break"),
    "sex-and-contraception": _("Sex and contraception"),
    "gambling": _("Gambling"),
    "eating-and-heart": _("Eating, weight, heart"),
    "mind": _("Mind and mood"),
    "people": _("Family and other people"),
    "everyday": _("Home, money, safety"),
    "change": _("Change, at your pace"),
}
# All equal members of the basket (domain.md C.8), and staying as one is.
SPECTRUM = {"same": _("staying as it is")} | dict(USE)
ALWAYS = ("same", "safer", "less", "none")  # of each of these a place has at least one on offer
# domain.md C.9: how sure we are.
SURE = {
    "A": _("Strong: trials, or a strong guideline"),
    "B": _("Good: studies that watched, or experts who agree"),
    "C": _("Practice: what people who use drugs, workers and experts have learned"),
}
FOR_WHOM = {
    "anyone": _("anyone"),
    "injects": _("people who inject"),
    "smokes": _("people who smoke"),
    "sniffs": _("people who sniff"),
    "pregnant": _("pregnant people"),
    "feeding": _("people who feed a baby their milk"),
    "parents": _("people who live with children"),
    "after-break": _("people after a break: jail, hospital, detox"),
    "mandated": _("people under a court order"),
    "outside": _("people with nowhere to stay"),
    "sex-work": _("people who do sex work"),
    "hormones": _("people who take hormones"),
    "near": _("family, friends, people nearby"),
}
# Zinberg: what of the three it shifts.
SHIFTS = {"drug": _("the drug"), "set": _("body and mind"), "setting": _("where and with whom")}

ROLES = {"lived experience": _("lived experience"), "clinical": _("clinical"), "legal": _("legal")}

WORDS = {"name": 70, "harm": 90, "text": 500, "why": 300, "caution": 300}  # and the longest of each, in letters
_ID = content.pattern(r"[A-Z]{2}-\d{2,3}", "OP-01")
_ABOUT = {"owner": content.line_of(80), "source": content.line_of(400), "checked_on": content.day}


def words_schema() -> content.Schema:
    return {
        "id": _ID,
        **{name: content.line_of(longest) for name, longest in WORDS.items()},
        "reviewers": content.reviewers(timezone.localdate()),
    }


def facts_schema() -> content.Schema:
    return words_schema() | {
        "sure": content.one_of(*SURE),
        "source": content.line_of(200),
        "spectrum": content.some_of(*SPECTRUM),
        "domains": content.some_of(*DOMAINS),
        "for_whom": content.some_of(*FOR_WHOM),
        "shifts": content.one_of(*SHIFTS),
        "funding_flag": content.yes_or_no,
        "state_law_flag": content.yes_or_no,
        "review_by": content.day,
    }


@dataclass(frozen=True)
class Option:
    """One thing that somebody could do, or leave. Never advice by itself: a worker asks first, the person chooses."""

    id: str
    subject: str
    name: Text
    harm: Text
    text: Text
    why: Text
    caution: Text
    sure: str
    source: str
    spectrum: tuple[str, ...]
    domains: tuple[str, ...]
    for_whom: tuple[str, ...]
    shifts: str
    funding_flag: bool  # federal substance use grants may not pay for it
    state_law_flag: bool  # the law differs by state: not on a person's screen until the place has confirmed it
    review_by: date
    reviewers: tuple[Reviewer, ...]
    reviewers_es: tuple[Reviewer, ...]

    @property
    def read_by(self) -> tuple[Reviewer, ...]:
        """Whoever reviewed the words in the language of the page."""
        return self.reviewers_es if (get_language() or "en").startswith("es") else self.reviewers

    @property
    def gives_up(self) -> bool:
        """Whether it is about less or none and nothing else: then what will do its job is asked first."""
        return set(self.spectrum) <= {"less", "none"}

    def facts(self) -> list[tuple[str, str]]:
        """(what, said in words) of all that is no text of it, for whoever compares two of them."""
        shown = [
            (_("What it is about"), SUBJECTS[self.subject]),
            (_("How sure we are"), f"{self.sure}. {SURE[self.sure]}"),
            (_("Source"), self.source),
            (_("Part of the spectrum"), _named(self.spectrum, SPECTRUM)),
            (
                _("Which goals can it serve?"),
                _named(self.domains, {key: name for key, (name, _lane) in DOMAINS.items()}),
            ),
            (_("For whom"), _named(self.for_whom, FOR_WHOM)),
            (_("What it shifts"), SHIFTS[self.shifts]),
            (_("Federal grants for substance use may not pay for it"), _("yes") if self.funding_flag else _("no")),
            (_("Laws differ about it"), _("yes") if self.state_law_flag else _("no")),
            (_("To be read over by"), date_format(self.review_by, "DATE_FORMAT")),
        ]
        readers = [(_("English"), self.reviewers), (_("Spanish"), self.reviewers_es)]
        read = _("Who has read these words over?")
        return shown + [(f"{read} ({language})", _readers(who)) for language, who in readers]

    def holds(self, asked: list[str]) -> bool:
        """Whether each of these words begins a word of the option, in either language."""
        here = _said_in(self)
        return all(any(word.startswith(part) for word in here) for part in asked)


@cache
def load() -> tuple[Option, ...]:
    """Every option, by subject and in the order of its file; once a process. Raises ContentWrong with all that is wrong."""
    return read(FOLDER)


def placed(country: str, emergency: str) -> tuple[Option, ...]:
    """Every option, for a country: elsewhere no number of the United States stands in our words, but the emergency number of
    the place, or that there is one to call."""
    return load() if country == "us" else tuple(_elsewhere(option, emergency) for option in load())


@cache
def _elsewhere(option: Option, emergency: str) -> Option:
    words = {"en": ("the emergency number", "a local line"), "es": ("número de emergencia", "número local")}

    def put(text: Text, language: str) -> str:
        called, local = words[language]
        return _NUMBER.sub(lambda found: (emergency or called) if found[0] == "911" else local, text.in_(language))

    texts = {name: getattr(option, name) for name in WORDS}
    other = {name: Text(put(text, "en"), put(text, "es")) for name, text in texts.items()}
    if other == texts:
        return option
    return replace(option, **other, reviewers=(), reviewers_es=())  # nobody has read these words (decision 41)


def read(folder: Path) -> tuple[Option, ...]:
    """The options of a folder. Raises ContentWrong; then nothing of it is loaded."""
    wrongs: list[Wrong] = []
    options: list[Option] = []
    seen: dict[str, Entry] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name.removesuffix(".yaml").removesuffix(".es") not in SUBJECTS:
            wrongs.append(Wrong(content.name_of(file), 1, "", f"is named after no subject of: {', '.join(SUBJECTS)}"))
    for subject in SUBJECTS:
        english, spanish = folder / f"{subject}.yaml", folder / f"{subject}.es.yaml"
        if not english.is_file() and not spanish.is_file():
            continue
        if missing := [f for f in (english, spanish) if not f.is_file()]:
            wrongs.append(Wrong(content.name_of(missing[0]), 1, "", "is missing; each subject has both languages"))
            continue
        about, entries = content.read(english, _ABOUT, facts_schema(), wrongs)
        _about, twins = content.read(spanish, _ABOUT, words_schema(), wrongs)
        words = {twin.values["id"]: twin for twin in twins}
        _listed_twice(entries, seen, wrongs)
        _listed_twice(twins, {}, wrongs)
        for twin in twins:
            if twin.values["id"] not in {entry.values["id"] for entry in entries}:
                wrongs.append(twin.wrong("id", f"{twin.values['id']} has no entry that is right in {english.name}"))
        for entry in entries:
            wrongs += wrong_with(entry, about)
            twin = words.get(entry.values["id"])
            if twin is None:
                wrongs.append(entry.wrong("id", f"{entry.values['id']} has no entry that is right in {spanish.name}"))
            else:
                options.append(option_of(subject, entry.values, twin.values))
        for twin in twins:
            wrongs += wrong_words(twin, "es")
    if not options and not wrongs:
        wrongs.append(Wrong(content.name_of(folder), 1, "", "holds no options"))
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return tuple(options)


def _listed_twice(entries: list[Entry], seen: dict[str, Entry], wrongs: list[Wrong]) -> None:
    for entry in entries:
        first = seen.setdefault(entry.values["id"], entry)
        if first is not entry:
            wrongs.append(
                entry.wrong("id", f"{entry.values['id']} stands twice; first in {first.file}, line {first.line}")
            )


def wrong_with(entry: Entry, about: dict) -> list[Wrong]:
    """What is wrong between the fields of an option."""
    found = wrong_words(entry, "en")
    if about and entry.values["review_by"] > about["checked_on"] + REVIEW_WITHIN:
        found.append(entry.wrong("review_by", "is more than twelve months after checked_on"))
    return found


def wrong_words(entry: Entry, language: str) -> list[Wrong]:
    """Words that are too many or too hard to read, that Ajar never says, that nothing supports, or that stand for none."""
    read_out = " ".join(entry.values[name].strip() for name in ("text", "why", "caution"))
    found = []
    if (count := len(grade.words(read_out))) > MOST_WORDS:
        text = _("text, why and caution have %(count)s words; the most is %(most)s")
        found.append(entry.wrong("text", text % {"count": count, "most": MOST_WORDS}))
    if hard := grade.too_hard(read_out, language):
        found.append(entry.wrong("text", _("text, why and caution: %(hard)s") % {"hard": hard}))
    for name in WORDS:
        for word, __ in never.never_said(entry.values[name], language):
            found.append(entry.wrong(name, _("“%(word)s” is a word that Ajar never says") % {"word": word}))
        for claim in claims.claimed(entry.values[name], language):
            found.append(
                entry.wrong(name, _("it says: %(claim)s. The evidence does not support that") % {"claim": claim})
            )
        if stray := _STRAY.search(_TOKEN.sub("", entry.values[name])):
            known = " ".join(f"{{{token}}}" for token in NEUTRAL)
            told = _("“%(word)s” stands for no word of theirs; these do: %(known)s")
            found.append(entry.wrong(name, told % {"word": stray.group(), "known": known}))
    return found


def option_of(subject: str, english: dict, spanish: dict) -> Option:
    return Option(
        id=english["id"],
        subject=subject,
        sure=english["sure"],
        source=english["source"],
        shifts=english["shifts"],
        review_by=english["review_by"],
        reviewers=_reviewers(english),
        reviewers_es=_reviewers(spanish),
        **{name: Text(english[name].strip(), spanish[name].strip()) for name in WORDS},
        **{name: tuple(english[name]) for name in ("spectrum", "domains", "for_whom")},
        **{name: english[name] for name in ("funding_flag", "state_law_flag")},
    )


def _named(keys, names: dict) -> str:
    return ", ".join(str(names[key]) for key in keys)


def _readers(reviewers: tuple[Reviewer, ...]) -> str:
    said = [f"{one.name}, {ROLES[one.role]}, {date_format(one.on, 'DATE_FORMAT')}" for one in reviewers]
    return "; ".join(said) or str(_("nobody yet"))


def _reviewers(values: dict) -> tuple[Reviewer, ...]:
    return tuple(Reviewer(one["name"], one["as"], one["on"]) for one in values["reviewers"])


@cache
def _said_in(option: Option) -> frozenset[str]:
    texts = [option.id] + [said for name in WORDS for said in (getattr(option, name).en, getattr(option, name).es)]
    return frozenset(grade.plain(word) for text in texts for word in grade.words(text))


def fitting(
    options: Iterable[Option],
    *,
    subject: str | None = None,
    spectrum: str | None = None,
    words: str = "",
) -> list[Option]:
    """Those of some options that fit all that is asked. words: each begins a word of the option, in either language."""
    asked = [grade.plain(word) for word in grade.words(words)]
    return [
        option
        for option in options
        if (subject is None or subject == option.subject)
        and (spectrum is None or spectrum in option.spectrum)
        and option.holds(asked)
    ]


# What a basket can be narrowed to: only what the files carry. Cost, day and place stand in none of them yet.
SUITS: dict[str, tuple] = {
    "same": (_("no change now"), lambda option: "same" in option.spectrum),
    "safer": (_("safer"), lambda option: "safer" in option.spectrum),
    "less": (_("less"), lambda option: "less" in option.spectrum),
    "none": (_("none"), lambda option: "none" in option.spectrum),
    "people": (_("with people"), lambda option: bool(WITH_PEOPLE & set(option.domains))),
    "drug": (_("the drug"), lambda option: option.shifts == "drug"),
    "set": (_("body and mind"), lambda option: option.shifts == "set"),
    "setting": (_("where and with whom"), lambda option: option.shifts == "setting"),
}


def staying(options: Iterable[Option]) -> Option | None:
    """The option to leave it as it is: the one about change before any about one thing only."""
    found = [option for option in options if option.spectrum == ("same",)]
    return next((option for option in found if option.subject == "change"), found[0] if found else None)


def lacking(options: Iterable[Option]) -> frozenset[str]:
    """The parts of the spectrum that none of some options stands for; of `same` one that is nothing else (domain.md C.8)."""
    options = list(options)
    there = {part for option in options for part in option.spectrum} - {"same"}
    return frozenset(ALWAYS) - there - ({"same"} if staying(options) else set())


@cache
def about(option: Option) -> frozenset[str]:
    """The plain words of what an option is about, in either language."""
    texts = [said for name in ("name", "harm") for said in (getattr(option, name).en, getattr(option, name).es)]
    whom = "feeding" if "feeding" in option.for_whom else ""  # its words may hold {feed}, which is the person's own
    return frozenset(grade.plain(word) for text in [*texts, whom] for word in grade.words(text))


def ours(option_id: str) -> Option | None:
    """An option as Ajar has it."""
    return next((option for option in load() if option.id == option_id), None)


def by_subject(options: Iterable[Option]) -> list[tuple[str, str, list[Option]]]:
    """(key, name, options) of each subject that has some, in the order of the page."""
    found: dict[str, list[Option]] = {}
    for option in options:
        found.setdefault(option.subject, []).append(option)
    return [(key, name, found[key]) for key, name in SUBJECTS.items() if key in found]
