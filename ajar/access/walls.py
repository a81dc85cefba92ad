"""The second wall: what the database itself refuses (decision 3). Used by migrations, and `as_counseling` by whoever
writes and reads counseling notes."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.migrations.operations.base import Operation

POLICY = "agency_id = nullif(current_setting('app.agency', true), '')::uuid"
COUNSELING = "ajar_counseling"


@contextmanager
def as_counseling():
    """On PostgreSQL the one connection is `ajar_counseling` in here: the role that may touch the tables of `Apart`, and no
    other table. Keys, workers and the audit are fetched before or after. An error takes the role back with what was
    written. On SQLite the separate table and key are the wall."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {COUNSELING}")
        yield
        cursor.execute("SET LOCAL ROLE NONE")


class RowWall(Operation):
    """Row-level security by agency, forced, on PostgreSQL. On SQLite the Python walls and the keys are the wall."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *tables):
        self.tables = tables

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return
        for table in self.tables:
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            schema_editor.execute(f"CREATE POLICY by_agency ON {table} USING ({POLICY}) WITH CHECK ({POLICY})")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return
        for table in self.tables:
            schema_editor.execute(f"DROP POLICY by_agency ON {table}")
            schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return "Row-level security by agency"


class Apart(RowWall):
    """The app's role has no right to these tables; `ajar_counseling` reads and adds, and changes nothing but where
    `ends` says that a row can end."""

    def __init__(self, *tables, ends=()):
        super().__init__(*tables)
        self.ends = ends

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor != "postgresql":
            return
        schema_editor.execute(
            f"DO $$ BEGIN IF to_regrole('{COUNSELING}') IS NULL THEN RAISE EXCEPTION"
            f" 'There is no role {COUNSELING}. Run deploy/postgres-roles.sql again, then ajar migrate.'; END IF; END $$"
        )
        for table in self.tables:
            schema_editor.execute(f"REVOKE ALL ON {table} FROM ajar_app")
            more = ", UPDATE" if table in self.ends else ""
            schema_editor.execute(f"GRANT SELECT, INSERT{more} ON {table} TO {COUNSELING}")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            for table in self.tables:
                schema_editor.execute(f"REVOKE ALL ON {table} FROM {COUNSELING}")
                schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ajar_app")

    def describe(self):
        return f"{', '.join(self.tables)} for {COUNSELING} only"


class AppendOnly(Operation):
    """Triggers that refuse to change or remove a row, on both engines."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table, unique=()):
        """unique: groups of columns that are unique together, beside the id."""
        self.table, self.unique = table, unique

    def _same(self) -> str:
        groups = [("id",), *self.unique]
        return " OR ".join("(" + " AND ".join(f"{c} = NEW.{c}" for c in group) + ")" for group in groups)

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = self.table
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            # INSERT OR REPLACE removes the old row without asking the trigger above.
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {self._same()})"  # noqa: S608
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
            return
        schema_editor.execute(
            f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays()"
        )
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM ajar_app")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = self.table
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete")
            schema_editor.execute(f"DROP TRIGGER {table}_no_replace")
            return
        schema_editor.execute(f"DROP TRIGGER {table}_stays ON {table}")
        schema_editor.execute(f"DROP TRIGGER {table}_whole ON {table}")
        schema_editor.execute(f"DROP FUNCTION {table}_stays()")
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO ajar_app")

    def describe(self):
        return f"{self.table} is append-only"
