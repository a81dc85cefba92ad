"""Languages that nobody speaks: every string of ours nearly half as long again, or every page from right to left.

For tests only. What does not grow is not translatable, and what breaks at 320 px would break in a real language.
"""

import os
import re

from django.utils.translation import trans_real

_KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|&\w+;)")
_ACCENTS = str.maketrans("aeiouAEIOUncs", "áéíóúÁÉÍÓÚñçš")


def longer(text: str) -> str:
    """45% more letters, with accents; placeholders and tags stay as they are."""
    if not text.strip():
        return text
    parts = [part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in _KEPT.split(text)]
    letters = sum(len(part) for part in parts if not _KEPT.fullmatch(part))
    return "".join(parts) + " " + ("lorem ipsum dolor sit amet " * 9)[: max(1, int(letters * 0.45))].strip()


def on() -> None:
    wanted = os.environ.get("AJAR_TEST_PSEUDO", "")
    if "rtl" in wanted:
        trans_real.get_language_bidi = lambda: True
    if "long" in wanted:
        gettext, pgettext, ngettext = trans_real.gettext, trans_real.pgettext, trans_real.ngettext
        trans_real.gettext = lambda message: type(message)(longer(gettext(message)))
        trans_real.pgettext = lambda context, message: longer(pgettext(context, message))
        trans_real.ngettext = lambda one, many, number: longer(ngettext(one, many, number))
