"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("encounters", "0001_initial")]
    operations = [
        RowWall(
            "encounters_confidence",
            "encounters_confidencereader",
            "encounters_encounter",
            "encounters_participant",
            "encounters_note",
            "encounters_judgement",
            "encounters_labresult",
            "encounters_followup",
        ),
    ]
