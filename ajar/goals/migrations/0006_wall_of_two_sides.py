"""What the database itself refuses."""

from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("goals", "0005_two_sides")]
    operations = [RowWall("goals_twosides")]
