"""Workers read the options, and show them to somebody on a turned screen."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.models import Agency, Worker
from ajar.basket import actions, actions_side, catalogue, queries
from ajar.basket.queries_list import the_list
from ajar.basket.tests.folders import ENGLISH, SPANISH, folder
from ajar.desk.tests.statements import own_statements
from ajar.people.actions import start_person
from ajar.plans import regions
from ajar.press import content

PAGES = ["basket", "about-words"]


def address(option: str) -> str:
    return reverse("option", args=[option])


def html_of(client, where: str, **post) -> str:
    answer = client.post(where, post) if post else client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(html: str) -> str:
    return html.split("<main")[1].split("</main>")[0]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_of(html)))


def turn(client, cast, answer="yes"):
    """The screen is turned to Vera, who said this when she was asked whether she wants to look."""
    person = start_person(cast.amina, team=cast.north, chosen_name="Vera")
    if answer:
        actions.ask_leave(cast.amina, person, answer=answer)
    client.post(reverse("screen"), {"state": "turned", "person": person.pk})
    return person


def test_everyone_who_sees_people_reads_them_and_others_do_not(cast, client):
    for worker, status in [("amina", 200), ("ben", 200), ("dora", 200), ("mona", 403), ("otto", 403)]:
        client.force_login(getattr(cast, worker))
        for where in [*map(reverse, PAGES), address("OP-01")]:
            assert client.get(where).status_code == status, (worker, where)
    client.logout()
    assert client.get(address("OP-01")).status_code == 302


def test_all_options_are_on_one_page_by_subject(cast, client):
    client.force_login(cast.amina)
    html = html_of(client, reverse("basket"))
    assert [o.id for o in catalogue.load() if f'href="{address(o.id)}"' not in html] == []
    assert html.count("<details>") == len(catalogue.SUBJECTS)
    assert f"Nobody has reviewed {len(catalogue.load())} of these yet." in text_of(html)


def test_a_search_finds_by_words_and_a_search_that_finds_none_says_so(cast, client):
    client.force_login(cast.amina)
    html = html_of(client, reverse("basket"), words="erection poppers")
    assert "1 option for “erection poppers”" in text_of(html)
    assert address("ST-04") in html
    html = html_of(client, reverse("basket"), words="umbrella <b>")
    assert "No option has these words." in text_of(html)
    assert "umbrella &lt;b&gt;" in html
    assert address("OP-01") not in html


@pytest.mark.parametrize("words", ["x" * 101, "nalo\x00xone", "a\x07b"])
def test_words_that_cannot_be_searched_are_told_kindly(cast, client, words):
    client.force_login(cast.amina)
    assert client.post(reverse("basket"), {"words": words}).status_code == 422


def test_the_words_of_a_search_stand_in_no_address(cast, client):
    client.force_login(cast.amina)
    html = main_of(html_of(client, reverse("basket")))
    assert re.search(r'<form method="post" action="/basket/" role="search">', html)


def test_a_part_of_the_spectrum_and_a_subject_narrow_the_list(cast, client):
    client.force_login(cast.amina)
    html = html_of(client, reverse("basket") + "?subject=alcohol&part=none")
    shown = set(re.findall(r'href="/basket/([A-Z]{2}-\d\d)/"', html))
    assert shown == {o.id for o in catalogue.fitting(catalogue.load(), subject="alcohol", spectrum="none")}
    assert len(shown) >= 2
    html = html_of(client, reverse("basket") + "?subject=overdose&part=none")
    assert "No option here yet." in text_of(html)
    html = html_of(client, reverse("basket") + "?subject=weather&part=%00")
    assert address("OP-01") in html, "what is not known narrows nothing"


def test_an_option_says_what_why_how_sure_source_caution_for_whom_and_that_nobody_reviewed_it(cast, client):
    client.force_login(cast.amina)
    option = next(one for one in catalogue.load() if one.id == "OP-05")
    words = text_of(html_of(client, address("OP-05"))).replace("&#x27;", "'")
    for said in (option.name, option.harm, option.text, option.why, option.caution, option.source):
        assert str(said) in words
    assert "Good: studies that watched" in words
    assert "anyone" in words
    assert "The law differs by state." in words
    assert "Federal grants for substance use may not pay for it." in words
    assert "Nobody has reviewed this yet." in words
    assert client.get(address("ZZ-99")).status_code == 404


def test_on_a_turned_screen_the_words_stand_without_sources_flags_or_what_a_law_may_touch(cast, client):
    client.force_login(cast.amina)
    turn(client, cast)
    html = html_of(client, address("IJ-10"))
    option = next(one for one in catalogue.load() if one.id == "IJ-10")
    assert str(option.text) in text_of(html)
    assert option.source not in html
    assert "For workers" not in html
    assert "Nobody has reviewed this yet." in html
    assert client.get(address("OP-05")).status_code == 404
    html = html_of(client, reverse("basket"))
    assert address("OP-05") not in html
    assert address("OP-01") in html
    assert "Back to my page" in html
    assert "by a lawyer" in html_of(client, reverse("about-words"))


@pytest.mark.parametrize("answer", ["", "no", "later", "yes", "asked"])
@pytest.mark.parametrize("state", ["turned", "handed"])
def test_before_a_person_the_list_stands_only_after_their_yes_of_today(cast, client, answer, state):
    client.force_login(cast.amina)
    assert "naloxone" in html_of(client, address("OP-01")), "on her own screen she may always read"
    vera = turn(client, cast, answer)
    client.post(reverse("screen"), {"state": state, "person": vera.pk})
    for where in (reverse("basket"), reverse("basket") + "?subject=alcohol", address("OP-01")):
        shown = client.get(where)
        if answer in ("yes", "asked"):
            assert shown.status_code == 200, where
            continue
        assert (shown.status_code, shown.url) == (302, reverse("offers", args=[vera.pk]))
        assert "naloxone" not in client.get(where, follow=True).content.decode()
        assert client.post(reverse("basket"), {"words": "naloxone"}).status_code == 302


def test_a_yes_of_yesterday_does_not_open_the_list(cast, client):
    client.force_login(cast.amina)
    vera = turn(client, cast, "")
    actions.ask_leave(cast.amina, vera, answer="yes", day=localdate() - timedelta(days=1))
    assert client.get(reverse("basket")).status_code == 302


def test_everything_is_in_spanish_too(cast, client):
    client.force_login(cast.amina)
    client.post(reverse("language"), {"language": "es", "here": "/"})
    option = next(one for one in catalogue.load() if one.id == "AL-01")
    words = text_of(html_of(client, address("AL-01")))
    for said in (option.name.es, option.text.es, option.why.es, option.caution.es):
        assert said in words
    assert option.text.en not in words
    assert "Nadie ha revisado esto todavía." in words
    assert "Sobredosis" in text_of(html_of(client, reverse("basket")))
    narrowed = text_of(html_of(client, reverse("basket") + "?subject=alcohol"))
    assert "opciones" in narrowed
    assert "options" not in narrowed


def test_reviewers_are_named_with_role_and_day_in_the_language_they_read(cast, client, tmp_path, monkeypatch):
    by = "reviewers: [{name: Rosa Paz, as: lived experience, on: 2026-01-02}]"
    read = catalogue.read(folder(tmp_path, ENGLISH.replace("reviewers: []", by), SPANISH))
    monkeypatch.setattr(catalogue, "load", lambda: read)
    client.force_login(cast.amina)
    words = text_of(html_of(client, address("OP-01")))
    assert "Rosa Paz, by someone with lived experience, Jan. 2, 2026" in words
    assert "Nobody has reviewed this yet." not in words
    client.post(reverse("language"), {"language": "es", "here": "/"})
    assert "Nadie ha revisado esto todavía." in text_of(html_of(client, address("OP-01")))


def test_words_that_were_read_in_one_language_only_are_marked_in_the_other(yes, at, client, tmp_path, monkeypatch):
    by = "reviewers: [{name: Rosa Paz, as: lived experience, on: 2026-01-02}]"
    read = catalogue.read(folder(tmp_path, ENGLISH.replace("reviewers: []", by), SPANISH))
    monkeypatch.setattr(catalogue, "load", lambda: read)
    client.force_login(yes.amina)
    row = actions_side.put_beside(yes.amina, yes.marco, options=["OP-01"])[0]
    pages = [at("offer-answer", row.pk), at("compare"), reverse("basket")]
    for where in pages:
        assert not re.search("Nobody has (checked|reviewed)", html_of(client, where)), where
    client.post(reverse("language"), {"language": "es", "here": "/"})
    for where in pages:
        assert re.search("Nadie ha (comprobado|revisado)|Nadie las ha", html_of(client, where)), where


def test_about_these_words_counts_what_waits_by_kind(cast, client):
    client.force_login(cast.amina)
    words = text_of(html_of(client, reverse("about-words")))
    count = len(catalogue.load())
    assert words.count(f"Nobody has reviewed {count} of {count}.") == 2
    for said in ("Options, in Spanish", "Numbers to carry", "What is possible instead of stopping"):
        assert said in words
    for role in ("lived experience", "clinician", "lawyer"):
        assert words.count(role) >= 4
    for said in ("The notice of rights, in Spanish", "What each kind of consent is, in English", "The law of a state"):
        assert said in words
    rules = sum(len(content.reviewers_in(file)) for file in content.files_of("law"))
    assert f"The law of a state Nobody has reviewed {rules} of {rules}." in " ".join(words.split())


def test_no_list_of_words_is_left_out_of_about_these_words():
    files = {str(f.relative_to(content.CONTENT).with_suffix("")) for f in content.CONTENT.glob("**/*.yaml")}
    assert {f for f in files if not f.startswith("options/")} == {
        file for name in (*queries.OTHER_WORDS, *queries.OTHER_ENTRIES) for file in content.files_of(name)
    }  # fmt: skip


def test_when_the_files_cannot_be_read_no_page_shows_a_part_of_them(cast, client, tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "FOLDER", folder(tmp_path, ENGLISH.replace("sure: A", "sure: D")))
    catalogue.load.cache_clear()
    client.force_login(cast.amina)
    try:
        for where in [*map(reverse, PAGES), address("OP-01")]:
            answer = client.get(where)
            assert answer.status_code == 503
            assert "The options cannot be read now" in answer.content.decode()
            assert "naloxone" not in answer.content.decode()
    finally:
        catalogue.load.cache_clear()


def test_the_pages_ask_the_database_for_what_this_place_made_of_the_list_and_nothing_else(cast, client):
    client.force_login(cast.amina)
    for where in [*map(reverse, PAGES), address("OP-01")]:
        asked = own_statements(client, where)
        assert len(asked) == 2, asked
        assert all("lawcheck" in one or "optionversion" in one for one in asked), asked


def test_the_options_are_one_press_from_somebodys_page_and_from_every_page_of_a_worker(cast, client):
    client.force_login(cast.amina)
    person = start_person(cast.amina, team=cast.north, chosen_name="Vera")
    link = f'<a href="{reverse("basket")}">'
    assert html_of(client, reverse("person", args=[person.pk])).count(link) == 2
    assert html_of(client, reverse("today")).count(link) == 1


@pytest.mark.parametrize(("region", "said", "dicho"), [
    ("us", "Call 911.", "Llama al 911."),
    ("zz", "Call 000.", "Llama al 000."),
    ("de", "Call the emergency number.", "Llama al número de emergencia."),
])  # fmt: skip
def test_an_option_names_the_numbers_of_the_place_and_of_no_other(
    cast, client, tmp_path, monkeypatch, region, said, dicho
):
    if region == "zz":
        us = (regions.FOLDER / "us.yaml").read_text()
        (tmp_path / "zz.yaml").write_text(us.replace('number: "911"', 'number: "000"'))
        monkeypatch.setattr(regions, "FOLDER", tmp_path)
    Agency.objects.filter(pk=cast.agency.pk).update(region=region)
    client.force_login(cast.amina)
    with_it = [one.id for one in catalogue.load() if "911" in one.text.en]
    assert said in text_of(html_of(client, address(with_it[0])))
    listed = the_list(Worker.objects.get(pk=cast.amina.pk)).all
    assert dicho in listed[with_it[0]].text.es
    theirs = [
        (one.id, said)
        for one in listed.values()
        for name in catalogue.WORDS
        for said in vars(getattr(one, name)).values()
    ]
    number = re.compile(r"\b[2-9]11\b|\b988\b|\d{3}-\w{3,4}-\w")
    assert bool([said for said in theirs if number.search(said[1])]) == (region == "us")
