"""What practitioners write and review is data: YAML files under `ajar/content/`, read once a process.

Each file says about itself: owner, source, checked_on, and who reviewed it as what (decision 41). Each entry has a
key and its text in every language of the house.
"""

from functools import cache
from pathlib import Path

from django.utils.translation import get_language

CONTENT = Path(__file__).resolve().parent.parent / "content"
REVIEWS = ("lived experience", "clinical", "legal")


class ContentWrong(ValueError):
    """A content file that does not say what it must."""


@cache
def load(name: str) -> dict:
    """The file `content/NAME.yaml`: {"about": {...}, "entries": [...]}. Raises ContentWrong."""
    import yaml

    found = yaml.safe_load((CONTENT / f"{name}.yaml").read_text())
    about = found.get("about") or {}
    if missing := {"owner", "source", "checked_on", "reviewed"} - set(about):
        raise ContentWrong(f"{name}: {sorted(missing)} missing")
    if wrong := set(about["reviewed"] or {}) - set(REVIEWS):
        raise ContentWrong(f"{name}: reviewed as {sorted(wrong)}")
    keys = [entry["key"] for entry in found["entries"]]
    if len(set(keys)) != len(keys):
        raise ContentWrong(f"{name}: a key stands twice")
    return found


def said(text):
    """The text in the language of the page, else in English. text: {"en": ..., "es": ...}, or the same in both."""
    if not isinstance(text, dict):
        return text
    return text.get((get_language() or "en").split("-")[0]) or text["en"]


def unreviewed(name: str) -> list[str]:
    """The kinds of review that nobody has done yet."""
    done = load(name)["about"]["reviewed"] or {}
    return [kind for kind in REVIEWS if not done.get(kind)]
