"""Every answer can be said in plain words."""

import ast
from pathlib import Path

from ajar.consents import words

ROOM = Path(words.__file__).parent
SAID = {"case.py", "rules.py", "rules_consent.py", "rules_without.py"}


def codes() -> set[str]:
    """Every string constant of the rules that is made like a code and is neither a docstring nor a slot."""
    found = set()
    for name in SAID:
        tree = ast.parse((ROOM / name).read_text())
        assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
        slots = {one.value for a in assigned if getattr(a.targets[0], "id", "") == "__slots__" for one in a.value.elts}
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and node.value not in slots and node.value[:1].isalpha() and " " not in node.value
        }  # fmt: skip
    return found


def test_whoever_is_refused_reads_why_and_nothing_is_explained_that_never_happens():
    assert codes() == set(words.WHY) | set(words.OWED)
