"""A plan of theirs and the next time go on the paper that somebody carries: only if they say so, and no word of a worker."""

import re
import uuid

import pytest
from django.utils import timezone

from ajar.people.models import ContactRule
from ajar.plans import actions, actions_safety
from ajar.plans.models import Print
from ajar.plans.tests.test_what_somebody_carries import ilona, page_of, text_of  # noqa: F401  the record with much in it

SISTER = "my sister Vera takes him"


@pytest.fixture
def carrying(ilona, client):  # noqa: F811
    """Ilona with a plan for her son, and one about somebody who could hurt her."""
    ilona.plan = actions_safety.start_plan(ilona.amina, ilona.ilona, kind="child")
    actions_safety.add_line(ilona.amina, ilona.plan, part="b", words=SISTER, reach="555 0170")
    actions_safety.add_line(ilona.amina, ilona.plan, part="g", words="what my WORKER said on reporting")
    ilona.other = actions_safety.start_plan(ilona.amina, ilona.ilona, kind="someone")
    actions_safety.add_line(ilona.amina, ilona.other, part="a", words="the VAN in the street")
    client.force_login(ilona.amina)
    return ilona


def hurt(cast):
    ContactRule.objects.create(
        agency=cast.agency, person=cast.ilona, sender="Cousin Mo", could_be_hurt="yes", by=cast.amina,
        checked_on=timezone.localdate(),
    )  # fmt: skip


def chosen(client, cast, **sent):
    """The page and the PDF of what she chose, as text; and the row."""
    form = {"kind": "sheet", "paper": "a4", "once": uuid.uuid4()} | sent
    answer = client.post(page_of("print-new", cast), form)
    assert answer.status_code == 302
    shown = client.get(answer.url).content.decode()
    assert page_of("print-new", cast) in shown
    row = Print.objects.get()
    return shown.split("<article")[1].split("</article>")[0], text_of(
        client.get(page_of("print-pdf", cast, row.pk)).content
    )


def ticks(client, cast):
    html = client.get(page_of("print-new", cast)).content.decode()
    return {value: "checked" in more for value, more in re.findall(r'<input[^>]*value="([^"]*)"([^>]*)>', html)}


def test_her_plan_and_the_next_day_and_way_go_along_when_she_says_so(carrying, client):
    page, pdf = chosen(client, carrying, parts=["next"], beside=carrying.plan.pk)
    for text in (page, pdf):
        for words in (SISTER, "555 0170", "10:00", "a call", "Who looks after them"):
            assert words in text
        for words in ("WORKER", "SAFE-WAY", "JUDGED", "SECRET", "VAN", "Amina"):
            assert words not in text
    assert Print.objects.get().parts == "next plan on-a4"


def test_the_plan_alone_is_enough_and_nobody_chooses_it_for_her(carrying, client):
    offered = ticks(client, carrying)
    assert offered[str(carrying.plan.pk)] is False and offered["next"] is True
    page, _pdf = chosen(client, carrying, beside=carrying.plan.pk, kind="card")
    assert SISTER in page and "10:00" not in page


def test_without_a_press_no_plan_goes_along(carrying, client):
    page, pdf = chosen(client, carrying, parts=["next"], beside="")
    assert SISTER not in page + pdf


def test_where_somebody_could_hurt_her_nothing_is_ticked_and_the_day_has_no_reason(carrying, client):
    hurt(carrying)
    offered = ticks(client, carrying)
    assert [key for key in ("next", "most", str(carrying.plan.pk)) if offered[key]] == []
    page, pdf = chosen(client, carrying, parts=["next"], beside=carrying.plan.pk)
    for text in (page, pdf):
        assert SISTER in text and "10:00" in text and "Cousin Mo" in text
        assert "a call" not in text and "Riverside" not in text


def test_the_plan_on_somebody_who_could_hurt_her_goes_along_with_nothing(carrying, client):
    assert str(carrying.other.pk) not in ticks(client, carrying)
    form = {"kind": "sheet", "parts": ["most"], "beside": carrying.other.pk, "paper": "a4", "once": uuid.uuid4()}
    assert client.post(page_of("print-new", carrying), form).status_code == 422
    assert not Print.objects.exists()


def test_a_plan_without_lines_and_somebody_elses_are_not_offered(carrying, client):
    empty = actions_safety.start_plan(carrying.amina, carrying.ilona, kind="hard")
    other = actions_safety.start_plan(carrying.amina, carrying.person, kind="hard")
    actions_safety.add_line(carrying.amina, other, part="b", words="x")
    offered = ticks(client, carrying)
    assert str(empty.pk) not in offered and str(other.pk) not in offered
    form = {"kind": "sheet", "beside": other.pk, "paper": "a4", "once": uuid.uuid4()}
    assert client.post(page_of("print-new", carrying), form).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("dora", 200), ("chidi", 404), ("esi", 404), ("mona", 403)])
def test_who_prints_it_for_her(carrying, client, who, status):
    row = actions.make_print(carrying.amina, carrying.ilona, kind="sheet", parts=[], beside=carrying.plan)
    client.force_login(getattr(carrying, who))
    for name in ("print", "print-pdf"):
        assert client.get(page_of(name, carrying, row.pk)).status_code == status
