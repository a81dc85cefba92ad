"""Pages read what they show: no statement behind them walks through a house that grows around the person.

A crowd of people with thousands of rows in every table is put around Sara, in Amina's own team; then each page is
asked for, and every statement it made is run again while the database counts the rows that it touches (PostgreSQL:
EXPLAIN ANALYZE; SQLite: steps of its virtual machine). What grows with the crowd is far above the limit, what
reads by an index far below.
"""

import json
import os
import uuid
from contextlib import contextmanager
from datetime import date, timedelta

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from ajar.access.middleware import set_agency
from ajar.guides import versions
from conftest import make_cast
from tests import databases
from tests.planted import writing

CROWD = 2_000
TOUCHED = 500  # rows of one statement, on PostgreSQL; walking through the crowd touches 2,000
STEPS = 5_000  # of SQLite's virtual machine; walking through the crowd takes more than 6,000
ROOMS = ("access", "people", "consents", "encounters", "goals", "plans", "basket", "mandates", "reflection", "guides")
# Tables of people and audit, made as real rows; tables that do not grow with the people we serve.
APART = {
    "Person", "NamePrefix", "DataKey", "Agency", "Site", "Team", "Worker", "Membership", "SignIn", "InstanceKey",
    "AgencyKey", "Tries", "DutyText", "MapVersion", "Coverage", "UnitCoverage", "NoticeCheck", "Officer",
    "CallList", "LockDown", "LegalRequest", "PlaceNumber",
}  # fmt: skip
OLD = date(2024, 1, 1)


def crowd(cast, only=None) -> None:
    """2,000 people of Amina's team whose names begin like Sara's, and 2,000 rows in every other table about them.

    only: names of models, where not every table is needed.
    """
    from ajar.access import keys, seal
    from ajar.access.models import DataKey
    from ajar.access.seal import IDENTITY
    from ajar.people import finding
    from ajar.people.models import NamePrefix, Person

    agency = cast.agency.pk
    kek = keys.newest_kek(agency)
    one_key = os.urandom(32)  # of all: what is opened of them is their names
    people, ring = [], seal._ring.get()
    for n in range(CROWD):
        seen = OLD + timedelta(days=n % 600)
        person = Person(
            id=_id(0, n), agency_id=agency, team=cast.north, chosen_name=f"Sar{n}", first_seen=OLD, last_seen=seen
        )
        ring[agency, person.pk] = {IDENTITY: one_key}
        people.append(person)
    Person.objects.bulk_create(people)
    wrapped = aes_key_wrap(keys.open_by_root(kek.wrapped), one_key)
    _fill(DataKey, cast, compartment=f"'{IDENTITY}'", wrapped=_bytes(wrapped), kek_id=_literal(kek.pk))
    for at, prefix in enumerate(("s", "sa", "sar")):
        digest = _bytes(finding.name_digest(agency, prefix))
        _fill(NamePrefix, cast, digest=digest, id=_made(900 + at))
    for model in growing():
        if only is None or model.__name__ in only:
            own = {"name": "''", "reach": "''"} if model.__name__ == "Recipient" else {}  # of their own life: sealed
            _fill(model, cast, **own)
    if connection.vendor == "postgresql":  # the owner's to do; in a real house autovacuum does it
        databases.PostgreSQL().psql(connection.settings_dict["NAME"], "ANALYZE")


def growing() -> list:
    """The tables that grow with the people we serve."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in models if model.__name__ not in APART]


def _id(table: int, number: int) -> uuid.UUID:
    return uuid.UUID(int=(table << 64) + number)


def _fill(model, cast, **given):
    """2,000 rows in one statement, each about somebody of the crowd, by another worker, long ago.

    given: SQL for columns that are to hold something else.
    """
    columns = {f.column: given.get(f.column) or _value(model, f, cast) for f in model._meta.concrete_fields}
    series = f"generate_series(0, {CROWD - 1}) AS s(i)"
    if connection.vendor == "sqlite":
        more = f"VALUES (0) UNION ALL SELECT i + 1 FROM s WHERE i < {CROWD - 1}"  # noqa: S608  numbers of our own
        series = f"(WITH RECURSIVE s(i) AS ({more}) SELECT i FROM s)"  # noqa: S608
    names = ", ".join(f'"{name}"' for name in columns)
    into = f"{model._meta.db_table} ({names})"
    with writing(model), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} SELECT {', '.join(columns.values())} FROM {series}")  # noqa: S608


def _number(model) -> int:
    return 1 + sorted(m._meta.label for m in apps.get_models()).index(model._meta.label)


def _made(table: int, number="i") -> str:
    """SQL for the id of a row of the crowd."""
    if connection.vendor == "postgresql":
        return f"(lpad(to_hex({table}), 16, '0') || lpad(to_hex({number}), 16, '0'))::uuid"
    return f"printf('%016x%016x', {table}, {number})"


def _bytes(value: bytes) -> str:
    return f"'\\x{value.hex()}'::bytea" if connection.vendor == "postgresql" else f"X'{value.hex()}'"


def _literal(value: uuid.UUID) -> str:
    return f"'{value}'::uuid" if connection.vendor == "postgresql" else f"'{value.hex}'"


def _map(actor):
    with transaction.atomic():  # it waits for whoever makes the first version in the same moment
        return versions.in_use(actor)


def _value(model, field, cast) -> str:
    """SQL that makes a value of one column for the crowd's row `i`."""
    pg = connection.vendor == "postgresql"
    kind = field.get_internal_type()
    special = {
        ("Link", "other_id"): _made(0, f"(i + 1) % {CROWD}"),
        ("AuditLine", "seq"): "1000000 + i",
        ("AuditLine", "verb"): "'person.opened'",
        ("FollowUp", "state"): "'planned'",
    }
    if (model.__name__, field.column) in special:
        return special[model.__name__, field.column]
    if field.primary_key:
        return _made(_number(model))
    if kind in ("ForeignKey", "OneToOneField"):
        known = {
            "access.agency": cast.agency, "access.worker": cast.dora, "access.team": cast.north, "access.site": cast.site,
            "guides.mapversion": _map(cast.dora),
        }  # fmt: skip
        other = field.related_model._meta.label_lower
        if other == "people.person":
            return _made(0)
        if field.null:
            return "NULL"
        return _literal(known[other].pk) if other in known else _made(_number(field.related_model))
    if field.null:
        return "NULL"
    if kind == "UUIDField":
        return _made(0) if field.name == "subject" else _made(_number(model))
    if kind == "BinaryField":
        return "sha256(i::text::bytea)" if pg else "randomblob(32)"
    if kind == "DateField":
        return f"DATE '{OLD}' + i % 600" if pg else f"date('{OLD}', (i % 600) || ' days')"
    if kind == "DateTimeField":
        moment = timezone.make_aware(timezone.datetime(2024, 1, 1))
        end = moment + timedelta(hours=1) if field.name == "until" else moment
        return f"TIMESTAMPTZ '{end.isoformat()}'" if pg else f"'{end:%Y-%m-%d %H:%M:%S}'"
    if kind == "BooleanField":
        return "false" if pg else "0"
    if kind in ("CharField", "TextField"):
        return f"'{field.choices[0][0]}'" if field.choices else "i::text" if pg else "CAST(i AS TEXT)"
    return "1"


@contextmanager
def heard():
    """Every statement as it is run, with its values."""
    seen = []

    def listen(execute, sql, params, many, context):
        if not many and sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield seen


def walks(sql, params) -> str:
    """Why a statement is one that grows; empty when it reads what it needs. What it changes is rolled back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            found = (_rows if connection.vendor == "postgresql" else _steps)(cursor, sql, params)
            raise _Undo
    except _Undo:
        return found


class _Undo(Exception):
    pass


def _steps(cursor, sql, params) -> str:
    count = 0

    def step():
        nonlocal count
        count += 1

    connection.connection.set_progress_handler(step, 100)
    try:
        cursor.execute(sql, params)
        cursor.fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return f"{count * 100} steps" if count * 100 > STEPS else ""


def _rows(cursor, sql, params) -> str:
    # In a small table a walk is cheap and would be chosen. Rows are made dear, as they are in a big house: a plan
    # that still touches many of them is one for which there is no index.
    for cost in ("cpu_tuple_cost", "cpu_index_tuple_cost", "random_page_cost"):
        cursor.execute(f"SET LOCAL {cost} = 1")
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
    plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return "; ".join(_greedy(plan[0]["Plan"]))


def _greedy(node):
    """Parts of a plan that touch more rows than a page needs."""
    touched = sum(
        node.get(key, 0) for key in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    ) * node.get("Actual Loops", 1)
    if "Scan" in node["Node Type"] and touched > TOUCHED:
        yield f"{node['Node Type']} of {node.get('Relation Name', node.get('Index Name'))}: {touched:.0f} rows"
    for part in node.get("Plans", []):
        yield from _greedy(part)


# A page, and how it is asked for by Amina about Sara. `post` for the find box, whose letters are in no address.
PAGES = {
    "person": lambda c, p: c.get(reverse("person", args=[p.pk])),
    "today": lambda c, p: c.get(reverse("today")),
    "people": lambda c, p: c.get(reverse("people")),
    "who-looked": lambda c, p: c.get(reverse("who-looked", args=[p.pk])),
    "story": lambda c, p: c.get(reverse("story", args=[p.pk])),
    "goals": lambda c, p: c.get(reverse("goals", args=[p.pk])),
    "encounters": lambda c, p: c.get(reverse("encounters", args=[p.pk])),
    "find": lambda c, p: c.post(reverse("find"), {"find": "sar"}),
    "encounter-record": lambda c, p: c.get(reverse("encounter-record", args=[p.pk])),
}


def test_no_page_walks_through_the_crowd(own_database, client):
    cast = make_cast()
    crowd(cast)
    client.force_login(cast.amina)
    wrong = []
    for name, page in PAGES.items():
        with heard() as statements:
            answer = page(client, cast.person)
        set_agency(cast.agency.pk)
        if answer.status_code != 200:
            wrong.append(f"{name}: {answer.status_code}")
        wrong += [f"{name}: {why} in {sql}" for sql, params in statements if (why := walks(sql, params))]
    assert not wrong, "\n".join(wrong)
    assert [m.__name__ for m in growing() if _count(m) < CROWD] == [], "the crowd is not in these"


def _count(model) -> int:
    with writing(model):
        return model._default_manager.count()


def test_a_statement_without_an_index_is_caught(own_database):
    """The control: the same measure sees a read and a change that walk through the crowd, and lets an index pass."""
    from ajar.encounters.models import Encounter

    cast = make_cast()
    crowd(cast, only={"Encounter"})
    with heard() as statements:
        list(Encounter.objects.filter(agency_id=cast.agency.pk, minutes=77))
        Encounter.objects.filter(minutes=78).update(minutes=79)
        list(Encounter.objects.filter(agency_id=cast.agency.pk, person=cast.person).order_by("-day")[:20])
    assert [bool(walks(sql, params)) for sql, params in statements] == [True, True, False]
