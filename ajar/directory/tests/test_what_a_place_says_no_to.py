"""Nobody is sent to a door because its file says no to them: a mark is given for a yes, and for nothing else."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine
from ajar.directory import queries, rules
from ajar.directory.models import Service, ServiceAtLocation
from ajar.directory.tests import files
from ajar.directory.tests.test_finding_help import keep, names


def marks(text) -> set:
    return {topic.key for topic in rules.named("marks", rules.marks_said(text))}


@pytest.mark.parametrize(
    "text",
    [
        "No pets allowed", "No couples welcome", "Not for people on methadone", "This is not low barrier.",
        "We can't say couples welcome", "We can’t have families with children", "This has never been trans affirming",
        "Nobody comes without ID", "Without ID you are turned away.", "You cannot stay, even without ID",
        "All are served except people on methadone", "Closed to: no pets or families with children",
        "Pets allowed? No.", "Couples welcome: no", "People on methadone are not accepted", "No se aceptan mascotas",
        "Sin mascotas bienvenidas", "Nunca se aceptan parejas", "Todos excepto familias con niños",
        "Familias con niños no se aceptan", "NOT FOR PEOPLE\nON METHADONE", "Not for people\non methadone",
        "Not faith-based", "Church Street Health Center", "Temple, Texas", "Clínica Santa Fe", "Christian Diaz, MD",
        "Next to the mosque",
    ],
)  # fmt: skip
def test_what_a_place_says_no_to_is_no_mark(text):
    assert marks(text) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No ID needed", {"no-id"}), ("No drug test. Low barrier.", {"no-test"}), ("Abstinence not required", {"no-test"}),
        ("No cost, no drug testing, pets welcome", {"no-test", "pets"}), ("No se necesita identificación", {"no-id"}),
        ("No ID needed and couples welcome", {"no-id", "couples"}), ("Pets welcome, no ID required", {"no-id", "pets"}),
        ("No pets. Couples welcome.", {"couples"}), ("No pets; couples welcome", {"couples"}),
        ("No pets but families with children", {"children"}), ("Everyone eats, with or without ID", {"no-id"}),
        ("We do not ask for money.\nPets are welcome", {"pets"}), ("A faith-based home for women", {"faith", "women"}),
        ("Sin prueba de drogas", {"no-test"}), ("Not for profit, accepts methadone", {"medicine"}),
    ],
)  # fmt: skip
def test_what_it_says_yes_to_stays_and_so_does_a_no_that_is_good_news(text, said):
    assert marks(text) == said


def test_a_couple_with_a_dog_is_not_sent_to_a_door_that_turns_them_away(cast, client):
    keep(
        cast,
        files.service("harbor", "Shelter Harbor", description="Couples welcome. Pets allowed."),
        files.service("wall", "Shelter Wall", description="No couples welcome. No pets allowed."),
        files.service("form", "Shelter Form", attributes=[files.mark("f", "pets") | {"value": "No"}]),
        files.service("yes", "Shelter Yes", attributes=[files.mark("y", "pets") | {"value": "yes"}]),
    )
    client.force_login(cast.amina)
    page = client.post(reverse("find-help"), {"text": "bed", "marks": ["pets"]}, follow=True).content.decode()
    assert "Shelter Harbor" in page and "Shelter Yes" in page
    assert "Shelter Wall" not in page and "Shelter Form" not in page
    wall = client.get(reverse("service", args=[Service.objects.get(name="Shelter Wall").pk])).content.decode()
    assert "No pets allowed." in wall, "the file's own words stay"
    assert "Pets can come" not in wall and "Couples together" not in wall


def test_what_came_in_before_is_read_anew_by_one_command_and_what_the_agency_said_stays(cast):
    keep(cast, files.service("wall", "Shelter Wall", description="No pets allowed."))
    pets, couples = rules.topics("marks")["pets"].bit, rules.topics("marks")["couples"].bit
    Service.objects.update(marks=pets, ours=couples, own_note="Ring twice.")  # as an older version read it
    ServiceAtLocation.objects.update(marks=pets | couples)
    assert names(queries.search(cast.amina, marks=pets)) == ["Shelter Wall"]
    out = io.StringIO()
    call_command("directory", "reread", "--agency", str(cast.agency.pk), stdout=out)
    set_agency(cast.agency.pk)
    assert "1 services read anew." in out.getvalue()
    assert names(queries.search(cast.amina, marks=pets)) == []
    assert names(queries.search(cast.amina, marks=couples)) == ["Shelter Wall"]
    assert Service.objects.get().own_note == "Ring twice."
    assert AuditLine.objects.filter(verb="directory.read anew").count() == 1
