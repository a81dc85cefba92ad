"""Every write about needs, strengths, obstacles, changes, patterns and what might happen.

encounter: where it was said, or None. kept_between: the confidence it was made from; the row inherits its readers
(decision 31). day: a local day, today if not given. Each returns its row.
"""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.goals import rules
from ajar.goals.models import Change, Need, Obstacle, Pattern, Strength, TwoSides, WhatMightHappen
from ajar.people.actions import Refused


def kept_with(*rows):
    """The confidence that a row made from these inherits."""
    return next((row.kept_between for row in rows if row is not None and row.kept_between_id), None)


def make(actor, person, model, **columns):
    row = model(agency_id=actor.agency_id, person=person, by=actor, **columns)
    row.save(force_insert=True)
    return row


@action(needs=Permission.RECORD)
def record_need(actor, person, *, words, rung, most_now=True, day=None, encounter=None, kept_between=None):
    """A need in the person's words, on its rung of the ladder. most_now: the most important one from here on."""
    need = make(
        actor, person, Need, words=words, rung=rung, day=day or localdate(), encounter=encounter,
        kept_between=kept_between,
    )  # fmt: skip
    if most_now:
        _most_now(actor, person, need)
    audit.wrote(actor, "need.recorded", need)
    return need


def _most_now(actor, person, need):
    # The mark moves off the other needs of the same readers: what is kept between two people must not be seen by what
    # it takes away, and nobody writes to a row that they may not see.
    rows = Need.objects.filter(agency_id=actor.agency_id, person_id__in=getattr(person, "one_of", [person.pk]))
    rows.filter(kept_between=need.kept_between_id).filter(most_now=True).exclude(pk=need.pk).update(most_now=False)
    Need.objects.filter(pk=need.pk, agency_id=actor.agency_id).update(most_now=True)
    need.most_now = True


@action(needs=Permission.CHANGE_RECORD)
def put_need_first(actor, person, *, need):
    """This need is the most important now; a need that was met is open again."""
    if need.met_on:
        amend(actor, need, version=need.version, subject=need.person_id, met_on=None)
    _most_now(actor, person, need)
    audit.wrote(actor, "need.put first", need)
    return need


@action(needs=Permission.CHANGE_RECORD)
def meet_need(actor, need, *, met=True, day=None):
    """The need is met, or is not any more."""
    amend(
        actor, need, version=need.version, subject=need.person_id, met_on=(day or localdate()) if met else None,
        most_now=need.most_now and not met,
    )  # fmt: skip
    audit.wrote(actor, "need.met" if met else "need.open again", need)
    return need


@action(needs=Permission.CHANGE_RECORD)
def change_need(actor, need, *, version, words, rung):
    amend(actor, need, version=version, subject=need.person_id, words=words, rung=rung)
    audit.wrote(actor, "need.changed", need)
    return need


@action(needs=Permission.RECORD)
def record_strength(actor, person, *, words, day=None, encounter=None, kept_between=None):
    """What has helped before, as said."""
    strength = make(
        actor, person, Strength, words=words, day=day or localdate(), encounter=encounter, kept_between=kept_between
    )
    audit.wrote(actor, "strength.recorded", strength)
    return strength


@action(needs=Permission.CHANGE_RECORD)
def change_strength(actor, strength, *, version, words):
    amend(actor, strength, version=version, subject=strength.person_id, words=words)
    audit.wrote(actor, "strength.changed", strength)
    return strength


@action(needs=Permission.RECORD)
def record_obstacle(actor, person, *, words, owner, day=None, encounter=None, kept_between=None):
    """What stands in the way, and whose it is: the world's or ours, never the person's."""
    obstacle = make(
        actor, person, Obstacle, words=words, owner=owner, day=day or localdate(), encounter=encounter,
        kept_between=kept_between,
    )  # fmt: skip
    audit.wrote(actor, "obstacle.recorded", obstacle)
    return obstacle


@action(needs=Permission.CHANGE_RECORD)
def change_obstacle(actor, obstacle, *, version, words, owner):
    amend(actor, obstacle, version=version, subject=obstacle.person_id, words=words, owner=owner)
    audit.wrote(actor, "obstacle.changed", obstacle)
    return obstacle


@action(needs=Permission.CHANGE_RECORD)
def clear_obstacle(actor, obstacle, *, gone=True, day=None):
    """It is out of the way, or back in it."""
    gone_on = (day or localdate()) if gone else None
    amend(actor, obstacle, version=obstacle.version, subject=obstacle.person_id, gone_on=gone_on)
    audit.wrote(actor, "obstacle.gone" if gone else "obstacle.back", obstacle)
    return obstacle


@action(needs=Permission.RECORD)
def add_change(
    actor, person, *, kind, domain="", words="", day=None, about_then=False, noticed_by="person", goal=None,
    made_on=None, encounter=None, kept_between=None,
):  # fmt: skip
    """Something better, a setback or an event, as the person or a worker tells it (decision 32).

    domain: a goal domain or a part of life; without one, the goal's, or "any". Nothing else moves: no counter, no
    stage, no state.
    """
    day = day or localdate()
    change = make(
        actor, person, Change, kind=kind, domain=domain or (goal.domain if goal else "any"), words=words, day=day,
        about_then=about_then, noticed_by=noticed_by, goal=goal, made_on=made_on or localdate(), encounter=encounter,
        kept_between=kept_between or kept_with(goal),
    )  # fmt: skip
    audit.wrote(actor, "change.added", change)
    return change


@action(needs=Permission.CHANGE_RECORD)
def change_change(actor, change, *, version, kind, domain, words, day, about_then, noticed_by, goal=None):
    """Say it another way; what was said before is kept. Raises Refused for a goal with other readers than the change:
    what the team has read does not vanish under a confidence."""
    if goal is not None and goal.kept_between_id not in (None, change.kept_between_id):
        raise Refused("kept between two")
    amend(
        actor, change, version=version, subject=change.person_id, kind=kind, domain=domain or "any", words=words,
        day=day, about_then=about_then, noticed_by=noticed_by, goal=goal,
    )  # fmt: skip
    audit.wrote(actor, "change.changed", change)
    return change


@action(needs=Permission.RECORD)
def thank(actor, change):
    """A worker thanks the person for telling; Today's good news shows who did. The first thanks stays."""
    if change.thanked_by_id is None:
        Change.objects.filter(pk=change.pk, agency_id=actor.agency_id, thanked_by=None).update(thanked_by=actor)
        change.thanked_by = actor
    audit.wrote(actor, "change.thanked", change)
    return change


PATTERN_WORDS = ("benefits", "what", "state_of_self", "surroundings", "harms", "own_label", "job")


@action(needs=Permission.RECORD)
def record_pattern(actor, person, *, behavior, place="", day=None, kept_between=None, **words):
    """A behavior with a risk, any: what it gives comes first. words: any of PATTERN_WORDS; none is asked for."""
    pattern = make(
        actor, person, Pattern, behavior=behavior, place=place, day=day or localdate(), kept_between=kept_between,
        **{name: words.get(name, "") for name in PATTERN_WORDS},
    )  # fmt: skip
    audit.wrote(actor, "pattern.recorded", pattern)
    return pattern


@action(needs=Permission.CHANGE_RECORD)
def change_pattern(actor, pattern, *, version, behavior, place="", **words):
    said = {name: words.get(name, "") for name in PATTERN_WORDS}
    amend(actor, pattern, version=version, subject=pattern.person_id, behavior=behavior, place=place, **said)
    audit.wrote(actor, "pattern.changed", pattern)
    return pattern


@action(needs=Permission.RECORD)
def record_what_might_happen(
    actor, person, *, choice, knows="", offered="", makes_of_it="", goal=None, day=None, kept_between=None
):
    """What may come of a choice: asked, offered with leave, asked again. The person knew this and chose this."""
    row = make(
        actor, person, WhatMightHappen, choice=choice, knows=knows, offered=offered, makes_of_it=makes_of_it,
        goal=goal, day=day or localdate(), kept_between=kept_between or kept_with(goal),
    )  # fmt: skip
    audit.wrote(actor, "choice.recorded", row)
    return row


SIDES = ("about", *rules.SIDES)


@action(needs=Permission.RECORD)
def record_two_sides(actor, person, *, day=None, encounter=None, kept_between=None, **words):
    """Both sides of one thing, as it is and if it changed. words: any of SIDES; none weighs more than another."""
    row = make(
        actor, person, TwoSides, day=day or localdate(), encounter=encounter, kept_between=kept_between,
        **{name: words.get(name, "") for name in SIDES},
    )  # fmt: skip
    audit.wrote(actor, "sides.recorded", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def change_two_sides(actor, sides, *, version, **words):
    """The sides as they say them now; what was said before is kept."""
    said = {name: words.get(name, "") for name in SIDES}
    amend(actor, sides, version=version, subject=sides.person_id, **said)
    audit.wrote(actor, "sides.changed", sides)
    return sides
