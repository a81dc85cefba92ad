"""I-15: two hundred people full of canaries, every page asked with logging at DEBUG, every page broken on purpose.

No word is in the log, in PostgreSQL's log, in the temporary folder, in a table's clear columns, or in an address.
"""

import logging
import logging.config
import secrets
import tempfile
from contextlib import nullcontext

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from ajar.access import audit, seal
from ajar.access.middleware import set_agency
from ajar.access.models import Team
from ajar.access.walls import as_counseling
from ajar.people import actions
from conftest import make_cast
from tests import canaries, databases
from tests.planted import address, plant
from tests.test_walls import form_of, pages

PEOPLE = 200
pytestmark = pytest.mark.promise


@pytest.fixture
def logged(tmp_path, monkeypatch):
    """The product's own logging, at DEBUG, into a file; temporary files into a folder that is looked into."""
    import copy

    said = copy.deepcopy(settings.LOGGING)
    file = tmp_path / "log" / "ajar.log"
    file.parent.mkdir()
    said["disable_existing_loggers"] = False
    said["handlers"]["console"] = said["handlers"]["console"] | {"class": "logging.FileHandler", "filename": str(file)}
    said["root"]["level"] = "DEBUG"
    for logger in said["loggers"].values():
        logger["level"] = "DEBUG"
    said["loggers"]["django.db.backends"] = {"level": "DEBUG"}
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    connection.force_debug_cursor = True
    logging.config.dictConfig(said)
    yield tmp_path
    connection.force_debug_cursor = False
    logging.config.dictConfig(settings.LOGGING)


def clear_text(words) -> dict:
    """Planted words in any column of any table, as the database gives it without a key."""
    hits: dict[str, set] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with as_counseling() if "_counseling" in table else nullcontext():
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                rows = cursor.fetchall()
            for row in rows:
                text = b"|".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
                if b"CNRY" in text and (found := canaries.found_in(text, words)):
                    hits.setdefault(table, set()).update(found)
    return hits


def postgresql_log() -> bytes:
    return (databases.PostgreSQL().folder / "log").read_bytes() if connection.vendor == "postgresql" else b""


def ask_everything(client, planted, word):
    for page in pages():
        where, _ = address(page, planted)
        for response in (client.get(where), client.post(where, dict.fromkeys(form_of(planted), word) | {"q": word})):
            assert word not in response.headers.get("Location", "")


def test_i15_control_postgresql_as_it_comes_writes_the_statement_down(own_database):
    """What the roles' settings are for: without them a word is in the log, and this sweep sees it."""
    if connection.vendor == "sqlite":
        return
    import subprocess

    word = f"CNRY{secrets.token_hex(6)}"
    with pytest.raises(subprocess.CalledProcessError):
        databases.PostgreSQL().psql(connection.settings_dict["NAME"], f"SELECT * FROM nothing WHERE name = '{word}'")  # noqa: S608
    assert canaries.found_in(postgresql_log(), [word]) == {word}


def test_i15_control_a_log_line_with_a_word_is_found(logged):
    word = f"CNRY{secrets.token_hex(6)}"
    logging.getLogger("ajar").warning("about %s", word)
    logging.shutdown()
    assert canaries.found_in_files(logged, [word])


def test_i15_the_sweep_finds_no_word_anywhere(own_database, logged, monkeypatch):
    cast = make_cast()
    planted = plant(cast.amina, blocked=cast.ben)
    words = set(planted.about_the_person())
    for _ in range(PEOPLE):
        word = f"CNRY{secrets.token_hex(6)}"
        actions.start_person(cast.amina, chosen_name=word)
        words.add(word)
    client = Client(raise_request_exception=False)
    client.force_login(cast.amina)
    word = next(iter(words))
    ask_everything(client, planted, word)

    # Everything breaks, with a word in the error's own text.
    def broken(*args, **kwargs):
        raise ValueError(f"could not keep {word}")

    with monkeypatch.context() as patch:
        patch.setattr(audit, "_append", broken)
        ask_everything(client, planted, word)
    with monkeypatch.context() as patch:
        patch.setattr(seal.SealedText, "open", broken)
        ask_everything(client, planted, word)

    # The database refuses rows, and says in its error what was in them.
    set_agency(cast.agency.pk)  # the last request cleared it
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(agency=cast.agency, name="North")
    for model in apps.get_models():
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE no_such = %s", [word])  # noqa: S608
    try:
        Team.objects.get(name=word)
    except Team.DoesNotExist:
        logging.getLogger("ajar").exception("a team that is not there: %s", "nothing")

    logging.shutdown()
    log = logged / "log" / "ajar.log"
    assert log.stat().st_size > 10_000, "nothing was logged, so nothing was proved"
    assert canaries.found_in_files(logged, words) == {}
    assert canaries.found_in(postgresql_log(), words) == set()
    assert clear_text(words) == {}
