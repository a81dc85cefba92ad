import pytest

from ajar.access.middleware import set_agency


@pytest.fixture(autouse=True)
def _one_clock(settings):
    """What tests write outside of a request is of the same day as what pages write, whatever hour the tests run."""
    settings.TIME_ZONE = "America/New_York"


@pytest.fixture
def client(client, cast, monkeypatch):
    """After each page the connection belongs to Riverside again, so that the test may look at what was kept."""
    ask = client.request

    def asked(**request):
        try:
            return ask(**request)
        finally:
            set_agency(cast.agency.pk)

    monkeypatch.setattr(client, "request", asked)
    return client
