"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import AppendOnly, RowWall


class Migration(migrations.Migration):
    dependencies = [("basket", "0005_list_of_a_place")]
    operations = [
        RowWall("basket_optionversion"),
        AppendOnly("basket_optionversion", unique=[("agency_id", "option", "number")]),
    ]
