"""What practitioners write and review is data: YAML files under `ajar/content/`, read once a process.

Two ways in. `load` reads a short list of a room (numbers, lines) that our own tests hold. `read` is for catalogues that
practitioners change: it checks each value against a schema, names file, line and field of all that is wrong, and
whoever reads with it loads nothing while anything is wrong.

Each file says about itself who owns it and when it was checked; who reviewed what, as what and when stands with the
words (decision 41). Each text is in every language of the house.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

CONTENT = Path(__file__).resolve().parent.parent / "content"
REVIEWS = ("lived experience", "clinical", "legal")
LARGEST = 1_000_000  # bytes of one file; a catalogue of all of ours is a quarter of that
DEEPEST = 8  # a file, its entries, an entry, its reviewers, a reviewer: five


class ContentWrong(ValueError):
    """Content that does not say what it must. `wrongs`: everything that was found, where it stands."""

    def __init__(self, wrongs):
        self.wrongs = [wrongs] if isinstance(wrongs, str) else list(wrongs)
        super().__init__("\n".join(str(wrong) for wrong in self.wrongs))


@cache
def load(name: str) -> dict:
    """The file `content/NAME.yaml`: {"about": {...}, "entries": [...]}. Raises ContentWrong."""
    found = _whole(name)
    about = found.get("about") or {}
    if missing := {"owner", "source", "checked_on", "reviewed"} - set(about):
        raise ContentWrong(f"{name}: {sorted(missing)} missing")
    if wrong := set(about["reviewed"] or {}) - set(REVIEWS):
        raise ContentWrong(f"{name}: reviewed as {sorted(wrong)}")
    keys = [entry["key"] for entry in found["entries"]]
    if len(set(keys)) != len(keys):
        raise ContentWrong(f"{name}: a key stands twice")
    return found


@dataclass(frozen=True)
class Reviewer:
    """Somebody who read an entry, and as what: one of REVIEWS."""

    name: str
    role: str
    on: date


@cache
def reviewers_in(name: str) -> list[list[Reviewer]]:
    """Who reviewed each entry of the file `content/NAME.yaml`, where each has places of its own."""
    return [
        [Reviewer(one["name"], one["as"], one["on"]) for one in entry["reviewers"]] for entry in _whole(name)["entries"]
    ]


def files_of(name: str) -> list[str]:
    """The names of the files that a list stands in: itself, or each file of the folder of that name."""
    folder = CONTENT / name
    return sorted(f"{name}/{file.stem}" for file in folder.glob("*.yaml")) if folder.is_dir() else [name]


def _whole(name: str) -> dict:
    wrongs: list[Wrong] = []
    values, _lines = _parsed(CONTENT / f"{name}.yaml", f"{name}.yaml", wrongs)
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return values


@dataclass(frozen=True)
class Text:
    """Words in each language of the house; as a string, in the language of the page."""

    en: str = ""
    es: str = ""

    def __str__(self):
        return self.in_((get_language() or "en")[:2])

    def __bool__(self):
        return bool(self.en)

    def in_(self, language: str) -> str:
        return self.es if language == "es" else self.en


def said(text):
    """The text in the language of the page, else in English. text: {"en": ..., "es": ...}, or the same in both."""
    if not isinstance(text, dict):
        return text
    return text.get((get_language() or "en").split("-")[0]) or text["en"]


def unreviewed(name: str) -> list[str]:
    """The kinds of review that nobody has done yet."""
    done = load(name)["about"]["reviewed"] or {}
    return [kind for kind in REVIEWS if not done.get(kind)]


# A file against a schema


@dataclass(frozen=True, order=True)
class Wrong:
    """One thing that is wrong, and where: for whoever has the file open and is no programmer."""

    file: str
    line: int
    field: str
    what: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.field}: {self.what}"


@dataclass(frozen=True)
class Entry:
    """One entry of a file. values: by key; lines: the line of each key, for what is found wrong later; where: the
    lines of what stands within a value, for `within`."""

    file: str
    line: int
    values: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)
    where: dict = field(default_factory=dict)

    def wrong(self, name: str, what: str) -> Wrong:
        return Wrong(self.file, self.lines.get(name, self.line), name, what)


# A rule: what is wrong with a value, or nothing. A schema: {key: rule}; every key is asked for but what is `maybe`, no
# other is read.
Rule = Callable[[object], str]
Schema = dict[str, Rule]


def maybe(rule: Rule) -> Rule:
    """A key that may be left out."""

    def asked(value):
        return rule(value)

    asked.maybe = True
    return asked


def a_list(value) -> str:
    """For what `within` reads."""
    return "" if isinstance(value, list) and value else "a list of at least one is needed here"


def line_of(longest: int) -> Rule:
    """Words on one line."""

    def rule(value):
        if not isinstance(value, str):
            return "words are needed here"
        if not value.strip():
            return "is empty"
        if len(value) > longest:
            return f"has {len(value)} letters; the most is {longest}"
        return "stands on one line" if "\n" in value.strip() else ""

    return rule


def one_of(*known: str) -> Rule:
    def rule(value):
        return "" if value in known else f"{_short(value)} is none of: {', '.join(known)}"

    return rule


def some_of(*known: str) -> Rule:
    """A list of at least one, none twice."""

    def rule(value):
        if not isinstance(value, list) or not value:
            return "a list of at least one is needed here"
        if strange := [v for v in value if v not in known]:
            return f"{_short(strange[0])} is none of: {', '.join(known)}"
        return "something stands twice" if len({str(v) for v in value}) != len(value) else ""

    return rule


def pattern(shape: str, like: str) -> Rule:
    def rule(value):
        fits = isinstance(value, str) and re.fullmatch(shape, value)
        return "" if fits else f"{_short(value)} does not look like {like}"

    return rule


def yes_or_no(value) -> str:
    return "" if isinstance(value, bool) else "true or false is needed here"


def day(value) -> str:
    return "" if isinstance(value, date) else "a day is needed here, like 2027-01-31"


def roles(value) -> str:
    """Who reviewed a whole file, as what."""
    fits = isinstance(value, dict) and set(value) <= set(REVIEWS)
    return "" if fits else f"roles are needed here, of: {', '.join(REVIEWS)}; {{}} when nobody has reviewed it"


def reviewers(today: date, most: int = 2) -> Rule:
    """Places for people who read the words: each with name, role (`as`) and day, or the place stays empty."""

    def rule(value):
        if not isinstance(value, list):
            return "a list is needed here; [] when nobody has reviewed it"
        if len(value) > most:
            return f"there are {most} places"
        for one in value:
            if not isinstance(one, dict) or set(one) != {"name", "as", "on"}:
                return "a reviewer has a name, a role (as) and a day (on), and nothing else"
            if wrong := line_of(80)(one["name"]) or one_of(*REVIEWS)(one["as"]) or day(one["on"]):
                return f"reviewer: {wrong}"
            if one["on"] > today:
                return "reviewer: the day has not come yet"
        return ""

    return rule


def _short(value) -> str:
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def read(path: Path, about: Schema, schema: Schema, wrongs: list[Wrong]) -> tuple[dict, list[Entry]]:
    """What the file says about itself and its entries. What is wrong is added to `wrongs`; an entry with something
    wrong is left out, so the caller must not use any while there are wrongs."""
    file = name_of(path)
    values, lines = _parsed(path, file, wrongs)
    if values is None:
        return {}, []
    top = Entry(file, 1, values if isinstance(values, dict) else {}, lines if isinstance(lines, dict) else {})
    if not isinstance(values, dict) or set(values) != {"about", "entries"}:
        wrongs.append(Wrong(file, 1, "", "a file has two parts, about and entries"))
        return {}, []
    if not isinstance(values["entries"], list) or not values["entries"]:
        wrongs.append(Wrong(file, 1, "entries", "a list of at least one is needed here"))
        return {}, []
    head = _checked(file, 1, top.values["about"], lines["about"], about, wrongs)
    pairs = zip(values["entries"], lines["entries"], strict=True)
    entries = [_checked(file, _line(where), entry, where, schema, wrongs) for entry, where in pairs]
    return (head.values if head else {}), [entry for entry in entries if entry]


def checked(file: str, values: dict, schema: Schema, wrongs: list[Wrong]) -> Entry | None:
    """An entry of values that stand in no file. What is wrong is added to `wrongs`; then there is none."""
    return _checked(file, 1, values, dict.fromkeys(values, 1), schema, wrongs)


def within(entry: Entry, name: str, schema: Schema, wrongs: list[Wrong]) -> list[Entry]:
    """The entries of a list that stands within an entry. What is wrong is added to `wrongs` and left out."""
    pairs = zip(entry.values[name], entry.where[name], strict=True)
    rows = [_checked(entry.file, _line(where), one, where, schema, wrongs) for one, where in pairs]
    return [row for row in rows if row]


def _checked(file, line, values, where, schema: Schema, wrongs) -> Entry | None:
    if not isinstance(values, dict):
        wrongs.append(Wrong(file, line, "", "keys with values are needed here"))
        return None
    lines = {key: _line(at) for key, at in where.items() if key is not _HERE}
    entry = Entry(file, line, values, lines, where)
    found = [entry.wrong(key, "is not a key that is read here") for key in values if key not in schema]
    for key, rule in schema.items():
        if key not in values:
            if not getattr(rule, "maybe", False):
                found.append(entry.wrong(key, "is missing"))
        elif what := rule(values[key]):
            found.append(entry.wrong(key, what))
    wrongs += found
    return None if found else entry


# YAML with its lines. Every value is (value, where): where is a line, or the same shape as the value.

_HERE = object()  # the line of a mapping or a list itself


def _line(where) -> int:
    return where if isinstance(where, int) else where[_HERE] if isinstance(where, dict) else getattr(where, "line", 1)


class _Lines(list):
    line = 1


def name_of(path: Path) -> str:
    return str(path.relative_to(CONTENT)) if path.is_relative_to(CONTENT) else path.name


def _parsed(path: Path, file: str, wrongs: list[Wrong]):
    import yaml

    raw = path.read_bytes()
    if len(raw) > LARGEST:
        wrongs.append(Wrong(file, 1, "", f"is {len(raw)} bytes long; the most is {LARGEST}"))
        return None, None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        wrongs.append(Wrong(file, raw.count(b"\n", 0, error.start) + 1, "", "is not UTF-8"))
        return None, None
    for found in re.finditer(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", text):
        wrongs.append(Wrong(file, text.count("\n", 0, found.start()) + 1, "", "holds a character that cannot be kept"))
        return None, None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Composing goes down with the nesting and would take the process with it; reading the events does not.
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):  # ten lines of them can stand for a billion values
                wrongs.append(Wrong(file, event.start_mark.line + 1, "", "an alias is not read here; write it out"))
                return None, None
            if depth > DEEPEST:
                wrongs.append(Wrong(file, event.start_mark.line + 1, "", "lists within lists, too deep to read"))
                return None, None
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        wrongs.append(Wrong(file, mark.line + 1 if mark else 1, "", f"is no YAML: {getattr(error, 'problem', error)}"))
        return None, None
    if node is None:
        wrongs.append(Wrong(file, 1, "", "is empty"))
        return None, None
    before = len(wrongs)
    values, lines = _valued(node, file, "", wrongs)
    return (None, None) if len(wrongs) > before else (values, lines)


def _valued(node, file, name, wrongs):
    """The value of a node and its lines."""
    line = node.start_mark.line + 1
    if node.id == "mapping":
        values, lines = {}, {_HERE: line}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if key.id != "scalar" or key.value in values:
                plain = key.id == "scalar"
                what = "stands twice" if plain else "is no key"
                wrongs.append(Wrong(file, at, key.value[:40] if plain else name, what))
                continue
            values[key.value], where = _valued(value, file, key.value, wrongs)
            lines[key.value] = where if isinstance(where, dict | list) else at
        return values, lines
    if node.id == "sequence":
        pairs = [_valued(one, file, name, wrongs) for one in node.value]
        lines = _Lines(where for _value, where in pairs)
        lines.line = line
        return [value for value, _where in pairs], lines
    return _scalar(node, file, line, name, wrongs), line


def _scalar(node, file, line, name, wrongs):
    kind = node.tag.rpartition(":")[2]
    if kind == "str":
        return node.value
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() in {"true", "yes", "on"}
    if kind == "timestamp" and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", node.value):
        try:
            return date(*map(int, node.value.split("-")))
        except ValueError:
            wrongs.append(Wrong(file, line, name, f"{_short(node.value)} is no day"))
            return None
    if kind == "int" and re.fullmatch(r"-?\d{1,15}", node.value):
        return int(node.value)
    if kind == "float" and re.fullmatch(r"-?\d{1,15}\.\d{1,15}", node.value):
        return float(node.value)
    wrongs.append(Wrong(file, line, name, f"{_short(node.value)} is of a kind that is not read here"))
    return None
