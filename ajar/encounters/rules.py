"""Time, change talk and words about tests: arithmetic without a database."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Miller and Rollnick, Motivational Interviewing, 4th edition: preparatory talk (DARN), then mobilizing talk (CAT).
DARN_CAT = ("desire", "ability", "reason", "need", "commitment", "activation", "step")

DOOR_OPEN = timedelta(days=14)

# What is planned with a person, and what it is called on paper; something that a worker has to do is not among these.
MEETINGS = {
    "visit": gettext_lazy("a visit"),
    "call": gettext_lazy("a call"),
    "message": gettext_lazy("a message"),
    "go-with": gettext_lazy("we go together"),
}


def local(instant: datetime, zone: str) -> datetime:
    """The instant on the clock of a place. Refuses a time without a zone."""
    if instant.tzinfo is None:
        raise ValueError("a time without a zone")
    return instant.astimezone(ZoneInfo(zone))


def local_day(instant: datetime, zone: str) -> date:
    """The day on which it happened, where it happened (decision 23)."""
    return local(instant, zone).date()


def zone_of(actor, site=None) -> str:
    """The name of the time zone that counts: of the site, else of the worker's site, else of the agency."""
    site = site or actor.site
    return site.timezone if site else actor.agency.timezone


def said_back(lines) -> dict:
    """What a person said, to be given back: {"stay": [...], "change": [(kind, [lines])]}.

    Reasons to stay as it is come first and talk of change last, in DARN-CAT order: a summary of two sides ends on the
    side of change, and leaves neither out (Miller and Rollnick). Only the person's own lines are given back.
    """
    own = [line for line in lines if line.speaker == "person"]
    change = [(kind, [line for line in own if line.talk == kind]) for kind in DARN_CAT]
    return {"stay": [line for line in own if line.talk == "stay"], "change": [pair for pair in change if pair[1]]}


def threads(notes) -> list:
    """The lines that stand, in order, each with `before`: what it said earlier, newest first, still readable."""
    later = {note.corrects_id: note for note in notes if note.corrects_id}
    by_id = {note.pk: note for note in notes}
    standing = []
    for note in notes:
        if note.pk in later:
            continue
        note.before, old = [], by_id.get(note.corrects_id)
        while old is not None:
            note.before.append(old)
            old = by_id.get(old.corrects_id)
        standing.append(note)
    return standing


def by_hour(followups) -> list:
    """Planned contacts in the order of the day; those without an hour last. Their hours must be openable."""
    return sorted(followups, key=lambda f: (f.day, not f.at[:1].isdigit(), f.at))


class Place(tuple):
    """Where a page of a list ended: (day, order, id), written into the address of the next page."""

    __slots__ = ()

    def __str__(self):
        day, order, row = self
        return f"{day:%Y-%m-%d}.{order}.{row}"

    @classmethod
    def of(cls, row):
        return cls((row.day, row.order, row.pk))

    @classmethod
    def read(cls, text: str):
        """The place in an address. Raises ValueError for anything else."""
        day, order, row = text.split(".")
        number = int(order)
        if not 0 <= number < 32768:
            raise ValueError("no such place")
        return cls((date.fromisoformat(day), number, UUID(row)))


def findings(text: str) -> list:
    """The lines of a test as (substance, what it showed)."""
    pairs = [line.rpartition(": ") for line in text.splitlines()]
    return [(name, showed) for name, _colon, showed in pairs if name]


SHOWED = {
    "showed": gettext_lazy("showed"),
    "did not show": gettext_lazy("did not show"),
    "not clear": gettext_lazy("not clear"),
}


def worded(pairs) -> list:
    """Findings in the language of the page; a substance stands as it was written."""
    return [(name, SHOWED.get(showed, showed)) for name, showed in pairs]


def hour_text(hour) -> str:
    """An agreed hour as it is kept: "10:00", or nothing for any time."""
    return hour.strftime("%H:%M") if hour else ""


def safe_way(rule) -> str:
    """A contact rule in a few lines, each as the person said it, for the box "how it is safe"."""
    if rule is None:
        return ""
    said = [
        (_("Ways: %s"), rule.ways),
        (_("When: %s"), rule.when),
        (_("In the name of: %s"), rule.sender),
        (_("On a voicemail: %s"), rule.voicemail),
        (_("Who may read along: %s"), rule.reading_along),
    ]
    return "\n".join(line % words for line, words in said if words)


def arrives_as(planned) -> str:
    """The kind of contact that a plan becomes when it happens; a session when nothing was planned."""
    return {"call": "call", "message": "call", "go-with": "visit"}.get(planned.kind if planned else "", "session")


# What a panel looks for, what it says, and what is measured of a body: these are never a counseling note (42 CFR 2.11).
_PANEL = (
    r"alcohol|amphetamines?|anfetaminas?|benzos?|benzodiacepinas?|benzodiazepines?|buprenorphine|buprenorfina|cannabis|"
    r"coca[ií]n[ae]|fentanyl|fentanilo|heroin|hero[ií]na|methadone|metadona|meth|methamphetamine|metanfetamina|morphine|"
    r"morfina|opiates?|opioides?|opioids?|opi[aá]ceos?|oxycodone|oxicodona|thc|uds|udt|urine|orina|drug screen|tox screen"
)
_BETWEEN = r"test(?:ed)?|screen|strip|sample|result|prueba|muestra|resultado|was|is|came back|fue|dio|sali[oó]|de"
_SHOWED = r"positiv[eoa]|negativ[eoa]|pos|neg|(?:not |no )?(?:detected|detectad[oa])|did not show|showed"
_RESULT = re.compile(
    rf"\b(?:{_PANEL})\b[\s:=,()-]*(?:(?:{_BETWEEN})\b[\s:=,()-]*){{0,4}}(?:(?:{_SHOWED})\b|\+)"
    rf"|\b(?:positiv[eoa]|negativ[eoa]) (?:for|para|a) (?:{_PANEL})\b"
    r"|\d\s*(?:ng|mcg|µg|ug|mg)\s*/\s*(?:ml|dl|l)\b",
    re.IGNORECASE,
)
_VITAL = re.compile(
    r"\b(?:bp|blood pressure|presi[oó]n(?: arterial)?)\b\D{0,12}\d{2,3}\s*(?:/|over|sobre)\s*\d{2,3}"
    r"|\b(?:pulse|pulso|heart rate|hr|spo2|temp|temperature|temperatura)\b[\s:=]*(?:(?:is|was|of|de|es)\s+)?\d{2}",
    re.IGNORECASE,
)


def misfiled(words: str) -> bool:
    """Whether a text holds what looks like the result of a test, or something measured of the body (A4-05). A plain rule:
    it asks whoever meets it to say it another way, and does not know what was meant."""
    return bool(_RESULT.search(words) or _VITAL.search(words))
