import pytest
from django.test import Client

from ajar.access import actions, signin
from ajar.access.middleware import set_agency

PASSWORD = "a long enough password"
PIN = "482913"


@pytest.fixture
def client_2():
    """The same worker's other browser, or somebody else's."""
    return Client()


@pytest.fixture
def _in_the_agency():
    """Here it is looked at what a request leaves behind on the connection, so nothing is put back after it."""


@pytest.fixture
def amina(cast, client, monkeypatch):
    """Amina, signed in, with a PIN; a wrong one is not waited for."""
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    set_agency(cast.agency.pk)
    actions.set_pin(cast.amina, pin=PIN)
    client.force_login(cast.amina)
    return cast.amina
