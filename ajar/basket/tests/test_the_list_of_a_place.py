"""A manager adds an option, changes one of ours, takes one off the list; what was there before stays written."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.act import ChangedMeanwhile
from ajar.access.middleware import in_agency
from ajar.access.models import Agency, AuditLine, Worker
from ajar.basket import actions, actions_list, catalogue, own
from ajar.basket.forms_list import values_of
from ajar.basket.models import Offer, OptionVersion
from ajar.basket.queries_list import the_list
from ajar.basket.tests.test_offering_with_leave import seen
from ajar.people.actions import Refused
from ajar.press.content import ContentWrong

METHADONE = "OP-12"
SOON = localdate() + timedelta(days=160)
FOOD = {
    "subject": "everyday", "sure": "C", "source": "Our kitchen, 2026", "spectrum": ["safer", "same"],
    "domains": ["nutrition"], "for_whom": ["anyone"], "shifts": "setting", "review_by": str(SOON),
    "name-en": "Soup on Fridays", "name-es": "Sopa los viernes", "harm-en": "Days with no food",
    "harm-es": "Días sin comer", "text-en": "Hot soup at noon. Come as you are.", "text-es": "Sopa a las doce. Ven como estés.",
    "why-en": "A warm meal helps the day.", "why-es": "Comer caliente ayuda.", "caution-en": "It can run out by one.",
    "caution-es": "A la una ya no queda.", "number": "0",
}  # fmt: skip


def ours(option_id=METHADONE) -> catalogue.Option:
    return next(option for option in catalogue.load() if option.id == option_id)


def typed(option, **other) -> dict:
    """What a browser sends of the form that stands there, with these changes."""
    plain = {name: value for name, value in values_of(option).items() if value is not False and value is not None}
    return plain | {"review_by": str(SOON)} | other


def test_her_own_option_is_offered_from_that_press_on_and_in_both_languages(yes, at, once, mona):
    sent = once(**FOOD)
    for _press in range(2):
        assert mona.post("/agency/options/new/", sent).status_code == 302
    assert OptionVersion.objects.count() == 1, "a double press is one option"
    assert "Soup on Fridays" in seen(mona, "/agency/options/")
    mona.force_login(yes.amina)
    assert 'value="OW-01"' in seen(mona, at("offers"), words="soup")
    mona.post(at("offer-pick"), {"talk": "OW-01"})
    offer = Offer.objects.get()
    assert "Come as you are." in seen(mona, at("offer-answer", offer.pk))
    yes.amina.language = "es"
    yes.amina.save()
    mona.cookies["django_language"] = "es"
    assert "Sopa los viernes" in seen(mona, at("offer-answer", offer.pk))
    assert AuditLine.objects.filter(verb="option.added").count() == 1


def test_ours_in_her_words_stands_wherever_it_is_offered_and_beside_ours(yes, at, once, mona):
    sent = once(
        **typed(ours(), **{"caution-en": "The clinic on Elm opens at six.", "number": "0", "why": "We know the hours"})
    )
    assert mona.post(f"/agency/options/{METHADONE}/change/", sent).status_code == 302
    page = seen(mona, f"/agency/options/{METHADONE}/")
    assert "What to watch for (English)" in page and "We know the hours" in page, "what differs, and why"
    assert ours().caution.en in page, "as Ajar has it"
    row = actions.show_option(yes.amina, yes.marco, option=METHADONE)
    mona.force_login(yes.amina)
    assert "The clinic on Elm opens at six." in seen(mona, at("offer-answer", row.pk))
    assert the_list(yes.esi).named(METHADONE) == ours(), "another agency has ours"


def test_ours_beside_hers_is_ours_for_her_country(yes, mona):
    Agency.objects.filter(pk=yes.agency.pk).update(region="de")
    with_it = next(option for option in catalogue.load() if "911" in option.text.en and not option.state_law_flag)
    there = f"/agency/options/{with_it.id}/"
    form = mona.get(there + "change/").context["form"]
    assert "911" not in form["text-en"].value()
    said = typed(
        the_list(Worker.objects.get(pk=yes.mona.pk)).named(with_it.id), number="0", **{"why-en": "It helps us."}
    )
    assert mona.post(there + "change/", said).status_code == 302
    page = mona.get(there)
    assert not re.search(r"\b911\b", page.content.decode()) and str(page.context["differs"]).count("What it is") == 0


def test_who_had_read_the_old_words_does_not_stand_under_the_new_ones(yes, mona):
    read = {"who-en-1": "Ana Ruiz", "as-en-1": "clinical", "on-en-1": str(localdate() - timedelta(days=20))}
    mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="0", **read))
    assert [one.name for one in the_list(yes.mona).named(METHADONE).reviewers] == ["Ana Ruiz"]
    mona.post(
        f"/agency/options/{METHADONE}/change/",
        typed(ours(), number="1", **read, **{"text-en": "A drink a day at a clinic."}),
    )
    assert the_list(yes.mona).named(METHADONE).reviewers == ()
    half = mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="2", **{"who-en-1": "Ana Ruiz"}))
    assert half.status_code == 422 and "a name, a role and a day" in half.content.decode()
    early = read | {"on-en-1": str(localdate() + timedelta(days=20))}
    assert mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="2", **early)).status_code == 422


def test_what_is_off_the_list_is_offered_to_nobody_and_keeps_its_words_where_it_was(yes, at, once, mona):
    row = actions.answer_offer(yes.amina, yes.marco, option=METHADONE, answer="taken", words="My brother did")
    mona.post(f"/agency/options/{METHADONE}/retire/", once(number="0", why="The clinic has shut"))
    assert "not offered here any more" in seen(mona, "/agency/options/")
    mona.force_login(yes.amina)
    assert f'value="{METHADONE}"' not in seen(mona, at("offers"), words="methadone")
    assert mona.post(at("offer-pick"), {"talk": METHADONE}).status_code == 404
    actions.ask_leave(yes.amina, yes.person, answer="yes")
    with pytest.raises(Refused, match="law"):
        actions.show_option(yes.amina, yes.person, option=METHADONE)
    assert "My brother did" in seen(mona, at("offer-answer", row.pk))
    assert "not offered here any more" in seen(mona, at("offers"))
    assert "not offered here any more" in seen(mona, f"/basket/{METHADONE}/")
    mona.post("/screen/", {"state": "turned", "person": str(yes.marco.pk), "here": "/"})
    assert mona.get(f"/basket/{METHADONE}/").status_code == 404
    assert "not offered here any more" not in seen(mona, at("offers")), "what he took is not taken from him"


def test_she_goes_back_to_an_earlier_version_and_to_ours_and_all_stay_written(yes, once, mona):
    mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="0", **{"name-en": "Methadone on Elm"}))
    mona.post(f"/agency/options/{METHADONE}/retire/", once(number="1"))
    first = OptionVersion.objects.get(number=1)
    assert mona.post(f"/agency/options/again/{first.pk}/", once(number="2")).status_code == 302
    assert the_list(yes.mona).offers(METHADONE)
    assert the_list(yes.mona).named(METHADONE).name.en == "Methadone on Elm"
    mona.post(f"/agency/options/{METHADONE}/ours/", once(number="3"))
    assert the_list(yes.mona).named(METHADONE) == ours()
    assert [row.act for row in OptionVersion.objects.order_by("number")] == ["changed", "retired", "again", "ours"]
    with pytest.raises(DatabaseError), transaction.atomic():
        OptionVersion.objects.update(words="")


def test_an_old_page_changes_nothing_and_keeps_what_was_typed(yes, once, mona):
    mona.post(f"/agency/options/{METHADONE}/change/", typed(ours(), number="0", **{"name-en": "Methadone on Elm"}))
    late = mona.post(
        f"/agency/options/{METHADONE}/change/", typed(ours(), number="0", **{"name-en": "Methadone on Oak"})
    )
    assert late.status_code == 422 and "Methadone on Oak" in late.content.decode()
    for press in ("retire", "ours"):
        page = mona.post(f"/agency/options/{METHADONE}/{press}/", once(number="0"), follow=True)
        assert "Nothing was changed." in page.content.decode()
    assert "Nothing was changed." in mona.post(f"/agency/options/{METHADONE}/retire/", follow=True).content.decode()
    assert the_list(yes.mona).named(METHADONE).name.en == "Methadone on Elm"
    with pytest.raises(ChangedMeanwhile):
        actions_list.retire_option(yes.mona, option=METHADONE, number=0)


def test_a_half_written_option_waits_for_her_and_comes_back_as_she_left_it(yes, once, mona):
    there = f"/agency/options/{METHADONE}/change/"
    left = typed(ours(), number="0", **{"text-en": "Half a senten"}) | {"for_whom": []}
    left.pop("state_law_flag", None)
    assert mona.post(reverse("draft", args=[f"option-{METHADONE}", yes.mona.pk]), left).status_code == 204
    page = mona.get(there)
    assert "Half a senten" in page.content.decode() and "What you typed last time" in page.content.decode()
    assert page.context["form"]["for_whom"].value() == [] and not page.context["form"]["state_law_flag"].value()
    assert not OptionVersion.objects.exists(), "a draft is offered to nobody"
    # Somebody else is quicker: her words are told apart from what stands now, and lost by nobody.
    actions_list.retire_option(yes.mona, option=METHADONE, number=0)
    assert mona.get(there).context["form"]["number"].value() == "0", "the number of what she typed beside"
    late = mona.post(there, once(**typed(ours(), number="0", **{"text-en": "Half a sentence."})))
    assert late.status_code == 422 and "Half a sentence." in late.content.decode()
    now = mona.post(there, once(**typed(ours(), number="1", **{"text-en": "A whole sentence."})))
    assert now.status_code == 302 and "What you typed last time" not in mona.get(there).content.decode()


def test_she_lets_go_of_a_draft_and_sees_what_stands(yes, mona):
    kept = reverse("draft", args=["option", yes.mona.pk])
    mona.post(kept, FOOD)
    assert "Soup on Fridays" in mona.get("/agency/options/new/").content.decode()
    back = mona.post(kept + "drop/", {"here": "/agency/options/new/"})
    assert back.headers["location"] == "/agency/options/new/"
    assert "Soup on Fridays" not in mona.get("/agency/options/new/").content.decode()
    mona.post(kept, FOOD)
    mona.post("/agency/options/new/", FOOD)
    assert "Soup on Fridays" not in mona.get("/agency/options/new/").content.decode(), (
        "what is kept is no draft any more"
    )


def test_keeping_an_option_as_it_stands_makes_no_version(yes, once, mona):
    there = f"/agency/options/{METHADONE}/change/"
    page = mona.post(there, once(**typed(ours(), number="0", review_by=str(ours().review_by))))
    assert page.status_code == 422 and "It stands like this already." in page.content.decode()
    assert not OptionVersion.objects.exists()
    actions_list.retire_option(yes.mona, option=METHADONE, number=0)
    back = mona.post(there, once(**typed(ours(), number="1", review_by=str(ours().review_by))))
    assert back.status_code == 302 and the_list(yes.mona).offers(METHADONE), "off the list, keeping it puts it back"


WRONG = {
    "a word that Ajar never says": ({"text-en": "Addicts eat here."}, "text-en", "a word that Ajar never says"),
    "words that are hard to read": (
        {"why-en": "Comprehensive nutritional rehabilitation facilitates physiological stabilization."}, "text-en", "grade",
    ),
    "a hundred words": ({"text-en": "A cup of soup. " * 25}, "text-en", "60"),
    "a word that stands for none of theirs": ({"why-en": "Your {chset} is warm."}, "why-en", "{chset}"),
    "a brace that was left open": ({"name-es": "Sopa {baby"}, "name-es", "{baby"),
    "what nothing supports": ({"why-en": "Soup is always safe."}, "why-en", "The evidence does not support that"),
    "the same in Spanish": ({"caution-es": "Vapear es inofensivo."}, "caution-es", "a vape is harmless"),
    "one language only": ({"name-es": ""}, "name-es", ""),
    "no part of the spectrum": ({"spectrum": []}, "spectrum", "Choose at least one."),
    "a day two years from now": ({"review_by": str(SOON + timedelta(days=500))}, "review_by", "twelve months"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_right_is_told_at_its_field_and_nothing_is_lost(yes, mona, case):
    changed, field, what = WRONG[case]
    page = mona.post("/agency/options/new/", FOOD | changed)
    assert page.status_code == 422
    assert what in " ".join(page.context["form"].errors[field])
    assert "It can run out by one." in page.content.decode()
    assert not OptionVersion.objects.exists()
    assert mona.post("/agency/options/new/", FOOD).status_code == 302


def test_one_way_to_stay_as_they_are_is_always_on_the_list(yes, once, mona):
    staying = [option.id for option in catalogue.load() if option.spectrum == ("same",)]
    for number, option_id in enumerate(staying):
        page = mona.post(f"/agency/options/{option_id}/retire/", once(number="0"), follow=True).content.decode()
        last = number == len(staying) - 1
        assert ("has to stay on the list" in page) == last
    assert catalogue.staying(the_list(yes.mona).offered()) is not None
    other = mona.post(f"/agency/options/{staying[-1]}/change/", typed(ours(staying[-1]), number="0", spectrum=["less"]))
    assert other.status_code == 422 and "has to stay on the list" in other.content.decode()


@pytest.mark.parametrize(("who", "status"), [("mona", 200), ("amina", 403), ("dora", 403), ("pia", 403), ("otto", 403)])
def test_who_changes_the_list(cast, client, who, status):
    client.force_login(getattr(cast, who))
    for page in ("", "new/", f"{METHADONE}/", f"{METHADONE}/change/"):
        assert client.get(f"/agency/options/{page}").status_code == status


def test_what_is_not_there_is_a_404_and_another_agency_s_version_too(yes, once, mona):
    with in_agency(yes.esi.agency_id):
        yes.esi.role = "manager"
        yes.esi.save()
        theirs = actions_list.retire_option(yes.esi, option=METHADONE, number=0)
    for page in ("XX-99/", "XX-99/change/"):
        assert mona.get(f"/agency/options/{page}").status_code == 404
    for page in ("XX-99/retire/", "XX-99/ours/", f"again/{theirs.pk}/"):
        assert mona.post(f"/agency/options/{page}", once(number="0")).status_code == 404
    mine = actions_list.add_option(yes.mona, said=own.plain(ours()) | {"subject": "everyday"})
    assert (
        "your own; Ajar has none"
        in mona.post(f"/agency/options/{mine.option}/ours/", once(number="1"), follow=True).content.decode()
    )
    with pytest.raises(ContentWrong):
        actions_list.add_option(yes.mona, said=own.plain(ours()) | {"subject": "elsewhere"})
