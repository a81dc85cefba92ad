"""Looking for planted words in files, in every form that a program might have left them."""

import base64
from pathlib import Path


def forms(word: str) -> list[bytes]:
    """A word as UTF-8, UTF-16, hexadecimal and base64 at each of its three offsets."""
    plain = word.encode()
    encoded = [
        plain,
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
    ]
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain)
        encoded.append(whole[4 if shift else 0 : len(whole) - 4])
    return encoded


def found_in(data: bytes, words) -> set[str]:
    return {word for word in words for form in forms(word) if form in data}


def found_in_files(folder: Path, words) -> dict[str, set[str]]:
    """{file: words found}, over every file under the folder."""
    files = [folder] if folder.is_file() else [f for f in folder.rglob("*") if f.is_file()]
    hits = {str(f): found_in(f.read_bytes(), words) for f in files}
    return {name: words for name, words in hits.items() if words}
