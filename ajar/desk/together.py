"""Rows of several kinds in one statement: a page that shows eight rooms must not ask eight times.

A UNION ALL over columns of the same types; what a kind does not have is NULL. Rows come back as the rooms' own models
with the named fields loaded and the rest deferred; sealed cells stay sealed until they are read.
"""

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


def _type_of(field) -> str:
    return next(name for name, classes in TYPES.items() if isinstance(field, classes))


class Kinds:
    """Which kinds of rows a page shows: name=(model, the fields beside id and person)."""

    def __init__(self, **kinds):
        self.models = {name: model for name, (model, _) in kinds.items()}
        self.columns = {name: _columns(model, fields) for name, (model, fields) in kinds.items()}
        self.slots = {name: _slots(columns) for name, columns in self.columns.items()}
        self.layout = sorted({slot for slots in self.slots.values() for slot in slots})

    def union(self, **rows: QuerySet) -> QuerySet:
        """One statement for some of the kinds. rows: by `visible_to` and filters, no order, no slice."""
        parts = []
        for number, name in enumerate(self.models):
            if name in rows:
                place = dict(zip(self.slots[name], self.columns[name], strict=True))
                values = {"t0": Value(number)}
                for i, slot in enumerate(self.layout, 1):
                    field = place.get(slot)
                    values[f"t{i}"] = F(field.attname) if field else Cast(Value(None), EMPTY[slot[0]])
                parts.append(rows[name].order_by().annotate(**values).values_list(*values))
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    def read(self, agency_id, found) -> dict[str, list]:
        """{name: rows} of every kind from what a union found, in no order."""
        rows: dict[str, list] = {name: [] for name in self.models}
        names = list(self.models)
        for number, *cells in found:
            name = names[number]
            at = dict(zip(self.layout, cells, strict=True))
            row = [Ciphertext(at[s]) if s[0] == "sealed" and at[s] is not None else at[s] for s in self.slots[name]]
            loaded = self.models[name].from_db("default", [field.attname for field in self.columns[name]], row)
            loaded.agency_id = agency_id
            rows[name].append(loaded)
        return rows


def _columns(model, fields) -> list:
    wanted = {"id", "person", *fields}
    return [field for field in model._meta.concrete_fields if field.name in wanted]


def _slots(columns) -> list[tuple[str, int]]:
    """The place of each column: the first uuid, the second uuid, the first sealed..."""
    seen: dict[str, int] = {}
    slots = []
    for field in columns:
        name = _type_of(field)
        slots.append((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return slots
