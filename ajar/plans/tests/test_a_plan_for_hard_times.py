"""A plan for hard times, made together: line by line, in their words, with every version of it kept."""

import re
import uuid

import pytest
from django.urls import reverse

from ajar.access.models import AuditLine
from ajar.people import actions as people
from ajar.plans import actions, actions_safety, safety
from ajar.plans.models import PlanLine, PlanLook, Print, ReleaseRule, SafetyPlan
from ajar.plans.tests.test_what_somebody_carries import text_of
from ajar.press import content, grade

SAID = "call Rohan before 3 in the morning"


@pytest.fixture
def marco(cast):
    cast.marco = people.start_person(cast.amina, chosen_name="Marco", pronouns="he")
    return cast


@pytest.fixture
def plan(marco):
    """Marco's plan, with one line about whom he can tell."""
    row = actions_safety.start_plan(marco.amina, marco.marco, kind="hard")
    actions_safety.add_line(marco.amina, row, part="d", words=SAID, reach="555 0142")
    return row


def at(name, cast, *more):
    return reverse(name, args=[cast.marco.pk, *more])


def now(plan) -> int:
    return SafetyPlan.objects.get(pk=plan.pk).version


def once(**more):
    return {"once": str(uuid.uuid4())} | more


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 200), ("dora", 200), ("ben", 404), ("chidi", 404), ("esi", 404), ("mona", 403)]
)
def test_who_opens_the_plan(marco, plan, client, who, status):
    client.force_login(getattr(marco, who))
    for address in (at("plans", marco), at("plan", marco, plan.pk), at("plan-part", marco, plan.pk, "d")):
        answer = client.get(address)
        assert answer.status_code == status
        assert status == 200 or SAID not in answer.content.decode()
    for name in ("plan-looked", "plan-new"):
        address = at(name, marco, *([plan.pk] if name == "plan-looked" else []))
        assert client.post(address, once(kind="overdose")).status_code == (302 if status == 200 else status)
    made = SafetyPlan.objects.filter(person=marco.marco).count()
    assert made == (2 if status == 200 else 1)


def test_they_make_it_one_question_at_a_time_and_skip_what_does_not_fit(marco, client):
    client.force_login(marco.amina)
    assert "Make it together" in client.get(at("plans", marco)).content.decode()
    begun = client.post(at("plan-new", marco), once(kind="hard"), follow=True)
    shown = begun.content.decode()
    assert "What are the first signs, in you or around you?" in shown
    assert "Skip this one" in shown
    first = begun.redirect_chain[-1][0]
    words = "I can’t do this anymore; just straight up kill myself"
    added = client.post(first, once(words=words), follow=True).content.decode()
    assert words in added.replace("&#x27;", "'")
    assert "Next question" in added
    row = SafetyPlan.objects.get()
    whole = client.get(at("plan", marco, row.pk)).content.decode()
    assert words in whole
    assert whole.count("Nothing here yet. That is OK.") == 6
    assert "988" in whole
    assert "They may send someone without asking you." in whole
    assert AuditLine.objects.filter(verb="plan.line added", subject=marco.marco.pk).count() == 1


def test_a_plan_of_a_kind_is_begun_once_and_a_form_counts_once(marco, plan, client):
    client.force_login(marco.amina)
    assert client.post(at("plan-new", marco), once(kind="hard")).url == at("plan-part", marco, plan.pk, "a")
    form = once(words="walk by the river")
    for _press in range(2):
        client.post(at("plan-part", marco, plan.pk, "b"), form)
    assert SafetyPlan.objects.count() == 1
    assert PlanLine.objects.filter(part="b").count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"words": "   "}, 422),
        ({"words": "a\x00b"}, 422),
        ({"words": "x" * 20_001}, 422),
        ({"words": "🌊"}, 302),
    ],
)
def test_bad_words_are_told_and_nothing_is_lost(marco, plan, client, sent, status):
    client.force_login(marco.amina)
    answer = client.post(at("plan-part", marco, plan.pk, "d"), once(reach="555 0199", **sent))
    assert answer.status_code == status
    assert PlanLine.objects.count() == (2 if status == 302 else 1)
    assert status == 302 or "555 0199" in answer.content.decode()


@pytest.mark.parametrize("letter", ["h", "z", "dd"])
def test_a_part_that_is_not_there_is_404(marco, plan, client, letter):
    client.force_login(marco.amina)
    assert client.get(at("plan-part", marco, plan.pk, letter)).status_code == 404
    assert client.post(at("plan-part", marco, plan.pk, letter), once(words="x")).status_code == 404


def test_what_it_said_before_is_still_there_as_it_was_that_day(marco, plan, client):
    client.force_login(marco.amina)
    client.post(at("plan-looked", marco, plan.pk), {"version": now(plan)})
    line = PlanLine.objects.get()
    client.post(at("plan-line", marco, plan.pk, line.pk), once(words="call Dana", reach="555 0160"))
    client.post(at("plan-part", marco, plan.pk, "b"), once(words="walk by the river"))
    new = PlanLine.objects.get(part="d", until=None)
    assert (new.words, new.order) == ("call Dana", line.order)
    whole = client.get(at("plan", marco, plan.pk)).content.decode()
    assert "call Dana" in whole and SAID not in whole
    look = PlanLook.objects.get()
    before = client.get(at("plan-before", marco, plan.pk, look.pk)).content.decode()
    assert SAID in before and "555 0142" in before
    assert "call Dana" not in before and "river" not in before
    client.post(at("plan-line-off", marco, plan.pk, new.pk), once())
    assert "call Dana" not in client.get(at("plan", marco, plan.pk)).content.decode()
    assert PlanLine.objects.count() == 3, "no line is gone"


def test_two_who_change_one_line_the_second_sees_what_stands_and_nothing_is_overwritten(marco, plan, client):
    line = PlanLine.objects.get()
    actions_safety.change_line(marco.dora, plan, line=line, words="call Dana", reach="")
    client.force_login(marco.amina)
    answer = client.post(at("plan-line", marco, plan.pk, line.pk), once(words="call my sister"))
    assert answer.status_code == 409
    assert "call Dana" in answer.content.decode()
    assert "call my sister" in answer.content.decode()
    assert [row.words for row in PlanLine.objects.filter(until=None)] == ["call Dana"]


def test_who_takes_off_a_line_that_was_said_another_way_is_told_and_the_new_one_stays(marco, plan, client):
    line = PlanLine.objects.get()
    actions_safety.change_line(marco.dora, plan, line=line, words="call Dana", reach="")
    client.force_login(marco.amina)
    assert client.post(at("plan-line-off", marco, plan.pk, line.pk)).status_code == 409
    new = PlanLine.objects.get(until=None)
    for _press in range(2):
        assert client.post(at("plan-line-off", marco, plan.pk, new.pk)).status_code == 302
    assert not PlanLine.objects.filter(until=None).exists()
    gone = client.post(at("plan-line", marco, plan.pk, new.pk), once(words="again")).content.decode()
    assert "again" in gone
    assert not PlanLine.objects.filter(until=None).exists()


def test_read_through_is_what_was_on_the_page_and_an_order_that_day_stays(marco, plan, client):
    for words in ("second", "third"):
        actions_safety.add_line(marco.amina, plan, part="d", words=words)
    client.force_login(marco.amina)
    seen = now(plan)
    actions_safety.add_line(marco.dora, plan, part="d", words="unread")
    told = client.post(at("plan-looked", marco, plan.pk), {"version": seen}, follow=True).content.decode()
    assert "The plan has changed since you opened it" in told
    assert not PlanLook.objects.exists()
    client.post(at("plan-looked", marco, plan.pk), {"version": now(plan)})
    third = next(row for row in PlanLine.objects.filter(until=None) if row.words == "third")
    client.post(at("plan-line-up", marco, plan.pk, third.pk))
    moved = now(plan)
    client.post(at("plan-line-up", marco, plan.pk, PlanLine.objects.get(part="d", order=1, until=None).pk))
    assert now(plan) == moved, "the first stays where it is, and makes no version"
    before = client.get(at("plan-before", marco, plan.pk, PlanLook.objects.get().pk)).content.decode()
    assert before.index("second") < before.index("third")
    shown = client.get(at("plan", marco, plan.pk)).content.decode()
    assert shown.index("third") < shown.index("second")
    for odd in ("", "x", "9" * 5000, "-1"):
        assert client.post(at("plan-looked", marco, plan.pk), {"version": odd}).status_code == 302
    assert PlanLook.objects.count() == 1


def test_two_records_that_are_one_show_both_plans(marco, plan, client):
    other = people.start_person(marco.amina, chosen_name="Marco R")
    second = actions_safety.start_plan(marco.amina, other, kind="hard")
    people.join(marco.amina, marco.marco, other=other)
    client.force_login(marco.amina)
    for name in ("person", "plans"):
        page = client.get(at(name, marco)).content.decode()
        assert str(plan.pk) in page and str(second.pk) in page


def test_lines_stand_in_the_order_that_he_wants(marco, plan, client):
    client.force_login(marco.amina)
    for words in ("second", "third"):
        client.post(at("plan-part", marco, plan.pk, "d"), once(words=words))
    third = next(row for row in PlanLine.objects.all() if row.words == "third")
    client.post(at("plan-line-up", marco, plan.pk, third.pk))
    shown = client.get(at("plan", marco, plan.pk)).content.decode()
    assert shown.index(SAID) < shown.index("third") < shown.index("second")


def test_through_a_broken_glass_a_line_is_added_and_none_is_changed(marco, plan, client):
    from ajar.people import protecting

    protecting.break_glass(marco.chidi, marco.marco, why="he called in danger and Amina is away")
    client.force_login(marco.chidi)
    assert client.post(at("plan-part", marco, plan.pk, "b"), once(words="stay with me")).status_code == 302
    line = PlanLine.objects.filter(part="d").get()
    for name in ("plan-line", "plan-line-off", "plan-line-up"):
        assert client.post(at(name, marco, plan.pk, line.pk), once(words="x")).status_code == 403
    assert client.get(at("plan-print", marco, plan.pk)).status_code == 403
    assert client.post(at("plan-looked", marco, plan.pk), {"version": now(plan)}).status_code == 403
    paper = actions.make_print(marco.amina, marco.marco, plan=plan, kind="card", parts=["d"])
    assert client.get(at("print", marco, paper.pk)).status_code == 404
    told = actions_safety.start_plan(marco.amina, marco.marco, kind="overdose")
    rule = actions_safety.set_release_rule(marco.amina, told, who="my sister", what="where I am", when="that day")
    assert client.post(at("plan-told-end", marco, told.pk, rule.pk), once()).status_code == 403


# Someone who could hurt them


@pytest.fixture
def hidden(marco):
    row = actions_safety.start_plan(marco.amina, marco.marco, kind="someone")
    actions_safety.add_line(marco.amina, row, part="b", words="the back door, then Dana's")
    return row


def turn(client, cast, state="turned", **more):
    return client.post(reverse("screen"), {"state": state, "person": cast.marco.pk, "here": "/"} | more)


def test_a_plan_about_somebody_near_is_on_a_turned_screen_only_when_the_worker_said_they_are_alone(
    marco, plan, hidden, client
):
    client.force_login(marco.amina)
    client.get(at("person", marco))
    turn(client, marco)
    for address in (at("person", marco), at("plans", marco)):
        page = client.get(address).content.decode()
        assert str(plan.pk) in page
        assert str(hidden.pk) not in page
        assert "hurt" not in page
    assert client.get(at("plan", marco, hidden.pk)).status_code == 404
    paper = actions.make_print(marco.amina, marco.marco, plan=hidden, kind="card", parts=["b"])
    for name in ("print", "print-pdf"):
        assert client.get(at(name, marco, paper.pk)).status_code == 404
    assert client.post(at("plan-new", marco), once(kind="someone")).url == at("plans", marco)
    # Whoever holds a turned page cannot say it for the worker.
    turn(client, marco, "handed", alone="1")
    assert client.get(at("plan", marco, hidden.pk)).status_code == 404


def test_alone_it_is_shown_and_handed_over_and_with_the_next_turn_it_is_gone(marco, hidden, client):
    client.force_login(marco.amina)
    mine = client.get(at("plan", marco, hidden.pk)).content.decode()
    assert "We are alone: turn the screen" in mine
    assert not re.search(r"<button[^>]*(alone[^>]*data-turn|data-turn[^>]*alone)", mine), "no key says it by reflex"
    turn(client, marco, alone="1")
    assert "back door" in client.get(at("plan", marco, hidden.pk)).content.decode()
    turn(client, marco, "handed")
    assert client.get(at("plan", marco, hidden.pk)).status_code == 200
    from ajar.access import actions as access
    from ajar.access.models import SignIn

    marco.amina.sign_in = SignIn.objects.get(worker=marco.amina)
    access.uncover(marco.amina)  # the page was covered: who is in the room now, nobody has said
    assert client.get(at("plan", marco, hidden.pk)).status_code == 404
    SignIn.objects.update(screen_state="mine", screen_person=None, screen_at=None)
    client.get(at("person", marco))
    turn(client, marco)
    assert client.get(at("plan", marco, hidden.pk)).status_code == 404


def test_no_title_names_the_plan_and_nothing_is_ticked_for_a_paper_that_somebody_could_find(marco, hidden, client):
    client.force_login(marco.amina)
    for name in ("plan", "plan-print", "plans"):
        page = client.get(at(name, marco, *([] if name == "plans" else [hidden.pk]))).content.decode()
        assert not re.search(r"<title>[^<]*(hurt|safe|hard|overdose)", page, re.I)
    assert "checked" not in re.sub(
        r'type="radio"[^>]*', "", client.get(at("plan-print", marco, hidden.pk)).content.decode()
    )


# Paper


@pytest.mark.parametrize("kind", ["card", "sheet"])
def test_he_takes_along_what_he_ticked_and_no_word_more(marco, plan, client, kind):
    actions_safety.add_line(marco.amina, plan, part="f", words="Rohan keeps the pills")
    client.force_login(marco.amina)
    made = client.post(at("plan-print", marco, plan.pk), once(kind=kind, parts=["d"], paper="letter"))
    row = Print.objects.get()
    assert made.url == at("print", marco, row.pk)
    for name in ("print", "print-pdf"):
        answer = client.get(at(name, marco, row.pk))
        text = text_of(answer.content) if name == "print-pdf" else answer.content.decode().split("<article")[1]
        assert SAID in text and "555 0142" in text
        assert "pills" not in text and "Marco" not in text and "Riverside" not in text and "Amina" not in text


def test_the_steps_for_whoever_is_near_are_on_the_overdose_card_and_in_his_language(marco, client):
    people.name_person(marco.amina, marco.marco, version=1, chosen_name="Marco", pronouns="he", language="es")
    row = actions_safety.start_plan(marco.amina, marco.marco, kind="overdose")
    made = actions.make_print(marco.amina, marco.marco, plan=row, kind="card", parts=["steps"])
    client.force_login(marco.amina)
    text = text_of(client.get(at("print-pdf", marco, made.pk)).content)
    assert "Llama al 911" in text
    assert "Call 911" not in text


# Who should be told


def test_who_should_be_told_is_kept_and_tells_nobody(marco, client, mailoutbox):
    row = actions_safety.start_plan(marco.amina, marco.marco, kind="overdose")
    client.force_login(marco.amina)
    form = once(who="my sister", what="that I am in hospital", when="the same day")
    client.post(at("plan-told", marco, row.pk), form)
    shown = client.get(at("plan", marco, row.pk)).content.decode()
    assert "Not active yet" in shown and "my sister" in shown
    assert mailoutbox == []
    rule = ReleaseRule.objects.get()
    client.post(at("plan-told-end", marco, row.pk, rule.pk), once())
    assert "my sister" not in client.get(at("plan", marco, row.pk)).content.decode()
    assert ReleaseRule.objects.count() == 1, "the row stays"


def test_only_an_overdose_plan_asks_who_should_be_told(marco, plan, client):
    client.force_login(marco.amina)
    assert client.get(at("plan-told", marco, plan.pk)).status_code == 404


# The content


def test_every_kind_and_part_is_said_in_both_languages_and_keeps_its_letter():
    letters = {choice for choice, _ in PlanLine.PARTS}
    assert set(safety.kinds()) == {kind for kind, _ in SafetyPlan.KINDS}
    for entry in content.load("plans/safety")["entries"]:
        assert set(entry["name"]) == set(entry["says"]) == {"en", "es"}
        parts = [part["part"] for part in entry["parts"]]
        assert len(parts) == len(set(parts))
        assert set(parts) <= letters and set(entry["card"]) <= set(parts)
        for said in [
            *(p["name"] for p in entry["parts"]),
            *(p["ask"] for p in entry["parts"]),
            *entry.get("steps", ()),
        ]:
            assert set(said) == {"en", "es"}


def test_every_question_is_easy_to_read_in_both_languages():
    hard = []
    for entry in content.load("plans/safety")["entries"]:
        for said in [entry["says"], *(part["ask"] for part in entry["parts"]), *entry.get("steps", ())]:
            for language, text in said.items():
                read = text.replace("{emergency}", "911")
                hard += [(text, why)] if (why := grade.too_hard(read, language)) else []
    assert hard == []
