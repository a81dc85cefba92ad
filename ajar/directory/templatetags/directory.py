"""How far, when, and which number, in the words of the page."""

import re

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ajar.directory import rules

register = template.Library()


@register.simple_tag
def distance(kilometers: float) -> str:
    """Miles, and kilometers behind them: "1.2 mi (1.9 km)", as the crow flies."""
    miles, km = (number_format(round(n, 1), 1) for n in (kilometers / rules.MILE, kilometers))
    return _("%(miles)s mi (%(km)s km)") % {"miles": miles, "km": km}


@register.simple_tag
def hours(days, opens: int, closes: int) -> str:
    """Days of the week and hours: "Mon, Tue: 09:00 to 17:00". All day and night is said so."""
    named = _("every day") if len(days) == 7 else ", ".join(str(WEEKDAYS_ABBR[day]) for day in days)
    if closes - opens >= rules.DAY - 1:
        return _("%(days)s: day and night") % {"days": named}
    said = {"days": named, "opens": _clock(opens), "closes": _clock(closes)}
    return _("%(days)s: %(opens)s to %(closes)s") % said


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % rules.DAY, 60)
    return f"{hour:02d}:{minute:02d}"


@register.simple_tag
def call(number: str) -> str:
    """A number to press on a phone; words around it stay words."""
    digits = re.sub(r"[^\d+]", "", number.split("x")[0])
    if len(digits) < 3:
        return number
    return format_html('<a href="tel:{}" dir="ltr">{}</a>', digits, number)
