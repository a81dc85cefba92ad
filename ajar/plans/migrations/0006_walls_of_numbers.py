"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_numbers_of_a_place")]
    operations = [RowWall("plans_placenumber")]
