"""How referrals are told apart and what they do by themselves. No database here."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

LOOK_AGAIN = timedelta(days=7)
# Needs of the directory (`content/directory/needs.yaml`) whose places are looked for by whoever hurts somebody.
HIDES = ("bed", "safe")
# What a follow-up of a referral says: no place and no topic, for Today is read over shoulders.
LOOK = _("Look again: how is it going?")
NOT_NOW = "not-now"
WAITING = "waiting"


def look_day(today: date) -> date:
    """The day to look again when nobody says another: in a week."""
    return today + LOOK_AGAIN


def parted(rows) -> dict:
    """{"under_way", "in_place", "not_now"}: referrals by how they stand, newest first."""
    rows = sorted(rows, key=lambda row: (row.day, str(row.pk)), reverse=True)
    return {
        "under_way": [row for row in rows if row.under_way],
        "in_place": [row for row in rows if row.state == "in-place"],
        "not_now": [row for row in rows if row.state == NOT_NOW],
    }


def lines(text: str) -> list[str]:
    """Papers as they were typed, a line each; an empty line is none."""
    return [line.strip() for line in text.splitlines() if line.strip()]
