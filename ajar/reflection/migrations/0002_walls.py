"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("reflection", "0001_initial")]
    operations = [
        RowWall(
            "reflection_supervisiontalk",
        ),
    ]
