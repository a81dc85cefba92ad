import pytest
from django.test import Client


@pytest.fixture
def client_2():
    """The same worker's other browser, or somebody else's."""
    return Client()
