"""I-23: no silent overwrite. Each accepted edit is what stands or stands in the history; who comes second is told.

A model of two editors with the same page open: they open, and they save what they saw with their own value in it, in
any order. The seed is printed; SEED= replays it.
"""

import os
import random
import sys
import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from ajar.access import seal
from ajar.access.act import ChangedMeanwhile
from ajar.access.middleware import set_agency
from ajar.access.models import Amendment
from ajar.encounters import actions
from ajar.encounters.models import Encounter, Note
from conftest import make_cast

pytestmark = pytest.mark.promise

SEED = int(os.environ.get("SEED") or random.randrange(2**32))


@pytest.fixture(autouse=True)
def _replay():
    """Shown when a test fails: SEED= with this number plays it again."""
    sys.stdout.write(f"SEED={SEED}\n")


def save(actor, row, minutes):
    """As the page does: the row as it was shown, its version in the form."""
    actions.amend_encounter(
        actor, row, version=row.version, kind=row.kind, happened_at=row.happened_at, minutes=minutes, place=row.place,
        alone=row.alone,
    )  # fmt: skip


def overwrite(actor, row, minutes):
    """Broken on purpose: the last one wins."""
    Encounter.objects.filter(pk=row.pk).update(minutes=minutes)


def lost_edits(cast, chance, save, steps=8) -> int:
    """Two editors at one encounter; how many accepted edits are nowhere afterwards, or were told nothing when refused."""
    row = actions.record_encounter(cast.amina, cast.person, kind="session", happened_at=now(), minutes=0)
    shown = {worker: Encounter.objects.get(pk=row.pk) for worker in (cast.amina, cast.dora)}
    accepted, lost, value = [], 0, 0
    for _ in range(steps):
        worker = chance.choice(list(shown))
        if chance.random() < 0.4:
            shown[worker] = Encounter.objects.get(pk=row.pk)
            continue
        value += 1
        try:
            save(worker, shown[worker], value)
            accepted.append(value)
        except ChangedMeanwhile as met:
            stands = Encounter.objects.get(pk=row.pk).minutes
            lost += (met.row.minutes, met.asked["minutes"]) != (stands, value)
    stands = Encounter.objects.get(pk=row.pk).minutes
    history = Amendment.objects.filter(agency_id=cast.agency.pk, thing_id=row.pk, column="minutes")
    known = {int(amendment.was) for amendment in history} | {stands}
    in_order = [int(a.was) for a in history.order_by("version")] + [stands]
    return lost + sum(value not in known for value in accepted) + (in_order != sorted(in_order))


def test_control_the_last_one_wins_is_caught(cast):
    chance = random.Random(SEED)
    assert sum(lost_edits(cast, chance, overwrite) for _ in range(20)) > 0


def test_200_interleavings_of_two_editors_lose_no_edit(cast):
    chance = random.Random(SEED)
    assert sum(lost_edits(cast, chance, save) for _ in range(200)) == 0


@pytest.fixture
def alive(own_database):
    cast = make_cast()
    yield cast
    set_agency(None)


def at_once(*calls):
    """Run each call in a thread of its own, as nearly together as can be; their results in order."""
    ready, came = threading.Barrier(len(calls)), [None] * len(calls)

    def run(n, call):
        try:
            ready.wait(10)
            came[n] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    return came


def browser(worker) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def test_20_pairs_of_saves_at_the_same_moment_through_the_page_keep_one_and_tell_the_other(alive):
    cast, answers = alive, Counter()
    amina, dora = browser(cast.amina), browser(cast.dora)
    for n in range(20):
        set_agency(cast.agency.pk)
        with seal.keyring():
            row = actions.record_encounter(cast.amina, cast.person, kind="session", happened_at=now())
            day, hour = row.day, row.clock
        url = reverse("encounter-change", args=[cast.person.pk, row.pk])
        form = {"kind": "session", "day": day, "hour": hour, "version": 1}
        came = at_once(
            lambda: amina.post(url, form | {"minutes": 100 + n, "once": uuid4()}),  # noqa: B023
            lambda: dora.post(url, form | {"minutes": 200 + n, "once": uuid4()}),  # noqa: B023
        )
        answers[tuple(sorted(answer.status_code for answer in came))] += 1
        loser = next(answer for answer in came if answer.status_code == 409).content.decode()
        assert str(100 + n) in loser
        assert str(200 + n) in loser
    assert answers == {(302, 409): 20}


def test_20_pairs_of_corrections_at_the_same_moment_leave_one_line_that_stands(alive):
    cast, answers = alive, Counter()
    amina, dora = browser(cast.amina), browser(cast.dora)
    for _ in range(20):
        set_agency(cast.agency.pk)
        with seal.keyring():
            row = actions.start_encounter(cast.amina, cast.person)
            line = actions.add_line(cast.amina, row, speaker="person", words="one")
        url = reverse("line-correct", args=[cast.person.pk, row.pk, line.pk])
        form = {"speaker": "person", "why": "misheard", "version": 1}
        came = at_once(
            lambda: amina.post(url, form | {"words": "two", "once": uuid4()}),  # noqa: B023
            lambda: dora.post(url, form | {"words": "three", "once": uuid4()}),  # noqa: B023
        )
        # Who comes after the other has finished finds a line that does not stand any more: 404 before anything is read.
        answers[tuple(sorted(answer.status_code for answer in came))] += 1
        set_agency(cast.agency.pk)
        assert Note.objects.filter(corrects=line).count() == 1
    assert sum(answers.values()) == 20
    assert set(answers) <= {(302, 409), (302, 404)}
