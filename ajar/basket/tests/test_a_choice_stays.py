"""Whatever a manager does with the list: somebody can stay as they are, and something safer, less and none stays on offer."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from ajar.access.models import Agency
from ajar.basket import actions, actions_list, catalogue, own, views_list
from ajar.basket.forms_list import ListForm
from ajar.basket.models import Handout, LawCheck, Offer, OptionVersion
from ajar.basket.queries_list import the_list
from ajar.basket.tests.test_offering_with_leave import seen
from ajar.basket.tests.test_the_list_of_a_place import FOOD, METHADONE, ours, typed
from ajar.basket.tests.test_what_the_law_here_allows import SAID, STRIPS
from ajar.people.actions import Refused
from ajar.people.models import Person
from ajar.press.content import ContentWrong

STAYING, MOOD = "CH-01", "MC-09"
HAS_TO_STAY = "has to stay on the list"
LAW = {"answer": "allowed"} | SAID


def changed(option_id, **facts):
    """What `own.plain` gives of one of ours, with these facts."""
    return own.plain(ours(option_id)) | facts


def number_of(option_id) -> int:
    return OptionVersion.objects.filter(option=option_id).count()


def retire(actor, option_id):
    actions_list.retire_option(actor, option=option_id, number=number_of(option_id))


def test_staying_as_i_am_is_the_option_about_change_and_never_leads_nowhere(yes, at, client):
    client.force_login(yes.amina)
    assert f'name="talk" value="{STAYING}">Staying as I am' in seen(client, at("offers"))
    client.post(at("offer-pick"), {"talk": STAYING})
    assert Offer.objects.get().option == STAYING
    actions_list.change_option(yes.mona, option=STAYING, said=changed(STAYING, state_law_flag=True), number=0)
    assert f'name="talk" value="{MOOD}">Staying as I am' in seen(client, at("offers"))
    assert client.post(at("offer-pick"), {"talk": MOOD}).status_code == 302


def test_the_last_way_to_stay_cannot_be_put_under_the_law_or_back_to_other_words(yes, once, mona):
    actions_list.change_option(yes.mona, option=MOOD, said=changed(MOOD, spectrum=["safer"]), number=0)
    other = OptionVersion.objects.get()
    flagged = mona.post(f"/agency/options/{STAYING}/change/", typed(ours(STAYING), number="0", state_law_flag="on"))
    assert flagged.status_code == 422
    assert HAS_TO_STAY in " ".join(flagged.context["form"].errors["state_law_flag"])
    assert ours(STAYING).text.en.split(".")[0] in flagged.content.decode()
    actions_list.back_to_ours(yes.mona, option=MOOD, number=1)
    retire(yes.mona, STAYING)
    page = mona.post(f"/agency/options/again/{other.pk}/", once(number="2"), follow=True).content.decode()
    assert HAS_TO_STAY in page
    assert number_of(MOOD) == 2 and catalogue.staying(the_list(yes.mona).offered()).id == MOOD
    mona.post(f"/agency/options/{STAYING}/ours/", once(number="1"))
    assert mona.post(f"/agency/options/again/{other.pk}/", once(number="2")).status_code == 302
    assert number_of(MOOD) == 3, "with another way to stay it is hers to decide"


def test_a_law_that_forbids_the_last_way_to_stay_is_told_on_the_page_of_the_law(yes, once, mona):
    actions_list.change_option(yes.mona, option=STAYING, said=changed(STAYING, state_law_flag=True), number=0)
    actions_list.confirm_law(yes.mona, option=STAYING, **LAW)
    retire(yes.mona, MOOD)
    sent = once(answer="not", **(SAID | {"on": "2026-11-03", "source": "State code 99"}))
    page = mona.post(f"/agency/options/{STAYING}/law/", sent)
    assert page.status_code == 422
    assert HAS_TO_STAY in " ".join(page.context["form"].errors["answer"])
    assert "State code 99" in page.content.decode(), "nothing typed is lost"
    assert LawCheck.objects.count() == 1
    actions_list.back_to_ours(yes.mona, option=MOOD, number=1)
    assert mona.post(f"/agency/options/{STAYING}/law/", sent).status_code == 302


@pytest.mark.parametrize("part", ["safer", "less", "none"])
def test_the_last_one_of_each_part_stays_and_why_it_was_to_go_is_not_lost(yes, once, mona, part):
    several = [option.id for option in the_list(yes.mona).offered() if part in option.spectrum]
    *others, last = several
    rows = [
        OptionVersion(
            agency_id=yes.mona.agency_id, option=one, number=1, act="retired", words=own.kept(ours(one)),
            day=localdate(), by=yes.mona,
        )
        for one in others
    ]  # fmt: skip
    if part == "safer":  # what is of both stays with the other parts
        keep = [next(o.id for o in catalogue.load() if o.spectrum == (p,)) for p in ("less", "none")]
        rows = [row for row in rows if row.option not in keep]
    OptionVersion.objects.bulk_create(rows)
    page = mona.post(f"/agency/options/{last}/retire/", once(number="0", why="Our van is broken"))
    assert page.status_code == 422
    assert HAS_TO_STAY in page.content.decode() and "Our van is broken" in page.content.decode()
    assert the_list(yes.mona).offers(last)
    actions_list.use_again(yes.mona, version=rows[0], number=1)
    assert mona.post(f"/agency/options/{last}/retire/", once(number="0")).status_code == 302
    assert not the_list(yes.mona).offers(last)


def test_whoever_mends_a_list_that_lacked_something_gets_through(yes):
    for one in (STAYING, MOOD):
        OptionVersion.objects.create(
            agency_id=yes.mona.agency_id, option=one, number=1, act="retired", words=own.kept(ours(one)),
            day=localdate(), by=yes.mona,
        )  # fmt: skip
    retire(yes.mona, METHADONE)
    actions_list.back_to_ours(yes.mona, option=MOOD, number=1)
    with pytest.raises(Refused, match="staying"):
        retire(yes.mona, MOOD)


def test_where_we_say_that_laws_differ_a_place_cannot_say_that_they_do_not(yes, mona):
    page = mona.post(f"/agency/options/{STRIPS}/change/", typed(ours(STRIPS), number="0", state_law_flag=""))
    assert page.status_code == 422
    assert "that stays" in " ".join(page.context["form"].errors["state_law_flag"])
    with pytest.raises(ContentWrong):
        actions_list.change_option(yes.mona, option=STRIPS, said=changed(STRIPS, state_law_flag=False), number=0)
    words = own.kept(own.checked(STRIPS, changed(STRIPS, state_law_flag=False)))
    OptionVersion.objects.create(
        agency_id=yes.mona.agency_id, option=STRIPS, number=1, act="changed", words=words, day=localdate(), by=yes.mona,
    )  # fmt: skip
    assert not the_list(yes.mona).offers(STRIPS), "a version from before counts as flagged too"
    mine = actions_list.add_option(yes.mona, said=changed(METHADONE, state_law_flag=True))
    assert not the_list(yes.mona).offers(mine.option)
    actions_list.change_option(yes.mona, option=mine.option, said=changed(METHADONE), number=1)
    assert the_list(yes.mona).offers(mine.option), "of her own she says it herself"


def test_what_is_not_confirmed_is_not_called_offered_and_the_way_to_confirm_it_is_there(yes, once, mona):
    page = mona.post("/agency/options/new/", once(**FOOD, state_law_flag="on"), follow=True).content.decode()
    assert "Kept. It is not offered yet." in page and "offered from now on" not in page
    assert 'href="/agency/options/OW-01/law/"' in page
    assert "nobody has said what the law here allows" in seen(mona, "/agency/options/OW-01/")
    actions_list.confirm_law(yes.mona, option="OW-01", **(LAW | {"answer": "not"}))
    assert "the law here does not allow it" in seen(mona, "/agency/options/OW-01/")
    actions_list.confirm_law(yes.mona, option="OW-01", **LAW)
    assert "/agency/options/OW-01/law/" not in seen(mona, "/agency/options/OW-01/")


def test_changing_what_is_off_the_list_says_that_it_puts_it_back(yes, mona):
    assert "puts it back" not in seen(mona, f"/agency/options/{METHADONE}/change/")
    retire(yes.mona, METHADONE)
    assert "puts it back" in seen(mona, f"/agency/options/{METHADONE}/change/")
    mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="1", **{"name-en": "Methadone on Elm"}))
    assert the_list(yes.mona).offers(METHADONE)


def test_a_double_press_of_a_button_is_one_press(yes, mona):
    def fields(page, address):
        form = page.split(f'action="{address}"')[1].split("</form>")[0]
        parts = [one.split(">")[0] for one in form.split("<input")[1:]]
        return {one.split('name="')[1].split('"')[0]: one.split('value="')[1].split('"')[0] for one in parts}

    retire(yes.mona, METHADONE)
    version = OptionVersion.objects.get()
    for address in (f"/agency/options/again/{version.pk}/", f"/agency/options/{METHADONE}/ours/"):
        page, before = seen(mona, f"/agency/options/{METHADONE}/"), OptionVersion.objects.count()
        sent = fields(page, address)
        for _press in range(2):
            assert "Nothing was changed." not in mona.post(address, sent, follow=True).content.decode()
        assert OptionVersion.objects.count() == before + 1
    assert page.count('id="id_once"') <= 1


def test_an_old_page_shows_how_it_stands_now_and_the_next_press_goes_through(yes, once, mona):
    actions_list.change_option(yes.mona, option=METHADONE, said=changed(METHADONE, source="Ours, 2026"), number=0)
    sent = once(**typed(ours(), number="0", why="New hours", **{"name-en": "Methadone on Oak"}))
    late = mona.post(f"/agency/options/{METHADONE}/change/", sent)
    page = late.content.decode()
    assert late.status_code == 422
    assert "How it stands now" in page and "Ours, 2026" in page
    assert "Methadone on Oak" in page and "New hours" in page
    sent["number"] = late.context["form"]["number"].value()
    assert mona.post(f"/agency/options/{METHADONE}/change/", sent).status_code == 302
    assert the_list(yes.mona).named(METHADONE).name.en == "Methadone on Oak"


@pytest.mark.parametrize("page", ["", "change/"])
def test_what_changes_while_a_page_is_made_is_met_as_changed_meanwhile(yes, mona, monkeypatch, page):
    def slowly(actor):
        found = the_list(actor)
        if not OptionVersion.objects.exists():
            actions_list.change_option(actor, option=METHADONE, said=changed(METHADONE, source="Quicker"), number=0)
        return found

    monkeypatch.setattr(views_list.queries, "the_list", slowly)
    opened = mona.get(f"/agency/options/{METHADONE}/{page}").context["form"]
    assert isinstance(opened, ListForm) and opened["number"].value() == 0


def test_a_line_break_or_a_space_at_the_end_is_no_other_word(yes, mona):
    read = {"who-en-1": "Ana Ruiz", "as-en-1": "clinical", "on-en-1": str(localdate())}
    mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="0", **read))
    spaced = {"text-en": " " + ours().text.en.replace(". ", ".\r\n ") + " \r\n"}
    sent = typed(ours(), number="1", source="Clinic on Elm", **read, **spaced)
    assert mona.post(f"/agency/options/{METHADONE}/change/", sent).status_code == 302
    here = the_list(yes.mona).named(METHADONE)
    assert here.text.en == ours().text.en
    assert [one.name for one in here.reviewers] == ["Ana Ruiz"]


def test_what_differs_can_be_seen_from_what_to_what(yes, mona):
    said = changed(METHADONE, source="Clinic on Elm", spectrum=["none"], funding_flag=True)
    said["en"]["reviewers"] = [{"name": "Ana Ruiz", "as": "clinical", "on": localdate()}]
    actions_list.change_option(yes.mona, option=METHADONE, said=said, number=0)
    page = seen(mona, f"/agency/options/{METHADONE}/")
    now, before = page.split("As Ajar has it")[0], page.split("As Ajar has it")[1]
    assert "Clinic on Elm" in now and "Ana Ruiz, clinical" in now
    assert ours().source in before.replace("&amp;", "&") and "nobody yet" in before


def test_the_hundredth_of_her_own_has_a_number_too(yes, mona):
    OptionVersion.objects.create(
        agency_id=yes.mona.agency_id, option="OW-99", number=1, act="added",
        words=own.kept(own.checked("OW-99", changed(METHADONE))), day=localdate(), by=yes.mona,
    )  # fmt: skip
    assert mona.post("/agency/options/new/", FOOD).url == "/agency/options/OW-100/"
    assert the_list(yes.mona).offers("OW-100")
    row = actions.show_option(yes.amina, yes.marco, option="OW-100")
    assert row.option == "OW-100" and not Handout.objects.exists()


def test_writing_one_at_a_time_lets_what_only_points_there_be_written(cast):
    """On PostgreSQL FOR NO KEY UPDATE, which the foreign key checks of other actions go beside; nothing on SQLite."""

    with transaction.atomic(), CaptureQueriesContext(connection) as caught:
        Agency.objects.one_at_a_time(cast.mona.agency_id)
        Person.objects.one_at_a_time(cast.person)
    asked = [one["sql"] for one in caught.captured_queries]
    assert len(asked) == 2
    if connection.vendor == "postgresql":
        assert all("FOR NO KEY UPDATE" in one for one in asked)
