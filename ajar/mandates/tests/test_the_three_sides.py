"""Anthony, 1, 2, 4, 10 and the end: what a court asks stands on record beside what he wants; what the court would see is said first."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.models import Amendment, AuditLine
from ajar.consents import actions as consents
from ajar.consents.models import Consent
from ajar.encounters.models import FollowUp
from ajar.goals import actions as goals
from ajar.mandates import actions, queries
from ajar.mandates.models import Alignment, Mandate, MandateEvent, MandateQuestion, Requirement
from ajar.mandates.tests.anthony import SECRET, ago, anthony, signed, told_in_confidence
from ajar.people import protecting
from conftest import make_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast):
    return anthony(cast)


@pytest.fixture
def amina(cast, client):
    client.force_login(cast.amina)
    return client


def at(name, there, *ids):
    return reverse(name, args=[there.person.pk, *ids])


def page(client, name, there, *ids):
    return client.get(at(name, there, *ids)).content.decode()


def turn(client, there):
    client.post(reverse("screen"), {"state": "turned", "person": there.person.pk})


def test_what_the_court_asks_is_written_down_with_what_he_thinks_happens(cast, amina, there):
    """Case 1."""
    sent = {
        "office": "new", "new_kind": "court", "new_name": "Drug court, judge Hale", "new_reach": "1 Court Sq",
        "case_ref": "2026-9", "document": "order of 3 May", "action_type": "ati", "consequences": "I'd go back to jail",
        "agreement": "two visits a week", "schedule": "every first Monday", "counts": ["session", "group"],
        "since": ago(10).isoformat(), "once": str(uuid.uuid4()),
    }  # fmt: skip
    first, second = (amina.post(at("mandate-new", there), sent) for _ in range(2))
    assert first.status_code == 302 and first.url == second.url, "a double click writes it once"
    row = Mandate.objects.exclude(pk=there.mandate.pk).get()
    assert (row.office.name, row.case_ref, row.consequences) == (
        "Drug court, judge Hale",
        "2026-9",
        "I'd go back to jail",
    )
    amina.post(
        at("requirement-new", there, row.pk), {"kind": "tests", "words": "weekly urine screen", "how_often": "weekly"}
    )
    asked = Requirement.objects.get()
    shown = page(amina, "mandate", there, row.pk)
    for words in (
        "Drug court, judge Hale",
        "2026-9",
        "I&#x27;d go back to jail",
        "weekly urine screen",
        "every first Monday",
    ):
        assert words in shown
    amina.post(at("requirement-end", there, asked.pk))
    assert "weekly urine screen" not in page(amina, "mandate", there, row.pk)
    assert AuditLine.objects.filter(verb="mandate.written", thing_id=row.pk).count() == 1


def test_a_form_without_an_office_keeps_every_word(amina, there):
    sent = {"office": "new", "new_name": "", "consequences": "jail", "counts": ["session"]}
    answer = amina.post(at("mandate-new", there), sent)
    assert answer.status_code == 422 and "jail" in answer.content.decode()
    assert Mandate.objects.count() == 1


def test_a_draft_keeps_every_tick(amina, there):
    shown = page(amina, "mandate-new", there)
    draft = re.search(r'data-draft="([^"]+)"', shown)[1]
    assert amina.post(draft, {"counts": ["session", "call", "visit"], "agreement": "half wri"}).status_code == 204
    shown = page(amina, "mandate-new", there)
    assert re.findall(r'name="counts" value="([a-z-]+)"[^>]* checked', shown) == ["session", "call", "visit"]
    assert "half wri" in shown


def test_what_is_changed_keeps_what_it_said_and_two_do_not_overwrite_each_other(cast, amina, there):
    sent = {"consequences": "A fine, I think", "counts": ["session"], "version": 1}
    assert amina.post(at("mandate-change", there, there.mandate.pk), sent).status_code == 302
    assert (
        amina.post(at("mandate-change", there, there.mandate.pk), sent | {"consequences": "Other"}).status_code == 409
    )
    row = Mandate.objects.get()
    assert (row.consequences, row.counts, row.version) == ("A fine, I think", "session", 2)
    assert "They lock me up if I miss too much." in [one.was for one in Amendment.objects.filter(thing_id=row.pk)]


def test_three_sets_of_goals_stand_side_by_side_and_the_older_ones_stay(cast, amina, there):
    """Case 2."""
    goals_kept = goals_of(there)
    shown = page(amina, "mandate-sides", there, there.mandate.pk)
    assert goals_kept[0] in shown and goals_kept[1] not in shown, "a goal made from a confidence is on no such page"
    sent = {
        "order": 0, "theirs": "See my kids", "ours": "That he stays safe", "courts": "No use at all", "match": "partly",
        "reconcile": "Tests first, then talk",
    }  # fmt: skip
    assert amina.post(at("mandate-sides", there, there.mandate.pk), sent).status_code == 302
    assert amina.post(at("mandate-sides", there, there.mandate.pk), sent).status_code == 409, "somebody was quicker"
    turn(amina, there)
    shown = page(amina, "mandate", there, there.mandate.pk)
    for words in ("See my kids", "That he stays safe", "No use at all", "in part", "Tests first, then talk"):
        assert words in shown
    actions.write_sides(cast.amina, there.mandate, order=1, match="yes", theirs="Work again")
    assert queries.sides(cast.amina, there.mandate).theirs == "Work again" and Alignment.objects.count() == 2


def goals_of(there):
    from ajar.goals import actions_goals

    kept = told_in_confidence(there)
    actions_goals.add_goal(there.worker, there.person, words="Get my license back")
    actions_goals.add_goal(there.worker, there.person, words="Use less than I do now", kept_between=kept)
    return "Get my license back", "Use less than I do now"


def test_what_came_from_them_changes_nothing_and_he_is_shown_it(cast, amina, there):
    sent = {"kind": "sanction", "words": "two days of community work", "day": ago(1).isoformat()}
    amina.post(at("mandate-event-new", there, there.mandate.pk), sent)
    row = MandateEvent.objects.get()
    assert (row.kind, row.shown_on) == ("sanction", None)
    turn(amina, there)
    assert "two days of community work" in page(amina, "mandate", there, there.mandate.pk)
    amina.post(at("mandate-event-shown", there, row.pk))
    row.refresh_from_db()
    assert row.shown_on == localdate()
    assert Mandate.objects.get().version == 1, "nothing else moved"


def test_a_term_that_is_not_clear_is_asked_about_only_with_his_yes(cast, amina, there):
    sent = {
        "term": "as directed",
        "theirs": "when I can",
        "ours": "twice a week",
        "courts": "",
        "question": "How often?",
    }
    amina.post(at("mandate-question-new", there, there.mandate.pk), sent)
    row = MandateQuestion.objects.get()
    shown = page(amina, "mandate", there, there.mandate.pk)
    assert all(
        words in shown for words in ("as directed", "when I can", "twice a week", "How often?", "this may be asked")
    )
    assert row.approved_on is None
    amina.post(at("mandate-question-yes", there, row.pk))
    row.refresh_from_db()
    assert row.approved_on == localdate()


def test_before_the_talk_the_page_says_what_the_court_sees_and_what_not(cast, amina, there):
    """Case 4, domain A.16 step 4: computed from the consent that stands."""
    assert "Nothing. Not even that you come here" in page(amina, "court-sees", there)
    consent = signed(there, "attendance")
    shown = page(amina, "court-sees", there)
    assert "Officer Ruiz" in shown and "I cannot promise" not in shown and "What you tell me" in shown
    consents.set_aside(cast.amina, consent)
    with_tests = signed(there, "attendance", "tox_result")
    turn(amina, there)
    shown = page(amina, "court-sees", there)
    assert "I cannot promise to say nothing about tests" in shown and "I will not lie if they ask me" in shown
    consents.agree_restriction(cast.amina, there.person, words="no tests", classes=["tox_result"])
    consents.question_consent(cast.amina, consent)
    assert "I cannot promise" not in page(amina, "court-sees", there), "what was agreed beyond the law is read too"
    consents.question_consent(cast.amina, with_tests)
    assert "Nothing. Not even that you come here" in page(amina, "court-sees", there)


def test_what_the_page_says_is_what_would_leave(cast, there):
    """The page gathers what holds for all readers once: each answer is the one of the way out itself."""
    from ajar.consents.disclosing import Item, Request, would

    plain, wide = signed(there, "attendance"), signed(there, "attendance", "tox_result", by_hand=["diagnosis"])
    unmonitored = signed(there, to=[there.court], monitors=False)
    consents.agree_restriction(cast.amina, there.person, words="not this", classes=["diagnosis"])
    told = queries.what_they_see(cast.amina, there.person)
    assert {one.consent.pk for one in told} == {plain.pk, wide.pk, unmonitored.pk}
    for one in told:
        items = tuple(Item(each, lambda: ()) for each in queries.covered(one.consent))
        decision, _words = would(
            cast.amina, there.person,
            Request(recipient=one.recipient, purpose="cj_monitor", basis="consent_cj", items=items, consent=one.consent),
        )  # fmt: skip
        assert {each.id for each in one.sees} == set(decision.sent)
        assert bool(one.why) == (one.consent.pk == unmonitored.pk)


def test_his_honesty_can_stand_as_a_change_that_neither_court_nor_team_sees(cast, client, there):
    """Case 10."""
    kept = told_in_confidence(there)
    goals.add_change(cast.amina, there.person, kind="better", words="Said it out loud", kept_between=kept)
    for who, sees in ((cast.amina, True), (cast.dora, False)):
        client.force_login(who)
        assert ("Said it out loud" in page(client, "story", there)) == sees
        for name, ids in (("mandates", ()), ("mandate", (there.mandate.pk,)), ("court-sees", ())):
            shown = page(client, name, there, *ids)
            assert "Said it out loud" not in shown and SECRET not in shown


def test_the_court_is_done_and_each_consent_for_it_ends_the_same_day(cast, amina, there):
    """A16-09. A consent for another court matter, or for somebody else, stays."""
    ends, other = signed(there), signed(there, case_ref="2025-7")
    friend = consents.add_recipient(
        cast.amina, there.person, kind="probation_parole", name="Another office", verified_how="met"
    )
    elsewhere = signed(there, to=[friend])
    note = page(amina, "mandate-done", there, there.mandate.pk)
    assert str(ends.pk) in note and str(other.pk) not in note and "nothing more goes to them" in note
    sent = {"day": localdate().isoformat(), "version": 1}
    done = amina.post(at("mandate-done", there, there.mandate.pk), sent, follow=True).content.decode()
    assert "Tell the person" in done and "The court has been done since" in done
    days = {row.pk: row.final_disposition_on for row in Consent.objects.all()}
    assert days == {ends.pk: localdate(), other.pk: None, elsewhere.pk: None}
    assert AuditLine.objects.filter(verb="consent.event disposition", thing_id=ends.pk).count() == 1


def test_when_the_court_is_done_he_is_to_be_told_from_that_day_on(cast, amina, there):
    """A16-09. The line says nothing of a court: colleagues read it who read of none."""
    signed(there)
    actions.final_disposition(cast.amina, there.mandate, version=1, day=localdate())
    (todo,) = FollowUp.objects.filter(person=there.person, kind="task")
    assert (todo.day, todo.worker_id) == (localdate(), cast.amina.pk)
    assert "a consent has ended" in todo.what and "court" not in todo.what
    assert "a consent has ended" in amina.get(reverse("today")).content.decode()
    there.mandate.refresh_from_db()
    actions.final_disposition(cast.amina, there.mandate, version=2, day=localdate() - timedelta(days=1))
    assert FollowUp.objects.filter(person=there.person, kind="task").count() == 1


def test_an_agreement_that_says_more_than_the_consent_is_marked_and_the_consent_decides(cast, amina, there):
    """A16-11: "report any known use" is in the agreement, and not in what he signed."""
    marked = "These we do not tell:"
    assert marked not in page(amina, "mandate", there, there.mandate.pk)
    sent = {"version": 1, "promised": ["attendance", "self_reported_use"], "counts": ["session"]}
    assert amina.post(at("mandate-change", there, there.mandate.pk), sent).status_code == 302
    both = page(amina, "mandate", there, there.mandate.pk)
    assert marked in both and both.count("<li>", both.index(marked), both.index("</ul>", both.index(marked))) == 2
    consent = signed(there)
    one = page(amina, "mandate", there, there.mandate.pk)
    assert marked in one and one.count("<li>", one.index(marked), one.index("</ul>", one.index(marked))) == 1
    consents.stop_consent(cast.amina, consent, how="said")
    assert queries.beyond(cast.amina, Mandate.objects.get())  # whatever stands or not, nothing is told beyond it


@pytest.mark.parametrize(
    ("who", "status"),
    [("amina", 200), ("dora", 200), ("ben", 403), ("olu", 403), ("chidi", 404), ("mona", 403), ("pia", 403)],
)
def test_who_reads_what_a_court_asks(cast, client, there, who, status):
    """Peers and outreach do not, though they are on his care; nor does anybody else's worker."""
    from ajar.people import actions as people

    cast.olu = make_worker(cast.agency, "Olu", "outreach", cast.north)
    for worker in (cast.ben, cast.olu):
        people.join_care_team(cast.dora, there.person, worker=worker)
    client.force_login(getattr(cast, who))
    for name, ids in (("mandates", ()), ("mandate", (there.mandate.pk,)), ("court-sees", ())):
        answer = client.get(at(name, there, *ids))
        assert answer.status_code == status
        assert ("part 40" in answer.content.decode()) == (status == 200 and name != "court-sees")
    if who in ("ben", "olu"):
        assert at("mandates", there) not in page(client, "person", there)


def test_through_a_broken_glass_there_is_no_court(cast, client, there):
    protecting.break_glass(cast.chidi, there.person, why="He fell and cannot speak to anybody.")
    client.force_login(cast.chidi)
    assert client.get(at("person", there)).status_code == 200
    assert client.get(at("mandates", there)).status_code == 403


def test_where_somebody_could_hurt_him_a_turned_screen_names_no_court(cast, amina, there):
    from ajar.people import actions as people

    people.keep_contact(cast.amina, there.person, version=0, could_be_hurt="yes")
    turn(amina, there)
    for name, ids in (("mandates", ()), ("mandate", (there.mandate.pk,)), ("court-sees", ())):
        shown = page(amina, name, there, *ids)
        assert "Not on this screen now" in shown and "part 40" not in shown


def test_the_pages_read_no_more_when_there_is_more(cast, amina, there, django_assert_max_num_queries):
    for _n in range(4):
        signed(there)
    for n in range(12):
        actions.add_requirement(cast.amina, there.mandate, kind="come", words=f"visit {n}")
        actions.note_event(cast.amina, there.mandate, kind="word", words=f"word {n}", day=localdate())
        actions.draft_question(cast.amina, there.mandate, term=f"term {n}")
    # of what the court sees a consent costs three: two for whether it stands (consents' own), one for who reads
    for name, ids, most in (("mandates", (), 20), ("mandate", (there.mandate.pk,), 26), ("court-sees", (), 28)):
        page(amina, name, there, *ids)
        with django_assert_max_num_queries(most):
            assert page(amina, name, there, *ids)
