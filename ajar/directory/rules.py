"""Words to needs, hours to open or not, degrees to miles. No database here."""

import json
import math
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from ajar.press import content

EARTH = 6371.0088  # kilometers, mean radius (IUGG)
MILE = 1.609344
DAY = 24 * 60
MOST_WORDS = 12  # of one search that name no need
LOOKED = {"right": _("it is right"), "wrong": _("it was wrong"), "corrected": _("put right")}
# Words that say nothing of what is looked for, English and Spanish.
_LITTLE = """
a an and the of for to in on at near with from by is are be it i me my we you your he she they some any need want help
find get where can could please somebody someone something place places now today tonight night
am have has had do does not so too this that there here right really just very us our his her him their them who what looking
un una unos unas el la los las de del y o para por en con al es son esta este necesito quiero busco donde puedo algo
alguien lugar cerca hoy ahora noche me mi ayuda tengo tiene tenemos estoy hay que muy mas su sus nos no
"""
_SMALL = frozenset(_LITTLE.split())
# What takes back what is said with it, English and Spanish, folded.
_WITHOUT = frozenset({"without", "sin"})
_THEN = "no not none cannot cant never excluded ineligible prohibited nunca prohibido prohibida"  # also behind it
_BEFORE = """
non nor neither nobody dont doesnt wont isnt arent unable unless except excepting exclude excludes excluding exclusions
deny denies denied refuse refuses refused ni jamas nadie tampoco ningun ninguna excepto salvo excluye
"""
_AFTER = frozenset(_THEN.split())
_NOT = _AFTER | _WITHOUT | frozenset(_BEFORE.split())
# These take nothing back of what stands beside them.
_HARMLESS = tuple(
    f" {words} " for words in (
        "no cost", "no charge", "no matter", "not for profit", "non profit", "no appointment needed",
        "no appointment necessary", "no appointment required", "sin costo", "sin cita",
    )
)  # fmt: skip
# A sentence ends; "Pets allowed? No." is one, and so is one that goes on in the next line of a file.
_CLAUSE = re.compile(
    r"[;!\u2022|]|\?(?!\s*(?i:no)\b)|\.(?=\s+[^a-z\s]|\s*$)|\n(?=\s*(?:\n|[^a-z\s]))|\b(?i:but|pero|sino|however)\b"
)
_SHORT_NOT = re.compile(r"n['\u2019]t\b", re.I)
_WORD = re.compile(r"(?<= )[^ ]+(?= )")
_BETWEEN = re.compile(r"[^\w]|_")


def fold(text: str) -> str:
    """Lower case, no accents, blanks for everything that is neither letter nor digit."""
    flat = text.lower()
    if not text.isascii():
        flat = unicodedata.normalize("NFKD", text).casefold()
        flat = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(_BETWEEN.sub(" ", flat).split())


@dataclass
class Topic:
    """A need or a mark of content/directory: its bit, its names, and the words by which it is found."""

    key: str
    bit: int
    name: object
    single: frozenset = frozenset()
    phrases: tuple = ()
    asked: tuple = ()  # how people ask for it; no place is read by these
    codes: frozenset = frozenset()

    def __str__(self):
        return content.said(self.name)


@cache
def topics(name: str) -> dict[str, Topic]:
    """Of `needs` or `marks`, in the order of the file. The order is kept for good: a bit is a place in it."""
    found = {}
    for place, entry in enumerate(content.load(f"directory/{name}")["entries"]):
        said = _folded(entry.get("words"))
        found[entry["key"]] = Topic(
            key=entry["key"], bit=1 << place, name=entry["name"],
            single=frozenset(w for w in said if " " not in w), phrases=tuple(f" {w} " for w in said if " " in w),
            asked=tuple(f" {w} " for w in _folded(entry.get("asked"))),
            codes=frozenset(fold(c) for c in [entry["key"], *(entry.get("codes") or [])]),
        )  # fmt: skip
    return found


def _folded(words) -> list[str]:
    return [fold(word) for language in (words or {}).values() for word in language]


def bits(name: str, folded: str) -> int:
    """The needs or marks that a folded text speaks of, as bits, whether it says yes or no to them.

    Of a place's marks `marks_said` tells: it hears a no.
    """
    words, text, found = set(folded.split()), f" {folded} ", 0
    for topic in topics(name).values():
        if not topic.single.isdisjoint(words) or any(phrase in text for phrase in topic.phrases):
            found |= topic.bit
    return found


def marks_said(text: str) -> int:
    """Marks that a text, not folded, says yes to. What its sentence says no to counts as nothing said.

    Rather unknown than a wrong yes, for somebody could be sent to a door that turns them away: "no pets or couples
    welcome" is neither. Phrases that are a no themselves, such as "no ID needed", hold.
    """
    found = 0
    text = text.lower() if text.isupper() else text  # all in capitals: none of them tells where a sentence begins
    for clause in _CLAUSE.split(_SHORT_NOT.sub(" not", text)):
        line = f" {' , '.join(map(fold, clause.split(',')))} "
        said = [
            (at.start(), at.start() + len(phrase), topic.bit)
            for topic in topics("marks").values()
            for phrase in (*topic.phrases, *(f" {word} " for word in topic.single))
            if phrase in line
            for at in re.finditer(re.escape(phrase), line)
        ]
        if said:
            free = [(at, word) for at, word in _denials(line) if not _within(at, said)]
            found |= sum({bit for start, end, bit in said if not _denied(line, start, end, free)})
    return found


def _denials(line: str) -> list[tuple[int, str]]:
    """(where, word) of what takes back, but for what is harmless."""
    harmless = [
        (at.start(), at.start() + len(words), 0)
        for words in _HARMLESS if words in line
        for at in re.finditer(re.escape(words), line)
    ]  # fmt: skip
    words = ((at.start(), at[0]) for at in _WORD.finditer(line))
    return [(at, word) for at, word in words if word in _NOT and not _within(at, harmless)]


def _within(at: int, spans) -> bool:
    return any(start < at < end for start, end, _bit in spans)


def _denied(line: str, start: int, end: int, free) -> bool:
    """Whether the phrase at this place of a sentence is taken back, by a word before it or by one of the next three."""
    own = line[start:end].split()
    before = [word for at, word in free if at <= start]
    if own[0] in _NOT:  # "no cost and no drug test": one no does not take back another, unless it stands beside it
        last = line[:start].split()[-1:]
        before = [word for word in before if [word] == last]
    elif not _WITHOUT.isdisjoint(own):
        before = [word for word in before if word not in _WITHOUT]
    following = line[end:].split(" , ")[0].split()[:3] if not line[end:].startswith(", ") else []
    taken_back = [word for at, word in free if at >= end]
    return bool(before) or any(word in _AFTER and word in taken_back for word in following)


def denies(value) -> bool:
    """Whether the value of an attribute is a no: "no", false, 0, "not allowed"; not "no ID needed"."""
    if value is False or value == 0 and value != "":
        return True
    said = fold(str(value or ""))
    if said in ("0", "false", "n", "none"):
        return True
    return said.split()[:1] in (["no"], ["not"], ["never"], ["nunca"]) and not (
        marks_by_code([said]) or marks_said(said)
    )


def named(name: str, mask: int) -> list[Topic]:
    return [topic for topic in topics(name).values() if mask & topic.bit]


def marks_by_code(values) -> int:
    """Marks that attributes name by key, code or term. values: words of attributes and their terms."""
    folded = {fold(str(value)) for value in values if value}
    return sum(topic.bit for topic in topics("marks").values() if folded & topic.codes)


@dataclass
class Wanted:
    """What somebody typed: the needs that it names (each a set of bits of which one must be met), and words left over."""

    needs: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __bool__(self):
        return bool(self.needs or self.words)

    def understood(self) -> list[list[Topic]]:
        """The needs that were read, each with what else it may mean."""
        return [named("needs", mask) for mask in self.needs]


@cache
def _asked() -> list[tuple[str, int]]:
    """(phrase, bits of the needs that it asks for one of), the longest first: "a safe place to stay" before its parts."""
    found: dict[str, int] = {}
    for topic in topics("needs").values():
        for phrase in (*topic.phrases, *topic.asked):
            found[phrase] = found.get(phrase, 0) | topic.bit
    return sorted(found.items(), key=lambda one: -len(one[0]))


def wanted(text: str) -> Wanted:
    """Everyday words to needs: "una cama esta noche" asks for a bed, as "bed" does.

    A word that somebody says no to, as in "no pets", is not looked for; a need is: "no food" asks for food.
    """
    found, rest, before = Wanted(), f" {fold(text)} ", ""
    for phrase, meant in _asked():
        if phrase in rest:
            found.needs.append(meant)
            rest = rest.replace(phrase, " | ")
    for word in rest.split():
        meant = sum(topic.bit for topic in topics("needs").values() if word in topic.single)
        if meant:
            found.needs.append(meant)
        elif word != "|" and word not in _SMALL and word not in _NOT and before not in _NOT:
            found.words.append(word)
        before = word
    found.needs = list(dict.fromkeys(found.needs))
    found.words = list(dict.fromkeys(found.words))[:MOST_WORDS]
    return found


# Distance


def kilometers(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great circle between two points in degrees (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def town_and_state(text: str) -> tuple[str, str, str]:
    """(town, state, ZIP) of what was typed: "Toledo, OH", "toledo", "43604", "43604-1234". Folded; empty where not said."""
    if found := re.fullmatch(r"\s*(\d{5})(-\d{4})?\s*", text):
        return "", "", found[1]
    town, comma, state = text.rpartition(",")
    return (fold(town), fold(state), "") if comma and town.strip() else (fold(text), "", "")


def postal(code: str) -> str:
    """A postal code as it is looked up: of a United States ZIP the first five digits, else folded."""
    found = re.match(r"\s*(\d{5})(-\d{4})?\s*$", code)
    return found[1] if found else fold(code)[:20]


# Hours


def minutes(text: str) -> int | None:
    """Minutes after midnight of HH:MM or HH:MM:SS, a zone behind it or not; None for no time."""
    found = re.match(r"(\d\d):(\d\d)", text or "")
    return int(found[1]) * 60 + int(found[2]) if found else None


def own_offset(text: str, said) -> int | None:
    """The offset from UTC in minutes that a schedule names: behind its hour, or in its column `timezone` (hours)."""
    if found := re.search(r"(Z|([+-])(\d\d):?(\d\d))$", text or ""):
        if found[1] == "Z":
            return 0
        return (int(found[3]) * 60 + int(found[4])) * (-1 if found[2] == "-" else 1)
    try:
        return round(float(said) * 60) if said not in (None, "") else None
    except (TypeError, ValueError, OverflowError):
        return None


def offsets_of(zone: str, year: int) -> set[int]:
    """The offsets that the clocks of a zone have in a year, in minutes: with daylight saving time, two."""
    there = ZoneInfo(zone)
    moments = (datetime(year, month, 1, tzinfo=there) for month in range(1, 13))
    return {int(moment.utcoffset().total_seconds() // 60) for moment in moments}


def is_open(row, moment: datetime) -> bool:
    """Whether a schedule row is open at a moment that has a zone; the hours of the row are what the clock there shows.

    row: day (-1: its rule says), opens, closes, valid_from, valid_to, rule. An hour past midnight belongs to the day
    before. A clock that is put forward or back is read as it stands.
    """
    rule = json.loads(row.rule) if row.rule else {}
    if "offset" in rule:
        moment = (moment - moment.utcoffset()).replace(tzinfo=None) + timedelta(minutes=rule["offset"])
    now, today = moment.hour * 60 + moment.minute, moment.date()
    return (row.opens <= now < row.closes and _on(row, rule, today)) or (
        now + DAY < row.closes and row.opens <= now + DAY and _on(row, rule, today - timedelta(days=1))
    )


def _on(row, rule: dict, day: date) -> bool:
    """Whether the row opens on this day. The rule follows RFC 5545: interval counts from the week or month of `start`."""
    if row.day >= 0 and day.weekday() != row.day:
        return False
    if (row.valid_from and day < row.valid_from) or (row.valid_to and day > row.valid_to):
        return False
    start = date.fromisoformat(rule["start"]) if "start" in rule else None
    if start and day < start:
        return False
    every = rule.get("interval", 1)
    if rule.get("monthly"):
        if start and every > 1 and ((day.year - start.year) * 12 + day.month - start.month) % every:
            return False
        if "monthdays" in rule:
            left = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - day
            return day.day in rule["monthdays"] or -left.days in rule["monthdays"]
        if "nth" in rule:
            last = (day + timedelta(days=7)).month != day.month
            return (day.day - 1) // 7 + 1 in rule["nth"] or (last and -1 in rule["nth"])
        return True
    if start and every > 1:
        week = (day - timedelta(days=day.weekday())) - (start - timedelta(days=start.weekday()))
        return (week.days // 7) % every == 0
    return True


def week(rows, today: date) -> list[tuple[tuple[int, ...], int, int]]:
    """(days of the week, opens, closes) of rows that hold now and need no more words, days with the same hours joined."""
    hours: dict[int, list] = {}
    for row in rows:
        gone = (row.valid_to and row.valid_to < today) or (row.valid_from and row.valid_from > today)
        if row.day >= 0 and not row.rule and not gone:
            hours.setdefault(row.day, []).append((row.opens, row.closes))
    joined: dict[tuple, list[int]] = {}
    for day in sorted(hours):
        joined.setdefault(tuple(sorted(set(hours[day]))), []).append(day)
    return [(tuple(days), opens, closes) for times, days in joined.items() for opens, closes in times]
