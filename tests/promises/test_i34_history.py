"""I-34: history is append-only. From what was kept, every version of a row can be read back.

Random chains of edits, and a model beside them that remembers every version. The seed is printed; SEED= replays it.
"""

import os
import random
import sys
from datetime import timedelta

import pytest
from django.utils.timezone import now

from ajar.access.models import Amendment
from ajar.encounters import actions, actions_kept, queries
from ajar.encounters.models import Encounter, LabResult, Note
from ajar.people.queries import open_person

pytestmark = pytest.mark.promise

SEED = int(os.environ.get("SEED") or random.randrange(2**32))
WORDS = ["", "heroin: showed", "fentanyl: did not show\nheroin: showed", "عربي: showed", "x" * 3000]


@pytest.fixture(autouse=True)
def _replay():
    """Shown when a test fails: SEED= with this number plays it again."""
    sys.stdout.write(f"SEED={SEED}\n")


def text(value):
    return None if value is None else str(value)


def picture(row, columns) -> dict:
    row = type(row).objects.get(pk=row.pk)
    return {name: text(getattr(row, name)) for name in columns}


def chain(actor, row, columns, edit, edits) -> list:
    """Edit a row several times; the versions after which what is read back is not what stood."""
    stood = {row.version: picture(row, columns)}
    for _ in range(edits):
        edit(type(row).objects.get(pk=row.pk))
        latest = type(row).objects.get(pk=row.pk)
        stood[max(latest.version, max(stood) + (picture(latest, columns) != stood[max(stood)]))] = picture(
            latest, columns
        )
    latest = type(row).objects.get(pk=row.pk)
    now_stands = picture(latest, columns)
    return [v for v, was in stood.items() if now_stands | kept(actor, latest, v, columns) != was]


def kept(actor, row, version, columns) -> dict:
    return {name: value for name, value in queries.as_of(actor, row, version).items() if name in columns}


ENCOUNTER = ("kind", "day", "happened_at", "minutes", "place", "alone")
TEST = ("answer", "told_why", "told_who", "specimen", "confirmed", "findings")


def editor(cast, chance):
    def edit(row):
        when = chance.choice([row.happened_at, row.happened_at - timedelta(hours=chance.randrange(1, 400))])
        actions.amend_encounter(
            chance.choice([cast.amina, cast.dora]), row, version=row.version,
            kind=chance.choice(["session", "call", "street", "not-in"]), happened_at=when,
            minutes=chance.choice([None, 5, 45]), place=chance.choice(["", "van"]),
            alone=chance.choice(["", "alone"]), why=chance.choice(["", "misheard"]),
        )  # fmt: skip

    return edit


def silent(cast, chance):
    """Broken on purpose: an update beside `amend`."""

    def edit(row):
        Encounter.objects.filter(pk=row.pk).update(minutes=chance.randrange(1000), place=chance.choice(["van", "home"]))

    return edit


def started(cast):
    return actions.record_encounter(cast.amina, cast.person, kind="session", happened_at=now())


def test_control_an_update_beside_amend_is_caught(cast):
    chance = random.Random(SEED)
    for _ in range(10):
        assert chain(cast.amina, started(cast), ENCOUNTER, silent(cast, chance), 2)


def test_200_random_chains_of_edits_read_back_every_version(cast):
    chance = random.Random(SEED)
    for _ in range(200):
        assert chain(cast.amina, started(cast), ENCOUNTER, editor(cast, chance), chance.randrange(1, 7)) == []


def test_40_random_chains_of_sealed_results_read_back_every_version(cast):
    chance = random.Random(SEED)

    def edit(row):
        answer = chance.choice(["agreed", "agreed", "declined"])
        actions_kept.amend_test(
            cast.amina, row, version=row.version, answer=answer, told_why=chance.random() < 0.5, told_who=True,
            specimen=chance.choice(["", "urine"]), confirmed=chance.random() < 0.5,
            findings=chance.choice(WORDS) if answer == "agreed" else "",
        )  # fmt: skip

    for _ in range(40):
        row = actions_kept.record_test(
            cast.amina, cast.person, day=now().date(), answer="agreed", told_why=True, told_who=True, findings=WORDS[1]
        )
        assert chain(cast.amina, row, TEST, edit, chance.randrange(1, 7)) == []


def test_40_random_chains_of_corrected_lines_keep_every_wording_in_order(cast):
    chance = random.Random(SEED)
    person, encounter = open_person(cast.amina, cast.person.pk), started(cast)
    said = {}
    for n in range(40):
        line = actions.add_line(cast.amina, encounter, speaker="person", words=f"{n}.0")
        wordings = [line.words]
        for m in range(1, chance.randrange(1, 6)):
            line = actions.correct_line(
                cast.amina, line, version=1, speaker="person", words=f"{n}.{m} {chance.choice(WORDS)}", why="misheard"
            )
            wordings.append(line.words)
        said[line.pk] = wordings[::-1]
    lines = queries.lines_of(cast.amina, person, encounter)
    assert {line.pk: [line.words, *(old.words for old in line.before)] for line in lines} == said


def test_what_was_kept_is_sealed_and_nothing_in_the_rooms_removes_it(cast):
    row = actions_kept.record_test(
        cast.amina,
        cast.person,
        day=now().date(),
        answer="agreed",
        told_why=True,
        told_who=True,
        findings="heroin: showed",
    )
    actions_kept.amend_test(
        cast.amina,
        row,
        version=1,
        answer="agreed",
        told_why=True,
        told_who=True,
        specimen="",
        confirmed=True,
        findings="",
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT was FROM access_amendment")
        assert not any(was and b"heroin" in bytes(was) for (was,) in cursor.fetchall())
    assert Amendment.objects.get(column="findings").was == "heroin: showed"
    assert LabResult.objects.get().findings == ""
    assert not hasattr(Note, "delete_line")
