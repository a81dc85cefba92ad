"""How a name or a code becomes something that can be found without being readable (decision 6). Pure, but for the key."""

import re
import secrets
import unicodedata
from functools import cache
from importlib import resources

from ajar.access import keys

LETTERS = 6
WORDS = 8  # of one name; more are not indexed
# Letters that no decomposition takes apart, as a keyboard without them writes them.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n"})
_JOINERS = "'’ʼ`´-‐‑"


def fold(text: str) -> str:
    """One form for all ways to write the same letters: no case, no accents, compatibility forms joined."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in flat if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", kept).translate(_PLAIN)


def _split(text: str) -> list[str]:
    """Words of letters, digits and the marks that belong to them (a vowel sign of Hindi does not end a word)."""
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" or c == "_" else " " for c in text)
    return spaced.split()


def words_of(name: str) -> list[str]:
    """The words of a name, folded. A name without any letter (a heart, a star) is a word as it stands."""
    folded = fold(name)
    return (_split(folded) or folded.split())[:WORDS]


def prefixes_of(name: str) -> set[str]:
    """The first 1 to 6 letters of each word of a name; O'Brien is found by o, brien and obrien."""
    folded = fold(name)
    joined = [word for word in folded.translate({ord(c): None for c in _JOINERS}).split() if _split(word) == [word]]
    found = {*words_of(name), *joined[:WORDS]}
    return {word[:n] for word in found for n in range(1, min(len(word), LETTERS) + 1)}


def has_words(name: str, wanted: list[str]) -> bool:
    """Whether each wanted word begins a word of the name, at any length."""
    folded = fold(name)
    have = [*words_of(name), *folded.translate({ord(c): None for c in _JOINERS}).split()]
    return all(any(word.startswith(one) for word in have) for one in wanted)


def same_words(name: str, other: str) -> bool:
    return bool(words_of(name)) and set(words_of(name)) == set(words_of(other))


def name_digest(agency_id, prefix: str) -> bytes:
    return keys.blind(agency_id, f"name:{prefix[:LETTERS]}", 8)


def code_digest(agency_id, code: str) -> bytes:
    return keys.blind(agency_id, "code:" + "".join(words_of(code)), 16)


def looks_like_code(text: str) -> bool:
    """Two words and a number of two digits at least, a memory word after it or not: BLUE-FOX-27, blue fox 27 moon."""
    return bool(re.fullmatch(r"[^\W\d_]{2,} [^\W\d_]{2,} \d{2,4}( [^\W\d_]{2,})?", " ".join(_split(fold(text)))))


def tidy_code(text: str) -> str:
    """A typed code as it is written on cards."""
    return "-".join(unicodedata.normalize("NFC", text).replace("-", " ").split()).upper()


@cache
def card_words() -> tuple[str, ...]:
    lines = resources.files("ajar").joinpath("content/words/code_words.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def draw_code() -> str:
    """A card code: two words and a number, about 27 bits, from the system's randomness (decision 7)."""
    words = card_words()
    return f"{secrets.choice(words)}-{secrets.choice(words)}-{secrets.randbelow(100):02d}".upper()
