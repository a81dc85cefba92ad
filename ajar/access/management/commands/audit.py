"""`ajar audit`: prove the log, export it, sign where it stands with a key that the server does not keep."""

import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from ajar.access import audit, keys, rootkey, verify_audit
from ajar.access.founding import system_of
from ajar.access.management import agency_named, in_agency
from ajar.access.models import Agency


class Command(BaseCommand):
    help = "Prove the audit log, export it, sign where it stands."
    requires_system_checks = ()

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="walk the chain and say what was altered, removed or moved")
        verify.add_argument("agency", nargs="?", help="its name or id; without it, every agency")
        verify.add_argument("--checkpoint", help="a file of signed checkpoints kept elsewhere")
        verify.add_argument("--public", help="the public key of the checkpoints; CHECKPOINT's signer's FILE.pub")
        export = verbs.add_parser("export", help="the log as JSON lines, for verify_audit.py; ids only, no content")
        export.add_argument("agency")
        export.add_argument("--chain-key", help="write the agency's chain key beside it, for a full proof elsewhere")
        point = verbs.add_parser("checkpoint", help="sign where each log stands, as JSON lines for keeping elsewhere")
        way = point.add_mutually_exclusive_group(required=True)
        way.add_argument("--key", help="the signing key, on a stick or another machine")
        way.add_argument("--make-key", help="make that key: FILE (keep it off this machine) and FILE.pub")
        point.add_argument("agency", nargs="?")

    def handle(self, *, verb, **options):
        try:
            getattr(self, f"_{verb}")(**options)
        except (OSError, ValueError, rootkey.RootKeyError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from None

    def _agencies(self, said):
        return [agency_named(said)] if said else Agency.objects.order_by("made_at", "id")

    def _verify(self, *, agency, checkpoint, public, **options):
        if checkpoint and not public:
            raise CommandError(
                "--checkpoint needs --public, the key that you kept. A key beside the log proves nothing."
            )
        points = [json.loads(line) for line in Path(checkpoint).read_text().splitlines()] if checkpoint else []
        trusted = bytes.fromhex(Path(public).read_text()) if public else None
        found = 0
        for one in self._agencies(agency):
            with in_agency(one):
                chain = walked(one, [p for p in points if p["agency"] == str(one.pk)], trusted)
            for kind, seq, words in chain.end():
                self.stdout.write(f"{one.name}: {kind}: line {seq}: {words}")
            self.stdout.write(f"{one.name}: {chain.lines} lines, {len(chain.findings)} findings")
            found += len(chain.findings)
        if not checkpoint:
            self.stdout.write(
                "Without a checkpoint nobody sees lines cut from the end, or a log rewritten with the key."
            )
        if found:
            raise CommandError(f"{found} findings.")

    def _export(self, *, agency, chain_key, **options):
        with in_agency(agency_named(agency)) as one:
            audit.noted(system_of(one), "audit.exported", one)
            if chain_key:
                _write(chain_key, keys.audit_key(one.pk), 0o400)
            for entry in audit.entries(one.pk):
                self.stdout.write(json.dumps(entry))

    def _checkpoint(self, *, agency, key, make_key, **options):
        if make_key:
            private = Ed25519PrivateKey.generate()
            _write(make_key, private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()), 0o400)
            public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            _write(f"{make_key}.pub", public, 0o444)
            self.stdout.write(f"Made {make_key} and {make_key}.pub. Move the first off this machine now.")
            return
        signer = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(Path(key).read_text()))
        for one in self._agencies(agency):
            with in_agency(one):
                chain = walked(one)
            if chain.findings:
                raise CommandError(f"{one.name}: {len(chain.findings)} findings. A broken log is not signed.")
            point = {
                "agency": str(one.pk), "seq": chain.seq, "mac": chain.last.hex(), "digest": chain.digest.hexdigest(),
                "at": now().isoformat(timespec="seconds"),
            }  # fmt: skip
            point["signature"] = signer.sign(verify_audit.signed_text(point)).hex()
            self.stdout.write(json.dumps(point))


def walked(agency, checkpoints=(), public=None) -> verify_audit.Chain:
    """The agency's chain, walked from its first line."""
    chain = verify_audit.Chain(str(agency.pk), keys.audit_key(agency.pk), checkpoints, public)
    for entry in audit.entries(agency.pk):
        chain.walk(entry)
    return chain


def _write(file, key: bytes, mode: int) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w") as out:
        out.write(key.hex() + "\n")
