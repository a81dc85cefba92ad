"""Plots as plain data and arithmetic: what was marked goes in, places on the paper come out. Knows no person.

Rules (ux.md 5.1 and 5.3): a 0 to 10 axis is always whole; dots stand at their true dates; more than 45 days without a
mark is a gap in the line and nothing else; the three marks have the same area; up is better; the caption says the
finding, and a table made of the same rows stands beside it. Places along time are percentages, so text and marks
keep their size at every width; where the page reads from right to left, time does too.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

GAP = timedelta(days=45)
BETTER, SETBACK, EVENT = "better", "setback", "event"

LABEL = 24  # letters of a person's words that fit beside a mark; the list below has all of them


@dataclass(frozen=True)
class Point:
    """A number marked on a day, and what was said with it."""

    day: date
    value: Decimal | int
    words: str = ""


@dataclass(frozen=True)
class Mark:
    """Something better, a setback or an event. name: the word for it; lane: the key of its part of life."""

    day: date
    kind: str
    name: str = ""
    words: str = ""
    lane: str = ""
    about: bool = False


@dataclass(frozen=True)
class Line:
    """One number over time. top None: the person's own number, with an axis of its own."""

    title: str
    points: tuple[Point, ...] = ()
    marks: tuple[Mark, ...] = ()
    top: int | None = 10
    unit: str = ""
    setback_word: str = "setback"


@dataclass(frozen=True)
class Strip:
    """Marks on lanes. lanes: (key, name) in their order; counts: of all marks, also those not drawn."""

    title: str
    lanes: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    counts: dict = field(default_factory=dict)
    setback_word: str = "setback"


# Words


def long_day(day: date, today: date) -> str:
    """3 November, with the year when it is not this one."""
    # Translators: a date format, as in "3 November"; see Django's date filter for the letters.
    form = _("j F") if day.year == today.year else _("j F Y")
    return formats.date_format(day, form)


def short_day(day: date, year: bool) -> str:
    """12 May, in the language of the page; months are small in Spanish."""
    return _short(day, year, get_language() or "")


@lru_cache(2000)
def _short(day, year, language):
    said = formats.date_format(day, _("j M Y") if year else _("j M"))
    return said.lower() if language.startswith("es") else said


def number(value) -> str:
    """A value without empty decimals, written as the language writes it."""
    value = Decimal(value).normalize()
    places = max(0, -value.as_tuple().exponent)
    return formats.number_format(value, decimal_pos=places)


def setbacks_said(word: str, days: list[date], today: date) -> str:
    """One setback on 29 November; or the person's own word for it, which has no plural that we could know."""
    last, n = long_day(days[-1], today), len(days)
    if word and word != "setback":
        if n == 1:
            return _("“%(word)s”: once, on %(day)s.") % {"word": word, "day": last}
        return _("“%(word)s”: %(n)s times, the last on %(day)s.") % {"word": word, "n": n, "day": last}
    return ngettext("One setback on %(day)s.", "%(n)s setbacks, the last on %(day)s.", n) % {"n": n, "day": last}


def line_finding(line: Line, today: date) -> str:
    """Now 7. It was 2 on 3 November. One setback on 29 November."""
    said = []
    if line.points:
        first, last = line.points[0], line.points[-1]
        unit = f" {line.unit}" if line.unit else ""
        if last.day == today or len(line.points) > 1:
            said.append(_("Now %(value)s.") % {"value": number(last.value) + unit})
            if len(line.points) > 1:
                day = long_day(first.day, today)
                said.append(_("It was %(value)s on %(day)s.") % {"value": number(first.value) + unit, "day": day})
        else:
            day = long_day(last.day, today)
            said.append(_("%(value)s on %(day)s.") % {"value": number(last.value) + unit, "day": day})
    else:
        said.append(_("No mark yet. That is OK."))
    if setbacks := sorted(m.day for m in line.marks if m.kind == SETBACK):
        said.append(setbacks_said(line.setback_word, setbacks, today))
    return " ".join(said)


def strip_finding(strip: Strip) -> str:
    """5 things got better. 2 setbacks. Last: something better."""
    better, hard, events = (strip.counts.get(kind, 0) for kind in (BETTER, SETBACK, EVENT))
    if not strip.marks:
        return _("The story starts here.")
    said = []
    if better:
        said.append(ngettext("%(n)s thing got better.", "%(n)s things got better.", better) % {"n": better})
    if hard:
        if strip.setback_word and strip.setback_word != "setback":
            form = ngettext("“%(word)s”, once.", "“%(word)s”, %(n)s times.", hard)
            said.append(form % {"word": strip.setback_word, "n": hard})
        else:
            said.append(ngettext("%(n)s setback.", "%(n)s setbacks.", hard) % {"n": hard})
    if events:
        said.append(ngettext("%(n)s thing happened.", "%(n)s things happened.", events) % {"n": events})
    last = max(strip.marks, key=lambda m: m.day)
    said.append(_("Last: %(what)s.") % {"what": last.name})
    return " ".join(said)


# Places


def percent(value: float, rtl: bool) -> str:
    return f"{100 - value if rtl else value:.2f}%"


class Time:
    """Days along the paper. from_, to: percentages of the width that the first and the last day take."""

    def __init__(self, days, from_: float, to: float, rtl: bool):
        self.first, self.last = min(days), max(days)
        self.from_, self.to, self.rtl = from_, to, rtl

    def at(self, day: date) -> float:
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return self.from_ + (self.to - self.from_) * share

    def x(self, day: date) -> str:
        return percent(self.at(day), self.rtl)

    def ticks(self) -> list[dict]:
        """Up to five dates under the axis; the second and fourth give way on a phone."""
        span = (self.last - self.first).days
        year = self.first.year != self.last.year
        quarters = (0, 1, 2, 3, 4) if span >= 12 else (0, 4) if span else (2,)
        anchors = {0: "start", 4: "end"}
        return [
            {
                "x": percent(self.from_ + (self.to - self.from_) * q / 4, self.rtl),
                "words": short_day(self.first + timedelta(days=round(span * q / 4)), year),
                "anchor": anchors.get(q, "middle"),
                "wide": q in (1, 3),
            }
            for q in quarters
        ]


def runs(points) -> list[list[Point]]:
    """The points, parted wherever more than 45 days lie between two of them."""
    parts: list[list[Point]] = []
    for point in points:
        if parts and point.day - parts[-1][-1].day <= GAP:
            parts[-1].append(point)
        else:
            parts.append([point])
    return parts


def nice_top(values) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20, 50... that is not under any value."""
    highest = max([Decimal(1), *(Decimal(v) for v in values)])
    top = Decimal(1)
    while True:
        for step in (1, 2, 5):
            if top * step >= highest:
                return top * step
        top *= 10


LINE = {"height": 250, "marks": 14, "top": 40, "bottom": 210, "ticks": 238, "from": 9.0, "to": 96.0}


def draw_line(line: Line, rtl: bool) -> dict | None:
    """Where everything of a line plot stands; None when nothing was marked yet."""
    days = [p.day for p in line.points] + [m.day for m in line.marks]
    if not days:
        return None
    values = [Decimal(p.value) for p in line.points]
    if line.top is not None:
        low, high = Decimal(0), Decimal(line.top)
    else:
        high = nice_top(abs(v) for v in values)
        low = -high if any(v < 0 for v in values) else Decimal(0)
    # An own number may be long: its axis is written on the lines, inside; 0 to 10 stands beside them.
    inside = line.top is None
    time = Time(days, LINE["from"] + (7 if inside else 4), LINE["to"] - 3, rtl)
    levels = [v for v in (low, (low + high) / 2, high) if v == v.to_integral_value()]

    def y(value):
        share = (Decimal(value) - low) / (high - low)
        return f"{LINE['bottom'] - float(share) * (LINE['bottom'] - LINE['top']):.1f}"

    segments = [
        {"x1": time.x(a.day), "y1": y(a.value), "x2": time.x(b.day), "y2": y(b.value)}
        for run in runs(line.points)
        for a, b in zip(run, run[1:], strict=False)
    ]
    ends = {0, len(line.points) - 1}
    dots = [
        {"x": time.x(p.day), "y": y(p.value), "day": p.day, "value": number(p.value),
         "above": f"{float(y(p.value)) - 12:.1f}", "printed": i in ends, "last": i == len(line.points) - 1}
        for i, p in enumerate(line.points)
    ]  # fmt: skip
    marks = [_placed(m, time.x(m.day), LINE["marks"]) for m in line.marks]
    return LINE | {
        "segments": segments, "dots": dots, "marks": marks, "labels": _labels(line, time, y), "ticks_at": time.ticks(),
        "x1": percent(1 if inside else LINE["from"], rtl), "x2": percent(LINE["to"], rtl),
        "axis_x": percent(1 if inside else LINE["from"] - 2, rtl), "axis_anchor": "start" if inside else "end",
        "levels": [
            {"y": y(v), "text_y": f"{float(y(v)) + (-5 if inside else 5):.1f}", "value": number(v)} for v in levels
        ],
    }  # fmt: skip


def _placed(mark: Mark, x: str, y: float) -> dict:
    return {"x": x, "y": f"{y:.1f}", "kind": mark.kind, "day": mark.day, "lane": mark.lane}


def _labels(line: Line, time: Time, y) -> list[dict]:
    """The words that have room beside their mark on a wide screen. The list below the plot has them all, whole."""
    said = [(m.day, LINE["marks"] + 5, m.words, 1.6) for m in line.marks if m.words]
    said += [(p.day, float(y(p.value)) + 20, p.words, 0.0) for p in line.points if p.words]
    labels, taken = [], []
    for day, at, words, aside in sorted(said):
        short = words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
        start, width = time.at(day) + aside, len(short) * 1.35 + 2
        row = "marks" if aside else "dots"
        if start + width > 100 or any(r == row and start < e and s < start + width for r, s, e in taken):
            continue
        if not aside and at > LINE["bottom"] - 2:
            at = float(at) - 36
        taken.append((row, start, start + width))
        labels.append({"x": percent(start, time.rtl), "y": f"{at:.1f}", "words": short})
    return labels


STRIP_FROM, STRIP_TO, LANE, LEVEL = 20.0, 98.0, 36, 18


def draw_strip(strip: Strip, rtl: bool) -> dict | None:
    """Where the lanes and marks stand; None for an empty story. Lanes without marks are not drawn."""
    if not strip.marks:
        return None
    time = Time([m.day for m in strip.marks], STRIP_FROM + 2, STRIP_TO - 2, rtl)
    lanes, top = [], 4
    for key, name in strip.lanes:
        mine = sorted((m for m in strip.marks if m.lane == key), key=lambda m: (m.day, m.kind))
        if not mine:
            continue
        ends: list[float] = []  # where the last mark of each level stands: marks that would touch go one level up
        levels = []
        for mark in mine:
            at = time.at(mark.day)
            level = next((i for i, end in enumerate(ends) if at - end >= 2.8), len(ends))
            level = min(level, 3)
            ends[level : level + 1] = [at]
            levels.append(level)
        height = LANE + LEVEL * max(levels)
        line_y = top + height - LANE / 2
        lanes.append(
            {
                "name": name, "y": f"{line_y:.1f}", "text_y": f"{line_y + 5:.1f}",
                "marks": [_placed(m, time.x(m.day), line_y - LEVEL * lv) for m, lv in zip(mine, levels, strict=True)],
            }
        )  # fmt: skip
        top += height
    return {
        "lanes": lanes, "height": top + 30, "ticks": top + 20, "ticks_at": time.ticks(), "x0": percent(0, rtl),
        "x1": percent(STRIP_FROM, rtl), "x2": percent(STRIP_TO, rtl),
    }  # fmt: skip


SMALL = {"height": 76, "top": 12, "bottom": 66, "from": 6.0, "to": 76.0, "value_x": 84.0}


def draw_small(line: Line, rtl: bool) -> dict | None:
    """A small multiple: the whole 0 to 10 axis, the person's own marks, the latest value beside the last dot."""
    if not line.points:
        return None
    time = Time([p.day for p in line.points], SMALL["from"] + 3, SMALL["to"], rtl)

    def y(value):
        return f"{SMALL['bottom'] - float(value) / line.top * (SMALL['bottom'] - SMALL['top']):.1f}"

    first, last = line.points[0], line.points[-1]
    return SMALL | {
        "segments": [
            {"x1": time.x(a.day), "y1": y(a.value), "x2": time.x(b.day), "y2": y(b.value)}
            for run in runs(line.points)
            for a, b in zip(run, run[1:], strict=False)
        ],
        "dots": [{"x": time.x(p.day), "y": y(p.value), "day": p.day, "value": number(p.value)} for p in line.points],
        "first": number(first.value), "last": number(last.value), "same": len(line.points) == 1,
        "last_y": f"{float(y(last.value)) + 6:.1f}",
        "x1": percent(SMALL["from"] - 3, rtl), "x2": percent(SMALL["to"] + 4, rtl),
        "value_x": percent(SMALL["value_x"], rtl),
    }  # fmt: skip


def draw_sure(value: int, rtl: bool) -> dict:
    """Ten dots, so many of them filled."""
    places = [9 + 17 * i for i in range(10)]
    if rtl:
        places.reverse()
    return {"dots": [{"x": x, "full": i < value} for i, x in enumerate(places)], "value": value}
