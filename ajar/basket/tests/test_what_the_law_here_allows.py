"""Laws differ: what nobody has confirmed for this place is not offered, and stands on no turned screen."""

from datetime import date

import pytest

from ajar.access.models import AuditLine
from ajar.basket import actions, actions_list, catalogue
from ajar.basket.models import LawCheck, Offer
from ajar.basket.queries_list import the_list
from ajar.basket.tests.test_offering_with_leave import seen
from ajar.people.actions import Refused

STRIPS = "OP-05"
SAID = {"who": "Ada Lowe", "role": "our lawyer", "on": date(2026, 11, 3), "source": "State code 12-34"}


def turn(client, cast):
    client.post("/screen/", {"state": "turned", "person": str(cast.marco.pk), "here": "/"})


def offered(client, at) -> bool:
    return f'value="{STRIPS}"' in seen(client, at("offers"), words="strip")


def test_until_somebody_says_yes_it_is_not_offered_and_then_it_is(yes, at, once, client):
    client.force_login(yes.amina)
    assert not offered(client, at)
    assert client.post(at("offer-pick"), {"talk": STRIPS}).status_code == 404
    with pytest.raises(Refused):
        actions.show_option(yes.amina, yes.marco, option=STRIPS)
    client.force_login(yes.mona)
    assert "not confirmed yet" in seen(client, "/agency/options/law/")
    sent = once(answer="allowed", **(SAID | {"on": "2026-11-03"}))
    for _press in range(2):
        assert client.post(f"/agency/options/{STRIPS}/law/", sent).status_code == 302
    assert LawCheck.objects.count() == 1
    assert "Ada Lowe, our lawyer" in seen(client, "/agency/options/law/")
    client.force_login(yes.amina)
    assert offered(client, at)
    turn(client, yes)
    assert offered(client, at)
    assert client.get(f"/basket/{STRIPS}/").status_code == 200
    assert "Ada Lowe" not in seen(client, f"/basket/{STRIPS}/"), "who said so is for workers"
    assert AuditLine.objects.filter(verb="option.law confirmed").count() == 1


def test_words_that_have_to_be_said_stand_with_it(yes, at, once, client):
    client.force_login(yes.mona)
    empty = client.post(f"/agency/options/{STRIPS}/law/", once(answer="words", **(SAID | {"on": "2026-11-03"})))
    assert empty.status_code == 422
    assert "State code 12-34" in empty.content.decode(), "nothing typed is lost"
    actions_list.confirm_law(yes.mona, option=STRIPS, answer="words", words="Keep the strip out of the car.", **SAID)
    row = actions.show_option(yes.amina, yes.marco, option=STRIPS)
    client.force_login(yes.amina)
    turn(client, yes)
    words = "Keep the strip out of the car."
    assert words in seen(client, at("offer-answer", row.pk))
    assert words in seen(client, at("compare-change"), beside=str(row.pk))
    for kind in ("side", "options"):
        paper = actions.give_handout(yes.amina, yes.marco, options=[row], kind=kind)
        assert words in seen(client, at("handout", paper.pk))


def test_a_no_after_a_yes_takes_it_off_turned_screens_and_both_stay_written(yes, at, client):
    actions_list.confirm_law(yes.mona, option=STRIPS, answer="allowed", **SAID)
    row = actions.answer_offer(yes.amina, yes.marco, option=STRIPS, answer="taken", words="in my bag")
    actions_list.confirm_law(yes.mona, option=STRIPS, answer="not", **(SAID | {"source": "State code 12-35"}))
    client.force_login(yes.amina)
    assert not offered(client, at)
    assert "in my bag" in seen(client, at("offer-answer", row.pk)), "what he said stays on the worker's screen"
    turn(client, yes)
    assert client.get(at("offer-answer", row.pk)).status_code == 404
    assert str(row.pk) not in seen(client, at("offers"))
    assert Offer.objects.count() == 1
    client.force_login(yes.mona)
    page = seen(client, f"/agency/options/{STRIPS}/law/")
    assert "State code 12-34" in page and "State code 12-35" in page


@pytest.mark.parametrize(("who", "status"), [("mona", 200), ("amina", 403), ("dora", 403), ("pia", 403), ("otto", 403)])
def test_who_says_what_the_law_allows(cast, client, who, status):
    client.force_login(getattr(cast, who))
    for address in ("/agency/options/law/", f"/agency/options/{STRIPS}/law/"):
        assert client.get(address).status_code == status


def test_what_another_agency_was_told_is_not_known_here(cast, client):
    actions_list.confirm_law(cast.mona, option=STRIPS, answer="allowed", **SAID)
    assert the_list(cast.esi).law == {}
    unflagged = next(option.id for option in catalogue.load() if not option.state_law_flag)
    client.force_login(cast.mona)
    for option_id in (unflagged, "XX-99"):
        assert client.get(f"/agency/options/{option_id}/law/").status_code == 404
