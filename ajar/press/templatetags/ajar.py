"""Small tags that every page may use; built in, no {% load %} needed."""

import json
from datetime import datetime

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ajar.press.plots import short_day

register = template.Library()


@register.filter
def said(words):
    """A person's own words: quoted, verbatim, in their own direction."""
    return format_html('<q dir="auto">{}</q>', words) if words else ""


@register.filter
def on(day):
    """A day, or the day of a moment here, as people say it: "12 May", with the year when it is not this one."""
    if not day:
        return ""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return short_day(day, day.year != timezone.localdate().year)


@register.filter
def day_word(day):
    """Today, yesterday, tomorrow, or the day."""
    apart = (day - timezone.localdate()).days
    return {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get(apart) or on(day)


@register.filter
def of(mapping, key):
    return mapping.get(key, "")


@register.filter
def as_json(value):
    """For a data attribute that a script reads; escaped like any other text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
