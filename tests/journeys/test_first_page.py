"""Somebody looks at Ajar for the first time."""

import re

from playwright.sync_api import expect


def test_the_first_page_signs_in_as_any_of_the_cast_with_one_press(someone):
    dana = someone()
    dana.tap(dana.button(re.compile("^Dana")))
    assert dana.meter.taps == 1
    expect(dana.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_phone_without_scripts_gets_the_same_first_page(someone):
    kim = someone(phone=True, scripts=False, language="es", dark=True)
    expect(kim.button(re.compile("^Kim"))).to_be_visible()
    kim.tap(kim.button(re.compile("^Kim")))
