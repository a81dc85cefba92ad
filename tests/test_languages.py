"""English and Spanish: nothing a person may see is left in one of them only."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
PO = ROOT / "ajar" / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# ux.md 4.4, the Spanish list: our own words never use these.
NEVER = re.compile(
    r"\b(adict\w+|drogadict\w+|toxic[oó]man\w+|yonqui\w*|abus\w+|limpi[oa]s?|suci[oa]s?|reca[íi]d\w+|fracas\w+|abandon\w+|"
    r"incumpl\w+|rechaz\w+)\b",
    re.IGNORECASE,
)


def catalogue():
    return [entry for entry in polib.pofile(str(PO)) if not entry.obsolete]


def texts(entry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def missing(entries) -> list[str]:
    return [e.msgid for e in entries if "fuzzy" in e.flags or not all(texts(e))]


def test_every_string_is_in_spanish():
    assert missing(catalogue()) == []


def test_a_string_without_spanish_is_caught():
    assert missing([polib.POEntry(msgid="Hello", msgstr="")]) == ["Hello"]


def test_names_and_numbers_stand_in_both_languages():
    wrong = []
    for entry in catalogue():
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts(entry):
            found = set(PLACEHOLDER.findall(text))
            if found - wanted or (wanted - found and not entry.msgid_plural):
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_the_spanish_uses_no_word_that_hurts():
    found = []
    for entry in catalogue():
        for text in texts(entry):
            if NEVER.search(text):
                found.append(text)
    assert found == []


def test_what_is_compiled_is_what_is_written():
    compiled = {e.msgid: (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(PO.with_suffix(".mo")))}
    assert {e.msgid: (e.msgstr, e.msgstr_plural) for e in catalogue()} == compiled


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext")
def test_the_catalogue_holds_every_string_of_the_pages(tmp_path):
    """Collect the strings anew, from templates and code, and look for one that the catalogue does not know."""
    shutil.copytree(ROOT / "ajar", tmp_path / "ajar", ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "-l", "es", "--no-location", "-v0", "--pythonpath", "."]
    subprocess.run([*command, "--settings", "tests.settings"], cwd=tmp_path, check=True, env=_environment())
    new = polib.pofile(str(tmp_path / "ajar/locale/es/LC_MESSAGES/django.po"))
    known = {e.msgid for e in catalogue()}
    assert [e.msgid for e in new if not e.obsolete and e.msgid not in known] == []


def _environment():
    import os

    return os.environ | {"PYTHONPATH": str(ROOT)}
