"""What the database itself refuses: rows of another agency."""

from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("mandates", "0001_initial")]
    operations = [
        RowWall(
            "mandates_mandate",
            "mandates_requirement",
            "mandates_mandateevent",
            "mandates_alignment",
            "mandates_mandatequestion",
            "mandates_report",
        )
    ]
