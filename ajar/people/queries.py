"""Questions about people. `open_person` is the only door to a record; searching stands in `search.py`."""

from copy import copy
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ajar.access import audit, policy, seal
from ajar.access.compiled import compiled
from ajar.access.models import AuditLine, Membership, Team
from ajar.people.models import (
    BreakGlass,
    Code,
    ContactRule,
    Hold,
    Link,
    Person,
    Supporter,
    Words,
    blocked_from,
    glass_of,
)  # fmt: skip

LOOKED_PAGE = 50
# A list of what is told, so that nothing else is: of counseling notes the trace holds who wrote and read, and no page says.
LOOKED = {
    "person.opened": gettext_lazy("opened the record"),
    "person.broke glass": gettext_lazy("opened it without being on the team, with a reason in writing"),
    "person.printed": gettext_lazy("made a print"),
    "shared.opened": gettext_lazy("read, for the court, what was told to it"),
    "person.sought": gettext_lazy("was told that there is a record, after asking for the whole name or card"),
}


@compiled
def _seen(actor, person_id):
    people = Person.objects.opened_to(actor).filter(pk=person_id).select_related("team")
    return people.annotate(broken=Exists(glass_of(actor).filter(person=OuterRef("pk"))))


@compiled
def _pairs(agency_id, ids):
    links = Link.objects.filter(agency_id=agency_id, parted_on=None)
    return links.filter(Q(one_id__in=ids) | Q(other_id__in=ids)).values_list("one_id", "other_id")


@compiled
def _seen_of(actor, ids):
    return Person.objects.among(actor, ids)


@compiled
def _cards(agency_id, ids):
    return Code.objects.filter(agency_id=agency_id, person_id__in=ids, ended_on=None)


def open_person(actor, person_id) -> Person:
    """The person behind an id, opened: their keys fetched, one line in the audit an hour.

    Somebody else's person, a blocked one, an erased one and a made-up id are all the same 404, and leave the same
    line. `person.one_of` holds the ids of every record that is this person and that the actor may see (decision 30).
    """
    policy.require(actor, policy.Permission.SEE_PEOPLE)
    person = _seen.first(actor, person_id)
    if person is None:
        audit.refused(actor, "person.not opened", about=person_id)
        raise Http404
    if person.broken and not Person.objects.visible_to(actor).filter(pk=person.pk).exists():
        actor.through_glass = True  # from here to the end of the request (policy.THROUGH_GLASS)
        policy.require(actor, actor.page_needs)
    own, *others = joined(person)
    person.one_of = [own, *_seen_too(actor, others)]
    person.unseen = [i for i in others if i not in person.one_of]
    seal.preload(actor.agency_id, person.one_of)
    tell_opened(actor, "person.opened", person)
    return person


def tell_opened(actor, verb, person, thing=None) -> None:
    """The line of an opening, for each record that is this person and that the actor sees: they are read as one.

    thing: what was opened, if not the record itself.
    """
    for person_id in person.one_of:
        audit.opened(actor, verb, thing or Person(pk=person_id, agency_id=person.agency_id), subject=person_id)


def open_to_protect(actor, person_id) -> Person:
    """The same door for who may look, holds and erasure: the privacy officer, who sees no records, comes to these pages.

    They learn what the person is called and nothing else, and it stands in "who looked" as every opening does. Through a
    broken glass none of these pages opens (403, policy.THROUGH_GLASS): an hour's look makes nobody's place.
    """
    if policy.allows(actor, policy.Permission.SEE_PEOPLE):
        return open_person(actor, person_id)
    policy.require(actor, policy.Permission.ERASE_PERSON)
    people = Person.objects.filter(agency_id=actor.agency_id, erased_on=None).exclude(id__in=blocked_from(actor))
    person = people.filter(pk=person_id).select_related("team").first() if actor.screen.mine else None
    if person is None:
        audit.refused(actor, "person.not opened", about=person_id)
        raise Http404
    person.one_of = [person.pk]
    seal.preload(actor.agency_id, person.one_of)
    audit.opened(actor, "person.opened", person, subject=person.pk)
    return person


def joined(person) -> list:
    """Ids of all records that are this person, whoever may see them; their own comes first."""
    return [person.pk, *sorted(_together(person.agency_id, [person.pk])[person.pk] - {person.pk})]


def _together(agency_id, ids) -> dict:
    """{id: the ids of all records that are the same person, its own among them}, over any number of links. One
    statement where there are none."""
    whole = {i: {i} for i in ids}
    frontier = list(whole)
    while frontier:
        pairs = _pairs(agency_id, frontier)
        frontier = [i for i in {i for pair in pairs for i in pair} if i not in whole]
        whole |= {i: {i} for i in frontier}
        for one, other in pairs:
            both = whole[one] | whole[other]
            whole |= dict.fromkeys(both, both)
    return whole


def _seen_too(actor, found) -> list:
    """Which of the joined records the actor may see. On a turned screen they are this person too."""
    if not found:
        return []
    mine = copy(actor)
    mine.screen = policy.MINE
    return [one.pk for one in Person.objects.few(mine, found)]


def label(actor, person) -> str:
    """What to call an opened person: the chosen name, or their card. One statement for a person without a name."""
    if person.chosen_name.strip():
        return person.chosen_name
    if "_card" not in person.__dict__:
        codes_now = Code.objects.visible_to(actor, person).filter(ended_on=None)
        person._card = min(
            codes_now, key=lambda code: (code.person_id != person.pk, code.made_on, code.pk), default=None
        )
    return person._card.code if person._card else str(actor.agency.person_word)


def labels(actor, ids) -> dict:
    """{id: what to call them} for a list, in three statements however long it is; who may not be seen is left out."""
    seen = _seen_of(actor, list(ids))
    return labels_of(actor, [person for person in seen if person.agency_id == actor.agency_id])


def labels_of(actor, people) -> dict:
    """The same for rows that were already fetched through `visible_to`."""
    seal.preload(actor.agency_id, [person.pk for person in people])
    found = {person.pk: person.chosen_name for person in people if person.chosen_name.strip()}
    nameless = [person.pk for person in people if person.pk not in found]
    if nameless:
        cards = _cards(actor.agency_id, nameless)
        for card in sorted(cards, key=lambda code: (code.made_on, code.pk), reverse=True):
            found[card.person_id] = card.code
    return {person.pk: found.get(person.pk, str(actor.agency.person_word)) for person in people}


def words(actor, person) -> Words | None:
    """The newest words of an opened person, over all records that are them; None when nothing was said yet."""
    if not actor.screen.shows(person.pk):
        return None
    return words_of(person)


def words_of(person) -> Words | None:
    """The same for a page that has opened the person already: asked once a request."""
    if "_words" not in person.__dict__:
        rows = Words.objects.filter(agency_id=person.agency_id, person_id__in=getattr(person, "one_of", [person.pk]))
        person._words = rows.order_by("-said_on", "-order").first()
    return person._words


def order_of(row, person) -> int:
    """The order of the newest row that stands with this very record, when the newest of all stands with a joined one."""
    if row is None:
        return 0
    rows = type(row).objects.filter(agency_id=person.agency_id, person=person).order_by("-order")
    return rows.values_list("order", flat=True).first() or 0


def contact(actor, person) -> ContactRule | None:
    """The newest contact rule of an opened person. `could_be_hurt` holds if any record that is them says so, one that
    the actor may not see included: of that one nothing else is read."""
    if "_contact" not in person.__dict__:
        person._rules = list(_rules(actor, person))
        contact_from(person, person._rules)
    return person._contact


@compiled
def _rules(actor, person):
    return ContactRule.objects.visible_to(actor, person)


def contact_from(person, rows) -> ContactRule | None:
    """The same from the rules of an opened person that a page has fetched already."""
    rule = newest_rule(rows)
    if rule and not rule.could_be_hurt and _hurt_there(person):
        rule.could_be_hurt = "yes"
    person._contact = rule
    return rule


def newest_rule(rows) -> ContactRule | None:
    """The newest of some contact rules; `could_be_hurt` holds if the newest of any record among them says so."""
    newest = {rule.person_id: rule for rule in sorted(rows, key=lambda r: (r.checked_on, r.order))}
    rule = max(newest.values(), key=lambda r: (r.checked_on, r.order), default=None)
    if rule and any(one.could_be_hurt for one in newest.values()):
        rule.could_be_hurt = "yes"
    return rule


def binding(person) -> list[ContactRule]:
    """The rules that bind a message now: the newest of each record that is this person, whoever sees it, and of these
    those of the last day on which anybody asked. More than one: nobody can tell which was said last.

    Asked once a request: an action forgets first (`forget_rules`).
    """
    rules = person.__dict__.get("_rules")
    if rules is None or getattr(person, "unseen", None):
        ids = [*person.one_of, *person.unseen] if hasattr(person, "unseen") else joined(person)
        seal.preload(person.agency_id, ids)
        rules = ContactRule.objects.filter(agency_id=person.agency_id, person_id__in=ids)
    newest = {rule.person_id: rule for rule in sorted(rules, key=lambda r: r.order)}
    last = max((rule.checked_on for rule in newest.values()), default=None)
    hurt = any(rule.could_be_hurt for rule in newest.values())
    found = [rule for rule in newest.values() if rule.checked_on == last]
    for rule in found:
        rule.could_be_hurt = "yes" if hurt else ""
    return found


def forget_rules(person) -> None:
    """What a page has read of the contact rules is read again: an action acts on what stands when it has the lock."""
    for kept in ("_rules", "_contact"):
        person.__dict__.pop(kept, None)


def _hurt_there(person) -> bool:
    """Whether a joined record that the actor does not see says that they could be hurt."""
    return bool(getattr(person, "unseen", None)) and _says_hurt(person.agency_id, person.unseen)


def _says_hurt(agency_id, ids) -> bool:
    seal.preload(agency_id, ids)
    rule = newest_rule(ContactRule.objects.filter(agency_id=agency_id, person_id__in=ids))
    return bool(rule and rule.could_be_hurt)


def could_be_hurt(actor, person) -> bool:
    rule = contact(actor, person)
    return bool(rule.could_be_hurt) if rule else _hurt_there(person)


def hurt_among(agency_id, ids) -> set:
    """Which of these people could be hurt by what a record says that is joined with theirs. One statement where none is."""
    whole = {i: records for i, records in _together(agency_id, ids).items() if i in set(ids) and len(records) > 1}
    everyone = list(set().union(*whole.values()))
    if not everyone:
        return set()
    seal.preload(agency_id, everyone)
    rules = list(ContactRule.objects.filter(agency_id=agency_id, person_id__in=everyone))
    theirs = {i: newest_rule(rule for rule in rules if rule.person_id in records) for i, records in whole.items()}
    return {i for i, rule in theirs.items() if rule and rule.could_be_hurt}


def safe_title(actor, person) -> str:
    """The title of a page about them: what to call them, or nothing at all where somebody could hurt them."""
    return _("Notes") if could_be_hurt(actor, person) else label(actor, person)


@dataclass(frozen=True)
class Header:
    """What stands at the head of a page about a person."""

    name: str
    pronouns: str
    words: Words | None
    contact: ContactRule | None


def header(actor, person) -> Header:
    """Name, pronouns, words and contact rule in two statements; a third for the card of a person without a name."""
    return Header(label(actor, person), person.pronouns, words(actor, person), contact(actor, person))


def supporters(actor, person) -> list[Supporter]:
    """Who stands by them now, as they named them."""
    return _supporters(actor, person)


@compiled
def _supporters(actor, person):
    return Supporter.objects.visible_to(actor, person).filter(ended_on=None).order_by("named_on", "pk")


def supporter(actor, person, supporter_id) -> Supporter:
    return or_404(Supporter.objects.visible_to(actor, person).filter(pk=supporter_id).first())


def codes(actor, person) -> list[Code]:
    return list(Code.objects.visible_to(actor, person).filter(ended_on=None).order_by("made_on", "pk"))


def code(actor, person, code_id) -> Code:
    return or_404(Code.objects.visible_to(actor, person).filter(pk=code_id).first())


def links(actor, person) -> list[Link]:
    """The links between this record and others that the actor may see, each with `joined`: what the other is called."""
    others = [i for i in person.one_of if i != person.pk]
    rows = Link.objects.filter(agency_id=actor.agency_id, parted_on=None, one_id__in=person.one_of)
    rows = list(rows.filter(other_id__in=person.one_of))
    names = labels(actor, others) if others else {}
    for row in rows:
        row.joined = names.get(row.other_id if row.one_id == person.pk else row.one_id, "")
    return rows


def link(actor, person, link_id) -> Link:
    """A link of this record: standing, between two that the actor may see, or parted already."""
    rows = Link.objects.filter(agency_id=actor.agency_id, pk=link_id)
    ours, theirs = Q(one_id__in=person.one_of), Q(other_id__in=person.one_of)
    return or_404(rows.filter((ours & theirs) | (Q(parted_on__isnull=False) & (ours | theirs))).first())


def linked_or_not(actor, person, other_id) -> Person:
    """Another person the actor sees without a broken glass, to be joined with an opened one they are not joined with."""
    return or_404(Person.objects.visible_to(actor).filter(pk=other_id).exclude(pk__in=person.one_of).first())


def who_looked(actor, person, page: int = 1) -> tuple[list[AuditLine], bool]:
    """(openings of a record, whether there are older ones): who, what in plain words (`kind`) and when, newest first.

    A broken glass, and the asking before it, is told at once, or when a recorded safety hold ends (decision 29): until
    then it does not stand on a screen that is turned to the person.
    """
    lines = AuditLine.objects.filter(agency_id=actor.agency_id, subject__in=person.one_of, verb__in=list(LOOKED))
    if not actor.screen.mine and held(actor, person, "safety"):
        lines = lines.exclude(verb__in=("person.broke glass", "person.sought"))
        for glass in BreakGlass.objects.filter(agency_id=actor.agency_id, person_id__in=person.one_of):
            lines = lines.exclude(actor_id=glass.worker_id, at__range=(glass.at, glass.until))
    first = (max(1, page) - 1) * LOOKED_PAGE
    shown = list(lines.select_related("actor").order_by("-seq")[first : first + LOOKED_PAGE + 1])
    told: dict = {}
    for line in shown[:LOOKED_PAGE]:  # records that are one person were opened together: told once
        line.kind = LOOKED[line.verb]
        told.setdefault((line.actor_id, line.verb, line.at.replace(minute=0, second=0, microsecond=0)), line)
    return list(told.values()), len(shown) > LOOKED_PAGE


def teams_of(actor) -> list[Team]:
    rows = Membership.objects.filter(worker=actor).select_related("team").order_by("team__name")
    return [row.team for row in rows]


def held(actor, person, kind: str) -> bool:
    return Hold.objects.visible_to(actor, person).filter(ended_on=None, kind=kind).exists()


def or_404(row):
    if row is None:
        raise Http404
    return row
