"""`ajar directory import FILE`, `reread` and `export FILE`: HSDS 3.0 in and out, older tables in."""

import time
import zipfile
import zlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ajar.access.founding import system_of
from ajar.access.management import agency_named, in_agency
from ajar.directory import actions, exporting, hsds, queries
from ajar.directory.importing import BATCH, Incoming
from ajar.directory.reading import Refused

SHOWN = 40


class Told:
    """What was found: each written to the report as it comes; of all that, the first are held for the screen.

    report: an open file, or nothing. Memory stays flat, however much is wrong.
    """

    def __init__(self, report):
        self.report, self.count, self.refused, self.left_out = report, 0, [], []

    def one(self, *findings):
        for finding in findings:
            line = ("refused   " if finding.stops else "left out  ") + str(finding)
            self.count += 1
            if self.report:
                self.report.write(line + "\n")
            first = self.refused if finding.stops else self.left_out
            if len(first) < SHOWN:
                first.append(line)

    def on(self, screen):
        """The first lines, what stops the file before the rest, and how many there are beyond these."""
        shown = (self.refused + self.left_out)[:SHOWN]
        for line in shown:
            screen.write(line)
        if self.count > len(shown):
            where = f"all {self.count} are in the report" if self.report else "--report FILE writes them all"
            screen.write(f"and {self.count - len(shown)} more; {where}")

    def close(self):
        if self.report:
            self.report.close()


class Command(BaseCommand):
    help = "Take in a directory of services (HSDS 3.x JSON or CSV, HSDS 1.1, Ohana API), or write it out as HSDS 3.0."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser(
            "import", help="a JSON file, a zip or a folder of CSV tables; again goes on where it was"
        )
        one.add_argument("file")
        one.add_argument("--agency", required=True, help="its name or id")
        one.add_argument(
            "--source", default="", help="a name for older files without UUIDs; the file's own if not given"
        )
        one.add_argument("--country", default="US", help="where an address of an older file names none")
        one.add_argument("--report", help="write all that is wrong here, and with --verbose what came in, a line each")
        one.add_argument("--verbose", action="store_true", help="name each service that comes in, with its line, too")
        one.add_argument("--check", action="store_true", help="look through the file and keep nothing")
        anew = verbs.add_parser("reread", help="read what came in once more, after a new version or new lists of words")
        anew.add_argument("--agency", required=True, help="its name or id")
        out = verbs.add_parser("export", help="FILE.json: a list as the HSDS API gives it; FILE.zip: all CSV tables")
        out.add_argument("file")
        out.add_argument("--agency", required=True, help="its name or id")
        out.add_argument("--table", default="service", choices=sorted(hsds.TABLES), help="of a JSON file")

    def handle(self, *, verb, agency, **options):
        with in_agency(agency_named(agency)) as found:
            {"import": self._import, "reread": self._reread, "export": self._export}[verb](found, **options)

    def _import(self, agency, *, file, source, country, report, check, verbose, **options):
        actor, started = system_of(agency), time.monotonic()
        self.stderr.write("Looking through the file. Nothing is written yet.")
        told = Told(self._open(report))
        try:
            try:
                incoming = Incoming(file, name=source, country=country, tell=told.one)
            except Refused as no:
                told.one(*no.findings)
                raise
            with incoming:
                told.on(self.stderr)
                if verbose:
                    self._name(incoming.taken(), told.report)
                if check:
                    self.stdout.write(f"{incoming.total} records would come in.")
                    return
                run = self._keep(actor, incoming, started)
        except Refused:
            told.on(self.stderr)
            raise CommandError("The file was not loaded. Nothing was changed.") from None
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}") from None
        except (zipfile.BadZipFile, zlib.error):
            raise CommandError("The file cannot be read: it is no whole zip. Nothing was changed.") from None
        finally:
            told.close()
        self.stdout.write(
            f"{run.total} records: {run.new} new, {run.changed} changed, {run.same} as they were,"
            f" in {time.monotonic() - started:.1f} s."
        )

    def _keep(self, actor, incoming, started):
        run = actions.begin_import(actor, file=incoming.source.name, digest=incoming.digest(), total=incoming.total)
        if run.done:
            self.stderr.write(f"It was cut off after {run.done} records, and goes on from there.")
        said = started
        for batch in incoming.batches(run.done):
            run = actions.keep_records(actor, run=run, records=batch)
            if time.monotonic() - said > 2:
                said = time.monotonic()
                self.stderr.write(f"{run.done} of {run.total} records, {100 * run.done // run.total} %")
        return actions.end_import(actor, run=run)

    def _reread(self, agency, **options):
        actor = system_of(agency)
        count = sum(actions.read_anew(actor, keys=keys) for keys in queries.service_records(actor, BATCH))
        self.stdout.write(f"{count} services read anew.")

    def _open(self, report):
        try:
            return report and Path(report).open("w", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"The report cannot be written: {error.strerror}") from None

    def _name(self, taken, report):
        """What comes in, a line a service: into the report where one is asked for, for it may be twenty thousand."""
        said = (f"taken     {file}:{line}: {''.join(c for c in name if c.isprintable())}" for file, line, name in taken)
        if report:
            report.writelines(line + "\n" for line in said)
        else:
            for line in said:
                self.stdout.write(line)

    def _export(self, agency, *, file, table, **options):
        actor, path = system_of(agency), Path(file)
        if path.suffix not in (".json", ".zip"):
            raise CommandError("Name a file that ends in .json or .zip.")
        part = path.with_name(path.name + ".part")
        try:
            if path.suffix == ".zip":
                count = exporting.as_csv(queries.records(actor), part)
            else:
                with part.open("w", encoding="utf-8") as out:
                    count = exporting.as_json(queries.records(actor, table), out)
            part.replace(path)  # a run that was cut off leaves no half file under the name
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}") from None
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"{count} {'rows' if path.suffix == '.zip' else 'records'} written.")
