import pytest


@pytest.fixture(autouse=True)
def _one_clock(settings):
    """What tests write outside of a request is of the same day as what pages write, whatever hour the tests run."""
    settings.TIME_ZONE = "America/New_York"
