"""A file with something wrong is told by file, line and field, and then nothing of it is loaded."""

import pytest

from ajar.basket import catalogue
from ajar.basket.tests.folders import ABOUT, ENGLISH, SPANISH, folder, line_with
from ajar.press import content


def wrongs(where) -> list[content.Wrong]:
    with pytest.raises(content.ContentWrong) as refused:
        catalogue.read(where)
    return refused.value.wrongs


def the_one(where) -> tuple:
    found = wrongs(where)
    assert len(found) == 1, [str(wrong) for wrong in found]
    return found[0].file, found[0].line, found[0].field


def test_a_folder_that_is_right_is_read_in_both_languages(tmp_path):
    (option,) = catalogue.read(folder(tmp_path))
    assert (option.id, option.subject, option.name.en, option.name.es) == (
        "OP-01", "overdose", "Carry naloxone", "Lleva naloxona",
    )  # fmt: skip
    assert option.reviewers == option.reviewers_es == ()


@pytest.mark.parametrize(
    ("right", "spoiled", "field"),
    [
        ('name: "Carry naloxone"', 'name: ""', "name"),
        ('name: "Carry naloxone"', 'name: "   "', "name"),
        ('name: "Carry naloxone"', "name: 12", "name"),
        ('name: "Carry naloxone"', "name: [Carry, naloxone]", "name"),
        ('name: "Carry naloxone"', "name: null", "name"),
        ('name: "Carry naloxone"', f'name: "{"long " * 20}"', "name"),
        ('why: "It can bring breath back."', f'why: "{"Yes. " * 200}"', "why"),
        ("sure: A", "sure: D", "sure"),
        ("sure: A", "sure: true", "sure"),
        ("spectrum: [safer]", "spectrum: [better]", "spectrum"),
        ("spectrum: [safer]", "spectrum: []", "spectrum"),
        ("spectrum: [safer]", "spectrum: safer", "spectrum"),
        ("spectrum: [safer]", "spectrum: [safer, safer]", "spectrum"),
        ("domains: [alive]", "domains: [happiness]", "domains"),
        ("for_whom: [anyone]", "for_whom: [everybody]", "for_whom"),
        ("shifts: setting", "shifts: weather", "shifts"),
        ("funding_flag: false", 'funding_flag: "no idea"', "funding_flag"),
        ("state_law_flag: false", "state_law_flag: 0", "state_law_flag"),
        ("review_by: 2027-11-22", "review_by: soon", "review_by"),
        ("review_by: 2027-11-22", "review_by: 2027-02-30", "review_by"),
        ("review_by: 2027-11-22", "review_by: 2029-11-22", "review_by"),
        ("id: OP-01", "id: naloxone", "id"),
        ("shifts: setting", "shifts: setting\n    colour: red", "colour"),
        ("shifts: setting", "shifts: setting\n    sure: B", "sure"),
        ("shifts: setting", "shifts: !!python/name:os.system setting", "shifts"),
    ],
)
def test_a_value_that_is_not_right_is_told_by_file_line_and_field(tmp_path, right, spoiled, field):
    english = ENGLISH.replace(right, spoiled)
    spanish = SPANISH if field != "id" else SPANISH.replace("OP-01", "OP-02")
    found = [w for w in wrongs(folder(tmp_path, english, spanish)) if w.file == "overdose.yaml"]
    line = line_with(english, spoiled.splitlines()[-1].strip())
    assert [(w.line, w.field) for w in found] == [(line, field)]


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("Keep {chset} dry.", "stands for no word of theirs"),
        ("Keep it dry}.", "stands for no word of theirs"),
        ("It is always safe.", "The evidence does not support that"),
    ],
)
def test_words_that_stand_for_none_of_theirs_or_that_nothing_supports_are_told(tmp_path, why, told):
    english = ENGLISH.replace("It can bring breath back.", why)
    (found,) = wrongs(folder(tmp_path, english))
    assert (found.file, found.line, found.field) == ("overdose.yaml", line_with(english, why), "why")
    assert told in found.what
    assert catalogue.read(folder(tmp_path, ENGLISH.replace("It can bring breath back.", "Keep {Baby} near.")))


@pytest.mark.parametrize("field", ["text", "caution", "sure", "source", "for_whom", "review_by", "reviewers"])
def test_a_key_that_is_missing_is_told_with_the_line_of_its_entry(tmp_path, field):
    english = "\n".join(line for line in ENGLISH.splitlines() if not line.strip().startswith(f"{field}:")) + "\n"
    found = [w for w in wrongs(folder(tmp_path, english)) if w.file == "overdose.yaml"]
    assert [(w.line, w.field, w.what) for w in found] == [(line_with(english, "id: OP-01"), field, "is missing")]


@pytest.mark.parametrize(
    "said",
    [
        "[{name: Rosa}]",
        "[{name: Rosa, as: lived experience}]",
        "[{name: Rosa, on: 2026-11-22}]",
        "[{as: clinical, on: 2026-11-22}]",
        '[{name: "", as: clinical, on: 2026-11-22}]',
        "[{name: Rosa, as: friend, on: 2026-11-22}]",
        "[{name: Rosa, as: clinical, on: last week}]",
        "[{name: Rosa, as: clinical, on: 2999-01-01}]",
        "[{name: Rosa, as: clinical, on: 2026-11-22, why: x}]",
        "[Rosa]",
        "Rosa",
        "[" + ", ".join(["{name: R, as: legal, on: 2026-01-01}"] * 3) + "]",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_reviewer_without_name_role_and_day_is_refused(tmp_path, said, language):
    texts = {"en": ENGLISH, "es": SPANISH}
    texts[language] = texts[language].replace("reviewers: []", f"reviewers: {said}")
    file = "overdose.yaml" if language == "en" else "overdose.es.yaml"
    found = [w for w in wrongs(folder(tmp_path, texts["en"], texts["es"])) if w.file == file]
    assert [(w.line, w.field) for w in found] == [(line_with(texts[language], "reviewers:"), "reviewers")]


def test_two_reviewers_with_name_role_and_day_are_read(tmp_path):
    two = "[{name: Rosa, as: lived experience, on: 2026-01-02}, {name: Dr. Li, as: clinical, on: 2026-01-03}]"
    (option,) = catalogue.read(folder(tmp_path, ENGLISH.replace("reviewers: []", f"reviewers: {two}")))
    assert [(one.name, one.role) for one in option.reviewers] == [("Rosa", "lived experience"), ("Dr. Li", "clinical")]


def test_an_option_that_stands_twice_is_told_with_both_places(tmp_path):
    found = wrongs(folder(tmp_path, ENGLISH + ENGLISH, SPANISH + SPANISH))
    english = next(w for w in found if w.file == "overdose.yaml")
    assert (english.line, english.field) == (len((ABOUT + ENGLISH).splitlines()) + 1, "id")
    assert f"first in overdose.yaml, line {line_with(ENGLISH, 'id: OP-01')}" in english.what


def test_an_option_of_two_subjects_is_told(tmp_path):
    folder(tmp_path)
    found = wrongs(folder(tmp_path, name="opioids"))
    assert {w.file for w in found} == {"opioids.yaml"}


def test_more_than_sixty_words_are_refused_in_each_language(tmp_path):
    words = "We eat a lot of it now. " * 8
    english = ENGLISH.replace("Tell people where it is.", words)
    assert the_one(folder(tmp_path, english)) == ("overdose.yaml", line_with(english, "text:"), "text")
    spanish = SPANISH.replace("Di a la gente dónde está.", "Hoy vas a tu casa con tu gente. " * 8)
    assert the_one(folder(tmp_path, ENGLISH, spanish)) == ("overdose.es.yaml", line_with(spanish, "text:"), "text")


def test_words_above_grade_six_are_refused_in_each_language(tmp_path):
    hard = (
        "Individuals experiencing considerable difficulties should communicate immediately with qualified professionals"
    )
    english = ENGLISH.replace("Carry naloxone. Tell people where it is.", hard)
    assert "grade" in wrongs(folder(tmp_path, english))[0].what
    dura = (
        "Las personas que experimentan dificultades considerables deberán comunicarse inmediatamente con profesionales"
    )
    spanish = SPANISH.replace("Lleva naloxona. Di a la gente dónde está.", dura)
    found = wrongs(folder(tmp_path, ENGLISH, spanish))
    assert [(w.file, w.field) for w in found] == [("overdose.es.yaml", "text")]


def test_words_in_one_language_only_are_refused(tmp_path):
    second = ENGLISH.replace("OP-01", "OP-02")
    assert the_one(folder(tmp_path, ENGLISH + second)) == (
        "overdose.yaml", len((ABOUT + ENGLISH).splitlines()) + 1, "id",
    )  # fmt: skip
    found = the_one(folder(tmp_path, ENGLISH, SPANISH + SPANISH.replace("OP-01", "OP-03")))
    assert found[0] == "overdose.es.yaml"
    (tmp_path / "overdose.es.yaml").unlink()
    assert the_one(tmp_path)[0] == "overdose.es.yaml"


@pytest.mark.parametrize(
    ("spoiled", "line"),
    [
        (ABOUT.encode() + ENGLISH.encode().replace(b"naloxone", b"nalo\x00xone", 1), 7),
        (ABOUT.encode() + ENGLISH.encode().replace(b"naloxone", b"nalo\xffxone", 1), 7),
        (ABOUT.encode() + ENGLISH.encode().replace(b'"Carry naloxone"', b'"Carry naloxone', 1), None),
        (b"", 1),
        (b"- a\n- b\n", 1),
        (b"about: {}\n", 1),
        (b"about: {}\nentries: []\n", 1),
        (b"about: {}\nentries: soon\n", 1),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 2),
        (b"[" * 100_000, None),
        (b"#" * (content.LARGEST + 1), 1),
    ],
    ids=[
        "NUL",
        "not UTF-8",
        "quote left open",
        "empty",
        "a list",
        "no entries",
        "none",
        "no list",
        "bomb",
        "deep",
        "long",
    ],
)
def test_a_file_that_is_no_catalogue_is_told_and_breaks_nothing(tmp_path, spoiled, line):
    (folder(tmp_path) / "overdose.yaml").write_bytes(spoiled)
    found = [w for w in wrongs(tmp_path) if w.file == "overdose.yaml"]
    assert found
    assert line in (None, found[0].line)


def test_a_file_of_no_subject_and_an_empty_folder_are_told(tmp_path):
    assert "holds no options" in wrongs(tmp_path)[0].what
    folder(tmp_path)
    (tmp_path / "weather.yaml").write_text("about: {}")
    assert the_one(tmp_path) == ("weather.yaml", 1, "")


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_loaded(tmp_path, monkeypatch):
    folder(tmp_path, name="alcohol", english=ENGLISH.replace("OP-", "AL-"), spanish=SPANISH.replace("OP-", "AL-"))
    folder(tmp_path, ENGLISH.replace("sure: A", "sure: D").replace("[alive]", "[x]"), SPANISH.replace("why:", "wy:"))
    told = {(w.file, w.field) for w in wrongs(tmp_path)}
    assert {("overdose.yaml", "sure"), ("overdose.yaml", "domains"), ("overdose.es.yaml", "wy")} <= told
    assert ("overdose.es.yaml", "why") in told
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.load.cache_clear()
    try:
        for _again in range(2):
            with pytest.raises(content.ContentWrong):
                catalogue.load()
    finally:
        catalogue.load.cache_clear()
