"""Every row of the law's tables A1 to A16 is there, and the decision says what it asks for."""

from dataclasses import replace
from pathlib import Path

import pytest

from ajar.consents.facts import Answer, Basis, DataClass, Decision, Facts, RecipientKind
from ajar.consents.rules import decide
from ajar.consents.tests import table
from ajar.consents.tests.table import BASES

ROOMS = Path(__file__).parents[2]
COUNTS = {1: 6, 3: 20, 4: 8, 5: 5, 6: 4, 7: 3, 8: 14, 9: 19, 10: 7, 11: 6, 12: 7, 14: 4, 16: 12}
ALL = {f"A{table_}-{row:02}" for table_, last in COUNTS.items() for row in range(1, last + 1)}
IN_TWO = {"A8-04"}  # the table itself has it as a and b
D = DataClass
ASKED = [D.ATTENDANCE, D.TOX_RESULT, D.COMPLIANCE_STATUS, D.SELF_REPORTED_USE, D.COUNSELING_NOTE]
NO, YES, HUMAN = Answer.DENY, Answer.ALLOW_NOTICE, Answer.REVIEW
LIMITED = Answer.ALLOW_LIMITED


@pytest.mark.parametrize("row", table.decided(), ids=lambda row: row.id)
def test_the_decision_is_the_one_of_the_table(row):
    decision = decide(row.facts)
    assert row.right(decision), decision


def test_every_row_of_the_tables_stands_here_once():
    ids = [row.id for row in table.rows()]
    assert len(ids) == len(set(ids))
    assert ALL - set(ids) == IN_TWO and {"A8-04a", "A8-04b"} <= set(ids)


def test_what_is_no_decision_has_a_test_or_says_what_it_waits_for():
    rest = [row for row in table.rows() if row.answer is None]
    assert rest and all(bool(row.waits) != bool(row.test) for row in rest)
    there = "".join(file.read_text() for file in ROOMS.glob("*/tests/test_*.py"))
    named = [row.test for row in table.rows() if row.test]
    assert named and [test for test in named if f"def {test}(" not in there] == []
    assert {row.owner for row in table.rows()} == {"decision", "form", "screen", "report", "register", "task"}


@pytest.mark.parametrize("always", Answer)
def test_an_engine_that_always_says_the_same_is_caught(always):
    """The control of the table."""
    wrong = [row for row in table.decided() if not row.right(Decision(always, row.facts.basis, row.facts.asked))]
    assert len(wrong) > 60


# What may be told to the court about Anthony, by what he signed


def cj(*classes, **more):
    consent = replace(BASES["cj"].consent, classes=frozenset(classes), by_hand=frozenset(classes) - {D.ATTENDANCE})
    return replace(BASES["cj"], consent=replace(consent, **more))


SIGNED = {
    "nothing": (replace(BASES["cj"], basis=None, consent=None), [NO, NO, NO, NO, NO]),
    "TPO alone": (
        replace(BASES["tpo"], recipient=BASES["cj"].recipient, purpose=BASES["cj"].purpose), [NO, NO, NO, NO, NO],
    ),
    "attendance": (cj(D.ATTENDANCE), [YES, NO, NO, NO, NO]),
    "and tests": (cj(D.ATTENDANCE, D.TOX_RESULT), [YES, YES, NO, NO, NO]),
    "and what was kept to": (cj(D.ATTENDANCE, D.TOX_RESULT, D.COMPLIANCE_STATUS), [YES, YES, YES, NO, NO]),
    "and what he tells of use": (cj(*ASKED[:4]), [YES, YES, YES, HUMAN, NO]),
    "all of it, expired": (cj(*ASKED[:4], expires_on=BASES["cj"].now.date().replace(day=1)), [NO, NO, NO, NO, NO]),
    "all of it, the court is done": (cj(*ASKED[:4], final_disposition_on=BASES["cj"].now.date()), [NO, NO, NO, NO, NO]),
    "one for the proceeding": (
        replace(BASES["proceeding"], consent=replace(BASES["proceeding"].consent, classes=frozenset(ASKED[:2]))),
        [YES, YES, NO, NO, NO],
    ),
    "an order that names all": (
        replace(BASES["order"], order=replace(BASES["order"].order, section="2.65", classes=frozenset(ASKED))),
        [LIMITED, LIMITED, LIMITED, NO, NO],
    ),
    "an order with the findings of 2.63": (
        replace(
            BASES["order"],
            order=replace(BASES["order"].order, section="2.65", classes=frozenset(ASKED), confidential_met=True),
        ),
        [LIMITED] * 5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SIGNED)
def test_the_court_is_told_what_anthony_signed_and_no_more(what):
    facts, expected = SIGNED[what]
    assert [decide(replace(facts, asked=frozenset({one}))).answer for one in ASKED] == expected
    assert D.CONFIDENCE not in decide(replace(facts, asked=frozenset({*ASKED, D.CONFIDENCE}))).sent


@pytest.mark.parametrize("kind", RecipientKind)
def test_nobody_is_told_anything_without_a_ground(kind):
    facts = Facts(BASES["nothing"].now, asked=frozenset(DataClass), recipient=replace(table.OFFICER, kind=kind))
    assert decide(facts).answer is NO
    grounds = set(Basis) - {Basis.PATIENT_ACCESS, Basis.HIPAA}
    assert {decide(replace(facts, basis=one)).answer for one in grounds} == {NO}, "a ground is more than its name"
