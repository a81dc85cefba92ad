"""What the policies in `second_opinion.cedar` say of the same facts. Only carries values over; judges nothing."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import cedarpy

from ajar.consents.facts import Answer, Basis, DataClass, Facts
from ajar.consents.tests import made_up_facts

POLICIES = Path(__file__).with_name("second_opinion.cedar").read_text(encoding="utf-8")
EACH = ["@id(" + each for each in POLICIES.split("@id(")[1:]]
ACTIONS = ("answer", "disclose", "needed", "hold", "limited", "notice")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = date.min.toordinal(), date.max.toordinal()
NOT_OUTWARD = {Basis.INTERNAL, Basis.PATIENT_ACCESS}
WHOLE = 'Telling::"whole"'


def _one(kind: str, key: str, *grounds: str, **attrs) -> dict:
    """An entity as the engine reads it."""
    parents = [{"type": "Ground", "id": each} for each in grounds]
    return {"uid": {"type": kind, "id": key}, "attrs": attrs, "parents": parents}


def _policies(action: str) -> cedarpy.PolicySet:
    """Those of one action: every policy is of one, and the others only take time."""
    return cedarpy.PolicySet.from_str("".join(each for each in EACH if f'action == Action::"{action}"' in each))


def _entities() -> str:
    """Grounds in their groups, and the classes with their names."""
    found = [_one("Ground", "outward"), _one("Ground", "consent", "outward"), _one("Ground", "none", "outward")]
    for basis in Basis:
        group = "consent" if "consent" in basis.value else "outward"
        found.append(_one("Ground", basis.value, *(() if basis in NOT_OUTWARD else (group,))))
    found += [_one("DataClass", each.value, name=each.value) for each in DataClass]
    return json.dumps(found)


_POLICIES = {action: _policies(action) for action in ACTIONS}
_ENTITIES = cedarpy.Entities.from_json_str(_entities())


def _plain(value):
    """A value as the policies know it: a day is an ordinal, a moment microseconds; what is None is left out."""
    if isinstance(value, datetime):  # before date: it is one
        return (value - EPOCH) // timedelta(microseconds=1)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, frozenset):
        return [str(each) for each in value]
    if is_dataclass(value):
        names = [each.name for each in fields(value) if each.name != "restrictions"]
        found = {name: _plain(getattr(value, name)) for name in names if getattr(value, name) is not None}
        if "since" in names:  # an open end is the first or the last day there is
            found = {"since": FIRST, "until": LAST} | found
        return found
    return value if isinstance(value, bool | int) else str(value)


def _telling(facts: Facts) -> str:
    """All facts, as the attributes of one entity in the ground that was named."""
    found = _plain(facts)
    found["today"] = facts.now.date().toordinal()
    found["recipient"]["keys"] = list({facts.recipient.key, *facts.recipient.keys})
    if len(facts.restrictions) > 2:
        raise ValueError("the policies tell no more than two restrictions apart")
    for name, restriction in zip(("restriction", "restriction2"), facts.restrictions, strict=False):
        found[name] = _plain(restriction)
    return json.dumps([_one("Telling", "whole", facts.basis.value if facts.basis else "none", **found)])


class _Asking:
    """One telling, asked about as often as needed. `reasons`: for every question the action, and what decided it."""

    def __init__(self, facts: Facts):
        self.entities = _ENTITIES.with_added_json_str(_telling(facts))
        self.reasons = []

    def __call__(self, action: str, resources: list[str]) -> list[bool]:
        """An action and its resources in, yes or no for each out. Raises if a policy failed: it would not count."""
        requests = [{"principal": WHOLE, "action": f'Action::"{action}"', "resource": each} for each in resources]
        results = cedarpy.is_authorized_batch(requests, _POLICIES[action], self.entities)
        for result in results:
            if result.diagnostics.errors:
                raise ValueError(f"{action}: {result.diagnostics.errors}")
            ids = result.diagnostics.id_annotations_by_reason
            self.reasons.append((action, frozenset(ids[each] for each in result.diagnostics.reasons)))
        return [result.allowed for result in results]


def reasoned(facts: Facts) -> tuple[Answer, frozenset[DataClass], list[tuple[str, frozenset[str]]]]:
    """The answer, the classes that go, and for every question put: the action and the ids of what decided it."""
    ask = _Asking(facts)

    def whole(action):
        return ask(action, [WHOLE])[0]

    def which(action, classes):
        yes = ask(action, [f'DataClass::"{each.value}"' for each in classes])
        return [each for each, said in zip(classes, yes, strict=True) if said]

    def answer():
        if not whole("answer"):
            return Answer.DENY, []
        lawful = which("disclose", sorted(facts.asked))
        if not lawful:
            return Answer.DENY, []
        sent = which("needed", lawful)
        if not sent or which("hold", sent):
            return Answer.REVIEW, []
        if whole("limited") or len(sent) < len(facts.asked):
            return Answer.ALLOW_LIMITED, sent
        return Answer.ALLOW_NOTICE if whole("notice") else Answer.ALLOW, sent

    said, sent = answer()
    return said, frozenset(sent), ask.reasons


@cache
def of_many(count: int = 20_000) -> list[tuple[Facts, Answer, frozenset[DataClass], list]]:
    """Made-up facts with what `reasoned` gives of each; asked once for all tests of a run."""
    return [(facts, *reasoned(facts)) for facts in made_up_facts.cases(3, count)]


def opinion(facts: Facts) -> tuple[Answer, frozenset[DataClass]]:
    """The answer, and the classes that go: none unless it is one of the three that allow."""
    return reasoned(facts)[:2]
