"""Small words that the stories are told with: days and hours counted from today."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ajar.access import seal
from ajar.consents import actions as consents
from ajar.directory import queries as directory
from ajar.directory.models import Service
from ajar.encounters import actions as encounters
from ajar.people import actions as people


def ago(days: int) -> date:
    """The day that many days before today; a negative number is a day to come."""
    return timezone.localdate() - timedelta(days=days)


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """The instant of a local hour, that many days ago; never one that has not come yet."""
    then = datetime.combine(ago(days), time(hour, minute), tzinfo=timezone.get_current_timezone())
    return min(then, timezone.now())


def service_named(worker, name: str) -> Service:
    """A made-up place of the demo's directory."""
    found = Service.objects.get(agency_id=worker.agency_id, name=name)
    return directory.service_of(worker, found.pk)


def agreed(worker, person, recipient: dict, kind: str, *, days: int, name: str, monitors=False, **said):
    """A consent to telling somebody, that was signed so many days ago."""
    to = consents.add_recipient(worker, person, verified_how="called", **recipient)
    row = consents.write_consent(
        worker, person, kind=kind, to=[to], name=name, monitors=monitors, disclosers=worker.agency.name, **said
    )
    row = consents.sign_consent(
        worker, row, version=row.version, how="typed", signature=name, name=name, read_how="both", signed_on=ago(days)
    )
    consents.give_copy(worker, row, how="paper")
    return row


def begin(worker, *, days: int, cared_for_by=(), **what):
    """A person who first came that many days ago, with the workers who care for them."""
    person = people.start_person(worker, day=ago(days), **what)
    person.one_of = [person.pk]
    seal.preload(worker.agency_id, person.one_of)
    for supervisor, member in cared_for_by:
        people.join_care_team(supervisor, person, worker=member)
    return person


def met(worker, person, days, *lines, hour=10, kind="session", **what):
    """One contact and its lines: (who said it, the words) or (who, words, what kind of change talk)."""
    first, *rest = lines or [("worker", "")]
    encounter = encounters.record_encounter(
        worker, person, kind=kind, happened_at=at(days, hour), speaker=first[0], words=first[1], **what
    )
    for speaker, words, *talk in rest:
        encounters.add_line(worker, encounter, speaker=speaker, words=words, talk=talk[0] if talk else "")
    return encounter


def not_in(worker, person, days, *lines, hour=10):
    """They did not come that day."""
    return met(worker, person, days, *lines, hour=hour, kind="not-in")


def tested(worker, person, days, findings, *, answer="agreed", encounter=None, confirmed=False):
    """A urine test: asked, told why and who gets the result. findings: a line a substance."""
    from ajar.encounters import actions_kept

    return actions_kept.record_test(
        worker, person, day=ago(days), answer=answer, told_why=True, told_who=True, encounter=encounter,
        specimen="urine", findings=findings, confirmed=confirmed,
    )  # fmt: skip
