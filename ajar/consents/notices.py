"""The statements of 42 CFR 2.32(a) that go along with what is sent under a consent: the words of the regulation, unchanged
(decision 17). Whether somebody of the agency has compared them with the official text is the agency's to record.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from ajar.press import content
from ajar.press.content import ContentWrong, Wrong

FOLDER = content.CONTENT / "notices"
FILE = "disclosure.yaml"


@dataclass(frozen=True)
class Notice:
    """A statement to send along; false where it is not there. sha256: of the text as UTF-8."""

    text: str = ""
    citation: str = ""
    version: str = ""
    sha256: str = ""

    def __bool__(self):
        return bool(self.text)


def statement(long: bool = True) -> Notice:
    """The long statement of (a)(1), or the short one of (a)(2). One that is missing, empty or changed is false, never an
    error: the decision says "notice_unavailable", and `ajar check` says what is wrong."""
    try:
        return _read(FOLDER)["long" if long else "short"]
    except (ContentWrong, OSError):
        return Notice()


def ready() -> bool:
    """Whether both are there."""
    return bool(statement()) and bool(statement(long=False))


def check() -> dict[str, Notice]:
    """Both, by "long" and "short". Raises ContentWrong with all that is wrong."""
    return _read(FOLDER)


@cache
def _read(folder: Path) -> dict[str, Notice]:
    wrongs: list[Wrong] = []
    file = folder / FILE
    if not file.is_file():
        raise ContentWrong([Wrong(content.name_of(file), 1, "", "is missing")])
    _about, entries = content.read(file, _ABOUT, _SCHEMA, wrongs)
    found = {}
    for entry in entries:
        text, what = _text(folder / entry.values["file"], entry.values["sha256"])
        if what:
            wrongs.append(entry.wrong("file", what))
        kept = {name: entry.values[name] for name in ("citation", "version", "sha256")}
        found[entry.values["key"]] = Notice(text, **kept)
    if not wrongs and set(found) != {"long", "short"}:
        wrongs.append(Wrong(content.name_of(file), 1, "entries", "both statements are needed, long and short"))
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return found


def _text(file: Path, stated: str) -> tuple[str, str]:
    """(the words, what is wrong with them)."""
    try:
        text = file.read_bytes().decode("utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError):
        return "", f"{file.name} is missing or cannot be read"
    if not text.strip():
        return "", f"{file.name} is empty"
    if sha256(text.encode()).hexdigest() != stated:
        return "", f"{file.name} is not the text of this sha256; compare it with the official text"
    return text, ""


_ABOUT: content.Schema = {
    "owner": content.line_of(80), "source": content.line_of(600), "checked_on": content.day, "reviewed": content.roles,
}  # fmt: skip
_SCHEMA: content.Schema = {
    "key": content.one_of("long", "short"),
    "file": content.pattern(r"[a-z0-9_]+\.txt", "42cfr2_32_a_1.txt"),
    "citation": content.line_of(60),
    "version": content.pattern(r"\d{4}", '"2024", in quotes'),
    "sha256": content.pattern(r"[0-9a-f]{64}", "the 64 letters and digits of a sha256"),
}
