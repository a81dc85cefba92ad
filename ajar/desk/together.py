"""Rows of several kinds in one statement: a page that shows eight rooms must not ask eight times.

A UNION ALL over columns of the same types; what a kind does not have is NULL. Rows come back as the rooms' own models
with the named fields loaded and the rest deferred; sealed cells stay sealed until they are read.
"""

from typing import NamedTuple

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast

from ajar.access.seal import Ciphertext, SealedText

TYPES = {
    "uuid": (models.UUIDField, models.ForeignKey),
    "sealed": (SealedText,),
    "day": (models.DateField,),
    "number": (models.IntegerField,),
    "word": (models.CharField,),
}
EMPTY = {
    "uuid": models.UUIDField(),
    "sealed": models.BinaryField(),
    "day": models.DateField(),
    "number": models.IntegerField(),
    "word": models.CharField(max_length=300),
}


class Kind(NamedTuple):
    """What to fetch: rows by `visible_to` and filters (no order, no slice), and which fields beside id and person."""

    rows: QuerySet
    fields: tuple[str, ...]


def _type_of(field) -> str:
    return next(name for name, classes in TYPES.items() if isinstance(field, classes))


def _columns(kind: Kind) -> list:
    wanted = {"id", "person", *kind.fields}
    return [field for field in kind.rows.model._meta.concrete_fields if field.name in wanted]


def _slots(columns) -> list[tuple[str, int]]:
    """The place of each column: the first uuid, the second uuid, the first sealed..."""
    seen: dict[str, int] = {}
    slots = []
    for field in columns:
        name = _type_of(field)
        slots.append((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return slots


def together(agency_id, kinds: dict[str, Kind]) -> dict[str, list]:
    """{name: rows} for every kind, in no order. One statement; raises nothing for a kind without rows."""
    columns = {name: _columns(kind) for name, kind in kinds.items()}
    slots = {name: _slots(columns[name]) for name in kinds}
    layout = sorted({slot for mine in slots.values() for slot in mine})
    parts = []
    for number, (name, kind) in enumerate(kinds.items()):
        place = dict(zip(slots[name], columns[name], strict=True))
        values = {"t0": Value(number)}
        for i, slot in enumerate(layout, 1):
            field = place.get(slot)
            values[f"t{i}"] = F(field.attname) if field else Cast(Value(None), EMPTY[slot[0]])
        parts.append(kind.rows.order_by().annotate(**values).values_list(*values))
    found: dict[str, list] = {name: [] for name in kinds}
    names = list(kinds)
    for number, *cells in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        name = names[number]
        model, at = kinds[name].rows.model, dict(zip(layout, cells, strict=True))
        row = [Ciphertext(at[s]) if s[0] == "sealed" and at[s] is not None else at[s] for s in slots[name]]
        loaded = model.from_db(kinds[name].rows.db, [field.attname for field in columns[name]], row)
        loaded.agency_id = agency_id
        found[name].append(loaded)
    return found
