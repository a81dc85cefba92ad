"""What can not be a counseling note, what can not be made of one, and the key and the role that keep them apart."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ajar.access import checks, rotation, seal
from ajar.access.models import AuditLine, Draft, Submission
from ajar.access.walls import as_counseling
from ajar.encounters import actions_counseling as counseling
from ajar.encounters import rules
from ajar.encounters.models import CounselingNote, LabResult
from ajar.encounters.tests.apart import SECRET, all_notes, at, keep
from ajar.goals.models import Change
from ajar.people import protecting
from ajar.people.actions import Refused
from conftest import make_cast
from tests import databases

# What does not belong there

RESULTS = [
    "UDS today: fentanyl positive", "Heroin: showed", "cocaine neg, benzos pos", "tested positive for methamphetamine",
    "THC 48 ng/mL", "The urine test was negative.", "uds +", "BP 120/80", "blood pressure was 131 over 90", "pulse 88",
    "fentanilo: positivo", "la heroína dio negativo", "presión 120/80", "temp 38.5",
]  # fmt: skip
TALK = [
    SECRET, "Since he drinks less alcohol he feels more positive about mornings.", "He talked about the test and cried.",
    "Heroin is what keeps his father near.", "She fears that a test would show it.", "Two of 7 evenings, 3/4 of it sober",
    "A negative voice, he says, since he was 12.", "He showed me the letter. Methadone frightens her.",
]  # fmt: skip


@pytest.mark.parametrize("words", RESULTS)
def test_a_test_result_can_not_be_filed_there_and_no_typed_word_is_lost(client, cast, words):
    """A4-05."""
    client.force_login(cast.amina)
    answer = keep(client, cast, words=f"He was silent.\n{words}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "He was silent." in page
    assert "This looks like the result of a test" in page
    assert at("lab-new", cast) in page
    assert "He was silent." in client.get(at("counseling-new", cast)).content.decode(), (
        "also after the way to the tests"
    )
    assert AuditLine.objects.get(verb="counseling.misfiled_class").subject == cast.person.pk
    with pytest.raises(Refused):
        counseling.write_note(cast.amina, cast.person, words=words)
    assert all_notes() == []
    assert keep(client, cast, words="He was silent.").status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("words", TALK)
def test_what_is_talk_is_kept(words):
    assert not rules.misfiled(words)


def test_no_row_of_another_table_points_at_a_note_and_a_note_at_no_test():
    from django.apps import apps

    pointing = {
        m._meta.label for m in apps.get_models() for f in m._meta.get_fields() if f.related_model is CounselingNote
    }
    assert pointing == {"encounters.CounselingNote", "encounters.CounselingReader"}
    assert LabResult not in {f.related_model for f in CounselingNote._meta.concrete_fields}


def test_nothing_is_made_from_one(client, cast):
    """A form about anything else that names a note in place of a confidence makes no row of its words."""
    note = counseling.write_note(cast.amina, cast.person, words=SECRET)
    client.force_login(cast.amina)
    address = reverse("change-new", args=[cast.person.pk])
    assert SECRET not in client.get(f"{address}?confidence={note}").content.decode()
    form = {"kind": "better", "noticed_by": "person", "words": "told the truth"}
    assert client.post(address, form | {"confidence": note, "once": uuid4()}).status_code == 404
    assert not Change.objects.exists()
    assert client.post(address, form | {"once": uuid4()}).status_code == 302  # the control: the form is right
    page = client.get(at("counseling-note", cast, note)).content.decode()
    assert "Make something of it" not in page


def test_what_a_form_leaves_names_no_note(client, cast):
    """A form's row says which verb; the note stands in its own table and in the audit, and nowhere else."""
    client.force_login(cast.amina)
    keep(client, cast)
    assert {(s.thing, s.thing_id) for s in Submission.objects.filter(verb="write_note")} == {("", None)}


# Keys


def test_its_words_open_with_the_counseling_key_and_no_other(cast):
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    (note,) = all_notes()
    assert note.words == SECRET
    for compartment in (seal.RECORD, seal.SAFETY, seal.IDENTITY):
        (note,) = all_notes()
        cell, bound = note.__dict__["words"], seal.bound_to(note, note._meta.get_field("words"))
        with pytest.raises(seal.InvalidTag):
            seal._cipher(note.agency_id, note.person_id, compartment).decrypt(cell[1:13], cell[13:], bound)


def test_erasure_destroys_them(cast):
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    protecting.erase(cast.pia, cast.person)
    (note,) = all_notes()
    with pytest.raises(seal.KeyGone):
        _ = note.words


def test_keys_turn_without_a_look_at_the_notes(own_database, key_file, django_db_blocker):
    with django_db_blocker.unblock(), seal.keyring():
        cast = make_cast()
        counseling.write_note(cast.amina, cast.person, words=SECRET)
        asked = []

        def listen(execute, sql, params, many, context):
            asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(listen):
            rotation.rotate_agency(cast.agency, lambda said: None)
        assert asked
        assert not [sql for sql in asked if "counseling" in sql.lower()]
        with seal.keyring():
            assert [note.words for note in all_notes()] == [SECRET]


# The second wall


def test_the_role_of_the_app_has_no_right_to_the_tables(cast):
    if connection.vendor == "sqlite":
        return  # decision 3: the separate table and key are the wall
    counseling.write_note(cast.amina, cast.person, words=SECRET, readers=[cast.dora])
    for table in ("encounters_counselingnote", "encounters_counselingreader"):
        for sql in ("SELECT id FROM {t}", "DELETE FROM {t}", "UPDATE {t} SET agency_id = agency_id", "TRUNCATE {t}"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(sql.format(t=table))
    for sql in (
        "SELECT id FROM access_datakey",
        "SELECT id FROM people_person",
        "DELETE FROM encounters_counselingnote",
        "UPDATE encounters_counselingnote SET day = day",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_counseling():
            connection.cursor().execute(sql)
    assert len(all_notes()) == 1
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CounselingNote.objects.first()


def test_an_error_inside_leaves_nobody_in_the_other_role(cast):
    with pytest.raises(ZeroDivisionError), as_counseling():
        1 / 0  # noqa: B018
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("ajar_app",)


def test_a_server_whose_app_role_may_read_them_does_not_start(own_database, django_db_blocker):
    if connection.vendor == "sqlite":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        assert checks._apart(cursor) == []
        databases.PostgreSQL().psql(
            connection.settings_dict["NAME"], "GRANT SELECT ON encounters_counselingnote TO ajar_app"
        )
        assert [error.id for error in checks._apart(cursor)] == ["ajar.E018"]
