"""A file coming in: looked through whole before the first row is written, then kept 250 records at a time."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack

from ajar.directory import checking, older
from ajar.directory import tables as staged
from ajar.directory.reading import Finding, Refused, Source

BATCH = 250


class Incoming:
    """A checked file. Use as a context manager. Raises Refused when it is not to be loaded.

    tell: called with each finding as it is found, however many there are: nothing of them is held here. Iterating gives batches of (table, document), in the same order each time: a run that was cut off goes on by count.
    """

    def __init__(self, path, *, name: str = "", country: str = "US", tell=lambda finding: None):
        self.source = Source(path)
        self.name = name or self.source.path.stem
        self.country = country
        self.tell = tell
        self.stops = 0
        self.total = 0
        self.mended: set[int] = set()  # documents of a JSON file that have findings, by number
        self.stack = ExitStack()

    def __enter__(self):
        try:
            self._look()
        except BaseException as no:
            self.stack.close()
            for finding in no.findings if isinstance(no, Refused) else ():
                self.tell(finding)
            raise
        return self

    def __exit__(self, *_):
        self.stack.close()

    def digest(self) -> str:
        """Of the bytes and of how they are read: another name of an older source makes other ids."""
        read = hashlib.sha256(f"{self.source.digest()} {self.kind} {self.name} {self.country}".encode())
        return read.hexdigest()

    def _tell(self, finding: Finding) -> None:
        self.stops += finding.stops
        self.tell(finding)

    def _look(self):
        if self.source.json:
            self._look_json()
        else:
            self.tables = self.stack.enter_context(staged.Tables())
            self.kind = older.kind(self.source)
            if self.kind == "hsds":
                staged.load(self.tables, self.source, self._tell)
            else:
                older.load(self.tables, self.source, self._tell, name=self.name, country=self.country)
            if not self.stops:
                self.total = sum(1 for _ in self.tables.documents())
                self.tables.again()
        if self.stops:
            raise Refused()  # each was told
        if not self.total:
            raise Refused(Finding(self.source.name, 0, "", "there is nothing in it"))

    def _look_json(self):
        self.kind = "hsds"
        seen = self.stack.enter_context(staged.Tables())
        for file, line, table, document in self.source.documents():
            findings = checking.check_document(file, line, table, document)
            for finding in findings:
                self._tell(finding)
            if findings:
                self.mended.add(self.total)
            self.total += 1
            if document.get("id") and not seen.add(table, {"id": document["id"]}, file, line):
                first = seen.line_of(table, str(document["id"]))
                self._tell(Finding(file, line, "id", f"stands in the record of line {first} too"))
            for inner, row, inside in checking.walk(table, document):
                seen.add_parent(inner, row, file, line, inside)
        for finding in seen.rings():
            self._tell(finding)

    def documents(self) -> Iterator[tuple[str, dict]]:
        if self.source.json:
            for number, (file, line, table, document) in enumerate(self.source.documents()):
                if number in self.mended:
                    checking.check_document(file, line, table, document)  # takes harmful addresses out again
                yield table, document
        else:
            for _file, _line, table, document in self.tables.documents():
                yield table, document

    def taken(self) -> Iterator[tuple[str, int, str]]:
        """(file, line, name) of each service that comes in. Nothing is held in memory, however many there are."""
        found = self.source.documents() if self.source.json else self.tables.documents()
        for file, line, table, document in found:
            if table == "service":
                yield file, line, str(document.get("name") or "")
        if not self.source.json:
            self.tables.again()

    def batches(self, done: int = 0) -> Iterator[list[tuple[str, dict]]]:
        """Lists of up to BATCH (table, document), without the first `done`."""
        batch = []
        for number, one in enumerate(self.documents()):
            if number < done:
                continue
            batch.append(one)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
