"""Questions about people. `open_person` is the only door to a record."""

from django.db.models import Q
from django.http import Http404

from ajar.access import audit, policy, seal
from ajar.people.models import Link, Person


def open_person(actor, person_id) -> Person:
    """The person behind an id, opened: their keys fetched, one line in the audit an hour.

    Somebody else's person, a blocked one, an erased one and a made-up id are all the same 404, and leave the same
    line. `person.one_of` holds the ids of every record that is this person and that the actor may see (decision 30).
    """
    policy.require(actor, policy.Permission.SEE_PEOPLE)
    person = Person.objects.visible_to(actor).filter(pk=person_id).select_related("team").first()
    if person is None:
        audit.refused(actor, "person.not opened", about=person_id)
        raise Http404
    person.one_of = [person.pk, *_linked(actor, person)]
    seal.preload(actor.agency_id, person.one_of)
    audit.opened(actor, "person.opened", person, subject=person.pk)
    return person


def _linked(actor, person) -> list:
    """Ids of the records joined with this one, over any number of links, that the actor may see."""
    links = Link.objects.filter(agency_id=actor.agency_id, parted_on=None)
    found, frontier = {person.pk}, [person.pk]
    while frontier:
        pairs = links.filter(Q(one_id__in=frontier) | Q(other_id__in=frontier)).values_list("one_id", "other_id")
        frontier = [i for i in {i for pair in pairs for i in pair} if i not in found]
        found.update(frontier)
    found.discard(person.pk)
    if not found:
        return []
    return list(Person.objects.visible_to(actor).filter(pk__in=found).values_list("pk", flat=True))
