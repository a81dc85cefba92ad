"""What the tests of counseling notes share."""

from uuid import uuid4

from django.urls import reverse

from ajar.access.walls import as_counseling
from ajar.encounters.models import CounselingNote

SECRET = "UNGUESSABLE what he makes of his father"


def at(name, cast, *more):
    return reverse(name, args=[cast.person.pk, *more])


def keep(client, cast, words=SECRET, **more):
    return client.post(at("counseling-new", cast), {"words": words, "once": uuid4(), **more})


def all_notes() -> list:
    with as_counseling():
        return list(CounselingNote.objects.order_by("day", "order", "written_on"))
