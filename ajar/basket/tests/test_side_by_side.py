"""Three ideas side by side, as Marco wants them: the same questions, his order, his words, on one sheet to take along."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from ajar.access.models import AuditLine
from ajar.basket import actions, actions_list, actions_side, catalogue, queries_offers, queries_side, rules
from ajar.basket.models import Handout, Offer
from ajar.basket.queries_list import TheList
from ajar.basket.tests.test_offering_with_leave import seen
from ajar.goals.tests.test_statements import own
from ajar.people import actions as people
from ajar.people.actions import Refused
from ajar.people.queries import open_person

OURS = TheList({option.id: option for option in catalogue.load()}, frozenset(), {})
THREE = ["LA-02", "LA-03", "LA-06"]
FOURTH = "LA-04"


@pytest.fixture
def beside(yes):
    """Three that stand side by side."""
    yes.three = actions_side.put_beside(yes.amina, yes.marco, options=THREE)
    return yes


def standing(cast) -> list[str]:
    rows = Offer.objects.filter(person=cast.marco, place__lte=3).order_by("place")
    return [row.option for row in rows]


def waiting(cast) -> list[str]:
    return [row.option for row in Offer.objects.filter(person=cast.marco, place__gt=3).order_by("place")]


def head(page: str) -> list[str]:
    return re.findall(r'<th scope="row">(.*?)<', page)


def test_he_ticks_three_and_sees_the_same_questions_for_each(yes, at, client):
    client.force_login(yes.amina)
    page = seen(client, at("offer-pick"), side="1", option=THREE)
    assert standing(yes) == THREE
    assert head(page) == [str(name) for name in rules.ASKS.values()]
    assert page.count('<span class="of">') == 3 * len(rules.ASKS)
    assert not re.search(r'<span class="of">[^<]*</span>\s*</td>', page), "no answer is empty"


def test_a_fourth_asks_which_to_swap_and_nothing_is_lost(beside, at, client):
    client.force_login(beside.amina)
    said = actions.answer_offer(beside.amina, beside.marco, option="LA-03", answer="thinking", words="not near her")
    page = seen(client, at("offer-pick"), side="1", option=[*THREE, FOURTH])
    assert "Which one makes room?" in page
    assert (standing(beside), waiting(beside)) == (THREE, [FOURTH])
    fourth = Offer.objects.get(place=4)
    page = seen(client, at("compare-change"), swap=f"{fourth.pk}:{said.pk}")
    assert (standing(beside), waiting(beside)) == (["LA-02", FOURTH, "LA-06"], [])
    assert "Which one makes room?" not in page
    assert "Talked about before" in page
    assert Offer.objects.get(pk=said.pk).words == "not near her", "what makes room keeps what was said of it"
    for _press in range(2):  # twice the same button
        client.post(at("compare-change"), {"swap": f"{fourth.pk}:{said.pk}"})
    assert standing(beside) == ["LA-02", FOURTH, "LA-06"]
    client.post(at("compare-change"), {"off": str(fourth.pk)})
    client.post(at("compare-change"), {"beside": str(said.pk)})
    assert standing(beside) == ["LA-02", "LA-06", "LA-03"]


def test_the_whole_list_stands_beside_and_any_of_it_can_be_put_there(yes, at, client):
    client.force_login(yes.amina)
    page = seen(client, at("compare"))
    assert "Nothing stands side by side yet." in page
    assert sum(f'name="add" value="{option.id}"' in page for option in catalogue.load()) == len(OURS.offered())
    client.post(at("compare-change"), {"add": "MC-09"})
    assert standing(yes) == ["MC-09"]


def test_without_a_yes_of_today_the_list_is_not_there_and_what_was_talked_about_is(beside, at, client):
    actions.ask_leave(beside.amina, beside.marco, answer="later")
    client.force_login(beside.amina)
    page = seen(client, at("compare"))
    assert "The rest of the list opens after a yes." in page
    assert 'name="add"' not in page
    assert len(head(page)) == len(rules.ASKS)
    assert client.post(at("compare-change"), {"add": "MC-09"}).url == at("offers")
    assert standing(beside) == THREE


def test_he_says_what_fits_and_puts_the_questions_in_his_order(beside, at, client):
    client.force_login(beside.amina)
    first = beside.three[0]
    for fits in ("no", "bit"):
        client.post(at("compare-change"), {"fit": f"{fits}:{first.pk}"})
    first = Offer.objects.get(pk=first.pk)
    assert (first.fits, first.version) == ("bit", 3)
    client.post(at("compare-change"), {"up": "unknown"})
    client.post(at("compare-change"), {"down": "what"})
    client.post(at("compare-change"), {"up": "what"})
    client.post(at("compare-change"), {"up": "what"})
    assert head(seen(client, at("compare")))[0] == "What is it?"
    for _press in range(9):
        client.post(at("compare-change"), {"up": "fits"})
    assert head(seen(client, at("compare")))[0] == "Does it fit me?"
    for odd in ({"up": "nonsense"}, {"fit": "best:" + str(first.pk)}, {"swap": "x:y"}, {"off": "x"}, {}):
        assert client.post(at("compare-change"), odd).status_code in (302, 404)


@pytest.mark.parametrize("who", ["ben", "chidi", "esi", "mona"])
def test_others_see_nothing_of_it(beside, at, client, who):
    client.force_login(getattr(beside, who))
    row = actions.give_handout(beside.amina, beside.marco, options=THREE, kind="side")
    for address in (at("compare"), at("handout-new"), at("handout", row.pk), at("handout-pdf", row.pk)):
        assert client.get(address).status_code == (403 if who == "mona" else 404)
    assert client.post(at("compare-change"), {"off": str(beside.three[0].pk)}).status_code in (403, 404)
    assert standing(beside) == THREE


@pytest.mark.parametrize("option", catalogue.load(), ids=lambda option: option.id)
def test_what_we_do_not_know_is_said_of_every_option(option):
    for language_row in queries_side.grid(None, ["unknown"], [(option, "", "")], OURS):
        assert len(language_row.answers[0][1]) > 20


def test_an_idea_of_his_own_stands_beside_ours(yes, at, client):
    row = actions.add_own(yes.amina, yes.marco, words="Rohan takes the night")
    client.force_login(yes.amina)
    page = seen(client, at("compare-change"), beside=str(row.pk))
    assert "Rohan takes the night" in page
    assert "You know it best." in page


def test_each_says_which_harm_it_is_about_and_leads_to_its_source_on_the_workers_own_screen(beside, at, client):
    client.force_login(beside.amina)
    page = seen(client, at("compare"))
    asked = page.split('<th scope="row">Which harm is it about?')[1].split("</tr>")[0]
    assert [harm in asked for harm in ("Alcohol in milk", "THC in milk", "Distress with feeding")] == [True] * 3
    assert [f'href="/basket/{option}/">Source' in page for option in THREE] == [True] * 3
    client.post("/screen/", {"state": "turned", "person": str(beside.marco.pk), "here": at("compare")})
    page = seen(client, at("compare"))
    assert "THC in milk" in page and "Source" not in page


def test_his_words_and_no_others_stand_there(beside, at, client):
    client.force_login(beside.amina)
    page = seen(client, at("compare")).split('<h2 id="list"')[0]
    assert "Chestfeeding and cannabis" in page and "Do not sleep with Sofia after drinking." in page
    for word in ("breast", "mother", " she ", "{"):
        assert word not in page.lower().split("<main")[1]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_it_goes_with_him_on_one_page_and_the_day_is_kept(beside, at, once, client, paper):
    client.force_login(beside.amina)
    actions_side.say_fit(beside.amina, beside.marco, offer=beside.three[1], fits="yes")
    asked = seen(client, at("handout-new") + "?kind=side")
    ids = [str(row.pk) for row in beside.three]
    assert all(f'value="{i}"' in asked for i in ids)
    page = seen(client, at("handout-new"), **once(kind="side", options=ids, words="Crisis line: 988", paper=paper))
    row = Handout.objects.get()
    assert row.options.split() == THREE
    assert row.fits.split() == ["-", "yes", "-"]
    assert "Crisis line: 988" in page and "Chestfeeding and cannabis" in page
    made = client.get(at("handout-pdf", row.pk))
    assert made.content.startswith(b"%PDF")
    pages = PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) == 1
    assert round(float(pages[0].mediabox.width)) == (612 if paper == "letter" else 595)
    words = " ".join(pages[0].extract_text().split())
    assert "Crisis line: 988" in words and "Chestfeeding and cannabis" in words and "Marco" not in words
    assert AuditLine.objects.filter(verb="person.printed", subject=beside.marco.pk).count() == 1
    assert at("handout", row.pk) in seen(client, at("handouts"))


def test_an_empty_handout_is_not_kept_and_one_where_somebody_could_hurt_him_has_nothing_ticked(
    beside, at, once, client
):
    client.force_login(beside.amina)
    answer = client.post(at("handout-new"), once(kind="options", paper="a4"))
    assert answer.status_code == 422
    people.keep_contact(beside.amina, beside.marco, version=0, could_be_hurt=True)
    page = seen(client, at("handout-new") + "?kind=side")
    assert "Is it safe to carry?" in page
    assert "checked" not in page.split('name="words"')[0].split("<ul")[-1].split("options")[-1]
    assert not Handout.objects.exists()


def test_something_given_to_nobody_by_name(cast, client):
    client.force_login(cast.ben)
    assert "I gave this to somebody, no name" in seen(client, "/basket/OP-01/")
    assert client.post("/basket/OP-01/given/").status_code == 302
    assert client.post("/basket/XX-99/given/").status_code == 404
    row = Handout.objects.get()
    assert (row.person, row.options) == (None, "OP-01")
    assert [one.pk for one in queries_offers.nameless_handouts(cast.amina)] == [row.pk]
    assert queries_offers.nameless_handouts(cast.esi) == []
    client.force_login(cast.mona)
    assert client.post("/basket/OP-01/given/").status_code == 403


def test_what_is_not_offered_here_is_given_to_nobody(cast, client):
    """Off the list, or not confirmed: no button, and no way around it."""
    client.force_login(cast.amina)
    actions_list.retire_option(cast.mona, option="OP-12", number=0)
    for option_id in ("OP-12", "OP-05"):
        assert "no name" not in seen(client, f"/basket/{option_id}/")
        assert client.post(f"/basket/{option_id}/given/").status_code == 404
        with pytest.raises(Refused, match="law"):
            actions.give_handout(cast.amina, None, options=[option_id])
    assert not Handout.objects.exists()


def test_what_was_given_with_no_name_stands_on_a_page_of_its_own(cast, client):
    client.force_login(cast.ben)
    assert "/handouts/" in seen(client, "/basket/")
    assert "Nothing yet." in seen(client, "/handouts/")
    client.post("/basket/OP-01/given/")
    actions.give_handout(cast.amina, None, options=[], words="10 syringes")
    page = seen(client, "/handouts/")
    assert "/basket/OP-01/" in page and "10 syringes" in page
    assert f"given by {cast.ben.name}" in page and f"given by {cast.amina.name}" in page
    for who, status in (("dora", 200), ("mona", 403), ("otto", 403)):
        client.force_login(getattr(cast, who))
        assert client.get("/handouts/").status_code == status, who
    client.force_login(cast.esi)
    assert "10 syringes" not in seen(client, "/handouts/")
    client.force_login(cast.amina)
    with CaptureQueriesContext(connection) as few:
        client.get("/handouts/")
    for n in range(60):
        actions.give_handout((cast.amina, cast.ben)[n % 2], None, options=["OP-01"], words="more")
    with CaptureQueriesContext(connection) as many:
        assert "The newest 50 are here." in seen(client, "/handouts/")
    assert len(own(many)) <= len(own(few))
    client.post("/screen/", {"state": "turned", "person": str(cast.person.pk), "here": "/"})
    assert client.get("/handouts/").status_code == 404


def test_from_the_talk_it_can_be_kept_with_no_name_and_then_nothing_of_it_is_theirs(beside, at, once, client):
    client.force_login(beside.amina)
    mine = actions.add_own(beside.amina, beside.marco, words="walk at night", answer="taken")
    first = actions_side.say_fit(beside.amina, beside.marco, offer=beside.three[0], fits="yes")
    sent = once(kind="options", paper="a4", words="10 syringes", nameless="on", options=[str(first.pk), str(mine.pk)])
    told = client.post(at("handout-new"), sent)
    assert told.status_code == 422 and "walk at night" in " ".join(told.context["form"].errors["options"])
    assert "10 syringes" in told.content.decode() and not Handout.objects.exists()
    sent |= {"options": [str(first.pk)], "kind": "side"}
    for _press in range(2):
        kept = client.post(at("handout-new"), sent)
        assert kept.url == at("handouts")
    row = Handout.objects.get()
    assert (row.person, row.options, row.fits, row.asks, row.kind) == (None, first.option, "", "", "options")
    assert AuditLine.objects.filter(verb="handout.given").get().subject != beside.marco.pk
    page = seen(client, at("handouts"))
    assert "10 syringes" not in page and "Kept as given today, to nobody by name." in page
    assert "10 syringes" in seen(client, "/handouts/")
    words = once(kind="options", paper="a4", words="a sleeping bag", nameless="on")
    assert client.post(at("handout-new"), words).status_code == 302
    named = once(kind="options", paper="a4", words="a tent")
    client.post(at("handout-new"), named)
    assert "a tent" in seen(client, at("handouts")), "without the box it is theirs"


def test_how_many_statements_each_page_makes_and_none_grows(beside, at, client):
    client.force_login(beside.amina)
    row = actions.give_handout(beside.amina, beside.marco, options=THREE, kind="side")
    names = {"offers": [], "offer-leave": [], "offer-own": [], "compare": [], "handouts": [], "handout-new": []}
    names |= {"offer-answer": [beside.three[0].pk], "handout": [row.pk]}

    def counted():
        found = {}
        for name, ids in names.items():
            client.get(at(name, *ids))
            with CaptureQueriesContext(connection) as caught:
                assert client.get(at(name, *ids)).status_code == 200
            found[name] = len(own(caught))
        return found

    few = counted()
    assert max(few.values()) <= 12, few
    for option in OURS.offered()[:20]:
        actions.answer_offer(beside.amina, beside.marco, option=option.id, answer="thinking", words="x")
    for n in range(10):
        actions.add_own(beside.amina, beside.marco, words=f"idea {n}")
        actions.ask_leave(beside.amina, beside.marco, answer="yes")
    assert counted() == few
    assert open_person(beside.amina, beside.marco.pk)
