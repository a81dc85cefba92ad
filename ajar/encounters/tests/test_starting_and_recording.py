"""Somebody is here: one press. Somebody was here: a page, with the real time."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ajar.access.models import AuditLine, Draft
from ajar.encounters import actions, queries
from ajar.encounters.models import Encounter, FollowUp, Note, Participant
from ajar.encounters.tests import today
from ajar.people.models import Person, Supporter
from ajar.people.queries import open_person


def fields(**more):
    yesterday = today() - timedelta(days=1)
    return {"kind": "session", "day": yesterday.isoformat(), "hour": "14:30", "once": uuid4(), **more}


def start(client, cast, **data):
    return client.post(reverse("encounter-start", args=[cast.person.pk]), data)


def record(client, cast, **more):
    return client.post(reverse("encounter-record", args=[cast.person.pk]), fields(**more))


def stories(cast):
    return Encounter.objects.filter(agency_id=cast.agency.pk)


def test_one_press_starts_a_session_and_a_double_click_starts_one(client, cast):
    client.force_login(cast.amina)
    once = uuid4()
    first, second = start(client, cast, once=once), start(client, cast, once=once)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    row = stories(cast).get()
    assert (row.kind, row.recorded_by, row.site) == ("session", cast.amina, cast.site)
    assert AuditLine.objects.filter(verb="encounter.started", subject=cast.person.pk).count() == 1


def test_amina_and_ben_may_start_and_nobody_else(client, cast):
    answers = {}
    for who in ("amina", "ben", "chidi", "esi", "mona", "otto"):
        client.force_login(getattr(cast, who))
        answers[who] = start(client, cast, once=uuid4()).status_code
    assert answers == {"amina": 302, "ben": 302, "chidi": 404, "esi": 404, "mona": 403, "otto": 403}


def test_a_start_is_never_a_get(client, cast):
    client.force_login(cast.amina)
    assert client.get(reverse("encounter-start", args=[cast.person.pk])).status_code == 405


def test_two_hours_late_is_arrived(client, cast):
    planned = actions.plan_followup(cast.amina, cast.person, kind="visit", day=today(), at="00:01")
    client.force_login(cast.amina)
    once = uuid4()
    for _ in range(2):
        assert start(client, cast, once=once, planned=planned.pk, version=1).status_code == 302
    planned.refresh_from_db()
    assert planned.state == "arrived"
    assert stories(cast).get().kind == "session"
    page = client.get(start(client, cast, once=once, planned=planned.pk, version=1)["Location"]).content.decode()
    assert "Thank you for coming in." in page
    assert "late" not in page.lower().replace("later", "").replace("translate", "").replace("template", "")


def test_a_plan_that_somebody_saw_to_starts_nothing(client, cast):
    planned = actions.plan_followup(cast.amina, cast.person, kind="visit", day=today())
    actions.finish_followup(cast.amina, planned, version=1)
    client.force_login(cast.amina)
    assert start(client, cast, once=uuid4(), planned=planned.pk, version=1).status_code == 409
    again = start(client, cast, once=uuid4(), planned=planned.pk, version=2)
    assert again["Location"] == reverse("followup", args=[cast.person.pk, planned.pk])
    assert not stories(cast).exists()


def test_a_call_that_was_planned_starts_as_a_call(client, cast):
    planned = actions.plan_followup(cast.amina, cast.person, kind="call", day=today())
    client.force_login(cast.amina)
    start(client, cast, once=uuid4(), planned=planned.pk, version=1)
    assert stories(cast).get().kind == "call"


def test_a_later_entry_keeps_its_real_time_and_says_when_it_was_written(client, cast):
    client.force_login(cast.amina)
    answer = record(
        client, cast, day="2026-05-12", hour="14:30", minutes="45", place="van", alone="alone", words="I slept."
    )
    row = stories(cast).get()
    assert (row.day, row.clock, row.minutes, row.place) == (date(2026, 5, 12), "14:30", 45, "van")
    assert row.happened_at == datetime(2026, 5, 12, 18, 30, tzinfo=UTC)  # Eastern daylight time
    page = client.get(answer["Location"]).content.decode()
    assert "14:30" in page
    assert "written on" in page
    assert "I slept." in page


def test_who_was_in_the_room_is_ticked_or_written(client, cast):
    rohan = Supporter.objects.create(
        agency=cast.agency,
        person=cast.person,
        name="Rohan",
        may_be_told="the feeding plan",
        named_on=today(),
        by=cast.amina,
    )
    client.force_login(cast.amina)
    assert "Rohan" in client.get(reverse("encounter-record", args=[cast.person.pk])).content.decode()
    record(client, cast, supporters=[str(rohan.pk)], others="an interpreter")
    there = {(p.kind, p.supporter_id, p.name, p.may_see) for p in Participant.objects.all()}
    assert there == {("supporter", rohan.pk, "", "the feeding plan"), ("other", None, "an interpreter", "")}


def test_somebody_elses_supporter_is_not_a_choice(client, cast):
    other = actions_person(cast)
    theirs = Supporter.objects.create(agency=cast.agency, person=other, name="X", named_on=today(), by=cast.amina)
    client.force_login(cast.amina)
    record(client, cast, supporters=[str(theirs.pk)])
    assert not Participant.objects.exists()


def actions_person(cast):
    from ajar.people.actions import start_person

    return start_person(cast.amina, chosen_name="Another One")


def test_a_double_click_keeps_one_and_other_words_are_not_lost(client, cast):
    client.force_login(cast.amina)
    once = uuid4()
    assert [record(client, cast, once=once, words="one").status_code for _ in range(3)] == [302] * 3
    other = record(client, cast, once=once, words="two")
    assert other.status_code == 409
    assert "two" in other.content.decode()
    assert stories(cast).count() == Note.objects.count() == 1


def test_two_tabs_keep_both(client, cast):
    client.force_login(cast.amina)
    record(client, cast, words="tab one")
    record(client, cast, words="tab two")
    assert sorted(stories(cast).values_list("order", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "wrong,says",
    [
        ({"day": "1890-01-01"}, "too far away"),
        ({"day": "2999-01-01"}, "not come yet"),
        ({"day": "31/12/2025"}, "year-month-day"),
        ({"day": ""}, "required"),
        ({"hour": "25:99"}, "like 14:30"),
        ({"day": "2026-03-08", "hour": "02:30"}, "clocks went forward"),
        ({"minutes": "many"}, "as a number"),
        ({"minutes": "-1"}, "greater than or equal to 0"),
        ({"kind": "party"}, "valid choice"),
        ({"words": "a\x00b"}, "cannot be kept"),
        ({"words": "x" * 20_001}, "20000"),
    ],
)
def test_what_can_not_be_is_said_clearly_and_nothing_is_lost(client, cast, wrong, says):
    client.force_login(cast.amina)
    answer = record(client, cast, **{"others": "kept in the form", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "kept in the form" in page
    assert not stories(cast).exists()


def test_a_time_to_come_is_refused_and_today_without_a_time_is_just_now(client, cast, monkeypatch):
    noon = datetime(2026, 5, 12, 16, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    client.force_login(cast.amina)
    assert "not come yet" in record(client, cast, day="2026-05-12", hour="23:59").content.decode()
    assert record(client, cast, day="2026-05-12", hour="").status_code == 302
    assert stories(cast).get().happened_at == noon


def test_an_hour_that_came_twice_is_the_first(client, cast):
    client.force_login(cast.amina)
    record(client, cast, day="2025-11-02", hour="01:30")
    assert stories(cast).get().happened_at == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_long_words_are_kept_whole_and_any_script(client, cast):
    client.force_login(cast.amina)
    said = "Não, я tired عربي 😮 " * 250
    record(client, cast, words=said[:5000])
    assert Note.objects.get().words == said[:5000]


def test_last_seen_moves_forward_and_did_not_come_does_not_move_it(client, cast):
    Person.objects.filter(pk=cast.person.pk).update(last_seen=date(2026, 1, 1))
    client.force_login(cast.amina)
    record(client, cast, kind="not-in")
    assert Person.objects.get(pk=cast.person.pk).last_seen == date(2026, 1, 1)
    record(client, cast, day="2025-12-01")
    assert Person.objects.get(pk=cast.person.pk).last_seen == date(2026, 1, 1)
    record(client, cast, day="2026-02-02")
    assert Person.objects.get(pk=cast.person.pk).last_seen == date(2026, 2, 2)


def test_saving_an_encounter_takes_eight_statements(cast, django_assert_max_num_queries):
    person = open_person(cast.amina, cast.person.pk)
    with django_assert_max_num_queries(
        12
    ) as asked:  # 8, a lock on PostgreSQL, and here savepoints for BEGIN and COMMIT
        actions.record_encounter(
            cast.amina, person, kind="session", happened_at=timezone.now(), words="Hello", once=uuid4()
        )
    own = [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"] and "advisory" not in q["sql"]]
    assert len(own) <= 8, own


def test_what_is_typed_is_a_draft_and_goes_when_it_is_kept(client, cast):
    client.force_login(cast.amina)
    url = reverse("draft", args=["encounter", cast.person.pk])
    client.post(url, {"words": "half a sent", "kind": "call", "draft_form": "encounter"})
    page = client.get(reverse("encounter-record", args=[cast.person.pk])).content.decode()
    assert "half a sent" in page
    record(client, cast, words="half a sentence")
    assert not Draft.objects.exists()


def test_a_mistake_in_time_or_kind_is_put_right_and_stays_readable(client, cast):
    client.force_login(cast.amina)
    record(client, cast, day="2026-05-12", hour="14:30")
    row = stories(cast).get()
    url = reverse("encounter-change", args=[cast.person.pk, row.pk])
    new = {"kind": "call", "day": "2026-05-11", "hour": "09:00", "minutes": "20", "version": 1, "why": "wrong day"}
    assert client.get(url).status_code == 200
    assert client.post(url, new | {"once": uuid4()}).status_code == 302
    row = stories(cast).get()
    assert (row.kind, row.day, row.clock, row.minutes, row.version) == ("call", date(2026, 5, 11), "09:00", 20, 2)
    page = client.get(reverse("encounter", args=[cast.person.pk, row.pk])).content.decode()
    assert "What it said before" in page
    assert "14:30" in page
    assert "wrong day" in page
    stale = client.post(url, new | {"once": uuid4(), "kind": "group"})
    assert stale.status_code == 409
    assert stories(cast).get().kind == "call"
    assert queries.as_of(cast.amina, stories(cast).get(), 1)["kind"] == "session"


def test_putting_right_nothing_leaves_the_seconds_alone(client, cast):
    client.force_login(cast.amina)
    start(client, cast, once=uuid4())
    row = stories(cast).get()
    was = row.happened_at
    url = reverse("encounter-change", args=[cast.person.pk, row.pk])
    data = {"kind": "session", "day": row.day, "hour": row.clock, "version": 1, "minutes": "5", "once": uuid4()}
    assert client.post(url, data).status_code == 302
    row = stories(cast).get()
    assert row.happened_at == was
    assert row.minutes == 5


def test_a_future_time_is_refused_by_the_action_too(cast):
    with pytest.raises(ValueError):
        actions.record_encounter(
            cast.amina, cast.person, kind="call", happened_at=timezone.now() + timedelta(minutes=5)
        )
    with pytest.raises(ValueError, match="zone"):
        actions.record_encounter(cast.amina, cast.person, kind="call", happened_at=datetime(2026, 1, 1))  # noqa: DTZ001
    assert not FollowUp.objects.exists()


def test_the_list_turns_pages_without_counting_and_loses_none(client, cast, django_assert_max_num_queries):
    for n in range(45):
        actions.record_encounter(
            cast.amina,
            cast.person,
            kind="call",
            happened_at=datetime(2026, 5, 1 + n // 5, 12, tzinfo=UTC),
            words=f"w{n}",
        )
    client.force_login(cast.amina)
    seen, url = [], reverse("encounters", args=[cast.person.pk])
    client.get(url)
    pages = 0
    while url:
        with django_assert_max_num_queries(15) as asked:  # three of them surround the request on PostgreSQL
            page = client.get(url)
        assert not any("COUNT(" in q["sql"].upper() for q in asked.captured_queries)
        seen += page.context["page"]
        pages += 1
        url = f"{page.request['PATH_INFO']}?before={page.context['next']}" if page.context["next"] else None
    assert (pages, len(seen), len({row.pk for row in seen})) == (3, 45, 45)
    assert [(row.day, row.order) for row in seen] == sorted(((r.day, r.order) for r in seen), reverse=True)


@pytest.mark.parametrize(
    "text", ["x", "2026-05-12", "2026-05-12.1.z", "2026-13-40.1.x", "2026-05-12.99999.x", "a.b.c.d"]
)
def test_a_made_up_place_in_the_list_is_not_a_page(client, cast, text):
    client.force_login(cast.amina)
    assert client.get(reverse("encounters", args=[cast.person.pk]), {"before": text}).status_code == 404


def test_an_empty_list_says_so(client, cast):
    client.force_login(cast.ben)
    assert (
        "No contact is written down here." in client.get(reverse("encounters", args=[cast.person.pk])).content.decode()
    )
