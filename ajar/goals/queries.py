"""Questions about what a person wants, what helps, and their story. Each is one statement unless it says otherwise.

person: as `open_person` gave it. Rows kept between two people are seen by these two only, on every page.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext

from ajar.access.compiled import compiled
from ajar.access.models import Amendment, Worker
from ajar.access.policy import Role
from ajar.encounters.models import Confidence, Encounter
from ajar.goals import pictures
from ajar.goals.models import (
    Change,
    Goal,
    GoalMove,
    LifeOrder,
    Limit,
    Need,
    Obstacle,
    Pattern,
    Rating,
    Step,
    Strength,
    TwoSides,
    WhatMightHappen,
)
from ajar.people.models import Block, Person
from ajar.people.queries import words

MODELS = {
    "need": Need, "strength": Strength, "obstacle": Obstacle, "goal": Goal, "step": Step, "change": Change,
    "pattern": Pattern, "sides": TwoSides, "limit": Limit, "encounter": Encounter, "confidence": Confidence,
}  # fmt: skip
PAGE = 20
DRAWN = 120  # marks on one strip; the caption counts all of them
ALL = 5000


def row(actor, person, what: str, row_id):
    """The row of this kind about this person, or 404; what: a key of MODELS."""
    return get_object_or_404(MODELS[what].objects.visible_to(actor, person), pk=row_id)


def before(actor, row, column="words") -> list[Amendment]:
    """What a row said before, the newest first."""
    rows = Amendment.objects.filter(agency_id=actor.agency_id, thing=row._meta.label_lower, thing_id=row.pk)
    return list(rows.filter(column=column).select_related("by").order_by("-version"))


def setback_word(actor, person) -> str:
    """What this person calls a setback: their own word, or the agency's (decision 42)."""
    said = words(actor, person)
    return (said.setback if said else "") or actor.agency.setback_word


# Needs, strengths, obstacles


def needs(actor, person) -> list[Need]:
    """All of them: the most important now, then the open ones by rung, then those that are met."""
    rows = Need.objects.visible_to(actor, person)
    return list(rows.order_by(Case(When(met_on=None, then=0), default=1), "-most_now", "rung", "-day", "-pk"))


def most_now(actor, person) -> Need | None:
    """The most important need now, if one was said and it is not met yet."""
    return Need.objects.visible_to(actor, person).filter(most_now=True, met_on=None).order_by("-day", "-pk").first()


def strengths(actor, person, limit=None) -> list[Strength]:
    """What has helped before, the newest first."""
    return list(Strength.objects.visible_to(actor, person).order_by("-day", "-pk")[:limit])


def obstacles(actor, person) -> list[Obstacle]:
    """What stands in the way, then what is out of it."""
    rows = Obstacle.objects.visible_to(actor, person)
    return list(rows.order_by(Case(When(gone_on=None, then=0), default=1), "-day", "-pk"))


# Goals


def _by_state(*states):
    return Case(*(When(state=s, then=Value(i)) for i, s in enumerate(states)), output_field=IntegerField())


def goals(actor, person) -> list[Goal]:
    """All goals: those for now, resting, kept, let go; the newest first in each."""
    rows = Goal.objects.visible_to(actor, person)
    return list(rows.order_by(_by_state("now", "resting", "kept", "let-go"), "-day", "-pk"))


def next_steps(actor, person, limit=None) -> list[Step]:
    """The small steps that are next, the newest first."""
    return list(Step.objects.visible_to(actor, person).filter(state="next").order_by("-day", "-pk")[:limit])


def steps(actor, person, goal) -> list[Step]:
    rows = Step.objects.visible_to(actor, person).filter(goal=goal)
    return list(rows.order_by(Case(When(state="next", then=0), default=1), "-day", "-pk"))


def moves(actor, person, goal) -> list[GoalMove]:
    """Where the goal has been, the newest first; a worker's guess is seen on the worker's own screen only."""
    rows = GoalMove.objects.visible_to(actor, person).filter(goal=goal)
    if not actor.screen.mine:
        rows = rows.filter(said_by="person")
    return list(rows.select_related("by").order_by("-day", "-pk"))


def ratings(actor, person, goal) -> dict[str, list[Rating]]:
    """The marks on a goal by kind, the oldest first; of one day the last one."""
    kinds: dict[str, list[Rating]] = {}
    for rating in Rating.objects.visible_to(actor, person).filter(goal=goal).order_by("day", "order"):
        rows = kinds.setdefault(rating.kind, [])
        if rows and rows[-1].day == rating.day:
            rows.pop()
        rows.append(rating)
    return kinds


def changes_of(actor, person, goal) -> list[Change]:
    """What got better, was hard or happened around a goal, the newest first."""
    return list(Change.objects.visible_to(actor, person).filter(goal=goal).order_by("-day", "-pk"))


# The story


@dataclass
class Story:
    """A page of changes, the newest first; where the older ones begin; and the strip of the whole story."""

    changes: list[Change]
    older: str
    strip: object
    setback_word: str


def story(actor, person, before="", limit=PAGE, kind="", setback_word="") -> Story:
    """Two statements: a page of the changes with their words, and every mark without words for strip and counts.

    before: where a page ended, as its `older` says; anything else is the first page. kind: only changes of this kind.
    setback_word: as `setback_word()` gave it; the agency's if empty.
    """
    word = setback_word or actor.agency.setback_word
    marks = _marks(actor, person)
    after = _place(before)
    if kind or after:
        page = list(_changes(actor, person, kind, after)[: limit + 1])
    else:
        page = _newest_changes(actor, person, limit + 1)
    older = f"{page[limit - 1].day:%Y-%m-%d}_{page[limit - 1].pk}" if len(page) > limit else ""
    for change in page:
        change.name = pictures.kind_name(change.kind, word)
    strip = pictures.strip(
        marks[:DRAWN], word, counts=Counter(kind for _day, kind, _domain, _about in marks), title=gettext("The story")
    )
    return Story(page[:limit], older, strip, word)


@compiled
def _marks(actor, person):
    rows = Change.objects.visible_to(actor, person).order_by("-day", "-pk")
    return rows.values_list("day", "kind", "domain", "about_then")[:ALL]


def _changes(actor, person, kind="", after=None):
    rows = Change.objects.visible_to(actor, person)
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(Q(day__lt=after[0]) | Q(day=after[0], pk__lt=after[1]))
    return rows.select_related("by", "thanked_by").order_by("-day", "-pk")


@compiled
def _newest_changes(actor, person, limit):
    return _changes(actor, person)[:limit]


def _place(before: str):
    day, _, row_id = before.partition("_")
    try:
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None


def good_news(actor, days=7, limit=20) -> list[Change]:
    """Something better, of people the worker may see, the newest told first; thanked or not; nothing kept between two.

    `change.person` is there, its keys are not: `seal.preload` them before its name is shown.
    """
    return _told(actor, localdate() - timedelta(days=days), limit)


@compiled
def _told(actor, since, limit):
    # Asked change by change, through the person's key: it does not grow with the people whom the worker may see.
    seen = Exists(Person.objects.visible_to(actor).filter(pk=OuterRef("person_id")))
    rows = Change.objects.filter(seen, agency_id=actor.agency_id, kind="better", made_on__gte=since, kept_between=None)
    return rows.select_related("person", "thanked_by").order_by("-made_on", "-day", "-pk")[:limit]


def life(actor, person):
    """Small multiples of how life is, a picture a part that was marked, in the order the person chose."""
    return pictures.life(_life(actor, person))


@compiled
def _life(actor, person):
    place = LifeOrder.objects.filter(agency_id=actor.agency_id, person_id=person.pk, lane=OuterRef("lane"))
    rows = Rating.objects.visible_to(actor, person).filter(kind="life")
    return rows.annotate(place=Subquery(place.values("place")[:1])).order_by("day", "order")


def life_order(actor, person) -> list[str]:
    """Every part of life, in the order the person chose."""
    rows = LifeOrder.objects.visible_to(actor, person).filter(person_id=person.pk)
    chosen = dict(rows.values_list("lane", "place"))
    return pictures.in_order(chosen)


# Patterns, choices, limits


def patterns(actor, person) -> list[Pattern]:
    return list(Pattern.objects.visible_to(actor, person).order_by("-day", "-pk"))


def two_sides(actor, person) -> list[TwoSides]:
    """Both sides of what was looked at, the newest first."""
    return list(TwoSides.objects.visible_to(actor, person).order_by("-day", "-pk"))


def choices(actor, person) -> list[WhatMightHappen]:
    """Choices that were talked through, the newest first."""
    return list(WhatMightHappen.objects.visible_to(actor, person).order_by("-day", "-pk"))


def limits(actor, person) -> list[Limit]:
    """The limits in force today."""
    rows = Limit.objects.visible_to(actor, person).filter(lifted_on=None, until__gte=localdate())
    return list(rows.select_related("by", "reviewer").order_by("-day", "-pk"))


def past_limits(actor, person) -> list[Limit]:
    """Limits that are over, the newest first."""
    rows = Limit.objects.visible_to(actor, person).exclude(lifted_on=None, until__gte=localdate())
    return list(rows.select_related("by", "reviewer").order_by("-day", "-pk"))


def reviewers(actor, person):
    """Supervisors who can look at a limit: somebody else than who sets it, wherever there is somebody else; nobody to
    whom the person is nobody."""
    rows = Worker.objects.filter(agency_id=actor.agency_id, role=Role.SUPERVISOR, is_active=True).order_by("name")
    rows = rows.exclude(pk__in=Block.objects.filter(person_id__in=person.one_of, ended_on=None).values("worker_id"))
    others = rows.exclude(pk=actor.pk)
    return others if Role(actor.role) == Role.SUPERVISOR and others.exists() else rows
