"""Marco, and the pages of his basket by name."""

import uuid

import pytest
from django.urls import reverse

from ajar.basket import actions
from ajar.people import actions as people


@pytest.fixture
def marco(cast):
    cast.marco = people.start_person(cast.amina, chosen_name="Marco", pronouns="he/him")
    people.keep_words(
        cast.amina, cast.marco, version=0, chest="chest", feed="chestfeeding", parent="parent", baby="Sofia",
        partner="husband", thing="cannabis", setback="", self_words="",
    )  # fmt: skip
    return cast


@pytest.fixture
def yes(marco):
    """He said yes today."""
    actions.ask_leave(marco.amina, marco.marco, answer="yes", knows="It gets into the milk.")
    return marco


@pytest.fixture
def at(marco):
    """The address of a page about Marco: at("offer-answer", offer.pk)."""
    return lambda name, *ids: reverse(name, args=[marco.marco.pk, *ids])


@pytest.fixture
def once():
    return lambda **more: {"once": str(uuid.uuid4())} | more


@pytest.fixture
def mona(yes, client):
    """Mona's browser: she manages the agency."""
    client.force_login(yes.mona)
    return client
