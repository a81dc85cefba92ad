"""The demo: two agencies, a cast with made-up names, and four people whose stories come from the source texts.

Everything is told by the rooms' actions, with days counted back from today. One transaction: all of it, or nothing.
"""

from django.db import transaction

from ajar.access import seal
from ajar.desk.demo import cast


def is_there() -> bool:
    return cast.is_there()


def build() -> None:
    with seal.keyring(), transaction.atomic():
        people = cast.make()
        from ajar.desk.demo import anthony, ilona, marco, others, sara

        for chapter in (ilona, sara, marco, anthony, others):
            chapter.tell(people)
