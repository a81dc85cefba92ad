"""What must be true before the first request is answered: settings read back from where they take effect.

Run by `ajar check`, by `ajar serve` and when the server loads `ajar.config.wsgi`. A wrong setting is an error, and
an error ends the start (docs/operators). Where each comes from: reliability tests that lost acknowledged rows
without it (WAL and FULL, fsync), or found names in a log (statement logging).
"""

import os

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from ajar.access import rootkey
from ajar.access.policy import Role
from ajar.access.walls import COUNSELING

SQLITE = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
POSTGRESQL = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on remote_apply",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "session_replication_role": "origin",
    "data_sync_retry": "off",
}


def wrong(what: str, is_now, should_be, number: int) -> Error:
    return Error(f"{what} is {is_now}; it must be {should_be}.", id=f"ajar.E{number:03d}")


@register(Tags.security)
def what_the_process_is(app_configs=None, **kwargs):
    """DEBUG, the key file, and what is kept out of the environment."""
    found = []
    if settings.DEBUG:
        found.append(wrong("DEBUG", "on", "off", 1))
    try:
        rootkey.read()
    except rootkey.RootKeyError as error:
        found.append(Error(str(error), id="ajar.E002"))
    if os.environ.get("DJANGO_SECRET_KEY") or os.environ.get("AJAR_ROOT_KEY"):
        found.append(Error("A key is in the environment. Keep it in the root key file only.", id="ajar.E003"))
    return found


@register(Tags.database)
def what_the_database_does(app_configs=None, databases=None, **kwargs):
    """The settings that make a saved row stay and keep its words out of the log, as the database itself says."""
    found = []
    if os.environ.get("AJAR_AS_OWNER") == "1":  # `ajar migrate`: the owner of the tables, who serves nobody
        return found
    for alias in databases or ():
        connection = connections[alias]
        try:
            found += _sqlite(connection) if connection.vendor == "sqlite" else _postgresql(connection)
        except DatabaseError as error:
            found.append(Error(f"The database does not answer: {type(error).__name__}.", id="ajar.E010"))
    return found


def _sqlite(connection):
    found = []
    options = connection.settings_dict["OPTIONS"]
    if str(options.get("transaction_mode")).upper() != "IMMEDIATE":
        found.append(wrong("transaction_mode", options.get("transaction_mode"), "IMMEDIATE", 11))
    with connection.cursor() as cursor:
        for name, right in SQLITE.items():
            cursor.execute(f"PRAGMA {name}")
            (value,) = cursor.fetchone()
            if value != right:
                found.append(wrong(f"SQLite's {name}", value, right, 12))
    return found


def _postgresql(connection):
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(POSTGRESQL)])
        said = dict(cursor.fetchall())
        for name, right in POSTGRESQL.items():
            value = said.get(name)
            if value is not None and value not in right.split():  # not known to this version: not there
                found.append(wrong(f"PostgreSQL's {name}", value, right.split()[0], 13))
        cursor.execute(
            "SELECT r.rolsuper, r.rolbypassrls, r.rolinherit, r.rolcreaterole,"
            " EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            "   WHERE c.relowner = r.oid AND c.relkind = 'r' AND n.nspname = current_schema())"
            " FROM pg_roles r WHERE r.rolname = current_user"
        )
        powers = (
            "a superuser",
            "allowed to pass row security",
            "INHERIT",
            "allowed to make roles",
            "the owner of tables",
        )
        for power, held in zip(powers, cursor.fetchone(), strict=True):
            if held:
                found.append(wrong("The database role", power, "the role `ajar_app` of deploy/postgres-roles.sql", 14))
        found += _pooling(connection, cursor)
        if not connection.settings_dict["OPTIONS"].get("server_side_binding"):
            found.append(wrong("server_side_binding", "off", "on: values would be in statements, and in the log", 17))
        found += _walls(cursor) + _apart(cursor)
    return found


def _pooling(connection, cursor):
    """The agency stands on the connection, so each of ours must be a server's own: no pooling by transaction."""
    found = []
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        found.append(wrong("DISABLE_SERVER_SIDE_CURSORS", "set, as for a transaction pooler", "not set", 15))
    cursor.execute("SELECT pg_backend_pid()")
    (server,) = cursor.fetchone()
    if connection.connection.info.backend_pid != server:
        found.append(Error("A pooler stands before PostgreSQL. Connect to it directly.", id="ajar.E015"))
    return found


# Tables with an agency that must be read before the agency is known, or by the machine for all agencies.
WITHOUT_WALL = {
    "access_worker": "a sign-in is looked up before its agency is known",
    "access_site": "comes with the sign-in, in the same statement",
    "access_membership": "comes with the sign-in; names no person served",
}


def _walls(cursor):
    """Every table with an agency has row security, forced, and a policy; but for the list above (I-02)."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'agency_id' AND NOT a.attisdropped"
        " WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema() AND NOT (c.relrowsecurity"
        " AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))"
    )
    open_tables = {name for (name,) in cursor.fetchall()} - set(WITHOUT_WALL)
    return [
        Error(f"{name} has no wall between agencies: no forced row security.", id="ajar.E016")
        for name in sorted(open_tables)
    ]


def _apart(cursor):
    """What `ajar_counseling` may read, this role may not by itself (I-07)."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_roles r ON r.rolname = %s WHERE c.relkind = 'r' AND n.nspname = current_schema()"
        " AND has_table_privilege(r.oid, c.oid, 'SELECT')"
        " AND has_table_privilege(current_user, c.oid, 'SELECT, INSERT, UPDATE, DELETE') ORDER BY 1",
        [COUNSELING],
    )
    return [
        Error(f"The role of the app may touch {name}, which is kept apart.", id="ajar.E018")
        for (name,) in cursor.fetchall()
    ]


def production() -> list:
    """What must also be true where real people are served."""
    found = []
    if settings.DEMO:
        found.append(Error("This is the demo (AJAR_DEMO=1): anybody signs in as anybody.", id="ajar.E020"))
    if not settings.SESSION_COOKIE_SECURE or not settings.SECURE_HSTS_SECONDS:
        found.append(wrong("Secure cookies and HSTS", "off", "on", 21))
    found += _entity_host()
    if set(settings.WORKER_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}:
        found.append(Error("AJAR_HOSTS does not say under which name workers reach this.", id="ajar.E022"))
    if "*" in settings.WORKER_HOSTS:
        found.append(Error("AJAR_HOSTS must name hosts, not all of them.", id="ajar.E022"))
    if connections["default"].vendor == "sqlite":
        found.append(
            Warning("SQLite serves one small site. For more, or with a second machine, use PostgreSQL.", id="ajar.W023")
        )
    return found


def _entity_host() -> list:
    """Officers of courts sign in on a host of their own, or not at all."""
    from ajar.access.models import Worker  # this file is read before the models are

    if settings.ENTITY_HOST:
        same = settings.ENTITY_HOST in {host.strip().lower() for host in settings.WORKER_HOSTS}
        return [wrong("AJAR_ENTITY_HOST", "one of AJAR_HOSTS", "a name of its own", 24)] if same else []
    if Worker.objects.filter(role=Role.ENTITY, is_active=True).exists():
        return [Error("Officers of courts are invited, and AJAR_ENTITY_HOST names no host for them.", id="ajar.E024")]
    return []


def refuse_unsafe() -> None:
    """Called where a server begins. Raises ImproperlyConfigured, which ends it, and leaves no connection open."""
    try:
        found = run_checks(tags=[Tags.security, Tags.database], databases=["default"])
        errors = [str(message.msg) for message in found if message.level >= 40 and message.id.startswith("ajar.")]
    finally:
        connections.close_all()
    if errors:
        raise ImproperlyConfigured("Ajar does not start:\n  " + "\n  ".join(errors))
