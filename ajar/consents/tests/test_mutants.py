"""Every small mistake that could slip into the rules is noticed: the mutants of mutmut, against what the tests hold."""

import sys
from pathlib import Path
from types import ModuleType

import libcst
import pytest
from mutmut.mutation.file_mutation import create_mutations

from ajar.consents import rules
from ajar.consents.tests import table
from ajar.consents.tests.made_up_facts import cases
from ajar.consents.tests.second_opinion import of_many

ROOM = Path(rules.__file__).parent
RULES = ["case", "rules_consent", "rules_without", "rules"]  # as they import each other
FURTHER = 20_000
SOURCES = {name: (ROOM / f"{name}.py").read_text() for name in RULES}


def made_of(sources: dict[str, str]):
    """`decide` of these four sources, beside the real one. Raises whatever a broken source raises."""
    names = {name: f"ajar.consents.{name}" for name in RULES}
    real = {full: sys.modules.get(full) for full in names.values()}
    try:
        for name, full in names.items():
            sys.modules[full] = module = ModuleType(full)
            exec(compile(sources[name], f"{name}.py", "exec"), module.__dict__)  # noqa: S102  our own files
        return sys.modules[names["rules"]].decide
    finally:
        for full, module in real.items():
            if module is None:
                del sys.modules[full]
            else:
                sys.modules[full] = module


def mutants():
    """(what was changed, the sources with it)"""
    for name in RULES:
        module, found, *_ = create_mutations(str(ROOM / f"{name}.py"), SOURCES[name])
        for number, one in enumerate(found):
            changed = module.deep_replace(one.original_node, one.mutated_node).code
            before, after = (module.code_for_node(node).strip() for node in (one.original_node, one.mutated_node))
            yield f"{name} {number}: {before} -> {after}", SOURCES | {name: changed}


def noticed(decide, held) -> bool:
    """Whether one of the held answers is another one now; a decision that breaks is noticed too."""
    try:
        return any(not right(decide(facts)) for facts, right in held)
    except Exception:  # noqa: BLE001  whatever it raises, somebody sees it
        return True


def all_that_is_held():
    """(facts, a check of the decision): every row of the tables, then what the second opinion said."""
    held = [(row.facts, row.right) for row in table.decided()]
    for facts, *said, _ in of_many():
        held.append((facts, lambda decision, said=tuple(said): (decision.answer, decision.sent) == said))
    return held


def told(decision):
    return decision.answer, decision.sent, decision.notice, decision.since, decision.until


@pytest.mark.promise
def test_no_mistake_that_changes_an_answer_goes_unnoticed():
    held = all_that_is_held()
    assert not noticed(made_of(SOURCES), held)
    further = [(facts, told(rules.decide(facts))) for facts in cases(seed=11, count=FURTHER)]
    alive, made = [], 0
    for what, sources in mutants():
        made += 1
        try:
            decide = made_of(sources)
        except Exception:  # noqa: BLE001, S112  it cannot even be loaded
            continue
        if noticed(decide, held):
            continue
        if any(told(decide(facts)) != before for facts, before in further):
            alive.append(what)
    assert made > 700 and libcst  # 950 when this was written
    assert alive == [], "\n".join(alive)
