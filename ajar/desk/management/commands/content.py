"""`ajar content check`: read what practitioners wrote, and say by file, line and field what is wrong with it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ajar.basket import catalogue
from ajar.basket.queries import OTHER_WORDS
from ajar.consents import law, notices, papers, rights
from ajar.guides import talk
from ajar.plans import regions
from ajar.press import content


class Command(BaseCommand):
    help = (
        "Check the options, the map of a talk and the other lists: everything that is wrong, by file, line and field."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="read all of it and load nothing; ends with 1 when something is wrong")
        check.add_argument(
            "folder", nargs="?", type=Path,
            help=f"a folder of options, or one with a map ({talk.FILE.name}); without it, all that Ajar came with",
        )  # fmt: skip

    def handle(self, *, folder, **options):
        if folder and not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        if folder is None:
            checks = [
                self._options(catalogue.FOLDER),
                self._map(talk.FILE),
                *map(self._list, OTHER_WORDS),
                self._numbers,
                self._notices,
                self._rights,
                self._papers,
                self._law,
            ]
        elif (folder / talk.FILE.name).is_file():
            checks = [self._map(folder / talk.FILE.name)]
        else:
            checks = [self._options(folder)]
        wrongs, right = [], []
        for check in checks:
            try:
                right.append(check())
            except content.ContentWrong as refused:
                wrongs += refused.wrongs
        for wrong in wrongs:
            self.stderr.write(str(wrong))
        if wrongs:
            raise CommandError(f"{len(wrongs)} things are wrong. Nothing is loaded.")
        for line in right:
            self.stdout.write(line)

    def _options(self, folder):
        def check():
            found = catalogue.read(folder)
            waiting = sum(not option.reviewers for option in found)
            return f"{len(found)} options are right. Nobody has reviewed {waiting} of them yet."

        return check

    def _map(self, file):
        def check():
            nodes = talk.nodes_of(file)
            guide = talk.checked(nodes)
            waits = talk.left_out(nodes)
            more = f" Left out until their room is built: {', '.join(waits)}." if waits else ""
            return f"The map is right: {len(guide.nodes)} questions in use.{more}"

        return check

    def _list(self, name):
        files = content.files_of(name)
        return lambda: "\n".join(f"{file}: {len(content.load(file)['entries'])} entries are right." for file in files)

    def _numbers(self):
        return f"Numbers to call are kept for: {', '.join(regions.regions())}."

    def _notices(self):
        return f"The statements that go along are there: {', '.join(one.citation for one in notices.check().values())}."

    def _rights(self):
        found = rights.rights()
        return f"The notice of rights {found.version} is right: {len(found.sections)} sections."

    def _papers(self):
        return "{} kinds of consent and {} words for what, what for and to whom are right.".format(*papers.check())

    def _law(self):
        rules = [rule for one in law.laws().values() for rule in one.rules.values()]
        waiting = sum(rule.reviewed_on is None for rule in rules)
        return f"The law of {law.check()} states is right: no lawyer has reviewed {waiting} of {len(rules)} rules."
