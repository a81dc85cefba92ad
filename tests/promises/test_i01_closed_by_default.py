"""I-01: no page answers without a declared permission, to any method, for nobody and for somebody without the role."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import path

from ajar.access.gate import OPEN
from ajar.access.models import Worker
from ajar.access.policy import Permission
from tests.planted import address, plant
from tests.test_house import every_page
from tests.test_walls import LEFT_OUT

METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]
pytestmark = pytest.mark.promise


def undeclared() -> list:
    return [p.name for p in every_page() if not hasattr(p.callback, "needs")]


def test_i01_control_one_undeclared_view_is_caught_twice(cast, settings, client):
    import sys
    import types

    from django.urls import clear_url_caches

    stray = types.ModuleType("stray")
    stray.urlpatterns = [path("stray/", lambda request: None, name="stray")]
    sys.modules["stray"] = stray
    settings.ROOT_URLCONF = "stray"
    clear_url_caches()
    assert undeclared() == ["stray"]
    client.force_login(cast.amina)
    with pytest.raises(ImproperlyConfigured):
        client.get("/stray/")


def test_i01_every_page_is_declared():
    assert undeclared() == []
    assert all(p.callback.needs is OPEN or isinstance(p.callback.needs, Permission) for p in every_page())


@pytest.mark.parametrize("who", ["nobody", "without a role", "switched off"])
def test_i01_all_methods_are_closed_to(cast, who):
    planted = plant(cast.amina, blocked=cast.ben)
    client = Client(raise_request_exception=False)
    if who == "without a role":
        entity = Worker.objects.create(agency=cast.agency, name="Ruiz", email="ruiz@example.org", role="entity officer")
        client.force_login(entity)
    if who == "switched off":
        client.force_login(cast.amina)
        Worker.objects.filter(pk=cast.amina.pk).update(is_active=False)
    answered, asked = [], 0
    for page in every_page():
        if page.callback.needs is OPEN or page.name in LEFT_OUT:
            continue
        where, _ = address(page, planted)
        for method in METHODS:
            response = getattr(client, method)(where)
            asked += 1
            if response.status_code not in (302, 401, 403, 404, 405):
                answered.append((page.name, method, response.status_code))
            if response.status_code == 302 and not response.headers["Location"].startswith(("/sign-in/", "/lock/")):
                answered.append((page.name, method, response.headers["Location"]))
            if planted.found_in(response.content.decode("utf-8", "replace")):
                answered.append((page.name, method, "said a planted word"))
    assert answered == []
    assert asked > 300
