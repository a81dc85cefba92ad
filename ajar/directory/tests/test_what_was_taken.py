"""Whoever brings a file can see what came in, service by service, and not only what did not."""

import contextlib
import io

import pytest
from django.core.management import CommandError, call_command

from ajar.directory.models import Record, Service
from ajar.directory.tests import files
from ajar.directory.tests.test_a_file_comes_in import again, bring


@pytest.mark.parametrize("kind", ["json", "folder"])
def test_each_service_that_came_in_is_named_with_its_line_when_asked(cast, tmp_path, kind):
    if kind == "json":
        documents = [files.service("harbor", "Beds at Harbor"), files.service("soup", "Soup")]
        path = files.write_json(tmp_path / "f.json", documents)
    else:
        path = files.write_folder(tmp_path / "tables")
    quiet, _reported = bring(cast, path)
    assert "taken" not in quiet
    said, _reported = bring(cast, path, "--verbose")
    taken = [line for line in said.splitlines() if line.startswith("taken")]
    assert len(taken) == Service.objects.count() == (2 if kind == "json" else 1)
    assert taken[0].startswith("taken     " + ("f.json:" if kind == "json" else "services.csv:2: ")), taken
    assert "Beds at" in taken[0]
    report = tmp_path / "report.txt"
    said, _reported = bring(cast, path, "--verbose", "--report", str(report))
    assert "taken" not in said
    assert report.read_text().splitlines()[-len(taken) :] == taken
    assert Service.objects.count() == len(taken), "and it came in whole, the third time too"


def lines(count, **wrong):
    rows = [files.service(f"s{n}", f"Service {n}") | {"url": "javascript:x"} for n in range(count)]
    rows[-1] |= wrong
    return rows


@pytest.mark.parametrize("is_refused", [False, True])
def test_however_much_is_wrong_the_report_has_every_line_and_the_screen_says_how_many_more(cast, tmp_path, is_refused):
    wrong = {"status": "mobile"} if is_refused else {}
    path, report = files.write_json(tmp_path / "f.json", lines(1100, **wrong)), tmp_path / "what.txt"
    out, err = io.StringIO(), io.StringIO()
    more = [] if is_refused else ["--check"]
    for options in ([], ["--report", str(report)]):
        with pytest.raises(CommandError) if is_refused else contextlib.nullcontext():
            call_command(
                "directory",
                "import",
                str(path),
                "--agency",
                str(cast.agency.pk),
                *options,
                *more,
                stdout=out,
                stderr=err,
            )
        again(cast)
    written = report.read_text().splitlines()
    left_out = [line for line in written if line.startswith("left out  f.json:")]
    assert (len(left_out), len(written)) == (1100, 1100 + is_refused)
    said = err.getvalue()
    assert f"and {len(written) - 40} more; --report FILE writes them all" in said
    assert f"and {len(written) - 40} more; all {len(written)} are in the report" in said
    assert ("refused   f.json:1: status: 'mobile'" in said) is is_refused, "what stops the file stands first"
    assert not Record.objects.exists()


def test_a_report_that_cannot_be_written_and_a_file_that_is_not_there_are_told(cast, tmp_path):
    path = files.write_json(tmp_path / "f.json", [files.service("a", "A")])
    with pytest.raises(CommandError, match="The report cannot be written"):
        bring(cast, path, "--report", str(tmp_path / "no" / "where.txt"))
    again(cast)
    with pytest.raises(CommandError, match="Nothing was changed"):
        bring(cast, tmp_path / "none.json", "--report", str(tmp_path / "what.txt"))
    again(cast)
    assert "there is no such file" in (tmp_path / "what.txt").read_text()
