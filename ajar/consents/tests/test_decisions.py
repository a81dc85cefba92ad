"""What a decision holds to, in sentences about people."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ajar.consents.facts import Actor, Answer, Basis, DataClass, Kind, Purpose, Recipient, RecipientKind, Restriction
from ajar.consents.rules import decide
from ajar.consents.scopes import CONSENTS
from ajar.consents.tests.table import BASES, changed

D = DataClass
NO, YES, HUMAN, LIMITED = Answer.DENY, Answer.ALLOW_NOTICE, Answer.REVIEW, Answer.ALLOW_LIMITED
MISSING = {  # an element of 2.31(a) taken out, and how it is called
    "person": ("specific", {"named_person": False}),
    "disclosers": ("specific", {"disclosers": False}),
    "classes": ("specific", {"classes": []}),
    "recipients": ("specific", {"recipients": []}),
    "purpose": ("specific", {"purposes": []}),
    "revocation": ("specific", {"how_to_revoke": False}),
    "expiry": ("specific", {"expires_on": None}),
    "signature": ("specific", {"person_signed": False}),
    "signed_on": ("specific", {"signed_on": None}),
    "4ii": ("intermediary", {"intermediary": ""}),
    "4iii": ("tpo", {"stmt_hipaa_redisclosure": False}),
    "5f": ("tpo", {"purposes": ["treat", "fundraise"], "expires_on": date(2027, 5, 1), "expiry_none": False}),
    "tpo_statements": ("tpo", {"stmt_redisclosure": False}),
    "condition": ("cj", {"condition_document": False}),
    "revocable": ("cj", {"revocable_from": None}),
}


def with_consent(base, **cells):
    return changed(BASES[base], {f"consent.{name}": said for name, said in cells.items()})


@pytest.mark.parametrize("element", MISSING)
def test_a_consent_that_lacks_one_element_carries_nothing_and_says_which(element):
    base, cells = MISSING[element]
    assert decide(BASES[base]).answer is YES
    decision = decide(with_consent(base, **cells))
    assert (decision.answer, decision.sent) == (NO, frozenset())
    assert f"deficient:{element}" in decision.reasons


def test_all_that_is_missing_is_said_at_once():
    decision = decide(with_consent("specific", disclosers=False, purposes=[], signed_on=None))
    assert {"deficient:disclosers", "deficient:purpose", "deficient:signed_on"} <= set(decision.reasons)


def test_what_sara_signed_before_the_rule_changed_holds_until_it_ends():
    old = with_consent("tpo", signed_on=date(2026, 2, 15), stmt_redisclosure=False, stmt_hipaa_redisclosure=False)
    assert decide(old).answer is YES
    assert decide(changed(old, {"consent.signed_on": date(2026, 2, 16)})).answer is NO
    assert decide(changed(old, {"consent.disclosers": False})).answer is NO, "what the old rule asked for is asked for"


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2027, 3, 14), date(2026, 11, 1)])
def test_a_consent_is_good_to_the_last_minute_of_its_day_where_the_person_is(day):
    """Also on the days when clocks change, in New York and in UTC at once."""
    zone = ZoneInfo("America/New_York")
    facts = with_consent("specific", expires_on=day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=1)
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)
    assert decide(replace(facts, now=last)).answer is YES
    assert decide(replace(facts, now=midnight)).reasons == ("expired",)


@pytest.mark.parametrize(("base", "basis"), [(b, g) for b in ("specific", "tpo", "cj") for g in CONSENTS])
def test_a_consent_of_one_kind_is_none_of_another(base, basis):
    facts = BASES[base]
    same = facts.basis is basis
    assert decide(replace(facts, basis=basis)).answer is (YES if same else NO)


@pytest.mark.parametrize("kind", Kind)
def test_no_consent_but_its_own_holds_counseling_notes(kind):
    facts = with_consent("specific", classes=["attendance", "counseling_note"])
    facts = replace(facts, asked=frozenset({D.COUNSELING_NOTE}), consent=replace(facts.consent, kind=kind))
    basis = next(basis for basis, of in CONSENTS.items() if of is kind)
    assert decide(replace(facts, basis=basis)).answer is NO


def test_everything_is_not_what_was_said_between_two():
    everything = with_consent("specific", all_records=True, classes=[])
    asked = replace(everything, asked=frozenset(D))
    assert decide(asked).reasons[0] == "deficient:classes", "without the wording it is no consent"
    worded = changed(asked, {"consent.says_sud": True})
    decision = decide(worded)
    assert decision.answer is LIMITED
    assert frozenset(D) - decision.sent == {D.COUNSELING_NOTE, D.CONFIDENCE}
    by_hand = changed(worded, {"consent.classes": ["confidence"], "consent.by_hand": ["confidence"]})
    assert frozenset(D) - decide(by_hand).sent == {D.COUNSELING_NOTE}, "he named it himself"


def test_only_the_days_that_were_agreed_are_told():
    facts = with_consent("specific", since=date(2026, 3, 1), until=date(2026, 6, 30))
    asked = replace(facts, since=date(2026, 1, 1), until=date(2026, 12, 31))
    decision = decide(asked)
    assert (decision.answer, decision.since, decision.until) == (LIMITED, date(2026, 3, 1), date(2026, 6, 30))
    inside = replace(facts, since=date(2026, 3, 1), until=date(2026, 6, 30))
    assert decide(inside).answer is YES
    assert decide(replace(facts, since=date(2026, 7, 1))).reasons == ("dates_not_covered",)
    assert decide(replace(facts, until=date(2026, 2, 28))).reasons == ("dates_not_covered",)


@pytest.mark.parametrize("against", ["clinic", "treating_provider", ""])
def test_what_was_agreed_with_the_person_beyond_the_law_is_kept(against):
    rule = Restriction(against=frozenset({against} - {""}))
    assert decide(replace(BASES["specific"], restrictions=(rule,))).reasons == ("restriction",)
    other = Restriction(against=frozenset({"mother"}))
    assert decide(replace(BASES["specific"], restrictions=(other,))).answer is YES
    assert decide(replace(BASES["access"], restrictions=(rule,))).answer is Answer.ALLOW, "never against themselves"


def test_an_emergency_a_child_and_an_order_that_compels_go_before_what_was_agreed():
    rule = (Restriction(),)
    for base in ("emergency", "child", "order"):
        assert decide(replace(BASES[base], restrictions=rule)).answer in (Answer.ALLOW, LIMITED)
    permits = changed(BASES["order"], {"order.compulsion": False, "reviewed": ["order_permits_only"]})
    assert decide(replace(permits, restrictions=rule)).answer is NO


def test_a_yes_of_a_human_is_for_that_question_alone():
    facts = replace(BASES["cj"], quarantined=True, contact_risk=True)
    assert decide(facts).reasons == ("quarantined", "contact_risk")
    one = replace(facts, reviewed=frozenset({"quarantined"}))
    assert (decide(one).answer, decide(one).reasons) == (HUMAN, ("contact_risk",))
    both = replace(facts, reviewed=frozenset({"quarantined", "contact_risk"}))
    assert decide(both).answer is YES
    ended = changed(both, {"consent.expires_on": date(2026, 11, 1)})
    assert decide(ended).answer is NO, "nobody's yes makes an ended consent good"


def test_a_purpose_is_told_what_it_needs():
    facts = changed(BASES["specific"], {"consent.classes": ["attendance", "tox_result"]})
    both = replace(facts, asked=frozenset({D.ATTENDANCE, D.TOX_RESULT}), needed=frozenset({D.ATTENDANCE}))
    decision = decide(both)
    assert (decision.answer, decision.sent) == (LIMITED, {D.ATTENDANCE})
    nothing = replace(both, needed=frozenset())
    assert decide(nothing).reasons[0] == "more_than_needed" and decide(nothing).answer is HUMAN
    assert decide(replace(nothing, reviewed=frozenset({"more_than_needed"}))).sent == both.asked


def test_what_a_colleague_holds_back_and_what_a_guardian_may_not_read():
    facts = replace(BASES["access"], asked=frozenset({D.ATTENDANCE, D.SAFETY_EVENT}))
    held = decide(replace(facts, held_back=frozenset({D.SAFETY_EVENT})))
    assert held.sent == {D.ATTENDANCE} and dict(held.stripped)[D.SAFETY_EVENT] == "held_back"
    own = replace(BASES["access"], asked=frozenset({D.CONFIDENCE}))
    assert decide(own).answer is Answer.ALLOW, "it is theirs"
    guardian = changed(own, {"recipient.kind": "personal_representative"})
    assert decide(guardian).answer is NO
    asked = changed(guardian, {"asked": ["attendance"]})
    assert decide(asked).reasons == ("representative",)
    assert decide(changed(asked, {"recipient.stands_for": True})).answer is Answer.ALLOW
    assert decide(changed(asked, {"recipient.stands_for": True, "minor": {}})).reasons == ("no_proxy",)


def test_a_hearing_is_against_him_unless_the_agency_s_counsel_said_otherwise():
    hearing = replace(BASES["cj"], against_person=True)
    assert decide(hearing).reasons == ("proceeding",)
    assert decide(changed(hearing, {"program.hearings_need_own_consent": False})).answer is YES


def test_a_report_about_a_child_is_made_by_a_human():
    assert decide(changed(BASES["child"], {"actor.human": False})).reasons == ("a_human_act",)


def test_nothing_asked_is_nothing_told():
    for facts in BASES.values():
        assert decide(replace(facts, asked=frozenset())).reasons == ("nothing_asked",)


def test_to_warn_somebody_is_no_ground_of_its_own():
    for basis in {*Basis} - {Basis.INTERNAL, Basis.PATIENT_ACCESS}:
        facts = replace(BASES["nothing"], basis=basis, purpose=Purpose.WARN)
        assert decide(facts).answer is NO


def test_an_overdose_waits_for_nobody():
    facts = replace(BASES["emergency"], quarantined=True, contact_risk=True, needed=frozenset())
    assert decide(facts).answer is Answer.ALLOW
    told = replace(facts, asked=frozenset({D.CONFIDENCE, D.MEDICATION}))
    assert decide(told).sent == {D.MEDICATION}, "a colleague who was not told does not open it"
    for who in ("wrote", "named"):
        assert decide(changed(told, {f"actor.{who}": True})).answer is Answer.ALLOW, "what he took may save him"
    assert decide(changed(told, {"actor.wrote": True, "asked": ["counseling_note"]})).answer is NO


def test_inside_is_nobody_outside_and_nothing_against_the_person():
    assert decide(BASES["internal"]).answer is Answer.ALLOW
    assert decide(changed(BASES["internal"], {"recipient.kind": "prosecutor"})).reasons == ("recipient_not_covered",)
    assert decide(replace(BASES["internal"], against_person=True)).reasons == ("proceeding",)
    for who in ("inside", "needs_it"):
        assert decide(changed(BASES["internal"], {f"actor.{who}": False})).reasons == ("no_need",)


def test_who_wrote_a_confidence_reads_it_and_keeps_to_what_was_agreed_about_the_rest():
    facts = changed(BASES["internal"], {"asked": ["confidence", "progress_note"], "actor.wrote": True})
    assert decide(replace(facts, restrictions=(Restriction(),))).sent == {D.CONFIDENCE}
    named = changed(facts, {"actor.wrote": False, "actor.named": True})
    assert decide(named).answer is Answer.ALLOW
    assert decide(changed(named, {"actor.named": False})).sent == {D.PROGRESS_NOTE}


def test_counts_are_for_public_health_and_not_for_police():
    police = changed(BASES["counts"], {"recipient.kind": "law_enforcement"})
    assert decide(police).reasons == ("recipient_not_covered",)
    assert decide(changed(BASES["counts"], {"asked": ["naloxone_event", "contact"]})).sent == {D.NALOXONE_EVENT}


def test_a_word_of_mouth_does_not_break_what_he_owes_the_court_and_is_talked_about():
    said = with_consent("cj", suspended_at="2026-11-20T09:00")
    assert (decide(said).answer, decide(said).owed) == (YES, ("talk_about_revoking",))
    assert decide(changed(said, {"consent.revocable_from": date(2026, 11, 23)})).reasons == ("suspended_oral",)


def test_a_hospital_hears_how_it_may_pass_on_whatever_the_kind_of_consent():
    facts = changed(BASES["specific"], {"recipient.covered": True, "consent.stmt_hipaa_redisclosure": False})
    assert decide(facts).reasons == ("deficient:4iii",)
    housing = changed(facts, {"purpose": "housing", "consent.purposes": ["housing"]})
    assert decide(housing).answer is YES


@pytest.mark.parametrize("base", ["specific", "proceeding", "cj"])
def test_no_consent_says_courts_and_means_whoever_asks(base):
    facts = changed(BASES[base], {"consent.recipients": [], "consent.classes_of": ["court"], "recipient.kind": "court"})
    assert decide(changed(facts, {"recipient.relation": True})).reasons == ("recipient_not_covered",)


def test_a_report_on_use_in_pregnancy_is_never_made_without_a_human_s_yes():
    for statute in ("yes", "unknown"):
        facts = changed(BASES["child"], {"event.child": False, "event.prenatal": True, "event.statute": statute})
        assert "prenatal" in decide(facts).reasons
        assert decide(changed(facts, {"reviewed": ["state_unknown"]})).answer is HUMAN


def test_an_order_names_an_office_and_its_people_may_come():
    clerk = changed(BASES["order"], {"recipient.key": "clerk", "recipient.keys": ["court"]})
    assert decide(clerk).answer is LIMITED
    assert decide(changed(clerk, {"recipient.keys": []})).reasons == ("recipient_not_covered",)
    for section, answer in (("2.65", LIMITED), ("2.66", NO), ("2.67", NO), ("", NO)):
        assert decide(changed(BASES["order"], {"order.section": section})).answer is answer
    owner = changed(BASES["order"], {"order.section": "2.66", "against_person": False})
    assert decide(owner).answer is LIMITED, "against the program, not the person"
    assert decide(changed(BASES["order"], {"order.expires_on": date(2026, 11, 22)})).reasons == ("expired",)
    assert decide(changed(BASES["order"], {"order.expires_on": date(2026, 11, 23)})).answer is LIMITED


# What a hostile reader found, and was mended


def test_inside_is_nobody_with_a_name():
    """Somebody who is registered is outside, of whatever kind."""
    partner = replace(BASES["internal"], recipient=Recipient(RecipientKind.OTHER, "former partner"))
    assert decide(partner).reasons == ("recipient_not_covered",)
    assert decide(BASES["internal"]).answer is Answer.ALLOW


def test_what_was_agreed_against_somebody_outside_does_not_shut_out_those_inside():
    agreed = replace(BASES["internal"], restrictions=(Restriction(against=frozenset({"other", ""})),))
    assert decide(agreed).answer is Answer.ALLOW
    assert decide(replace(agreed, restrictions=(Restriction(),))).reasons == ("restriction",)


def representative(**more):
    them = Recipient(RecipientKind.PERSONAL_REPRESENTATIVE, "mother", stands_for=True)
    return replace(BASES["access"], recipient=them, **more)


@pytest.mark.parametrize(
    ("more", "answer", "reason"),
    [
        ({}, Answer.ALLOW, ()),
        ({"restrictions": (Restriction(against=frozenset({"mother"})),)}, Answer.DENY, ("restriction",)),
        ({"restrictions": (Restriction(against=frozenset({"father"})),)}, Answer.ALLOW, ()),
        ({"against_person": True}, Answer.DENY, ("proceeding",)),
        ({"quarantined": True}, Answer.REVIEW, ("quarantined",)),
        ({"asked": frozenset({DataClass.COUNSELING_NOTE}), "actor": Actor(human=True, wrote=True)}, Answer.DENY, ("kept_apart",)),
        ({"asked": frozenset({DataClass.CONFIDENCE}), "actor": Actor(human=True, wrote=True)}, Answer.DENY, ("kept_apart",)),
    ],
)  # fmt: skip
def test_who_stands_for_somebody_is_bound_as_anybody(more, answer, reason):
    decision = decide(representative(**more))
    assert (decision.answer, decision.reasons) == (answer, reason)


def test_the_person_themself_is_not_bound_by_what_was_agreed_for_them():
    whole = replace(BASES["access"], restrictions=(Restriction(),), quarantined=True, against_person=True)
    assert decide(whole).answer is Answer.ALLOW


@pytest.mark.parametrize("told", ["self_reported_use", "confidence", "progress_note"])
def test_what_was_told_goes_to_a_court_only_when_a_human_has_looked(told):
    of = frozenset({DataClass(told)})
    asked = replace(BASES["cj"], asked=of, consent=replace(BASES["cj"].consent, classes=of, by_hand=of))
    assert decide(asked).reasons == ("told_use",)
    assert decide(replace(asked, reviewed=frozenset({"told_use"}))).answer is Answer.ALLOW_NOTICE


@pytest.mark.parametrize("column", ["revoked_at", "suspended_at"])
def test_in_the_hour_that_comes_twice_the_later_one_counts(column):
    """Stopped at ten to two of the first; asked at ten past one of the second."""
    zone = ZoneInfo("America/New_York")
    stopped, now = datetime(2026, 11, 1, 1, 50, tzinfo=zone), datetime(2026, 11, 1, 1, 10, tzinfo=zone, fold=1)
    asked = replace(BASES["specific"], now=now, consent=replace(BASES["specific"].consent, **{column: stopped}))
    assert decide(asked).answer is Answer.DENY
    before = replace(asked, now=datetime(2026, 11, 1, 1, 10, tzinfo=zone))
    assert decide(before).answer is Answer.ALLOW_NOTICE


def test_a_reason_is_told_once():
    assert decide(replace(BASES["qso"], needed=frozenset())).reasons == ("more_than_needed",)


def test_what_was_agreed_on_a_confidence_binds_whom_the_person_named_and_not_who_heard_it():
    of = frozenset({DataClass.CONFIDENCE})
    worker = replace(BASES["internal"].actor, named=True)
    read = replace(BASES["internal"], asked=of, actor=worker, restrictions=(Restriction(classes=of),))
    assert decide(read).reasons == ("restriction",)
    assert decide(replace(read, actor=replace(worker, wrote=True))).answer is Answer.ALLOW
    consent = replace(BASES["specific"].consent, classes=of, by_hand=of)
    told = replace(BASES["specific"], asked=of, consent=consent, actor=replace(worker, wrote=True))
    assert decide(told).answer is Answer.ALLOW_NOTICE
    assert decide(replace(told, restrictions=(Restriction(classes=of),))).reasons == ("restriction",)
