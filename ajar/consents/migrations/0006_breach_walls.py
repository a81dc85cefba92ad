"""What the database itself refuses: rows of another agency."""

from django.db import migrations

from ajar.access.walls import RowWall


class Migration(migrations.Migration):
    dependencies = [("consents", "0005_breach")]
    operations = [RowWall("consents_breach", "consents_breachperson")]
