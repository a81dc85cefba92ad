"""What the database itself refuses."""

from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("guides", "0001_initial")]
    operations = [RowWall("guides_mapversion", "guides_walk", "guides_walkstep", "guides_walkline")]
