"""Words for the demo's first page. No database here."""

from django.utils.translation import gettext_lazy as _

from ajar.access.policy import Role

ROLE_WORDS = {
    Role.OUTREACH: _("outreach worker"),
    Role.PEER: _("peer"),
    Role.COUNSELOR: _("counselor"),
    Role.CLINICIAN: _("clinician"),
    Role.SUPERVISOR: _("supervisor"),
    Role.MANAGER: _("manager"),
    Role.PRIVACY: _("privacy officer"),
    Role.OPERATOR: _("runs the machine"),
    Role.ENTITY: _("officer of a court"),
    Role.SYSTEM: _("system"),
}
# The four made-up people of the demo, in the order of their stories.
STORIES = [
    ("Ilona", _("36. Came in with a cold. Two bottles of wine, alone, and fear of losing a son.")),
    ("Sara", _("19, pregnant, sleeping in a car. Months of work, setbacks too, and a return after two years.")),
    ("Marco", _("28, a new parent. Wants to feed Sofia in his own way, and to have choices.")),
    ("Anthony", _("Has a deal with a court. Wants to take this more seriously, and tells something in trust.")),
]


def stories(people) -> list[dict]:
    """The four, each with their own page if the worker who is signed in may open it. people: rows with `label`."""
    by_name = {person.label: person for person in people}
    return [{"name": name, "words": words, "person": by_name.get(name)} for name, words in STORIES]
