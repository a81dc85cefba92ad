"""A unit that part 2 binds in another way than the rest of the house (42 CFR 2.11, program): its people, and those joined with them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ajar.access.act import ChangedMeanwhile
from ajar.consents import actions, gathering
from ajar.consents.facts import Bound
from ajar.consents.models import UnitCoverage
from ajar.people import actions as people
from ajar.people.queries import open_person


@pytest.fixture
def cast(cast):
    cast.harbor = actions.add_recipient(cast.amina, cast.person, kind="treating_provider", name="Harbor Clinic")
    return cast


def asked(cast, actor, person) -> Bound:
    facts = gathering.gather(
        actor,
        open_person(actor, person.pk),
        recipient=cast.harbor,
        purpose="treat",
        basis="hipaa",
        asked=["attendance"],
    )
    return facts.program.part2


def say(cast, team, part2, order=0):
    return actions.set_unit(cast.pia, team, order=order, part2=part2)


def test_what_binds_a_team_binds_its_people_and_nobody_else(cast):
    far = people.start_person(cast.chidi, chosen_name="Far Away")
    actions.set_coverage(cast.pia, order=0, part2="not_covered", hipaa="neither", as_if_part2=False)
    assert asked(cast, cast.amina, cast.person) is asked(cast, cast.chidi, far) is Bound.NOT_COVERED
    say(cast, cast.north, "covered")
    assert asked(cast, cast.amina, cast.person) is Bound.COVERED
    assert asked(cast, cast.chidi, far) is Bound.NOT_COVERED
    say(cast, cast.north, "", order=1)
    assert asked(cast, cast.amina, cast.person) is Bound.NOT_COVERED


def test_a_team_alone_can_be_free_where_nobody_has_said_anything_of_the_house(cast):
    assert asked(cast, cast.amina, cast.person) is Bound.UNDETERMINED
    say(cast, cast.north, "not_covered")
    assert asked(cast, cast.amina, cast.person) is Bound.NOT_COVERED


def test_records_that_are_one_person_are_bound_as_the_stricter_of_them(cast):
    """Seen from either side: also by a worker who does not see the other record."""
    theirs = people.start_person(cast.chidi, chosen_name="Sara Q.")
    say(cast, cast.north, "not_covered")
    say(cast, cast.south, "covered")
    assert asked(cast, cast.amina, cast.person) is Bound.NOT_COVERED
    people.join_care_team(cast.dora, cast.person, worker=cast.chidi)
    people.join(cast.chidi, open_person(cast.chidi, theirs.pk), other=cast.person)
    assert asked(cast, cast.amina, cast.person) is asked(cast, cast.chidi, theirs) is Bound.COVERED


def test_who_was_slower_writes_over_nothing_and_only_those_who_answer_for_it_say_it(client, cast):
    say(cast, cast.north, "covered")
    with pytest.raises(ChangedMeanwhile):
        say(cast, cast.north, "not_covered")
    address = reverse("law-unit", args=[cast.north.pk])
    client.force_login(cast.pia)
    page = client.get(address).content.decode()
    assert cast.north.name in page
    assert client.post(address, {"part2": "not_covered", "order": 0, "once": uuid4()}).status_code == 409
    assert client.post(address, {"part2": "perhaps", "order": 1, "once": uuid4()}).status_code == 422
    assert client.post(address, {"part2": "not_covered", "order": 1, "once": uuid4()}).status_code == 302
    assert "no, counsel has said so" in client.get(reverse("law")).content.decode()
    assert UnitCoverage.objects.count() == 2
    seen = {}
    for name in ("amina", "dora", "mona", "esi"):
        client.force_login(getattr(cast, name))
        seen[name] = client.get(address).status_code
    assert seen == {"amina": 403, "dora": 403, "mona": 200, "esi": 403}
    cast.esi.role = "manager"
    cast.esi.save()
    client.force_login(cast.esi)
    assert client.get(address).status_code == 404
