"""The keys between the root key and a sealed cell: made, wrapped, rotated, destroyed.

root key -> agency key of its epoch (`kek`), index key, audit key -> data key of a subject and compartment -> cell.
Wrapping is AES key wrap (RFC 3394).
"""

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.db import connection, transaction
from django.utils.timezone import now

from ajar.access import rootkey
from ajar.access.compiled import compiled
from ajar.access.models import AgencyKey, DataKey, InstanceKey
from ajar.access.seal import COMPARTMENTS

ROOT_LOCK = 0x616A6172  # an advisory lock of our own


class KeyLost(Exception):
    """A wrapped key that no root key at hand opens, or whose epoch was destroyed."""


@lru_cache(maxsize=1)
def _roots() -> tuple[bytes, ...]:
    return tuple(rootkey.read())


def forget_roots() -> None:
    """Read the root key file again at the next use, and forget every key that was opened: after a rotation."""
    _roots.cache_clear()
    _unwrap.cache_clear()
    _named.cache_clear()


def one_at_a_time() -> None:
    """Until the end of this transaction no other process wraps by the root key: a rotation would miss that key.

    On SQLite the transaction itself is the only writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROOT_LOCK])


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
    wrapped = bytes(wrapped)
    if not wrapped:
        raise KeyLost("this key was destroyed")
    try:
        return _unwrap(wrapped, _roots())
    except KeyLost:  # the root key may have been rotated since this process read it
        forget_roots()
        return _unwrap(wrapped, _roots())


def wrap_by_root(key: bytes) -> bytes:
    """Wrapped by the newest root key, read afresh. Call it in a transaction, after `one_at_a_time()`."""
    return aes_key_wrap(rootkey.read()[0], key)


def make_agency_keys(agency) -> None:
    """The three keys that a new agency starts with."""
    with transaction.atomic():
        one_at_a_time()
        AgencyKey.objects.bulk_create(
            AgencyKey(agency=agency, kind=kind, wrapped=wrap_by_root(secrets.token_bytes(32)), made_at=now())
            for kind in ("kek", "index", "audit")
        )


def newest_kek(agency_id) -> AgencyKey:
    """The epoch that wraps now. In a transaction it cannot be destroyed before that ends: what is wrapped by it counts."""
    table = AgencyKey._meta.db_table
    holding = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    return AgencyKey.objects.raw(
        f"SELECT * FROM {table} WHERE agency_id = %s AND kind = 'kek' AND destroyed_at IS NULL"  # noqa: S608
        f" ORDER BY epoch DESC LIMIT 1{holding}",
        [agency_id if connection.features.has_native_uuid_field else agency_id.hex],
    )[0]


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


@compiled
def _wrapped_keys(agency_id, subjects):
    rows = DataKey.objects.filter(agency_id=agency_id, subject__in=subjects)
    return rows.values_list("subject", "compartment", "wrapped", "kek__wrapped")


def unwrap_data_keys(agency_id, subjects) -> dict:
    """{subject: {compartment: key}} in one statement. Subjects without keys are left out."""
    found: dict = {}
    for subject, compartment, wrapped, kek in _wrapped_keys(agency_id, list(subjects)):
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
    row = InstanceKey.objects.filter(kind=kind).first()
    if row is None:
        with transaction.atomic():
            one_at_a_time()
            fresh = wrap_by_root(secrets.token_bytes(32))
            row, _ = InstanceKey.objects.get_or_create(kind=kind, defaults={"wrapped": fresh})
    return open_by_root(row.wrapped)
