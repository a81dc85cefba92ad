"""The options that Ajar comes with: enough of them, for every part of life, in plain words, with nothing claimed that
the evidence does not support."""

import re
from pathlib import Path

import pytest
import yaml

from ajar.basket import catalogue, claims
from ajar.basket.queries_list import TheList
from ajar.press import grade
from ajar.press.never import never_said

OPTIONS = catalogue.load()
BY_ID = {option.id: option for option in OPTIONS}
TIPS = yaml.safe_load((Path(__file__).parent / "tips.yaml").read_text())
# domain.md C.9, by id.
REFERENCE = {
    "OP": 18, "ST": 12, "AL": 12, "BZ": 5, "CA": 5, "NI": 3, "IN": 1, "HA": 2, "KE": 1, "IJ": 16, "SM": 3, "PR": 6,
    "LA": 7, "PO": 3, "RE": 5, "EN": 6,
}  # fmt: skip
MORALS = {
    "en": r"\b(?:should have|ought to|shame on|bad choices?|wrong choices?|you should|right thing|deserve|just say no|drug[- ]free)\b",
    "es": r"\b(?:deberías haber|qué vergüenza|malas decisiones|lo correcto|te lo mereces|deberías)\b",
}


def said(option, language: str) -> str:
    return " . ".join(getattr(getattr(option, name), language) for name in catalogue.WORDS)


def test_there_are_at_least_125_and_each_has_an_id_of_its_own():
    assert len(OPTIONS) >= 125
    assert len({option.id for option in OPTIONS}) == len(OPTIONS)


def test_every_option_of_the_reference_is_there():
    wanted = {f"{family}-{number:02}" for family, most in REFERENCE.items() for number in range(1, most + 1)}
    assert wanted - {option.id for option in OPTIONS} == set()


def test_every_subject_has_options_and_every_part_of_the_spectrum_and_staying_has_several():
    assert {key for key, _name, _options in catalogue.by_subject(OPTIONS)} == set(catalogue.SUBJECTS)
    for part in catalogue.SPECTRUM:
        assert len(catalogue.fitting(OPTIONS, spectrum=part)) >= 3, part


@pytest.mark.parametrize(
    "subject", ["opioids", "stimulants", "alcohol", "sedatives", "other-drugs", "pregnancy", "gambling"]
)
def test_what_can_be_used_has_a_safer_way_less_and_none_side_by_side(subject):
    parts = {part for option in catalogue.fitting(OPTIONS, subject=subject) for part in option.spectrum}
    assert {"safer", "less", "none"} <= parts


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.id)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_option_is_short_plain_and_says_nothing_that_hurts(option, language):
    words = said(option, language)
    read_out = " ".join(getattr(getattr(option, name), language) for name in ("text", "why", "caution"))
    assert len(grade.words(read_out)) <= 60
    assert grade.too_hard(read_out, language) == ""
    assert never_said(words, language) == []
    assert not re.search(MORALS[language], words, re.I)
    assert "%" not in words, "numbers as 8 of 10"
    assert not re.search(r"\b(?:breast\w*|mothers?|fathers?|moms?|dads?|madres?|padres?|mamá|papá)\b", words, re.I)
    assert option.reviewers == option.reviewers_es == (), "a real person reviewed it? Then say so in the docs as well"
    longest = max(len(grade.words(part)) for part in re.split(r"[.!?:;]+(?=\s|$)", read_out))
    assert longest <= 20, "one idea a sentence"


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_evidence_does_not_support_is_not_claimed(language):
    assert {option.id: found for option in OPTIONS if (found := claims.claimed(said(option, language), language))} == {}


CLAIMED = {
    "Cannabis is likely safer than tobacco for your baby.": "El cannabis es más seguro que el alcohol.",
    "Weed in milk is harmless.": "El thc en la leche es inofensivo.",
    "Methadone is ten times less deadly.": "La metadona mata diez veces menos.",
    "Naloxone works on all drugs.": "La naloxona revierte todo.",
    "A strip shows that it is safe.": "Las tiras muestran que es segura.",
    "Bleach kills hep C.": "El cloro mata la hepatitis C.",
    "This is always safe.": "Esto es siempre seguro.",
    "The patch is safe in pregnancy.": "El parche es seguro en el embarazo.",
    "Vapes are harmless.": "Vapear es inofensivo.",
}


@pytest.mark.parametrize("english", CLAIMED)
def test_such_a_claim_would_be_caught(english):
    assert claims.claimed(english, "en")
    assert claims.claimed(f"Bien. {CLAIMED[english]}", "es")
    assert len(CLAIMED) == len(claims.CLAIMS)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("No amount of cannabis is safe.", "en"),
        ("It is not always safe.", "en"),
        ("Nobody knows if weed in milk is harmless.", "en"),
        ("Ninguna cantidad de cannabis es segura.", "es"),
        ("No es siempre seguro.", "es"),
        ("No se sabe si el cannabis es seguro.", "es"),
    ],
)
def test_honest_doubt_is_no_claim(words, language):
    assert claims.claimed(words, language) == []


def test_feeding_and_cannabis_says_what_is_advised_and_how_little_is_known():
    option = BY_ID["LA-03"]
    assert (option.sure, option.spectrum) == ("C", ("less",))
    assert "none, or less" in option.text.en
    assert "not well known" in option.caution.en
    assert "No se sabe bien" in option.caution.es


def test_doses_times_and_numbers_are_the_same_in_both_languages():
    """A number said in digits in one language stands in the other, so that no dose or hour is lost between them."""
    apart = []
    for option in OPTIONS:
        for name in catalogue.WORDS:
            text = getattr(option, name)
            english, spanish = (sorted(re.findall(r"\d[\d.,-]*\d|\d", t)) for t in (text.en, text.es))
            if english != spanish:
                apart.append((option.id, name, english, spanish))
    assert apart == []


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("OP-07", ["third", "No amount is safe"]),
        ("OD-02", ["911", "naloxone", "5 seconds", "2 or 3 minutes", "breathing, not waking"]),
        ("OD-03", ["30 to 90 minutes"]),
        ("OP-15", ["7 to 10 days", "old dose can kill"]),
        ("OP-18", ["loperamide can stop the heart"]),
        ("AL-01", ["seizures", "A sudden stop can kill", "911"]),
        ("AL-07", ["Not with opioids"]),
        ("BZ-01", ["do not stop at once"]),
        ("CA-02", ["2.5 mg", "two hours"]),
        ("IJ-06", ["ten minutes", "ER"]),
        ("IJ-18", ["72 hours", "28 days"]),
        ("IJ-03", ["30 seconds", "may not kill hepatitis C"]),
        ("LA-02", ["two hours", "Do not sleep with {baby}"]),
        ("SX-03", ["five days"]),
        ("ST-04", ["Never mix poppers with erection pills"]),
        ("PR-02", ["naloxone just the same"]),
    ],
)
def test_what_can_kill_is_said_where_it_matters(option, words):
    text = said(BY_ID[option], "en")
    assert [w for w in words if w not in text] == []


def test_strips_pipes_syringes_checks_and_sites_carry_their_flags():
    """domain.md C.9 and 0.3: what federal substance use grants may not buy, and where a state's law may be in the way."""
    funding = {"OP-03", "OP-05", "ST-05", "IJ-01", "IJ-02", "SM-01"}
    law = {"OP-05", "OP-06", "ST-05", "IJ-01", "IJ-15", "IJ-17", "SM-01", "OD-04"}
    assert [i for i in funding if not BY_ID[i].funding_flag] == []
    assert [i for i in law if not BY_ID[i].state_law_flag] == []
    assert not BY_ID["OP-01"].funding_flag, "naloxone stays allowable"
    assert {o.id for o in TheList(BY_ID, frozenset(), {}).offered() if o.state_law_flag} == set()


def test_every_tip_of_the_source_texts_has_its_option():
    assert {tip["from"][:3] for tip in TIPS} == {"000", "001", "002", "003", "004"}
    missing = [(tip["from"], one) for tip in TIPS for one in tip["options"] if one not in BY_ID]
    assert missing == []
    assert [tip["from"] for tip in TIPS if not tip["options"]] == []
    assert len({tip["from"] for tip in TIPS}) == len(TIPS)


def test_every_line_of_advice_in_the_practice_table_is_among_the_tips():
    """docs/PRACTICE.md calls the lines; what is advice there, or something to take or do, stands in tips.yaml."""
    table = (Path(__file__).parents[3] / "docs" / "PRACTICE.md").read_text()
    wanted = set(re.findall(r"^\| (\d{3}-\d{2}) \| (?:Advice|Infections|Overdose|Goal): ", table, re.M))
    wanted |= {
        "000-10",
        "000-11",
        "001-53",
        "001-54",
        "001-55",
        "001-56",
        "001-57",
        "002-24",
        "002-25",
        "002-26",
        "002-27",
    }
    assert wanted - {tip["from"] for tip in TIPS} == set()


def test_searching_finds_words_of_both_languages_without_accents_and_parts_of_words():
    assert {o.id for o in catalogue.fitting(OPTIONS, words="naloxon")} >= {"OP-01", "OD-06", "ST-01"}
    assert catalogue.fitting(OPTIONS, words="metadona") == catalogue.fitting(OPTIONS, words="METADÓNA")
    assert "SX-03" in {o.id for o in catalogue.fitting(OPTIONS, words="emergencia anticoncepcion")}
    assert catalogue.fitting(OPTIONS, words="xyzzy") == []
    assert catalogue.fitting(OPTIONS, words="op-01")[0].id == "OP-01"


def test_options_for_a_goal_of_somebody_and_a_part_of_the_spectrum():
    assert any("home" in option.domains for option in OPTIONS)
    feeding = [option for option in OPTIONS if "feeding" in option.for_whom]
    assert {option.id for option in catalogue.fitting(feeding, spectrum="less")} >= {"LA-03", "LA-04"}
