"""Whoever brings a file can see what came in, service by service, and not only what did not."""

import pytest

from ajar.directory.models import Service
from ajar.directory.tests import files
from ajar.directory.tests.test_a_file_comes_in import bring


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
