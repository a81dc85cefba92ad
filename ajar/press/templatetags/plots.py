"""Plots in a page: {% load plots %}, then {% strip s %}, {% line_plot l %}, {% small_multiple l %}, {% sure_dots 6 %}.

Each takes a plain object of `press.plots` and draws an SVG with a title and a description, its finding in words and,
but for the dots, a table of the same rows. No style attributes, no script, nothing that needs a pointer.
"""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi

from ajar.press import plots

register = template.Library()

# Written here and not in a template: a page has dozens of them, and each include would cost as much as a paragraph.
SHAPES = {
    plots.BETTER: mark_safe('<circle class="better" r="7"/>'),
    plots.SETBACK: mark_safe('<path class="setback" d="M0-7 7 0 0 7-7 0Z"/>'),
    plots.EVENT: mark_safe('<path class="event" d="M-6.2-6.2H6.2V6.2H-6.2Z"/>'),
}


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


@register.simple_tag
def shape(kind):
    """The shape of one kind of mark, around 0, 0: all three have the same area."""
    return SHAPES[kind]


@register.simple_tag
def mark(kind, name=""):
    """The mark of one kind by itself, for a list: the same shape and size for each. name: read aloud."""
    if not name:
        return format_html(
            '<svg viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">{}</svg>', SHAPES[kind]
        )
    return format_html(
        '<svg viewBox="-9 -9 18 18" width="18" height="18" role="img"><title>{}</title>{}</svg>', name, SHAPES[kind]
    )


def plot_key(picture: plots.Strip):
    """(kind, its word) of each kind that the strip shows."""
    names = {m.kind: m.name for m in picture.marks}
    return [(kind, names[kind]) for kind in (plots.BETTER, plots.SETBACK, plots.EVENT) if kind in names]
