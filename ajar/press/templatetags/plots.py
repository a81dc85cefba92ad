"""Plots in a page: {% load plots %}, then {% strip s %}, {% line_plot l %}, {% small_multiple l %}, {% sure_dots 6 %}.

Each takes a plain object of `press.plots` and draws an SVG with a title and a description, its finding in words and,
but for the dots, a table of the same rows. No style attributes, no script, nothing that needs a pointer.
"""

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from ajar.press import plots
from ajar.press.templatetags.ajar import on

register = template.Library()

# What a picture has dozens of is written here and not in its template, where each would cost as much as a paragraph.
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
        "rows": _rows(sorted(picture.marks, key=lambda m: m.day, reverse=True), names) if table else "",
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


def _rows(marks, names):
    about = _("about %(day)s")
    days = ((m, on(m.day)) for m in marks)
    cells = ((about % {"day": day} if m.about else day, names.get(m.lane, ""), m.name) for m, day in days)
    return format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", cells)


@register.simple_tag
def places(marks):
    """Marks of a picture, each where it stands; all three shapes have the same area."""
    place = '<svg x="{}" y="{}" overflow="visible" data-mark="{}" data-day="{}">{}</svg>'
    return format_html_join("", place, ((m["x"], m["y"], m["kind"], m["day"], SHAPES[m["kind"]]) for m in marks))


@register.simple_tag
def segments(drawn):
    line = '<line class="own" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'
    return format_html_join("", line, drawn["segments"])


@register.simple_tag
def small_dots(drawn):
    """The marks of a small multiple; the last one is the larger."""
    dot = '<circle class="dot" cx="{}" cy="{}" r="{}" data-day="{}" data-value="{}"/>'
    last = len(drawn["dots"]) - 1
    rows = ((d["x"], d["y"], 5 if i == last else 3, d["day"], d["value"]) for i, d in enumerate(drawn["dots"]))
    return format_html_join("", dot, rows)


@register.simple_tag
def ticks(drawn):
    """Dates under the axis; some give way on a phone."""
    tick = '<text class="{}" x="{}" y="{}" font-size=".8rem" text-anchor="{}">{}</text>'
    rows = (
        ("wide-only" if t["wide"] else "tick", t["x"], drawn["ticks"], t["anchor"], t["words"])
        for t in drawn["ticks_at"]
    )
    return format_html_join("", tick, rows)


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
