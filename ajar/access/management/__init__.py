"""What the commands share."""

from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

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
