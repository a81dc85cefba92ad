"""Words the interface never uses, English and Spanish (design: content guide). What people say themselves is theirs.

What is checked is our own text: not what stands in a person's quotes, not what a worker is typing.
"""

import re

EN = r"""
non-?complian\w* | complian\w+ | adheren\w+ | terminat\w+ | discharg\w+ | (?<!eye\s)dropped | (?:case|record|file)\s+closed
fail(?:ed|ure|ures|ing|s)? | success\s+rate | dirty | clean(?!\s+water) | relaps\w+ | slipped | slip | fell\s+off
addict\w* | abus\w+ | junkie\w* | alcoholics? | users? | misus\w+ | drugs?\s+of\s+choice | denials? | resistant
unmotivated | manipulative | drug-seeking | no-?shows? | drop-?outs? | lost\s+to\s+follow-?up | refus\w+ | denied | deny
admits | claims | offenders? | inmates? | (?<!in\s)(?<!just\s)cases? | enabling | rock\s+bottom | tough\s+love | contracts?
victims? | homeless | hard\s+to\s+reach | normal | high-risk | frequent\s+flyers? | target\s+population | interventions?
invalid | illegal | forbidden | you\s+must | overdue | streaks? | penalty
"""
ES = r"""
adict\w+ | drogadict\w+ | toxic[oó]man\w+ | yonquis? | abus\w+ | (?<!agua\s)limpi[oa]s? | suci[oa]s? | reca[ií]\w+ | fracas\w+
abandon\w+ | incumpl\w+ | rechaz\w+ | v[ií]ctimas? | infractor\w* | reclus\w+ | inv[aá]lid\w+ | ilegal\w* | prohibid\w+ | pacientes?
usuari[oa]s?
"""


def _pattern(words):
    return re.compile(
        r"\b(?:"
        + "|".join(w.strip().replace(" ", "") for line in words.strip().splitlines() for w in line.split(" | "))
        + r")\b",
        re.I,
    )


_LISTS = {"en": _pattern(EN), "es": _pattern(ES)}


def never_said(text: str, language: str = "en") -> list[tuple[str, str]]:
    """(word, what stands around it) for each word that should not be there."""
    pattern = _LISTS.get(language[:2])
    if pattern is None:
        return []
    return [
        (match.group(), text[max(0, match.start() - 40) : match.end() + 40].replace("\n", " ").strip())
        for match in pattern.finditer(text)
    ]
