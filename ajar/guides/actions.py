"""A talk is begun, answered, put right, kept or left. Until it is kept, nothing of it is in the record."""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.compiled import compiled
from ajar.access.policy import Permission
from ajar.encounters import actions as encounters
from ajar.encounters import actions_safety as safety
from ajar.guides import keeping, versions
from ajar.guides.models import Walk, WalkLine, WalkStep
from ajar.people.models import Person


@action(needs=Permission.RECORD)
def start_walk(actor, person, *, start="talk", encounter=None, planned=None, version=None):
    """A talk with somebody, or about somebody who did not come; the one that is open, if there is one.

    encounter: where it belongs. Without one, somebody is here now: the contact is recorded (planned, version: the visit
    they came for). Raises Refused when that visit was seen to already.
    """
    Person.objects.one_at_a_time(person)
    rows = Walk.objects.visible_to(actor, person).filter(state="open", start=start)
    if start == "missed":
        rows = rows.filter(encounter=encounter)
    if (there := rows.first()) is not None:
        audit.wrote(actor, "walk.gone on", there)
        return there
    if encounter is None:
        kept_for = planned.person if planned else person
        encounter = encounters.start_encounter(actor, kept_for, planned=planned, version=version)
    this = versions.in_use(actor)
    first = next(node for node in versions.guide(this).nodes if node.starts and bool(node.ask) == (start == "talk"))
    walk = Walk.objects.create(
        agency_id=actor.agency_id, person=person, map=this, encounter=encounter, start=start, node=first.id,
        day=localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "walk.begun", walk)
    return walk


@action(needs=Permission.RECORD)
def answer(actor, walk, *, at, node, to, answer="", lines=(), at_risk=None):
    """An answer was given, or somebody went elsewhere: the talk stands at `to`, and what was said is in it.

    at_risk: the person, when the answer says that they may hurt themselves. The question about their safety stands from
    now on, whatever becomes of the talk; no word of it is in the question.
    at: how many answers there were when the page was shown. lines: of `keeping.lines_from`. Raises ChangedMeanwhile when it has gone on.
    """
    cells = {"node": Walk._meta.get_field("node").seal(walk, to), "at": at + 1}
    if not Walk.objects.filter(pk=walk.pk, agency_id=actor.agency_id, at=at, state="open").update(**cells):
        raise ChangedMeanwhile(walk, cells)
    WalkStep.objects.create(
        agency_id=actor.agency_id, person_id=walk.person_id, walk=walk, number=at, node=node.id, answer=answer
    )
    given = node.answer(answer)
    if given and ("drop_step" in given.do or "set_step" in given.do):
        lines = _step_before(actor, walk, given, list(lines))
    if given and "keep_door_open" in given.do and walk.start == "missed":
        encounters.leave_door_open(actor, walk.encounter, words=str(given.label))
    _add(actor, walk, node.id, lines)
    if at_risk is not None:
        safety.ask_about_safety(actor, at_risk)
    audit.wrote(actor, "walk.answered", walk)
    walk.node, walk.at = to, at + 1
    return walk


def _step_before(actor, walk, given, lines) -> list[dict]:
    """A step that was named a moment ago gives way to the smaller one, or keeps its words with a helper beside them."""
    rows = WalkLine.objects.filter(agency_id=actor.agency_id, walk=walk, dropped=False).order_by("-order")
    before = next((row for row in rows if row.kind == "step"), None)
    smaller = next((line for line in lines if line["kind"] == "step"), None)
    if before is None:
        return [line for line in lines if line is not smaller or smaller["words"]]
    if "drop_step" in given.do or smaller is not None:
        WalkLine.objects.filter(pk=before.pk, agency_id=actor.agency_id).update(dropped=True)
    return [keeping.smaller(before, line) if line is smaller else line for line in lines]


@action(needs=Permission.RECORD)
def add_words(actor, walk, *, node_id, lines, late=False):
    """Words that were typed, wherever the talk stands by now. The same words of the same question are kept once.

    lines: of `keeping.lines_from`. late: from a page that was old; what the talk holds anywhere, or was dropped from it, is
    not kept again.
    """
    _add(actor, walk, node_id, lines, late=late)
    audit.wrote(actor, "walk.words added", walk)
    return walk


@compiled
def _said(agency_id, walk_id):
    return WalkLine.objects.filter(agency_id=agency_id, walk_id=walk_id).order_by("order")


def _add(actor, walk, node_id, lines, *, late=False) -> None:
    if not lines:
        return
    there = _said(actor.agency_id, walk.pk)
    standing = {(row.kind, row.words, row.more) for row in there if not row.dropped and row.node == node_id}
    last = there[-1].order if there else 0
    new = [line for line in lines if (line["kind"], line["words"], line["more"]) not in standing]
    if late:
        held = set().union(*(keeping.texts(row.words, row.more) for row in there))
        new = [line for line in new if keeping.texts(line["words"], line["more"]) - held]
    for order, line in enumerate(new, last + 1):
        WalkLine.objects.create(
            agency_id=actor.agency_id, person_id=walk.person_id, walk=walk, order=order, node=node_id, **line
        )


@action(needs=Permission.RECORD)
def change_words(actor, walk, *, line, words, talk=None):
    """The line as they say it now. talk: what kind of change talk it is, where the worker has marked it."""
    cells = {"words": WalkLine._meta.get_field("words").seal(line, words)}
    if talk is not None:
        cells["talk"] = talk
    WalkLine.objects.filter(pk=line.pk, agency_id=actor.agency_id).update(**cells)
    audit.wrote(actor, "walk.words changed", walk)
    return walk


@action(needs=Permission.RECORD)
def leave_out(actor, walk, *, line, dropped=True):
    """The line is not to be kept; or is again, for as long as the talk goes on."""
    WalkLine.objects.filter(pk=line.pk, agency_id=actor.agency_id).update(dropped=dropped)
    audit.wrote(actor, "walk.words left out" if dropped else "walk.words taken back", walk)
    return walk


@action(needs=Permission.RECORD)
def go_back(actor, walk, *, at):
    """The question before this one. What was said stays. Raises ChangedMeanwhile when it has gone on."""
    before = WalkStep.objects.filter(agency_id=actor.agency_id, walk=walk).order_by("-number").first()
    if before is None:
        audit.wrote(actor, "walk.at its start", walk)
        return walk
    cells = {"node": Walk._meta.get_field("node").seal(walk, before.node), "at": at + 1}
    if not Walk.objects.filter(pk=walk.pk, agency_id=actor.agency_id, at=at, state="open").update(**cells):
        raise ChangedMeanwhile(walk, cells)
    WalkStep.objects.filter(pk=before.pk, agency_id=actor.agency_id).delete()
    audit.wrote(actor, "walk.gone back", walk)
    walk.node, walk.at = before.node, at + 1
    return walk


@action(needs=Permission.RECORD)
def speak_two(actor, walk, *, second):
    """Each question in a second language too, for a talk with an interpreter; or in one again."""
    Walk.objects.filter(pk=walk.pk, agency_id=actor.agency_id).update(second=second)
    audit.wrote(actor, "walk.languages", walk)
    return walk


@action(needs=Permission.RECORD)
def keep_walk(actor, person, walk, *, lines):
    """The note was read together: these lines are kept, each in the room where it lives, and the rest is gone.

    lines: {id: (words, kind of change talk)} of those that are kept. Twice is once.
    """
    if not Walk.objects.filter(pk=walk.pk, agency_id=actor.agency_id, state="open").update(state="kept"):
        audit.wrote(actor, "walk.kept again", walk)
        return walk
    there = _said(actor.agency_id, walk.pk)
    kept = []
    for row in there:
        if row.pk in lines:
            row.words, row.talk = lines[row.pk]
            kept.append(row)
    keeping.write(actor, person, walk, kept)
    _forget(actor, walk)
    audit.wrote(actor, "walk.kept", walk)
    return walk


@action(needs=Permission.RECORD)
def leave_walk(actor, walk):
    """Nothing of it is kept but that they were here. The words are gone."""
    Walk.objects.filter(pk=walk.pk, agency_id=actor.agency_id, state="open").update(state="left")
    _forget(actor, walk)
    audit.wrote(actor, "walk.left", walk)
    return walk


def _forget(actor, walk) -> None:
    """What was said and not kept is gone: it was never in the record, and the person said so."""
    WalkStep.objects.filter(agency_id=actor.agency_id, walk=walk).delete()
    WalkLine.objects.filter(agency_id=actor.agency_id, walk=walk).delete()
