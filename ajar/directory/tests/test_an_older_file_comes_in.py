"""HSDS 1.1 and Ohana files come in by maps of their own, go out as 3.0 and come in again to the same rows."""

import json
from pathlib import Path

import pytest

from ajar.directory import older
from ajar.directory.models import Record, Schedule, Service, ServiceAtLocation
from ajar.directory.tests.test_a_file_comes_in import DATA, bring, refused, tables_of, take_out

ONE_ONE = {
    "organizations": "id,name,description,url\n1,Harbor,They open doors,http://example.org\n",
    "services": "id,organization_id,name,description,status,fees\n"
    "7,1,Beds,A bed\\nfor the night,,free\n8,99,Soup,Hot,active,\n",
    "locations": "id,organization_id,name,latitude,longitude\n5,1,Harbor house,41.65,-83.54\n",
    "services_at_location": "id,service_id,location_id\n1,7,5\n2,8,404\n",
    "physical_addresses": "id,location_id,address_1,city,state_province,postal_code,country\n5,5,1 Main,Toledo,OH ,43604,   \n",
    "phones": "id,service_id,number\n1,7,419-555-0100\n",
    "languages": "id,service_id,location_id,language\n7,7,7,Spanish\n7,7,7,English\n",
    "regular_schedules": "id,service_id,weekday,opens_at,closes_at,original_text\n"
    ",7,Monday,8:00am,5:00pm,Mon 8-5\n,7,Tuesday,9:0am,6:300pm,\n,7,Moonday,8:00am,9:00am,\n",
    "holidays": "id,service_id,start_date\n1,7,2026-01-01\n",
}
OHANA = {
    "organizations": "id,name,description,funding_sources\n1,Harbor,Doors,\"City, Donations\"\n",
    "locations": "id,organization_id,name,accessibility,languages,virtual,short_desc\n5,1,House,\"ramp, restroom\",Spanish,false,Short\n",
    "services": "id,location_id,name,description,status,keywords,taxonomy_ids,required_documents\n"
    "7,5,Passports,Photos,active,\"pets welcome, Salud\",\"101, 101-01\",Picture ID\n",
    "taxonomy": "taxonomy_id,name,parent_id,parent_name\n101,Emergency,,\n101-01,Disaster,101,Emergency\n",
    "mail_addresses": "id,location_id,attention,address_1,city,state_province,postal_code,country\n1,5,Ann,1 Main,Toledo,OH,43604,US\n",
    "regular_schedules": "id,location_id,service_id,weekday,opens_at,closes_at\n1,5,,Monday,9am,4:00 PM\n",
}  # fmt: skip


def write(path, tables):
    path.mkdir()
    for stem, text in tables.items():
        (path / f"{stem}.csv").write_text(text)
    return path


def same_again(cast, tmp_path) -> int:
    """The directory goes out as 3.0 and comes in again: every record as it was. How many."""
    ids = {(row.table, row.hsds_id) for row in Record.objects.all()}
    names = sorted(Service.objects.values_list("pk", "hsds_id", "name"))
    out = take_out(cast, tmp_path / "out.zip")
    said, told = bring(cast, out)
    assert "refused" not in told
    assert f"{len(ids)} records: 0 new" in said
    assert {(row.table, row.hsds_id) for row in Record.objects.all()} == ids
    assert sorted(Service.objects.values_list("pk", "hsds_id", "name")) == names
    assert tables_of(take_out(cast, tmp_path / "out2.zip")) == tables_of(out)
    return len(ids)


def test_a_1_1_folder_comes_in_and_what_points_at_nothing_is_told(cast, tmp_path):
    _, told = bring(cast, write(tmp_path / "old", ONE_ONE))
    assert "left out  services.csv:3: organization_id: is no organization of this file" in told
    assert "left out  services_at_location.csv:3: location_id: is no location of this file" in told
    assert "left out  regular_schedules.csv:3: closes_at: '6:300pm' is no time of day" in told
    assert "left out  regular_schedules.csv:4: weekday: 'moonday' is no day" in told
    bed = Service.objects.get(name="Beds")
    assert (bed.description, bed.status, bed.languages, bed.fees) == (
        "A bed\nfor the night",
        "active",
        "Spanish, English",
        "free",
    )
    at = ServiceAtLocation.objects.get(service=bed)
    assert (at.town, at.postal, at.latitude, at.speaks) == ("toledo", "43604", 41.65, " es en ")
    assert set(Schedule.objects.values_list("at__service__name", "day", "opens", "closes")) == {("Beds", 0, 480, 1020)}
    assert "start_date: 2026-01-01" in Record.objects.get(table="service", hsds_id=bed.hsds_id).body
    assert same_again(cast, tmp_path) == 2


def test_an_ohana_folder_comes_in_with_its_topics(cast, tmp_path):
    bring(cast, write(tmp_path / "ohana", OHANA))
    row = Service.objects.get()
    assert (row.name, row.organization, row.documents) == ("Passports", "Harbor", "Picture ID")
    document = json.loads(Record.objects.get(table="service").body)
    assert {"Emergency", "Disaster", "keywords"} == {a["taxonomy_term"]["name"] for a in document["attributes"]}
    at = ServiceAtLocation.objects.get()
    assert (at.speaks, at.marks) == (" es ", 8)  # pets, by its keywords
    assert Schedule.objects.get().closes == 16 * 60
    same_again(cast, tmp_path)


def test_two_sources_with_the_same_small_ids_do_not_meet(cast, tmp_path):
    folder = write(tmp_path / "old", ONE_ONE)
    bring(cast, folder, "--source", "county")
    bring(cast, folder, "--source", "county")
    assert Service.objects.count() == 2
    bring(cast, folder, "--source", "city")
    assert Service.objects.count() == 4


def test_an_older_folder_with_half_a_quote_is_not_loaded(cast, tmp_path):
    assert "phones.csv:2: this is not CSV" in refused(
        cast, write(tmp_path / "old", ONE_ONE | {"phones": 'id,number\n"1,2\n'})
    )


@pytest.mark.parametrize(
    ("text", "clock"),
    [("7:30am", "07:30"), ("12:00am", "00:00"), ("12:30 PM", "12:30"), ("9am", "09:00"), ("16:00", "16:00"), ("3pm", "15:00"),
     ("9:0am", None), ("6:300pm", None), ("25:00", None), ("13:00pm", None), ("9", None), ("", None)],
)  # fmt: skip
def test_hours_as_people_write_them(text, clock):
    assert older.clock(text) == clock


@pytest.mark.parametrize(
    ("name", "services", "least"),
    [
        pytest.param("miami211-1.1", 1458, 1458, marks=pytest.mark.promise),  # half a minute
        ("ohana-sample-csv", 23, 23),
    ],
)
def test_the_real_directory_comes_in_and_goes_out_and_comes_in_again_to_the_same_rows(
    cast, tmp_path, name, services, least
):
    if not DATA.is_dir():
        pytest.skip("no data")
    bring(cast, Path(DATA / name))
    assert Service.objects.count() == services
    assert same_again(cast, tmp_path) >= least
