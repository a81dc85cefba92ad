"""I-09: a subpoena alone gets nothing. An order permits, a subpoena compels, two named people agree, and only what the order
names goes (42 CFR 2.61). Every short cut is tried: refused, and a line stands in the audit."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine
from ajar.consents import actions_legal as acts
from ajar.consents import disclosing, gathering
from ajar.consents.disclosing import Item, Request, disclose
from ajar.consents.facts import DataClass, Order
from ajar.consents.models import Disclosure, Recipient
from ajar.consents.models_legal import LegalRequest
from ajar.people import protecting
from ajar.people.models import Hold, Person
from ajar.people.queries import open_person
from conftest import make_worker

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=False)]
CODES = frozenset(
    {"two_approvers", "order_permits_only", "identity_exposed", "contact_risk", "quarantined", "state_unknown"}
)
WHOLE = {"2.64": ("civil", ("no_other_way", "interest_outweighs"))}


@pytest.fixture
def scene(cast):
    cast.sara = open_person(cast.amina, cast.person.pk)
    cast.rosa = make_worker(cast.agency, "Rosa", "supervisor", cast.north)
    cast.paul = make_worker(cast.agency, "Paul", "privacy officer")
    cast.entity = make_worker(cast.agency, "Officer Ruiz", "entity officer")
    set_agency(cast.other_agency.pk)
    cast.far = make_worker(cast.other_agency, "Fay", "supervisor")
    set_agency(cast.agency.pk)
    return cast


def came(cast, kind="subpoena", name=True) -> LegalRequest:
    row = acts.paper_came(cast.ben, kind=kind, via="desk", came_on=localdate(), who="Part 40")
    return acts.name_person(cast.pia, row, version=row.version, person=cast.person) if name else row


def ordered(cast, row=None, *, agree=True, **more) -> LegalRequest:
    """A whole order: section and use, findings, what compels, who may have it; and two agree."""
    row = row or came(cast, "order")
    said = {
        "section": "2.64", "use": "civil", "findings": WHOLE["2.64"][1], "classes": ["attendance"],
        "process": "subpoena of today", "process_on": localdate(),
        "new_office": {"kind": "court", "name": f"Part 40 {row.pk}", "reach": "1 Main"},
    } | more  # fmt: skip
    row = acts.write_order(cast.pia, row, version=row.version, **said)
    if agree:
        for who in (cast.dora, cast.mona):
            row = acts.approve_order(who, row, version=row.version)
    return row


def tell(cast, row, *, actor=None, classes=("attendance",), person=None, **more):
    office = more.pop("recipient", None) or (row and row.office) or office_of(cast)
    items = tuple(
        Item(DataClass(one), lambda one=one: [("Told", f"words of {one}")], day=localdate()) for one in classes
    )
    said = {"recipient": office, "purpose": "legal_proceeding", "basis": "court_order", "items": items, "legal": row}
    return disclose(actor or cast.amina, person or cast.sara, Request(**(said | more)))


def office_of(cast):
    return Recipient.objects.create(
        agency_id=cast.agency.pk, kind="court", name="Part 40", day=localdate(), by=cast.pia
    )


# The short cuts. Each gives a Release that released nothing, or raises.


def a_subpoena_alone(cast):
    return tell(cast, came(cast))


def a_subpoena_alone_with_codes_made_up(cast):
    return tell(cast, came(cast), reviewed=CODES | {"order_missing"})


def no_row_of_the_register(cast):
    return tell(cast, None, reviewed=CODES, ground_ref="order of 3 May")


def an_order_without_process(cast):
    return tell(cast, ordered(cast, process="", process_on=None, agree=False), reviewed=CODES)


def process_without_an_order(cast):
    return tell(cast, ordered(cast, section="", findings=(), agree=False), reviewed=CODES)


def nobody_agreed(cast):
    return tell(cast, ordered(cast, agree=False), reviewed=CODES)


def one_agreed(cast):
    row = ordered(cast, agree=False)
    return tell(cast, acts.approve_order(cast.dora, row, version=row.version), reviewed=CODES)


def the_same_agreed_twice(cast):
    row = ordered(cast, agree=False)
    row = acts.approve_order(cast.dora, row, version=row.version)
    row = acts.approve_order(cast.dora, row, version=row.version)
    assert row.refused == "twice"
    return tell(cast, LegalRequest.objects.get(pk=row.pk), reviewed=CODES)


def who_wrote_it_down_agreed(cast):
    row = ordered(cast, agree=False)
    row = acts.approve_order(cast.pia, row, version=row.version)
    assert row.refused == "own"
    row = acts.approve_order(cast.dora, row, version=row.version)
    return tell(cast, row, reviewed=CODES)


def another_agency_agreed(cast):
    row = ordered(cast, agree=False)
    row = acts.approve_order(cast.dora, row, version=row.version)
    set_agency(cast.other_agency.pk)
    assert acts.approve_order(cast.far, row, version=row.version).refused == "not yours"
    assert AuditLine.objects.filter(actor=cast.far, verb="legal.approval refused").exists()
    set_agency(cast.agency.pk)
    return tell(cast, LegalRequest.objects.get(pk=row.pk), reviewed=CODES)


def an_entity_officer_agrees(cast):
    row = ordered(cast, agree=False)
    acts.approve_order(cast.entity, row, version=row.version)


def an_entity_officer_tells(cast):
    return tell(cast, ordered(cast), actor=cast.entity)


def the_privacy_officer_tells(cast):
    return tell(cast, ordered(cast), actor=cast.pia)


def more_than_the_order_names(cast):
    return tell(cast, ordered(cast), classes=("tox_result", "self_reported_use"), reviewed=CODES)


def days_that_the_order_does_not_name(cast):
    last = localdate() - timedelta(days=400)
    return tell(cast, ordered(cast, since=last, until=last + timedelta(days=30)), reviewed=CODES)


def an_order_that_ended(cast):
    return tell(cast, ordered(cast, expires_on=localdate() - timedelta(days=1)), reviewed=CODES)


def an_order_that_the_court_took_back(cast):
    row = ordered(cast)
    return tell(cast, acts.vacate_order(cast.pia, row, version=row.version), reviewed=CODES)


def a_civil_order_in_a_criminal_case(cast):
    """2.64 is not 2.65: against the person in a criminal case the court must find more."""
    return tell(cast, ordered(cast, use="criminal"), reviewed=CODES)


def an_order_against_us_used_against_the_person(cast):
    return tell(cast, ordered(cast, section="2.66", use="program"), against=True, reviewed=CODES)


def an_order_for_agents_under_cover(cast):
    return tell(cast, ordered(cast, section="2.67", use="program"), reviewed=CODES)


def an_order_that_lacks_a_finding(cast):
    return tell(cast, ordered(cast, section="2.65", use="criminal"), reviewed=CODES)


def somebody_else_than_the_order_names(cast):
    return tell(cast, ordered(cast), recipient=office_of(cast), reviewed=CODES)


def an_order_about_somebody_else(cast):
    from ajar.people import actions

    other = open_person(cast.amina, actions.start_person(cast.amina, chosen_name="Someone Else").pk)
    return tell(cast, ordered(cast), person=other, reviewed=CODES)


def a_closed_paper(cast):
    row = ordered(cast)
    return tell(cast, acts.paper_done(cast.pia, row, version=row.version, outcome="done"), reviewed=CODES)


def an_order_changed_after_they_agreed(cast):
    row = ordered(cast)
    return tell(
        cast,
        ordered(cast, row, classes=["attendance", "tox_result"], agree=False),
        classes=("tox_result",),
        reviewed=CODES,
    )


def a_row_filled_in_by_the_caller(cast):
    """The object in hand says that two agreed; the register does not."""
    row = ordered(cast, agree=False)
    row.first, row.second, row.section = cast.dora, cast.mona, "2.64"
    return tell(cast, row, reviewed=CODES)


def counseling_notes_that_the_order_does_not_open(cast):
    return tell(
        cast, ordered(cast, classes=["attendance", "counseling_note"]), classes=("counseling_note",), reviewed=CODES
    )


def while_the_place_is_locked_down(cast):
    row = ordered(cast)
    acts.lock_down(cast.ben)
    return tell(cast, row, reviewed=CODES)


def as_an_emergency_that_is_a_pretext(cast):
    return tell(cast, came(cast), basis="medical_emergency", reviewed=CODES)


def as_a_crime_that_was_not_here(cast):
    return tell(cast, came(cast), basis="crime_on_premises", reviewed=CODES)


def erased_while_held(cast):
    came(cast)
    cast.refused_by = "held"
    protecting.erase(cast.pia, Person.objects.get(pk=cast.person.pk))


def the_hold_ended_and_then_erased(cast):
    row = came(cast)
    protecting.end_hold(cast.pia, row.hold)


CUTS = [
    a_subpoena_alone, a_subpoena_alone_with_codes_made_up, no_row_of_the_register, an_order_without_process,
    process_without_an_order, nobody_agreed, one_agreed, the_same_agreed_twice, who_wrote_it_down_agreed,
    another_agency_agreed, more_than_the_order_names, days_that_the_order_does_not_name, an_order_that_ended,
    an_order_that_the_court_took_back, a_civil_order_in_a_criminal_case, an_order_against_us_used_against_the_person,
    an_order_for_agents_under_cover, an_order_that_lacks_a_finding, somebody_else_than_the_order_names,
    an_order_about_somebody_else, a_closed_paper, an_order_changed_after_they_agreed, a_row_filled_in_by_the_caller,
    counseling_notes_that_the_order_does_not_open, while_the_place_is_locked_down, as_an_emergency_that_is_a_pretext,
    as_a_crime_that_was_not_here,
]  # fmt: skip


def took(cast, cut) -> str:
    """What a short cut got out of the house: nothing, or its words."""
    out = cut(cast)
    line = AuditLine.objects.filter(agency_id=cast.agency.pk, verb="disclosure.refused", thing_id=out.disclosure.pk)
    if out.released or out.body:
        return f"told: {out.decision}"
    return "" if line.exists() and not out.disclosure.sha256 else "no line in the audit"


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.__name__)
def test_i09_every_short_cut_is_refused_and_stands_in_the_audit(scene, cut):
    assert took(scene, cut) == ""


@pytest.mark.parametrize("cut", [an_entity_officer_agrees, an_entity_officer_tells, the_privacy_officer_tells])
def test_i09_a_role_that_may_not_is_stopped_before_anything(scene, cut):
    with pytest.raises(PermissionDenied):
        cut(scene)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("cut", [erased_while_held, the_hold_ended_and_then_erased])
def test_i09_nothing_is_erased_while_a_paper_is_open(scene, cut):
    with pytest.raises(protecting.Refused):
        cut(scene)
    hold = Hold.objects.get(person=scene.person)
    assert hold.ended_on is None and Person.objects.get(pk=scene.person.pk).erased_on is None
    row = LegalRequest.objects.get()
    acts.paper_done(scene.pia, row, version=row.version, outcome="withdrawn")
    protecting.erase(scene.pia, Person.objects.get(pk=scene.person.pk))


def test_i09_the_whole_road_lets_what_the_order_names_go(scene):
    """The control of the refusals: nothing but what is missing stood in the way."""
    row = ordered(scene)
    out = tell(scene, row, classes=("attendance", "tox_result"))
    assert out.released and out.decision.sent == {DataClass.ATTENDANCE}
    kept = Disclosure.objects.get()
    assert kept.legal_id == row.pk and kept.sent == "attendance" and kept.sha256


def test_i09_a_gate_that_trusts_its_caller_is_caught(scene, monkeypatch):
    """The control: were the order what a caller says it is, the short cuts would get through, and the database stops
    those that no row carries."""
    row, office = came(scene), office_of(scene)
    made_up = Order(
        section="2.64", findings=True, compulsion=True, approvers=2, classes=frozenset(DataClass),
        recipients=frozenset({str(office.pk)}),
    )  # fmt: skip
    monkeypatch.setattr(gathering, "of_order", lambda person, legal: (made_up, True))
    decision, words = disclosing.would(
        scene.amina, scene.sara,
        Request(recipient=office, purpose="legal_proceeding", basis="court_order", legal=row,
                items=(Item(DataClass.ATTENDANCE, lambda: [("Told", "words")]),)),
    )  # fmt: skip
    assert words, "a gate that believes its caller lets it through: this is what the tests above would see"
    with pytest.raises(DatabaseError):
        tell(scene, row, recipient=office)
    assert not Disclosure.objects.filter(released=True).exists()


@pytest.mark.parametrize(
    "wrong", ["first=second", "first=by", "second=order_by", "second without first", "agreed to no order"]
)
def test_i09_the_database_itself_refuses_approvals_that_are_none(scene, wrong):
    row = ordered(scene, agree=False)
    said = {
        "first=second": {"first": scene.dora, "second": scene.dora}, "first=by": {"first": scene.ben},
        "second=order_by": {"first": scene.dora, "second": scene.pia}, "second without first": {"second": scene.dora},
        "agreed to no order": {"first": scene.dora, "process_on": None},
    }[wrong]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalRequest.objects.filter(pk=row.pk).update(**said)
    LegalRequest.objects.filter(pk=row.pk).update(first=scene.dora, second=scene.mona)


def test_i09_no_page_prints_or_hands_out_while_the_register_says_no(scene):
    """Every address of the register as whoever may see it: the words that were to be told never come back as told."""
    row = came(scene)
    browser = Client()
    browser.force_login(scene.amina)
    page = reverse("under-order", args=[scene.person.pk, row.pk])
    assert browser.get(page).status_code == 404, "no order is written down"
    set_agency(scene.agency.pk)
    row = ordered(scene, row, agree=False)
    answer = browser.post(page, {"attendance": "CNRY-words-to-tell"})
    assert answer.status_code == 422 and "Two named people" in answer.content.decode()
    set_agency(scene.agency.pk)
    assert not Disclosure.objects.filter(released=True).exists()
    refused = Disclosure.objects.get()
    assert refused.legal_id == row.pk and "two_approvers" in refused.reasons
    for address in ("told", "told-pdf"):
        assert browser.get(reverse(address, args=[scene.person.pk, refused.pk])).status_code == 404


def test_i09_what_is_append_only_stays_so_behind_the_gate(scene):
    tell(scene, ordered(scene))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consents_disclosure SET released = NOT released")
