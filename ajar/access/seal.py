"""Sealed fields: a column that only its own row, in its own compartment, can open.

AES-256-GCM with a 96-bit random nonce. The additional data names agency, table, column, row and subject, so that
bytes moved to another row, column, person or agency do not open. The key is the subject's data key for the
compartment; keys are unwrapped once a request and forgotten with it. Text is padded to whole blocks first: the
length of a cell must not tell "yes" from nothing (ISO/IEC 7816-4 padding).
"""

import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

IDENTITY, RECORD, COUNSELING, SAFETY = COMPARTMENTS = ("identity", "record", "counseling", "safety")
_FORMAT = b"\x02"
_NONCE = 12
_BLOCK = 32

_ring: ContextVar[dict | None] = ContextVar("ring", default=None)


class SealBroken(Exception):
    """Bytes that do not open: changed, moved from elsewhere, or sealed with another key."""


class KeyGone(SealBroken):
    """The key does not exist any more (erased) or never did."""


@contextmanager
def keyring():
    """Hold unwrapped data keys for the length of one request, command or job, and forget them after."""
    token = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(token)


def preload(agency_id, subjects) -> None:
    """Fetch the keys of many subjects in one statement, before a list opens their rows. Needs a keyring."""
    ring = _ring.get()
    if ring is None:
        return
    wanted = {s for s in subjects if (agency_id, s) not in ring}
    if not wanted:
        return
    from ajar.access import keys

    found = keys.unwrap_data_keys(agency_id, wanted)
    for subject in wanted:
        ring[agency_id, subject] = found.get(subject, {})


def _cipher(agency_id, subject, compartment) -> AESGCM:
    ring = _ring.get()
    if ring is None:
        from ajar.access import keys

        held = keys.unwrap_data_keys(agency_id, {subject}).get(subject, {})
    else:
        # A subject whose keys were made after a miss in the same request is looked up again.
        if not ring.get((agency_id, subject)):
            ring.pop((agency_id, subject), None)
            preload(agency_id, {subject})
        held = ring[agency_id, subject]
    if compartment not in held:
        raise KeyGone(f"no {compartment} key")
    return AESGCM(held[compartment])


def forget(agency_id, subject) -> None:
    """Drop a subject's keys from the ring: after erasure nothing opens, in the same request too."""
    ring = _ring.get()
    if ring is not None:
        ring.pop((agency_id, subject), None)


def bound_to(row, field) -> bytes:
    """The additional data of one cell."""
    parts = (row.agency_id, row._meta.db_table, field.column, row.pk, getattr(row, field.of))
    return "|".join(str(p) for p in parts).encode()


class Ciphertext(bytes):
    """The bytes of a sealed cell as the database holds them."""


class _SealedAttribute:
    """Opens the cell when it is read, not when the row is fetched: a list opens only what it shows."""

    def __init__(self, field):
        self.field = field

    def __get__(self, row, owner=None):
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, Ciphertext):
            bound = bound_to(row, self.field)
            plain = self.field.open(row, value, bound)
            row.__dict__.setdefault("_sealed", {})[name] = (plain, value, bound)
            row.__dict__[name] = value = plain
        return value

    def __set__(self, row, value):
        row.__dict__[self.field.attname] = value


class SealedText(models.Field):
    """Text, sealed at rest.

    of: the attribute of the row that holds the subject's id (`person_id`, `worker_id`, or `id` for a person).
    compartment: which of the subject's four keys; or compartment_from: the column that says so.
    An empty string stays an empty string; None is NULL.
    """

    descriptor_class = _SealedAttribute
    empty_strings_allowed = True

    def __init__(self, *args, of="person_id", compartment=RECORD, compartment_from=None, **kwargs):
        self.of, self.compartment, self.compartment_from = of, compartment, compartment_from
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs |= {"of": self.of, "compartment": self.compartment}
        if self.compartment_from:
            kwargs["compartment_from"] = self.compartment_from
        return name, path, args, kwargs

    def get_internal_type(self):
        return "BinaryField"

    def get_default(self):
        return super().get_default() if self.has_default() else ("" if not self.null else None)

    def to_text(self, value) -> str:
        return value

    def from_text(self, text: str):
        return text

    def from_db_value(self, value, expression, connection):
        return None if value is None else Ciphertext(value)

    def _compartment(self, row):
        return getattr(row, self.compartment_from) if self.compartment_from else self.compartment

    def open(self, row, value: bytes, bound: bytes | None = None):
        """The plain value of a cell. bound: what `bound_to` says, where it is known. Raises SealBroken or KeyGone."""
        cipher = _cipher(row.agency_id, getattr(row, self.of), self._compartment(row))
        if value[:1] != _FORMAT:
            raise SealBroken("unknown format")
        try:
            plain = cipher.decrypt(value[1 : 1 + _NONCE], value[1 + _NONCE :], bound or bound_to(row, self))
        except InvalidTag:
            raise SealBroken("does not open here") from None
        return self.from_text(plain.rstrip(b"\x00")[:-1].decode())

    def seal(self, row, value) -> Ciphertext:
        cipher = _cipher(row.agency_id, getattr(row, self.of), self._compartment(row))
        nonce = os.urandom(_NONCE)
        text = self.to_text(value).encode() + b"\x80"  # a lone surrogate raises here: forms refuse it first
        text += bytes(-len(text) % _BLOCK)
        return Ciphertext(_FORMAT + nonce + cipher.encrypt(nonce, text, bound_to(row, self)))

    def pre_save(self, row, add):
        value = row.__dict__.get(self.attname)
        if isinstance(value, Ciphertext) and add:
            raise SealBroken("sealed bytes of one row do not become another's: read them first")
        if value is None or isinstance(value, Ciphertext):
            return value
        bound = bound_to(row, self)
        plain, kept, kept_for = row.__dict__.get("_sealed", {}).get(self.attname, (None, None, None))
        if kept is not None and plain == value and kept_for == bound:
            return kept
        sealed = self.seal(row, value)
        row.__dict__.setdefault("_sealed", {})[self.attname] = (value, sealed, bound)
        return sealed

    def get_prep_value(self, value):
        if value is None or isinstance(value, Ciphertext):
            return value
        raise TypeError(f"{self.name} is sealed: it is written through its row and never searched by value")

    def get_db_prep_value(self, value, connection, prepared=False):
        value = self.get_prep_value(value)
        return value if value is None else connection.Database.Binary(bytes(value))


class SealedDateTime(SealedText):
    """An exact time, sealed; aware datetimes only."""

    def to_text(self, value: datetime) -> str:
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.isoformat()

    def from_text(self, text: str) -> datetime:
        return datetime.fromisoformat(text)
