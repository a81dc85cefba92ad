"""Who works at Riverside, and at Far Shore across the water. Made-up names; one press signs in as any of them."""

from types import SimpleNamespace

from ajar.access import keys
from ajar.access.middleware import set_agency
from ajar.access.models import Agency, Membership, Site, Team, Worker
from ajar.access.seal import RECORD

ZONE = "America/New_York"
RIVERSIDE = "Riverside"
# name: role. The supervisor is of both teams; the clinic and the counselors share one, the van has its own.
CAST = {
    "Dana": "counselor",
    "Noor": "clinician",
    "Lee": "peer",
    "Kim": "outreach",
    "Dora": "supervisor",
    "Mona": "manager",
    "Pia": "privacy officer",
}
TEAMS = {"House": ("Dana", "Noor", "Lee", "Dora"), "Van": ("Kim", "Dora")}


def is_there() -> bool:
    return Agency.objects.filter(name=RIVERSIDE).exists()


def make() -> SimpleNamespace:
    """The workers by first name in small letters, the sites and the teams, ready to act."""
    far = _agency("Far Shore")
    everyone = SimpleNamespace(esi=_worker(far, "Esi", "counselor"))
    _join(far, everyone, {"Boat": ("Esi",)})
    set_agency(far.pk)
    everyone.far_shore = far

    agency = _agency(RIVERSIDE)
    everyone.agency = agency
    everyone.house = Site.objects.create(agency=agency, name="Riverside house", timezone=ZONE)
    everyone.van = Site.objects.create(agency=agency, name="Van", kind="van", timezone=ZONE)
    for name, role in CAST.items():
        site = everyone.van if name == "Kim" else everyone.house
        setattr(everyone, name.lower(), _worker(agency, name, role, site))
    _join(agency, everyone, TEAMS)
    return everyone


def _agency(name):
    agency = Agency.objects.create(name=name, timezone=ZONE)
    set_agency(agency.pk)
    keys.make_agency_keys(agency)
    return agency


def _worker(agency, name, role, site=None):
    worker = Worker(agency=agency, name=name, email=f"{name.lower()}@{_domain(agency)}", role=role, site=site)
    worker.set_unusable_password()  # one press signs in; there is no password to guess
    worker.save()
    keys.make_data_keys(agency.pk, worker.pk, [RECORD])
    return worker


def _domain(agency):
    return agency.name.lower().replace(" ", "") + ".example.org"


def _join(agency, everyone, teams):
    for name, members in teams.items():
        team = Team.objects.create(agency=agency, name=name)
        setattr(everyone, name.lower() + "_team", team)
        for member in members:
            Membership.objects.create(agency=agency, worker=getattr(everyone, member.lower()), team=team)
