"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import AppendOnly, RowWall


class Migration(migrations.Migration):
    dependencies = [("basket", "0003_law")]
    operations = [
        RowWall("basket_lawcheck"),
        AppendOnly("basket_lawcheck", unique=[("agency_id", "option", "\"order\"")]),
    ]
