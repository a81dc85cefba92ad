"""Ilona: seen for a cold, afraid that her son will be taken away."""

import re
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader


def start(visitor, name):
    """Somebody new, from Today, with what to call them and nothing else; like-named people are other people."""
    visitor.go("/people/new/")
    visitor.write(visitor.field(re.compile("What should we call them")), name)
    visitor.tap(visitor.button("Start", exact=True))
    if visitor.page.url.endswith("/people/new/"):  # perhaps the same: the worker looks, and says no
        visitor.tap(visitor.button(re.compile("new|else|other", re.I)).first)
    expect(visitor.heading(name, exact=True)).to_be_visible()


def test_1_a_new_person_needs_a_name_to_call_them_by_and_nothing_else(person_at):
    noor = person_at("Noor")
    noor.go("/people/new/")
    assert noor.page.locator("[required]").count() <= 1
    for asked in ("birth", "address", "legal", "insurance", "gender"):
        assert asked not in noor.main().inner_text().lower()
    start(noor, "Ilona K")
    assert noor.meter.typed == 1


def test_2_her_first_words_are_kept_as_she_said_them_after_a_thank_you(person_at):
    noor = person_at("Noor")
    start(noor, "Ilona K")
    noor.tap(noor.button("Start session"))
    expect(noor.main()).to_contain_text("Thank you for coming in.")
    words = "Please don't take my son away… I only drank <two> bottles & I'm \"fine\"  now"
    noor.write(noor.field("In their words"), words)
    noor.tap(noor.button("Keep this line"))
    expect(noor.main().locator("q").filter(has_text="Please")).to_have_text(words)


def test_4_no_report_is_a_decision_with_a_reason_that_shows_on_her_own_screen_only(person_at):
    noor = person_at("Noor").visit("Ilona")
    ilona = noor.page.url
    noor.tap(noor.button(re.compile("start", re.I)).first)
    noor.tap(noor.link("A duty decision"))
    expect(noor.main()).to_contain_text("You decide.")
    noor.choose("What is it about", "safety of a child")
    noor.write(noor.field("What you decided"), "No report to child protection.")
    noor.write(noor.field("Why", exact=True), "Her son is safe, he was at his father's.")
    noor.write(noor.field(re.compile("What you told")), "I told her what I wrote.")
    noor.tap(noor.button("Keep this decision"))
    noor.go(ilona + "judgements/")
    expect(noor.main()).to_contain_text("he was at his father's")
    expect(noor.main()).to_contain_text("Noor")
    noor.go(ilona)
    noor.tap(noor.button("Turn screen"))
    assert "child protection" not in noor.page.content()
    for page in ("", "encounters/", "story/", "goals/", "needs/"):
        noor.go(ilona + page)
        assert "child protection" not in noor.page.content(), page
    noor.go(ilona + "judgements/")
    assert noor.status == 404


def test_5_and_6_what_helped_and_her_goal_stay_in_her_words_with_rulers_that_ask_why_not_lower(person_at):
    noor = person_at("Noor")
    start(noor, "Ilona K")
    ilona = noor.page.url
    for words in ("my temple", "prayer"):
        noor.tap(noor.link("Add what helped"))
        noor.write(noor.field(re.compile("What has helped before")), words)
        noor.tap(noor.button("Keep", exact=True))
        noor.go(ilona)
        expect(noor.main().locator("q").filter(has_text=words)).to_be_visible()
    noor.tap(noor.link("A goal"))
    noor.write(noor.field(re.compile("What do you want")), "stop drinking alone")
    noor.choose(re.compile("What is it about"), "Using less")
    noor.choose(re.compile("Where is it on the spectrum"), "less")
    noor.tap(noor.button("Keep", exact=True))
    noor.go(ilona)
    noor.tap(noor.link("stop drinking alone"))
    noor.tap(noor.link("Mark How important"))
    expect(noor.main()).to_contain_text("not lower")
    assert "not higher" not in noor.text()
    noor.tap(noor.page.get_by_role("radio", name="9", exact=True))
    noor.write(noor.page.get_by_role("textbox").first, "It is for my son.")
    noor.tap(noor.button(re.compile("^Keep")))
    expect(noor.main()).to_contain_text("It is for my son.")


def test_8_the_plan_for_her_son_is_made_one_question_at_a_time_and_goes_along_on_a_card(person_at):
    noor = person_at("Noor")
    start(noor, "Ilona K")
    ilona = noor.page.url
    noor.tap(noor.link("Make a plan together"))
    noor.tap(noor.button(re.compile("^Make it together For a child")))
    expect(noor.main()).to_contain_text("somebody else should look after them")
    noor.tap(noor.link("Skip this one"))
    noor.write(noor.field("In your own words"), "my sister, <any> hour")
    noor.write(noor.field(re.compile("How to reach them")), "555-0142")
    noor.tap(noor.button("Add this", exact=True))
    expect(noor.main().locator("q")).to_have_text("my sister, <any> hour")
    noor.tap(noor.link("The whole plan"))
    noor.tap(noor.button("We read it through today"))
    expect(noor.main()).to_contain_text("Kept as read through today.")
    noor.tap(noor.link("Print to carry"))
    noor.choose("What would you like?", "A card for a wallet")
    noor.tap(noor.button("Show it"))
    expect(noor.main().locator("article")).to_contain_text("my sister, <any> hour")
    expect(noor.main().locator("article")).to_contain_text("555-0142")
    noor.go(ilona)
    expect(noor.page.get_by_role("region", name="Plans for hard times")).to_contain_text("read through on")


def test_9_a_call_planned_for_next_week_shows_that_day_with_how_it_is_safe_and_can_be_handed_on(house, person_at):
    noor = person_at("Noor")
    start(noor, "Ilona K")
    noor.tap(noor.button("Start session"))
    noor.tap(noor.link("Plan what is next"))
    noor.choose("What is planned", "call")
    noor.write(noor.field(re.compile("What for")), "how the group was")
    noor.write(noor.field(re.compile("How it is safe")), "weekdays before noon, ask for Ilona only")
    noor.tap(noor.button("Plan it"))
    assert "Ilona K" not in noor.go("/today/").page.get_by_role("region", name="Your people today").inner_text()

    house.later(days=7)
    noor = person_at("Noor")
    today = noor.go("/today/").page.get_by_role("region", name="Your people today")
    expect(today).to_contain_text("Ilona K")
    noor.tap(today.get_by_role("link", name=re.compile("Ilona K")).last)
    if "/next/" not in noor.page.url:
        noor.go("/today/")
        noor.tap(today.get_by_role("link").filter(has_text=re.compile("Open")).last)
    expect(noor.main()).to_contain_text("weekdays before noon")
    noor.turn_over("Hand it on")
    noor.page.get_by_role("combobox").last.select_option(label="Dana")
    noor.tap(noor.button(re.compile("^Hand")))
    dana = person_at("Dana")
    expect(dana.go("/today/").main()).to_contain_text("Ilona K")


def test_10_what_she_carries_holds_her_words_and_no_word_of_the_notes(person_at):
    noor = person_at("Noor").visit("Ilona")
    noor.tap(noor.link("Print to carry"))
    for wanted in ("What to call me", "What matters most to me now", "My goals", "My next step", "My numbers"):
        noor.page.get_by_role("checkbox", name=wanted, exact=True).check()
    noor.tap(noor.button("Show it"))
    for words in ("stop drinking alone", "the group again", "988"):
        expect(noor.main()).to_contain_text(words)
    link = noor.page.get_by_role("link", name=re.compile("PDF"))
    answer = noor.page.request.get(noor.address + link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    text = re.sub(r"\s+", " ", text)
    for words in ("stop drinking alone", "the group again", "988"):
        assert words in text
    for never in (
        "child protection",
        "Riverside",
        "AUDIT",
        "diagnos",
        "two bottles",
        "wedding",
        "Noor from",
        "judgement",
    ):
        assert never not in text
