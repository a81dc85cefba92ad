"""What pages ask of a service, taken out of its HSDS document: plain text, marks, needs, places, hours."""

import html
import json
import re
from datetime import date
from functools import cache, reduce
from operator import or_

from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.html import strip_tags

from ajar.directory import hsds, rules
from ajar.directory.models import Schedule, Service, ServiceAtLocation

LONG, WORDS = 6000, 1200
_ISO = {
    "english": "en", "spanish": "es", "espanol": "es", "creole": "ht", "haitian creole": "ht", "portuguese": "pt",
    "french": "fr", "chinese": "zh", "mandarin": "zh", "cantonese": "zh", "vietnamese": "vi", "russian": "ru",
    "arabic": "ar", "korean": "ko", "tagalog": "tl", "hindi": "hi", "urdu": "ur", "polish": "pl", "somali": "so",
    "american sign language": "asl", "asl": "asl", "sign language": "asl",
}  # fmt: skip


def plain(text, most: int = LONG) -> str:
    """Text without tags and what they hide; scripts go with what is in them."""
    text = str(text or "")
    if "<" in text:
        text = re.sub(r"<(script|style)\b.*?(</\1\s*>|$)", " ", text, flags=re.I | re.S)
        text = re.sub(r"<(br|/p|/li)\b[^>]*>", "\n", text, flags=re.I)
        try:
            text = strip_tags(text)
        except SuspiciousOperation:  # more brackets than any text has
            text = re.sub(r"[<>]", " ", text)
    if "&" in text:
        text = html.unescape(text)
    return text.strip()[:most]


def _all(document: dict, name: str) -> list:
    return [row for row in document.get(name) or () if isinstance(row, dict)]


def service(document: dict) -> dict:
    """Columns of Service by the file's words; what this agency says itself is not among them."""
    owner = document.get("organization") or {}
    phones = [*_all(document, "phones"), *[p for at in _all(document, "service_at_locations") for p in _phones(at)]]
    phones += _all(owner, "phones")
    url, email = (
        str(document.get("url") or owner.get("website") or ""),
        str(document.get("email") or owner.get("email") or ""),
    )
    languages = {plain(row.get("name") or row.get("code"), 60): None for row in _languages(document)}
    return {
        "name": plain(document.get("name"), 300) or "?",
        "organization": plain(owner.get("name"), 300),
        "status": str(document.get("status") or "active"),
        "description": plain(document.get("description")),
        "eligibility": plain(document.get("eligibility_description")),
        "application": plain(document.get("application_process")),
        "fees": plain(document.get("fees_description") or document.get("fees")),
        "documents": "\n".join(filter(None, (plain(row.get("document"), 500) for row in _all(document, "required_documents")))),
        "alert": plain(document.get("alert")),
        "phone": next((said for row in phones if (said := _number(row))), ""),
        "url": url if re.match(r"https?://", url, re.I) and len(url) <= 500 else "",
        "email": email if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", email) and len(email) <= 254 else "",
        "languages": ", ".join(filter(None, languages))[:400],
        "marks": _marks(document),
    }  # fmt: skip


def _phones(at: dict) -> list:
    return [*_all(at, "phones"), *_all(at.get("location") or {}, "phones")]


def _number(row: dict) -> str:
    if str(row.get("type") or "").lower() == "fax":
        return ""
    number = plain(row.get("number"), 60).strip('"')
    extension = plain(row.get("extension"), 15)
    return f"{number} x{extension}" if number and extension else number


def _languages(document: dict) -> list:
    rows = [*_all(document, "languages")]
    for at in _all(document, "service_at_locations"):
        rows += _all(at.get("location") or {}, "languages")
    return rows


def _attributes(document: dict) -> list[dict]:
    rows = [*_all(document, "attributes"), *_all(document.get("organization") or {}, "attributes")]
    for at in _all(document, "service_at_locations"):
        rows += [*_all(at, "attributes"), *_all(at.get("location") or {}, "attributes")]
    return rows


def _terms(attributes: list[dict]) -> list[str]:
    """Words of attributes and of their taxonomy terms."""
    found = []
    for row in attributes:
        term = row.get("taxonomy_term") if isinstance(row.get("taxonomy_term"), dict) else {}
        if row.get("link_type") == hsds.COLUMN and term.get("name") not in ("keywords", "audience"):
            continue  # a column of an older file that is no topic
        found += [row.get("value"), row.get("label"), term.get("code"), term.get("name")]
    return [str(word) for word in found if word]


def _said(document: dict) -> list[str]:
    columns = (
        "name",
        "alternate_name",
        "description",
        "eligibility_description",
        "application_process",
        "alert",
        "keywords",
    )
    return [plain(document.get(column)) for column in columns if document.get(column)]


def _marks(document: dict) -> int:
    """Each column is read for itself, so that what one says no to takes nothing back in another."""
    owner = document.get("organization") or {}
    terms = _terms([row for row in _attributes(document) if not rules.denies(row.get("value"))])
    texts = [*_said(document), plain(owner.get("name")), plain(owner.get("description")), *terms]
    return reduce(or_, map(rules.marks_said, texts), rules.marks_by_code(terms))


def rows(kept: Service, document: dict, zone: str) -> tuple[list[ServiceAtLocation], list[Schedule]]:
    """The places of a service and its hours, not yet in the database. zone: the agency's, for hours that name none."""
    owner = document.get("organization") or {}
    names = [plain(document.get("name")), plain(document.get("alternate_name")), plain(document.get("keywords"))]
    called = rules.fold(" . ".join([*names, *_terms(_attributes(document))]))
    whole = rules.fold(" . ".join([*_said(document), plain(owner.get("name"))]))
    shared = {
        "agency_id": kept.agency_id, "service": kept, "listed": kept.status == "active",
        "title": rules.fold(kept.name)[:60],
        "marks": kept.marks & ~kept.ours_not | kept.ours, "needs": rules.bits("needs", called),
        "needs_said": rules.bits("needs", f"{called} {whole}"),
        "words": f" {' '.join(dict.fromkeys(f'{called} {whole}'.split()))}"[:WORDS] + " ",
        "speaks": _speaks(document),
    }  # fmt: skip
    places, hours = [], []
    general = _all(document, "schedules")
    for at in _all(document, "service_at_locations") or [{}]:
        location = at.get("location") if isinstance(at.get("location"), dict) else {}
        place = ServiceAtLocation(**shared, **_place(at, location, document))
        schedules = _all(at, "schedules") or general or _all(location, "schedules")
        place.hours = "\n".join(dict.fromkeys(filter(None, (plain(row.get("description"), 300) for row in schedules))))[
            :LONG
        ]
        places.append(place)
        hours += [row for said in schedules for row in _hours(place, said, zone)]
    return places, hours


def _speaks(document) -> str:
    codes = dict.fromkeys(
        str(row.get("code") or _ISO.get(rules.fold(str(row.get("name") or "")), ""))[:3].lower()
        for row in _languages(document)
    )
    found = " ".join(code for code in codes if code.isalpha())
    return f" {found} "[:200] if found else ""


def _place(at: dict, location: dict, document: dict) -> dict:
    addresses = sorted(_all(location, "addresses"), key=lambda row: row.get("address_type") != "physical")
    address = addresses[0] if addresses else {}
    said = [rules.fold(word).split() for word in _terms(_attributes(document))]
    hidden = any("confidential" in words and len(words) <= 4 for words in said)
    lines = [plain(address.get(c), 120) for c in ("address_1", "address_2", "city")]
    lines.append(f"{plain(address.get('state_province'), 40)} {plain(address.get('postal_code'), 20)}".strip())
    latitude, longitude = _degrees(location.get("latitude"), 90), _degrees(location.get("longitude"), 180)
    known = not hidden and latitude is not None and longitude is not None
    return {
        "hsds_id": str(at.get("id") or "")[:64],
        "name": "" if hidden else plain(location.get("name"), 300),  # many are called by their street
        "address": "" if hidden else ", ".join(filter(None, lines))[:400],
        "transport": "" if hidden else plain(location.get("transportation")),
        "town": rules.fold(str(address.get("city") or ""))[:120],
        "state": rules.fold(str(address.get("state_province") or ""))[:60],
        "postal": "" if hidden else rules.postal(str(address.get("postal_code") or "")),
        "latitude": latitude if known else None,
        "longitude": longitude if known else None,
    }


def _degrees(value, limit) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if -limit <= found <= limit else None


# Hours


def _day(value) -> date | None:
    found = hsds.DATE.match(str(value or ""))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _numbers(value) -> list[int]:
    """At most 31 numbers of at most three digits: days of a month, weeks between."""
    return list(dict.fromkeys(int(n) for n in re.findall(r"(?<!\d)[+-]?\d{1,3}(?!\d)", str(value or "")[:400])))[:31]


def _hours(place: ServiceAtLocation, said: dict, zone: str) -> list[Schedule]:
    """One row for each day of the week that a schedule names. Without an hour, or without a day, nothing is known."""
    opens, closes = rules.minutes(str(said.get("opens_at") or "")), rules.minutes(str(said.get("closes_at") or ""))
    if opens is None or closes is None:
        return []
    if any(said.get(name) for name in ("count", "byweekno", "byyearday")):
        return []  # on which days that is, nobody reckons here: better no hour than a closed door
    if closes <= opens:
        closes += rules.DAY  # past midnight; the same hour twice is the whole day and night
    rule, days, nths = {}, [], {}
    start = _day(said.get("dtstart"))
    monthly = said.get("freq") == "MONTHLY"
    named = re.findall(r"(?<!\d)([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", str(said.get("byday") or "")[:400])
    if named:
        days = sorted({hsds.DAYS.index(day) for _nth, day in named})
    elif monthly and _numbers(said.get("bymonthday")):
        days = [-1]
    elif start and not monthly:
        days = [start.weekday()]
    if monthly:
        rule["monthly"] = True
        for nth, day in named:
            if nth:
                nths.setdefault(hsds.DAYS.index(day), set()).add(int(nth))
        if not nths and _numbers(said.get("bymonthday")):
            rule["monthdays"] = _numbers(said.get("bymonthday"))
    interval = next(iter(_numbers(said.get("interval"))), 1)
    if interval > 1 and start:
        rule |= {"interval": interval, "start": start.isoformat()}
    offset = rules.own_offset(str(said.get("opens_at") or ""), said.get("timezone"))
    if offset is not None and -14 * 60 <= offset <= 14 * 60 and offset not in _offsets(zone):
        rule["offset"] = offset
    first, last = _day(said.get("valid_from")), _day(said.get("valid_to"))
    until = _day(said.get("until"))
    if not said.get("freq") and not named:
        last = last or start  # once, on that day
    return [
        Schedule(
            agency_id=place.agency_id, at=place, day=day, opens=opens, closes=closes,
            valid_from=max(filter(None, [first, start]), default=None),
            valid_to=min(filter(None, [last, until]), default=None),
            rule=json.dumps(own) if (own := rule | ({"nth": sorted(nths[day])} if day in nths else {})) else "",
        )
        for day in days
    ]  # fmt: skip


@cache
def _offsets(zone: str) -> set[int]:
    """Of this year: a schedule says its offset once, and the clocks change."""
    return rules.offsets_of(zone, timezone.localdate().year)
