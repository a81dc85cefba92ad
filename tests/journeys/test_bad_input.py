"""What goes wrong at a keyboard: two tabs, a double click, a stale form, an id of another agency, a gap in time,
5,000 characters. A clear message, nothing lost, nothing half written, never a 500 (every visitor watches for that)."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect


def test_5000_characters_emoji_and_letters_from_everywhere_come_back_as_they_were(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.tap(dana.link("Add what helped"))
    words = ("🫶🏽 שלום שלום, أمي, 나는 괜찮아, e\u0301, <b>&amp;</b> {{ x }} %s " * 80)[:4990].strip()
    dana.write(dana.field(re.compile("What has helped before")), words)
    dana.tap(dana.button("Keep", exact=True))
    dana.visit("Sara")
    expect(dana.main()).to_contain_text("나는 괜찮아")
    assert dana.page.locator("b").count() == 0


def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.tap(dana.link("A goal"))
    dana.choose(re.compile("What is it about"), "A better place to live")
    dana.page.locator("form").evaluate_all("forms => forms.forEach(f => f.noValidate = true)")
    dana.tap(dana.button("Keep", exact=True))
    assert dana.status == 422
    expect(dana.page.get_by_role("alert")).to_contain_text("Nothing you typed is lost")
    expect(dana.page.get_by_role("radio", name="A better place to live")).to_be_checked()


def test_a_day_to_come_and_a_day_in_1890_get_a_clear_message(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.tap(dana.link("Write down a contact"))
    for day in ((date.today() + timedelta(days=30)).isoformat(), "1890-01-01"):  # noqa: DTZ011
        dana.field("Which day").fill(day)
        dana.write(dana.field(re.compile("What was said first")), "I was here")
        dana.tap(dana.button("Keep this contact"))
        assert dana.status == 422
        expect(dana.page.get_by_role("alert")).to_be_visible()
        expect(dana.field(re.compile("What was said first"))).to_have_value("I was here")


def test_an_hour_that_the_clocks_skipped_is_said_to_be_one(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.tap(dana.link("Write down a contact"))
    dana.field("Which day").fill("2026-03-08")  # New York: 2:00 became 3:00
    dana.field(re.compile("At what time")).fill("02:30")
    dana.tap(dana.button("Keep this contact"))
    assert dana.status == 422
    expect(dana.page.get_by_role("alert")).to_contain_text("clocks went forward")
    expect(dana.field(re.compile("At what time"))).to_have_value("02:30")


def test_a_double_click_writes_once(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.tap(dana.link("Add what helped"))
    dana.write(dana.field(re.compile("What has helped before")), "a warm room")
    dana.button("Keep", exact=True).dblclick()
    dana.page.wait_for_load_state("networkidle")  # the second press begins a visit of its own
    dana.arrive()
    dana.visit("Sara")
    assert dana.main().get_by_text("a warm room").count() == 1


def test_without_scripts_a_double_click_writes_once_too(person_at):
    dana = person_at("Dana", scripts=False).visit("Sara")
    dana.tap(dana.link("Add what helped"))
    dana.field(re.compile("What has helped before")).fill("a warm room")
    dana.button("Keep", exact=True).dblclick()
    dana.page.wait_for_load_state("networkidle")  # the second press begins a visit of its own
    dana.arrive()
    dana.visit("Sara")
    assert dana.main().get_by_text("a warm room").count() == 1


def test_two_tabs_with_the_same_goal_overwrite_nothing_and_show_both(person_at):
    dana, noor = person_at("Dana").visit("Ilona"), person_at("Noor").visit("Ilona")
    for worker in (dana, noor):
        worker.tap(worker.link("stop drinking alone"))
        worker.go(worker.page.url + "words/")
    field = re.compile("What do you want")
    dana.write(dana.field(field), "drink with people only")
    dana.tap(dana.button("Keep", exact=True))
    noor.write(noor.field(field), "not drink alone at night")
    noor.tap(noor.button("Keep", exact=True))
    assert noor.status == 409
    expect(noor.main()).to_contain_text("drink with people only")
    expect(noor.main()).to_contain_text("not drink alone at night")
    assert "drink with people only" in dana.visit("Ilona").text()


def test_a_form_from_an_earlier_sign_in_changes_nothing_and_gives_the_words_back(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.tap(dana.link("Add what helped"))
    dana.write(dana.field(re.compile("What has helped before")), "a warm room")
    other = dana.page.context.new_page()
    other.goto(dana.address + "/")
    other.get_by_role("button", name=re.compile("^Noor")).click()
    other.wait_for_url("**/today/")
    other.close()
    dana.tap(dana.button("Keep", exact=True))
    # The sign-in of this browser is Noor's now: nothing is written in anybody's name, and the words are there to take along.
    assert dana.status == 403
    expect(dana.main()).to_contain_text("a warm room")
    assert "a warm room" not in dana.visit("Sara").text()


def test_an_id_of_another_agency_in_an_address_or_a_form_is_nobody(person_at):
    esi = person_at("Esi")
    esi.go("/people/")
    esi.tap(esi.main().get_by_role("link", name=re.compile("^Zuberi")))
    theirs = esi.page.url
    dana = person_at("Dana")
    for page in ("", "goals/new/", "encounters/", "changes/new/?kind=better", "words/", "prints/new/", "looked/"):
        dana.go(theirs + page)
        assert dana.status == 404, page
    for nonsense in ("/people/not-an-id/", "/people/' OR 1=1/", "/encounters/", "/today/?page=%00"):
        dana.go(nonsense)
        assert dana.status in (200, 400, 404), nonsense
