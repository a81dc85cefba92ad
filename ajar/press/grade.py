"""How hard a text is to read. Pure: text in, a number out; English and Spanish.

English is told as a Flesch-Kincaid school grade, Spanish as Fernandez Huerta points (more is easier). Both need words,
sentences and syllables; syllables are counted by rule, so that who writes content needs no dictionary on the machine.
`tests/test_grade.py` holds the English rule against the CMU dictionary.
"""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

# School grade 6: the table of Fernandez Huerta calls 70 to 80 points "somewhat easy" and puts it at that grade.
GRADE_MOST = 6.0
POINTS_LEAST = 70.0

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
# Flesch counts a thought that a colon or a semicolon marks off as a sentence.
_END = re.compile(r"[.!?…:;]+(?=[\s\"'”»)]|$)")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> int:
    return max(1, len(_END.findall(text.strip())))


def plain(text: str) -> str:
    """Lower case without accents, for looking things up."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _unspelled(word: str) -> int | None:
    """Syllables of what is not spelled like a word: a number counts as two, letters said one by one as one each."""
    if any(c.isdigit() for c in word):
        return 2
    if word.isupper() and 1 < len(word) <= 4:
        return len(word)
    return None


@lru_cache(20_000)
def syllables_en(word: str) -> int:
    known = _unspelled(word)
    if known is not None:
        return known
    if "-" in word:
        return sum(syllables_en(part) for part in word.split("-") if part)
    w = re.sub(r"[^a-z]", "", plain(word))
    w = (
        re.sub(r"s$", "", w)
        if w.endswith("s") and not w.endswith(("ss", "us", "is", "ses", "xes", "zes", "ches", "shes", "ges", "ces"))
        else w
    )
    count = len(re.findall(r"[aeiouy]+", w))
    count += len(re.findall(r"(?:ia|io|iu|eo|ua|uo|ying|dien|eing|creat|sci)", w))  # vowels that are said apart
    count -= len(re.findall(r"(?:[tcsg]io|[tcs]ia|ques?t?io|gua|qua|quo|gio|people|uou|suad|uay|you)", w))
    if re.search(r"[^aeiouylr]e$|[aeiou][lr]e$|[aeiou]e$", w) and count > 1 and not re.search(r"[aeiou]{2}$", w):
        count -= 1  # a silent e: make, more
    if re.search(r"[^td aeiouy]ed$|[aeiouy]ed$", w) and count > 1 and not re.search(r"(?:eed|ied|oed|ued|led|red)$", w):
        count -= 1  # asked
    return max(1, count)


@lru_cache(20_000)
def syllables_es(word: str) -> int:
    known = _unspelled(word)
    if known is not None:
        return known
    if "-" in word:
        return sum(syllables_es(part) for part in word.split("-") if part)
    w = re.sub(r"qu|gu(?=[eiéí])", "g", word.casefold()).replace("h", "")
    w = re.sub(r"y(?![aeiouáéíóú])", "i", w).replace("y", "ll")
    count = 0
    for group in re.findall(r"[aeiouáéíóúü]+", w):
        count += 1
        # Two strong vowels, or a weak one with its accent beside a strong one, are two syllables.
        count += sum(1 for a, b in zip(group, group[1:], strict=False) if not _together(a, b))
    return max(1, count)


def _together(a: str, b: str) -> bool:
    weak = "iuü"
    if a in "íú" or b in "íú":
        return a in weak and b in weak
    return a in weak or b in weak


def grade_en(text: str) -> float:
    """The Flesch-Kincaid grade: school years that somebody needs to read this."""
    said = words(text)
    if not said:
        return 0.0
    per_sentence = len(said) / sentences(text)
    return 0.39 * per_sentence + 11.8 * sum(map(syllables_en, said)) / len(said) - 15.59


def points_es(text: str) -> float:
    """The points of Fernandez Huerta (1959): 206.84 - 60 syllables a word - 1.02 words a sentence."""
    said = words(text)
    if not said:
        return 206.84
    return 206.84 - 60 * sum(map(syllables_es, said)) / len(said) - 1.02 * len(said) / sentences(text)


def too_hard(text: str, language: str) -> str:
    """What makes this text harder than grade 6, as a sentence for whoever wrote it; or nothing."""
    if language == "es":
        points = points_es(text)
        hard = _("reads at %(points)d points; it takes %(least)d (Fernandez Huerta)")
        return "" if points >= POINTS_LEAST else hard % {"points": points, "least": POINTS_LEAST}
    grade, hard = grade_en(text), _("reads at grade %(grade).1f; the most is %(most)d")
    return "" if grade <= GRADE_MOST else hard % {"grade": grade, "most": GRADE_MOST}
