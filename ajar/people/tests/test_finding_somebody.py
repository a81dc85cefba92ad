from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now

from ajar.access.models import AuditLine, Membership
from ajar.people import actions, finding, protecting, queries, rates, search
from ajar.people.models import CareTeam, Person, Tries


@pytest.fixture
def amina(client, cast):
    client.force_login(cast.amina)
    return client


def find(client, typed, **more):
    return client.post(reverse("find"), {"find": typed}, **more)


def ids(answer):
    found = answer.context["found"]
    return [person.pk for person in found.people] if found else None


def test_three_letters_find_and_a_stranger_is_nobody(client, cast):
    for worker, found in [
        (cast.amina, True),
        (cast.dora, True),
        (cast.ben, True),
        (cast.chidi, False),
        (cast.esi, False),
    ]:
        client.force_login(worker)
        answer = find(client, "sar")
        assert answer.status_code == 200 and (cast.person.pk in ids(answer)) == found
    for worker in (cast.mona, cast.pia, cast.otto):
        client.force_login(worker)
        assert find(client, "sar").status_code == 403


def test_letters_of_any_case_accent_and_word(amina, cast):
    person = actions.start_person(cast.amina, chosen_name="Zoë O'Brien-Ñandú")
    for typed in ("z", "ZO", "zoe", "obr", "o'bri", "brien", "nandu", "zoe ñan", "ñandú zoë", "zoë o'brien-ñandú"):
        assert ids(find(amina, typed)) == [person.pk], typed
    for typed in ("zob", "zoe quill", "oe", "", "   ", "%", "_", "'; --"):
        assert not ids(find(amina, typed)), typed


def test_long_words_narrow_beyond_the_index(amina, cast):
    one = actions.start_person(cast.amina, chosen_name="Konstantina")
    two = actions.start_person(cast.amina, chosen_name="Konstantin")
    assert set(ids(find(amina, "konsta"))) == {one.pk, two.pk}
    assert ids(find(amina, "konstantina")) == [one.pk]


def test_at_most_twenty_newest_first_and_one_more_letter_narrows(amina, cast):
    today = timezone.localdate()
    people = [actions.start_person(cast.amina, chosen_name=f"Maya {chr(97 + n)}") for n in range(25)]
    for days, person in enumerate(people):
        Person.objects.mark_seen(person, today + timedelta(days=days))
    answer = find(amina, "may")
    assert ids(answer) == [p.pk for p in reversed(people)][:20]
    assert answer.context["found"].more and "One more letter" in answer.content.decode()
    assert ids(find(amina, "maya c")) == [people[2].pk]


def test_no_letter_is_in_an_address_and_the_audit_holds_ids_once_a_minute(amina, cast):
    for typed in ("s", "sa", "sar", "sara"):
        find(amina, typed)
    lines = AuditLine.objects.filter(verb="people.found", actor=cast.amina)
    assert [line.shown for line in lines] == [str(cast.person.pk)]
    other = actions.start_person(cast.amina, chosen_name="Salma")
    find(amina, "sa")
    assert [line.shown for line in lines.order_by("seq")] == [str(cast.person.pk), str(other.pk)]
    assert not AuditLine.objects.filter(shown__contains="sar").exists()
    assert amina.get(reverse("find") + "?find=sara").context["found"] is None


def test_a_whole_card_finds_and_a_part_of_it_does_not(amina, cast):
    person = actions.start_person(cast.amina, code="BLUE-FOX-27")
    assert ids(find(amina, "blue fox 27")) == [person.pk]
    assert ids(find(amina, "BLUE-FOX-27")) == [person.pk]
    for typed in ("blue", "blue fox", "blue fox 2"):
        assert not ids(find(amina, typed))
    assert not Tries.objects.filter(kind="code").exists()


def test_a_typed_card_lets_a_peer_in_for_one_shift(client, cast):
    person = actions.start_person(cast.amina, code="BLUE-FOX-27")
    client.force_login(cast.ben)
    from ajar.people.queries import open_person

    assert ids(find(client, "blue fox 27")) == [person.pk]
    row = CareTeam.objects.get(kind="code", worker=cast.ben, person=person)
    assert timedelta(hours=9, minutes=59) < row.until - now() <= timedelta(hours=10)
    assert AuditLine.objects.filter(verb="care.code typed", actor=cast.ben, subject=person.pk).count() == 1
    assert open_person(cast.ben, person.pk)
    find(client, "blue fox 27")
    assert CareTeam.objects.filter(kind="code").count() == 1
    CareTeam.objects.filter(pk=row.pk).update(until=now() - timedelta(seconds=1))
    assert client.get(reverse("who-looked", args=[person.pk])).status_code == 404


def test_a_counselor_of_another_team_gets_nobody_by_a_card(client, cast):
    actions.start_person(cast.amina, code="BLUE-FOX-27")
    client.force_login(cast.chidi)
    assert ids(find(client, "blue fox 27")) == []
    assert not CareTeam.objects.filter(worker=cast.chidi).exists()


def test_twenty_wrong_cards_an_hour_then_a_kind_pause(amina, cast):
    for n in range(20):
        assert find(amina, f"blue elm {n:02d}").status_code == 200
    answer = find(amina, "rain elm 07")
    assert answer.status_code == 429 and 3500 < int(answer["Retry-After"]) <= 3601
    assert find(amina, "sara").status_code == 200  # names still work
    Tries.objects.filter(kind="code").update(since=now() - timedelta(hours=1))
    assert find(amina, "rain elm 07").status_code == 200
    assert Tries.objects.get(kind="code").count == 1


def test_120_searches_an_hour_then_one_every_half_minute(amina, cast):
    find(amina, "sara")
    Tries.objects.filter(kind="search").update(count=120)
    answer = find(amina, "sara")
    assert answer.status_code == 429 and 1 <= int(answer["Retry-After"]) <= 31
    assert "find" not in answer.content.decode().split("<title>")[1].split("</title>")[0].lower()
    Tries.objects.filter(kind="search").update(last=now() - timedelta(seconds=31))
    assert ids(find(amina, "sara")) == [cast.person.pk]
    assert find(amina, "sara").status_code == 429
    Tries.objects.filter(kind="search").update(since=now() - rates.HOUR)
    assert find(amina, "sara").status_code == 200


def test_a_blocked_person_is_in_no_list(client, cast):
    card = actions.start_person(cast.amina, chosen_name="Sara Card", code="RAIN-ELM-07")
    for person in (cast.person, card):
        protecting.place_block(cast.dora, person, worker=cast.amina)
    client.force_login(cast.amina)
    assert ids(find(client, "sara")) == [] and ids(find(client, "rain elm 07")) == []
    assert client.get(reverse("people")).context["recent"] == []
    assert client.post(reverse("person-new"), {"with": "name", "chosen_name": "Sara Quill"}).status_code == 302


def test_the_box_answers_a_script_with_rows_only(amina, cast):
    answer = find(amina, "sara", HTTP_HX_REQUEST="true")
    words = answer.content.decode()
    assert "<html" not in words and reverse("person", args=[cast.person.pk]) in words and "data-person" in words


def test_bad_letters_are_told_and_nothing_breaks(amina):
    assert find(amina, "sa\0").status_code == 422
    assert find(amina, "x" * 5000).status_code == 422
    assert find(amina, "🦊").status_code == 200
    answer = amina.generic("POST", reverse("find"), b"find=%ED%A0%80", content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 422)


def test_the_list_of_people_is_of_my_teams_newest_first(client, cast):
    other = actions.start_person(cast.amina, chosen_name="Other")
    Person.objects.mark_seen(other, timezone.localdate() + timedelta(days=1))
    far = actions.start_person(cast.chidi, chosen_name="Far")
    client.force_login(cast.amina)
    page = client.get(reverse("people"))
    assert [p.pk for p in page.context["recent"]] == [other.pk, cast.person.pk]
    assert str(far.pk) not in page.content.decode()
    client.force_login(cast.ben)
    assert [p.pk for p in client.get(reverse("people")).context["recent"]] == [cast.person.pk]
    client.force_login(cast.chidi)
    Person.objects.filter(pk=far.pk).update(team=cast.north)
    assert "Nobody yet" in client.get(reverse("people")).content.decode()


def own(captured):
    """Statements of the page itself: without sign-in, session, messages, transaction and audit (decision 35)."""
    apart = (
        "django_session",
        "access_auditline",
        "access_worker",
        "SAVEPOINT",
        "BEGIN",
        "COMMIT",
        "access_signin",
        "set_config",
        "access_cache",
        "pg_advisory",
    )
    return [q["sql"] for q in captured if not any(name in q["sql"] for name in apart) or "people_" in q["sql"]]


@pytest.mark.parametrize("people", [2, 30])
def test_statements_of_the_find_box_do_not_grow(amina, cast, people):
    Membership.objects.create(agency=cast.agency, worker=cast.amina, team=cast.south)
    for n in range(people):
        actions.start_person(cast.amina, **({"chosen_name": f"Sara {n}"} if n % 2 else {"code": f"BLUE-FOX-{n:02d}"}))
    find(amina, "zzz"), amina.get(reverse("people"))
    with CaptureQueriesContext(connection) as captured:
        find(amina, "sara")
    assert len(own(captured)) <= 10, own(captured)
    with CaptureQueriesContext(connection) as captured:
        amina.get(reverse("people"))
    assert len(own(captured)) <= 6, own(captured)


def test_the_find_box_walks_an_index(cast):
    if connection.vendor != "sqlite":
        pytest.skip("the plan of SQLite")
    with CaptureQueriesContext(connection) as captured:
        found = search.by_name(cast.dora, "sara q").people
        queries.labels(cast.dora, [person.pk for person in found])
    walked = [q["sql"] for q in captured if 'FROM "people_' in q["sql"]]
    for sql in walked:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
            plan = [row[3] for row in cursor.fetchall()]
        assert not any(step.startswith("SCAN people_") for step in plan), plan
        # The whole of an agency is a scan as well, index or not.
        assert not any(step.endswith("(agency_id=?)") for step in plan), plan
        if 'FROM "people_nameprefix"' in sql.split("WHERE")[0]:
            assert any("prefix_find" in step for step in plan), plan
    assert len(walked) >= 3


def test_a_card_code_is_folded_like_a_name():
    assert finding.looks_like_code("blue fox 27") and finding.looks_like_code("BLUE-FOX-27-MOON")
    assert not finding.looks_like_code("blue") and not finding.looks_like_code("27")
