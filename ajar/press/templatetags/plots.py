"""Plots in a page: {% load plots %}, then {% strip s %}, {% line_plot l %}, {% small_multiple l %}, {% sure_dots 6 %}.

Each takes a plain object of `press.plots` and draws an SVG with a title and a description, its finding in words and,
but for the dots, a table of the same rows. No style attributes, no script, nothing that needs a pointer.
"""

from django import template
from django.utils import timezone
from django.utils.translation import get_language_bidi

from ajar.press import plots

register = template.Library()


@register.inclusion_tag("press/plot_strip.html")
def strip(picture: plots.Strip, table: bool = True):
    """Lanes by part of life with equal marks, for wide screens; the list of changes stands below it on every page."""
    names = dict(picture.lanes)
    return {
        "picture": picture,
        "drawn": plots.draw_strip(picture, get_language_bidi()),
        "finding": plots.strip_finding(picture),
        "rows": [(m, names.get(m.lane, "")) for m in sorted(picture.marks, key=lambda m: m.day, reverse=True)],
        "table": table,
        "key": plot_key(picture),
    }


@register.inclusion_tag("press/plot_line.html")
def line_plot(picture: plots.Line, table: bool = True):
    """One number over time, on its whole axis, with the marks linked to it."""
    said = [(p.day, None, p.words) for p in picture.points if p.words]
    said += [(m.day, m, m.words) for m in picture.marks if m.words]
    rows = [(p.day, p, None) for p in picture.points] + [(m.day, None, m) for m in picture.marks]
    return {
        "picture": picture,
        "drawn": plots.draw_line(picture, get_language_bidi()),
        "finding": plots.line_finding(picture, timezone.localdate()),
        "rows": [
            {"day": day, "value": plots.number(p.value) if p else "", "mark": m, "words": p.words if p else m.words}
            for day, p, m in sorted(rows, key=lambda r: r[0])
        ],
        "said": sorted(said, key=lambda s: s[0], reverse=True),
        "table": table,
    }


@register.inclusion_tag("press/plot_small.html")
def small_multiple(picture: plots.Line):
    """One of several small lines on one scale, with its first and its latest value printed."""
    return {"picture": picture, "drawn": plots.draw_small(picture, get_language_bidi())}


@register.inclusion_tag("press/plot_sure.html")
def sure_dots(value):
    """How sure, 0 to 10: ten dots and the number beside them."""
    return plots.draw_sure(int(value), get_language_bidi())


@register.inclusion_tag("press/plot_mark.html")
def mark(kind, name=""):
    """The mark of one kind by itself, for a list: the same shape and size for each. name: read aloud."""
    return {"kind": kind, "name": name}


def plot_key(picture: plots.Strip):
    """(kind, its word) of each kind that the strip shows."""
    names = {m.kind: m.name for m in picture.marks}
    return [(kind, names[kind]) for kind in (plots.BETTER, plots.SETBACK, plots.EVENT) if kind in names]
