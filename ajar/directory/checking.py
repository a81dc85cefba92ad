"""Whether a row is what HSDS says it is. What a row cannot stand without stops the file; the rest leaves a field out."""

import re
from collections.abc import Iterator

from ajar.directory import hsds
from ajar.directory.reading import Finding

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_PHONE_IN_NAME = re.compile(r"\d{3}[-. )]{1,2}\d{3}[-. ]\d{4}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check(table: str, row: dict, file: str, line: int, *, inside: str = "", nested: bool = False) -> list[Finding]:
    """Findings of one row; an address that could do harm is taken out of it.

    row: {column: text or number}, no lists. inside: where in a document it stands, like "phones.0.". nested: what
    points at other rows is said by where it stands, and may be missing. Numbers are kept as HSDS has them; what a
    column HSDS does not name holds is not looked at, but for characters that cannot be kept.
    """
    said = hsds.TABLES[table]
    found = []

    def tell(column, words, stops=True):
        found.append(Finding(file, line, inside + column, words, stops))

    for column in said["required"]:
        if row.get(column) in (None, "") and not (nested and column in said["refs"]):
            tell(column, "is empty, and HSDS requires it")
    for column, value in list(row.items()):
        if isinstance(value, list | dict) and column in said["columns"]:
            tell(column, "is a text or a number, and this is not")
        if value is None or value == "" or isinstance(value, list | dict):
            continue
        if isinstance(value, str) and _CONTROL.search(value):
            tell(column, "holds a control character")
            continue
        if column in said["enums"] and value not in said["enums"][column]:
            tell(column, f"{str(value)[:40]!r} is none of {', '.join(sorted(said['enums'][column]))}")
        problem = _wrong(said["columns"].get(column, ""), column, value)
        if problem:
            words, stops = problem
            tell(column, words, stops)
            if said["columns"].get(column) == "url":
                del row[column]
    if table in ("service", "organization") and _PHONE_IN_NAME.search(str(row.get("name") or "")):
        tell("name", "holds a phone number; it belongs under phones", stops=False)
    return found


def _wrong(kind: str, column: str, value) -> tuple[str, bool] | None:
    """(what is wrong, whether it stops the file)"""
    text = str(value).strip()
    short = repr(text[:40])
    if kind == "uuid" and not hsds.UUID.fullmatch(text):
        return f"{short} is no UUID", True
    if kind == "number":
        if isinstance(value, bool) or not _NUMBER.fullmatch(text) and not isinstance(value, int | float):
            return f"{short} is no number", True
        limit = {"latitude": 90, "longitude": 180}.get(column)
        if limit and abs(float(text)) > limit:
            return f"{short} is not on this earth; the place has no distance", False
    if kind == "date" and not _is_date(text):
        return f"{short} is no day", True
    if kind == "time" and not _is_time(text):
        return f"{short} is no time of day", True
    if (
        kind == "url"
        and re.match(r"[\s\x00-\x20]*[a-z][a-z0-9+.-]*\s*:(?!\d)", text, re.I)
        and not hsds.SAFE.match(text)
    ):
        return f"{short} is no web address, and is left out", False
    return None


def _is_date(text: str) -> bool:
    found = hsds.DATE.fullmatch(text)
    if not found:
        return False
    from datetime import date

    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    found = hsds.TIME.fullmatch(text)
    return bool(found) and (found[1] != "24" or found[2] == "00")


def walk(table: str, document: dict, inside: str = "") -> Iterator[tuple[str, dict, str]]:
    """(table, row, where) of a document and of everything in it that HSDS knows. A ring in it cannot be: it is JSON."""
    yield table, document, inside
    for name, (inner, _column) in hsds.many(table).items():
        rows = document.get(name)
        if isinstance(rows, list):
            for number, row in enumerate(rows):
                if isinstance(row, dict):
                    yield from walk(inner, row, f"{inside}{name}.{number}.")
    for name, (inner, _column) in hsds.ONE.get(table, {}).items():
        if isinstance(document.get(name), dict):
            yield from walk(inner, document[name], f"{inside}{name}.")


def check_document(file: str, line: int, table: str, document: dict) -> list[Finding]:
    """Findings of a compiled document, row by row. A list or a row that is something else stops the file."""
    found = []
    for inner, row, inside in walk(table, document):
        found += check(inner, row, file, line, inside=inside, nested=True)
        for name in hsds.many(inner):
            rows = row.get(name)
            if rows is not None and not (isinstance(rows, list) and all(isinstance(one, dict) for one in rows)):
                found.append(Finding(file, line, inside + name, "is a list of records, and this is not"))
        for name in hsds.ONE.get(inner, {}):
            if row.get(name) is not None and not isinstance(row[name], dict):
                found.append(Finding(file, line, inside + name, "is a record, and this is not"))
        for name in ("name", "id"):
            if isinstance(row.get(name), list | dict):
                found.append(Finding(file, line, inside + name, "is a text, and this is not"))
    return found
