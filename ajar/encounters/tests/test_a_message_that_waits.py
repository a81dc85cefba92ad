"""A message that waits for an hour that is safe, or that no carrier took: it goes once, or says why it did not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from ajar.access.models import AuditLine
from ajar.encounters import actions_messages as actions
from ajar.encounters import carrying, safe_words
from ajar.encounters.tests.safely import NOON, SAFE, back, carried, safe, send
from ajar.people import actions as people
from ajar.people.protecting import place_block
from ajar.people.queries import open_person
from ajar.press import carriers

pytestmark = pytest.mark.usefixtures("out")


# Waiting


def test_outside_of_the_hours_it_waits_and_goes_at_the_next_allowed_minute_once(client, cast, sara, out, at):
    at(NOON)
    row = send(cast, sara)
    assert (row.state, carried(out)) == ("waiting", [])
    client.force_login(cast.amina)
    assert "14:00" in client.get(reverse("messages", args=[sara.pk])).content.decode()
    for moment, sent in (
        (NOON + timedelta(minutes=119, seconds=59), 0),
        (NOON + timedelta(hours=2), 1),
        (NOON + timedelta(hours=3), 1),
    ):
        at(moment)
        call_command("run_due", verbosity=0)
        back(cast)
        assert len(carried(out)) == sent
    row.refresh_from_db()
    assert row.state == "sent"
    verbs = list(AuditLine.objects.filter(thing_id=row.pk).order_by("seq").values_list("verb", "actor__name"))
    assert verbs == [("message.written", "Amina"), ("message.taken", "Ajar"), ("message.sent", "Ajar")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sms": "", "email": ""}, "no way"),
        ({"sms": "5550100199"}, "changed"),
        ({"sender": "L."}, "changed"),
        ({"days": ""}, "hours"),
    ],
)
def test_one_that_waits_does_not_go_when_the_rule_has_changed_and_says_why(client, cast, sara, out, at, change, why):
    at(NOON)
    row = send(cast, sara)
    safe(cast, **change)
    at(NOON + timedelta(hours=3))
    call_command("run_due", verbosity=0)
    back(cast)
    row.refresh_from_db()
    assert (row.state, row.reason, carried(out)) == ("not-sent", why, [])
    client.force_login(cast.amina)
    page = client.get(reverse("messages", args=[sara.pk])).content.decode()
    assert str(safe_words.WHY[why]) in page.replace("&#x27;", "'")
    assert reverse("message-again", args=[sara.pk, row.pk]) not in page


def test_new_hours_move_what_waits(cast, sara, out, at):
    at(NOON)
    row = send(cast, sara)
    safe(cast, from_hour="18:00", to_hour="20:00")
    at(NOON + timedelta(hours=3))
    assert carrying.carry(row).state == "waiting"
    at(NOON + timedelta(hours=6))
    assert carrying.carry(row).state == "sent"


def test_it_does_not_go_once_its_writer_is_nobody_to_them(cast, sara, out, at):
    at(NOON)
    row = send(cast, sara)
    place_block(cast.dora, cast.person, worker=cast.amina, why="family")
    at(NOON + timedelta(hours=3))
    assert (carrying.carry(row).reason, carried(out)) == ("writer", [])


def test_one_that_waits_can_be_taken_back(client, cast, sara, out, at):
    at(NOON)
    row = send(cast, sara)
    client.force_login(cast.amina)
    stop = reverse("message-stop", args=[sara.pk, row.pk])
    assert client.post(stop, {"version": row.version, "once": uuid4()}).status_code == 302
    at(NOON + timedelta(hours=3))
    call_command("run_due", verbosity=0)
    back(cast)
    row.refresh_from_db()
    assert (row.reason, carried(out)) == ("stopped", [])


def test_nothing_goes_to_somebody_who_was_erased(cast, sara, out, at):
    from ajar.people.protecting import erase

    at(NOON)
    send(cast, sara)
    erase(cast.pia, cast.person)
    at(NOON + timedelta(hours=3))
    call_command("run_due", verbosity=0)
    assert carried(out) == []


# Carriers that fail


def no_answer(key, to, words):
    raise OSError("5550100143 refused: Hi. Please call")


def falls_over(key, to, words):
    raise RuntimeError(f"{to} {words}")


def test_a_carrier_that_fails_keeps_the_message_and_one_press_tries_again(
    client, cast, sara, out, at, settings, caplog
):
    settings.MESSAGES_SMS = f"{__name__}.no_answer"
    row = send(cast, sara)
    assert (row.state, row.reason, carried(out)) == ("not-sent", "no answer", [])
    settings.MESSAGES_SMS = "ajar.press.carriers.sms_files"
    client.force_login(cast.amina)
    page = client.get(reverse("messages", args=[sara.pk])).content.decode()
    assert "Nothing went." in page
    again = reverse("message-again", args=[sara.pk, row.pk])
    assert again in page
    for _ in range(2):
        client.post(again, {"version": row.version, "once": uuid4()})
    row.refresh_from_db()
    assert (row.state, len(carried(out))) == ("sent", 1)
    assert "5550100143" not in caplog.text


def test_a_carrier_that_falls_over_leaves_it_unknown_and_no_word_in_a_log(cast, sara, out, at, settings, caplog):
    settings.MESSAGES_SMS = f"{__name__}.falls_over"
    assert send(cast, sara).reason == "unknown"
    assert "5550100143" not in caplog.text
    assert "Please call" not in caplog.text


def test_a_process_that_died_while_it_sent_doubles_nothing(cast, sara, out, at):
    from ajar.access.founding import system_of

    at(NOON)
    row = send(cast, sara)
    at(NOON + timedelta(hours=2))
    actions.take_message(system_of(cast.agency), row)  # and then the power went
    for minutes, state in ((1, "going"), (11, "not-sent"), (30, "not-sent")):
        at(NOON + timedelta(hours=2, minutes=minutes))
        call_command("run_due", verbosity=0)
        back(cast)
        row.refresh_from_db()
        assert (row.state, carried(out)) == (state, [])
    assert row.reason == "unknown"


def test_a_carrier_carries_one_key_once(out):
    for _ in range(3):
        carriers.sms("one", to="5550100143", words="Hi.")
    assert len(carried(out)) == 1


def test_two_runs_at_once_are_one(cast, capsys, settings):
    from ajar.access.management import only_one

    if connection.vendor == "postgresql":  # its lock belongs to the connection; test_i12 has four of them
        return
    with only_one("run_due") as first:
        assert first
        call_command("run_due")
        assert "Another run is at work" in capsys.readouterr().out
    call_command("run_due")
    assert "Another run" not in capsys.readouterr().out


def test_one_that_cannot_be_opened_stops_no_other(cast, sara, out, at):
    from ajar.access.models import DataKey

    at(NOON)
    other = people.start_person(cast.amina, chosen_name="Marco")
    person = open_person(cast.amina, other.pk)
    people.keep_contact(cast.amina, person, version=0, **SAFE)
    send(cast, open_person(cast.amina, other.pk))
    send(cast, sara)
    DataKey.objects.filter(subject=other.pk).delete()
    at(NOON + timedelta(hours=3))
    with pytest.raises(CommandError, match="1 cannot be opened"):
        call_command("run_due", verbosity=0)
    assert len(carried(out)) == 1
