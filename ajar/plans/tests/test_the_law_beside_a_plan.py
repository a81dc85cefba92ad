"""What the agency wrote on calling for help stands beside the overdose plan; what nobody wrote reaches nobody we serve."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ajar.encounters.actions_kept import write_duty_text
from ajar.people import actions as people
from ajar.people.models import ContactRule
from ajar.plans import actions, actions_safety
from ajar.plans.tests.test_what_somebody_carries import text_of

LAW = "Whoever calls for help is not charged here. Checked by counsel for Riverside."
UNWRITTEN = "Nobody has filled in this text for your place"
ABOUT = "Calling for help: the law here"


@pytest.fixture
def marco(cast, client):
    cast.marco = people.start_person(cast.amina, chosen_name="Marco")
    cast.plan = actions_safety.start_plan(cast.amina, cast.marco, kind="overdose")
    actions_safety.add_line(cast.amina, cast.plan, part="d", words="Rohan has naloxone")
    client.force_login(cast.amina)
    return cast


def at(name, cast, *more):
    return reverse(name, args=[cast.marco.pk, cast.plan.pk, *more])


def turned(client, cast):
    client.post(reverse("screen"), {"state": "turned", "person": cast.marco.pk, "alone": "1"})
    html = client.get(at("plan", cast)).content.decode()
    assert "Rohan has naloxone" in html
    return html


def paper(client, cast, parts):
    row = actions.make_print(cast.amina, cast.marco, plan=cast.plan, kind="sheet", parts=parts)
    shown = client.get(reverse("print", args=[cast.marco.pk, row.pk])).content.decode()
    pdf = text_of(client.get(reverse("print-pdf", args=[cast.marco.pk, row.pk])).content)
    return shown.split("<article")[1] + pdf


def test_the_worker_reads_that_nobody_has_written_it_and_marco_sees_nothing_of_it(marco, client):
    page = client.get(at("plan", marco)).content.decode()
    assert ABOUT in page and UNWRITTEN in page
    assert ABOUT not in client.get(at("plan-print", marco)).content.decode()
    assert ABOUT not in paper(client, marco, ["d", "law"])
    html = turned(client, marco)
    assert ABOUT not in html and UNWRITTEN not in html


def test_what_was_written_stands_beside_the_plan_and_on_paper_if_he_ticks_it(marco, client):
    write_duty_text(marco.mona, kind="samaritan", words="An older text.")
    write_duty_text(marco.mona, kind="samaritan", words=LAW)
    page = client.get(at("plan", marco)).content.decode()
    assert LAW in page and "An older text." not in page and UNWRITTEN not in page
    form = client.get(at("plan-print", marco)).content.decode()
    tick = next(one for one in form.split("<label") if ABOUT in one)
    assert "checked" not in tick
    assert LAW.split(".")[0] in paper(client, marco, ["d", "law"])
    assert LAW.split(".")[0] not in paper(client, marco, ["d"])
    assert LAW in turned(client, marco)


def test_it_is_beside_no_other_plan_and_another_agencys_text_is_nowhere(marco, client):
    write_duty_text(marco.mona, kind="samaritan", words=LAW)
    marco.plan = actions_safety.start_plan(marco.amina, marco.marco, kind="hard")
    assert ABOUT not in client.get(at("plan", marco)).content.decode()
    client.force_login(marco.esi)
    assert client.get(at("plan", marco)).status_code == 404


def test_where_somebody_could_hurt_him_it_is_on_no_paper_because_it_may_name_the_place(marco, client):
    write_duty_text(marco.mona, kind="samaritan", words=LAW)
    ContactRule.objects.create(
        agency=marco.agency, person=marco.marco, sender="M.", could_be_hurt="yes", by=marco.amina,
        checked_on=timezone.localdate(),
    )  # fmt: skip
    assert ABOUT not in client.get(at("plan-print", marco)).content.decode()
    text = paper(client, marco, ["d", "law"])
    assert "Rohan has naloxone" in text and "Riverside" not in text and ABOUT not in text
