"""Pictures of named pages, for people to look at: `python -m tests.look person-sara today` puts them into ./shots.

Without names: all of them. Each page in 360 and 1366 px, light and dark, English and Spanish, and turned.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browsing import ARGUMENTS, DESK, PHONE, Visitor, chromium
from tests.houses import House

SHOTS = Path("shots")
PERSON = r"^/people/[0-9a-f-]{36}/$"


def pages(visitor) -> dict[str, str]:
    """{name: address} of what can be reached from Today and from each person's page."""
    found = {"front": "/", "today": "/today/", "find": "/find/", "people": "/people/", "talks": "/supervision/"}
    visitor.go("/people/")
    for link in visitor.page.get_by_role("main").get_by_role("link").all():
        address = link.get_attribute("href") or ""
        if re.match(PERSON, address):
            found.setdefault(
                f"person-{re.sub(r'[^a-z]', '', (link.inner_text().split() or ['x'])[0].lower())}", address
            )
    for name, address in list(found.items()):
        if not name.startswith("person-"):
            continue
        visitor.go(address)
        for link in visitor.page.get_by_role("link").all():
            inner = link.get_attribute("href") or ""
            if inner.startswith("/") and inner.count("/") > 2 and not re.match(PERSON, inner):
                slug = re.sub(r"[0-9a-f-]{36}", "", inner).strip("/").replace("/", "-").replace("--", "-")
                found.setdefault(f"{name[7:]}-{slug.removeprefix('people-')}"[:60], inner)
    return found


def main(names):
    SHOTS.mkdir(exist_ok=True)
    house = House()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for size, theme, language in [
            (DESK, "light", "en"), (PHONE, "light", "en"), (DESK, "dark", "en"), (PHONE, "dark", "es"), (DESK, "light", "es"),
        ]:  # fmt: skip
            context = browser.new_context(viewport=size, color_scheme=theme, locale=f"{language}-US")
            visitor = Visitor(context.new_page(), house.address)
            visitor.look = lambda really=True: None
            visitor.go("/")
            visitor.page.get_by_role("button", name=re.compile("^Dana")).click()
            for name, address in pages(visitor).items():
                if names and not any(re.fullmatch(wanted, name) for wanted in names):
                    continue
                visitor.go(address)
                visitor.page.screenshot(
                    path=SHOTS / f"{name}.{size['width']}.{theme}.{language}.png", full_page=True, caret="initial"
                )
                print(name, address, visitor.status)  # noqa: T201
            context.close()
        browser.close()
    house.drop()


if __name__ == "__main__":
    main(sys.argv[1:])
