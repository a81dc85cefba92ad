"""What the database itself refuses."""
from django.core.management import call_command
from django.db import migrations

from ajar.access.walls import AppendOnly, RowWall


def cache_table(apps, schema_editor):
    """Sign-in limits are shared by all processes, so they are kept in the database."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        RowWall(
            "access_team",
            "access_agencykey",
            "access_datakey",
            "access_auditline",
            "access_submission",
            "access_amendment",
            "access_draft",
        ),
        AppendOnly("access_auditline", unique=[("agency_id", "seq"), ("agency_id", "once")]),
        AppendOnly("access_amendment", unique=[("agency_id", "thing_id", '"column"', "version")]),
        migrations.RunPython(cache_table, migrations.RunPython.noop),
    ]
