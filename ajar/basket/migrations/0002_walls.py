"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("basket", "0001_offers")]
    operations = [
        RowWall("basket_leave", "basket_offer", "basket_comparison", "basket_handout"),
    ]
