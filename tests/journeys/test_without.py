"""Without a mouse, and without scripts: every main path works."""

import re

from playwright.sync_api import expect


def focused(visitor):
    return visitor.page.evaluate(
        "(() => { const e = document.activeElement; return [e.tagName, (e.innerText || e.ariaLabel || e.name || '').trim()]; })()"
    )


def tab_to(visitor, words, most=80):
    """Press Tab until the focus stands on something of that name; the focus must be seen, and never be trapped."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        tag, name = focused(visitor)
        if tag not in ("BODY", "HTML"):
            seen = visitor.page.evaluate(
                """(() => { const e = document.activeElement, b = e.getBoundingClientRect();
                if (e.matches('input[type=radio], input[type=checkbox]')) return true;
                const top = document.querySelector('header.top'), t = top && !top.contains(e) ? top.getBoundingClientRect().bottom : 0;
                return b.width > 0 && b.bottom > t && b.top < innerHeight; })()"""
            )
            assert seen, f"the focus on {name!r} is not seen"
        if re.search(words, name):
            return
    raise AssertionError(f"{words} is not reached by Tab from {visitor.page.url}")


def test_a_session_from_sign_in_to_a_kept_line_by_keyboard_alone(someone):
    dana = someone()
    tab_to(dana, "^Dana")
    dana.press("Enter")
    expect(dana.page).to_have_url(re.compile("/today/"))
    tab_to(dana, r"^Arrived")
    dana.press("Enter")
    expect(dana.heading(re.compile("^Session"))).to_be_visible()
    for _ in range(60):
        dana.page.keyboard.press("Tab")
        if focused(dana)[0] == "TEXTAREA":
            break
    dana.letters("Thank you for still being here.")
    dana.press("Control+Enter")
    expect(dana.main().locator("q").filter(has_text="Thank you for still being here.")).to_be_visible()
    assert dana.meter.taps == 0


def test_the_first_stop_of_the_tab_key_leads_past_the_menu(person_at):
    dana = person_at("Dana")
    dana.page.keyboard.press("Tab")
    assert focused(dana)[1] == "Skip to the page"
    dana.press("Enter")
    assert dana.page.evaluate("document.activeElement.id") == "main"


def test_escape_closes_the_find_box_and_gives_the_focus_back(person_at):
    dana = person_at("Dana")
    tab_to(dana, "^Sara")
    dana.press("Control+k")
    expect(dana.page.get_by_role("combobox")).to_be_focused()
    dana.press("Escape")
    assert focused(dana)[1].startswith("Sara")


def test_control_and_full_stop_turns_the_screen(person_at):
    dana = person_at("Dana").visit("Sara")
    dana.press("Control+.")
    expect(dana.page.get_by_text("This page is yours to read")).to_be_visible()


def test_without_scripts_a_worker_finds_starts_writes_marks_turns_and_prints(person_at):
    dana = person_at("Dana", scripts=False)
    dana.tap(dana.button("Arrived Sara"))
    dana.field("In their words").fill("I slept.")
    dana.tap(dana.button("Keep this line"))
    expect(dana.main()).to_contain_text("I slept.")
    dana.go("/find/")
    dana.field("Name or card").first.fill("sar")
    dana.tap(dana.main().get_by_role("button", name="Find"))
    dana.tap(dana.main().get_by_role("link", name=re.compile("^Sara")))
    dana.tap(dana.link("Something better"))
    dana.page.get_by_role("radio", name="Mood").check()
    dana.tap(dana.button("Keep", exact=True))
    dana.visit("Sara")
    dana.tap(dana.link("Somewhere that is ours before Elise comes"))
    dana.tap(dana.button("7", exact=True))
    expect(dana.main()).to_contain_text("Now 7.")
    dana.visit("Sara")
    dana.tap(dana.button("Turn screen"))
    expect(dana.page.get_by_text("This page is yours to read")).to_be_visible()
    dana.tap(dana.button("Back to the worker"))
    dana.visit("Sara")
    dana.tap(dana.link("Print to carry"))
    dana.page.get_by_label("What matters most to me now").check()  # somebody could hurt her: nothing is ticked before
    dana.tap(dana.button("Show it"))
    expect(dana.main()).to_contain_text("Somewhere that is ours before Elise comes")


def test_the_same_in_spanish_on_a_phone(person_at):
    dana = person_at("Dana", phone=True, language="es")
    assert dana.page.evaluate("document.documentElement.lang") == "es"
    dana.visit("Sara")
    expect(dana.heading("Sara", exact=True)).to_be_visible()
    # The person's own words stay as they were said.
    expect(dana.main()).to_contain_text("Somewhere that is ours before Elise comes")
