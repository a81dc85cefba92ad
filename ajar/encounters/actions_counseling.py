"""Counseling notes (42 CFR 2.11): written, put right, and who else may read one. Their author only.

The audit holds that one was written, by whom, about whom, and no content; no page shows these lines (people.queries.LOOKED).
None of these returns a row: a form that is sent twice would look for it, and only this room's queries may.
"""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Max, Q

from ajar.access import audit, policy, seal
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.access.walls import as_counseling
from ajar.encounters import rules
from ajar.encounters.actions import today
from ajar.encounters.models import CounselingNote, CounselingReader
from ajar.people.actions import Refused


@action(needs=Permission.WRITE_COUNSELING)
def write_note(actor, person, *, words, readers=(), encounter=None):
    """Keep a note apart from the record. readers: workers whom the author names for this note, for supervised training.

    Returns its id. Raises Refused for what looks like a test result (A4-05).
    """
    _belongs(words)
    _may_read(readers)
    day = today(actor)
    seal.preload(actor.agency_id, [person.pk])
    with as_counseling():
        own = CounselingNote.objects.filter(agency_id=actor.agency_id, person_id=person.pk, author=actor, day=day)
        note = CounselingNote(
            agency_id=actor.agency_id, person=person, encounter=encounter, author=actor, words=words, day=day,
            order=(own.aggregate(last=Max("order"))["last"] or 0) + 1, written_on=day,
        )  # fmt: skip
        note.save(force_insert=True)
        _name(actor, note, readers, day)
    audit.wrote(actor, "counseling.written", note)
    return note.pk


@action(needs=Permission.WRITE_COUNSELING)
def correct_note(actor, person, *, note, version, words, why):
    """New words in the place of the old ones, which stay under them. note: the id that it began with. Raises Refused as
    above, and ChangedMeanwhile."""
    _belongs(words)
    seal.preload(actor.agency_id, person.one_of)
    try:
        with as_counseling():
            stands, before = _own(actor, note)
            if before != version - 1:
                raise ChangedMeanwhile(stands, {"words": words})
            new = CounselingNote(
                agency_id=actor.agency_id, person_id=stands.person_id, encounter_id=stands.encounter_id, author=actor,
                words=words, why=why, day=stands.day, order=stands.order, first_id=note, corrects_id=stands.pk,
                written_on=today(actor),
            )  # fmt: skip
            new.save(force_insert=True)
    except IntegrityError:  # another tab was quicker in the same instant
        raise ChangedMeanwhile(stands, {"words": words}) from None
    audit.wrote(actor, "counseling.corrected", new)
    return new.pk


@action(needs=Permission.WRITE_COUNSELING)
def name_readers(actor, person, *, note, readers):
    """Who may read this note along from now on; who is not among them may not any more. note: the id it began with."""
    _may_read(readers)
    day = today(actor)
    with as_counseling():
        stands, _before = _own(actor, note)
        named = CounselingReader.objects.filter(agency_id=actor.agency_id, note_id=note, ended_on=None)
        named.exclude(worker_id__in=[worker.pk for worker in readers]).update(ended_on=day)
        there = set(named.values_list("worker_id", flat=True))
        _name(actor, stands, [worker for worker in readers if worker.pk not in there], day)
    audit.wrote(actor, "counseling.named", stands)


@action(needs=Permission.WRITE_COUNSELING)
def tell_misfiled(actor, person):
    """That something which looks like a test result was to be kept as a counseling note, and was not (A4-05)."""
    audit.wrote(actor, "counseling.misfiled_class", person)


def _name(actor, note, readers, day) -> None:
    CounselingReader.objects.bulk_create(
        CounselingReader(agency_id=actor.agency_id, note_id=note.began, worker=worker, since=day)
        for worker in {w.pk: w for w in readers}.values()
        if worker.pk != actor.pk
    )


def _belongs(words) -> None:
    if rules.misfiled(words):
        raise Refused("misfiled_class")


def _may_read(readers) -> None:
    if not all(policy.allows(worker, Permission.READ_COUNSELING) for worker in readers):
        raise Refused("not a professional")


def _own(actor, began) -> tuple:
    """(what stands of a note of the actor's own, how often it was put right). Raises PermissionDenied for others."""
    rows = CounselingNote.objects.filter(agency_id=actor.agency_id, author=actor)
    standing = rules.threads(list(rows.filter(Q(pk=began, first=None) | Q(first_id=began))))
    if not standing:
        raise PermissionDenied(Permission.WRITE_COUNSELING)
    return standing[0], len(standing[0].before)
