"""The tests read rows between requests, as a command of the agency would."""

import pytest
from django.core.signals import request_finished

from ajar.access.middleware import set_agency


@pytest.fixture(autouse=True)
def _in_the_agency(request):
    """A request clears the agency from the connection when it ends; the test itself stays in Riverside."""
    if "cast" not in request.fixturenames:
        yield
        return
    cast = request.getfixturevalue("cast")

    def back(**kwargs):
        set_agency(cast.agency.pk)

    request_finished.connect(back)
    yield
    request_finished.disconnect(back)
