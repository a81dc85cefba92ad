"""I-03: role by relation by page, against a plain table that was written from the house's rules, not from its code."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from ajar.access.models import Membership
from ajar.access.policy import Role
from ajar.people import actions
from ajar.people.models import Block, BreakGlass, CareTeam, Person, Task
from conftest import make_worker
from tests.planted import address, plant, uuid_kwargs
from tests.test_walls import pages

pytestmark = pytest.mark.promise

# Decision 28, as a table. Columns: the role sees the people of their team; of their care; what they broke the glass for.
SEES = {
    "outreach": (False, True, True), "peer": (False, True, True), "counselor": (True, True, True),
    "clinician": (True, True, True), "supervisor": (True, True, True), "manager": (False, False, False),
    "privacy officer": (False, False, False), "operator": (False, False, False), "entity officer": (False, False, False),
    "system": (False, False, False),
}  # fmt: skip
# What each relation is: in the team, in the care, with a glass open, kept out.
RELATIONS = {
    "team": (1, 0, 0, 0), "care": (0, 1, 0, 0), "code typed": (0, 1, 0, 0), "code of yesterday": (0, 0, 0, 0),
    "care that ended": (0, 0, 0, 0), "none": (0, 0, 0, 0), "glass": (0, 0, 1, 0), "glass of yesterday": (0, 0, 0, 0),
    "team, blocked": (1, 0, 0, 1), "care, blocked": (0, 1, 0, 1), "glass, blocked": (0, 0, 1, 1), "team, block ended": (1, 0, 0, 0),
    "team, erased": (1, 0, 0, 1),
}  # fmt: skip
# Which roles a page of each need is for. Whoever may not open a record may not open one of its pages.
MAY = {
    "own sign-in": set(SEES) - {"entity officer", "system"},
    "see people": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "start with a person": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "change what we call a person and how to reach them": {"outreach", "counselor", "clinician", "supervisor"},
    "record encounters, goals and changes": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "change, finish or move what was recorded": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "send a safe message to a person": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "find help, and say whether it is right": {"outreach", "peer", "counselor", "clinician", "supervisor", "manager"},
    "print what a person takes along": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "record tests and judgements": {"counselor", "clinician", "supervisor"},
    "change what was recorded of a test": {"counselor", "clinician", "supervisor"},
    "write counseling notes": {"counselor", "clinician"},
    "read the counseling notes one wrote, or was named for": {"counselor", "clinician", "supervisor"},
    "hold a confidence": {"counselor", "clinician", "supervisor"},
    "set a limit": {"counselor", "clinician", "supervisor"},
    "see and write down what a court asks of a person": {"counselor", "clinician", "supervisor"},
    "ask for supervision": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "give supervision": {"supervisor"},
    "shape a care team": {"supervisor"},
    "block a worker from a person": {"counselor", "clinician", "supervisor", "privacy officer"},
    "break glass": {"counselor", "clinician", "supervisor"},
    "review a broken glass": {"supervisor", "privacy officer"},
    "erase a person": {"privacy officer"},
    "write a consent with a person, and what was agreed": {"counselor", "clinician", "supervisor"},
    "stop a consent when the person says so": {"outreach", "peer", "counselor", "clinician", "supervisor"},
    "tell somebody outside, on a ground that carries it": {"counselor", "clinician", "supervisor"},
    "write down what came of telling somebody": {"counselor", "clinician", "supervisor", "system"},
    "say how the law binds the agency": {"manager", "privacy officer"},
    "manage workers, sites and teams": {"manager", "system"},
}
# What is left of it through a broken glass: to look, and to write down what happens in the hour.
THROUGH_GLASS = {
    "see people", "record encounters, goals and changes", "record tests and judgements", "ask for supervision",
}  # fmt: skip
WITHOUT_OPENING = {"privacy officer"}  # blocks, holds and reviews are theirs without the record


def expected(role, relation) -> bool:
    of_team, of_care, of_glass = SEES[role]
    team, care, glass, out = RELATIONS[relation]
    return not out and bool((of_team and team) or (of_care and care) or (of_glass and glass))


def relate(cast, person, worker, relation):
    """Make the relation true."""
    today, words = localdate(), relation.split(", ")
    Membership.objects.create(agency=cast.agency, worker=worker, team=cast.north if words[0] == "team" else cast.south)
    care = {"agency": cast.agency, "person": person, "worker": worker, "since": today, "added_by": cast.dora}
    if words[0] == "care":
        CareTeam.objects.create(**care)
    if words[0] == "care that ended":
        CareTeam.objects.create(**care, ended_on=today)
    if words[0].startswith("code"):
        until = now() + timedelta(hours=8 if words[0] == "code typed" else -8)
        CareTeam.objects.create(**care, kind="code", until=until)
    if words[0].startswith("glass"):
        at = now() - timedelta(minutes=1 if words[0] == "glass" else 1440)
        task = Task.objects.create(agency=cast.agency, kind="glass", person=person, made_at=at)
        until = at + timedelta(minutes=60)
        BreakGlass.objects.create(
            agency=cast.agency, person=person, worker=worker, task=task, why="w", at=at, until=until
        )
    if "block" in relation:
        Block.objects.create(
            agency=cast.agency, person=person, worker=worker, placed_by=cast.pia, placed_on=today,
            ended_on=today if "ended" in relation else None,
        )  # fmt: skip
    if "erased" in relation:
        Person.objects.filter(pk=person.pk).update(erased_on=today)


def test_i03_control_the_table_is_whole():
    assert set(SEES) == {role.value for role in Role}
    assert {expected(role, relation) for role in SEES for relation in RELATIONS} == {True, False}


@pytest.mark.parametrize("role", sorted(SEES))
def test_i03_role_by_relation(cast, role):
    for relation in RELATIONS:
        planted = plant(cast.amina, blocked=cast.chidi) if relation == "none" else None
        person = planted.person if planted else actions.start_person(cast.amina, chosen_name="Q")
        worker = make_worker(cast.agency, f"W {relation.replace(', ', ' ')}", role)
        relate(cast, person, worker, relation)
        opened = Person.objects.opened_to(worker).filter(pk=person.pk).exists()
        listed = Person.objects.visible_to(worker).filter(pk=person.pk).exists()
        assert opened == expected(role, relation), (role, relation)
        assert listed == (opened and relation != "glass"), (role, relation)


@pytest.mark.parametrize("role", sorted(set(SEES) - {"system"}))
@pytest.mark.parametrize("relation", ["team", "none", "team, blocked", "glass", "glass, blocked"])
def test_i03_role_by_relation_by_page(cast, role, relation):
    planted = plant(cast.amina, blocked=cast.chidi)
    worker = make_worker(cast.agency, "Whoever", role)
    relate(cast, planted.person, worker, relation)
    client, wrong, asked = Client(raise_request_exception=False), [], 0
    client.force_login(worker)
    for page in pages(True):
        if "person_id" not in uuid_kwargs(page):
            continue
        needs = page.callback.needs.value
        may = role in MAY[needs]
        if role in WITHOUT_OPENING and may:
            continue
        response = client.get(address(page, planted)[0])
        asked += 1
        text = response.content.decode("utf-8", "replace")
        if response.status_code == 405 and not planted.found_in(text):
            continue  # a page that only takes POST says so to everybody, before it looks at any record
        if role == Role.ENTITY:  # an officer is nobody on the workers' host; their own is test_walls_of_the_court.py
            fits = response.status_code == 302 and response.url.startswith("/sign-in/")
        elif may and expected(role, relation) and relation == "glass" and needs not in THROUGH_GLASS:
            fits = response.status_code == 403 and not planted.found_in(text)
        elif may and expected(role, relation):
            # The row of the address may be somebody else's to see (a confidence), or take POST only.
            fits = response.status_code in (200, 302, 404, 405)
        else:
            fits = response.status_code == (404 if may else 403) and not planted.found_in(text)
        if not fits:
            wrong.append((page.name, response.status_code, may, expected(role, relation)))
    assert wrong == []
    assert asked > 40
