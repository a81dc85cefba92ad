"""The keys between the root key and a sealed cell: made, wrapped, rotated, destroyed.

root key -> agency key of its epoch (`kek`), index key, audit key -> data key of a subject and compartment -> cell.
Wrapping is AES key wrap (RFC 3394).
"""

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.utils.timezone import now

from ajar.access import rootkey
from ajar.access.models import AgencyKey, DataKey, InstanceKey
from ajar.access.seal import COMPARTMENTS


class KeyLost(Exception):
    """A wrapped key that no root key at hand opens, or whose epoch was destroyed."""


@lru_cache(maxsize=1)
def _roots() -> tuple[bytes, ...]:
    return tuple(rootkey.read())


def forget_roots() -> None:
    """Read the root key file again at the next use: after a rotation."""
    _roots.cache_clear()
    _named.cache_clear()


@lru_cache(maxsize=4096)
def _unwrap(wrapped: bytes, roots: tuple[bytes, ...]) -> bytes:
    for root in roots:
        try:
            return aes_key_unwrap(root, wrapped)
        except InvalidUnwrap:
            continue
    raise KeyLost("no root key at hand opens this key")


def open_by_root(wrapped) -> bytes:
    """The key inside, 32 bytes. Raises KeyLost."""
    if not bytes(wrapped):
        raise KeyLost("this key was destroyed")
    return _unwrap(bytes(wrapped), _roots())


def wrap_by_root(key: bytes) -> bytes:
    return aes_key_wrap(_roots()[0], key)


def make_agency_keys(agency) -> None:
    """The three keys that a new agency starts with."""
    AgencyKey.objects.bulk_create(
        AgencyKey(agency=agency, kind=kind, wrapped=wrap_by_root(secrets.token_bytes(32)), made_at=now())
        for kind in ("kek", "index", "audit")
    )


def newest_kek(agency_id) -> AgencyKey:
    return AgencyKey.objects.filter(agency_id=agency_id, kind="kek", destroyed_at=None).order_by("-epoch")[0]


def make_data_keys(agency_id, subject, compartments=COMPARTMENTS) -> None:
    """New keys for a new subject, under the agency's newest epoch."""
    kek = newest_kek(agency_id)
    wrapper = open_by_root(kek.wrapped)
    DataKey.objects.bulk_create(
        DataKey(
            agency_id=agency_id, subject=subject, compartment=compartment, kek=kek,
            wrapped=aes_key_wrap(wrapper, secrets.token_bytes(32)),
        )
        for compartment in compartments
    )  # fmt: skip


def unwrap_data_keys(agency_id, subjects) -> dict:
    """{subject: {compartment: key}} in one statement. Subjects without keys are left out."""
    found: dict = {}
    rows = DataKey.objects.filter(agency_id=agency_id, subject__in=list(subjects)).values_list(
        "subject", "compartment", "wrapped", "kek__wrapped"
    )
    for subject, compartment, wrapped, kek in rows:
        found.setdefault(subject, {})[compartment] = aes_key_unwrap(open_by_root(kek), bytes(wrapped))
    return found


@lru_cache(maxsize=256)
def _named(agency_id, kind) -> bytes:
    row = AgencyKey.objects.get(agency_id=agency_id, kind=kind, epoch=1)
    return open_by_root(row.wrapped)


def audit_key(agency_id) -> bytes:
    """The key that chains the agency's audit log. It never rotates: the chain would end."""
    return _named(agency_id, "audit")


def blind(agency_id, what: str, length: int = 16) -> bytes:
    """A keyed digest of a name prefix, a code or a form, so that equal values meet and say nothing else."""
    return hmac.new(_named(agency_id, "index"), what.encode(), hashlib.sha256).digest()[:length]


def instance_key(kind: str) -> bytes:
    """A key of this installation, made at its first use."""
    row, _ = InstanceKey.objects.get_or_create(kind=kind, defaults={"wrapped": wrap_by_root(secrets.token_bytes(32))})
    return open_by_root(row.wrapped)
