"""Anthony 5 to 8 and task 13, at a browser: what was told, read by the officer on the court's own host; and all else, nothing."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browsing import DESK
from tests.journeys.conftest import the_officer

TODAY = datetime.now(ZoneInfo("America/New_York")).date()
NOTHING = "Nothing is shared with you here."


def anthonys(dana) -> str:
    dana.visit("Anthony")
    return dana.page.url.removeprefix(dana.address)


def told(dana, home):
    """One more report than the demo's: looked at together, and sent. Gives the address of the mandate."""
    dana.go(home + "court/")
    dana.tap(dana.link(re.compile("^Part 40")))
    mandate = dana.page.url.removeprefix(dana.address)
    dana.go(mandate + "reports/new/")
    dana.page.get_by_role("group", name="To whom, under which consent").get_by_role("radio").first.check(force=True)
    dana.field("From which day").fill((TODAY - timedelta(days=55)).isoformat())
    dana.field("Until which day").fill(TODAY.isoformat())
    dana.field("When they hear from us again").fill((TODAY + timedelta(days=14)).isoformat())
    dana.tap(dana.button("Keep", exact=True))
    dana.tap(dana.button("Seen like this"))
    dana.tap(dana.button("Send this page"))
    expect(dana.main()).to_contain_text("Told. Print the page as it left")
    return mandate


def test_both_hosts_in_one_browser_and_each_knows_its_own(person_at, at_court):
    dana = person_at("Dana")
    home = anthonys(dana)
    ruiz = at_court(dana)
    assert not ruiz.button(re.compile("^Dana")).count(), "only officers sign in here"
    the_officer(ruiz)
    expect(ruiz.link("Anthony")).to_be_visible()
    mandate = told(dana, home)  # her sign-in stood beside the other one
    ruiz.go("/shared/")
    ruiz.meter.start()
    ruiz.tap(ruiz.link("Anthony"))
    expect(ruiz.heading("Anthony", exact=True)).to_be_visible()
    # E1: the answer without a scroll, on 1366 x 768
    for words in (re.compile(r"came \d+ times? of \d+ planned"), re.compile(r"cocaine: did not show")):
        box = ruiz.main().get_by_text(words).last.bounding_box()
        assert box["y"] + box["height"] < DESK["height"]
    assert ruiz.meter.taps == 1
    expect(ruiz.main()).to_contain_text("Next update due")
    expect(ruiz.main()).to_contain_text("42 CFR 2.32(a)(1)")
    for never in ("between us", "told the truth", "brother", "daughter", "my work hours", "take this more seriously"):
        assert never not in ruiz.page.content()
    assert "SAMPLE" in "".join(ruiz.pdf())

    # task 13: what is not shared is one page, to the letter
    look = ruiz.page.request
    made_up = look.get(f"{ruiz.address}/shared/{uuid4()}/")
    assert made_up.status == 404 and NOTHING in made_up.text()
    person = home.strip("/").split("/")[-1]
    for path in (home, mandate, f"/shared/{person}/", "/today/", "/find/", "/api/", "/agency/", home + "looked/"):
        answer = look.get(ruiz.address + path)
        assert (answer.status, answer.body()) == (404, made_up.body()), path
    ruiz.go(f"/shared/{uuid4()}/")
    expect(ruiz.heading(NOTHING)).to_be_visible()

    # a question from the list; he reads it, and who looked
    ruiz.go("/shared/").tap(ruiz.link("Anthony"))
    ruiz.page.get_by_role("group", name="Which question?").get_by_text("Can we all meet?").click()
    ruiz.tap(ruiz.button("Send"))
    expect(ruiz.main()).to_contain_text("You asked")
    ruiz.go("/about/")
    expect(ruiz.heading("What it is not")).to_be_visible()
    dana.go(mandate)
    expect(dana.main()).to_contain_text("Can we all meet?")
    dana.go(home + "looked/")
    expect(dana.main()).to_contain_text("J. Ruiz")
    expect(dana.main()).to_contain_text("read, for the court, what was told to it")

    # the court is done: the next request shows nothing
    dana.go(mandate + "done/")
    dana.field(re.compile("day")).first.fill(TODAY.isoformat())
    dana.tap(dana.button("Keep", exact=True))
    ruiz.go("/shared/")
    expect(ruiz.heading(NOTHING)).to_be_visible()
    dana.go("/today/")
    expect(dana.heading(re.compile(".")).first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_each_page_of_the_courts_host_is_sound(person_at, at_court, size, theme, language):
    dana = person_at("Dana")
    told(dana, anthonys(dana))
    ruiz = at_court(phone=size == "phone", dark=theme == "dark", language=language)
    the_officer(ruiz)
    ruiz.tap(ruiz.link("Anthony"))
    one = ruiz.page.url.removeprefix(ruiz.address)
    for path in ("/about/", "/me/", "/me/second/", "/sign-in/", f"/shared/{uuid4()}/", one, "/shared/"):
        ruiz.go(path)
    ruiz.go("/")
