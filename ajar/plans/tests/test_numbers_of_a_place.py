"""Numbers to call belong to a place: its manager chooses it, its own part of a country adds to it, and nobody is shown the
numbers of another."""

import re
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from ajar.access.models import Agency, Amendment, AuditLine
from ajar.people.actions import start_person
from ajar.plans import actions, actions_safety, regions, safety
from ajar.plans.models import CarriedNumber, PlaceNumber
from ajar.plans.tests.test_what_somebody_carries import text_of
from ajar.press.content import ContentWrong

LINE = """- {{key: {key}, plans: [{plans}], may_send: {may_send}, number: "{number}", sure: high,
   name: {{en: "{name}", es: "{name} (es)"}}, carry: {{en: "L.", es: "L."}}}}
"""
HEAD = """about: {{owner: us, name: {{en: "{name}", es: "{name} (es)"}}, source: a test, checked_on: {checked_on}, called_on: {called_on}, reviewed: {{}}}}
entries:
"""
WRITE_YOUR_OWN = "No numbers are kept for this place. Write your own on the plan."


def line(key, number, name, plans="hard", may_send="unknown") -> str:
    return LINE.format(key=key, number=number, name=name, plans=plans, may_send=may_send)


def head(name, checked_on="2026-10-02", called_on="null") -> str:
    return HEAD.format(name=name, checked_on=checked_on, called_on=called_on)


LAND = (
    head("Land") + line("emergency", "000", "Emergency", "hard, overdose", '"yes"') + line("talk", "555-0101", "Talk")
)
NORTH = head("North of Land", "2026-09-03") + line("talk", "555-0202", "Talk, North", may_send='"no"')


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with two made-up regions, a country and a part of it, in place of the one that Ajar came with."""
    (tmp_path / "zz.yaml").write_text(LAND)
    (tmp_path / "zz-n.yaml").write_text(NORTH + line("bed", "555-0303", "A bed"))
    monkeypatch.setattr(regions, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def marco(cast):
    cast.marco = start_person(cast.amina, chosen_name="Marco", pronouns="he")
    cast.plan = actions_safety.start_plan(cast.amina, cast.marco, kind="overdose")
    return cast


def move_to(cast, region):
    Agency.objects.filter(pk=cast.agency.pk).update(region=region)


def read(client, name, *args) -> str:
    """What stands on a page, without its tags: ids and tokens hold all kinds of digits."""
    return re.sub(r"<[^>]+>", "", client.get(reverse(name, args=args)).content.decode())


def plan_page(client, cast) -> str:
    return read(client, "plan", cast.marco.pk, cast.plan.pk)


def wrongs(folder) -> list[str]:
    with pytest.raises(ContentWrong) as refused:
        regions.regions()
    return [str(wrong) for wrong in refused.value.wrongs]


# The files


def test_a_part_of_a_country_adds_to_it_and_its_own_line_stands_in_place_of_the_same_one(folder):
    numbers = {one.key: one.number for one in regions.of("zz-n").lines}
    assert numbers == {"emergency": "000", "talk": "555-0202", "bed": "555-0303"}
    assert [one.number for one in regions.of("zz").lines] == ["000", "555-0101"]
    assert regions.of("zz-s") == regions.of("zz"), "a part without a file has what its country has"
    assert str(regions.of("zz-n").checked_on) == "2026-09-03", "the older of the two days"
    assert not regions.of("us") and not regions.of("")


def test_a_list_counts_as_called_only_when_each_of_its_files_was(folder):
    (folder / "zz.yaml").write_text(LAND.replace("called_on: null", "called_on: 2026-10-02"))
    assert regions.of("zz").called_on and regions.of("zz-n").called_on is None


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ('may_send: "yes"', "may_send: yes", "zz.yaml:3: may_send: yes and no stand in quotes here"),
        ('may_send: "yes"', "may_send: maybe", "zz.yaml:3: may_send: “maybe” is none of: yes, no, unknown"),
        ("plans: [hard]", "plans: [sad]", "zz.yaml:5: plans: “sad” is none of"),
        ("key: talk", "key: emergency", "zz.yaml:5: key: stands twice"),
        ('number: "000"', "number: 112", "zz.yaml:3: number: “112” does not look like"),
        ("checked_on: 2026-10-02", "checked_on: soon", "zz.yaml:1: checked_on: a day is needed here"),
        ("checked_on: 2026-10-02", "checked_on: 2099-10-02", "zz.yaml:1: checked_on: the day has not come yet"),
        ("called_on: null, ", "", "zz.yaml:1: called_on: is missing"),
        ("reviewed: {}", "reviewed: {me: now}", "zz.yaml:1: reviewed: roles are needed here"),
        ('{en: "Talk", es: "Talk (es)"}', '{en: "Talk"}', "name: words in both languages are needed here"),
    ],
)
def test_what_is_wrong_is_told_by_file_line_and_field_and_nothing_is_loaded(folder, said, instead, told):
    assert said in LAND
    (folder / "zz.yaml").write_text(LAND.replace(said, instead, 1))
    assert any(told in one for one in wrongs(folder)), wrongs(folder)
    with pytest.raises(CommandError, match="Nothing is loaded"):
        call_command("content", "check", stdout=StringIO(), stderr=StringIO())
    assert [one.id for one in run_checks() if one.id.startswith("ajar.") and "zz.yaml" in one.msg] == [
        "ajar.E031"
    ] * len(wrongs(folder))


def test_a_file_is_named_after_a_region(folder):
    (folder / "zz.yaml").rename(folder / "Land.yaml")
    assert wrongs(folder) == ["Land.yaml:1: : a file is named after a region, like us or us-ny"]


def test_every_plan_has_a_number_beside_it_in_each_country_that_ajar_came_with():
    for region in regions.regions():
        assert regions.of(region).emergency
        for kind in safety.kinds():
            assert regions.of(region).beside(kind), "no plan stands without a number to call"


# What the operator hears


def told(number, **more) -> list[str]:
    return [one.msg for one in run_checks(**more) if one.id == f"ajar.W{number:03d}"]


def test_the_operator_hears_which_list_nobody_has_looked_at_for_a_quarter_of_a_year(cast, folder, monkeypatch):
    checked = regions.of("zz").checked_on
    monkeypatch.setattr(timezone, "localdate", lambda *a: checked + timedelta(days=92))
    assert told(31) == [
        "Numbers to call of zz-n: last looked at on 2026-09-03, 121 days ago.",
    ]
    monkeypatch.setattr(timezone, "localdate", lambda *a: checked + timedelta(days=93))
    assert [one.split(":")[0] for one in told(31)] == ["Numbers to call of zz", "Numbers to call of zz-n"]
    move_to(cast, "zz-n")
    assert all(one.endswith("Agencies that show them here: 1.") for one in told(31, databases=["default"]))


def test_the_operator_hears_of_an_agency_whose_region_has_no_list(cast, folder):
    others = Agency.objects.exclude(pk=cast.agency.pk)
    others.update(region="")
    assert told(32, databases=["default"]) == [
        f"{cast.agency.name} has no numbers to call: there is no list for its region, us."
    ]
    move_to(cast, "zz")
    assert told(32, databases=["default"]) == []
    assert told(32) == [], "the database is asked only when it may be"


def test_an_agency_begins_in_a_region_and_one_that_is_none_is_refused(own_database):
    call_command("agency", "create", "North House", "--region", "zz-n", stdout=StringIO())
    call_command("agency", "create", "South House", stdout=StringIO())
    regions_now = dict(Agency.objects.values_list("name", "region"))
    assert (regions_now["North House"], regions_now["South House"]) == ("zz-n", "us")
    with pytest.raises(CommandError, match="like us, a part of one like us-ny"):
        call_command("agency", "create", "Elsewhere", "--region", "Texas", stdout=StringIO())
    assert not Agency.objects.filter(name="Elsewhere").exists()


# What the manager chooses


def choosing(**more):
    return {"once": str(uuid.uuid4()), "version": 1} | more


@pytest.mark.parametrize(("who", "status"), [("mona", 200), ("amina", 403), ("dora", 403), ("ben", 403), ("esi", 403)])
def test_who_chooses_the_region(cast, folder, client, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("region")).status_code == status
    answer = client.post(reverse("region"), choosing(region="zz"))
    assert answer.status_code == (302 if status == 200 else status)
    assert Agency.objects.get(pk=cast.agency.pk).region == ("zz" if status == 200 else "us")


def test_the_manager_chooses_sees_the_list_and_what_was_before_is_kept(cast, folder, client):
    client.force_login(cast.mona)
    before = client.get(reverse("region")).content.decode()
    assert "No numbers are kept for this place" in before and "800-" not in before
    assert re.findall(r'<option value="([^"]*)"', before) == ["zz", "zz-n", "us", "none"]
    after = client.post(reverse("region"), choosing(region="zz-n"), follow=True).content.decode()
    assert "555-0202" in after and "North of Land: list looked at on 3 Sep." in after
    assert Amendment.objects.filter(thing="access.agency", column="region").count() == 1
    assert AuditLine.objects.filter(verb="agency.region changed").count() == 1
    assert client.post(reverse("region"), choosing(region="de", version=2)).status_code == 422
    client.post(reverse("region"), choosing(region="none", version=2))
    assert Agency.objects.get(pk=cast.agency.pk).region == ""


# What people see


def test_workers_see_the_numbers_of_their_place_and_when_somebody_looked_at_them(marco, folder, client):
    move_to(marco, "zz-n")
    client.force_login(marco.amina)
    shown = plan_page(client, marco)
    assert "000" in shown and "They may send someone without asking you." in shown
    assert "North of Land: list looked at on 3 Sep." in shown and "Nobody here has called these yet" in shown
    assert "Call 000. Say: somebody is not breathing." in shown
    assert "911" not in shown
    part = read(client, "plan-part", marco.marco.pk, marco.plan.pk, "e")
    assert "000" in part and "3 Sep" in part


@pytest.mark.parametrize("region", ["de", ""])
def test_where_no_list_is_kept_workers_are_told_and_the_person_is_shown_nothing(marco, client, region):
    move_to(marco, region)
    client.force_login(marco.amina)
    pages = [("plan", marco.plan.pk), ("plan-part", marco.plan.pk, "e")]
    for name, *more in pages:
        shown = read(client, name, marco.marco.pk, *more)
        assert WRITE_YOUR_OWN in shown and "911" not in shown
    client.post(reverse("screen"), {"state": "turned", "person": marco.marco.pk})
    for name, *more in [*pages, ("print-new",)]:
        shown = read(client, name, marco.marco.pk, *more)
        assert WRITE_YOUR_OWN not in shown and "911" not in shown and "988" not in shown
        assert "Numbers to call" not in shown and "Lines that others carry" not in shown
    assert "Call the emergency number. Say" in plan_page(client, marco)


def test_a_line_of_another_place_is_not_added_to_what_somebody_carries(marco, folder, client):
    move_to(marco, "zz")
    client.force_login(marco.amina)
    where = reverse("number-new", args=[marco.marco.pk])
    assert client.post(where, {"suggested": "988", "once": uuid.uuid4()}).status_code == 422
    assert client.post(where, {"suggested": "talk", "once": uuid.uuid4()}).status_code == 302
    assert [(row.label, row.number) for row in CarriedNumber.objects.all()] == [("L.", "555-0101")]


@pytest.mark.parametrize(
    ("region", "said"), [("us", "Call 911."), ("zz", "Call 000."), ("de", "Call the emergency number.")]
)
def test_the_paper_names_the_number_of_the_place(marco, client, tmp_path, monkeypatch, region, said):
    if region == "zz":
        (tmp_path / "zz.yaml").write_text(LAND)
        monkeypatch.setattr(regions, "FOLDER", tmp_path)
    move_to(marco, region)
    client.force_login(marco.amina)
    actions_safety.add_line(marco.amina, marco.plan, part="d", words="Rohan", reach="")
    row = actions.make_print(marco.amina, marco.marco, kind="sheet", parts=["steps"], paper="a4", plan=marco.plan)
    for page in ("print", "print-pdf"):
        answer = client.get(reverse(page, args=[marco.marco.pk, row.pk]))
        html = page == "print"
        text = re.sub(r"<[^>]+>", "", answer.content.decode()) if html else text_of(answer.content)
        assert said in " ".join(text.split())
        assert region == "us" or "911" not in text


# What the place adds itself

OURS = {
    "name_en": "Our warm line", "name_es": "Nuestra línea cálida", "carry_en": "Talk, evenings", "carry_es": "Hablar, de noche",
    "number": "555-0404", "may_send": "no", "plans": ["hard"], "called_on": "2026-05-04",
}  # fmt: skip


def ours(**more):
    return OURS | {"once": str(uuid.uuid4())} | more


@pytest.mark.parametrize(("who", "status"), [("mona", 302), ("amina", 403), ("dora", 403), ("ben", 403)])
def test_who_adds_a_number_of_the_place(cast, client, who, status):
    client.force_login(getattr(cast, who))
    assert client.post(reverse("place-number-new"), ours()).status_code == status
    assert PlaceNumber.objects.count() == (1 if status == 302 else 0)


def test_a_number_of_the_place_stands_first_beside_its_plan_and_can_be_carried(marco, folder, client):
    move_to(marco, "zz")
    client.force_login(marco.mona)
    sent = ours(plans=["overdose"])
    for _twice in range(2):  # a second press of the same paper
        client.post(reverse("place-number-new"), sent)
    client.force_login(marco.esi)
    assert client.get(reverse("place-number", args=[PlaceNumber.objects.get().pk])).status_code in {403, 404}
    client.force_login(marco.amina)
    shown = plan_page(client, marco)
    assert shown.index("555-0404") < shown.index("000")
    assert "They send no one without asking you. One of us called it on 4 May." in shown
    assert "555-0404" in read(client, "print-new", marco.marco.pk)
    key = PlaceNumber.objects.get().pk.hex
    where = reverse("number-new", args=[marco.marco.pk])
    assert client.post(where, {"suggested": key, "once": uuid.uuid4()}).status_code == 302
    assert [(row.label, row.number) for row in CarriedNumber.objects.all()] == [("Talk, evenings", "555-0404")]


def test_where_no_list_is_kept_the_place_has_its_own_and_nothing_else(marco, client):
    move_to(marco, "de")
    client.force_login(marco.mona)
    client.post(reverse("place-number-new"), ours(plans=["overdose"]))
    client.force_login(marco.amina)
    shown = plan_page(client, marco)
    assert "555-0404" in shown and WRITE_YOUR_OWN not in shown and "911" not in shown
    assert "Call the emergency number. Say" in shown


def test_a_number_is_changed_taken_off_and_put_back_and_what_it_said_is_kept(marco, folder, client):
    move_to(marco, "zz")
    client.force_login(marco.mona)
    client.post(reverse("place-number-new"), ours(plans=["overdose"]))
    row = PlaceNumber.objects.get()
    there, off = reverse("place-number", args=[row.pk]), reverse("place-number-end", args=[row.pk])
    assert 'value="555-0404"' in client.get(there).content.decode()
    assert client.post(there, ours(plans=["overdose"], number="555-0505", version=1)).status_code == 302
    assert client.post(there, ours(number="555-0606", version=1)).status_code == 409, "somebody was quicker"
    assert Amendment.objects.get(thing="plans.placenumber", column="number").was == "555-0404"
    assert client.post(off, {"version": 2, "once": uuid.uuid4()}).status_code == 302
    assert "555-0505" not in plan_page_of(client, marco)
    assert "Put it back" in read_as(client, marco.mona, "region")
    assert client.post(off, {"version": 3, "once": uuid.uuid4()}).status_code == 302
    assert "555-0505" in plan_page_of(client, marco)


def read_as(client, worker, name, *args) -> str:
    client.force_login(worker)
    return read(client, name, *args)


def plan_page_of(client, cast) -> str:
    """As Amina sees it; then the manager is back at the screen."""
    shown = read_as(client, cast.amina, "plan", cast.marco.pk, cast.plan.pk)
    client.force_login(cast.mona)
    return shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": "none"}, "There is no digit in this number."),
        ({"name_es": ""}, "name_es"),
        ({"plans": ["sad"]}, "sad is not one of"),
        ({"called_on": "2999-01-01"}, "That day has not come yet"),
        ({"may_send": "maybe"}, "maybe is not one of"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_and_nothing_is_kept(cast, client, wrong, told):
    client.force_login(cast.mona)
    answer = client.post(reverse("place-number-new"), ours(**wrong))
    assert answer.status_code == 422 and told in answer.content.decode()
    assert "Our warm line" in answer.content.decode() and not PlaceNumber.objects.exists()
