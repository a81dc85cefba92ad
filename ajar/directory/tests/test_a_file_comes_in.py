"""A directory comes in by one command, goes out equal, and a file that is wrong changes nothing."""

import csv
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ajar.access.founding import system_of
from ajar.access.models import AuditLine
from ajar.directory import actions, importing
from ajar.directory.models import Import, Record, Schedule, Service, ServiceAtLocation
from ajar.directory.tests import files
from ajar.directory.tests.files import uid
from conftest import make_cast
from tests.killing import killed_at

DATA = Path(os.environ.get("AJAR_DATA", "../shared/data")) / "hsds"


def bring(cast, path, *more):
    """(what it said, what it reported)"""
    out, err = io.StringIO(), io.StringIO()
    call_command("directory", "import", str(path), "--agency", str(cast.agency.pk), *more, stdout=out, stderr=err)
    again(cast)
    return out.getvalue(), err.getvalue()


def again(cast):
    """A command leaves no agency on the connection; the test goes on as somebody of this one."""
    from ajar.access.middleware import set_agency

    set_agency(cast.agency.pk)


def refused(cast, path) -> str:
    err = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command(
            "directory", "import", str(path), "--agency", str(cast.agency.pk), stdout=io.StringIO(), stderr=err
        )
    again(cast)
    assert not Record.objects.exists()
    assert not Import.objects.exists()
    return err.getvalue()


def take_out(cast, path, *more):
    call_command("directory", "export", str(path), "--agency", str(cast.agency.pk), *more, stdout=io.StringIO())
    again(cast)
    return path


def tables_of(path) -> dict:
    """{table: {id: row}} without empty cells, of a folder or zip."""
    found = {}
    if path.is_dir():
        opened = {file.stem: file.read_text("utf-8-sig") for file in path.glob("*.csv")}
    else:
        with zipfile.ZipFile(path) as packed:
            opened = {n.removesuffix(".csv"): packed.read(n).decode() for n in packed.namelist() if n.endswith(".csv")}
    for stem, text in opened.items():
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        if rows:
            found[stem] = {row["id"]: {k: v for k, v in row.items() if v} for row in rows}
    return found


def test_a_list_of_services_comes_in_goes_out_equal_and_comes_again_to_the_same_rows(cast, tmp_path):
    documents = [
        files.service(
            "harbor", "Beds tonight", at=[(files.place("harbor"), [files.schedule("h")])], extra={"x": [1, None]}
        ),
        files.service("soup", "Soup <b>kitchen</b>", attributes=[files.mark("soup", "no-id")]),
    ]
    file = files.write_json(tmp_path / "list.json", documents)
    said, _ = bring(cast, file)
    assert "2 records: 2 new, 0 changed, 0 as they were" in said
    assert json.loads(take_out(cast, tmp_path / "out.json").read_text()) == documents
    kept = set(Service.objects.values_list("pk", "name"))
    assert {name for _, name in kept} == {"Beds tonight", "Soup kitchen"}
    said, _ = bring(cast, file)
    assert "2 records: 0 new, 0 changed, 2 as they were" in said
    assert set(Service.objects.values_list("pk", "name")) == kept
    documents[0]["name"] = "Beds every night"
    said, _ = bring(cast, files.write_json(tmp_path / "list.json", documents))
    assert "0 new, 1 changed, 1 as they were" in said
    assert {pk for pk, _ in kept} == set(Service.objects.values_list("pk", flat=True))
    assert ServiceAtLocation.objects.count() == 2
    assert Schedule.objects.count() == 5


def test_the_answer_of_an_api_and_a_single_service_come_in_too(cast, tmp_path):
    one, two = files.service("one", "One"), files.service("two", "Two")
    bring(cast, files.write_json(tmp_path / "page.json", {"total_items": 1, "contents": [one], "empty": False}))
    bring(cast, files.write_json(tmp_path / "single.json", two))
    assert set(Service.objects.values_list("name", flat=True)) == {"One", "Two"}


@pytest.mark.parametrize("packed", [False, True])
def test_tables_come_in_and_go_out_equal_with_columns_that_nobody_knows(cast, tmp_path, packed):
    folder = files.write_folder(tmp_path / "tables")
    said, _ = bring(cast, files.write_zip(tmp_path / "t.zip", files.TABLES) if packed else folder)
    assert "2 records: 2 new" in said  # the service with all it needs, and an organization without one
    assert tables_of(take_out(cast, tmp_path / "out.zip")) == tables_of(folder)
    row = ServiceAtLocation.objects.select_related("service").get()
    assert (row.service.name, row.town, row.postal, row.speaks) == ("Beds at Harbor", "toledo", "43604", " es ")
    assert Schedule.objects.count() == 2
    document = json.loads(Record.objects.get(table="service").body)
    assert document["minimum_age"] == 18
    assert document["attributes"][0]["taxonomy_term"]["taxonomy_detail"]["name"] == "Ours"


def test_what_went_out_as_tables_comes_in_to_the_same_rows(cast, tmp_path):
    bring(cast, files.write_json(tmp_path / "list.json", [files.service("a", "A"), files.service("b", "B")]))
    before = {row.hsds_id: row.pk for row in Service.objects.all()}
    bring(cast, take_out(cast, tmp_path / "out.zip"))
    assert {row.hsds_id: row.pk for row in Service.objects.all()} == before


@pytest.mark.parametrize("name", ["service_full.json", "service_list.json", "organization_list.json", "location.json",
                                  "service_at_location_list.json", "taxonomy_list.json", "taxonomy_term_list.json"])  # fmt: skip
def test_the_examples_of_hsds_come_in_and_go_out_equal(cast, tmp_path, name):
    if not DATA.is_dir():
        pytest.skip("no data")
    _, told = bring(cast, DATA / "3.1" / "examples" / name)
    assert "refused" not in told
    there = json.loads((DATA / "3.1" / "examples" / name).read_text())
    there = there.get("contents", [there])
    table = Record.objects.first().table
    assert name.startswith(table)
    assert json.loads(take_out(cast, tmp_path / "out.json", "--table", table).read_text()) == there


def test_the_tables_of_hsds_come_in_and_go_out_equal(cast, tmp_path):
    if not DATA.is_dir():
        pytest.skip("no data")
    _, told = bring(cast, DATA / "3.1" / "examples" / "csv")
    assert "locations.csv:2: latitude: '100' is not on this earth" in told
    assert tables_of(take_out(cast, tmp_path / "out.zip")) == tables_of(DATA / "3.1" / "examples" / "csv")


def test_a_run_that_was_cut_off_goes_on_where_it_was(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    file = files.write_json(tmp_path / "list.json", [files.service(f"s{n}", f"Service {n}") for n in range(7)])
    real, calls = actions.keep_records, []

    def cut(actor, **kwargs):
        calls.append(len(kwargs["records"]))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(actor, **kwargs)

    monkeypatch.setattr(actions, "keep_records", cut)
    with pytest.raises(KeyboardInterrupt):
        bring(cast, file)
    again(cast)
    assert Service.objects.count() == 4
    said, told = bring(cast, file)
    assert "cut off after 4 records" in told
    assert "7 records: 7 new" in said
    assert calls == [2, 2, 2, 2, 1]
    assert Service.objects.count() == ServiceAtLocation.objects.count() == 7
    assert AuditLine.objects.filter(verb="directory.records kept").count() == 4


WEIRD = [
    ({"description": "<" * 100 + "a>" * 100}, "7 new"), ({"description": "<a" + "<" * 2000}, "7 new"),
    ({"status": ["active", "inactive"]}, "status: is a text or a number"), ({"name": {"a": 1}}, "name: "),
    ({"schedules": [files.schedule("w", timezone=10**400)]}, "7 new"),
    ({"schedules": [files.schedule("w", interval="9" * 5000, dtstart="2026-01-05")]}, ""),
    ({"schedules": [files.schedule("w", freq="MONTHLY", byday="", bymonthday="1" * 5000)]}, "7 new"),
    ({"schedules": [files.schedule("w", days="7" * 5000 + "MO")]}, "7 new"),
    ({"at": [files.place("far", lat=10**400)]}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), WEIRD)
def test_a_value_that_nobody_would_write_stops_the_file_or_is_left_out_and_never_half_way(
    cast, tmp_path, more, expected
):
    listed = [files.service(f"s{n}", f"Service {n}") for n in range(6)]
    file = files.write_json(
        tmp_path / "list.json",
        [
            *listed,
            files.service("weird", "Weird") | more if "at" not in more else files.service("weird", "Weird", **more),
        ],
    )
    try:
        said, _told = bring(cast, file)
    except CommandError:
        again(cast)
        assert not Record.objects.exists()
        assert "new" not in expected
    else:
        assert expected in said
        assert Service.objects.count() == 7


def test_a_zip_that_is_broken_is_told_in_words(cast, tmp_path):
    good = files.write_zip(tmp_path / "tables.zip", files.TABLES)
    body = bytearray(good.read_bytes())
    body[60:90] = b"\x00" * 30
    good.write_bytes(bytes(body))
    with pytest.raises(CommandError):
        bring(cast, good)
    again(cast)
    assert not Record.objects.exists()


@pytest.mark.parametrize("mark", ["confidential", "Confidential address", "the address is confidential"])
def test_a_place_that_is_not_given_out_has_no_name_either(cast, tmp_path, mark):
    place = files.place("house") | {"name": "17 Elm Street"}
    document = files.service("house", "Safe house", at=[place]) | {"attributes": [files.mark("house", mark)]}
    bring(cast, files.write_json(tmp_path / "one.json", [document]))
    at = ServiceAtLocation.objects.get()
    assert (at.name, at.address, at.postal, at.latitude) == ("", "", "", None)


HOURS = [
    ({"count": 4, "dtstart": "2026-01-05"}, []), ({"byweekno": "2"}, []),
    ({"freq": "MONTHLY", "byday": "1MO,3WE"}, [(0, "[1]"), (2, "[3]")]),
]  # fmt: skip


@pytest.mark.parametrize(("more", "days"), HOURS)
def test_open_is_said_of_days_that_are_known_only(cast, tmp_path, more, days):
    hours = files.schedule("w") | more
    bring(cast, files.write_json(tmp_path / "one.json", [files.service("s", "S", at=[(files.place("s"), [hours])])]))
    rows = Schedule.objects.order_by("day")
    assert [(row.day, json.dumps(json.loads(row.rule)["nth"])) for row in rows] == days


def test_an_hour_without_a_rule_is_of_its_one_day(cast, tmp_path):
    hours = {"id": uid("once"), "opens_at": "09:00", "closes_at": "12:00", "dtstart": "2026-03-02"}
    bring(cast, files.write_json(tmp_path / "one.json", [files.service("s", "S", at=[(files.place("s"), [hours])])]))
    row = Schedule.objects.get()
    assert row.valid_from == row.valid_to


@pytest.mark.promise
def test_killed_at_any_statement_and_run_again_every_service_is_in_once(own_database, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    cast = make_cast()
    file = files.write_json(tmp_path / "list.json", [files.service(f"s{n}", f"Service {n}") for n in range(7)])
    step, ended = 0, False
    while not ended:
        step += 1
        ended = killed_at(step, lambda: bring(cast, file))
        again(cast)
        done = sum(run.done for run in Import.objects.all())
        assert Record.objects.count() == Service.objects.count() == done, f"killed at step {step}: half a batch"
        assert done in (0, 2, 4, 6, 7)
    assert step > 10, "the command was hardly begun when it ended"
    assert "7 as they were" in bring(cast, file)[0]
    assert Service.objects.count() == ServiceAtLocation.objects.count() == 7


WRONG_TABLES = [
    ({"services": f"id,organization_id,name,status\n{uid('s')},{uid('o')},Beds,\n"}, "services.csv:2: status: is empty"),
    ({"services": f"id,organization_id,name,status\n{uid('s')},{uid('o')},Beds,open\n"}, "services.csv:2: status: 'open' is none of"),
    ({"services": f"id,organization_id,name,status\n7,{uid('o')},Beds,active\n"}, "services.csv:2: id: '7' is no UUID"),
    ({"services": files.TABLES["services"] + files.TABLES["services"].split("\n")[1]}, "services.csv:3: id: stands on line 2 too"),
    ({"services": f"id,organization_id,name,status\n{uid('s')},{uid('nobody')},Beds,active\n"}, "services.csv:2: organization_id:"),
    ({"service_at_location": f"id,service_id,location_id\n{uid('sl')},{uid('s')},{uid('none')}\n"}, "service_at_location.csv:2: location_id:"),
    ({"locations": f"id,location_type\n{uid('l')},mobile\n"}, "locations.csv:2: location_type: 'mobile' is none of"),
    ({"locations": f"id,location_type,latitude\n{uid('l')},physical,north\n"}, "locations.csv:2: latitude: 'north' is no number"),
    ({"schedules": f"id,service_id,opens_at\n{uid('w')},{uid('s')},25:00\n"}, "schedules.csv:2: opens_at: '25:00' is no time"),
    ({"schedules": f"id,service_id,valid_from\n{uid('w')},{uid('s')},2026-02-30\n"}, "schedules.csv:2: valid_from: '2026-02-30' is no day"),
    ({"phones": "id,number\n1,2,3\n"}, "phones.csv:2: 3 cells under 2 columns"),
    ({"phones": "id,id\n"}, "phones.csv:1: a column is named twice"),
    ({"phones": 'id,number\n"1,2\n'}, "phones.csv:2: this is not CSV"),
    ({"organizations": "id,name,description,parent_organization_id\n"
      f"{uid('o')},A,A,{uid('o', 2)}\n{uid('o', 2)},B,B,{uid('o')}\n"}, "parent_organization_id: its parents go in a circle"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "words"), WRONG_TABLES, ids=[words for _, words in WRONG_TABLES])
def test_a_wrong_table_is_named_by_file_line_and_field_and_nothing_is_loaded(cast, tmp_path, changed, words):
    assert f"refused   {words}" in refused(cast, files.write_folder(tmp_path / "t", **changed)).replace(
        "organizations.csv:2: ", ""
    ).replace("organizations.csv:3: ", "")


WRONG_JSON = [
    (b'[{"id": "x", "id": "y"}]', "f.json:1: id stands twice in one object"),
    (b'[{"id": NaN}]', "f.json:1: NaN is no number"),
    (b"[\n[1]]", "f.json:2: a record is an object"),
    (b'[{"id": "\\ud800"}]', "f.json:1: id: a character that cannot be kept"),
    (b'[{"id": "a\\u0000b"}]', "f.json:1: id: a character that cannot be kept"),
    (b'[{"id": 1e999}]', "f.json:1: id: a number too big"),
    (b"[" + b'{"a":' * 60 + b"1" + b"}" * 60 + b"]", "nested too deep"),
    (b"[" * 100_000, "nested too deep"),
    (b'[{"id": "\xff"}]', "f.json:1: this is not UTF-8"),
    (b'[{"id": "x"}', "f.json:1: "), (b"[] x", "something stands after the end"), (b"", "neither JSON nor"),
    (b"[]", "there is nothing in it"), (b'{"name": "no id"}', "there is nothing in it"),
    (b'[{"id": "x", "status": "active", "phones": "911"}]', "f.json:1: phones: is a list of records"),
    (b'[{"id": "x", /* hello */ "status": "active"}]', "this is not JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), WRONG_JSON, ids=[str(n) for n in range(len(WRONG_JSON))])
def test_a_wrong_json_file_is_named_by_line_and_nothing_is_loaded(cast, tmp_path, text, words):
    (tmp_path / "f.json").write_bytes(text)
    assert words in refused(cast, tmp_path / "f.json")


def _child(key, parent):
    """A service whose organization says that another is over it."""
    document = files.service(key, key)
    document["organization"] |= {"parent_organization_id": uid("organization", parent)}
    return document


@pytest.mark.parametrize("count", [1, 2, 150])
def test_organizations_of_a_json_file_in_a_circle_are_named_and_nothing_is_loaded(cast, tmp_path, count):
    ring = [_child(f"r{n}", f"r{(n + 1) % count}") for n in range(count)]
    lines = ",\n".join(json.dumps(d) for d in [files.service("good", "Good"), *ring])
    (tmp_path / "f.json").write_text(f"[\n{lines}\n]")
    said = refused(cast, tmp_path / "f.json")
    assert "refused   f.json:3: organization.parent_organization_id: its parents go in a circle" in said
    assert "f.json:2:" not in said


def test_topics_of_a_json_file_in_a_circle_are_named_wherever_they_stand(cast, tmp_path):
    document = files.service("harbor", "Harbor", attributes=[files.mark("h", "pets"), files.mark("h", "women")])
    for row, parent in zip(document["attributes"], ("women", "pets"), strict=True):
        row["taxonomy_term"] |= {"parent_id": uid("term", parent)}
    said = refused(cast, files.write_json(tmp_path / "f.json", [document]))
    for number in (0, 1):
        assert f"f.json:1: attributes.{number}.taxonomy_term.parent_id: its parents go in a circle" in said


def test_parents_that_end_somewhere_come_in_however_often_they_are_named(cast, tmp_path):
    rows = [_child("a", "b"), _child("b", "c"), files.service("c", "c"), _child("d", "b")]
    rows.append(files.service("e", "e") | {"organization": rows[0]["organization"]})
    assert "5 records: 5 new" in bring(cast, files.write_json(tmp_path / "f.json", rows))[0]


def test_the_hundredth_record_stops_all_ninety_nine_before_it(cast, tmp_path):
    documents = [files.service(f"s{n}", f"Service {n}") for n in range(99)]
    wrong = files.service("last", "Last") | {"status": "mobile"}
    text = "[\n" + ",\n".join(json.dumps(d) for d in [*documents, wrong]) + "\n]"
    (tmp_path / "f.json").write_text(text)
    assert "f.json:101: status: 'mobile' is none of" in refused(cast, tmp_path / "f.json")


def test_the_same_id_twice_names_both_lines(cast, tmp_path):
    one = json.dumps(files.service("a", "A"))
    (tmp_path / "f.json").write_text(f"[\n{one},\n{one}]")
    assert "f.json:3: id: stands in the record of line 2 too" in refused(cast, tmp_path / "f.json")


def test_a_zip_bomb_another_encoding_and_no_file_are_refused(cast, tmp_path):
    assert "would unpack to" in refused(cast, files.write_zip(tmp_path / "bomb.zip", {"services": "a" * 30_000_000}))
    folder = files.write_folder(tmp_path / "t")
    (folder / "phones.csv").write_bytes(b"id,number\n1,caf\xe9\n")
    assert "phones.csv:2: byte 6 is not UTF-8" in refused(cast, folder)
    (folder / "phones.csv").write_bytes("id,number\n".encode("utf-16"))
    assert "phones.csv:1: this is UTF-16" in refused(cast, folder)
    assert "there is no such file" in refused(cast, tmp_path / "nothing.json")


def test_what_could_do_harm_is_left_out_and_the_rest_is_taken(cast, tmp_path):
    document = files.service(
        "x", "Call 419-555-0199 now", description="Soup<script>alert(1)</script> &amp; bread", url="javascript:alert(1)",
        at=[files.place("x", lat=91)], attributes=[files.mark("x", "confidential")],
    )  # fmt: skip
    _, told = bring(cast, files.write_json(tmp_path / "f.json", [document]))
    assert "left out  f.json:1: url: 'javascript:alert(1)' is no web address" in told
    assert "left out  f.json:1: service_at_locations.0.location.latitude: '91' is not on this earth" in told
    assert "left out  f.json:1: name: holds a phone number" in told
    row = Service.objects.get()
    assert (row.url, " ".join(row.description.split())) == ("", "Soup & bread")
    at = ServiceAtLocation.objects.get()
    assert (at.latitude, at.longitude, at.address) == (None, None, "")
    assert "javascript" not in take_out(cast, tmp_path / "out.json").read_text()


def test_only_the_machine_takes_a_file_in(cast):
    from django.core.exceptions import PermissionDenied

    for worker in (cast.amina, cast.mona):
        with pytest.raises(PermissionDenied):
            actions.begin_import(worker, file="x", digest="x", total=1)
    assert actions.begin_import(system_of(cast.agency), file="x", digest="x", total=1).state == "running"
