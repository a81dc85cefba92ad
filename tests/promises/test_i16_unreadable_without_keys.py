"""I-16: whoever has the database files has no words. A hundred canaries; a hundred cells moved, none opens."""

import secrets
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from ajar.access import keys, rootkey, seal
from ajar.access.middleware import set_agency
from ajar.encounters.models import Confidence
from ajar.people import actions
from ajar.people.models import Person, Supporter, Words
from conftest import make_cast
from tests import canaries, databases

MANY = 100
pytestmark = pytest.mark.promise


def database_files() -> list[Path]:
    """The files that hold this test's database, its log of writes among them; flushed first."""
    if databases.ENGINE == "sqlite":
        return [f for f in databases.RUN.iterdir() if f.name.startswith(Path(connection.settings_dict["NAME"]).name)]
    databases.PostgreSQL().psql("postgres", "CHECKPOINT")
    data = databases.PostgreSQL().folder / "data"
    return [f for part in ("base", "pg_wal") for f in (data / part).rglob("*") if f.is_file()]


def seen(words) -> set[str]:
    return {word for file in database_files() for word in canaries.found_in(file.read_bytes(), words)}


def canary() -> str:
    return f"CNRY{secrets.token_hex(6)}"


def full_people(cast) -> tuple[list, list[str]]:
    """People with a canary in their name and in their words."""
    people, words = [], []
    for _ in range(MANY // 2):
        name, said = canary(), canary()
        person = actions.start_person(cast.amina, chosen_name=name)
        Words.objects.create(agency=cast.agency, person=person, chest=said, said_on=person.first_seen, by=cast.amina)
        people.append(person)
        words += [name, said]
    return people, words


def test_i16_control_a_word_in_a_clear_column_is_found(own_database):
    cast = make_cast()
    word = canary()
    cast.north.name = word
    cast.north.save()
    assert seen([word]) == {word}


def test_i16_of_a_hundred_canaries_none_is_in_the_database_files(own_database):
    cast = make_cast()
    _, words = full_people(cast)
    assert len(words) == MANY
    assert seen(words) == set()
    if databases.ENGINE == "postgresql":
        dump = subprocess.run(
            [databases.postgres_bin() / "pg_dump", "-h", databases.PostgreSQL.folder, "-U", "postgres", connection.settings_dict["NAME"]],
            capture_output=True, check=True,
        ).stdout  # fmt: skip
        assert canaries.found_in(dump, words) == set()


def test_i16_a_cell_does_not_tell_its_length_nor_repeat_itself(own_database):
    cast = make_cast()
    rows = [
        Words(agency=cast.agency, person=cast.person, order=n, chest=w) for n, w in enumerate(["", "yes", "x" * 20])
    ]
    field = Words._meta.get_field("chest")
    cells = [field.seal(row, row.chest) for row in rows]
    assert len({len(cell) for cell in cells}) == 1
    assert len({field.seal(rows[1], "yes") for _ in range(20)}) == 20


def test_i16_a_hundred_cells_moved_elsewhere_do_not_open(own_database):
    """To another row, column, person and agency; each is refused, and none gives a wrong word."""
    cast = make_cast()
    people, _ = full_people(cast)
    others = {Words: "chest", Supporter: "name", Confidence: "words"}
    opened = 0
    for number in range(MANY):
        person, other = people[number % len(people)], people[(number + 1) % len(people)]
        cell = Person.objects.filter(pk=person.pk).values_list("chosen_name", flat=True)[0]
        way = number % 4
        if way == 0:  # another person
            row, field = Person.objects.get(pk=other.pk), Person._meta.get_field("chosen_name")
        elif way == 1:  # another column of the same row
            row, field = Person.objects.get(pk=person.pk), Person._meta.get_field("pronouns")
        elif way == 2:  # another table about the same person
            model = list(others)[number % 3]
            row, field = model(agency=cast.agency, person=person), model._meta.get_field(others[model])
        else:  # the same row, in another agency
            row, field = Person.objects.get(pk=person.pk), Person._meta.get_field("chosen_name")
            row.agency_id = cast.other_agency.pk
        with pytest.raises(seal.SealBroken):
            field.open(row, seal.Ciphertext(cell))
            opened += 1
    assert opened == 0


def test_i16_a_row_is_not_copied_with_its_seal(own_database):
    cast = make_cast()
    words = Words.objects.create(
        agency=cast.agency, person=cast.person, chest="mine", said_on=cast.person.first_seen, by=cast.amina
    )
    from uuid import uuid4

    words.pk, words.order, words._state.adding = uuid4(), 2, True
    words.save(force_insert=True)
    assert Words.objects.get(pk=words.pk).chest == "mine"
    unread = Words.objects.get(pk=words.pk)
    unread.pk = uuid4()
    with pytest.raises(seal.SealBroken):
        unread.save(force_insert=True)


def test_i16_a_wrong_root_key_is_refused_and_says_no_more(own_database, tmp_path, monkeypatch):
    cast = make_cast()
    file = tmp_path / "wrong.key"
    rootkey.write([secrets.token_bytes(32)], file)
    monkeypatch.setenv("AJAR_KEY_FILE", str(file))
    keys.forget_roots()
    set_agency(cast.agency.pk)
    try:
        with seal.keyring(), pytest.raises(keys.KeyLost) as refused:
            _ = Person.objects.get(pk=cast.person.pk).chosen_name
        assert "Sara" not in str(refused.value)
    finally:
        monkeypatch.undo()
        keys.forget_roots()
