"""Rows of this room as the plain pictures that `press.plots` draws."""

from django.utils.translation import gettext as _

from ajar.goals import domains
from ajar.press.plots import Line, Mark, Point, Strip


def kind_name(kind: str, setback_word: str) -> str:
    """The word for a mark: the person's own for a setback (decision 42)."""
    if kind == "better":
        return _("something better")
    if kind == "event":
        return _("something that happened")
    return _("setback") if setback_word == "setback" else setback_word


def strip(marks, setback_word, *, counts, title) -> Strip:
    """marks: (day, kind, domain, about_then), the newest first; counts: of all marks by kind."""
    drawn = tuple(
        Mark(day, kind, kind_name(kind, setback_word), lane=domains.lane_of(domain), about=about)
        for day, kind, domain, about in reversed(marks)
    )
    lanes = tuple((key, str(name)) for key, name in domains.LANES.items())
    return Strip(title, lanes, drawn, dict(counts), setback_word)


def points(ratings) -> tuple[Point, ...]:
    return tuple(Point(r.day, r.value, r.words) for r in ratings)


def marks(changes, setback_word) -> tuple[Mark, ...]:
    return tuple(
        Mark(c.day, c.kind, kind_name(c.kind, setback_word), c.words, c.lane, c.about_then) for c in reversed(changes)
    )


def closeness(ratings, changes, setback_word) -> Line:
    """How close a goal feels, with what got better, was hard or happened around it."""
    title = _("How close it feels, 0 to 10")
    return Line(title, points(ratings), marks(changes, setback_word), setback_word=setback_word)


def own_number(goal, ratings) -> Line:
    return Line(goal.number_name, points(ratings), top=None, unit=goal.number_unit)


def in_order(places: dict) -> list[str]:
    """Every part of life, those with a place first."""
    return sorted(domains.LANES, key=lambda lane: (places.get(lane) or 99, list(domains.LANES).index(lane)))


def life(ratings) -> list[Line]:
    """A picture for each part of life that was marked. Of one day the last mark counts. ratings carry their `place`."""
    lanes: dict[str, dict] = {}
    for rating in ratings:
        lanes.setdefault(rating.lane, {})[rating.day] = rating
    places = {r.lane: r.place for r in ratings}
    return [
        Line(str(domains.LANES[lane]), tuple(Point(r.day, r.value) for r in lanes[lane].values()))
        for lane in in_order(places)
        if lane in lanes
    ]
