import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ajar.access import drafts
from ajar.access.models import Amendment
from ajar.people import actions, queries
from ajar.people.models import Code, ContactRule, Supporter, Words
from ajar.people.queries import open_person
from ajar.people.tests.test_finding_somebody import own

MARCO = {
    "chest": "chest", "feed": "chestfeeding", "parent": "dad", "baby": "Sofia", "partner": "Rohan", "thing": "smoke",
    "setback": "a rough patch", "self_words": "just Marco", "version": 0,
}  # fmt: skip


@pytest.fixture
def amina(client, cast):
    client.force_login(cast.amina)
    return client


@pytest.fixture
def marco(cast):
    return actions.start_person(cast.amina, chosen_name="Marco", pronouns="he/him")


def filled(text, person):
    return Template("{% load people %}{{ text|words_of:person }}").render(Context({"text": text, "person": person}))


def test_words_set_once_are_on_every_page_and_text(amina, cast, marco):
    page = reverse("person-words", args=[marco.pk])
    assert amina.post(page, MARCO).status_code == 302
    person = open_person(cast.amina, marco.pk)
    assert filled("{feed} {baby}: your {chest}, {parent} and {partner}; {thing}", person) == (
        "chestfeeding Sofia: your chest, dad and Rohan; smoke"
    )
    assert queries.words(cast.amina, person).setback == "a rough patch"
    for name in (
        "person-words",
        "person-name",
        "contact-rules",
        "supporters",
        "who-looked",
        "cards",
        "same",
        "care",
        "blocks",
    ):
        words = amina.get(reverse(name, args=[marco.pk])).content.decode().lower()
        for never in ("breast", "mother", " she ", " her "):
            assert never not in words, (name, never)


def test_unsaid_words_stay_neutral(cast, marco):
    person = open_person(cast.amina, marco.pk)
    assert filled("{Feed} {baby}, {chest}, {parent}, {partner}, {thing}, {other}", person) == (
        "Feeding the baby, chest, parent, partner, use, {other}"
    )


def test_words_are_text_and_not_code(amina, cast, marco):
    amina.post(reverse("person-words", args=[marco.pk]), MARCO | {"baby": "<b>{chest}{{7*7}}"})
    person = open_person(cast.amina, marco.pk)
    assert filled("{baby}", person) == "&lt;b&gt;{chest}{{7*7}}"


def test_newer_words_stand_and_older_ones_stay(amina, cast, marco):
    page = reverse("person-words", args=[marco.pk])
    amina.post(page, MARCO)
    assert amina.post(page, MARCO | {"version": 1, "baby": "Sofi"}).status_code == 302
    assert Words.objects.filter(person=marco).count() == 2
    assert queries.words(cast.amina, open_person(cast.amina, marco.pk)).baby == "Sofi"
    stale = amina.post(page, MARCO | {"version": 1, "baby": "Sofi B"})
    assert stale.status_code == 409 and "Sofi B" in stale.content.decode()
    assert Words.objects.filter(person=marco).count() == 2


def test_long_words_are_told_and_not_lost(amina, marco):
    answer = amina.post(reverse("person-words", args=[marco.pk]), MARCO | {"thing": "y" * 5000})
    assert answer.status_code == 422 and "y" * 5000 in answer.content.decode()
    assert not Words.objects.exists()


def test_who_may_set_words(client, cast):
    for worker, status in [(cast.amina, 302), (cast.ben, 403), (cast.chidi, 404), (cast.esi, 404), (cast.mona, 403)]:
        client.force_login(worker)
        answer = client.post(reverse("person-words", args=[cast.person.pk]), MARCO)
        assert answer.status_code == status, worker.name


def test_a_draft_comes_back_and_goes_when_kept(amina, cast, marco):
    drafts.save(cast.amina, "words", marco.pk, {"baby": ["Sof"]})
    page = reverse("person-words", args=[marco.pk])
    assert 'value="Sof"' in amina.get(page).content.decode()
    amina.post(page, MARCO)
    assert drafts.load(cast.amina, "words", marco.pk) == {}


def test_where_somebody_could_hurt_them_titles_say_nothing(amina, cast, marco):
    page = reverse("contact-rules", args=[marco.pk])
    assert "<title>Marco</title>" in amina.get(page).content.decode()
    typed = {"ways": "text", "when": "after 2", "sender": "M.", "could_be_hurt": "on", "version": 0}
    assert amina.post(page, typed).status_code == 302
    for name in ("contact-rules", "person-words", "who-looked", "supporters", "care"):
        words = amina.get(reverse(name, args=[marco.pk])).content.decode()
        assert "<title>Notes</title>" in words, name
    person = open_person(cast.amina, marco.pk)
    assert queries.could_be_hurt(cast.amina, person) and queries.safe_title(cast.amina, person) == "Notes"
    rule = queries.contact(cast.amina, person)
    assert (rule.sender, rule.when, rule.could_be_hurt) == ("M.", "after 2", "yes")
    amina.post(page, typed | {"could_be_hurt": "", "version": 1})
    assert not queries.could_be_hurt(cast.amina, open_person(cast.amina, marco.pk))
    assert ContactRule.objects.filter(person=marco).count() == 2


def test_danger_said_in_one_of_two_joined_records_holds_in_both(cast, marco):
    other = actions.start_person(cast.amina, chosen_name="M")
    actions.keep_contact(cast.amina, other, version=0, could_be_hurt="yes")
    actions.keep_contact(cast.amina, marco, version=0, ways="text")
    actions.join(cast.amina, marco, other=other)
    assert queries.could_be_hurt(cast.amina, open_person(cast.amina, marco.pk))


def test_a_supporter_is_named_changed_and_let_go(amina, cast, marco):
    page = reverse("supporters", args=[marco.pk])
    assert "Nobody named yet" in amina.get(page).content.decode()
    assert (
        amina.post(page, {"name": "Rohan", "relation": "husband", "may_be_told": "all but the test"}).status_code == 302
    )
    rohan = Supporter.objects.get()
    change = reverse("supporter", args=[marco.pk, rohan.pk])
    assert amina.post(change, {"name": "Rohan", "may_be_told": "everything", "version": 1}).status_code == 302
    assert Amendment.objects.get(thing_id=rohan.pk, column="may_be_told").was == "all but the test"
    assert [s.may_be_told for s in queries.supporters(cast.amina, open_person(cast.amina, marco.pk))] == ["everything"]
    end = reverse("supporter-end", args=[marco.pk, rohan.pk])
    assert [amina.post(end).status_code for _ in range(2)] == [302, 302]
    assert queries.supporters(cast.amina, open_person(cast.amina, marco.pk)) == []
    assert amina.post(page, {"name": " "}).status_code == 422


def test_a_supporter_of_somebody_else_is_not_here(amina, cast, marco):
    theirs = actions.add_supporter(cast.chidi, actions.start_person(cast.chidi, chosen_name="Far"), name="Mum")
    assert amina.post(reverse("supporter-end", args=[marco.pk, theirs.pk])).status_code == 404
    assert Supporter.objects.get(pk=theirs.pk).ended_on is None


def test_a_card_is_added_and_ended(amina, cast, marco):
    page = reverse("cards", args=[marco.pk])
    code = amina.get(page).context["form"].initial["code"]
    assert amina.post(page, {"code": code}).status_code == 302
    card = Code.objects.get(person=marco)
    end = reverse("card-end", args=[marco.pk, card.pk])
    assert amina.get(end).status_code == 200
    assert amina.post(end).status_code == 422
    assert [amina.post(end, {"said": "on"}).status_code for _ in range(2)] == [302, 302]
    assert amina.post(reverse("find"), {"find": code}).context["found"].people == []
    assert amina.post(page, {"code": code}).status_code == 422  # never given again


def test_the_last_card_of_somebody_without_a_name_stays(amina, cast):
    person = actions.start_person(cast.amina, code="BLUE-FOX-27")
    card = Code.objects.get(person=person)
    answer = amina.post(reverse("card-end", args=[person.pk, card.pk]), {"said": "on"})
    assert answer.status_code == 422 and "all that finds them" in answer.content.decode()


def test_labels_of_a_list_take_three_statements(cast, marco):
    people = [actions.start_person(cast.amina, code=f"BLUE-FOX-{n:02d}") for n in range(12)]
    hidden = actions.start_person(cast.chidi, chosen_name="Far")
    with CaptureQueriesContext(connection) as captured:
        names = queries.labels(cast.amina, [marco.pk, hidden.pk, *(p.pk for p in people)])
    assert names[marco.pk] == "Marco" and names[people[3].pk] == "BLUE-FOX-03" and hidden.pk not in names
    assert len([q for q in captured if q["sql"].startswith("SELECT")]) <= 3, [q["sql"] for q in captured]


def test_the_header_takes_two_statements_and_three_with_a_card(cast, marco):
    carded = actions.start_person(cast.amina, code="BLUE-FOX-27")
    for person, most in [(marco, 2), (carded, 3)]:
        person = open_person(cast.amina, person.pk)
        with CaptureQueriesContext(connection) as captured:
            queries.header(cast.amina, person)
            queries.label(cast.amina, person), queries.contact(cast.amina, person), queries.words(cast.amina, person)
        assert len(captured) == most


def test_a_page_about_somebody_takes_few_statements(amina, cast, marco):
    for n in range(6):
        actions.add_supporter(cast.amina, marco, name=f"S{n}")
        actions.add_code(cast.amina, marco, code=f"BLUE-ELM-{n:02d}")
        actions.join(cast.amina, marco, other=actions.start_person(cast.amina, chosen_name=f"M{n}"))
    most = {
        "person-name": 5,
        "person-words": 7,
        "contact-rules": 6,
        "supporters": 7,
        "cards": 6,
        "same": 9,
        "care": 7,
        "blocks": 8,
        "who-looked": 6,
    }
    for name in most:
        amina.get(reverse(name, args=[marco.pk]))
        with CaptureQueriesContext(connection) as captured:
            amina.get(reverse(name, args=[marco.pk]))
        assert len(own(captured)) <= most[name] + 2, (name, len(own(captured)), own(captured))
