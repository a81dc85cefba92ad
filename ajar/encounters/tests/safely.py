"""What the tests of safe messages share: a rule that allows them, and what went out."""

from datetime import UTC, datetime
from pathlib import Path

from ajar.access.middleware import set_agency
from ajar.encounters import actions_messages as actions
from ajar.encounters import queries_messages as queries
from ajar.people import actions as people
from ajar.people.models import ContactRule
from ajar.people.queries import open_person

NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # a Wednesday, 12:00 in New York
SAFE = {
    "sender": "M.", "sms": "5550100143", "email": "s@example.org", "days": "0 1 2 3 4 5 6", "from_hour": "14:00",
    "to_hour": "20:00", "could_be_hurt": "yes", "ways": "text",
}  # fmt: skip


def safe(cast, **more):
    person = open_person(cast.amina, cast.person.pk)
    people.keep_contact(cast.amina, person, version=_order(person), **(SAFE | more))
    return open_person(cast.amina, person.pk)


def _order(person):
    return ContactRule.objects.filter(person=person).count()


def send(cast, person, text="call", way="sms", **more):
    shown = queries.preview(cast.amina, person, text=text, way=way).mark
    return actions.send_message(cast.amina, person, **({"text": text, "way": way, "shown": shown} | more))


def carried(out) -> list[Path]:
    return sorted(file for file in out.rglob("*") if file.is_file())


def back(cast):
    set_agency(cast.agency.pk)
