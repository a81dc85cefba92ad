"""The floor: what Django itself takes for one statement, on the same engine, settings and command.

`/read/` selects a page of twenty of 50,000 rows by an index; `/write/` inserts one row, durable. No session, no
middleware, no template: nothing that a page of Ajar could be without. Served as `benchmarks.floor` by gunicorn.
"""

import json
import os
import random
import uuid

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

ROWS, OWNERS = 50_000, 2_500


def configure():
    """Ajar's own way to reach the database, and nothing else of Ajar."""
    from ajar.config.settings import _database

    settings.configure(
        DATABASES={"default": _database(os.environ["FLOOR_URL"])},
        INSTALLED_APPS=["benchmarks.floor_rows"],
        ROOT_URLCONF="benchmarks.floor",
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="floor",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def fill():
    """The table and its rows; a second call changes nothing."""
    from django.db import connection

    from benchmarks.floor_rows.models import Row

    if Row._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    owners = [uuid.UUID(int=n) for n in range(OWNERS)]
    Row.objects.bulk_create(
        (Row(owner=random.choice(owners), at=n, words=f"a line of some length, number {n}") for n in range(ROWS)),
        batch_size=5_000,
    )


if not settings.configured:
    configure()
    from django.http import HttpResponse
    from django.urls import path

    from benchmarks.floor_rows.models import Row

    def read(request):
        owner = uuid.UUID(int=random.randrange(OWNERS))
        rows = list(Row.objects.filter(owner=owner).order_by("-at").values("id", "at", "words")[:20])
        return HttpResponse(json.dumps([[str(r["id"]), r["at"], r["words"]] for r in rows]))

    def write(request):
        row = Row.objects.create(owner=uuid.UUID(int=random.randrange(OWNERS)), at=0, words="a line of some length")
        return HttpResponse(str(row.pk))

    urlpatterns = [path("read/", read), path("write/", write)]
    application = get_wsgi_application()

if __name__ == "__main__":
    fill()
