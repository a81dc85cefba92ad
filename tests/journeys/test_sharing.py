"""Somebody says yes to telling somebody, and takes it back: read first, signed, a copy in hand, stopped in three taps."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

CLINIC = "Dr. Okafor, the clinic on Fourth Street"


def test_ilona_says_yes_to_her_doctor_reads_it_signs_it_has_a_copy_and_stops_in_three_taps(person_at):
    noor = person_at("Noor").visit("Ilona")
    home = noor.page.url.removeprefix(noor.address)
    noor.tap(noor.link("Who can see what"))
    expect(noor.main()).to_contain_text("Nothing is shared with anybody outside.")
    noor.tap(noor.link("Say yes to telling somebody"))
    expect(noor.main()).to_contain_text("You get our help whether you sign or not.")
    noor.go(home + "consents/new/specific/")

    # Nobody named and no day: it can be read, and it says what is missing before it can be signed.
    noor.tap(noor.button("See what they would see"))
    noor.field("Who may be told?").select_option(label="somebody else")
    noor.field(re.compile("^Somebody else: who are they")).select_option(index=1)
    noor.write(noor.field(re.compile("^Their name, or the office")), CLINIC)
    noor.choose("What may they be told?", "The days you came")
    noor.page.get_by_role("group", name=re.compile("^What for")).get_by_role("checkbox").first.check(force=True)
    noor.choose("When does it end?", "on a day")
    last = datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=60)
    noor.field(re.compile("^The last day")).fill(last.isoformat())
    noor.tap(noor.button("See what they would see"))

    expect(noor.heading("What they would see")).to_be_visible()
    for words in (CLINIC, "The days you came", "They do not get", "What you told us about use"):
        expect(noor.main()).to_contain_text(words)
    noor.choose("How do you sign?", "I type it")
    noor.write(noor.field("Type your name as you sign it"), "Ilona")
    noor.tap(noor.button("Yes, share this"))
    expect(noor.heading("What they see")).to_be_visible()
    noor.choose("Their copy", "on paper")
    noor.tap(noor.page.get_by_role("region", name="Signed").get_by_role("button", name="Keep"))
    expect(noor.main()).to_contain_text("Copy:")
    assert CLINIC in " ".join(noor.pdf())

    noor.go(home)
    noor.meter.start()
    noor.tap(noor.link("Who can see what"))
    noor.tap(noor.link(f"Stop {CLINIC}"))
    expect(noor.main()).to_contain_text("It stops at once. What was told stays told.")
    noor.tap(noor.button("Yes, stop"))
    assert noor.meter.taps <= 3
    assert noor.meter.typed == 0
    expect(noor.main()).to_contain_text("Nothing goes out under it.")
    expect(noor.main()).to_contain_text("Nothing was told to anybody.")


def test_anthony_reads_what_was_told_of_him_day_by_day_and_takes_it_along(person_at):
    dana = person_at("Dana").visit("Anthony")
    dana.tap(dana.link("Who can see what"))
    dana.tap(dana.link("All of it, to print and keep"))
    row = dana.page.get_by_role("table").get_by_role("row").filter(has_text="Part 40")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("The days you came; Drug test results")
    dana.tap(row.get_by_role("link").first)
    paper = " ".join(dana.pdf())
    assert "I come every week. It is a long way from work." in paper
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in paper
