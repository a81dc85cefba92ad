"""The numbers of a talk are those of the place, with the day on which somebody looked at them; elsewhere there are none."""

import re

import pytest

from ajar.access.models import Agency
from ajar.guides.tests.test_a_talk import begin, go, stand_at, turn

NONE = "No numbers are kept for this place. Write your own on the plan."
LOOKED = "United States: list looked at on"


def shown(client, address) -> str:
    """What stands on the page, without its tags: ids and tokens hold all kinds of digits."""
    return re.sub(r"<[^>]+>", "", client.get(address).content.decode())


def test_the_numbers_stand_with_the_day_and_that_nobody_has_called_them(cast, amina):
    address = begin(amina, cast.person)
    stand_at("suicide")
    page = shown(amina, address)
    assert "988" in page and LOOKED in page and "Nobody here has called these yet" in page
    page = go(amina, address, "suicide.plan").content.decode()
    assert "741741" in page and LOOKED in page, "what an answer opened says it too"


@pytest.mark.parametrize("region", ["de", ""])
@pytest.mark.parametrize(
    ("node", "answer"), [("overdose_now", ""), ("suicide", ""), ("suicide", "plan"), ("feelings", "skip")]
)
def test_in_a_region_without_numbers_a_talk_shows_none_and_tells_the_worker(cast, amina, region, node, answer):
    Agency.objects.filter(pk=cast.agency.pk).update(region=region)
    address = begin(amina, cast.person)
    stand_at(node)
    if answer:
        go(amina, address, f"{node}.{answer}")
    mine = shown(amina, address)
    turn(amina, cast.person)
    html, turned = amina.get(address).content.decode(), shown(amina, address)
    assert NONE in mine and NONE not in turned
    for page in (mine, turned):
        assert "911" not in page and "988" not in page and "list looked at" not in page
        assert ("Call the emergency number. Say" in page) == (node == "overdose_now")
    assert (node, answer) != ("feelings", "skip") or 'aria-label="Now"' not in html, "no empty box"
