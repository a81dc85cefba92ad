"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        RowWall(
            "people_person",
            "people_nameprefix",
            "people_code",
            "people_link",
            "people_words",
            "people_contactrule",
            "people_supporter",
            "people_careteam",
            "people_block",
            "people_breakglass",
            "people_task",
            "people_hold",
        ),
    ]
