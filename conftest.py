"""The cast of the tests, and the databases they play on. Plain functions; no factory library."""

import copy
import os
from fnmatch import fnmatch
from types import SimpleNamespace

import pytest

from tests import databases


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """A fresh copy of a migrated database for this process (decision 36), with the cast in it; gives the cast."""
    from django.db import connections

    from ajar.access import seal

    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    engine = databases.engine()
    engine.fresh(name)
    with django_db_blocker.unblock(), seal.keyring():
        there = make_cast()
        connections.close_all()
    yield there

    with django_db_blocker.unblock():
        connections.close_all()


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):  # the process that started the others
        databases.PostgreSQL().stop()


def _may_be_skipped() -> list[tuple[str, str]]:
    lines = (databases.ROOT / "tests" / "skips.txt").read_text().splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line.strip() and line[0] != "#"]
    return [(test, where) for test, where, _reason in rows]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """What is skipped must stand in tests/skips.txt with its reason; anything else that is skipped fails."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        listed = any(
            fnmatch(item.nodeid, test) and where in ("any", databases.ENGINE) for test, where in _may_be_skipped()
        )
        if not listed:
            report.outcome, report.longrepr = "failed", f"skipped, and not in tests/skips.txt: {report.longrepr}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    outcome = yield
    report = outcome.get_result()
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"a whole file was skipped: {report.longrepr}"


@pytest.fixture(autouse=True)
def _ring():
    """Outside a request, tests hold keys as a command does."""
    from ajar.access import seal

    with seal.keyring():
        yield


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    """A root key file of this test's own, with the keys of the run in it."""
    from ajar.access import keys, rootkey

    file = tmp_path / "root.key"
    rootkey.write(rootkey.read(), file)
    monkeypatch.setenv("AJAR_KEY_FILE", str(file))
    keys.forget_roots()
    yield file
    monkeypatch.undo()
    keys.forget_roots()


def make_agency(name):
    from ajar.access import keys
    from ajar.access.middleware import set_agency
    from ajar.access.models import Agency, Site

    agency = Agency.objects.create(name=name, timezone="America/New_York")
    set_agency(agency.pk)
    keys.make_agency_keys(agency)
    site = Site.objects.create(agency=agency, name="Main street", timezone="America/New_York")
    return agency, site


def make_worker(agency, name, role, *teams, site=None):
    from ajar.access import keys
    from ajar.access.models import Membership, Worker
    from ajar.access.seal import RECORD

    worker = Worker(
        agency=agency, name=name, email=f"{name.lower().replace(' ', '.')}@example.org", role=role, site=site
    )
    worker.set_password("a long enough password")
    worker.save()
    keys.make_data_keys(agency.pk, worker.pk, [RECORD])
    for team in teams:
        Membership.objects.create(agency=agency, worker=worker, team=team)
    return worker


@pytest.fixture
def cast(django_db_setup, db):
    """The cast, made once and committed; each test has objects of its own, in a transaction that is rolled back."""
    from ajar.access.middleware import set_agency

    there = copy.deepcopy(django_db_setup)
    set_agency(there.agency.pk)
    return there


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, request):
    """A fresh copy of a migrated database for one test that really commits (decision 36). Gives its address.

    Use `make_cast()` with it, never the fixtures `db` and `cast`.
    """
    from django.db import connection

    name = databases.own_name(request.node.nodeid)
    url = databases.engine().fresh(name)
    with django_db_blocker.unblock():
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = databases.database_name(name)
        yield url
        connection.close()
        connection.settings_dict["NAME"] = before
    databases.engine().drop(name)


def make_cast():
    """Amina (counselor, team North), Ben (peer, same team), Chidi (other team), Dora (supervisor), Esi (other agency)."""
    from ajar.access.middleware import set_agency
    from ajar.access.models import Team
    from ajar.people import actions

    c = SimpleNamespace()
    c.other_agency, _ = make_agency("Far Shore")
    far = Team.objects.create(agency=c.other_agency, name="Far")
    c.esi = make_worker(c.other_agency, "Esi", "counselor", far)
    c.stranger = actions.start_person(c.esi, chosen_name="Zuberi Farshore")
    c.agency, c.site = make_agency("Riverside")
    set_agency(c.agency.pk)
    c.north = Team.objects.create(agency=c.agency, name="North")
    c.south = Team.objects.create(agency=c.agency, name="South")
    c.amina = make_worker(c.agency, "Amina", "counselor", c.north, site=c.site)
    c.ben = make_worker(c.agency, "Ben", "peer", c.north)
    c.chidi = make_worker(c.agency, "Chidi", "counselor", c.south)
    c.dora = make_worker(c.agency, "Dora", "supervisor", c.north)
    c.mona = make_worker(c.agency, "Mona", "manager")
    c.pia = make_worker(c.agency, "Pia", "privacy officer")
    c.otto = make_worker(c.agency, "Otto", "operator")
    c.person = actions.start_person(c.amina, chosen_name="Sara Quill")
    actions.join_care_team(c.dora, c.person, worker=c.ben)
    return c
