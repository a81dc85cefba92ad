"""What no lawyer of a state has said is unknown, and goes to a human; an example is the law of nowhere."""

from dataclasses import replace
from datetime import date
from io import StringIO
from shutil import copytree

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from ajar.consents import facts as f
from ajar.consents import law
from ajar.consents.facts import Answer, Basis, DataClass, Known, Minor, Purpose, RecipientKind
from ajar.consents.rules import decide
from ajar.consents.tests.table import HERE, NOW, SIGNED, these
from ajar.press.content import ContentWrong

TODAY = NOW.date()
LEGAL = "reviewers: [{name: Rosa Paz, as: legal, on: 2026-11-02}]"
CHILD, PRENATAL = "mandated_reporter_child", "prenatal_exposure_is_report"
YES_NO = [rule for rule in law.RULES if rule not in law.AGES]


def state(code="xe", demo=True) -> law.Law:
    return law.law(code, demo=demo)


def first_report(here, **grounds):
    event = f.Event(**grounds, initial_report=True, statute=here.report(**grounds))
    asked = these(DataClass.SAFETY_EVENT, DataClass.CONTACT)
    recipient = f.Recipient(RecipientKind.CPS, "cps")
    return decide(
        replace(
            HERE, basis=Basis.CHILD_ABUSE_REPORT, asked=asked, recipient=recipient, event=event, purpose=Purpose.OTHER
        )
    )


def signed_by(here, born, *, guardian=False):
    consent = replace(SIGNED, guardian_signed=guardian)
    who = law.minor(here, born, TODAY)
    return decide(replace(HERE, basis=Basis.CONSENT_SPECIFIC, consent=consent, minor=who))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The files that Ajar came with, and one of a real place, which a lawyer has reviewed but for one rule."""
    copytree(law.FOLDER, tmp_path / "law")
    text = (law.FOLDER / "xe.yaml").read_text()
    real = (
        text.replace("Example Code", "Code").replace("example: true", "example: false").replace("reviewers: []", LEGAL)
    )
    rule = f"  - id: {CHILD}"
    start = real.index(rule)
    real = real[:start] + real[start:].replace("as: legal", "as: clinical", 1)
    (tmp_path / "law" / "zz-n.yaml").write_text(real)
    monkeypatch.setattr(law, "FOLDER", tmp_path / "law")
    return tmp_path / "law"


def wrongs() -> str:
    with pytest.raises(ContentWrong) as refused:
        law.check()
    return str(refused.value)


# What is known


def test_every_rule_stands_in_every_file_and_has_a_name_in_both_languages():
    assert set(law.laws()) >= {"xe", "xx"}
    for one in law.laws().values():
        assert set(one.rules) == set(law.RULES)
    assert all(name.en and name.es and says.en and says.es for name, says in law.names().values())
    assert set(law.names()) == set(law.RULES)


@pytest.mark.parametrize(
    ("code", "demo"), [("xx", True), ("xx", False), ("us-ny", True), ("", False), (None, False), ("xe", False)]
)
def test_where_nobody_has_filled_it_in_or_outside_a_demo_all_is_unknown(code, demo):
    here = law.law(code, demo=demo)
    assert {here.known(rule) for rule in YES_NO} == {Known.UNKNOWN}
    assert {here.value(rule) for rule in law.RULES} == {"unknown"}
    assert len(here.waiting()) == len(law.RULES)


def test_the_example_is_filled_and_counts_in_a_demo():
    here = state()
    assert here.example and not here.waiting()
    assert (here.known("duty_to_protect"), here.value("duty_to_protect")) == (Known.YES, "mandatory")
    assert here.known("mandated_reporter_dv_injury") is Known.NO
    assert here.known(PRENATAL) is Known.NO, "a plan of care is no report"
    assert here.rule(CHILD).statute == "Example Code 1-201"
    assert law.law("XE", demo=True) == here


def test_a_rule_counts_when_a_lawyer_has_reviewed_it_and_nobody_else_will_do(folder):
    here = law.law("zz-n")
    assert here.known("mandated_reporter_elder") is Known.YES
    assert here.rule("mandated_reporter_elder").reviewed_on == date(2026, 11, 2)
    assert here.rule(CHILD).value == "yes" and here.known(CHILD) is Known.UNKNOWN
    assert [rule.id for rule in here.waiting()] == [CHILD]
    assert law.law("zz-n", demo=True).known(CHILD) is Known.UNKNOWN, "a demo makes no law of a real place count"


def test_what_is_guarded_more_than_federal_law_does_or_may_be():
    asked = these(DataClass.HIV_STI, DataClass.REPRODUCTIVE, DataClass.ATTENDANCE)
    assert state().tighter(asked) == {DataClass.HIV_STI: "stricter_hiv"}
    assert set(state("xx").tighter(asked)) == {DataClass.HIV_STI, DataClass.REPRODUCTIVE}


def test_an_age_is_no_yes_or_no_and_a_rule_that_there_is_not_is_an_error_of_ours():
    for wrong in ("age_of_majority", "no such rule"):
        with pytest.raises(KeyError):
            state().known(wrong)
    with pytest.raises(KeyError):
        state().value("no such rule")


# What the decision makes of it


@pytest.mark.parametrize("grounds", [{"child": True}, {"prenatal": True}, {"child": True, "prenatal": True}])
@pytest.mark.parametrize(("code", "demo"), [("xx", True), ("us-ny", False), ("xe", False)])
def test_a_first_report_goes_to_a_human_while_the_law_is_unknown(code, demo, grounds):
    decision = first_report(law.law(code, demo=demo), **grounds)
    assert decision.answer is Answer.REVIEW and "state_unknown" in decision.reasons


def test_a_first_report_where_the_law_is_known():
    assert first_report(state(), child=True).answer is Answer.ALLOW
    denied = first_report(state(), prenatal=True)
    assert (denied.answer, denied.reasons) == (Answer.DENY, ("no_basis",))
    both = first_report(state(), child=True, prenatal=True)
    assert (both.answer, both.reasons) == (Answer.REVIEW, ("prenatal",))
    assert state().report() is Known.NO


def test_who_signs_for_somebody_young():
    """The example: of age at 18, this care alone from 14."""
    assert signed_by(state(), (2010, 3)).answer is Answer.ALLOW_NOTICE
    alone = signed_by(state(), (2013, 3))
    assert (alone.answer, alone.reasons) == (Answer.DENY, ("deficient:signer",))
    assert signed_by(state(), (2013, 3), guardian=True).answer is Answer.ALLOW_NOTICE
    assert signed_by(state(), (1990, 3)).answer is Answer.ALLOW_NOTICE
    for code in ("xx", "us-ny"):
        unknown = signed_by(state(code), (2010, 3), guardian=True)
        assert (unknown.answer, unknown.reasons) == (Answer.REVIEW, ("state_unknown",))
        assert signed_by(state(code), (2007, 3)).answer is Answer.REVIEW, "19, and of age in most states, not in all"
        assert signed_by(state(code), (2005, 3)).answer is Answer.ALLOW_NOTICE, "21 is of age in every state"


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ((2012, 12), date(2026, 11, 30), Minor(Known.NO)),
        ((2012, 11), date(2026, 11, 1), Minor(Known.UNKNOWN)),  # 14 in this month, on a day that is not kept
        ((2012, 11), date(2026, 11, 30), Minor(Known.UNKNOWN)),
        ((2012, 11), date(2026, 12, 1), Minor(Known.YES)),
        ((2012, 10), date(2026, 11, 1), Minor(Known.YES)),
        ((2010, 11), date(2026, 11, 15), Minor(Known.YES)),  # 15 or 16: the same answer
        ((2008, 11), date(2026, 11, 15), Minor(Known.UNKNOWN)),  # 17 or 18
        ((2008, 10), date(2026, 11, 15), None),
        ((2008, 12), date(2026, 11, 15), Minor(Known.YES)),
        ((2012, 2), date(2026, 2, 28), Minor(Known.UNKNOWN)),
    ],
)
def test_a_birthday_is_known_by_its_month(born, on, expected):
    assert law.minor(state(), born, on) == expected


def test_other_care_has_an_age_of_its_own_and_who_is_emancipated_is_of_age():
    assert law.minor(state(), (2011, 5), TODAY, care="minor_mh_consent_age") == Minor(Known.NO)
    assert law.minor(state(), (2011, 5), TODAY) == Minor(Known.YES)
    assert law.minor(state(), (2011, 5), TODAY, emancipated=True) is None
    assert law.minor(state("xx"), (2011, 5), TODAY, emancipated=True) is None


def test_where_no_age_is_enough_both_sign(folder):
    file = folder / "xe.yaml"
    file.write_text(file.read_text().replace("value: 14", "value: none"))
    assert law.minor(state(), (2009, 5), TODAY) == Minor(Known.NO)


# The files


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ('value: "yes"', "value: yes", "xe.yaml:17: value: yes and no stand in quotes here"),
        ('value: "yes"', "value: maybe", "“maybe” is no value of mandated_reporter_child; these are: yes, no, unknown"),
        (
            "value: mandatory",
            'value: "yes"',
            "no value of duty_to_protect; these are: mandatory, permissive, none, unknown",
        ),
        (
            "value: 14",
            "value: 40",
            "40 is no value of minor_sud_consent_age; these are: years from 1 to 21, none, unknown",
        ),
        ("value: 14", "value: age", "“age” is no value of minor_sud_consent_age"),
        ("value: 18", "value: none", "“none” is no value of age_of_majority"),
        ("value: 14", "value: unknown", "statute: is empty while the value is unknown"),
        ("statute: Example Code 1-101", 'statute: ""', "statute: says where the law says so, when the value is known"),
        ("statute: Example Code 1-101", "statute: Code 1-101", "begins with Example in the law of an example"),
        ("reviewers: []", LEGAL, "nobody reviews an example"),
        ("reviewers: []", "reviewers: [{name: Rosa, as: friend, on: 2026-11-02}]", "“friend” is none of"),
        ("id: duty_to_protect", "id: duty_to_warn", "“duty_to_warn” is none of"),
        ("id: duty_to_protect", f"id: {PRENATAL}", "duty_to_protect is missing; say unknown where it is"),
        ("example: true", "example: perhaps", "example: true or false is needed here"),
        (', es: "Estado de ejemplo"', "", "name: words in both languages are needed here"),
        ("  - id: duty", "  - note: mine\n    id: duty", "note: is not a key that is read here"),
    ],
)
def test_what_is_wrong_is_told_by_file_line_and_field_and_then_nothing_is_known(folder, said, instead, told):
    text = (folder / "xe.yaml").read_text()
    assert said in text
    (folder / "xe.yaml").write_text(text.replace(said, instead, 1))
    assert told in wrongs()
    assert {state().known(rule) for rule in YES_NO} == {Known.UNKNOWN}, "nothing goes out on a file that is wrong"
    with pytest.raises(CommandError, match="Nothing is loaded"):
        call_command("content", "check", stdout=StringIO(), stderr=StringIO())
    assert [one for one in run_checks() if one.id == "ajar.E041"]


def test_a_file_is_named_after_a_region(folder):
    (folder / "xx.yaml").rename(folder / "Nowhere.yaml")
    assert wrongs() == "Nowhere.yaml:1: : a file is named after a region, like us-ny"


def test_an_example_and_the_law_of_a_place_are_not_mixed_up(folder):
    file = folder / "zz-n.yaml"
    file.write_text(file.read_text().replace("statute: Code 1-101", "statute: Example Code 1-101"))
    assert "zz-n.yaml" in wrongs() and "begins with Example" in wrongs()
