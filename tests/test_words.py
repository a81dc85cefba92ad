"""What Ajar never says: the words of `never.py`, in templates, choices, code, content and translations."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from ajar.consents.facts import Basis, DataClass, Kind, Purpose, RecipientKind
from ajar.press import never
from tests.test_house import HOUSE, ROOMS, short, source, templates

# Words that are not ours to change: read neither for what Ajar never says nor for how hard they are.
VERBATIM = {
    f"ajar/content/notices/42cfr2_32_a_{part}.txt": "prescribed word for word by 42 CFR 2.32; a paraphrase does not comply"
    for part in (1, 2)
}


def said_in_template(text: str) -> str:
    """What a template says by itself: no comment, no tag, no attribute but those that are read out."""
    text = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", " ", text, flags=re.S)
    spoken = re.findall(r"\{%\s*trans(?:late)?\s+(\"[^\"]*\"|'[^']*')", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    spoken += re.findall(r"(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"", text)
    return " . ".join([*spoken, re.sub(r"<[^>]*>", " ", text)])


def exempt(text: str) -> str:
    """Quoted speech, and wrong answers of training cases, are exempt by tag."""
    return re.sub(r"<q\b.*?</q>|\{#\s*said\s*#\}.*?\{#\s*/said\s*#\}", " ", text, flags=re.S)


@pytest.mark.parametrize("file", list(templates()), ids=short)
def test_templates_never_say(file):
    assert never.never_said(said_in_template(exempt(file.read_text()))) == []


# Codes for what the law names; no page shows them, each has words of its own (content/consents/words.yaml).
LAW = {word.value for kind in (DataClass, RecipientKind, Purpose, Basis, Kind) for word in kind}


def test_choices_and_column_names_never_say():
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.get_fields():
            for value, label in getattr(field, "choices", None) or ():
                if value == label in LAW:
                    continue
                found += [f"{model.__name__}.{field.name}: {w}" for w, _ in never.never_said(f"{value} . {label}")]
    assert found == []


def strings_to_translate(file: Path):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = ast.unparse(node.func).split(".")[-1]
            if name in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "trans"}:
                yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


@pytest.mark.parametrize("file", [f for f in source() if "demo" not in f.parts], ids=short)
def test_what_the_program_says_never_says(file):
    assert [found for text in strings_to_translate(file) for found in never.never_said(text)] == []


def test_content_and_translations_never_say():
    found = []
    for file in sorted(
        [*HOUSE.glob("content/**/*.yaml"), *HOUSE.glob("content/**/*.txt"), *HOUSE.glob("*/content/**/*.yaml")]
    ):
        if short(file) in VERBATIM:
            continue
        lines = [
            line.split("#")[0]
            for line in file.read_text().splitlines()
            if not re.match(r"\s*(?:- )?(source|said|id|find)\w*:", line)
        ]
        language = "es" if re.search(r"(^|[./_-])es[./_-]", file.name) else "en"
        found += [(short(file), hit) for hit in never.never_said("\n".join(lines), language)]
    for file in sorted(HOUSE.glob("locale/es/**/*.po")):
        text = "\n".join(re.findall(r'^msgstr(?:\[\d\])? (".*(?:\n".*)*)', file.read_text(), re.M))
        found += [(short(file), hit) for hit in never.never_said(text, "es")]
    assert found == []


def test_what_is_not_read_is_the_words_of_a_regulation_and_is_there():
    """A list of exceptions holds nothing that has gone, and no words of ours (docs/decisions: statutory wording)."""
    from ajar.consents import notices

    files = [HOUSE.parent / name for name in VERBATIM]
    assert {file.read_text().rstrip("\n") for file in files} == {one.text for one in notices.check().values()}
