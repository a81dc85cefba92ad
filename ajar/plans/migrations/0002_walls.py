"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        RowWall(
            "plans_carriednumber",
            "plans_print",
        ),
    ]
