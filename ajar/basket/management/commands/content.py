"""`ajar content check`: read what practitioners wrote, and say by file, line and field what is wrong with it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ajar.basket import catalogue
from ajar.press import content


class Command(BaseCommand):
    help = "Check the options of the basket: everything that is wrong, by file, line and field."
    requires_system_checks = ()

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="read all of it and load nothing; ends with 1 when something is wrong")
        check.add_argument("folder", nargs="?", type=Path, help="without it, the options that Ajar came with")

    def handle(self, *, folder, **options):
        folder = folder or catalogue.FOLDER
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        try:
            found = catalogue.read(folder)
        except content.ContentWrong as refused:
            for wrong in refused.wrongs:
                self.stderr.write(str(wrong))
            raise CommandError(f"{len(refused.wrongs)} things are wrong. Nothing is loaded.") from None
        waiting = sum(not option.reviewers for option in found)
        self.stdout.write(f"{len(found)} options are right. Nobody has reviewed {waiting} of them yet.")
