import pytest
from django.test import Client


@pytest.fixture
def client_2():
    """The same worker's other browser, or somebody else's."""
    return Client()


@pytest.fixture
def _in_the_agency():
    """Here it is looked at what a request leaves behind on the connection, so nothing is put back after it."""
