"""Questions about safe messages: which ways are safe now, what would go, what went."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from ajar.access.models import Site, Team
from ajar.encounters import rules, safe_words
from ajar.encounters.models import Message
from ajar.encounters.safe_words import Preview, Way
from ajar.people.queries import binding

PAGE = 30


def reach(actor, person) -> tuple[list[Way], str]:
    """(the ways by which a message to an opened person is safe, why there is none: a key of `safe_words.WHY`).

    What binds may have been said to somebody whom this worker does not see: then no way is safe here until it was asked
    again, and nothing of the other record is shown.
    """
    found = binding(person)
    if any(rule.person_id not in person.one_of for rule in found):
        return [], "elsewhere"
    return safe_words.ways_of(found, rules.local_day(now(), rules.zone_of(actor)), lambda: called(actor.agency))


def safe_ways(actor, person) -> list[Way]:
    """The ways by which a message to an opened person is safe now; empty for none."""
    return reach(actor, person)[0]


def called(agency) -> list[str]:
    """What this place is called: no message may come from a name like that."""
    of = {"agency_id": agency.pk}
    sites, teams = (model.objects.filter(**of).values_list("name", flat=True) for model in (Site, Team))
    return [agency.name, *sites.union(teams)]


def preview(actor, person, *, text: str, way: str) -> Preview | None:
    """Exactly what would go if it were sent now; None when the text or the way is none of those that there are."""
    language = safe_words.language_of(person)
    safe = next((one for one in safe_ways(actor, person) if one.kind == way), None)
    words = safe and safe_words.words_of(text, safe.sender, language)
    return _preview(actor, safe, text, words, language) if words else None


def _preview(actor, way, text, words, language) -> Preview:
    moment = now()
    at = way.hours.next(moment, rules.zone_of(actor))
    subject = safe_words.subject_of(language) if way.kind == "email" else ""
    return Preview(text, way, words, subject, None if at == moment else at)


def messages(actor, person, page: int = 1) -> tuple[list[Message], bool]:
    """(what was sent to a person, newest first; whether there are older ones). On the worker's own screen only.

    One that waits has `goes_at`: when it may go by the rule as it is now, or None.
    """
    first = (page - 1) * PAGE
    rows = Message.objects.visible_to(actor, person).select_related("by", "site", "by__site", "by__agency")
    rows = list(rows.order_by("-day", "-order", "-pk")[first : first + PAGE + 1])
    wait = [row for row in rows if row.state == "waiting"]
    ways = {way.kind: way for way in safe_ways(actor, person)} if wait else {}
    for row in wait:
        way, zone = ways.get(row.way), rules.zone_of(row.by, row.site)
        row.goes_at = way and rules.local(way.hours.next(now(), zone) or now(), zone)
    return rows[:PAGE], len(rows) > PAGE


def message_of(actor, person, message_id) -> Message:
    return get_object_or_404(
        Message.objects.visible_to(actor, person).select_related("by", "site", "person"), pk=message_id
    )


def waiting(agency) -> list[Message]:
    """What has not gone yet in an agency, oldest first; nothing of people who were erased."""
    rows = Message.objects.filter(agency_id=agency.pk, state__in=("waiting", "going"), person__erased_on=None)
    return list(rows.select_related("person", "by", "by__agency").order_by("day", "order", "pk"))
