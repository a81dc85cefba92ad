"""Finding people: by the first letters of their name, or by a whole code. Only what is shown is opened (decision 6)."""

from dataclasses import dataclass, field
from datetime import UTC

from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from ajar.access import audit, policy, seal
from ajar.access.compiled import compiled, padded
from ajar.access.models import AuditLine, Membership
from ajar.people import finding, rates
from ajar.people.models import Code, NamePrefix, Person, blocked_from, caring_now
from ajar.people.protecting import grant_by_code
from ajar.people.queries import labels_of

MOST = 20
LOOK_FURTHER = 100  # rows opened to compare what the index does not hold: letters beyond the sixth


@dataclass
class Found:
    """The answer of a search. Each person has `label`; `more` says that one more letter would help."""

    people: list[Person] = field(default_factory=list)
    more: bool = False


def search(actor, text: str) -> Found:
    """At most 20 people, most recently seen first, by the first letters of each word or by a whole code.

    Raises rates.Slower. A code that is nobody's is counted. Somebody who may not be seen is nobody.
    """
    policy.require(actor, policy.Permission.SEE_PEOPLE)
    rates.check(actor, "search")
    if finding.looks_like_code(text):
        rates.check(actor, "code")
    rates.count(actor, "search")
    found = Found()
    if finding.looks_like_code(text):
        found.people = _by_code(actor, text)
        if not found.people:
            rates.count(actor, "code")
    if not found.people:
        found = by_name(actor, text)
    tell(actor, found)
    return found


def by_name(actor, text: str, limit: int = MOST) -> Found:
    """People whose name holds words that begin like these, newest first, opened; no count, no line in the audit."""
    wanted = finding.words_of(text)
    if not wanted:
        return Found()
    beyond = any(len(word) > finding.LETTERS for word in wanted)
    bound = LOOK_FURTHER if beyond else limit
    ids = _ids(actor, wanted, bound + 1)
    people = Person.objects.few(actor, ids)
    more = len(ids) > bound
    people = people[:bound]
    if beyond:
        seal.preload(actor.agency_id, [person.pk for person in people])
        people = [person for person in people if finding.has_words(person.chosen_name, wanted)]
        more = more or len(people) > limit
    return Found(people[:limit], more)


def _ids(actor, wanted, bound) -> list:
    """The newest people by the blind index: one statement, one bounded walk of the index a team, and the care team's.

    The longest word is walked, in the index's own order; the others are looked up for each row.
    """
    wanted = sorted(set(wanted), key=len, reverse=True)
    digests = [finding.name_digest(actor.agency_id, word) for word in wanted]
    return _bounded(_by_prefix(actor, digests, _teams(actor), _cared(actor), bound), bound)


@compiled
def _by_prefix(actor, digests, teams, cared, bound):
    walk = NamePrefix.objects.filter(agency_id=actor.agency_id, digest=digests[0])
    for digest in digests[1:]:
        also = NamePrefix.objects.filter(agency_id=actor.agency_id, person=OuterRef("person"), digest=digest)
        walk = walk.filter(Exists(also))
    walk = walk.exclude(person_id__in=blocked_from(actor)).order_by("-seen")
    return _newest(walk, teams, {"person_id__in": cared}, ("seen", "person_id"), bound)


def _newest(walk, teams, cared, columns, bound):
    """A bounded walk for each team and one for the care team, in one statement.

    A union, as PostgreSQL reads the whole table for subqueries joined by OR; each walk stands in a subquery of its
    own, as SQLite takes no LIMIT inside a union.
    """
    walks = [walk.filter(team_id=team_id) for team_id in teams] + [walk.filter(**cared)]
    parts = [
        walk.model.objects.filter(pk__in=one.values("pk")[:bound]).order_by().values_list(*columns) for one in walks
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _bounded(rows, bound) -> list:
    """Ids, newest first."""
    newest = sorted(set(rows), key=lambda row: (row[0], str(row[1])), reverse=True)
    return [person_id for _, person_id in newest][:bound]


def _cared(actor) -> list:
    """Ids of whom the actor cares for, and of nobody."""
    return padded(_care(actor))


@compiled
def _care(actor):
    return caring_now(actor).values_list("person_id", flat=True)


def _teams(actor) -> list:
    if policy.Role(actor.role) not in policy.SEES_TEAMS:
        return []
    return _member(actor)


@compiled
def _member(actor):
    return Membership.objects.filter(worker=actor).values_list("team_id", flat=True)


def _by_code(actor, text) -> list[Person]:
    """The person of a whole code. For peers and outreach, typing it opens the record until the end of the shift."""
    digest = finding.code_digest(actor.agency_id, text)
    codes = Code.objects.filter(agency_id=actor.agency_id, digest=digest, ended_on=None, person__erased_on=None)
    held = codes.exclude(person_id__in=blocked_from(actor)).first()
    person_id = held.person_id if held else None
    seen = list(Person.objects.visible_to(actor).filter(pk=person_id))
    if seen or held is None or policy.Role(actor.role) in policy.SEES_TEAMS:
        return seen
    grant_by_code(actor, held)
    return list(Person.objects.visible_to(actor).filter(pk=person_id))


def tell(actor, found: Found) -> Found:
    """What to call each of them, and one line in the audit with the ids that this minute has not listed yet."""
    names = labels_of(actor, found.people)
    for person in found.people:
        person.label = names[person.pk]
    _listed_once(actor, "people.found", [person.pk for person in found.people])
    return found


def _listed_once(actor, verb, ids) -> None:
    """Typing on narrows a list: who was in this minute's line already adds none."""
    if not ids:
        return
    start = f"{actor.pk}:{verb}:{now().astimezone(UTC):%Y%m%d%H%M}:"
    told = {i for shown in _shown(actor.agency_id, start, start + "g") for i in shown.split()}
    if fresh := [i for i in ids if str(i) not in told]:
        audit.listed(actor, verb, fresh)


@compiled
def _shown(agency_id, start, end):
    return AuditLine.objects.filter(agency_id=agency_id, once__gte=start, once__lt=end).values_list("shown", flat=True)


def possible_doubles(actor, name: str, limit: int = MOST) -> Found:
    """People the actor may see whose name has all the words of this one; opened, told in the audit."""
    wanted = finding.words_of(name)
    if not wanted:
        return Found()
    ids = _ids(actor, wanted, LOOK_FURTHER + 1)
    people = Person.objects.few(actor, ids)
    seal.preload(actor.agency_id, [person.pk for person in people])
    same = [person for person in people if set(wanted) <= set(finding.words_of(person.chosen_name))]
    return tell(actor, Found(same[:limit], len(same) > limit))


def my_recent(actor, limit: int = MOST) -> list[Person]:
    """The people of the actor's teams and care, most recently seen first, each with `label`. Bounded walks of an index."""
    ids = _bounded(_by_last_seen(actor, _teams(actor), _cared(actor), limit), limit)
    people = Person.objects.few(actor, ids)
    names = labels_of(actor, people)
    for person in people:
        person.label = names[person.pk]
    _listed_once(actor, "people.listed", [person.pk for person in people])
    return people


@compiled
def _by_last_seen(actor, teams, cared, bound):
    walk = Person.objects.filter(agency_id=actor.agency_id, erased_on=None).exclude(id__in=blocked_from(actor))
    return _newest(walk.order_by("-last_seen"), teams, {"pk__in": cared}, ("last_seen", "pk"), bound)


def whole(actor, text: str) -> Found:
    """Anybody of the agency by a whole name or a whole code, for a broken glass or the privacy officer.

    Each is counted as a wrong code is, found or not: this is no place to try names; and whoever was found reads in
    "who looked" that somebody asked. A block is nobody, here too. Raises rates.Slower.
    """
    rates.check(actor, "code")
    rates.count(actor, "code")
    people = Person.objects.filter(agency_id=actor.agency_id, erased_on=None).exclude(id__in=blocked_from(actor))
    found: list[Person] = []
    if finding.looks_like_code(text):
        digest = finding.code_digest(actor.agency_id, text)
        codes = Code.objects.filter(agency_id=actor.agency_id, digest=digest, ended_on=None).values("person_id")
        found = list(people.filter(pk__in=codes))
    elif wanted := finding.words_of(text):
        for word in sorted(set(wanted), key=len):
            digest = finding.name_digest(actor.agency_id, word)
            rows = NamePrefix.objects.filter(agency_id=actor.agency_id, digest=digest)
            people = people.filter(pk__in=rows.values("person_id"))
        found = list(people.order_by("-last_seen")[:LOOK_FURTHER])
        seal.preload(actor.agency_id, [person.pk for person in found])
        found = [person for person in found if finding.same_words(person.chosen_name, text)]
    for person in found[:MOST]:
        audit.opened(actor, "person.sought", person, subject=person.pk)
    return tell(actor, Found(found[:MOST], len(found) > MOST))
