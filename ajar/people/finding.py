"""How a name or a code becomes something that can be found without being readable (decision 6)."""

import re
import unicodedata

from ajar.access import keys

LETTERS = 6
WORDS = 8  # of one name; more are not indexed


def fold(text: str) -> str:
    """One form for all ways to write the same letters: no case, no accents, compatibility forms joined."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in flat if not unicodedata.combining(c)))


def words_of(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name))[:WORDS]


def prefixes_of(name: str) -> set[str]:
    """The first 1 to 6 letters of each word of a name."""
    return {word[:n] for word in words_of(name) for n in range(1, min(len(word), LETTERS) + 1)}


def name_digest(agency_id, prefix: str) -> bytes:
    return keys.blind(agency_id, f"name:{prefix[:LETTERS]}", 8)


def code_digest(agency_id, code: str) -> bytes:
    return keys.blind(agency_id, "code:" + "".join(words_of(code)), 16)
