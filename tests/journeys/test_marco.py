"""Marco: his words for his body, on every page about him (case line 1, and task 8)."""

import re

from playwright.sync_api import expect

HERS = re.compile(r"\b(breast\w*|mother\w*|mom|she|her|hers)\b", re.I)


def pages_about(visitor, name):
    """Every page about a person that a link leads to from their page, two links deep."""
    visitor.visit(name)
    home = visitor.page.url
    path = home.replace(visitor.address, "")
    found, seen = [path], set()
    for _depth in range(2):
        for page in [p for p in found if p not in seen]:
            seen.add(page)
            visitor.go(page)
            for link in visitor.page.get_by_role("link").all():
                href = (link.get_attribute("href") or "").split("#")[0]
                if href.startswith(path) and href not in found and ".pdf" not in href and "/pdf" not in href:
                    found.append(href)
    return found


def test_1_and_task_8_his_words_are_set_once_and_used_on_every_page_about_him(person_at):
    dana = person_at("Dana").visit("Marco")
    marco = dana.page.url
    dana.tap(dana.link("Words", exact=True))
    dana.write(dana.field(re.compile("^Chest")), "chest")
    dana.write(dana.field(re.compile("^Feeding")), "chestfeeding")
    dana.write(dana.field(re.compile("^Parent")), "dad")
    dana.tap(dana.button("Keep these words"))
    dana.go(marco)
    expect(dana.main()).to_contain_text("he/him")
    expect(dana.main()).to_contain_text("chestfeeding")
    pages = pages_about(dana, "Marco")
    assert len(pages) > 15
    for page in pages:
        dana.go(page)
        # What he or Rohan said stays as it was said; a form may name the word that it replaces.
        said = dana.page.evaluate(
            """() => { const copy = document.querySelector('main').cloneNode(true);
            copy.querySelectorAll('q, textarea, option, .help').forEach(e => e.remove()); return copy.textContent; }"""
        )
        assert not HERS.search(said), (
            f"{page}: {HERS.search(said)} in {said[max(0, HERS.search(said).start() - 60) :][:120]}"
        )


def test_he_is_found_by_his_chosen_name(person_at):
    dana = person_at("Dana")
    dana.go("/people/")
    dana.write(dana.field("Name or card"), "mar")
    dana.tap(dana.main().get_by_role("button", name="Find"))
    expect(dana.main().get_by_role("link", name=re.compile("^Marco"))).to_be_visible()


def test_his_own_sheet_has_his_words(person_at):
    dana = person_at("Dana").visit("Marco")
    dana.tap(dana.link("Print to carry"))
    dana.page.get_by_role("checkbox", name="My goals", exact=True).check()
    dana.tap(dana.button("Show it"))
    expect(dana.main()).to_contain_text("chestfeeding")
    assert not HERS.search(dana.main().inner_text())
