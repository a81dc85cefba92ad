"""Browser journeys: a fresh copy of the demo, served by the real server, walked by people with names."""

import faulthandler
import os
import re

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def _ring():
    """A journey goes through pages only; it holds no keys."""


@pytest.fixture(autouse=True)
def _no_waiting_for_ever():
    """A browser that never answers ends the process, with the place where it hung; a slow machine does not."""
    faulthandler.dump_traceback_later(600, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def street():
    from tests.houses import Street

    street = Street()
    yield street
    street.close()


@pytest.fixture
def house(street):
    """A served copy of the demo, this test's own."""
    house = street.house()
    yield house
    house.drop()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    from tests.browsing import ARGUMENTS, chromium

    # Playwright keeps a loop in this thread; tests that run after it in the same process still talk to a database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def someone(house, browser):
    """Open the browser, not signed in: `someone(phone=True, dark=True, language="es", scripts=False)`."""
    from tests.browsing import DESK, PHONE, Visitor

    contexts, visitors = [], []

    def open_(*, phone=False, dark=False, language="en", scripts=True, size=None, path="/"):
        context = browser.new_context(
            viewport=size or (PHONE if phone else DESK), color_scheme="dark" if dark else "light",
            locale="es-US" if language == "es" else "en-US", java_script_enabled=scripts, has_touch=phone,
            timezone_id="America/New_York", reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(45_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), house.address, phone=phone, scripts=scripts)
        visitors.append(visitor)
        return visitor.go(path) if path else visitor

    yield open_
    try:
        for visitor in visitors:
            visitor.check()
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def person_at(someone):
    """Sign in as one of the cast by one press on the demo's first page: `person_at("Dana")`."""

    def sign_in(name, **how):
        visitor = someone(**how)
        visitor.tap(visitor.button(re.compile(rf"^{name}\b")))
        visitor.meter.start()
        return visitor

    return sign_in


@pytest.fixture
def at_court(house, browser):
    """A window at the court's host, in a browser of its own or in that of somebody: `at_court(dana)`."""
    from tests.browsing import DESK, PHONE, Visitor

    contexts, visitors = [], []

    def open_(beside=None, *, phone=False, dark=False, language="en"):
        context = beside.page.context if beside else browser.new_context(
            viewport=PHONE if phone else DESK, color_scheme="dark" if dark else "light", locale=f"{language}-US",
            timezone_id="America/New_York", reduced_motion="reduce", has_touch=phone,
        )  # fmt: skip
        if not beside:
            contexts.append(context)
            context.set_default_timeout(45_000)
        visitor = Visitor(context.new_page(), house.court, phone=phone)
        visitors.append(visitor)
        visitor.go("/")
        return visitor

    yield open_
    try:
        for visitor in visitors:
            visitor.check()
    finally:
        for context in contexts:
            context.close()


def the_officer(visitor):
    """J. Ruiz signs in on the court's host, by the demo's one press."""
    visitor.tap(visitor.button(re.compile("^J. Ruiz")))
    return visitor
