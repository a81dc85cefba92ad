"""Somebody says a whole sentence, and finds a place; what was understood of it stands on the page."""

import pytest
from django.urls import reverse

from ajar.directory import queries, rules
from ajar.directory.tests import files
from ajar.directory.tests.test_finding_help import keep, names


@pytest.fixture
def town(cast):
    keep(
        cast,
        files.service("harbor", "Shelter Harbor", description="Beds for anyone."),
        files.service("lily", "Lily house", description="For people who live with domestic violence."),
        files.service("soup", "Community kitchen", description="Hot meals."),
        files.service("youth", "Zebra pantry", description="Food for kids and whoever comes with them."),
        files.service("tide", "Tide tables", description="A library of tides, open to sailors."),
    )
    return cast


def needs(words) -> list[set]:
    return [{topic.key for topic in need} for need in rules.wanted(words).understood()]


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("somewhere safe to stay", [{"bed", "safe"}]), ("I need a safe place for me and my dog", [{"bed", "safe"}]),
        ("is there anywhere that is safe to stay?", [{"bed", "safe"}]), ("a place to stay tonight", [{"bed"}]),
        ("my kid is hungry", [{"food"}]), ("we have nothing to eat", [{"food"}]), ("I have no food", [{"food"}]),
        ("Un lugar seguro para dormir", [{"bed", "safe"}]), ("busco un lugar seguro", [{"bed", "safe"}]),
        ("un lugar para quedarme esta noche", [{"bed"}]), ("mi hijo tiene hambre", [{"food"}]),
        ("no tengo adónde ir", [{"bed"}]), ("xylophone", []),
    ],
)  # fmt: skip
def test_sentences_are_understood_in_english_and_spanish(words, understood):
    assert needs(words) == understood


def test_a_place_is_not_read_by_how_people_ask(cast):
    assert not rules.bits("needs", rules.fold("Our library is a safe place.")) & rules.topics("needs")["safe"].bit


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("somewhere safe to stay", ["Lily house", "Shelter Harbor"]), ("my kid is hungry", ["Zebra pantry", "Community kitchen"]),
        ("a bed for me and my canary", ["Shelter Harbor"]), ("food and a lawyer", ["Zebra pantry", "Community kitchen"]),
        ("library sailors", ["Tide tables"]), ("library unicorn", ["Tide tables"]), ("unicorn dragon", []),
        ("food, hot or cold", ["Community kitchen", "Zebra pantry"]), ("food no hot", ["Zebra pantry", "Community kitchen"]),
    ],
)  # fmt: skip
def test_words_left_over_bring_forward_and_take_nothing_away(town, words, found):
    result = queries.search(town.amina, text=words)
    if "safe" in words:
        assert sorted(names(result)) == found
    else:
        assert names(result) == found
    assert result.some is (words in ("food and a lawyer", "library unicorn"))


def test_the_page_says_what_was_understood_and_when_nothing_has_it_all(town, client):
    client.force_login(town.amina)

    def asked(words):
        return client.post(reverse("find-help"), {"text": words}, follow=True).content.decode()

    page = asked("somewhere safe to stay")
    assert "We looked for:" in page and "A bed tonight or Safe from somebody" in page
    assert "No place has all of it" not in page
    assert "come first" in asked("my kid is hungry")
    assert "No place has all of it" in asked("food and a lawyer")
    page = asked("library unicorn")
    assert "We know no need by these words" in page and "No place has all of it" in page
    page = asked("unicorn dragon")
    assert "Nothing has all of that" in page and "No place has all of it" not in page


def test_the_second_page_of_what_has_some_of_it_goes_on(cast):
    keep(cast, *[files.service(f"s{n}", f"Shelter {n:02d}") for n in range(25)])
    first, second = (queries.search(cast.amina, text="bed, lawyer", page=page) for page in (0, 1))
    assert (len(first.rows), first.more, len(second.rows), second.more) == (20, True, 5, False)
    whole = queries.search(cast.amina, text="bed", page=2)
    assert (whole.rows, whole.some) == ([], False)
