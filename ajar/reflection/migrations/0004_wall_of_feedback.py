"""What the database itself refuses."""

from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("reflection", "0003_feedback")]
    operations = [RowWall("reflection_feedback")]
