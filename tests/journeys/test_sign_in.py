"""Signing in for real: an invitation, a passkey made and used, the notice before the lock, PIN, and words still there."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASSWORD = "the river is quiet tonight"
PIN = "482913"
MANAGER = "Mona"


def give_passkey(page):
    """Chromium's virtual authenticator: a finger that always fits."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    finger = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda fits: tools.send("WebAuthn.setUserVerified", {"authenticatorId": finger, "isUserVerified": fits})


@pytest.fixture
def nia(person_at, someone):
    """A new counselor: invited by the manager on the page, with a password that she chose herself."""
    manager = person_at(MANAGER)
    manager.go("/agency/invite/")
    manager.write(manager.field("Name"), "Nia")
    manager.write(manager.field("E-mail"), "nia@example.org")
    manager.page.get_by_label("Role").select_option("counselor")
    manager.tap(manager.button("Send the invitation"))
    path = re.search(r"/welcome/\S+/", manager.text())[0]
    nia = someone(path=path)
    nia.write(nia.field("Your name, as your team knows you"), "Nia Bell")
    nia.write(nia.field("Choose a password"), PASSWORD)
    nia.write(nia.field("The same password again"), PASSWORD)
    nia.tap(nia.button("Go on"))
    return nia


def test_a_passkey_is_made_signs_in_alone_and_opens_the_lock(nia):
    page = nia.page  # walked by hand: checking a page ends a session of the developer tools, and the finger with it
    nia.look()
    fits = give_passkey(page)
    page.goto(nia.address + "/me/second/passkeys/add/")
    nia.button("Add a passkey").click()
    page.wait_for_url("**/codes/")
    assert page.locator("li code").count() == 10
    page.goto(nia.address + "/me/")
    nia.button("Sign out here").click()
    page.wait_for_url(nia.address + "/")  # the demo's first page; elsewhere it leads to the sign-in
    page.goto(nia.address + "/sign-in/")
    nia.button("Sign in with a passkey").click()
    page.wait_for_url("**/today/")
    page.goto(nia.address + "/me/")
    page.locator("summary", has_text="Nia Bell").click()
    nia.button("Cover this screen").click()
    page.wait_for_url("**/lock/**")
    assert "Nia" not in page.content() and page.title() == "Ajar"
    fits(False)  # somebody else's finger
    nia.button("Open with a passkey").click()
    expect(page.get_by_text("The passkey did not answer")).to_be_visible()
    assert "/lock/" in page.url
    fits(True)
    nia.button("Open with a passkey").click()
    page.wait_for_url("**/me/")
    expect(nia.heading("My sign-in")).to_be_visible()


def test_a_minutes_notice_one_press_to_stay_and_then_the_cover_and_the_pin(nia):
    page = nia.page
    nia.go("/me/pin/")
    nia.write(nia.field("Six digits", exact=True), PIN).write(nia.field("The same six digits again"), PIN)
    nia.tap(nia.button("Set the PIN"))
    page.clock.install()
    nia.go("/me/")
    notice = page.get_by_role("alertdialog")
    expect(notice).to_be_hidden()
    left = [55]  # what the server says is left: it is the server that decides

    def say(route):
        if "peek" not in (route.request.post_data or ""):
            left[0] = 600
        route.fulfill(status=204, headers={"X-Lock-In": str(left[0])})

    page.route("**/stay/", say)
    page.clock.fast_forward(9 * 60 * 1000 + 1000)
    expect(notice).to_be_visible()
    expect(nia.button("Stay here")).to_be_focused()
    nia.button("Stay here").click()
    expect(notice).to_be_hidden()
    page.route("**/stay/", lambda route: route.fulfill(status=423))
    page.clock.fast_forward(9 * 60 * 1000 + 1000)
    page.wait_for_url("**/me/")  # not locked on the server: it leads back where she was
    page.unroute("**/stay/")
    page.locator("summary", has_text="Nia Bell").click()
    nia.tap(nia.button("Cover this screen"))
    nia.write(nia.field("Your PIN"), "000000").tap(nia.button("Open with the PIN"))
    expect(page.get_by_text("That is not your PIN")).to_be_visible()
    nia.write(nia.field("Your PIN"), PIN).tap(nia.button("Open with the PIN"))
    expect(nia.heading("My sign-in")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/me/", "/me/second/", "/me/second/app/", "/me/pin/", "/me/password/", "/me/second/passkeys/"]
)
def test_each_page_of_ones_own_is_sound_on_a_phone_too(nia, path):
    nia.page.set_viewport_size({"width": 360, "height": 640})
    nia.go(path)
