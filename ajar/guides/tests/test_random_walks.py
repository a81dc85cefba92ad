"""Wherever a talk goes, it can be ended, and what was typed and not dropped is in the record."""

import random
import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from ajar.encounters.models import FollowUp, Note
from ajar.goals.models import TwoSides
from ajar.goals.rules import SIDES
from ajar.guides import keeping, queries
from ajar.guides.forms import WalkForm
from ajar.guides.models import Walk, WalkLine
from ajar.guides.tests.test_a_talk import begin

pytestmark = pytest.mark.promise  # some minutes: each press is a page
TYPED = {"words", "who", "safe", *SIDES}
WALKS, LONGEST, MOST_TO_THE_END = 200, 12, 12


class Typed:
    """Words that stand nowhere else, each with what became of it."""

    def __init__(self, dice):
        self.dice, self.standing, self.dropped = dice, set(), set()

    def new(self):
        words = f"word {self.dice.getrandbits(48):012x}"
        self.standing.add(words)
        return words


def step(client, address, dice, typed):
    """One press, whichever: an answer, Back, Skip, a dot, a door of every page, an old page again, a drop, words alone."""
    walk = Walk.objects.get(pk=address.rstrip("/").split("/")[-1])
    node, guide = queries.standing(walk), queries.guide_of(walk)
    said = {"at": walk.at}
    answer = dice.randrange(len(node.answers))
    ways = [{"answer": answer + 1}] * 6 + [{"back": "1"}, {"skip": "1"}, {"write": "1"}]
    ways += [{"stage": dice.choice("12345678")}, {"any": dice.choice(guide.anywhere).id}]
    way = dice.choice(ways)
    needs = way.get("answer") and {"set_goal", "set_step"} & set(node.answers[answer].do)
    for name in TYPED & set(WalkForm(node=node).fields):  # whatever the page has room for, under whichever press
        if (needs and name == "words") or dice.random() < 0.5:
            said[name] = typed.new()
    if "answer" in way and node.ends and node.answers[answer].id == "date":
        said["day"] = (localdate() + timedelta(days=43)).isoformat()
    page = client.post(address, said | way, follow=True)
    assert page.status_code == 200, (node.id, way, page.status_code)
    if dice.random() < 0.2:  # the same page once more, as it was
        assert client.post(address, said | way, follow=True).status_code == 200
    lines = [line for line in WalkLine.objects.filter(walk=walk) if line.words and not line.dropped]
    if lines and dice.random() < 0.15:
        line = dice.choice(lines)
        client.post(f"{address}words/{line.pk}/", {"drop": "1"})
        typed.standing.discard(line.words)
        typed.dropped.add(line.words)


def one_walk(client, cast, seed):
    """A talk of this seed, to its end; gives the words that are lost and those that stand though they were dropped."""
    dice = random.Random(seed)
    typed = Typed(dice)
    address = begin(client, cast.person)
    walk_id = address.rstrip("/").split("/")[-1]
    for _press in range(dice.randrange(2, LONGEST)):
        if Walk.objects.get(pk=walk_id).node == "end":
            break
        step(client, address, dice, typed)
    presses = 0
    while Walk.objects.get(pk=walk_id).node != "end":
        walk = Walk.objects.get(pk=walk_id)
        client.post(address, {"at": walk.at, "skip": "1"})
        presses += 1
        assert presses <= MOST_TO_THE_END, f"seed {seed}: no end from {walk.node}"
    # A step that was made smaller gives way to the smaller one; the person said so.
    dropped = {line.words for line in WalkLine.objects.filter(walk=walk_id) if line.dropped}
    gone = dropped - {line.words for line in WalkLine.objects.filter(walk=walk_id) if not line.dropped}
    typed.standing -= gone
    page = client.get(address + "read/").content.decode()
    ticked = re.findall(r'name="(keep-[0-9a-f]{32})"[^>]* checked', page)
    done = client.post(address + "read/", dict.fromkeys(ticked, "on") | {"keep": "1"}, follow=True)
    assert done.status_code == 200 and "Thank you for talking with me" in done.content.decode(), f"seed {seed}"
    assert not WalkLine.objects.filter(walk=walk_id).exists()
    record = everything_kept(cast)
    lost = {words for words in typed.standing if record.count(words) != 1}  # once, and not twice
    return lost, {words for words in gone if words in record}


def everything_kept(cast):
    """The words of the notes, the sides of what was weighed and the safe way of what is planned, as they stand."""
    found = [note.words for note in Note.objects.filter(encounter__person=cast.person)]
    found += [getattr(row, side) for row in TwoSides.objects.filter(person=cast.person) for side in SIDES]
    found += [row.how_safe for row in FollowUp.objects.filter(person=cast.person)]
    return "\n".join(sorted(found))


@pytest.mark.parametrize("first", range(0, WALKS, 20))
def test_any_walk_ends_and_keeps_every_word_that_was_not_dropped(cast, client, first):
    client.force_login(cast.amina)
    for seed in range(first, first + 20):
        lost, stayed = one_walk(client, cast, seed)
        assert not lost, f"seed {seed}: not in the record: {lost}"
        assert not stayed, f"seed {seed}: in the record though it was dropped: {stayed}"


def test_words_that_get_lost_are_noticed(cast, client, monkeypatch):
    whole = keeping.lines_from
    monkeypatch.setattr(keeping, "lines_from", lambda *said: [one for one in whole(*said) if one["kind"] != "line"])
    client.force_login(cast.amina)
    assert any(one_walk(client, cast, seed)[0] for seed in range(5))
