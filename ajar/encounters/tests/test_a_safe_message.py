"""A message to somebody: from the closed set, exactly as shown, where and when they said it is safe, and once."""

import json
import re
import stat
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ajar.access.models import Agency, Site, Team
from ajar.encounters import actions_messages as actions
from ajar.encounters import queries_messages as queries
from ajar.encounters import safe_words
from ajar.encounters.models import Message
from ajar.encounters.tests.safely import NOON, carried, safe, send
from ajar.people import actions as people
from ajar.people.models import Person
from ajar.people.queries import open_person
from ajar.press import content, grade

pytestmark = pytest.mark.usefixtures("out")


# The set


@pytest.mark.parametrize("entry", content.load(safe_words.SET)["entries"], ids=lambda e: e["key"])
def test_every_text_is_easy_to_read_in_both_languages_and_says_nothing(entry):
    assert set(entry["words"]) == set(entry["name"]) == {"en", "es"}
    for language, words in entry["words"].items():
        assert grade.too_hard(words.replace("{sender}", "M."), language) == ""
        assert re.findall(r"\{\w*\}", words) == ["{sender}"]
        assert not re.search(r"https?:|www|/|@|\d|today|now|tomorrow|hoy|ahora|mañana", words, re.IGNORECASE)
        said = set(re.findall(r"\w+", words.casefold()))
        assert not said & set(content.load(safe_words.SET)["telling"])


def test_nobody_has_reviewed_the_texts_yet_and_the_page_says_so(client, cast, sara):
    assert content.load(safe_words.SET)["about"]["reviewed"] == {}
    client.force_login(cast.amina)
    assert "Nobody has reviewed these words yet" in client.get(reverse("message-new", args=[sara.pk])).content.decode()


# Looking and sending


def fields(page: str) -> dict:
    """What the form with the button "Send" would send."""
    form = re.split(r'action="[^"]*/message/">', page, maxsplit=1)[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_what_was_looked_at_is_what_goes_to_whom_and_in_the_name_they_chose(client, cast, sara, out, at):
    client.force_login(cast.amina)
    url = reverse("message-new", args=[sara.pk])
    page = client.get(url, {"text": "call", "way": "sms", "here": f"/people/{sara.pk}/"}).content.decode()
    for shown in ("Hi. Please call me when you can. M.", "5550100143", "At once."):
        assert shown in page
    form = fields(page)
    answer = client.post(url, form)
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{sara.pk}/")
    row = Message.objects.get()
    assert (row.state, row.words, row.address, row.sender) == (
        "sent",
        "Hi. Please call me when you can. M.",
        "5550100143",
        "M.",
    )
    [file] = carried(out)
    assert json.loads(file.read_text()) == {"to": "5550100143", "words": row.words}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    client.post(url, form)  # the same press again
    assert (Message.objects.count(), len(carried(out))) == (1, 1)
    listed = client.get(reverse("messages", args=[sara.pk])).content.decode()
    assert "Hi. Please call me when you can. M." in listed
    assert "Sent" in listed


def test_an_email_has_a_neutral_subject_and_sender_and_nothing_more(cast, sara, out, at):
    row = send(cast, sara, "hello", "email")
    [file] = carried(out)
    said = file.read_text()
    assert row.state == "sent"
    assert "Subject: Hello\n" in said
    assert f'From: "M." <{settings.MESSAGES_FROM}>' in said or f"From: M. <{settings.MESSAGES_FROM}>" in said
    for told in (cast.agency.name, cast.amina.name, cast.amina.email, cast.person.chosen_name, str(sara.pk), "ajar"):
        assert told.casefold() not in said.casefold()


def test_in_the_language_they_like_to_read(cast, at, out):
    safe(cast)
    Person.objects.filter(pk=cast.person.pk).update(language="es")
    send(cast, open_person(cast.amina, cast.person.pk))
    assert "Hola. Llámame cuando puedas. M." in carried(out)[0].read_text()


def test_nothing_typed_can_be_sent(client, cast, sara, out, at):
    client.force_login(cast.amina)
    url = reverse("message-new", args=[sara.pk])
    form = fields(client.get(url, {"text": "call", "way": "sms"}).content.decode())
    for change in ({"text": "Come to the needle exchange"}, {"way": "fax"}, {"shown": "0" * 64}, {"text": ""}):
        assert client.post(url, form | change | {"words": "free text", "once": uuid4()}).status_code == 422
    assert (Message.objects.count(), carried(out)) == (0, [])


@pytest.mark.parametrize(
    "change", [{"sms": "5550100199"}, {"sender": "L."}, {"from_hour": "18:00"}, {"sms": "", "email": ""}]
)
def test_a_rule_that_changed_since_sends_nothing_and_shows_it_anew(client, cast, sara, out, at, change):
    client.force_login(cast.amina)
    url = reverse("message-new", args=[sara.pk])
    form = fields(client.get(url, {"text": "call", "way": "sms"}).content.decode())
    safe(cast, **change)
    answer = client.post(url, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was sent yet" in page
    assert (Message.objects.count(), carried(out)) == (0, [])
    if change.get("sms") != "":
        assert client.post(url, fields(page)).status_code == 302
        assert Message.objects.count() == 1


# Where no way is safe


NO_WAY = [
    ({"sms": "", "email": ""}, "did not say that a message is safe"),
    ({"days": ""}, "when a message is safe"),
    ({"from_hour": "", "to_hour": ""}, "when a message is safe"),
    ({"from_hour": "14:00", "to_hour": "14:00"}, "when a message is safe"),
    ({"sender": ""}, "whose name"),
    ({"sender": "Riverside M."}, "says who we are"),
    ({"sender": "Needle Exchange"}, "says who we are"),
    ({"sender": "see bit.ly/x"}, "says who we are"),
    ({"sender": "Main"}, "says who we are"),
]


@pytest.mark.parametrize(("rule", "says"), NO_WAY)
def test_where_no_way_is_safe_the_page_says_why_and_offers_to_ask(client, cast, out, at, rule, says):
    person = safe(cast, **rule)
    client.force_login(cast.amina)
    page = client.get(reverse("message-new", args=[person.pk]), {"text": "call", "way": "sms"}).content.decode()
    assert says in page
    assert reverse("contact-rules", args=[person.pk]) in page
    assert queries.safe_ways(cast.amina, person) == []
    with pytest.raises(actions.ShownOtherwise):
        actions.send_message(cast.amina, person, text="call", way="sms", shown="")
    assert (Message.objects.count(), carried(out)) == (0, [])


def test_with_no_rule_at_all_nothing_goes(client, cast, at):
    client.force_login(cast.amina)
    page = client.get(reverse("message-new", args=[cast.person.pk])).content.decode()
    assert "No safe way is written down" in page
    assert 'name="shown"' not in page


def test_where_somebody_could_hurt_them_it_is_asked_again_within_30_days(cast, sara, at):
    assert queries.safe_ways(cast.amina, sara)
    at(timezone.now() + timedelta(days=31))
    assert queries.reach(cast.amina, sara) == ([], "old")


def test_a_joined_record_binds_too_and_shows_nothing(cast, sara, at):
    card = people.start_person(cast.chidi, code="BLUE-FOX-28")
    people.keep_contact(cast.chidi, card, version=0, ways="never by phone")
    people.join(cast.dora, cast.person, other=card)
    person = open_person(cast.amina, cast.person.pk)
    assert card.pk not in person.one_of
    assert queries.reach(cast.amina, person) == ([], "elsewhere")


def test_who_may_send(client, cast, sara, at):
    url = reverse("message-new", args=[sara.pk])
    for worker, status in ((cast.amina, 200), (cast.ben, 200), (cast.chidi, 404), (cast.esi, 404), (cast.mona, 403)):
        client.force_login(worker)
        assert client.get(url).status_code == status, worker.name
        assert client.get(reverse("messages", args=[sara.pk])).status_code == status, worker.name


# The page after somebody did not come, and the rule's own page


def test_the_page_of_safe_moves_leads_to_the_safe_message_where_a_way_is_on_file(client, cast, at):
    from ajar.encounters import actions as encounters

    client.force_login(cast.amina)
    missed = encounters.record_encounter(cast.amina, cast.person, kind="not-in", happened_at=timezone.now())
    url = reverse("safe-moves", args=[cast.person.pk, missed.pk])
    link = reverse("message-new", args=[cast.person.pk])
    before = client.get(url).content.decode()
    assert "Why no message can go from here" in before
    assert "Send the safe message" not in before
    safe(cast)
    page = client.get(url).content.decode()
    assert f"{link}?here={url}" in page
    assert "Send the safe message" in page


def test_a_way_for_messages_needs_days_hours_and_a_name(client, cast):
    client.force_login(cast.amina)
    url = reverse("contact-rules", args=[cast.person.pk])
    form = {"once": uuid4(), "version": 0, "sms": "(555) 010-0143"}
    page = client.post(url, form)
    assert page.status_code == 422
    for words in ("Tick the days", "from when until when", "whose name a message comes from"):
        assert words in page.content.decode()
    assert client.post(url, form | {"sms": "call me"}).status_code == 422
    whole = {"sender": "M.", "days": ["0", "6"], "from_hour": "22:00", "to_hour": "02:00"}
    assert client.post(url, form | whole).status_code == 302
    [way] = queries.safe_ways(cast.amina, open_person(cast.amina, cast.person.pk))
    assert (way.address, sorted(way.hours.days), f"{way.hours.end:%H:%M}") == ("5550100143", [0, 6], "02:00")
    assert re.search(r'value="6"[^>]*checked', client.get(url).content.decode())


def test_no_name_of_an_agency_site_or_team_can_stand_in_a_message(cast):
    for model in (Agency, Site, Team):
        for name in model.objects.filter(**({"pk": cast.agency.pk} if model is Agency else {"agency": cast.agency})):
            assert safe_words.telling(str(name.name), queries.called(cast.agency))
    for name in ("M.", "Dana", "Aunt Lu", "Rosa María"):
        assert not safe_words.telling(name, queries.called(cast.agency)), name


@pytest.mark.parametrize("name", ["message-new", "messages"])
def test_the_pages_ask_few_statements_that_do_not_grow(client, cast, sara, at, name):
    from ajar.desk.tests.statements import own_statements

    client.force_login(cast.amina)
    at(NOON)  # so that what is written waits
    url, counts = reverse(name, args=[sara.pk]) + ("?text=call&way=email" if name == "message-new" else ""), []
    for _ in range(2):
        send(cast, sara)
        counts.append(len(own_statements(client, url)))
        for _ in range(4):
            send(cast, sara)
    assert counts[0] == counts[1] <= 12
