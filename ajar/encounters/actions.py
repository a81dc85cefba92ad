"""Every write about what happened with a person and what is to happen next. Confidences: `actions_kept.py`.

A follow-up is planned, done, moved or handed on, and nothing here is ever late.
"""

from django.db.models import Max
from django.utils.timezone import now

from ajar.access import audit, policy
from ajar.access.act import ChangedMeanwhile, action, amend
from ajar.access.compiled import compiled
from ajar.access.policy import Permission
from ajar.encounters import rules
from ajar.encounters.models import Encounter, FollowUp, Note, Participant
from ajar.people.actions import Refused
from ajar.people.models import Person, Supporter

NOT_IN = "not-in"


def today(actor):
    """The day it is where the worker is."""
    return rules.local_day(now(), rules.zone_of(actor))


@action(needs=Permission.RECORD)
def record_encounter(
    actor, person, *, kind, happened_at, minutes=None, place="", alone="", supporters=(), others="", words="",
    speaker="person", site=None,
):  # fmt: skip
    """One contact, at any time up to now, with who was there and what was said first.

    happened_at: an aware time; the local day of the site is stored beside it and never moves (decision 23).
    supporters: ids of the person's supporters; others: anybody else, in words. Raises Refused for a time to come.
    """
    _has_happened(happened_at)
    encounter = _write(
        actor, person, kind=kind, happened_at=happened_at, minutes=minutes, place=place, alone=alone, site=site
    )
    if supporters or others.strip():
        _who_was_there(encounter, person, supporters, others)
    if words:
        _write_line(actor, encounter, order=1, speaker=speaker, words=words)
    audit.wrote(actor, "encounter.recorded", encounter)
    return encounter


@action(needs=Permission.RECORD)
def start_encounter(actor, person, *, kind="session", planned=None, version=None):
    """Somebody is here now, in one press. planned, version: the visit they came for, which becomes "arrived".

    Two hours later than planned is arrived, as any other time is.
    """
    encounter = _write(actor, person, kind=kind, happened_at=now())
    if planned is not None:
        policy.require(actor, Permission.CHANGE_RECORD)
        _close(actor, planned, version, state="arrived")
        audit.wrote(actor, "followup.arrived", planned)
    audit.wrote(actor, "encounter.started", encounter)
    return encounter


def _write(actor, person, *, kind, happened_at, minutes=None, place="", alone="", site=None):
    site = site or actor.site
    happened_at = rules.local(happened_at, rules.zone_of(actor, site))
    day = happened_at.date()
    encounter = Encounter(
        agency_id=actor.agency_id, person=person, kind=kind, day=day, order=_next_order(actor, person, day),
        happened_at=happened_at, recorded_on=today(actor), minutes=minutes, place=place, alone=alone, site=site,
        recorded_by=actor,
    )  # fmt: skip
    encounter.save(force_insert=True)
    if kind != NOT_IN:
        Person.objects.mark_seen(person, day)
    return encounter


def _has_happened(instant) -> None:
    if instant.tzinfo is None:
        raise ValueError("a time without a zone")
    if instant > now():
        raise Refused("a time to come")


def _next_order(actor, person, day) -> int:
    return (_last_order.first(actor.agency_id, person.pk, day) or 0) + 1


@compiled
def _last_order(agency_id, person_id, day):
    same_day = Encounter.objects.filter(agency_id=agency_id, person_id=person_id, day=day)
    return same_day.order_by("-order").values_list("order", flat=True)[:1]


@action(needs=Permission.CHANGE_RECORD)
def amend_encounter(actor, encounter, *, version, kind, happened_at, minutes, place, alone, why=""):
    """Put right what was recorded; what it said before stays readable. Raises ChangedMeanwhile, or Refused."""
    _has_happened(happened_at)
    was = encounter.happened_at
    happened_at = was if happened_at == was else rules.local(happened_at, rules.zone_of(actor, encounter.site))
    day = encounter.day if happened_at == was else happened_at.date()
    order = encounter.order if day == encounter.day else _next_order(actor, encounter.person, day)
    amend(
        actor, encounter, version=version, subject=encounter.person_id, why=why, kind=kind, day=day, order=order,
        happened_at=happened_at, minutes=minutes, place=place, alone=alone,
    )  # fmt: skip
    if kind != NOT_IN:
        Person.objects.mark_seen(encounter.person, day)
    audit.wrote(actor, "encounter.amended", encounter)
    return encounter


def _who_was_there(encounter, person, supporters, others) -> None:
    named = list(
        Supporter.objects.filter(
            agency_id=encounter.agency_id, person_id__in=getattr(person, "one_of", [person.pk]), pk__in=supporters
        )
    )
    rows = [
        Participant(
            agency_id=encounter.agency_id, person_id=encounter.person_id, encounter=encounter, kind="supporter",
            supporter=supporter, may_see=supporter.may_be_told,
        )
        for supporter in named
    ]  # fmt: skip
    if others.strip():
        rows.append(
            Participant(
                agency_id=encounter.agency_id, person_id=encounter.person_id, encounter=encounter, kind="other",
                name=others,
            )
        )  # fmt: skip
    Participant.objects.bulk_create(rows)


@action(needs=Permission.RECORD)
def add_participant(actor, encounter, *, kind, supporter=None, name="", may_see=""):
    """Somebody was in the room, and what the person says they may hear or read."""
    there = Participant(
        agency_id=actor.agency_id, person_id=encounter.person_id, encounter=encounter, kind=kind, supporter=supporter,
        name=name, may_see=may_see,
    )  # fmt: skip
    there.save(force_insert=True)
    audit.wrote(actor, "participant.added", there)
    return there


@action(needs=Permission.RECORD)
def add_line(actor, encounter, *, speaker, words, talk="", kept_between=None):
    """One line: who said it, verbatim. kept_between: the confidence it comes from, whose readers it then has."""
    if talk and speaker != "person":
        raise Refused("only the person's own words are change talk")
    last = Note.objects.filter(agency_id=actor.agency_id, encounter=encounter).aggregate(last=Max("order"))["last"]
    line = _write_line(
        actor, encounter, order=(last or 0) + 1, speaker=speaker, words=words, talk=talk, kept_between=kept_between
    )
    audit.wrote(actor, "line.added", line)
    return line


def _write_line(actor, encounter, **what):
    line = Note(
        agency_id=actor.agency_id, person_id=encounter.person_id, encounter=encounter, author=actor,
        written_on=today(actor), **what,
    )  # fmt: skip
    line.save(force_insert=True)
    return line


@action(needs=Permission.CHANGE_RECORD)
def correct_line(actor, line, *, version, speaker, words, why):
    """A new line in the place of an old one, which stays readable under it. Raises ChangedMeanwhile."""
    # One correction a line: whoever is second is told, and sees what stands now (I-23).
    mine = Note.objects.filter(pk=line.pk, agency_id=actor.agency_id, version=version)
    if not mine.update(version=version + 1):
        now_stands = Note.objects.filter(agency_id=actor.agency_id, corrects=line).first()
        raise ChangedMeanwhile(now_stands or line, {"words": words})
    new = _write_line(
        actor, line.encounter, order=line.order, speaker=speaker, words=words, corrects=line, why=why,
        talk=line.talk if speaker == "person" else "", kept_between_id=line.kept_between_id,
    )  # fmt: skip
    audit.wrote(actor, "line.corrected", new)
    return new


@action(needs=Permission.CHANGE_RECORD)
def mark_line(actor, line, *, version, talk):
    """Say what kind of change talk a line of the person is, or that it is none."""
    if talk and line.speaker != "person":
        raise Refused("only the person's own words are change talk")
    amend(actor, line, version=version, subject=line.person_id, talk=talk)
    audit.wrote(actor, "line.marked", line)
    return line


@action(needs=Permission.RECORD)
def plan_followup(actor, person, *, kind, day, at="", what="", how_safe="", safety=False, worker=None, encounter=None):
    """Plan a visit, call, message, way together or task. worker: for whom, the actor if nobody else."""
    row = FollowUp(
        agency_id=actor.agency_id, person=person, encounter=encounter, kind=kind, safety=safety, day=day, at=at,
        what=what, how_safe=how_safe, worker=worker or actor, made_by=actor,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "followup.planned", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def finish_followup(actor, followup, *, version, came_of_it=""):
    """It happened; what came of it, in words. Raises ChangedMeanwhile."""
    _close(actor, followup, version, state="done", came_of_it=came_of_it)
    audit.wrote(actor, "followup.done", followup)
    return followup


@action(needs=Permission.CHANGE_RECORD)
def move_followup(actor, followup, *, version, day, at=""):
    """Another day: a new row, which the old one names. Returns the new one."""
    moved = _again(actor, followup, day=day, at=at, worker=followup.worker)
    _close(actor, followup, version, state="moved", next=moved)
    audit.wrote(actor, "followup.moved", moved)
    return moved


@action(needs=Permission.CHANGE_RECORD)
def hand_on(actor, followup, *, version, worker):
    """Another worker takes it: a new row for them, which the old one names. Returns the new one."""
    handed = _again(actor, followup, day=followup.day, at=followup.at, worker=worker)
    _close(actor, followup, version, state="handed", next=handed)
    audit.wrote(actor, "followup.handed", handed)
    return handed


@action(needs=Permission.CHANGE_RECORD)
def mark_not_in(actor, followup, *, version):
    """They did not come, or nobody answered. A visit leaves an encounter "did not come", which it returns;
    anything else returns the follow-up. Neither is counted anywhere."""
    here = followup.kind == "visit"
    _close(actor, followup, version, state="not-in")
    audit.wrote(actor, "followup.not in", followup)
    if not here:
        return followup
    encounter = _write(actor, followup.person, kind=NOT_IN, happened_at=now())
    audit.wrote(actor, "encounter.recorded", encounter)
    return encounter


@action(needs=Permission.RECORD)
def record_attempt(actor, encounter, *, kind, whom, said="", came_of_it=""):
    """A try to reach somebody who did not come: whom it went to, what was said, what came of it."""
    row = FollowUp(
        agency_id=actor.agency_id, person_id=encounter.person_id, encounter=encounter, kind=kind, day=today(actor),
        what=whom, how_safe=said, worker=actor, made_by=actor, came_of_it=came_of_it, state="done",
        closed_on=today(actor),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "followup.tried", row)
    return row


@action(needs=Permission.RECORD)
def leave_door_open(actor, encounter, *, words):
    """Nothing to do now. It leaves Today, and the door stays open; nothing about the person changes."""
    row = FollowUp(
        agency_id=actor.agency_id, person_id=encounter.person_id, encounter=encounter, kind="task", day=today(actor),
        what=words, worker=actor, made_by=actor, state="done", closed_on=today(actor),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "followup.door left open", row)
    return row


def _again(actor, old, *, day, at, worker):
    row = FollowUp(
        agency_id=actor.agency_id, person_id=old.person_id, encounter_id=old.encounter_id, kind=old.kind,
        safety=old.safety, day=day, at=at, what=old.what, how_safe=old.how_safe, worker=worker, made_by=actor,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _close(actor, followup, version, **changed) -> None:
    if followup.state != "planned" and followup.version == version:
        raise Refused("already closed")
    amend(actor, followup, version=version, subject=followup.person_id, closed_on=today(actor), **changed)
