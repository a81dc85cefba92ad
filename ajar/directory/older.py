"""Two older ways to write a directory, brought to HSDS 3.0: HSDS 1.1 tables, and the CSV files of Ohana API.

Ids become UUIDs made from the source's name, the table and the old id, so that the same file comes in to the same rows.
A column that 3.0 has no place for is kept as an attribute of its row. What 3.0 requires and an older file lacks leaves
the field or the row out and is reported, as such files were written before it was required.
"""

import re
import uuid

from ajar.directory import checking, hsds
from ajar.directory.reading import Finding, Source
from ajar.directory.tables import Tables, shape

_OURS = uuid.UUID("6f1b8a1e-52a6-5d5e-9a41-5f4a3c0d7b11")  # drawn once; the ids of older files hang from it
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# {stem of the file: table of 3.0}, in the order in which they can point at each other
_FILES = {
    "taxonomy": "taxonomy_term", "organizations": "organization", "programs": "program", "locations": "location",
    "services": "service", "services_at_location": "service_at_location", "service_at_location": "service_at_location",
    "contacts": "contact", "phones": "phone", "physical_addresses": "address", "addresses": "address",
    "mail_addresses": "address", "postal_addresses": "address", "regular_schedules": "schedule",
    "languages": "language", "accessibility_for_disabilities": "accessibility",
}  # fmt: skip
_NAMES = {
    "organization": {"url": "website"},
    "service": {"website": "url", "eligibility": "eligibility_description"},
    "location": {"website": "url"},
    "phone": {"number_type": "type", "department": "description"},
    "language": {"language": "name"},
    "accessibility": {"accessibility": "description"},
    "schedule": {"original_text": "description"},
    "taxonomy_term": {"taxonomy_id": "code"},
}
# Cells that hold several things, each a row of its own: {(table, column): (table, column)}.
_LISTS = {
    ("organization", "funding_sources"): ("funding", "source"), ("service", "funding_sources"): ("funding", "source"),
    ("service", "languages"): ("language", "name"), ("location", "languages"): ("language", "name"),
    ("location", "accessibility"): ("accessibility", "description"),
    ("service", "required_documents"): ("required_document", "document"),
    ("service", "service_areas"): ("service_area", "name"), ("phone", "language"): ("language", "name"),
}  # fmt: skip
_PARENT = {"organization": "organization_id", "service": "service_id", "location": "location_id", "phone": "phone_id"}


def kind(source: Source) -> str:
    """ "hsds", "1.1" or "ohana", by the tables that only one of them has."""
    stems = set(source.tables)
    if {"mail_addresses", "taxonomy"} & stems or "services" in stems and "location_id" in source.header("services"):
        return "ohana"
    return "1.1" if {"regular_schedules", "physical_addresses", "services_at_location"} & stems else "hsds"


def load(tables: Tables, source: Source, tell, *, name: str, country: str) -> None:
    """All rows of an older folder or zip, as 3.0. name: of the source; country: where an address names none."""
    _Older(tables, source, tell, name, country).load()


def clock(text: str) -> str | None:
    """HH:MM of "7:30am", "9am", "16:00", "4:00 PM"; None where it is no time of day."""
    found = re.fullmatch(r"\s*(\d{1,2})(?::(\d{2}))?\s*([ap])?\.?(m?)\.?\s*", text, re.I)
    if not found or bool(found[3]) != bool(found[4]) or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


class _Older:
    def __init__(self, tables, source, tell, name, country):
        self.tables, self.source, self.say, self.name, self.country = tables, source, tell, name, country
        self.places: dict[str, str] = {}  # Ohana: the organization of a location, which its services do not name
        self.terms: set[str] = set()

    def id(self, *parts) -> str:
        return str(uuid.uuid5(_OURS, "/".join([self.name, *map(str, parts)])))

    def load(self):
        first = [stem for stem in _FILES if stem in self.source.tables]
        for stem in self.source.tables:
            if stem not in _FILES:
                first.append(stem)
        for stem in first:
            for file, line, cells in self.source.rows(stem):
                cells = {k: v.replace("\\n", "\n").strip() for k, v in cells.items() if v and v.strip()}
                if stem in _FILES:
                    self.row(stem, _FILES[stem], cells, file, line)
                else:
                    self.strange(stem, cells, file, line)
        self.tables.index()

    def tell(self, file, line, column, words):
        self.say(Finding(file, line, column, words, stops=False))

    def row(self, stem, table, cells, file, line):
        """One row of an older table, and the rows and attributes that come out of it."""
        names, known = _NAMES.get(table, {}), hsds.TABLES[table]["columns"]
        old = cells.pop("taxonomy_id" if stem == "taxonomy" else "id", "")
        row, rest = {}, {}
        for column, text in cells.items():
            new = names.get(column, column)
            if (table, column) not in _LISTS and new in known and new not in row:
                row[new] = text
            else:
                rest[column] = text
        if stem == "taxonomy":
            row["code"] = old
        if table == "location" and "organization_id" in row:
            self.places[old] = row["organization_id"]
        place = cells.get("location_id") if table == "service" else None
        if place and "organization_id" not in row and place in self.places:
            row["organization_id"] = self.places[place]
        self.finish(stem, table, row, rest, old, file, line)
        self.point(table, row, file, line)
        row = {"id": self.id(table, *self.own(stem, old, row))} | row
        if not self.keep(table, row, file, line):
            return
        if place:
            rest.pop("location_id", None)
            at = {
                "id": self.id("service_at_location", old, place),
                "service_id": row["id"],
                "location_id": self.id("location", place),
            }
            self.keep("service_at_location", self.pointed("service_at_location", at, file, line), file, line)
        for column, text in rest.items():
            if column == "taxonomy_ids":
                self.topics(table, row, text)
            elif (table, column) in _LISTS:
                inner, into = _LISTS[table, column]
                for part in filter(None, (part.strip() for part in text.split(","))):
                    more = {"id": self.id(inner, table, row["id"], part), _PARENT[table]: row["id"], into: part}
                    self.keep(inner, more, file, line)
            else:
                self.attribute(table, row["id"], column, text)

    def own(self, stem, old, row) -> list:
        """What makes an id: the old one; where several rows share one, or have none, what is in the row too."""
        if stem in ("languages", "regular_schedules") or not old:
            return [old, *(f"{k}={v}" for k, v in sorted(row.items()))]
        return [stem, old] if stem.endswith("addresses") else [old]

    def finish(self, stem, table, row, rest, old, file, line):
        """What 3.0 asks for and the older file says in another way."""
        if table == "service":
            row.setdefault("status", "active")
        if table == "location":
            row["location_type"] = "virtual" if rest.pop("virtual", "").lower() == "true" else "physical"
        if table in ("organization", "program", "taxonomy_term") and row.get("name"):
            row.setdefault("description", row["name"])
        if table == "address":
            row["address_type"] = "postal" if stem in ("mail_addresses", "postal_addresses") else "physical"
            row.setdefault("country", self.country)
        if table == "schedule":
            day = rest.pop("weekday", "").lower()
            if day in _DAYS:
                row |= {"freq": "WEEKLY", "byday": hsds.DAYS[_DAYS.index(day)]}
            elif day:
                self.tell(file, line, "weekday", f"{day[:40]!r} is no day of the week")
            for column in ("opens_at", "closes_at"):
                if column in row and (found := clock(row[column])) is None:
                    self.tell(file, line, column, f"{row[column][:40]!r} is no time of day, and is left out")
                    del row[column]
                elif column in row:
                    row[column] = found
        if table == "taxonomy_term":
            rest.pop("parent_name", None)
            if row.get("parent_id"):
                row["parent_id"] = self.id("taxonomy_term", row["parent_id"])

    def point(self, table, row, file, line):
        """Old ids of other rows to new ones; those that lead nowhere are told and left out."""
        for column, to in hsds.TABLES[table]["refs"].items():
            if row.get(column):
                row[column] = self.id(to, row[column])
        if (
            table == "service"
            and row.get("organization_id")
            and not self.tables.line_of("organization", row["organization_id"])
        ):
            self.tell(
                file, line, "organization_id", "is no organization of this file; one by the service's name stands in"
            )
            self.keep(
                "organization",
                {"id": row["organization_id"], "name": row.get("name", "?"), "description": row.get("name", "?")},
                file,
                line,
            )
        self.pointed(table, row, file, line)

    def pointed(self, table, row, file, line):
        for column, to in hsds.TABLES[table]["refs"].items():
            if row.get(column) and not self.tables.line_of(to, row[column]):
                self.tell(file, line, column, f"is no {to.replace('_', ' ')} of this file, and is left out")
                del row[column]
        return row

    def keep(self, table, row, file, line) -> bool:
        """Checked as 3.0; a field that is not right is left out, and the row with it where HSDS requires the field."""
        row = shape(row, table)
        for finding in checking.check(table, row, file, line):
            column = finding.field
            self.say(Finding(file, line, column, finding.words, stops=False))
            if finding.stops:
                row.pop(column, None)
                if column in hsds.TABLES[table]["required"]:
                    return False
        return self.tables.add(table, row, file, line)

    def topics(self, table, row, text):
        for code in filter(None, (part.strip() for part in text.split(","))):
            term = self.id("taxonomy_term", code)
            self.keep(
                "attribute",
                {"id": self.id("attribute", table, row["id"], code), "link_id": row["id"], "link_entity": table, "taxonomy_term_id": term},
                "", 0,
            )  # fmt: skip

    def attribute(self, table, row_id, column, text):
        """A column that 3.0 has no place for."""
        term = self.id("column", table, column)
        if term not in self.terms:
            self.terms.add(term)
            self.keep(
                "taxonomy_term",
                {
                    "id": term,
                    "name": column,
                    "description": f"Column {column} of an older file",
                    "taxonomy": "older columns",
                },
                "",
                1,
            )
        self.keep(
            "attribute",
            {
                "id": self.id("attribute", table, row_id, column), "link_id": row_id, "link_entity": table,
                "taxonomy_term_id": term, "link_type": hsds.COLUMN, "value": text,
            },
            "", 1,
        )  # fmt: skip

    def strange(self, stem, cells, file, line):
        """A table that 3.0 has no place for: an attribute of what its row points at."""
        for table, column in (
            ("service", "service_id"),
            ("location", "location_id"),
            ("organization", "organization_id"),
        ):
            row_id = cells.get(column) and self.id(table, cells[column])
            if row_id and self.tables.line_of(table, row_id):
                rest = "; ".join(f"{k}: {v}" for k, v in cells.items() if k != column)
                self.attribute_of_table(table, row_id, stem, line, rest)
                return
        self.tell(file, line, "", "belongs to nothing of this file, and is left out")

    def attribute_of_table(self, table, row_id, stem, line, text):
        self.attribute(table, row_id, f"{stem} {line}", text)
