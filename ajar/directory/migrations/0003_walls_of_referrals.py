"""What the database itself refuses."""
from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_referrals")]
    operations = [
        RowWall(
            "directory_referral",
            "directory_referralmove",
            "directory_referralpaper",
            "directory_partnerask",
        ),
    ]
