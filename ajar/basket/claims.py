"""What the evidence does not support, and no option may say: neither ours nor one that a place writes (domain.md C.9)."""

import re

from django.utils.translation import gettext_lazy as _

# What is claimed, and how it reads in English and in Spanish.
CLAIMS = [
    (
        _("cannabis is safer than alcohol or tobacco while feeding a baby"),
        r"(?:cannabis|weed|thc|marijuana)[^.]*\bsafer than\b|\bsafer than (?:alcohol|tobacco|a drink|drinking|smoking)",
        r"(?:cannabis|marihuana|thc)[^.]*\bmás segur\w+ que\b|\bmás segur\w+ que (?:el alcohol|el tabaco|beber|fumar)",
    ),
    (
        _("cannabis is harmless"),
        r"(?:cannabis|weed|thc)[^.]*\b(?:is safe|harmless|no risk|does no harm)\b",
        r"(?:cannabis|marihuana|thc)[^.]*\b(?:es segur\w+|inofensiv\w+|sin riesgo|no hace daño)\b",
    ),
    (
        _("something is ten times safer than something else"),
        r"\b(?:10x|ten times|10 times) (?:less|safer|lower)",
        r"\b(?:10|diez) veces (?:menos|más)",
    ),
    (
        _("naloxone works on everything"),
        r"naloxone (?:works on|reverses) (?:all|every|any)",
        r"naloxona (?:sirve para|revierte) tod",
    ),
    (
        _("a test strip shows that a drug is safe"),
        r"strips? (?:shows?|proves?)[^.]*\bis safe\b",
        r"tiras? muestran?[^.]*\bes segur",
    ),
    (_("bleach kills hepatitis C"), r"bleach (?:kills|stops) hep", r"cloro mata la? ?hep"),
    (
        _("something is safe without a doubt"),
        r"(?<!\bnot )(?:\b100 ?%|\b(?:completely|totally|perfectly|always)) safe\b|\bno risk\b|\brisk[- ]free\b",
        r"(?<!\bno es )(?<!\bno )(?:\b100 ?%|\b(?:completamente|totalmente|siempre)) segur\w+|\bsin riesgo\b",
    ),
    (
        _("nicotine medicine is proven safe in pregnancy"),
        r"(?:patch|gum)[^.]*\bsafe in pregnancy",
        r"(?:parche|chicle)[^.]*\bsegur\w+ en el embarazo",
    ),
    (
        _("a vape is harmless"),
        r"\bvap\w+ (?:is|are) (?:safe|harmless)",
        r"\bvap\w+ (?:es|son) (?:segur|inofensiv)",
    ),
]  # fmt: skip
# A sentence that says how little is known, or that no amount is safe, claims nothing.
_DOUBT = {
    "en": re.compile(
        r"\bno amount\b[^,;]*\bis safe\b|\b(?:no one|nobody) knows\b|\b(?:not|never) (?:well )?(?:known|clear|sure)\b",
        re.I,
    ),
    "es": re.compile(
        r"\bninguna cantidad\b[^,;]*\bes segur|\bnadie sabe\b|\bno se sabe\b|\bno est[áa] claro\b|\bno es seguro que\b",
        re.I,
    ),
}


def claimed(text: str, language: str) -> list[str]:
    """What these words claim that the evidence does not support, in words."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text) if not _DOUBT[language].search(one)]
    return [
        str(name) for name, english, spanish in CLAIMS
        if any(re.search(spanish if language == "es" else english, one, re.I) for one in sentences)
    ]  # fmt: skip
