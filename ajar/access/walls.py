"""The second wall: what the database itself refuses (decision 3). Used by migrations only."""

from django.db.migrations.operations.base import Operation

POLICY = "agency_id = nullif(current_setting('app.agency', true), '')::uuid"


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
