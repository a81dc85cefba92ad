"""Rows of tables to documents and back, through a small database on disk: memory stays flat at any size.

A document is a row with what belongs to it inside, as the HSDS API gives it. A column that points at a row is left out
where the row stands inside of the other, and kept as it came where it points at nothing.
"""

import json
import sqlite3
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from ajar.directory import checking, hsds
from ajar.directory.reading import Finding, Source

KEPT = 500  # organizations and places compiled lately: many services share one
_ORDER = [
    "service",
    "organization",
    "location",
    *[t for t in hsds.TABLES if t not in ("service", "organization", "location")],
]
PARENTS = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}
_LINKS = {"attribute": "link_id", "metadata": "resource_id"}
_BARE = {"attribute", "metadata", "taxonomy", "meta_table_description"}  # nothing stands inside of these by such a link


def shape(row: dict, table: str) -> dict:
    """A CSV row as it is kept: no empty cells; a number as a number where writing it again gives the same letters."""
    kinds = hsds.TABLES[table]["columns"]
    kept = {}
    for column, text in row.items():
        if text is None or text.strip() == "":
            continue
        kept[column] = _number(text) if kinds.get(column) == "number" else text
    return kept


def _number(text: str):
    for kind in (int, float):
        try:
            if str(kind(text)) == text:
                return kind(text)
        except ValueError:
            pass
    return text


class Tables:
    """The rows of a folder or zip, found by id and by what they belong to. Use as a context manager."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ajar-directory-")
        self.base = sqlite3.connect(Path(self.folder.name) / "rows.sqlite3", isolation_level=None)
        self.base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000; PRAGMA temp_store=FILE;"
            "CREATE TABLE row (n INTEGER PRIMARY KEY, tbl TEXT, id TEXT, file TEXT, line INTEGER, body TEXT);"
            "CREATE UNIQUE INDEX by_id ON row (tbl, id);"
            "CREATE TABLE link (n INTEGER, tbl TEXT, col TEXT, to_tbl TEXT, to_id TEXT);"
            "CREATE TABLE parent (tbl TEXT, id TEXT, parent TEXT, file TEXT, line INTEGER, field TEXT);"
            "CREATE UNIQUE INDEX parent_of ON parent (tbl, id);"
            "CREATE TABLE reached (n INTEGER PRIMARY KEY);"
            "BEGIN;"
        )
        self.recent: OrderedDict = OrderedDict()
        return self

    def __exit__(self, *_):
        self.base.close()
        self.folder.cleanup()

    def add(self, table: str, row: dict, file: str = "", line: int = 0) -> bool:
        """Whether the row is new; the same id a second time is not taken."""
        body = json.dumps(row, ensure_ascii=False)
        cursor = self.base.execute(
            "INSERT OR IGNORE INTO row (tbl, id, file, line, body) VALUES (?, ?, ?, ?, ?)",
            (table, str(row["id"]), file, line, body),
        )
        if not cursor.rowcount:
            return False
        links = [
            (cursor.lastrowid, table, column, to, str(row[column]))
            for column, to in hsds.TABLES[table]["refs"].items()
            if row.get(column)
        ]
        if (column := _LINKS.get(table)) and row.get(column):
            links.append((cursor.lastrowid, table, column, "", str(row[column])))
        if links:
            self.base.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?)", links)
        self.add_parent(table, row, file, line)
        return True

    def add_parent(self, table: str, row: dict, file: str, line: int, inside: str = ""):
        """Keep whose child a row is, for rings(). inside: where in a document it stands; what stands twice counts once."""
        column = PARENTS.get(table)
        if column and row.get("id") and row.get(column):
            self.base.execute(
                "INSERT OR IGNORE INTO parent VALUES (?, ?, ?, ?, ?, ?)",
                (table, str(row["id"]), str(row[column]), file, line, inside + column),
            )

    def index(self):
        """To be called once, when all rows are in."""
        self.base.execute("CREATE INDEX by_owner ON link (to_id, to_tbl)")
        self.base.execute("CREATE INDEX by_bare_id ON row (id)")

    def line_of(self, table, row_id) -> int:
        found = self.base.execute("SELECT line FROM row WHERE tbl = ? AND id = ?", (table, row_id)).fetchone()
        return found[0] if found else 0

    def dangling(self) -> Iterator[Finding]:
        """What points at nothing. It stops the file where HSDS requires it."""
        rows = self.base.execute(
            "SELECT row.file, row.line, link.tbl, link.col, link.to_tbl, link.to_id FROM link JOIN row ON row.n = link.n"
            " WHERE NOT EXISTS (SELECT 1 FROM row AS other WHERE other.id = link.to_id"
            " AND (other.tbl = link.to_tbl OR link.to_tbl = '')) ORDER BY row.n"
        )
        for file, line, table, column, to, row_id in rows:
            what = f"{row_id[:40]!r} is no {(to or 'record').replace('_', ' ')} of this file"
            yield Finding(file, line, column, what, (table, column) in hsds.MUST_LEAD)

    def rings(self) -> Iterator[Finding]:
        """Parents that lead back to where they began, however many there are."""
        for table in PARENTS:
            parents = dict(self.base.execute("SELECT id, parent FROM parent WHERE tbl = ?", (table,)))
            ends: dict[str, bool] = {}  # whether the parents of a row end somewhere
            for start in parents:
                way, at = [], start
                while at in parents and at not in ends:
                    ends[at] = False  # until the end is found; whoever comes by here again went in a circle
                    way.append(at)
                    at = parents[at]
                good = ends.get(at, True)
                ends |= dict.fromkeys(way, good)
            rows = self.base.execute(
                "SELECT id, file, line, field FROM parent WHERE tbl = ? ORDER BY line, rowid", (table,)
            )
            for row_id, file, line, column in rows:
                if not ends[row_id]:
                    yield Finding(file, line, column, "its parents go in a circle")

    # Documents

    def documents(self) -> Iterator[tuple[str, int, str, dict]]:
        """(file, line, table, document): services first, then what stands inside of none, each once."""
        for table in _ORDER:
            last = 0
            while True:
                rows = self.base.execute(
                    "SELECT n, file, line, body FROM row WHERE tbl = ? AND n > ? AND NOT EXISTS"
                    " (SELECT 1 FROM reached WHERE reached.n = row.n) ORDER BY n LIMIT 200", (table, last),
                ).fetchall()  # fmt: skip
                if not rows:
                    break
                for n, file, line, body in rows:
                    last = n
                    yield file, line, table, self._document(table, n, json.loads(body))

    def again(self):
        """Begin anew with documents()."""
        self.base.execute("DELETE FROM reached")
        self.recent.clear()

    def _there(self, table, row_id) -> bool:
        sql = "SELECT tbl FROM row WHERE id = ? AND (tbl = ? OR ? = '')"
        found = self.base.execute(sql, (str(row_id), table, table)).fetchone()
        return bool(found) and (bool(table) or found[0] not in _BARE)

    def _document(self, table: str, n: int, row: dict) -> dict:
        self.base.execute("INSERT OR IGNORE INTO reached VALUES (?)", (n,))
        pointers = hsds.TABLES[table]["refs"] | ({_LINKS[table]: ""} if table in _LINKS else {})
        document = {
            column: value for column, value in row.items()
            if column not in pointers or not self._there(pointers[column], value)
        }  # fmt: skip
        for name, (inner, column) in hsds.ONE.get(table, {}).items():
            if (table, name) == ("service_at_location", "service") or not row.get(column):
                continue
            if (found := self._one(inner, str(row[column]))) is not None:
                document[name] = found
        own = {(inner, column): name for name, (inner, column) in hsds.many(table).items()}
        rows = self.base.execute(
            "SELECT link.tbl, link.col, row.n, row.body FROM link JOIN row ON row.n = link.n"
            " WHERE link.to_id = ? AND link.to_tbl IN (?, '') ORDER BY row.n", (str(row["id"]), table),
        ).fetchall()  # fmt: skip
        for inner, column, inner_n, body in rows:
            if name := own.get((inner, column)):
                document.setdefault(name, []).append(self._document(inner, inner_n, json.loads(body)))
        return document

    def _one(self, table, row_id):
        key = table, row_id
        if key in self.recent:
            self.recent.move_to_end(key)
            return self.recent[key]
        found = self.base.execute("SELECT n, body FROM row WHERE tbl = ? AND id = ?", (table, row_id)).fetchone()
        document = self._document(table, found[0], json.loads(found[1])) if found else None
        if table in ("organization", "location", "taxonomy_term"):
            self.recent[key] = document
            if len(self.recent) > KEPT:
                self.recent.popitem(last=False)
        return document

    # Rows

    def merge(self, table: str, row: dict) -> None:
        """A row that may stand in several documents: its columns are joined, what came first stays."""
        found = self.base.execute(
            "SELECT n, body FROM row WHERE tbl = ? AND id = ?", (table, str(row["id"]))
        ).fetchone()
        if found is None:
            self.add(table, row)
            return
        there = json.loads(found[1])
        if new := {k: v for k, v in row.items() if k not in there}:
            self.base.execute(
                "UPDATE row SET body = ? WHERE n = ?", (json.dumps(there | new, ensure_ascii=False), found[0])
            )

    def columns(self, table) -> list[str]:
        """HSDS's columns, then those that only this directory has."""
        known = list(hsds.TABLES[table]["columns"])
        rows = self.base.execute(
            "SELECT DISTINCT each.key FROM row, json_each(row.body) AS each WHERE row.tbl = ?", (table,)
        )
        return known + sorted({key for (key,) in rows} - set(known))

    def rows(self, table) -> Iterator[dict]:
        for (body,) in self.base.execute("SELECT body FROM row WHERE tbl = ? ORDER BY n", (table,)):
            yield json.loads(body)


def flat(table: str, document: dict, **owner) -> Iterator[tuple[str, dict]]:
    """(table, row) of a document and of all that stands inside of it. owner: the column that points at what holds it."""
    lists, ones = hsds.many(table), hsds.ONE.get(table, {})
    row = {k: v for k, v in document.items() if k not in lists and not (k in ones and isinstance(v, dict))} | owner
    for name, (_inner, column) in ones.items():
        if isinstance(document.get(name), dict) and document[name].get("id"):
            row[column] = document[name]["id"]
    if "id" in row:
        yield table, {k: v for k, v in row.items() if v is not None}
    for name, (inner, _column) in ones.items():
        if isinstance(document.get(name), dict):
            yield from flat(inner, document[name])
    for name, (inner, column) in lists.items():
        for one in document.get(name) or ():
            more = {column: document["id"]}
            if inner == "attribute" and not one.get("link_entity"):
                more["link_entity"] = table
            if inner == "metadata" and not one.get("resource_type"):
                more["resource_type"] = table
            yield from flat(inner, one, **more)


def load(tables: Tables, source: Source, tell) -> None:
    """All rows of a 3.x folder or zip, checked. tell: called with each Finding."""
    for stem in source.tables:
        table = hsds.FILES.get(stem)
        if table is None:
            tell(Finding(source.tables[stem][0], 0, "", "is no table of HSDS 3.0, and is left out", False))
            continue
        for file, line, cells in source.rows(stem):
            row = shape(cells, table)
            for finding in (found := checking.check(table, row, file, line)):
                tell(finding)
            if any(f.stops for f in found) or "id" not in row:
                continue
            if not tables.add(table, row, file, line):
                tell(Finding(file, line, "id", f"stands on line {tables.line_of(table, row['id'])} too"))
    tables.index()
    for finding in [*tables.dangling(), *tables.rings()]:
        tell(finding)
