"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("goals", "0001_initial")]
    operations = [
        RowWall(
            "goals_need",
            "goals_strength",
            "goals_obstacle",
            "goals_goal",
            "goals_goalmove",
            "goals_step",
            "goals_rating",
            "goals_lifeorder",
            "goals_change",
            "goals_pattern",
            "goals_whatmighthappen",
            "goals_limit",
        ),
    ]
