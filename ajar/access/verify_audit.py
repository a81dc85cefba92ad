#!/usr/bin/env python3
"""Prove an exported audit log, without Ajar: the standard library and `cryptography` are enough.

    python verify_audit.py log.jsonl --checkpoint checkpoints.jsonl --public checkpoint.pub [--key audit.key]

log.jsonl: what `ajar audit export AGENCY` wrote, a line an entry. checkpoints.jsonl: what `ajar audit checkpoint`
wrote, kept where the server cannot change it. checkpoint.pub: 64 hexadecimal digits. audit.key: the agency's chain
key, likewise; without it a line changed after the last checkpoint is found only where the next one shows it.
Ends with 0 when nothing was found, 1 with one finding a line, 2 when it cannot read.

Findings: gap (numbers are missing), order (lines do not stand in their order), chain (a line does not follow from
the one before), edited (a line is not what was written), clock (time went back: is the server's clock right?),
truncated (the log ends before a checkpoint), rewritten (the log is not the one that a checkpoint saw), signature
(a checkpoint was not signed with this key), foreign (a line of another agency).
"""

import argparse
import hashlib
import hmac
import itertools
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = (
    "agency", "seq", "at", "actor", "verb", "thing", "thing_id", "subject", "screen", "shown", "once", "id",
)  # fmt: skip
SIGNED = ("agency", "seq", "mac", "digest", "at")
START = bytes(32)


def canonical(entry: dict) -> bytes:
    """An entry as one unambiguous text; no field may hold the separator."""
    parts = ["" if entry[name] is None else str(entry[name]) for name in FIELDS]
    if any("\x1f" in part for part in parts):
        raise ValueError("a separator inside a field")
    return "\x1f".join(parts).encode()


def mac(key: bytes, text: bytes, prev: bytes) -> bytes:
    """HMAC-SHA256 over the entry and the one before it."""
    return hmac.new(key, text + prev, hashlib.sha256).digest()


def signed_text(checkpoint: dict) -> bytes:
    return ("ajar checkpoint\x1f" + "\x1f".join(str(checkpoint[name]) for name in SIGNED)).encode()


def check_signature(checkpoint: dict, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            bytes.fromhex(checkpoint["signature"]), signed_text(checkpoint)
        )
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True


class Chain:
    """Walks a log from its first line. `findings` grows; `seq`, `last` and `digest` are where it stands."""

    def __init__(self, agency=None, key=None, checkpoints=(), public=None):
        self.agency, self.key, self.findings = agency, key, []
        self.seq, self.last, self.at, self.digest, self.lines = 0, START, "", hashlib.sha256(), 0
        self.waiting: dict[int, list[dict]] = {}
        for checkpoint in checkpoints:
            if public is None or not check_signature(checkpoint, public):
                self.find("signature", checkpoint.get("seq", 0), "this checkpoint is not signed with the key at hand")
            elif agency in (None, checkpoint["agency"]):
                self.waiting.setdefault(int(checkpoint["seq"]), []).append(checkpoint)

    def find(self, kind, seq, words):
        self.findings.append((kind, seq, words))

    def walk(self, entry: dict) -> None:
        seq, prev, written = int(entry["seq"]), bytes.fromhex(entry["prev"]), bytes.fromhex(entry["mac"])
        self.agency = self.agency or entry["agency"]
        if entry["agency"] != self.agency:
            self.find("foreign", seq, "a line of another agency")
        try:
            text = canonical(entry)
        except ValueError:
            text = b""
        if seq <= self.seq:
            self.find("order", seq, f"stands after line {self.seq}")
        elif seq > self.seq + 1:
            self.find("gap", seq, f"lines {self.seq + 1} to {seq - 1} are missing")
        if prev != self.last:
            self.find("chain", seq, "does not follow from the line before it")
        if self.key and not hmac.compare_digest(mac(self.key, text, prev), written):
            self.find("edited", seq, "is not what was written")
        if entry["at"] < self.at:
            self.find("clock", seq, f"says {entry['at']}, the line before it {self.at}")
        self.seq, self.last, self.at, self.lines = seq, written, entry["at"], self.lines + 1
        self.digest.update(text + prev + written)
        for checkpoint in self.waiting.pop(seq, ()):
            if checkpoint["mac"] != entry["mac"] or checkpoint["digest"] != self.digest.hexdigest():
                self.find("rewritten", seq, f"the checkpoint of {checkpoint['at']} saw another log")

    def end(self) -> list:
        for seq, checkpoints in sorted(self.waiting.items()):
            kind, words = ("truncated", "the log ends before it") if seq > self.seq else ("gap", "it is missing")
            for checkpoint in checkpoints:
                self.find(kind, seq, f"the checkpoint of {checkpoint['at']} saw line {seq}; {words}")
        return self.findings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log")
    parser.add_argument("--checkpoint")
    parser.add_argument("--public")
    parser.add_argument("--key")
    said = parser.parse_args()
    try:
        hexed = [bytes.fromhex(Path(f).read_text()) if f else None for f in (said.key, said.public)]
        points = Path(said.checkpoint).read_text().splitlines() if said.checkpoint else []
        with open(said.log) as log:
            first = log.readline()
            chain = Chain(json.loads(first)["agency"] if first else None, hexed[0], map(json.loads, points), hexed[1])
            for line in itertools.chain([first] if first else [], log):
                chain.walk(json.loads(line))
    except (OSError, ValueError, KeyError) as error:
        print(f"This cannot be read: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        return 2
    for kind, seq, words in chain.end():
        print(f"{kind}: line {seq}: {words}")  # noqa: T201
    print(f"{chain.lines} lines, {len(chain.findings)} findings", file=sys.stderr)  # noqa: T201
    return 1 if chain.findings else 0


if __name__ == "__main__":
    sys.exit(main())
