"""`ajar keys`: make, look at, turn over and destroy keys. Each may be cut off and run again; none prints a key."""

import secrets

from django.core.management.base import BaseCommand, CommandError

from ajar.access import rootkey, rotation, seal
from ajar.access.management import agency_named, in_agency


class Command(BaseCommand):
    help = "Make, look at, turn over and destroy keys."
    requires_system_checks = ()

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        dry = {"action": "store_true", "help": "say what would be done, and do nothing"}
        verbs.add_parser("create", help="make the root key file that AJAR_KEY_FILE names").add_argument(
            "--dry-run", **dry
        )
        verbs.add_parser("status", help="epochs, and how many keys are on each").add_argument("--dry-run", **dry)
        rotate = verbs.add_parser("rotate", help="new keys above, the same data keys below")
        what = rotate.add_subparsers(dest="what", required=True)
        root = what.add_parser("root", help="a new root key")
        root.add_argument(
            "--keep-old", action="store_true", help="leave the old root key in the file for older backups"
        )
        root.add_argument("--dry-run", **dry)
        agency = what.add_parser("agency", help="a new epoch for one agency")
        agency.add_argument("agency", help="its name or id")
        agency.add_argument("--dry-run", **dry)
        destroy = verbs.add_parser("destroy-epoch", help="make an epoch that nobody lives on impossible to open")
        destroy.add_argument("agency", help="its name or id")
        destroy.add_argument("epoch", type=int)
        destroy.add_argument("--dry-run", **dry)

    def handle(self, *, verb, what=None, dry_run, **options):
        do = getattr(self, f"_{what or verb}".replace("-", "_"))
        try:
            with seal.keyring():
                do(dry_run, **options)
        except (rotation.Refused, rootkey.RootKeyError) as error:
            raise CommandError(str(error)) from None

    def _create(self, dry_run, **options):
        file = rootkey.path()
        if file.exists():
            rootkey.read(file)
            raise CommandError(f"{file} is there already and holds a root key. Nothing was changed.")
        if not dry_run:
            rootkey.write([secrets.token_bytes(rootkey.KEY_BYTES)], file)
        self.stdout.write(f"{'Would make' if dry_run else 'Made'} {file}, mode 0400.")
        self.stdout.write("Write its one line on paper, in two halves kept apart. Without it no record opens again.")

    def _status(self, dry_run, **options):
        opened, every = rotation.under_the_newest_root()
        self.stdout.write(
            f"Root keys in the file: {len(rootkey.read())}. {opened} of {every} keys open with the newest."
        )
        for agency in rotation.each_agency():
            self.stdout.write(f"{agency.name} ({agency.pk})")
            for epoch in rotation.epochs_of(agency):
                state = (
                    f"destroyed {epoch.destroyed_at:%Y-%m-%d}" if epoch.destroyed_at else f"{epoch.living} data keys"
                )
                self.stdout.write(f"  epoch {epoch.number}, made {epoch.made_at:%Y-%m-%d}: {state}")

    def _root(self, dry_run, *, keep_old, **options):
        opened, every = rotation.under_the_newest_root()
        if dry_run:
            self.stdout.write(
                f"Would wrap {every} keys by a new root key. Now {opened} of {every} open with the newest."
            )
            return
        rotation.rotate_root(self.stdout.write, keep_old=keep_old)
        self._after()

    def _agency(self, dry_run, *, agency, **options):
        with in_agency(agency_named(agency)) as found:
            if dry_run:
                *_, newest = rotation.epochs_of(found)
                older = sum(epoch.living for epoch in rotation.epochs_of(found)) - newest.living
                self.stdout.write(
                    f"Would move {older} data keys to epoch {newest.number}."
                    if older
                    else f"Would make epoch {newest.number + 1} and move {newest.living} data keys to it."
                )
                return
            rotation.rotate_agency(found, self.stdout.write)

    def _destroy_epoch(self, dry_run, *, agency, epoch, **options):
        with in_agency(agency_named(agency)) as found:
            if dry_run:
                rotation.may_be_destroyed(found, epoch)
                self.stdout.write(f"Would destroy epoch {epoch}, and every root key that opens it.")
                return
            rotation.destroy_epoch(found, epoch, self.stdout.write)
        self._after()

    def _after(self):
        self.stdout.write(
            "Now: restart the server, make a backup, write the new key on paper and destroy the old paper."
        )
