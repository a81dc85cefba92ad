"""What a report may hold, and how its lines are worded. Pure: plain values in, words out in the language that is on."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ajar.consents.facts import DataClass

ATTENDANCE, TESTS = DataClass.ATTENDANCE, DataClass.TOX_RESULT
# What we can make a report of, in its order. Anything else a consent names is told in another way or not at all.
MADE = (ATTENDANCE, TESTS, DataClass.ENGAGEMENT, DataClass.COMPLIANCE_STATUS)
CAME, NOT_IN, EXCUSED, MOVED, BY_US = "came", "not-in", "excused", "moved", "by-us"
MARKS = (EXCUSED, MOVED, BY_US)  # what a worker may say of a day that they did not come


def may_hold(covered: Collection[DataClass]) -> tuple[DataClass, ...]:
    """covered: the classes that the consent speaks of."""
    return tuple(one for one in MADE if one in covered)


def mark_words(mark: str) -> str:
    return {
        CAME: _("came"), NOT_IN: _("did not come"), EXCUSED: _("excused"), MOVED: _("moved to another day"),
        BY_US: _("called off by us"),
    }[mark]  # fmt: skip


def day_words(day) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def attendance(marks: Iterable[str]) -> str:
    """The count as it was agreed: came of planned; what was excused, moved or called off by us is in neither."""
    count = Counter(marks)
    planned = count[CAME] + count[NOT_IN]
    said = [ngettext("came %(n)s time of %(m)s planned", "came %(n)s times of %(m)s planned", count[CAME]) % {
        "n": count[CAME], "m": planned}]  # fmt: skip
    said += [f"{mark_words(mark)}: {count[mark]}" for mark in MARKS if count[mark]]
    return "; ".join(said)


def test_words(findings: Collection[tuple[str, str]], confirmed: bool) -> str:
    """findings: (substance, what it showed), as `encounters.rules.findings` reads them. What a screen showed is not sure."""
    shown = {"showed": _("showed"), "did not show": _("did not show"), "not clear": _("not clear")}
    said = "; ".join(f"{name}: {shown.get(what, what)}" for name, what in findings)
    if confirmed:
        return f"{said} ({_('confirmed by a laboratory')})"
    if any(what != "did not show" for _name, what in findings):
        return f"{said} ({_('presumptive, confirmation pending')})"
    return f"{said} ({_('a quick screen')})"


def seal_of(words: Iterable[Iterable[tuple[str, str]]]) -> str:
    """The hash of what would leave: what the person saw and what goes are compared by it."""
    said = "\x1e".join("\x1f".join(pair) for item in words for pair in item)
    return hashlib.sha256(said.encode()).hexdigest()


# The honesty guard: words that a worker may not write for a court. A list of words is no reader; it catches what is plain.
_USE = (
    r"admit\w* | confide[sd]? | disclosed | told\s+(?:me|us) | us(?:es|ed|ing)\b(?!\s+(?:the|a|our|to)\b) | drugs?(?!\s+court) | relaps\w* | drink(?:s|ing)? | drank"
    r" | drunk | heroin | cocaine | crack | fentanyl | meth | methamphetamine | cannabis | weed | alcohol | opioids?"
    r" | (?:I|we|they)\s+(?:still\s+)?(?:use|drink) | yo\s+(?:uso|bebo) | bebo"
    r" | consum\w+ | recay\w+ | reca[ií]da | me\s+(?:dijo|cont[oó]) | nos\s+(?:dijo|cont[oó]) | confes\w+ | borrach\w+ | beb\w+"
    r" | hero[ií]na | coca[ií]na | fentanilo | alcohol | drogas?"
)
_GUARD = {  # code: (pattern, the class that would let it be said, or None: never)
    "abstinence": (
        r"abstinen\w* | abstain\w* | sober | sobriety | clean | drug-?\s?free | not\s+(?:using|drinking) | stopped\s+(?:using|drinking)"
        r" | no\s+(?:drug\s+)?use | (?:free|off)\s+(?:of\s+|from\s+)?(?:drugs|substances|alcohol) | sobri\w+ | limpi[oa]"
        r" | abstemi\w+ | no\s+(?:usa|consume|bebe) | dej[oó]\s+de\s+(?:usar|consumir|beber) | libre\s+de\s+(?:drogas|alcohol)",
        None,
    ),
    "all_well": (
        r"no\s+(?:concerns?|issues?|problems?) | full(?:y|\s+and\s+complete)?\s+(?:complian\w+|complies)"
        r" | everything\s+(?:asked|required) | sin\s+(?:problemas|preocupaci\w+) | cumpl\w+\s+(?:con\s+todo|plenamente|todo)"
        r" | cumplimiento\s+(?:total|pleno)",
        None,
    ),
    "agreed": (r"complian\w+ | complies | cumplimiento", DataClass.COMPLIANCE_STATUS),
    "tests": (
        r"tested | positives? | negatives? | urine | screens? | screened | tox\w* | positiv[oa]s? | negativ[oa]s? | orina | pruebas?",
        DataClass.TOX_RESULT,
    ),
    "days": (
        r"attend\w* | missed | absent | absences? | asist\w+ | falt[oó] | ausencias?",
        DataClass.ATTENDANCE,
    ),
    "use": (_USE, DataClass.SELF_REPORTED_USE),
    "diagnosis": (r"diagnos\w+ | disorder | depress\w+ | ptsd | trastorno | diagn[oó]stic\w+", DataClass.DIAGNOSIS),
    "medication": (r"methadone | buprenorphine | suboxone | naltrexone | medicat\w+ | metadona | buprenorfina | medicament\w+",
                   DataClass.MEDICATION),  # fmt: skip
    "health": (r"hiv | hepatitis | pregnan\w+ | vih | embaraz\w+", DataClass.HIV_STI),
    "hurt": (r"partner\s+(?:hits?|hit|hurts?) | domestic\s+violence | violencia | suicid\w+", DataClass.DV),
}  # fmt: skip


def _pattern(text):
    return re.compile(r"\b(?:" + "|".join(part.strip() for part in text.split(" | ")) + r")\b", re.I)


GUARD = {code: (_pattern(text), needed) for code, (text, needed) in _GUARD.items()}
TOO_FEW = 5  # words in a row that two texts may share by chance


def not_for_them(text: str, covered: Collection[DataClass]) -> list[tuple[str, str]]:
    """(code, words) of all that a worker's text for a court may not say. Never asked about the person's own words."""
    return [
        (code, match.group())
        for code, (pattern, needed) in GUARD.items() if needed is None or needed not in covered
        for match in pattern.finditer(text)
    ]  # fmt: skip


def shares(text: str, kept: str) -> bool:
    """Whether a text holds words that were said to be kept: the whole of either, or some words in a row."""
    one, other = _words(text), _words(kept)
    if min(len(one), len(other)) < 2:
        return bool(one) and one == other
    run = min(TOO_FEW, len(one), len(other))
    runs = {tuple(other[at : at + run]) for at in range(len(other) - run + 1)}
    return any(tuple(one[at : at + run]) in runs for at in range(len(one) - run + 1))


def _words(text) -> list[str]:
    return re.findall(r"\w+", text.casefold())
