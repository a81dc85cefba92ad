"""Each person is given what 42 CFR 2.22 asks for, in words that they can read, in both languages."""

from io import StringIO
from shutil import copytree

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from ajar.consents import notices, rights
from ajar.press.content import ContentWrong, Text

ASKED_FOR = {  # what the regulation lists, and a word of ours by which it is seen to be there
    "protection": "42 CFR part 2", "with-consent": "say yes", "one-consent": "take it back", "redisclosure": "HIPAA",
    "without-consent": "a judge can order it", "proceedings": "subpoena alone is not enough", "revoke": "in writing",
    "restrictions": "paid for something in full", "accounting": "three years", "intermediary-list": "network",
    "paper-copy": "on paper", "talk": "{contact}", "fundraising": "say no", "duties": "our duties", "breach": "60 days",
    "complaints": "Department of Health and Human Services", "contact": "{contact}", "effective": "{effective}",
    "changes": "may change",
}  # fmt: skip
ANSWERS = {"agency": "Riverside", "contact": "Pia, 555-0100", "effective": Text("May 1, 2027", "1 de mayo de 2027")}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copytree(rights.FOLDER, tmp_path / "notices")
    monkeypatch.setattr(rights, "FOLDER", tmp_path / "notices")
    monkeypatch.setattr(notices, "FOLDER", tmp_path / "notices")
    return tmp_path / "notices"


def wrongs() -> str:
    with pytest.raises(ContentWrong) as refused:
        rights.rights()
    return str(refused.value)


def test_every_element_of_the_regulation_is_a_section_in_both_languages():
    sections = {one.id: one for one in rights.rights().sections}
    assert list(sections) == list(rights.ELEMENTS) and set(sections) == set(ASKED_FOR)
    for key, words in ASKED_FOR.items():
        assert words in sections[key].text.en, key
        assert sections[key].title.es and sections[key].text.es != sections[key].text.en


@pytest.mark.parametrize(
    "ground",
    ["each other", "sign to keep it private", "emergency", "crime", "a child", "check our work", "a study", "under age",
     "After a death", "health officials", "judge"],
)  # fmt: skip
def test_each_way_of_telling_without_a_yes_is_named(ground):
    assert ground in next(one for one in rights.rights().sections if one.id == "without-consent").text.en


def test_complaints_go_to_us_and_past_us_and_cost_nobody_anything():
    text = next(one for one in rights.rights().sections if one.id == "complaints").text.en
    assert all(words in text for words in ("hhs.gov/ocr", "Nobody here may make things harder", "give this right up"))


def test_it_is_filled_in_with_who_and_when_in_the_language_that_is_read():
    filled = rights.rights().filled(**ANSWERS)
    assert not any(brace in text.en + text.es for _id, _title, text in filled for brace in "{}")
    effective = next(text for key, _title, text in filled if key == "effective")
    assert "May 1, 2027" in effective.en and "1 de mayo de 2027" in effective.es
    with pytest.raises(TypeError):
        rights.rights().filled(agency="Riverside")


@pytest.mark.parametrize(
    ("name", "said", "instead", "told"),
    [
        ("rights.yaml", "  - id: breach", "  - id: brech", "brech has no entry that is right in rights.es.yaml"),
        ("rights.es.yaml", "  - id: breach", "  - id: talk", "id: talk stands twice"),
        ("rights.es.yaml", "{effective}", "{agency}", "effective does not hold the same words in braces"),
        ("rights.yaml", "{effective}", "{today}", "{today} stands for nothing here; these do: {agency} {contact}"),
        (
            "rights.yaml",
            "It costs nothing.",
            "Patients who relapse pay nothing.",
            "“relapse” is a word that Ajar never says",
        ),
        ("rights.es.yaml", "No cuesta nada.", "Los pacientes no pagan.", "“pacientes” is a word that Ajar never says"),
        ("rights.yaml", "It costs nothing.", "Reproduction necessitates no remuneration.", "paper-copy reads at grade"),
        ("rights.yaml", 'version: "2026-11"', "version: 2026", "“2026” does not look like"),
        ("rights.yaml", '    version: "2026-11"\n', "", "version: stands with the first section, once"),
        ("rights.es.yaml", "reviewers: []", "reviewers: [me]", "a reviewer has a name"),
    ],
)
def test_what_is_wrong_is_told_by_file_line_and_field_and_nothing_is_loaded(folder, name, said, instead, told):
    text = (folder / name).read_text()
    assert said in text
    (folder / name).write_text(text.replace(said, instead, -1 if "{" in said else 1))
    assert told in wrongs()
    with pytest.raises(CommandError, match="Nothing is loaded"):
        call_command("content", "check", stdout=StringIO(), stderr=StringIO())
    assert [one for one in run_checks() if one.id == "ajar.E041"]


def test_an_element_that_is_missing_in_both_languages_is_told_too(folder):
    for name in ("rights.yaml", "rights.es.yaml"):
        text = (folder / name).read_text()
        (folder / name).write_text(text[: text.index("  - id: breach")] + text[text.index("  - id: complaints") :])
    assert "rights.yaml:1: entries: breach is missing, and has to be said" in wrongs()


def test_one_language_alone_is_no_notice(folder):
    (folder / "rights.es.yaml").unlink()
    assert "rights.es.yaml:1: : is missing; both languages are needed" in wrongs()


def test_the_operator_hears_that_a_statement_is_gone(folder):
    (folder / "42cfr2_32_a_2.txt").unlink()
    told = [one for one in run_checks() if one.id == "ajar.E041"]
    assert [one.hint for one in told] == ["Nothing can be sent under a consent until it is right."]
    assert "42cfr2_32_a_2.txt is missing" in told[0].msg
