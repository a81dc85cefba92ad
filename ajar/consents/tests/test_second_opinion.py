"""Two implementations of one law, written apart: they say the same of every case. A difference is a mistake in one."""

from collections import Counter
from dataclasses import replace
from datetime import UTC

import pytest

from ajar.consents.facts import Answer, Basis, DataClass
from ajar.consents.rules import decide
from ajar.consents.tests import second_opinion
from ajar.consents.tests.made_up_facts import short
from ajar.consents.tests.scenarios import CODES, NOWS, SCENARIOS
from ajar.consents.tests.second_opinion import of_many, opinion

NEVER_ALONE = {"deficient:recipients", "cj:without_end"}  # who is in no list is not in it; see the rules on expiry
ALLOWS = {Answer.ALLOW, Answer.ALLOW_NOTICE, Answer.ALLOW_LIMITED}
FEW = 900  # of the same cases, for every run


def ours(facts):
    """The answer and the classes, of `decide`."""
    decision = decide(facts)
    return decision.answer, decision.sent


def shown(answer, sent):
    """Both, in short."""
    return f"{answer} {sorted(str(each) for each in sent)}"


def first_difference(one, cases):
    """The first facts of which the second opinion is another, in short; None where they agree."""
    for number, (facts, *that, reasons) in enumerate(cases):
        if (this := one(facts)) != tuple(that):
            why = sorted({f"{action} {each}" for action, ids in reasons for each in ids})
            return f"case {number}\n  {short(facts)}\n  one:    {shown(*this)}\n  second: {shown(*that)} by {why}"
    return None


@pytest.mark.parametrize("name", SCENARIOS)
def test_both_allow_what_is_in_order(name):
    for now in NOWS:
        facts = SCENARIOS[name](now)
        answer, sent = opinion(facts)
        assert answer in ALLOWS and sent, short(facts)
        assert ours(facts) == (answer, sent), short(facts)


def test_both_say_the_same():
    assert (found := first_difference(ours, of_many(FEW))) is None, found


@pytest.mark.promise
def test_both_say_the_same_of_very_many():
    assert (found := first_difference(ours, of_many())) is None, found


def never_revoked(facts):
    consent = facts.consent and replace(facts.consent, revoked_at=None)
    return ours(replace(facts, consent=consent))


def to_anybody(facts):
    key = facts.recipient.key
    consent = facts.consent and replace(facts.consent, recipients=facts.consent.recipients | {key})
    return ours(replace(facts, consent=consent))


def with_the_notes(facts):
    answer, sent = ours(facts)
    return answer, sent | (facts.asked & {DataClass.COUNSELING_NOTE}) if answer in ALLOWS else sent


def by_utc(facts):
    """The day that it is elsewhere."""
    return ours(replace(facts, now=facts.now.astimezone(UTC)))


def holding_nothing(facts):
    reviewed = frozenset(CODES)
    return ours(replace(facts, reviewed=reviewed))


def unrestricted(facts):
    return ours(replace(facts, restrictions=()))


@pytest.mark.parametrize("wrong", [never_revoked, to_anybody, with_the_notes, by_utc, holding_nothing, unrestricted])
def test_a_wrong_one_is_caught(wrong):
    assert first_difference(wrong, of_many(FEW))


@pytest.mark.promise
def test_the_cases_go_everywhere():
    """Every ground is allowed and refused, every answer is given, and every policy has once decided alone."""
    grounds, answers, alone = Counter(), Counter(), Counter()
    for facts, answer, _, reasons in of_many():
        grounds[facts.basis, answer in ALLOWS] += 1
        answers[answer] += 1
        alone.update(next(iter(ids)) for ids in {each for _, each in reasons if len(each) == 1})
    few = {(basis, yes): grounds[basis, yes] for basis in Basis for yes in (True, False) if grounds[basis, yes] < 50}
    assert not few
    assert all(answers[each] >= 500 for each in Answer), answers
    assert 0.25 < sum(answers[each] for each in ALLOWS) / 20_000 < 0.45, answers
    ids = {each.split('"')[1] for each in second_opinion.EACH}
    assert len(ids) == len(second_opinion.EACH)
    assert ids - set(alone) <= NEVER_ALONE
