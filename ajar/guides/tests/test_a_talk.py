"""A talk goes along the map, one question a page. Nothing is in the record before it is read together and kept."""

import re
from datetime import timedelta

from django.utils.timezone import localdate, now

from ajar.basket.models import Offer
from ajar.encounters import queries as encounters
from ajar.encounters.actions import record_encounter
from ajar.encounters.models import Encounter, FollowUp
from ajar.goals.models import Change, Goal, Need, Rating, Step
from ajar.guides import actions_map, queries, versions
from ajar.guides.models import MapVersion, Walk, WalkLine, WalkStep
from ajar.people.actions import keep_contact

NEXT = (localdate() + timedelta(days=43)).isoformat()


def turn(client, person, state="turned", **more):
    return client.post("/screen/", {"state": state, "person": person.pk, "here": "/"} | more)


def begin(client, person, **more):
    answer = client.post(f"/people/{person.pk}/talk/", more)
    assert answer.status_code == 302
    return answer["Location"]


def stand_at(node):
    """The talk stands at this question."""
    walk = Walk.objects.get()
    Walk.objects.filter(pk=walk.pk).update(node=Walk._meta.get_field("node").seal(walk, node))


def press(client, address, answer, **said):
    """One answer of the question that stands there, by its id; the page where it leads."""
    walk = Walk.objects.get(pk=address.rstrip("/").split("/")[-1])
    node = queries.standing(walk)
    doors = {one.id: one for one in queries.guide_of(walk).anywhere}
    if answer in doors:
        said |= {"any": answer}
    else:
        said |= {"answer": 1 + [one.id for one in node.answers].index(answer)}
    return client.post(address, {"at": walk.at} | said, follow=True)


def go(client, address, *answers, **said):
    """Along these answers, with nothing typed but what stands in `said` by the question."""
    for step in answers:
        node, answer = step.split(".")
        walk = Walk.objects.get(pk=address.rstrip("/").split("/")[-1])
        assert walk.node == node or node == "anywhere", f"at {walk.node}, not at {node}"
        page = press(client, address, answer, **said.get(node, {}))
        assert page.status_code == 200, page.content.decode()[:2000]
    return page


def keep(client, address):
    """Read together, everything kept."""
    page = client.get(address + "read/")
    ticked = re.findall(r'name="(keep-[0-9a-f]{32})"', page.content.decode())
    return client.post(address + "read/", dict.fromkeys(ticked, "on") | {"keep": "1"}, follow=True)


def test_what_was_said_is_kept_after_it_was_read_together_and_not_before(cast, amina):
    address = begin(amina, cast.person)
    go(
        amina, address, "welcome.back", "since_last.goal", "goal.set", "small_step.sure", "safety_check.ok",
        since_last={"words": "a part time job"}, goal={"words": "be ready for Elise", "number": "6"},
        small_step={"words": "call housing", "number": "8"},
    )  # fmt: skip
    assert not Change.objects.exists() and not Goal.objects.exists() and not Step.objects.exists()
    page = press(amina, address, "date", day=NEXT, way="call", safe="from M., after 2")
    assert "a part time job" in page.content.decode() and "Keep this" in page.content.decode()
    assert not Goal.objects.exists()
    done = keep(amina, address)
    assert "Thank you for talking with me" in done.content.decode()
    change, goal, step = Change.objects.get(), Goal.objects.get(), Step.objects.get()
    assert (change.kind, change.words) == ("better", "a part time job")
    assert (goal.words, Rating.objects.get().value, step.words, step.sure) == (
        "be ready for Elise",
        6,
        "call housing",
        8,
    )
    assert step.goal_id == goal.pk
    next_time = FollowUp.objects.get()
    assert (next_time.day.isoformat(), next_time.kind, next_time.how_safe) == (NEXT, "call", "from M., after 2")
    note = encounters.lines_of(cast.amina, cast.person, Encounter.objects.get())
    assert [line.words for line in note] == ["a part time job", "be ready for Elise", "call housing"]
    assert {line.speaker for line in note} == {"person"}
    assert not WalkLine.objects.exists() and not WalkStep.objects.exists()
    # Kept twice is kept once.
    amina.post(address + "read/", {"keep": "1"})
    assert Goal.objects.count() == 1


def test_a_line_that_is_dropped_or_not_ticked_is_nowhere(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "since_last.better", since_last={"words": "slept six hours"})
    press(amina, address, "low", words="I am so tired")
    line = next(one for one in WalkLine.objects.all() if one.words == "slept six hours")
    amina.post(f"{address}words/{line.pk}/", {"drop": "1"})
    page = amina.get(address).content.decode()
    assert "slept six hours" not in page and "Take it back" in page
    amina.post(f"{address}words/{line.pk}/", {"back": "1"})
    assert "slept six hours" in amina.get(address).content.decode()
    amina.post(f"{address}words/{line.pk}/", {"drop": "1"})
    amina.post(address + "read/", {"keep": "1"})
    assert not Change.objects.exists() and not Need.objects.exists()
    assert Encounter.objects.count() == 1


def test_no_word_is_lost_by_back_skip_a_dot_or_a_door(cast, amina):
    address = begin(amina, cast.person)
    walk = Walk.objects.get()
    ways = [{"skip": "1"}, {"stage": "3"}, {"any": "listen"}, {"back": "1"}, {"write": "1"}]
    for number, way in enumerate(ways):
        walk.refresh_from_db()
        amina.post(address, {"at": walk.at, "words": f"word number {number}", **way}, follow=True)
    assert sorted(line.words for line in WalkLine.objects.all()) == [f"word number {n}" for n in range(5)]


def test_both_sides_and_a_safe_way_are_not_lost_whatever_is_pressed(cast, amina):
    address = begin(amina, cast.person)
    sides = {"good": "it calms me", "not_good_if": "nights would be long"}
    for number, way in enumerate([{"back": "1"}, {"skip": "1"}, {"stage": "3"}, {"any": "danger"}, {"write": "1"}]):
        stand_at("two_sides")
        amina.post(
            address,
            {"at": Walk.objects.get().at, **{side: f"{words} {number}" for side, words in sides.items()}, **way},
        )
    page = amina.get(address).content.decode()
    for number in range(5):
        assert f"it calms me {number}" in page and f"nights would be long {number}" in page, number
    stand_at("close")
    amina.post(address, {"at": Walk.objects.get().at, "safe": "by the blue door", "skip": "1"})
    assert "by the blue door" in amina.get(address + "read/").content.decode()


def test_how_it_is_safe_to_reach_them_is_not_said_anew_when_nobody_changed_it(cast, amina):
    keep_contact(cast.amina, cast.person, version=0, ways="call, from M.")
    address = begin(amina, cast.person)
    stand_at("close")
    assert "call, from M." in amina.get(address).content.decode()
    amina.post(address, {"at": Walk.objects.get().at, "safe": "call, from M.", "answer": 2})
    assert not WalkLine.objects.exists()


def test_a_second_press_of_words_keeps_them_once_and_an_old_page_of_both_sides_keeps_them(cast, amina):
    address = begin(amina, cast.person)
    stand_at("need")
    said = {"at": Walk.objects.get().at, "answer": 7, "words": "a place to sleep"}
    for _press in range(3):
        amina.post(address, said)
    assert [line.words for line in WalkLine.objects.all()] == ["a place to sleep"]
    amina.post(f"{address}words/{WalkLine.objects.get().pk}/", {"drop": "1"})
    amina.post(address, said)
    assert WalkLine.objects.count() == 1, "what was dropped is not brought back by an old page"
    amina.post(address, {"at": 0, "skip": "1", "good": "it calms me", "who": "my sister"})
    assert {line.kind for line in WalkLine.objects.filter(dropped=False)} == {"sides", "supporter"}


def test_what_stands_in_a_box_beside_the_question_goes_with_any_press(cast, amina):
    address = begin(amina, cast.person)
    for number, (way, kind) in enumerate(
        [({"skip": "1"}, "job"), ({"any": "listen"}, "teach"), ({"answer": 1}, "job")]
    ):
        amina.post(address, {"at": Walk.objects.get().at, f"aside-{kind}": f"box {number}", **way})
    assert {(line.kind, line.words) for line in WalkLine.objects.all() if line.words} == {
        ("job", "box 0"), ("teach", "box 1"), ("job", "box 2"),
    }  # fmt: skip


def test_why_not_lower_is_asked_of_a_number_that_was_given_and_goes_with_it(cast, amina):
    address = begin(amina, cast.person)
    for number, asked in (("", False), ("0", False), ("4", True)):
        stand_at("goal")
        page = press(amina, address, "set", words=f"sleep {number}", number=number).content.decode()
        assert ("Why not a lower number?" in page) == asked, number
    amina.post(address, {"at": Walk.objects.get().at, "aside-why": "I slept on Sunday", "answer": 3})
    stand_at("small_step")
    page = press(amina, address, "sure", words="tea at nine", number="8").content.decode()
    assert "Why not a lower number?" in page
    amina.post(address, {"at": Walk.objects.get().at, "aside-why_sure": "my sister calls", "skip": "1"})
    keep(amina, address)
    marks = [(mark.value, mark.words) for mark in Rating.objects.all() if mark.words]
    assert {words for _value, words in marks} == {"I slept on Sunday"}


def test_a_remark_about_an_option_is_no_idea_of_their_own(cast, amina):
    address = begin(amina, cast.person)
    stand_at("options")
    press(amina, address, "one", words="my cousin did that")
    keep(amina, address)
    assert not Offer.objects.exists()
    note = encounters.lines_of(cast.amina, cast.person, Encounter.objects.get())
    assert "my cousin did that" in [line.words for line in note]


def test_words_that_come_when_the_talk_has_ended_are_not_lost(cast, amina):
    address = begin(amina, cast.person)
    stand_at("end")
    late = {"at": 0, "answer": 1, "words": "one more thing"}
    assert "one more thing" in amina.post(address, late, follow=True).content.decode(), "to be read together"
    keep(amina, address)
    page = amina.post(address, late | {"words": "and another"})
    assert "They are not in the record" in page.content.decode() and "and another" in page.content.decode()
    assert Encounter.objects.count() == 1


def test_words_from_an_old_page_stay_off_a_shared_screen_as_the_question_did(cast, amina):
    address = begin(amina, cast.person)
    stand_at("unsafe_person")
    press(amina, address, "think")
    stand_at("safety_check")
    amina.post(address, {"at": 0, "words": "he has my keys", "answer": 1})
    assert "he has my keys" in amina.get(address).content.decode()
    turn(amina, cast.person)
    assert "he has my keys" not in amina.get(address).content.decode()
    turn(amina, cast.person, state="mine")
    turn(amina, cast.person, alone="1")
    assert "he has my keys" in amina.get(address).content.decode()


def test_a_line_whose_words_are_taken_out_is_not_kept(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "since_last.better", since_last={"words": "slept six hours"})
    line = WalkLine.objects.get().pk.hex
    amina.post(address + "read/", {f"keep-{line}": "on", f"words-{line}": "", "keep": "1"})
    assert not Change.objects.exists()


def test_an_old_page_doubles_nothing_and_loses_nothing(cast, amina):
    address = begin(amina, cast.person)
    first = {"at": 0, "answer": 2}
    amina.post(address, first)
    amina.post(address, first)  # a double press
    walk = Walk.objects.get()
    assert (walk.node, walk.at, WalkStep.objects.count()) == ("since_last", 1, 1)
    page = amina.post(address, {"at": 0, "answer": 1, "words": "typed on the other device"}, follow=True)
    assert "The talk has gone on" in page.content.decode() and "typed on the other device" in page.content.decode()
    amina.post(address, {"at": 0, "answer": 1, "words": "typed on the other device"})
    assert WalkLine.objects.count() == 1
    # And the talk that is open goes on; there is no second one.
    assert begin(amina, cast.person) == address and Encounter.objects.count() == 1


def test_hints_are_not_in_a_turned_page_and_what_is_for_when_they_are_alone_waits(cast, amina):
    address = begin(amina, cast.person)
    mine = amina.get(address).content.decode()
    assert "Thank them first" in mine and 'data-view="mine"' in mine
    go(amina, address, "welcome.back", "since_last.urgent")
    assert "I am scared of someone" in amina.get(address).content.decode()
    turn(amina, cast.person)
    turned = amina.get(address).content.decode()
    assert "One need is enough" not in turned and "I am scared of someone" not in turned
    assert "I would rather point to it" in turned and "unsafe" not in turned
    pointed = press(amina, address, "unsafe").content.decode()
    assert "You do not deserve to be hurt" not in pointed and "You can point to it on the paper" in pointed
    assert not re.search("safe place|getting safe|scared", pointed)
    turn(amina, cast.person, "mine")
    turn(amina, cast.person, alone="1")
    alone = amina.get(address).content.decode()
    assert "You do not deserve to be hurt" in alone and "A safe place today" in alone


def test_a_talk_is_its_workers_only(cast, amina, client):
    address = begin(amina, cast.person)
    for other in (cast.dora, cast.chidi, cast.esi):
        client.force_login(other)
        assert client.get(address).status_code == 404
    client.force_login(cast.ben)
    assert client.get(address).status_code in (403, 404)


def test_a_made_up_address_in_the_middle_of_a_talk_leads_back_to_it(cast, amina):
    address = begin(amina, cast.person)
    amina.get(address)
    page = amina.get("/nothing/")
    assert page.status_code == 404 and address in page.content.decode()


def test_a_goal_without_words_is_asked_for_and_nothing_moves(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "since_last.goal")
    page = press(amina, address, "set")
    assert page.status_code == 422 and "Write it in their words first" in page.content.decode()
    assert Walk.objects.get().node == "goal"
    for bad in ({"answer": "99"}, {"answer": "-1"}, {"stage": "12"}, {"any": "<b>"}, {}):
        assert amina.post(address, {"at": Walk.objects.get().at, **bad}).status_code == 404
    assert amina.post(address, {"at": "x", "answer": "1"}).status_code == 422
    assert amina.post(address, {"at": Walk.objects.get().at, "answer": "1", "words": "a\x07b"}).status_code == 422


def test_a_smaller_step_takes_the_place_of_the_first_one(cast, amina):
    address = begin(amina, cast.person)
    go(
        amina, address, "welcome.back", "since_last.goal", "goal.set", "small_step.unsure",
        goal={"words": "sleep"}, small_step={"words": "no coffee all week", "number": "4"},
    )  # fmt: skip
    press(amina, address, "smaller", words="no coffee after four", number="8")
    standing = [line.words for line in WalkLine.objects.all() if not line.dropped and line.kind == "step"]
    assert standing == ["no coffee after four"]


def test_what_was_marked_is_given_back_before_it_is_kept(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "since_last.same")
    press(amina, address, "use", words="I want my mornings back")
    line = next(iter(WalkLine.objects.all()))
    amina.post(f"{address}words/{line.pk}/", {"words": "I want my mornings back", "talk": "desire"})
    page = amina.get(address + "read/").content.decode()
    assert "What I heard" in page and "Wants" in page


def test_both_languages_stand_on_the_page_with_an_interpreter(cast, amina):
    address = begin(amina, cast.person)
    assert "Gracias por venir" not in amina.get(address).content.decode()
    amina.post(address + "two/")
    page = amina.get(address).content.decode()
    assert "Thank you for coming in" in page and "Gracias por venir" in page and 'lang="es"' in page


def test_nothing_is_kept_when_they_say_so(cast, amina):
    address = begin(amina, cast.person)
    go(amina, address, "welcome.back", "since_last.better", since_last={"words": "slept"})
    page = amina.post(address + "read/", {"leave": "1"}, follow=True)
    assert page.status_code == 200 and not WalkLine.objects.exists() and not Change.objects.exists()
    assert Walk.objects.get().state == "left" and Encounter.objects.count() == 1


def test_a_missed_visit_is_a_start_of_its_own(cast, amina):
    missed = record_encounter(cast.amina, cast.person, kind="not-in", happened_at=now())
    address = begin(amina, cast.person, encounter=str(missed.pk))
    page = amina.get(address).content.decode()
    assert "did not come today" in page and "Send the safe message" in page
    assert "Can we just talk" not in page and "<textarea" not in page, "nobody is there to say it"
    for way in ({"any": "danger"}, {"stage": "2"}):
        assert amina.post(address, {"at": 0, **way}).status_code == 404
    done = press(amina, address, "wait").content.decode()
    assert "The door is open" in done and "Your place is still here" in done
    assert FollowUp.objects.get().state == "done"
    assert "Sara" not in amina.get("/today/").content.decode().split("Doors open")[1]


def test_a_talk_ends_on_the_map_it_began_with(cast, amina):
    address = begin(amina, cast.person)
    ours = MapVersion.objects.get()
    nodes = versions.nodes(ours)
    welcome = next(node for node in nodes if node["id"] == "welcome")
    welcome["ask"] = {"en": "Hello. Good to see you. Shall we talk?", "es": "Hola. Qué bueno verte. ¿Hablamos?"}
    actions_map.change_map(cast.mona, nodes=nodes, number=1, why="our own words")
    assert "Thank you for coming in" in amina.get(address).content.decode()
    keep(amina, address)
    assert "Good to see you" in amina.get(begin(amina, cast.person)).content.decode()
