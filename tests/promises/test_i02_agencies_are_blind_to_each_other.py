"""I-02: a thousand requests with the other agency's ids, raw SQL as the app role, and a census of the walls."""

# ruff: noqa: S608  the tables' names come from our own models

import secrets

import pytest
from django.db import DatabaseError, connection, transaction

from ajar.access import checks
from ajar.access.middleware import set_agency
from tests import databases
from tests.planted import address, plant, planted_models, writing
from tests.test_walls import alike, asked, browser, form_of, pages

REQUESTS = 1_000
pytestmark = pytest.mark.promise


@pytest.fixture
def two(cast):
    """Esi's agency and Amina's, each with a planted record."""
    cast.planted = plant(cast.amina, blocked=cast.ben)
    set_agency(cast.other_agency.pk)
    cast.theirs = plant(cast.esi, blocked=cast.esi)
    set_agency(cast.agency.pk)
    return cast


def cross(scene, who, record, own, least) -> tuple[list, int]:
    """Ask every page with the other agency's ids in address, form and query, again and again with other ids."""
    client, wrong, count, round_ = browser(scene, who), [], 0, 0
    foreign = [row.pk for row in record.rows.values() if row is not record.person]
    while count < least:
        for page in pages(True):
            made_up: dict = {}
            real, fake = address(page, record)[0], address(page, record, made_up)[0]
            stray = foreign[(count + round_) % len(foreign)]
            real_query, fake_query = f"{real}?next={stray}&id={stray}", f"{fake}?next={stray}&id={stray}"
            for ask in ("get", "post"):
                one = asked(client, ask, real_query if ask == "get" else real, form_of(record))
                count += 1
                if round_ == 0:
                    other = asked(client, ask, fake_query if ask == "get" else fake, form_of(record, made_up))
                    if alike(one) != alike(other):
                        wrong.append((page.name, ask, one.status_code, other.status_code))
                found = record.found_in(one.content.decode("utf-8", "replace"))
                if found or one.status_code >= 500 or one.status_code == 200:
                    wrong.append((page.name, ask, one.status_code, found))
        # The own record, with the other agency's rows beneath it.
        for page in pages(True):
            mixed = address(page, own)[0]
            for row in own.rows.values():
                if row is not own.person and str(row.pk) in mixed:
                    model = type(row)
                    mixed = mixed.replace(str(row.pk), str(record.rows[model].pk))
            one = asked(client, "post" if round_ % 2 else "get", mixed, form_of(record))
            count += 1
            if record.found_in(one.content.decode("utf-8", "replace")) or one.status_code >= 500:
                wrong.append((page.name, "mixed", one.status_code))
        round_ += 1
    return wrong, count


def test_i02_control_the_own_record_answers(two):
    """The same requests by who may: words are met, so that none being met above means something."""
    client, met = browser(two, "amina"), set()
    for page in pages(True):
        met.update(two.planted.found_in(client.get(address(page, two.planted)[0]).content.decode("utf-8", "replace")))
    assert len(met) > 20


def test_i02_a_thousand_requests_across_meet_nothing(two):
    wrong, one = cross(two, "esi", two.planted, two.theirs, REQUESTS // 2)
    more, other = cross(two, "amina", two.theirs, two.planted, REQUESTS // 2)
    assert wrong + more == []
    assert one + other >= REQUESTS


def counts(agency) -> dict:
    """How many rows of an agency the connection sees, by table."""
    found = {}
    with connection.cursor() as cursor:
        for model in planted_models():
            table = model._meta.db_table
            if any(f.column == "agency_id" for f in model._meta.concrete_fields) and table not in checks.WITHOUT_WALL:
                with writing(model):
                    cursor.execute(
                        f"SELECT count(*) FROM {table} WHERE agency_id = %s",
                        [agency.pk if connection.vendor == "postgresql" else agency.pk.hex],
                    )
                    found[table] = cursor.fetchone()[0]
    return found


def test_i02_raw_sql_as_the_app_role_sees_only_the_agency_on_the_connection(two):
    if connection.vendor == "sqlite":
        return  # decision 3: on SQLite the Python walls and the keys are the wall
    assert set(counts(two.agency).values()) != {0}
    assert set(counts(two.other_agency).values()) == {0}
    set_agency(None)
    assert set(counts(two.agency).values()) == {0}
    set_agency(two.agency.pk)
    tried = 0
    for table, rows in counts(two.agency).items():
        attacks = [
            f"UPDATE {table} SET agency_id = '{two.other_agency.pk}'",
            f"DROP POLICY by_agency ON {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            "SET ROLE ajar_owner",
            "SET SESSION AUTHORIZATION postgres",
        ]
        for attack in attacks if rows else attacks[1:]:
            tried += 1
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(attack)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL row_security = off")
            cursor.execute(f"SELECT count(*) FROM {table}")
    assert tried > 100


def census() -> set:
    with connection.cursor() as cursor:
        return {error.msg.split()[0] for error in checks._walls(cursor)}


def test_i02_every_table_with_an_agency_has_its_wall(own_database):
    if connection.vendor == "sqlite":
        return  # decision 3
    assert census() == set()
    for table, reason in checks.WITHOUT_WALL.items():
        assert reason, table


def test_i02_control_one_policy_dropped_is_seen(own_database):
    if connection.vendor == "sqlite":
        return  # decision 3
    server, name = databases.PostgreSQL(), connection.settings_dict["NAME"]
    server.psql(name, "DROP POLICY by_agency ON people_person")
    assert census() == {"people_person"}
    server.psql(name, "ALTER TABLE goals_goal NO FORCE ROW LEVEL SECURITY")
    assert census() == {"people_person", "goals_goal"}
    new = f"stray_{secrets.token_hex(4)}"
    server.psql(name, f"CREATE TABLE {new} (id uuid, agency_id uuid)")
    assert census() == {"people_person", "goals_goal", new}
