"""The pages under docs/ say what is true."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NOT_YET = "not yet"
SEEDS = {"000": 28, "001": 100, "002": 28, "003": 22, "004": 44}  # how many lines each source text must have at least


def practice_rows(text: str) -> list[list[str]]:
    """The lines of the source table: id, what, page, test."""
    lines = [line for line in text.splitlines() if re.match(r"\| \d{3}-", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def page_names(resolver=None) -> set[str]:
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        names |= page_names(pattern) if hasattr(pattern, "url_patterns") else {pattern.name}
    return names


def names_in(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def wrong(row: list[str], pages: set[str]) -> str:
    """What is wrong with a line of the table, or nothing."""
    if len(row) != 4:
        return f"{row}: not four cells"
    key, _what, page, test = row
    if (page == NOT_YET) != (test == NOT_YET):
        return f"{key}: a page and a test, or neither"
    if page == NOT_YET:
        return ""
    if page.strip("`") not in pages:
        return f"{key}: no page named {page}"
    file, _, name = test.strip("`").partition("::")
    if not (ROOT / file).is_file() or name not in names_in(ROOT / file):
        return f"{key}: no test {test}"
    return ""


def test_every_principle_of_the_source_texts_has_its_page_and_its_test_or_says_not_yet():
    rows = practice_rows((DOCS / "PRACTICE.md").read_text())
    pages = page_names()
    assert [w for w in (wrong(row, pages) for row in rows) if w] == []
    assert len({row[0] for row in rows}) == len(rows)
    counts = {seed: sum(row[0].startswith(seed) for row in rows) for seed in SEEDS}
    assert all(counts[seed] >= least for seed, least in SEEDS.items()), counts


@pytest.mark.parametrize(
    "line",
    [
        "| 000-01 | a principle | `no-such-page` | `tests/test_docs.py::names_in` |",
        "| 000-01 | a principle | `front` | `tests/test_docs.py::no_such_test` |",
        "| 000-01 | a principle | `front` | not yet |",
    ],
)
def test_a_line_that_names_what_is_not_there_is_caught(line):
    assert wrong(practice_rows(line)[0], page_names()) != ""


def test_every_room_is_in_the_architecture_and_has_a_page():
    architecture = (DOCS / "ARCHITECTURE.md").read_text()
    rooms = {p.parent.name for p in (ROOT / "ajar").glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}`" not in architecture} == set()
    assert {room for room in rooms - {"config"} if not (DOCS / "rooms" / f"{room}.md").is_file()} == set()


def test_the_quick_start_has_two_commands():
    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"^make \w+", readme, re.M)) == {"make run", "make test"}
