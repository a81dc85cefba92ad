"""What the commands share."""

import fcntl
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID
from zlib import crc32

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import connection

from ajar.access import seal
from ajar.access.middleware import set_agency
from ajar.access.models import Agency


def agency_named(said: str) -> Agency:
    """The agency of this id or exact name. Raises CommandError when there is none, or more than one."""
    try:
        found = Agency.objects.filter(pk=UUID(said))
    except (ValueError, ValidationError):
        found = Agency.objects.filter(name=said)
    if len(found) != 1:
        known = ", ".join(f"{a.name} ({a.pk})" for a in Agency.objects.order_by("name")) or "none yet"
        raise CommandError(f"Which agency? {len(found)} have that name or id. There are: {known}.")
    return found[0]


@contextmanager
def in_agency(agency):
    """The agency on the connection and a keyring, for one command (decision 24)."""
    set_agency(agency.pk)
    try:
        with seal.keyring():
            yield agency
    finally:
        set_agency(None)


@contextmanager
def only_one(what: str):
    """Whether this is the only run of a command now; held until it ends, and let go if its process dies.

    PostgreSQL holds it for all machines that share the database; beside SQLite a file under AJAR_HOME does.
    """
    if connection.vendor == "postgresql":
        number = crc32(what.encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
        return
    with (Path(settings.HOME) / f".{what}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
