"""The demo: two agencies, a cast with made-up names, and four people whose stories come from the source texts.

Everything is told by the rooms' actions, with days counted back from today. One transaction: all of it, or nothing.
Only what left for the court is told after it: nothing is ever told in the middle of something that could be undone.
"""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from ajar.access import seal
from ajar.access.middleware import set_agency
from ajar.desk.demo import anthony, cast, ilona, marco, officer, others, places, sara

is_there = cast.is_there


def build() -> None:
    """Tell all of it. Leaves no agency on the connection."""
    try:
        with seal.keyring(), timezone.override(ZoneInfo(cast.ZONE)):
            with transaction.atomic():
                people = cast.make()
                for chapter in (places, ilona, sara, marco, anthony, officer, others):
                    chapter.tell(people)
            set_agency(people.agency.pk)
            anthony.send_what_he_saw(people)
    finally:
        set_agency(None)
