"""A paper says what the law asks of it, no more and no less than the decision will ask; in words that anybody can read."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from io import StringIO
from itertools import combinations
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from ajar.consents import papers, texts
from ajar.consents.facts import Consent, DataClass, Facts, Kind, Purpose, Recipient, RecipientKind
from ajar.consents.rules_consent import missing
from ajar.consents.scopes import PURPOSES_OF, TPO
from ajar.press import grade, never
from ajar.press.content import ContentWrong

NOW = datetime(2027, 3, 10, 10, tzinfo=ZoneInfo("America/New_York"))
TODAY = NOW.date()
GIVEN = {"agency": "Riverside", "contact": "Pia", "until": "May 1", "revocable": "April 1"}
# What a consent is without each statement: the field of the same name, or what stands for it in one that a court made.
WITHOUT = {field.name: {field.name: False} for field in fields(Consent) if field.name.startswith("stmt_")} | {
    "how_to_revoke": {"how_to_revoke": False},
    "cj_period": {"expires_on": None},
    "cj_revocable": {"revocable_from": None},
}


def whole(kind, purposes) -> Consent:
    """A consent of this kind to which nothing is missing."""
    notes = kind is Kind.COUNSELING
    return Consent(
        kind=kind, named_person=True, disclosers=True, recipients=frozenset({"clinic"}), intermediary="network",
        classes=frozenset({DataClass.COUNSELING_NOTE if notes else DataClass.ATTENDANCE}), general_designation=True,
        purposes=frozenset(purposes), stmt_hipaa_redisclosure=True, stmt_redisclosure=True, stmt_refusal_consequences=True,
        stmt_fundraising_optout=True, stmt_revocation=True, how_to_revoke=True, expires_on=TODAY + timedelta(days=90),
        person_signed=True, signed_on=TODAY, condition_document=True, revocable_from=TODAY + timedelta(days=30),
    )  # fmt: skip


def facts(covered) -> Facts:
    return Facts(now=NOW, recipient=Recipient(covered=covered))


def sets_of(kind):
    """The purposes of a kind, alone, in pairs, and those of care, payment and operations with and without gifts."""
    of = sorted(PURPOSES_OF[kind])
    yield from ({one} for one in of)
    yield from (set(pair) for pair in combinations(of, 2))
    if set(of) >= TPO:
        yield from (set(TPO), {*TPO, Purpose.FUNDRAISE})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copytree(papers.FOLDER, tmp_path / "consents")
    monkeypatch.setattr(papers, "FOLDER", tmp_path / "consents")
    return tmp_path / "consents"


def wrongs() -> str:
    with pytest.raises(ContentWrong) as refused:
        papers.check()
    return str(refused.value)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("covered", [True, False])
def test_what_a_paper_needs_is_what_the_decision_asks_of_it(kind, covered):
    paper = papers.paper(kind)
    for purposes in sets_of(kind):
        consent = whole(kind, purposes)
        assert missing(consent, facts(covered)) == (), purposes
        asked = {
            key for key, gone in WITHOUT.items()
            if missing(replace(consent, **gone), facts(covered)) and (kind is Kind.CJ or not key.startswith("cj_"))
        }  # fmt: skip
        assert paper.needed(purposes, covered) == asked, (kind, purposes)
        assert asked <= {one.id for one in paper.said(purposes, covered)}


def test_every_kind_has_a_paper_and_every_statement_is_a_field_or_said_to_be_ours():
    assert set(papers.papers()) == set(Kind)
    known = set(WITHOUT)
    for paper in papers.papers().values():
        assert all(one.id in known or one.when == "house" for one in paper.statements), paper.kind
        assert paper.version and len(paper.sha256) == 64
        assert paper.promise.id == "promise" and paper.truths
    assert len({paper.sha256 for paper in papers.papers().values()}) == len(Kind)


def test_a_paper_for_a_court_says_when_it_can_be_taken_back_in_place_of_at_any_time():
    said = [one.id for one in papers.paper(Kind.CJ).statements]
    assert said == ["cj_period", "cj_revocable"]


def test_beside_the_button_of_any_paper_that_a_court_gets_stand_four_hard_truths():
    four = ("lab", "judge", "sent", "court_notices")
    assert tuple(one.id for one in papers.court_truths()) == four
    assert tuple(one.id for one in papers.truths(Kind.CJ)) == four
    assert tuple(one.id for one in papers.truths(Kind.SPECIFIC, [RecipientKind.COURT])) == four
    assert "lab" not in {one.id for one in papers.truths(Kind.SPECIFIC, [RecipientKind.SCHOOL])}


def test_braces_are_filled_in_both_languages_and_a_gap_is_refused():
    for paper in papers.papers().values():
        for one in (*paper.statements, paper.promise, *paper.truths):
            filled = texts.filled(one.text, **GIVEN)
            assert "{" not in filled.en + filled.es and filled.es != filled.en
    period = papers.paper(Kind.CJ).statements[0]
    assert texts.filled(period.text, **GIVEN).en.startswith("This holds until May 1.")
    with pytest.raises(KeyError):
        texts.filled(period.text, agency="Riverside")


@pytest.mark.parametrize("of", [DataClass, Purpose, RecipientKind])
def test_each_value_has_a_name_of_its_own_and_a_sentence_in_both_languages(of):
    found = papers.meanings(of)
    assert [word.id for word in found] == [str(value) for value in sorted(of, key=[w.id for w in found].index)]
    for language in ("en", "es"):
        assert len({word.name.in_(language) for word in found}) == len(of)
    for value in of:
        word = papers.meaning(value)
        assert word.says.en and word.says.es
        assert bool(word.without) == (of is DataClass), "of what may be told, what it does not hold is said too"
    assert (Purpose.ANY, papers.meaning(Purpose.ANY).name) in papers.choices(Purpose)
    assert Purpose.ANY not in dict(papers.choices(Purpose, without={Purpose.ANY}))


def test_what_stands_on_a_paper_as_a_whole_is_no_harder_than_grade_6_and_hurts_nobody():
    for paper in papers.papers().values():
        every = [paper.what, *(texts.filled(one.text, **GIVEN) for one in (*paper.statements, *paper.truths))]
        for language in ("en", "es"):
            whole_paper = " ".join(text.in_(language) for text in every)
            assert not grade.too_hard(whole_paper, language), paper.kind
            assert never.never_said(whole_paper, language) == []
            assert not any(word in whole_paper.casefold() for word in ("patient", "paciente"))


@pytest.mark.parametrize(
    ("name", "said", "instead", "told"),
    [
        (
            "forms.yaml",
            "truths: [lab, judge, sent, court_notices]",
            "truths: [judge, sent]",
            "beside the court's button",
        ),
        (
            "forms.yaml",
            "[cj_period, cj_revocable]",
            "[cj_period, cj_revoked]",
            "cj_revoked is no id of statements.yaml",
        ),
        ("forms.yaml", "truths: [sent]", "truths: []", "truths: a list of ids is needed here"),
        ("forms.yaml", "truths: [judge, sent]", "truths: [sent, sent]", "truths: something stands twice"),
        ("statements.yaml", "when: covered", "when: sometimes", "when: “sometimes” is none of"),
        ("statements.yaml", "{until}", "{someday}", "{someday} stands for nothing here"),
        (
            "words.es.yaml",
            "class.presence",
            "class.presents",
            "class.presents has no entry that is right in words.yaml",
        ),
        ("words.yaml", '    but: "Not why, how often or when."\n', "", "has these words in one language only"),
        ("words.yaml", '    name: "That you come here"\n', "", "words.yaml:9: name: is missing"),
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


def test_a_kind_or_a_word_that_is_missing_or_strange_is_told(folder):
    for name in ("forms", "words"):
        for file in (folder / f"{name}.yaml", folder / f"{name}.es.yaml"):
            text = file.read_text().replace("- id: pdmp", "- id: pmdp").replace("- id: to.aps", "- id: to.pas")
            file.write_text(text)
    told = wrongs()
    for said in ("pdmp is missing", "pmdp is nothing that is known", "to.aps is missing", "to.pas is nothing"):
        assert said in told


def test_a_word_that_changes_changes_the_mark_of_what_was_signed(folder):
    before = papers.paper(Kind.CJ).sha256
    assert before == papers.paper(Kind.CJ).sha256
    file = folder / "statements.es.yaml"
    file.write_text(file.read_text().replace("Nunca es más tarde", "No es más tarde"))
    papers._papers.cache_clear()
    assert papers.paper(Kind.CJ).sha256 != before
