"""Questions about what happened and what is to happen. Lists of people are one statement each, however long."""

from datetime import datetime

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from ajar.access import policy
from ajar.access.compiled import compiled
from ajar.access.models import Amendment, Membership, Worker
from ajar.access.policy import SEES_TEAMS
from ajar.encounters import rules
from ajar.encounters.models import (
    Confidence,
    ConfidenceReader,
    DutyText,
    Encounter,
    FollowUp,
    Judgement,
    LabResult,
    Note,
    Participant,
)
from ajar.people.models import Block, CareTeam, Person

PAGE = 20
NAMES = {
    "kind": _("Kind"), "day": _("Day"), "happened_at": _("Time"), "minutes": _("Minutes"), "place": _("Where"),
    "alone": _("Time alone"), "answer": _("Answer"), "told_why": _("Told why"), "told_who": _("Told who gets it"),
    "specimen": _("What was tested"), "confirmed": _("Confirmed by a laboratory"), "findings": _("What it showed"),
}  # fmt: skip
YES_NO = {"True": _("yes"), "False": _("no"), None: "–", "": "–"}


# What happened


@compiled
def _newest(actor, person, limit):
    rows = Encounter.objects.visible_to(actor, person).select_related("recorded_by")
    return rows.order_by("-day", "-order", "-pk")[:limit]


def encounters(actor, person, before=None, limit=PAGE):
    """The contacts with a person, newest first. before: the `rules.Place` where the last page ended. One statement."""
    if before is None:
        return _newest(actor, person, limit)
    day, order, row = before
    rows = Encounter.objects.visible_to(actor, person).select_related("recorded_by")
    # `day__lte` by itself lets the index begin there; the rest says where within the day.
    rows = rows.filter(day__lte=day).filter(
        Q(day__lt=day) | Q(day=day, order__lt=order) | Q(day=day, order=order, pk__lt=row)
    )
    return list(rows.order_by("-day", "-order", "-pk")[:limit])


def recent(actor, person, limit=5):
    """The newest contacts with a person. One statement."""
    return encounters(actor, person, limit=limit)


def encounter_of(actor, person, encounter_id) -> Encounter:
    """One contact of this person, or 404."""
    return get_object_or_404(
        Encounter.objects.visible_to(actor, person).select_related("recorded_by", "site"), pk=encounter_id
    )


def lines_of(actor, person, encounter) -> list:
    """The lines that stand, each with what it said before. A turned screen has the person's own and no other: what a
    worker or somebody else said about them is read together, if they want, on the worker's."""
    notes = Note.objects.visible_to(actor, person).filter(encounter=encounter).select_related("author")
    return _standing(actor, list(notes.order_by("order", "written_on", "version", "pk")))


def _standing(actor, notes) -> list:
    lines = rules.threads(notes)
    if actor.screen.mine:
        return lines
    own = [line for line in lines if line.speaker == "person"]
    for line in own:
        line.before = [old for old in line.before if old.speaker == "person"]
    return own


def line_of(actor, person, encounter, line_id) -> Note:
    """A line that stands, not one that was corrected, or 404."""
    corrected = Note.objects.filter(corrects=OuterRef("pk"))
    return get_object_or_404(
        Note.objects.visible_to(actor, person).filter(~Exists(corrected), encounter=encounter), pk=line_id
    )


def first_lines(actor, person, of) -> dict:
    """{encounter id: its first line} for a page of encounters. One statement; what is kept between two is left out."""
    ids = [encounter.pk for encounter in of]
    return {note.encounter_id: note for note in _standing(actor, _first_lines(actor, person, ids))}


@compiled
def _first_lines(actor, person, ids):
    return Note.objects.visible_to(actor, person).filter(encounter_id__in=ids, order=1, kept_between=None)


def in_the_room(actor, person, encounter) -> list:
    """Who was there. A supporter named in a joined record has no name here once that record is not seen any more."""
    rows = list(Participant.objects.visible_to(actor, person).filter(encounter=encounter).select_related("supporter"))
    for row in rows:
        if row.supporter and row.supporter.person_id not in _ids(person):
            row.supporter = None
    return rows


def who_can_read(actor, person) -> list:
    """The workers who may open this very record: care team, and the team's counselors, clinicians, supervisors."""
    moment = now()
    cares = CareTeam.objects.filter(worker=OuterRef("pk"), person=person, ended_on=None)
    cares = cares.filter(Q(until=None) | Q(until__gt=moment))
    in_team = Membership.objects.filter(worker=OuterRef("pk"), team_id=person.team_id)
    blocked = Block.objects.filter(worker=OuterRef("pk"), person_id__in=_ids(person), ended_on=None)
    roles = [role.value for role in SEES_TEAMS]
    return list(
        Worker.objects.filter(agency_id=actor.agency_id, is_active=True)
        .filter(Exists(cares) | (Q(role__in=roles) & Exists(in_team)))
        .filter(~Exists(blocked))
        .order_by("name")
    )


def amendments_of(actor, row) -> list:
    """What was kept of a row at each change, oldest first (I-34)."""
    if row.version == 1:
        return []
    kept = Amendment.objects.filter(agency_id=actor.agency_id, thing=row._meta.label_lower, thing_id=row.pk)
    return list(kept.select_related("by").order_by("version", "column"))


def said_before(actor, row) -> list:
    """The same for a page: each with `name` and `said` in words, without what only sorts."""
    kept = [amendment for amendment in amendments_of(actor, row) if amendment.column in NAMES]
    for amendment in kept:
        amendment.name = NAMES[amendment.column]
        choices = dict(row._meta.get_field(amendment.column).flatchoices)
        amendment.said = choices.get(amendment.was, YES_NO.get(amendment.was, amendment.was))
        if amendment.column == "happened_at":
            amendment.said = f"{datetime.fromisoformat(amendment.was):%H:%M}"
    return kept


def as_of(actor, row, version: int) -> dict:
    """The changed columns of a row as they stood at a version, as text; columns that never changed are not in it."""
    stood: dict = {}
    for amendment in reversed(amendments_of(actor, row)):
        if amendment.column not in stood:
            value = getattr(row, row._meta.get_field(amendment.column).attname)
            stood[amendment.column] = None if value is None else str(value)
        if amendment.version >= version:
            stood[amendment.column] = amendment.was
    return stood


def _ids(person) -> list:
    return getattr(person, "one_of", [person.pk])


# What needs more care


def confidences(actor, person, encounter=None) -> list:
    """What this worker may read of what was kept between."""
    rows = Confidence.objects.visible_to(actor, person).select_related("author")
    if encounter is not None:
        rows = rows.filter(encounter=encounter)
    return list(rows.order_by("-day", "-pk"))


def confidence_of(actor, person, confidence_id) -> Confidence:
    return get_object_or_404(Confidence.objects.visible_to(actor, person).select_related("author"), pk=confidence_id)


def readers_of(actor, confidence) -> list:
    """Whom the person named for one confidence."""
    named = ConfidenceReader.objects.filter(agency_id=actor.agency_id, confidence=confidence)
    return [reader.worker for reader in named.select_related("worker").order_by("worker__name")]


def judgements(actor, person) -> list:
    """Duty decisions, newest first. Mine only."""
    return list(Judgement.objects.visible_to(actor, person).select_related("author").order_by("-day", "-pk")[:PAGE])


def duty_texts(actor) -> dict:
    """{kind: the agency's newest own text of that duty rule}."""
    texts = DutyText.objects.filter(agency_id=actor.agency_id).order_by("order")
    return {text.kind: text for text in texts}


def lab_results(actor, person, limit=PAGE) -> list:
    """Tests that were asked for, newest first."""
    rows = LabResult.objects.visible_to(actor, person).select_related("recorded_by")
    return list(rows.order_by("-day", "-order")[:limit])


def lab_result_of(actor, person, test_id) -> LabResult:
    return get_object_or_404(LabResult.objects.visible_to(actor, person).select_related("recorded_by"), pk=test_id)


# What is to happen


def followup_of(actor, person, followup_id) -> FollowUp:
    """What is planned, or 404. A question about safety is not among these: it has its own page and its own answers."""
    rows = FollowUp.objects.visible_to(actor, person).exclude(kind=FollowUp.ASK)
    return get_object_or_404(rows.select_related("worker", "person", "made_by", "next"), pk=followup_id)


def tried(actor, person, encounter) -> list:
    """What was done after somebody did not come: tries, a new day, or leaving the door open."""
    rows = FollowUp.objects.visible_to(actor, person).filter(encounter=encounter).select_related("worker")
    return list(rows.order_by("day", "pk"))


def next_contact(actor, person, for_them=False) -> FollowUp | None:
    """The next planned contact with a person: the nearest day to come, else the last one that is still open.

    for_them: for the person's own paper, only where two people meet or talk.
    """
    today = rules.local_day(now(), rules.zone_of(actor))
    planned = FollowUp.objects.visible_to(actor, person).filter(state="planned").exclude(kind=FollowUp.ASK)
    planned = planned.select_related("worker")
    if for_them:
        planned = planned.for_them()
    passed = Case(When(day__lt=today, then=Value(1)), default=Value(0), output_field=IntegerField())
    return planned.annotate(passed=passed).order_by("passed", "day", "pk").first()


def expected(actor, day) -> list:
    """What this worker has planned up to and on a day, oldest day first, with each one's person; safety apart.

    An earlier one is still open, and nothing else. What is flagged for safety is in `safety_first`. Hours are sealed:
    preload the keys of the people, then `rules.by_hour`. One statement.
    """
    return _planned(actor, day, False)


def safety_first(actor, day) -> list:
    """The planned contacts of this worker up to and on a day that are about safety, and every question about the safety
    of somebody they may see and write about: whoever meets them may ask. One statement."""
    return _first(actor, day) if policy.allows(actor, policy.Permission.RECORD) else _planned(actor, day, True)


@compiled
def _planned(actor, day, safety):
    rows = FollowUp.objects.filter(agency_id=actor.agency_id, worker=actor, state="planned", day__lte=day)
    rows = rows.filter(safety=safety).exclude(kind=FollowUp.ASK)
    return rows.filter(_may_open(actor)).select_related("person").order_by("day", "pk")


@compiled
def _first(actor, day):
    rows = FollowUp.objects.filter(agency_id=actor.agency_id, state="planned", day__lte=day)
    rows = rows.filter(Q(kind=FollowUp.ASK) | Q(worker=actor, safety=True))
    return rows.filter(_may_open(actor)).select_related("person").order_by("day", "pk")


def _may_open(actor):
    """Asked row by row, through the person's key: it does not grow with the number of people."""
    return Exists(Person.objects.visible_to(actor).filter(pk=OuterRef("person_id")))


def doors_open(actor) -> list:
    """Encounters "did not come" of this worker's people in the last 14 days with nothing since, newest first.

    A visit, a try to reach them, a new day or "leave the door open" takes a person off. One statement.
    """
    return _doors(actor, rules.local_day(now(), rules.zone_of(actor)) - rules.DOOR_OPEN)


@compiled
def _doors(actor, since):
    later = Encounter.objects.filter(agency_id=actor.agency_id, person_id=OuterRef("person_id")).filter(
        Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), order__gt=OuterRef("order"))
    )
    answered = FollowUp.objects.filter(agency_id=actor.agency_id, encounter_id=OuterRef("pk"))
    rows = Encounter.objects.filter(agency_id=actor.agency_id, recorded_by=actor, day__gte=since, kind="not-in")
    rows = rows.filter(_may_open(actor), ~Exists(later), ~Exists(answered))
    return rows.select_related("person").order_by("-day", "-order", "pk")
