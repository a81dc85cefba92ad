"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_safety_plans")]
    operations = [
        RowWall(
            "plans_safetyplan",
            "plans_planline",
            "plans_planlook",
            "plans_releaserule",
        ),
    ]
