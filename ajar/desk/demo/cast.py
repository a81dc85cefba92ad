"""Who works at Riverside, and at Far Shore across the water. Made-up names; one press signs in as any of them."""

from types import SimpleNamespace

from ajar.access import actions, founding
from ajar.access.models import Agency, Site, Team

ZONE = "America/New_York"
RIVERSIDE, FAR_SHORE = "Riverside", "Far Shore"
# name, role, where, teams. The supervisor is of both teams.
CAST = [
    ("Dana", "counselor", "house", "house"),
    ("Noor", "clinician", "house", "house"),
    ("Lee", "peer", "house", "house"),
    ("Kim", "outreach", "van", "van"),
    ("Dora", "supervisor", "house", "house van"),
    ("Mona", "manager", "house", ""),
    ("Pia", "privacy officer", "house", ""),
]


def is_there() -> bool:
    return Agency.objects.filter(name=RIVERSIDE).exists()


def make() -> SimpleNamespace:
    """The workers of Riverside by first name in small letters, its sites and teams. Riverside is on the connection."""
    agency = founding.found_agency(name=RIVERSIDE, zone=ZONE)
    machine = founding.system_of(agency)
    cast = SimpleNamespace(agency=agency)
    cast.sites = {
        "house": Site.objects.get(agency=agency),
        "van": actions.add_site(machine, name="Van", kind="van", timezone=ZONE),
    }
    cast.teams = {"house": Team.objects.get(agency=agency), "van": actions.add_team(machine, name="Van")}
    for name, role, site, teams in CAST:
        worker, _link = actions.invite_worker(
            machine, email=f"{name.lower()}@riverside.example.org", name=name, role=role, site=cast.sites[site],
            teams=[cast.teams[team] for team in teams.split()],
        )  # fmt: skip
        setattr(cast, name.lower(), worker)
    return cast


def far_shore():
    """The other agency: its one counselor. Far Shore is on the connection from here on."""
    agency = founding.found_agency(name=FAR_SHORE, zone=ZONE)
    esi, _link = actions.invite_worker(
        founding.system_of(agency), email="esi@farshore.example.org", name="Esi", role="counselor",
        site=Site.objects.get(agency=agency), teams=[Team.objects.get(agency=agency)],
    )  # fmt: skip
    return esi
