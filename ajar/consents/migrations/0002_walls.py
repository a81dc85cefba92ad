"""What the database itself refuses: rows of another agency, and a change of what was released or refused."""
from django.db import migrations

from ajar.access.walls import AppendOnly, RowWall


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]
    operations = [
        RowWall(
            "consents_recipient",
            "consents_relation",
            "consents_consent",
            "consents_consentrecipient",
            "consents_restriction",
            "consents_coverage",
            "consents_noticecheck",
            "consents_rightsgiven",
            "consents_disclosure",
        ),
        AppendOnly("consents_disclosure"),
    ]
