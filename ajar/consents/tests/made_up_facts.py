"""What comes of the scenarios when a few of their fields are changed: thousands of questions that nobody asked."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from random import Random

from ajar.consents import facts as f
from ajar.consents import scopes
from ajar.consents.facts import Basis, DataClass, Facts, Hipaa, Known, Purpose, RecipientKind
from ajar.consents.tests.scenarios import CODES, COMMON, CONFIDENCE, KEYS, NOTE, NOWS, SCENARIOS, TELLING, USE

_EMPTY = {"consent": f.Consent(), "order": f.Order(), "minor": f.Minor()}
_CODED = {"event_on", "revocable_event_on", "valid_from", "revocable_from", "final_disposition_expected"}
_DAYS = _CODED | {"final_disposition_on", "expires_on", "signed_on", "since", "until"}
_MOMENTS = {"revoked_at", "suspended_at"}


def _other_set(random: Random, old: frozenset, pool: list) -> frozenset:
    """A set with one more, one less, nothing, or only one."""
    how = random.randrange(8)
    if how == 0:
        return frozenset()
    if how == 1:
        return frozenset({random.choice(pool)})
    if how < 5 and old:
        return old - {random.choice(sorted(old))}
    return old | {random.choice(pool)}


def _other(random: Random, name: str, old, now: datetime):
    """Another value for the field of this name; sometimes, by chance, the same."""
    classes = list(DataClass) + 3 * TELLING
    if name in _DAYS:
        near = [now.date() + timedelta(days=off) for off in (-1, -1, 0, 0, 1, 1, -30, 30, -400)]
        utc = now.astimezone(UTC).date()
        laws = (
            [scopes.AMENDED, scopes.AMENDED - timedelta(days=1), scopes.AMENDED + timedelta(days=1)]
            if name == "signed_on"
            else []
        )
        own = [old - timedelta(days=1), old + timedelta(days=1)] if isinstance(old, date) else []
        return random.choice([None, utc, *near, *laws, *own])
    if name in _MOMENTS:
        near = [now + timedelta(minutes=off) for off in (-1, 0, 1, -1440, 1440)]
        return random.choice([None, *near, now.astimezone(UTC), *(each.astimezone(UTC) for each in near)])
    if name == "now":
        return old + timedelta(minutes=random.choice([-1440, -60, -1, 1, 60, 1440]))
    if name in ("asked", "classes", "by_hand", "held_back"):
        return _other_set(random, old, classes)
    if name == "needed":
        return random.choice([None, _other_set(random, COMMON, classes), _other_set(random, frozenset(), classes)])
    if name == "purposes":
        return _other_set(random, old, list(Purpose))
    if name == "classes_of":
        return _other_set(random, old, list(RecipientKind))
    if name == "reviewed":
        return frozenset(random.sample(CODES, random.choice([0, 1, 2, 14])))
    if name in ("recipients", "members", "keys"):
        return _other_set(random, old, KEYS)
    if name == "intermediary":
        return random.choice(["", *KEYS])
    if name == "key":
        return random.choice(KEYS)
    if name == "section":
        return random.choice(["", "2.64", "2.65", "2.66", "2.67"])
    if name == "approvers":
        return random.randrange(4)
    if name == "basis":
        return random.choice([None, *Basis])
    if isinstance(old, bool):
        return not old
    if isinstance(old, Enum):
        return random.choice(list(type(old)))
    raise ValueError(f"nobody has said how {name} changes")


def _restrictions(random: Random, facts: Facts) -> tuple[f.Restriction, ...]:
    """None, one or two, mostly about what is asked and whom it would go to."""

    def one():
        against = random.choice([(), (facts.recipient.key,), (facts.recipient.kind.value,), (random.choice(KEYS),)])
        few = random.sample(sorted(facts.asked), min(len(facts.asked), random.randrange(3)))
        return f.Restriction(frozenset(few or random.choice([[], [DataClass.BILLING]])), frozenset(against))

    return tuple(one() for _ in range(random.randrange(3)))


def _name(random: Random, whole) -> str:
    """Of a field; more often of one that the scenario rests on, which is one that it filled in."""
    names = [each.name for each in fields(whole) if not is_dataclass(getattr(whole, each.name))]
    filled = [each.name for each in fields(whole) if each.name in names and getattr(whole, each.name) != each.default]
    return random.choice(filled if filled and random.randrange(3) else names)


def changed(random: Random, facts: Facts) -> Facts:
    """The facts with one field of one of their parts changed."""
    parts = [name for name in ("consent", "order", "minor") if getattr(facts, name) is not None]
    if facts.event != f.Event():
        parts.append("event")
    part = random.choice(["", "", "program", "actor", "recipient", "event", *parts, *parts, *parts])
    whole = getattr(facts, part) if part else facts
    name = _name(random, whole)
    old = getattr(whole, name)
    if name == "restrictions":
        new = _restrictions(random, facts)
    elif not part and name in _EMPTY:
        new = _EMPTY[name]
    else:
        new = _other(random, name, old, facts.now)
    whole = replace(whole, **{name: new})
    return replace(facts, **{part: whole}) if part else whole


def _day(random: Random, now: datetime, name: str) -> dict:
    """A day or a moment near now, by the name of the field that it is for."""
    return {name: _other(random, name, None, now)}


def twisted(random: Random, facts: Facts) -> Facts:
    """The facts with several fields changed at once, where one alone is hidden behind another refusal."""
    now, consent, order, to = facts.now, facts.consent, facts.order, facts.recipient
    yes = bool(random.randrange(2))
    how = random.randrange(4)
    if how == 0:
        return replace(
            facts, quarantined=yes, contact_risk=not yes, reviewed=_other(random, "reviewed", frozenset(), now)
        )
    if how == 1:
        asked = facts.asked | {random.choice([NOTE, CONFIDENCE, USE])}
        facts = replace(facts, asked=random.choice([asked, asked - facts.asked or asked]))
    if order and how == 2:
        days = _day(random, now, "since") | _day(random, now, "until")
        return replace(facts, order=replace(order, **days), **_day(random, now, random.choice(["since", "until"])))
    if order:
        return replace(facts, order=replace(order, classes=order.classes | facts.asked, confidential_met=yes))
    if not consent:
        return facts
    new = {}
    what = random.randrange(9)
    if what == 0:
        new = {"expires_on": None, "expires_event": yes, "expiry_none": not yes}
    elif what == 1:
        kinds = [to.kind, to.kind, RecipientKind.COURT, RecipientKind.IMMIGRATION]
        to = replace(to, kind=random.choice(kinds), relation=yes)
        new = {"recipients": frozenset(), "classes_of": frozenset({to.kind})}
    elif what == 2:
        new = {"classes": consent.classes | facts.asked, "by_hand": frozenset(random.sample(TELLING, 3))}
    elif what == 3:
        new = _day(random, now, "revoked_at") | _day(random, now, "revocable_from") | {"order_ref": yes}
        facts = replace(facts, program=replace(facts.program, hipaa=random.choice(list(Hipaa))))
    elif what == 4:
        new = _day(random, now, "since") | _day(random, now, "until")
        facts = replace(facts, **_day(random, now, random.choice(["since", "until"])))
    elif what == 5:
        to = replace(to, kind=RecipientKind.MEMBER_PARTICIPANT, relation=yes)
        new = {"members": frozenset(), "general_designation": bool(random.randrange(4))}
    elif what == 6:
        statement = random.choice([each.name for each in fields(consent) if each.name.startswith("stmt_")])
        new = _day(random, now, "signed_on") | {statement: False}
        to = replace(to, covered=yes)
    elif what == 7:
        new = {
            "purposes": consent.purposes | {random.choice([Purpose.FUNDRAISE, Purpose.ANY])},
            "stmt_fundraising_optout": yes,
        }
    else:
        new = {"guardian_signed": yes}
        facts = replace(facts, minor=f.Minor(alone=random.choice(list(Known))))
    return replace(facts, consent=replace(consent, **new), recipient=to)


def cases(seed: int, count: int) -> Iterator[Facts]:
    """`count` facts, the same for the same seed: scenarios with none to four of their fields changed, or a few at once.

    Now and then a scenario is asked on another's ground, or loses its consent or order.
    """
    random = Random(seed)
    makers = list(SCENARIOS.values())
    for _ in range(count):
        now = random.choice(NOWS)
        made = random.choice(makers)(now)
        if not random.randrange(25):
            made = replace(made, basis=random.choice(makers)(now).basis)
        if not random.randrange(60):
            made = replace(made, **{random.choice(["consent", "order", "minor"]): None})
        if not random.randrange(3):
            made = twisted(random, made)
        for _ in range(random.choice([0, 1, 2, 2, 3, 3, 4, 4])):
            made = changed(random, made)
        yield made


def short(value) -> str:
    """What differs from the defaults, and nothing else."""
    if is_dataclass(value):
        given = []
        for each in fields(value):
            said = getattr(value, each.name)
            if said != each.default:
                given.append(f"{each.name}={short(said)}")
        return f"{type(value).__name__}({', '.join(given)})"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(str(each) for each in value)) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(short(each) for each in value) + ")"
    return value.isoformat() if isinstance(value, date) else str(value)
