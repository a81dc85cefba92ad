"""I-21: exactly once. A form sent any number of times, in any order and at the same moment, is one record and one line.

800 posts through the real pages on committed data, a tenth of them again, in parallel with the first or long after.
The seed is printed; SEED= replays it.
"""

import os
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine, Submission
from ajar.encounters.models import Encounter, Note
from conftest import make_cast

pytestmark = pytest.mark.promise

SEED = int(os.environ.get("SEED") or random.randrange(2**32))
AT_ONCE = 6


@pytest.fixture(autouse=True)
def _replay():
    """Shown when a test fails: SEED= with this number plays it again."""
    sys.stdout.write(f"SEED={SEED}\n")


@pytest.fixture
def alive(own_database):
    cast = make_cast()
    yield cast
    set_agency(None)


def posts_of(chance, how_many, again):
    """Forms in a random order, `again` of them twice: half of those right behind the first, half anywhere later."""
    forms = [
        {
            "kind": chance.choice(["session", "call", "street"]),
            "day": (timezone.localdate() - timedelta(days=chance.randrange(2, 400))).isoformat(),
            "hour": f"{chance.randrange(5, 24):02}:{chance.randrange(60):02}",
            "speaker": "person",
            "words": f"words {n}",
            "once": str(uuid4()),
        }
        for n in range(how_many - again)
    ]
    posts = list(forms)
    for n, form in enumerate(chance.sample(forms, again)):
        at = posts.index(form) + 1
        posts.insert(at if n % 2 else chance.randrange(at, len(posts) + 1), form)
    return posts


def send_all(cast, posts) -> dict:
    """{the form's words: the addresses it led to}, sent by several browsers of the same worker at once."""
    url = reverse("encounter-record", args=[cast.person.pk])
    browsers = [Client() for _ in range(AT_ONCE)]
    [browser.force_login(cast.amina) for browser in browsers]

    def one(numbered):
        number, form = numbered
        try:
            answer = browsers[number % AT_ONCE].post(url, form)
            return form["words"], (answer.status_code, answer.headers.get("Location"))
        finally:
            connection.close()

    led: dict = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for words, came in pool.map(one, enumerate(posts)):
            led.setdefault(words, []).append(came)
    set_agency(cast.agency.pk)
    return led


def doubles(cast, led) -> list:
    """What is wrong: a form that led to two places or to none, and rows, lines or audit lines that are too many."""
    wrong = [words for words, came in led.items() if len(set(came)) != 1 or came[0][0] != 302]
    rows = Encounter.objects.filter(agency_id=cast.agency.pk).count()
    notes = Note.objects.filter(agency_id=cast.agency.pk).count()
    lines = AuditLine.objects.filter(agency_id=cast.agency.pk, verb="encounter.recorded").count()
    return wrong + [name for name, n in (("rows", rows), ("notes", notes), ("lines", lines)) if n != len(led)]


def test_control_forms_without_an_id_of_their_own_are_caught(alive):
    posts = posts_of(random.Random(SEED), 40, 4)
    assert doubles(alive, send_all(alive, [form | {"once": str(uuid4())} for form in posts]))


def test_800_posts_with_80_sent_again_are_720_records(alive):
    posts = posts_of(random.Random(SEED), 800, 80)
    assert len(posts) == 800
    led = send_all(alive, posts)
    assert (len(led), sum(len(came) == 2 for came in led.values())) == (720, 80)
    assert doubles(alive, led) == []
    assert Submission.objects.filter(agency_id=alive.agency.pk).count() == 720
    # The chain of the audit has no gap and no fork.
    seqs = list(AuditLine.objects.filter(agency_id=alive.agency.pk).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_50_pairs_at_the_same_moment_are_50_records(alive):
    posts = [form for form in posts_of(random.Random(SEED), 50, 0) for _ in range(2)]
    led = send_all(alive, posts)
    assert Counter(len(came) for came in led.values()) == {2: 50}
    assert doubles(alive, led) == []


def test_the_same_form_with_other_words_after_an_edit_and_after_90_days(alive, monkeypatch):
    (form,) = posts_of(random.Random(SEED), 1, 0)
    led = send_all(alive, [form])
    ((came,),) = led.values()
    other = send_all(alive, [form | {"words": "other words"}])
    assert other["other words"][0][0] == 409
    row = Encounter.objects.get(agency_id=alive.agency.pk)
    browser = Client()
    browser.force_login(alive.amina)
    change = {"kind": "group", "day": row.day, "hour": form["hour"], "version": 1, "once": uuid4()}
    assert browser.post(reverse("encounter-change", args=[alive.person.pk, row.pk]), change).status_code == 302
    assert send_all(alive, [form])[form["words"]] == [came]
    later = timezone.now() + timedelta(days=90)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert send_all(alive, [form])[form["words"]] == [came]
    assert Encounter.objects.filter(agency_id=alive.agency.pk).count() == 1
    assert Note.objects.get(agency_id=alive.agency.pk).words == form["words"]
