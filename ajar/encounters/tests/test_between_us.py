"""A confidence: saying it and writing nothing comes first; then its author and whom the person names, and no one else."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ajar.access.models import AuditLine, Draft
from ajar.encounters import actions, actions_kept, queries
from ajar.encounters.models import Confidence, Note
from ajar.people.queries import open_person

SECRET = "UNGUESSABLE he smokes now and then"


@pytest.fixture
def talk(cast):
    return actions.start_encounter(cast.amina, cast.person)


def new(cast, talk=None):
    return reverse("confidence-new", args=[cast.person.pk]) + (f"?encounter={talk.pk}" if talk else "")


def test_writing_nothing_is_offered_first_and_who_reads_is_said_before(client, cast, talk):
    client.force_login(cast.amina)
    page = client.get(new(cast, talk)).content.decode()
    assert page.index("Write nothing") < page.index("Who can read it") < page.index("<textarea")
    client.post(reverse("draft", args=["between", cast.person.pk]), {"words": SECRET})
    answer = client.post(reverse("confidence-said", args=[cast.person.pk]) + f"?encounter={talk.pk}", follow=True)
    assert "Nothing was written" in answer.content.decode()
    assert not Confidence.objects.exists()
    assert not Draft.objects.exists()
    assert not AuditLine.objects.filter(verb__contains="confidence").exists()


def test_its_author_and_whom_the_person_named_read_it_and_nobody_else(client, cast, talk):
    client.force_login(cast.amina)
    once = uuid4()
    for _ in range(2):
        answer = client.post(new(cast, talk), {"words": SECRET, "readers": [cast.ben.pk], "once": once})
        assert answer.status_code == 302
    row = Confidence.objects.get()
    url = reverse("confidence", args=[cast.person.pk, row.pk])
    encounter = reverse("encounter", args=[cast.person.pk, talk.pk])
    seen, linked = {}, {}
    for who in ("amina", "ben", "dora", "chidi", "esi"):
        client.force_login(getattr(cast, who))
        answer = client.get(url)
        seen[who] = (answer.status_code, SECRET in answer.content.decode())
        linked[who] = str(row.pk) in client.get(encounter).content.decode()
    no = (404, False)
    assert seen == {"amina": (200, True), "ben": (200, True), "dora": no, "chidi": no, "esi": no}
    assert linked == {"amina": True, "ben": True, "dora": False, "chidi": False, "esi": False}


def test_a_supervisor_gets_the_same_page_with_and_without_one(client, cast, talk):
    client.force_login(cast.dora)
    urls = [
        reverse("encounter", args=[cast.person.pk, talk.pk]),
        reverse("encounters", args=[cast.person.pk]),
        reverse("encounter-summary", args=[cast.person.pk, talk.pk]),
    ]

    def pages():
        import re

        varies = r'(name="(csrfmiddlewaretoken|once)" value|value)="[^"]{36,}"|data-lock-in="[0-9]+"'
        return [re.sub(varies, "", client.get(url).content.decode()) for url in urls]

    before = pages()
    kept = actions_kept.keep_between(cast.amina, cast.person, words=SECRET, encounter=talk)
    actions.add_line(cast.amina, talk, speaker="person", words=SECRET, talk="desire", kept_between=kept)
    assert pages() == before


def test_a_line_made_from_it_has_its_readers_also_when_put_right(cast, talk):
    kept = actions_kept.keep_between(cast.amina, cast.person, words=SECRET, encounter=talk, readers=[cast.ben])
    line = actions.add_line(cast.amina, talk, speaker="person", words=SECRET, kept_between=kept)
    actions.correct_line(cast.amina, line, version=1, speaker="person", words=SECRET + "!", why="x")
    lines = {}
    for who in (cast.amina, cast.ben, cast.dora):
        lines[who.name] = len(queries.lines_of(who, open_person(who, cast.person.pk), talk))
    assert lines == {"Amina": 1, "Ben": 1, "Dora": 0}
    assert Note.objects.filter(kept_between=kept).count() == 2


def test_nothing_of_it_is_on_a_turned_screen(client, cast, talk):
    kept = actions_kept.keep_between(cast.amina, cast.person, words=SECRET, encounter=talk)
    actions.add_line(cast.amina, talk, speaker="person", words=SECRET, talk="desire", kept_between=kept)
    client.force_login(cast.amina)
    client.post(reverse("screen"), {"state": "turned", "person": cast.person.pk})
    assert client.get(reverse("confidence", args=[cast.person.pk, kept.pk])).status_code == 404
    for name in ("encounter", "encounter-summary"):
        page = client.get(reverse(name, args=[cast.person.pk, talk.pk])).content.decode()
        assert SECRET not in page
        assert str(kept.pk) not in page
    assert SECRET not in client.get(reverse("encounters", args=[cast.person.pk])).content.decode()


def test_empty_words_and_a_reader_who_can_not_open_the_record_are_refused_in_words(client, cast):
    client.force_login(cast.amina)
    assert client.post(new(cast), {"words": " ", "once": uuid4()}).status_code == 422
    answer = client.post(new(cast), {"words": SECRET, "readers": [cast.chidi.pk], "once": uuid4()})
    assert answer.status_code == 422
    assert SECRET in answer.content.decode()
    assert not Confidence.objects.exists()


def test_amina_may_hold_one_ben_and_the_others_not(client, cast):
    answers = {}
    for who in ("amina", "ben", "chidi", "esi", "mona"):
        client.force_login(getattr(cast, who))
        answers[who] = client.post(new(cast), {"words": "x", "once": uuid4()}).status_code
    assert answers == {"amina": 302, "ben": 403, "chidi": 404, "esi": 404, "mona": 403}


def test_no_title_says_what_the_page_is(client, cast):
    kept = actions_kept.keep_between(cast.amina, cast.person, words=SECRET)
    client.force_login(cast.amina)
    for url in (new(cast), reverse("confidence", args=[cast.person.pk, kept.pk])):
        page = client.get(url).content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        assert title == "<title>Notes"
