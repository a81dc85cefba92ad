"""Files from outside, read a piece at a time: memory stays flat, and what is wrong is named by file, line and field.

A source gives rows of CSV tables or JSON documents. What a file as a whole may not be (too big, a zip bomb, not UTF-8,
no JSON) raises Refused with its findings; the file is then not loaded at all.
"""

import codecs
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ajar.directory import hsds

MOST_FILES = 200  # in a zip
MOST_BYTES = 2_000_000_000  # of one file, unpacked
MOST_RATIO = 200  # unpacked to packed; text packs to about a tenth
ONE_DOCUMENT = 8_000_000  # characters of one service with all that is in it
DEEPEST = 40
CHUNK = 1 << 16
LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class Finding:
    """What is wrong where. stops: the file is not loaded; else the field or row is left out and the rest is taken."""

    file: str
    line: int
    field: str
    words: str
    stops: bool = True

    def __str__(self):
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.words}" if self.field else f"{where}: {self.words}"


class Refused(ValueError):
    """A file that is not loaded, with what is wrong in it."""

    def __init__(self, *findings: Finding):
        super().__init__("; ".join(map(str, findings[:3])))
        self.findings = list(findings)


def stop(file: str, line: int, field: str, words: str) -> Refused:
    return Refused(Finding(file, line, field, words))


class Source:
    """A file, a folder or a zip. `tables`: {stem of a CSV file: how to open it}, or empty for JSON."""

    def __init__(self, path):
        self.path, self.zip = Path(path), None
        self.name = self.path.name
        self.tables: dict = {}
        self.json = False
        if self.path.is_dir():
            files = {file.name: file for file in sorted(self.path.glob("*.csv"))}
            self.tables = {_stem(name): (name, lambda file=file: file.open("rb")) for name, file in files.items()}
        elif not self.path.is_file():
            raise stop(self.name, 0, "", "there is no such file")
        elif zipfile.is_zipfile(self.path):
            self._open_zip()
        elif self.path.suffix.lower() == ".csv":
            self.tables = {_stem(self.name): (self.name, lambda: self.path.open("rb"))}
        else:
            self.json = True
        if not self.json and not self.tables:
            raise stop(self.name, 0, "", "no CSV tables in it")

    def _open_zip(self):
        self.zip = zipfile.ZipFile(self.path)
        entries = [entry for entry in self.zip.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise stop(self.name, 0, "", f"{len(entries)} files in it, more than {MOST_FILES}")
        for entry in entries:
            name = Path(entry.filename).name
            if entry.file_size > MOST_BYTES or entry.file_size > MOST_RATIO * max(entry.compress_size, 100):
                raise stop(self.name, 0, "", f"{name} would unpack to {entry.file_size} bytes")
            if entry.flag_bits & 1:
                raise stop(self.name, 0, "", f"{name} is locked with a password")
            if name.lower().endswith(".csv"):
                if _stem(name) in self.tables:
                    raise stop(self.name, 0, "", f"{name} is in it twice")
                self.tables[_stem(name)] = (name, lambda entry=entry: _Bounded(self.zip.open(entry), entry.file_size))

    def digest(self) -> str:
        """SHA-256 of the bytes."""
        found = hashlib.sha256()
        if self.tables and not self.zip:
            for name, opened in sorted(self.tables.values(), key=lambda table: table[0]):
                found.update(name.encode())
                with opened() as file:
                    while block := file.read(CHUNK):
                        found.update(block)
            return found.hexdigest()
        with self.path.open("rb") as file:
            while block := file.read(CHUNK):
                found.update(block)
        return found.hexdigest()

    def header(self, stem: str) -> list[str]:
        name, opened = self.tables[stem]
        with opened() as raw:
            return next(csv.reader(_lines(raw, name)), [])

    def rows(self, stem: str) -> Iterator[tuple[str, int, dict]]:
        """(file, line, {column: text}) of a table. Raises Refused."""
        name, opened = self.tables[stem]
        csv.field_size_limit(LONGEST_CELL)
        with opened() as raw:
            reader = csv.reader(_lines(raw, name), strict=True)
            try:
                header = next(reader, None)
                if not header or not any(cell.strip() for cell in header):
                    raise stop(name, 1, "", "the first line must name the columns")
                header = [cell.strip() for cell in header]
                if len(set(header)) != len(header):
                    raise stop(name, 1, "", "a column is named twice")
                for cells in reader:
                    if not cells:
                        continue
                    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                        raise stop(name, reader.line_num, "", f"{len(cells)} cells under {len(header)} columns")
                    yield name, reader.line_num, dict(zip(header, cells, strict=False))
            except csv.Error as error:
                raise stop(name, reader.line_num, "", f"this is not CSV: {error}") from None

    def documents(self) -> Iterator[tuple[str, int, str, dict]]:
        """(file, line, table, document) of a JSON file. Raises Refused."""
        with self.path.open("rb") as raw:
            yield from _Json(raw, self.name).documents()


def _stem(name: str) -> str:
    return Path(name).stem.lower()


class _Bounded(io.RawIOBase):
    """An unpacked file that may not be longer than it said."""

    def __init__(self, file, size):
        self.file, self.left = file, size

    def readable(self):
        return True

    def readinto(self, into):
        block = self.file.read(min(len(into), self.left + 1))
        self.left -= len(block)
        if self.left < 0:
            raise stop(self.file.name, 0, "", "it unpacks to more than it says")
        into[: len(block)] = block
        return len(block)

    def close(self):
        self.file.close()
        super().close()


def _lines(raw, name: str) -> Iterator[str]:
    """The lines of a UTF-8 file, line ends kept. Raises Refused with the line that is not UTF-8 or holds a NUL."""
    for number, line in enumerate(io.BufferedReader(raw, CHUNK) if isinstance(raw, io.RawIOBase) else raw, 1):
        if number == 1:
            if line[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                raise stop(name, 1, "", "this is UTF-16; save it as UTF-8")
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) > LONGEST_CELL * 4:
            raise stop(name, number, "", "a line too long to be right")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise stop(name, number, "", f"byte {error.start + 1} is not UTF-8; save the file as UTF-8") from None
        if "\0" in text:
            raise stop(name, number, "", "a NUL character")
        yield text


def _no_constant(word):
    raise ValueError(f"{word} is no number")


def _no_doubles(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)} stands twice in one object")
    return found


class _Json:
    """Documents of a JSON file, one at a time: a list, an API answer with `contents`, tables by name, or a single one."""

    def __init__(self, raw, name):
        self.raw, self.name, self.text, self.at, self.line = raw, name, "", 0, 1
        self.decode = codecs.getincrementaldecoder("utf-8")().decode
        self.ended = False
        self.reader = json.JSONDecoder(object_pairs_hook=_no_doubles, parse_constant=_no_constant)

    def wrong(self, words, line=None):
        return stop(self.name, line or self.line, "", words)

    def more(self) -> bool:
        """Read on; what was passed is forgotten, its lines counted."""
        if self.ended:
            return False
        block = self.raw.read(CHUNK)
        self.ended = not block
        self.line += self.text.count("\n", 0, self.at)
        try:
            self.text = self.text[self.at :] + self.decode(block, self.ended)
        except UnicodeDecodeError:
            raise self.wrong("this is not UTF-8; save the file as UTF-8") from None
        self.at = 0
        if len(self.text) > ONE_DOCUMENT + CHUNK:
            raise self.wrong(f"one record of more than {ONE_DOCUMENT} characters")
        return True

    def here(self) -> int:
        return self.line + self.text.count("\n", 0, self.at)

    def peek(self) -> str:
        """The next character that is no blank, or nothing at the end."""
        while True:
            while self.at < len(self.text):
                if self.text[self.at] not in " \t\r\n\ufeff":
                    return self.text[self.at]
                self.at += 1
            if not self.more():
                return ""

    def take(self, character: str):
        if self.peek() != character:
            raise self.wrong(f"{character!r} is missing", self.here())
        self.at += 1

    def value(self):
        """One whole value. A number at the end of what was read may go on, so more is asked for first."""
        self.peek()
        while True:
            try:
                found, end = self.reader.raw_decode(self.text, self.at)
                if end < len(self.text) or not self.more():
                    break
            except RecursionError:
                raise self.wrong("nested too deep", self.here()) from None
            except json.JSONDecodeError as error:
                if self.more():
                    continue
                line = self.line + self.text.count("\n", 0, min(error.pos, len(self.text)))
                raise self.wrong(f"this is not JSON: {error.msg}", line) from None
            except ValueError as error:
                raise self.wrong(str(error), self.here()) from None
        self.at = end
        return found

    def items(self) -> Iterator[tuple[int, object]]:
        """(line, value) of a list."""
        self.take("[")
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            self.peek()
            line = self.here()
            yield line, self.value()
            if self.peek() == "]":
                self.at += 1
                return
            self.take(",")

    def documents(self):
        first = self.peek()
        if first == "[":
            for line, found in self.items():
                yield self._document(line, found)
        elif first == "{":
            yield from self._object()
        else:
            raise self.wrong("this is neither JSON nor a zip nor a folder of CSV tables")
        if self.peek():
            raise self.wrong("something stands after the end", self.here())

    def _object(self):
        line, rest = self.here(), {}
        self.take("{")
        while self.peek() != "}":
            name = self.value()
            if not isinstance(name, str):
                raise self.wrong("a name is missing", self.here())
            self.take(":")
            table = hsds.FILES.get(name.removesuffix(".csv")) if name.endswith(".csv") else None
            if self.peek() == "[" and (name == "contents" or table):
                for at, found in self.items():
                    yield self._document(at, found, table)
            else:
                if name in rest:
                    raise self.wrong(f"{name} stands twice in one object", self.here())
                rest[name] = self.value()
            if self.peek() == ",":
                self.at += 1
        self.take("}")
        if "id" in rest:
            yield self._document(line, rest)

    def _document(self, line, found, table=None):
        if not isinstance(found, dict):
            raise self.wrong("a record is an object with columns", line)
        _fits(found, self.name, line)
        return self.name, line, table or hsds.kind_of(found), found


def _fits(value, name, line, field="", depth=0):
    """No half character, no NUL, not too deep. Raises Refused: PostgreSQL keeps neither (reliability I09)."""
    if depth > DEEPEST:
        raise stop(name, line, field, "nested too deep")
    if isinstance(value, str):
        if "\0" in value or not value.isascii() and any(0xD800 <= ord(c) < 0xE000 for c in value):
            raise stop(name, line, field, "a character that cannot be kept")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _fits(key, name, line, field, depth + 1)
            _fits(inner, name, line, f"{field}.{key}" if field else key, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _fits(inner, name, line, field, depth + 1)
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise stop(name, line, field, "a number too big to be right")
