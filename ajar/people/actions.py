"""Every write about what we call a person and how to reach them. Who may look stands in `protecting.py`."""

from django.db.models import Max
from django.utils import timezone

from ajar.access import audit, keys
from ajar.access.act import ChangedMeanwhile, action, amend
from ajar.access.models import Membership
from ajar.access.policy import SEES_TEAMS, Permission, Role
from ajar.people import finding
from ajar.people.models import CareTeam, Code, ContactRule, Link, NamePrefix, Person, Supporter, Words
from ajar.people.protecting import Refused, join_care_team, spread_blocks
from ajar.people.queries import forget_rules

__all__ = ["Refused", "join_care_team"]

WORDS = ("chest", "feed", "parent", "baby", "partner", "thing", "setback", "self_words")
CONTACT = (
    "ways", "when", "sender", "voicemail", "code_word", "reading_along", "could_be_hurt",
    "sms", "email", "days", "from_hour", "to_hour",
)  # fmt: skip


@action(needs=Permission.START_PERSON)
def start_person(actor, *, chosen_name="", code="", pronouns="", team=None, day=None):
    """A new record: what to call someone and nothing else, or a code and nothing else.

    team: one of the actor's teams; their first, if none is given. day: when they first came, today if not given.
    Raises Refused without name and code, without a team, or when the code is taken.
    """
    if not chosen_name.strip() and not code:
        raise Refused("a name or a code")
    team = team or _first_team(actor)
    today = day or timezone.localdate()
    person = Person(
        agency_id=actor.agency_id,
        team=team,
        chosen_name=chosen_name,
        pronouns=pronouns,
        first_seen=today,
        last_seen=today,
    )
    keys.make_data_keys(actor.agency_id, person.pk)
    person.save(force_insert=True)
    _index_name(person)
    if code:
        _add_code(person, code)
    if Role(actor.role) not in SEES_TEAMS:  # a peer or outreach worker keeps whom they started with
        CareTeam.objects.create(agency_id=actor.agency_id, person=person, worker=actor, since=today, added_by=actor)
    audit.wrote(actor, "person.started", person, subject=person.pk)
    return person


def _first_team(actor):
    membership = Membership.objects.filter(worker=actor).select_related("team").order_by("team__name").first()
    if membership is None:
        raise Refused("no team")
    return membership.team


def _index_name(person) -> None:
    """The blind index of the chosen name, made anew."""
    NamePrefix.objects.filter(agency_id=person.agency_id, person=person).delete()
    NamePrefix.objects.bulk_create(
        NamePrefix(
            agency_id=person.agency_id, person=person, team_id=person.team_id, seen=person.last_seen,
            digest=finding.name_digest(person.agency_id, prefix),
        )
        for prefix in sorted(finding.prefixes_of(person.chosen_name))
    )  # fmt: skip


def _add_code(person, code):
    digest = finding.code_digest(person.agency_id, code)
    if Code.objects.filter(agency_id=person.agency_id, digest=digest).exists():
        raise Refused("code taken")
    return Code.objects.create(
        agency_id=person.agency_id, person=person, code=code, digest=digest, made_on=timezone.localdate()
    )


@action(needs=Permission.CHANGE_PERSON)
def name_person(actor, person, *, version, chosen_name, pronouns="", language="", why=""):
    """What to call them from now on. The old name stays with the record, and no longer finds them.

    Raises Refused when neither a name nor a card would be left.
    """
    if not chosen_name.strip() and not _cards(person).exists():
        raise Refused("a name or a code")
    renamed = chosen_name != person.chosen_name
    amend(
        actor, person, version=version, subject=person.pk, why=why,
        chosen_name=chosen_name, pronouns=pronouns, language=language,
    )  # fmt: skip
    if renamed:
        _index_name(person)
    audit.wrote(actor, "person.named", person, subject=person.pk)
    return person


def _cards(person):
    return Code.objects.filter(agency_id=person.agency_id, person=person, ended_on=None)


def _append(actor, person, model, *, version, said, **day):
    """A newer row beside the old ones. version: the order of the row that was shown, 0 if there was none.

    Raises ChangedMeanwhile when somebody added one since.
    """
    Person.objects.one_at_a_time(person)
    rows = model.objects.filter(agency_id=actor.agency_id, person=person)
    last = rows.aggregate(last=Max("order"))["last"] or 0
    if last != version:
        raise ChangedMeanwhile(rows.filter(order=last).first(), said)
    return model.objects.create(agency_id=actor.agency_id, person=person, order=last + 1, by=actor, **said, **day)


@action(needs=Permission.CHANGE_PERSON)
def keep_words(actor, person, *, version, **said):
    """The words that this person uses; an empty one is neutral again. said: any of WORDS."""
    said = {name: said.get(name, "") for name in WORDS}
    row = _append(actor, person, Words, version=version, said=said, said_on=timezone.localdate())
    person.__dict__.pop("_words", None)
    audit.wrote(actor, "words.kept", row)
    return row


@action(needs=Permission.CHANGE_PERSON)
def keep_contact(actor, person, *, version, **said):
    """How it is safe to reach them, checked today. said: any of CONTACT; `could_be_hurt` is "yes" or empty."""
    said = {name: said.get(name, "") for name in CONTACT}
    said["could_be_hurt"] = "yes" if said["could_be_hurt"] else ""
    row = _append(actor, person, ContactRule, version=version, said=said, checked_on=timezone.localdate())
    forget_rules(person)
    audit.wrote(actor, "contact.kept", row)
    return row


@action(needs=Permission.CHANGE_PERSON)
def add_supporter(actor, person, *, name, relation="", reach="", may_be_told=""):
    """Somebody the person named, and what may be said to them."""
    row = Supporter.objects.create(
        agency_id=actor.agency_id, person=person, name=name, relation=relation, reach=reach, may_be_told=may_be_told,
        named_on=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "supporter.named", row)
    return row


@action(needs=Permission.CHANGE_PERSON)
def change_supporter(actor, supporter, *, version, **said):
    """Other words about a supporter; the old ones stay."""
    amend(actor, supporter, version=version, subject=supporter.person_id, **said)
    audit.wrote(actor, "supporter.changed", supporter)
    return supporter


@action(needs=Permission.CHANGE_PERSON)
def end_supporter(actor, supporter):
    """The person wants them out of this: nothing may be said to them from now on."""
    supporter.ended_on = timezone.localdate()
    supporter.save(update_fields=["ended_on"])
    audit.wrote(actor, "supporter.ended", supporter)
    return supporter


@action(needs=Permission.CHANGE_PERSON)
def add_code(actor, person, *, code):
    """Another card. Raises Refused when these words are on somebody's card."""
    row = _add_code(person, code)
    audit.wrote(actor, "code.added", row)
    return row


@action(needs=Permission.CHANGE_PERSON)
def end_code(actor, person, *, code):
    """A card that finds nobody any more, and is never given again. Raises Refused if nothing else is left to call them."""
    if not person.chosen_name.strip() and not _cards(person).exclude(pk=code.pk).exists():
        raise Refused("last code")
    code.ended_on = timezone.localdate()
    code.save(update_fields=["ended_on"])
    person.__dict__.pop("_card", None)
    audit.wrote(actor, "code.ended", code)
    return code


@action(needs=Permission.CHANGE_PERSON)
def join(actor, person, *, other):
    """Two records are one person, with their say. No row moves (decision 30). Raises Refused if they are joined already."""
    one, two = sorted((person, other), key=lambda p: p.pk)  # one way round, so that the same two are joined once
    if Link.objects.filter(agency_id=actor.agency_id, one=one, other=two, parted_on=None).exists():
        raise Refused("joined already")
    row = Link.objects.create(
        agency_id=actor.agency_id, one=one, other=two, joined_by=actor, joined_on=timezone.localdate()
    )
    spread_blocks(actor, person)
    audit.wrote(actor, "person.joined", row, subject=person.pk)
    return row


@action(needs=Permission.CHANGE_PERSON)
def part(actor, person, *, link):
    """Two records stand alone again, with their say."""
    link.parted_on = timezone.localdate()
    link.save(update_fields=["parted_on"])
    audit.wrote(actor, "person.parted", link, subject=person.pk)
    return link
