"""Safe messages: the closed set of texts, the ways that a contact rule leaves open, and why there is none. No database."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ajar.encounters.hours import Hours
from ajar.press import content

SET = "messages/safe"
GOOD_FOR = timedelta(
    days=30
)  # domain.md E.5: where somebody could hurt them, what is safe is asked again within 30 days
KINDS = [("sms", _("text message")), ("email", _("e-mail"))]

# Why no message can go, or why one did not. What a worker can do about it stands in the sentence.
WHY = {
    "nothing": _("No safe way is written down."),
    "no way": _("They did not say that a message is safe. So none goes."),
    "hours": _("Nobody wrote down when a message is safe. So none goes."),
    "sender": _("Nobody asked yet whose name a message comes from."),
    "telling": _("The name it comes from says who we are, or what it is about. Ask for another name."),
    "old": _("Somebody could hurt them, and nobody has asked for 30 days if this is still safe."),
    "two": _("Two records of them were checked on the same day and say different things."),
    "elsewhere": _("What is safe may have changed. Ask them again."),
    "changed": _("How to reach them has changed since it was written."),
    "writer": _("Whoever wrote it is not with them any more."),
    "never": _("No hour that is safe comes in the next weeks."),
    "no answer": _("The way out did not answer. Nothing went."),
    "unknown": _("We do not know if it went. Send it again only if two would be safe."),
    "stopped": _("It was taken back before it went."),
}
MAY_TRY_AGAIN = {"no answer", "unknown"}


@dataclass(frozen=True)
class Way:
    """One way that is safe: by what, where to, in whose name, when."""

    kind: str
    address: str
    sender: str
    hours: Hours

    @property
    def name(self):
        return dict(KINDS)[self.kind]


@dataclass(frozen=True)
class Preview:
    """Exactly what will go. `goes_at`: None for at once."""

    text: str
    way: Way
    words: str
    subject: str
    goes_at: datetime | None

    @property
    def mark(self) -> str:
        """A mark of all that was shown: what is sent must have the same."""
        said = [
            self.text,
            self.words,
            self.subject,
            self.way.kind,
            self.way.address,
            self.way.sender,
            str(self.way.hours),
        ]
        said.append(self.goes_at.isoformat() if self.goes_at else "now")
        return sha256("\x1f".join(said).encode()).hexdigest()


def texts(sender: str, language: str) -> list[tuple[str, str, str]]:
    """(key, its name on the page, the words as they would go) of each text of the set."""
    return [(e["key"], content.said(e["name"]), _rendered(e, sender, language)) for e in content.load(SET)["entries"]]


def words_of(text: str, sender: str, language: str) -> str | None:
    """The words of one text; None for a key that is not in the set."""
    entry = next((e for e in content.load(SET)["entries"] if e["key"] == text), None)
    return entry and _rendered(entry, sender, language)


def subject_of(language: str) -> str:
    subject = content.load(SET)["subject"]
    return subject.get(language) or subject["en"]


def language_of(person) -> str:
    """The language they like to read, else the one of the page."""
    known = dict(settings.LANGUAGES)
    return next((code for code in (person.language, get_language()) if code in known), settings.LANGUAGE_CODE)


def _rendered(entry, sender, language) -> str:
    return (entry["words"].get(language) or entry["words"]["en"]).replace("{sender}", sender)


def ways_of(rules, today: date, names) -> tuple[list[Way], str]:
    """(the ways that are safe, why there is none) by the rules that bind. names: gives what this place is called."""
    if not rules:
        return [], "nothing"
    rule = rules[0]
    if any(_said(other) != _said(rule) for other in rules[1:]):
        return [], "two"
    sender = " ".join((rule.sender or "").split())
    hours = Hours.of(rule)
    wanted = [(kind, getattr(rule, kind)) for kind, _name in KINDS if getattr(rule, kind)]
    if not wanted:
        return [], "no way"
    if rule.could_be_hurt and today - rule.checked_on > GOOD_FOR:
        return [], "old"
    if hours is None:
        return [], "hours"
    if not sender:
        return [], "sender"
    if telling(sender, names()):
        return [], "telling"
    return [Way(kind, address, sender, hours) for kind, address in wanted], ""


def _said(rule) -> list:
    return [getattr(rule, name) or "" for name in ("sender", "sms", "email", "days", "from_hour", "to_hour")]


def telling(sender: str, names) -> bool:
    """Whether a name holds a word of this place or of the topic, a link or an address."""
    if re.search(r"[/@\\:]|www|\.\w{2,}", sender, re.IGNORECASE):
        return True
    told = {word for name in names for word in _words(name) if len(word) > 3}
    return bool(_words(sender) & (told | set(content.load(SET)["telling"])))


def _words(text: str) -> set:
    return set(re.findall(r"\w+", text.casefold()))
