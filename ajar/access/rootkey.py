"""The root key: one file, read-only for its owner, on a volume of its own if you can.

It wraps the agencies' keys and nothing else; what signs cookies is derived from it. It is never in the
environment and never in the database: `AJAR_KEY_FILE` names the file, or systemd hands it over as the
credential `ajar-root-key`.

The file holds one key a line, 64 hexadecimal digits each: the newest first. A second line exists only while
`ajar keys rotate root` runs or was cut off; both open, the first wraps. Running servers read the file again when
they meet a key that theirs does not open.
"""

import fcntl
import os
import stat
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class RootKeyError(Exception):
    """The root key is missing, readable by others, or not a key. The message says which, never the key."""


def path() -> Path:
    """Where the root key is said to be.

    Raises RootKeyError when nothing names it.
    """
    if named := os.environ.get("AJAR_KEY_FILE"):
        return Path(named)
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        return Path(folder) / "ajar-root-key"
    raise RootKeyError(
        "No root key: set AJAR_KEY_FILE to a file made by `ajar keys create`, or use a systemd credential."
    )


def read(file: Path | None = None) -> list[bytes]:
    """The root keys in the file, newest first, 32 bytes each.

    Raises RootKeyError when the file is missing, open to anyone but its owner, or holds no key.
    """
    file = file or path()
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        lines = file.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise RootKeyError(f"The root key file cannot be read: {type(error).__name__}.") from None
    # systemd gives a credential to its service by an access list, which shows as a readable group.
    ours = 0o040 if str(file.parent) == os.environ.get("CREDENTIALS_DIRECTORY") else 0
    if mode & 0o377 & ~ours:
        raise RootKeyError(f"The root key file has mode {mode:04o}. It must be 0400: chmod 0400 FILE.")
    try:
        keys = [bytes.fromhex(line) for line in lines]
    except ValueError:
        keys = []
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise RootKeyError("The root key file does not hold a key of 64 hexadecimal digits a line.")
    return keys


def write(keys: list[bytes], file: Path) -> None:
    """Put keys into the file in one step that survives a kill and a power cut: whole file, flushed, then renamed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.half")
    half.unlink(missing_ok=True)  # left by a kill: it may hold a key that is nowhere else in use
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as out:
        out.write("".join(key.hex() + "\n" for key in keys))
        out.flush()
        os.fsync(out.fileno())
    half.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def alone(file: Path):
    """Hold the folder of the key file: two rotations at once would each drop the other's key. Gives the file.

    Raises RootKeyError when another command holds it.
    """
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file
    except BlockingIOError:
        raise RootKeyError("Another command is turning the root key over. Wait for it to end.") from None
    finally:
        os.close(folder)


def derive(purpose: str, root: bytes) -> bytes:
    """32 bytes for one purpose, from the root key, by HKDF-SHA256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ajar:" + purpose.encode()).derive(root)
