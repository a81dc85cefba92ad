"""How a page speaks of the person it is about: their title, their words."""

import re

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ajar.people import queries

register = template.Library()

# What stands where a person has said no word of their own (ux.md 4.3).
NEUTRAL = {
    "chest": gettext_lazy("chest"),
    "feed": gettext_lazy("feeding"),
    "parent": gettext_lazy("parent"),
    "baby": gettext_lazy("the baby"),
    "partner": gettext_lazy("partner"),
    "thing": gettext_lazy("use"),
}
_TOKEN = re.compile(r"\{(" + "|".join(NEUTRAL) + r")\}", re.I)


@register.simple_tag(takes_context=True)
def person_title(context, person):
    """The title of a page about somebody; it says nothing where somebody could hurt them."""
    worker = context.get("worker") or getattr(context.get("request"), "user", None)
    return queries.safe_title(worker, person) if worker else _("Notes")


@register.simple_tag(takes_context=True)
def quiet_title(context):
    """The title of any page about somebody whom somebody could hurt; nothing for every other page, which has its own.

    It stands in tabs, history and the list of windows: in `base.html`, so that a new page has it on the day it is written.
    """
    person, worker = context.get("person"), context.get("worker")
    about = isinstance(person, queries.Person) and worker is not None and hasattr(person, "one_of")
    return _("Notes") if about and queries.could_be_hurt(worker, person) else ""


@register.filter
def words_of(text, person):
    """Our text with the person's own words in it: {chest} {feed} {parent} {baby} {partner} {thing}, neutral if unsaid.

    A token with a capital, {Baby}, begins with one. The result is escaped like any other text. person: None on a page about
    nobody.
    """
    own = queries.words_of(person) if person else None

    def put(match):
        name = match.group(1).lower()
        word = (getattr(own, name) if own else "") or str(NEUTRAL[name])
        return word[:1].upper() + word[1:] if match.group(1)[0].isupper() else word

    return _TOKEN.sub(put, str(text))
