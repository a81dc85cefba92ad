"""Every write about who a person is to us."""

from django.utils import timezone

from ajar.access import audit, keys
from ajar.access.act import action
from ajar.access.models import Membership, Worker
from ajar.access.policy import SEES_TEAMS, Permission, Role
from ajar.people import finding
from ajar.people.models import CareTeam, Code, NamePrefix, Person


class Refused(ValueError):
    """A rule says no. The message is for the page; nothing was written."""


@action(needs=Permission.START_PERSON)
def start_person(actor, *, chosen_name="", code="", pronouns="", team=None):
    """A new record: what to call someone and nothing else, or a code and nothing else.

    team: one of the actor's teams; their first, if none is given. Raises Refused without name and code, without a
    team, or when the code is taken.
    """
    if not chosen_name.strip() and not code:
        raise Refused("a name or a code")
    team = team or _first_team(actor)
    today = timezone.localdate()
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


@action(needs=Permission.SHAPE_CARE_TEAM)
def join_care_team(actor, person, *, worker: Worker):
    """Somebody of the agency cares for this person from today on; it does not lapse with silence."""
    member = CareTeam.objects.create(
        agency_id=actor.agency_id, person=person, worker=worker, since=timezone.localdate(), added_by=actor
    )
    audit.wrote(actor, "care.joined", member)
    return member
