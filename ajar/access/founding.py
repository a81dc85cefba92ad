"""How an agency begins: its keys, and the worker that stands for the machine."""

from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from ajar.access import audit, keys, policy
from ajar.access.act import action
from ajar.access.middleware import set_agency
from ajar.access.models import Agency, Site, Team, Worker
from ajar.access.seal import RECORD


class Refused(ValueError):
    """A rule says no. The message is for the page or the command; nothing was written."""


def system_of(agency) -> Worker:
    """The worker in whose name commands and jobs act in this agency. Nobody can sign in as it."""
    there = Worker.objects.filter(agency=agency, role=policy.Role.SYSTEM).select_related("agency")
    if (worker := there.first()) is not None:
        return worker
    worker = Worker(agency=agency, name="Ajar", role=policy.Role.SYSTEM, email=f"system@{agency.pk}.invalid")
    worker.set_unusable_password()
    try:
        with transaction.atomic():
            worker.save(force_insert=True)
    except IntegrityError:  # another process made it in the same moment
        return there.get()
    return worker


def found_agency(*, name: str, zone: str, region: str = "us") -> Agency:
    """A new agency with its keys, its SYSTEM worker, one site and one team. Leaves the agency on the connection.

    It is no @action: before it there is no agency, and so nobody to act. All or nothing; its first audit line says so.
    """
    if not name.strip():
        raise Refused("An agency needs a name.")
    if region and not Agency.REGION.fullmatch(region):
        raise Refused("A region is a country like us, a part of one like us-ny, or nothing.")
    ZoneInfo(zone)  # raises for a zone that is none
    with transaction.atomic():
        agency = Agency.objects.create(name=name.strip(), timezone=zone, region=region)
        set_agency(agency.pk)
        keys.make_agency_keys(agency)
        begin(system_of(agency), agency=agency)
    return agency


@action(needs=policy.Permission.MANAGE_AGENCY)
def begin(actor, *, agency):
    """The first site and the first team, to be renamed on the agency's page."""
    keys.make_data_keys(agency.pk, actor.pk, [RECORD])
    Site.objects.create(agency=agency, name=agency.name, timezone=agency.timezone)
    Team.objects.create(agency=agency, name=agency.name)
    audit.wrote(actor, "agency.founded", agency)
    return agency
