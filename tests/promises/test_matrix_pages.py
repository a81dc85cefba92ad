"""Every page that a link leads to, as each of the cast: light and dark, English and Spanish, phone and desk.

On each: axe (WCAG 2.0 to 2.2 A and AA, best practice) finds nothing, no word of the never list, targets of 24 px, no
sideways scroll, no script error. In pseudo-languages, right to left and nearly half as long again, nothing is wider
than 320 px.
"""

import re

import pytest

from tests.browsing import DESK, PHONE, SMALLEST, Visitor, _overflow, _targets
from tests.houses import House
from tests.journeys.conftest import browser  # noqa: F401

pytestmark = [pytest.mark.promise, pytest.mark.browser]

# What stands in an address for one of many of its kind: a row, an option, a question of a plan or of the map, a way back.
ONE_OF_MANY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/basket/|options/)[A-Z]{2}-\d{2,3}|(?<=/law/)[^/]+|(?<=/parts/)[a-h]"
    r"|(?<=/map/change/)[^/]+|(?<=\?at=)\w+|(?<=here=)[^&]+|(?<=next=)[^&]+"
)
PEOPLE = ["Dana", "Noor", "Lee", "Kim", "Dora", "Mona", "Pia"]


@pytest.fixture(autouse=True)
def _ring():
    """These tests go through pages only."""


@pytest.fixture(scope="module")
def house():
    house = House()
    yield house
    house.drop()


def sign_in(browser, house, name, *, size=DESK, theme="light", language="en"):  # noqa: F811
    context = browser.new_context(
        viewport=size,
        color_scheme=theme,
        locale=f"{language}-US",
        timezone_id="America/New_York",
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    visitor = Visitor(context.new_page(), house.address, phone=size is not DESK)
    visitor.page.goto(house.address + "/")
    visitor.page.get_by_role("button", name=re.compile(rf"^{name}\b")).click()
    visitor.page.wait_for_url(re.compile(r"/(today|agency|reviews|me|privacy)"))
    return visitor


def pages_of(visitor, most=200):
    """One page of each kind that links lead to, from where this worker arrives: its address, while it stands open."""
    start = visitor.page.url.replace(visitor.address, "")
    found, waiting = set(), [start, "/", "/me/"]
    while waiting:
        address = waiting.pop(0)
        kind = ONE_OF_MANY.sub("*", address)
        if kind in found:
            continue
        answer = visitor.page.goto(visitor.address + address)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        found.add(kind)
        assert len(found) < most, f"one of a kind is taken for many: {sorted(found)[-20:]}"
        links = visitor.page.locator("a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        waiting += [
            re.sub(r"#.*", "", link) for link in links if not re.search(r"\.pdf|/pdf/|/static/|/map/file/", link)
        ]
        yield address


def walk(visitor):
    for _address in pages_of(visitor):
        visitor.look()
    visitor.page.context.close()
    assert not visitor.problems, "\n".join(dict.fromkeys(visitor.problems))


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_everybody_at_a_desk(browser, house, name):  # noqa: F811
    visitor = sign_in(browser, house, name)
    walk(visitor)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360px", "1366px"])
def test_every_page_of_a_counselor_in_every_light_language_and_width(browser, house, size, theme, language):  # noqa: F811
    visitor = sign_in(browser, house, "Dana", size=size, theme=theme, language=language)
    walk(visitor)


@pytest.mark.parametrize("pseudo", ["rtl", "long", "long rtl"])
def test_nothing_is_wider_than_320_px_in_a_language_that_nobody_speaks(browser, pseudo):  # noqa: F811
    house = House(AJAR_TEST_PSEUDO=pseudo)
    try:
        visitor = sign_in(browser, house, "Dana", size=SMALLEST)
        wrong = []
        for address in pages_of(visitor):
            wrong += [
                f"{ONE_OF_MANY.sub('*', address)}: {what}"
                for what in [*_overflow(visitor.page), *_targets(visitor.page)]
            ]
        visitor.page.context.close()
        assert not wrong, "\n".join(wrong)
    finally:
        house.drop()


def test_a_person_page_is_at_most_60_kb_over_the_wire_on_a_first_visit(browser, house):  # noqa: F811
    visitor = sign_in(browser, house, "Dana")
    visitor.go("/people/")
    address = visitor.main().get_by_role("link", name=re.compile("^Sara")).get_attribute("href")
    tools = visitor.page.context.new_cdp_session(visitor.page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes = []
    tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    visitor.page.goto(house.address + address, wait_until="networkidle")
    visitor.page.context.close()
    assert len(sizes) >= 3
    assert sum(sizes) <= 60_000, f"{sum(sizes)} bytes"
    print(f"the person page: {sum(sizes)} bytes in {len(sizes)} answers")  # noqa: T201
