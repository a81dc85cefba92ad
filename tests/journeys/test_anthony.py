"""Anthony: what a court asks, what he wants, what is told of it with his name under it; and what stays between two."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.conftest import the_officer

TODAY = datetime.now(ZoneInfo("America/New_York")).date()
OFFICE = "Part 40, the officer who follows the agreement"
NOTHING = "Nothing is shared with you here."
# What he said in trust, and what grew of it: on no page of the court's.
KEPT = ("now and then", "between us", "told the truth", "take this more seriously", "confidence")


def day(after: int) -> str:
    return (TODAY + timedelta(days=after)).isoformat()


def the_mandate(dana) -> str:
    dana.tap(dana.link("The court's side"))
    dana.tap(dana.link(OFFICE))
    return dana.page.url.removeprefix(dana.address)


def he_signs(dana, home, classes):
    """Yes to telling the court, read with him on a screen that is turned, his name drawn under it, a copy given."""
    dana.go(home + "consents/new/")
    dana.tap(
        dana.link(re.compile("^Yes to telling the court")).or_(dana.button(re.compile("^Yes to telling the court")))
    )
    dana.field("Who may be told?").select_option(label=OFFICE)
    for name in classes:
        dana.choose("What may they be told?", name)
    dana.choose("When does it end?", "when something happens")
    dana.write(dana.field("What happens then"), "the court is done")
    dana.write(dana.field("The paper that makes coming here a condition"), "the agreement, part 40")
    dana.write(dana.field(re.compile("^Number of the court file")), "2026-114")
    dana.page.get_by_label("It is their duty to follow how you keep to it").check(force=True)
    dana.field(re.compile("^When the court is thought to be done")).fill(day(150))
    dana.field(re.compile("^You can take it back from this day on")).fill(day(90))
    dana.tap(dana.button("See what they would see"))
    expect(dana.heading("What they would see")).to_be_visible()
    expect(dana.main()).to_contain_text("This one can be taken back from")
    dana.choose("How do you sign?", "I draw it")
    box = dana.page.get_by_role("img", name="Draw your name here")
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    dana.page.mouse.move(at["x"] + 30, at["y"] + 60)
    dana.page.mouse.down()
    for step in range(12):
        dana.page.mouse.move(at["x"] + 30 + 15 * step, at["y"] + 60 + 25 * (step % 2))
    dana.page.mouse.up()
    expect(dana.page.get_by_role("textbox", name="Your name", exact=True)).to_have_value("Anthony")
    dana.tap(dana.button("Yes, share this"))
    expect(dana.page.get_by_role("img", name="The name as it was drawn")).to_be_visible()
    dana.choose("Their copy", "on paper")
    dana.tap(dana.button("Keep", exact=True))
    assert "Signed by Anthony" in " ".join(dana.pdf())


def a_report(dana, mandate, since=-55, until=0) -> str:
    """A page about some days, under the consent of today."""
    dana.go(mandate + "reports/new/")
    dana.page.get_by_role("radio", name=re.compile(rf"signed \w+\.? {TODAY.day}, {TODAY.year}")).check(force=True)
    dana.field("From which day").fill(day(since))
    dana.field("Until which day").fill(day(until))
    dana.tap(dana.button("Keep", exact=True))
    return dana.page.url.removeprefix(dana.address)


def test_anthony_from_what_the_court_asks_to_the_day_that_it_is_done(person_at, at_court):
    dana = person_at("Dana").visit("Anthony")
    home = dana.page.url.removeprefix(dana.address)
    ruiz = the_officer(at_court(dana))  # another window of the same browser, with a sign-in of its own

    # 1 and 2: on record, in his words; three sides, where they differ, and how each is gone about
    mandate = the_mandate(dana)
    for words in (
        OFFICE,
        "2026-114",
        "they put me in for the nine months",
        "take part in treatment",
        "every four weeks",
    ):
        expect(dana.main()).to_contain_text(words)
    for side in ("What Anthony wants", "What we are here for", "What the court wants"):
        expect(dana.main().get_by_text(side, exact=True)).to_be_visible()
    expect(dana.main()).to_contain_text("Coming is the same for all three.")
    expect(dana.main()).to_contain_text("Read together on")

    # 4: who can read what, before he says anything
    dana.go(home + "court/sees/")
    sees = dana.page.get_by_role("article", name=OFFICE)
    expect(sees).to_contain_text("They do not see")
    expect(sees).to_contain_text("What you tell me")
    expect(sees).to_contain_text("I cannot promise to say nothing about tests")

    # 3: his consent, by every element, with his own hand
    he_signs(dana, home, ("The days you came", "How you take part", "Drug test results"))

    # 5 and 7: what he keeps does not get in, and says why; his own words do
    report = a_report(dana, mandate)
    trust = "I use now and then. I need that to stay between us."
    dana.write(dana.field(re.compile("^How it goes, in your words")), f"He said: {trust}")
    dana.tap(dana.button("Keep, and see the page again"))
    assert dana.status == 422
    expect(dana.main()).to_contain_text("these words are not for a report")
    expect(dana.field(re.compile("^How it goes, in your words"))).to_have_value(f"He said: {trust}")
    frame = dana.page.get_by_role("region", name="The page as they would get it")
    expect(frame).not_to_contain_text("between us")
    dana.write(dana.field(re.compile("^How it goes, in your words")), "He takes part in the group.")
    dana.write(dana.field(re.compile("^The person's own words")), "My daughter is why I come.")
    dana.tap(dana.button("Keep, and see the page again"))
    expect(frame).to_contain_text("My daughter is why I come.")
    expect(frame).to_contain_text(re.compile(r"came \d+ times? of \d+ planned"))
    expect(dana.button("Send this page")).to_have_count(0)  # not before he has seen it
    ruiz.go("/shared/").tap(ruiz.link("Anthony"))
    assert "My daughter is why I come." not in ruiz.page.content()
    dana.tap(dana.button("Seen like this"))
    dana.tap(dana.button("Send this page"))
    expect(dana.main()).to_contain_text("It was told.")

    # 6: she reads it, with the notice, and nothing besides
    ruiz.go("/shared/").tap(ruiz.link("Anthony"))
    address = ruiz.page.url.removeprefix(ruiz.address)
    for words in (
        "My daughter is why I come.",
        "He takes part in the group.",
        "42 CFR 2.32(a)(1)",
        "prohibits unauthorized",
    ):
        expect(ruiz.page.locator("body")).to_contain_text(words)
    paper = " ".join(ruiz.pdf())
    assert "My daughter is why I come." in paper
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in paper
    for never in KEPT:
        assert never not in ruiz.page.content().lower(), never
        assert never not in paper.lower(), never

    # 8: a next one is written and seen; the court is done before it goes
    following = a_report(dana, mandate, since=-20)
    dana.tap(dana.button("Seen like this"))
    dana.go(mandate + "done/")
    dana.field("On which day was the court done?").fill(TODAY.isoformat())
    dana.tap(dana.button("Keep", exact=True))
    dana.go(following)
    if dana.button("Send this page").count():
        dana.tap(dana.button("Send this page"))
    expect(dana.main()).to_contain_text("Nothing would go now")
    expect(dana.main()).to_contain_text("It was not told. Nothing left.")
    dana.go(mandate + "reports/new/")
    expect(dana.main()).to_contain_text("No consent stands")
    ask = ruiz.page.request
    made_up = ask.get(f"{ruiz.address}/shared/{uuid4()}/")
    assert made_up.status == 404
    for path in (address, *(f"{address}{part.split('/')[-2]}/" for part in (report, following)), home, "/find/"):
        answer = ask.get(ruiz.address + path)
        assert (answer.status, answer.body()) == (404, made_up.body()), path
    ruiz.go("/shared/")
    expect(ruiz.heading(NOTHING)).to_be_visible()
    assert "Anthony" not in ruiz.page.content()

    # 9: every disclosure on one page to print; what was told stays told
    dana.go(home + "told/")
    rows = dana.page.get_by_role("table").get_by_role("row").filter(has_text=OFFICE)
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("The days you came")
    expect(dana.main()).to_contain_text("You can print this page and take it along.")
    dana.tap(rows.first.get_by_role("link").first)
    assert "My daughter is why I come." in " ".join(dana.pdf())
    dana.go(home + "sharing/")
    expect(dana.main()).to_contain_text("Asked for, and not told")


def test_10_his_honesty_is_a_change_for_the_better_that_he_sees_and_the_team_and_the_court_do_not(person_at, at_court):
    dana = person_at("Dana").visit("Anthony")
    home = dana.page.url.removeprefix(dana.address)
    expect(dana.main()).to_contain_text("I told the truth to somebody")
    dana.tap(dana.button("Turn screen"))  # what is kept between two is shown by the worker, on no screen that is turned
    for words in ("told the truth", "now and then"):
        assert words not in dana.page.content(), words
    dora = person_at("Dora").visit("Anthony")
    ruiz = the_officer(at_court())
    ruiz.tap(ruiz.link("Anthony"))
    for reader in (dora, ruiz):
        for words in ("told the truth", "now and then"):
            assert words not in reader.page.content(), words
    dora.go(home + "story/")
    assert "told the truth" not in dora.page.content()
