"""A broken glass holds its review, so that there is none without (I-08); an hour at most; nobody reviews their own."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("people_breakglass", "people_task")
OWN = "SELECT 1 FROM people_breakglass g WHERE g.task_id = NEW.id AND g.worker_id IN (NEW.taken_by_id, NEW.done_by_id)"


def fill(apps, schema_editor):
    """Each glass gets the task that pointed at it. The owner of the tables is held by the wall of the agencies too: it
    steps back for this one statement."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    schema_editor.execute(
        "UPDATE people_breakglass"
        " SET task_id = (SELECT t.id FROM people_task t WHERE t.glass_id = people_breakglass.id)"
    )
    if postgresql:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def walls(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER glass_an_hour_{verb.lower()} BEFORE {verb} ON people_breakglass"
                " WHEN (julianday(NEW.until) - julianday(NEW.at)) * 86400 > 3600.5"
                " BEGIN SELECT RAISE(ABORT, 'a glass is broken for an hour at most'); END"
            )
        schema_editor.execute(
            f"CREATE TRIGGER task_not_own BEFORE UPDATE ON people_task WHEN EXISTS ({OWN})"
            " BEGIN SELECT RAISE(ABORT, 'nobody reviews their own glass'); END"
        )
        return
    schema_editor.execute(
        "ALTER TABLE people_breakglass ADD CONSTRAINT glass_an_hour CHECK (until <= at + interval '60 minutes')"
    )
    schema_editor.execute(
        "CREATE FUNCTION task_not_own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF EXISTS ({OWN}) THEN RAISE EXCEPTION 'nobody reviews their own glass' USING ERRCODE = 'check_violation';"
        " END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER task_not_own BEFORE UPDATE ON people_task FOR EACH ROW EXECUTE FUNCTION task_not_own()"
    )


def no_walls(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("glass_an_hour_insert", "glass_an_hour_update", "task_not_own"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    schema_editor.execute("ALTER TABLE people_breakglass DROP CONSTRAINT glass_an_hour")
    schema_editor.execute("DROP TRIGGER task_not_own ON people_task")
    schema_editor.execute("DROP FUNCTION task_not_own()")


class Migration(migrations.Migration):
    dependencies = [("people", "0006_breach_task")]
    operations = [
        migrations.AddField(
            "breakglass",
            "task",
            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.task"),
        ),
        migrations.RunPython(fill, elidable=False),
        migrations.RemoveField("task", "glass"),
        migrations.AlterField(
            "breakglass",
            "task",
            models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="glass", to="people.task"),
        ),
        migrations.RemoveIndex("task", "task_open"),
        migrations.AddIndex("task", models.Index(fields=["agency", "kind", "done_at"], name="task_open_kind")),
        migrations.RunPython(walls, no_walls),
    ]
