import pytest
from django.test import Client

from ajar.access.middleware import set_agency


@pytest.fixture
def client(cast):
    """A browser. After each page the test itself stays at the agency, as a command would, to look at its rows."""

    class Browser(Client):
        def request(self, **sent):
            try:
                return super().request(**sent)
            finally:
                set_agency(cast.agency.pk)

    return Browser()
