"""Counseling notes (42 CFR 2.11): read here and nowhere else, by their author and whom the author named.

Rows are fetched sealed as `ajar_counseling` (walls.as_counseling) and opened after it; workers' names come after too.
"""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from ajar.access import audit, policy
from ajar.access.models import Worker
from ajar.access.walls import as_counseling
from ajar.encounters import rules
from ajar.encounters.models import CounselingNote, CounselingReader
from ajar.encounters.queries import who_can_read
from ajar.people.queries import tell_opened

PAGE = 20


def notes(actor, person, before=None) -> tuple[list, rules.Place | None]:
    """(the notes that stand and that this worker may read, newest first; where the next page begins). Leaves the line of
    an opening whether there are any or none."""
    tell_opened(actor, "counseling.opened", person)
    rows = CounselingNote.objects.visible_to(actor, person)
    rows = rows.filter(~Exists(CounselingNote.objects.filter(corrects=OuterRef("pk"))))
    if before is not None:
        day, order, row = before
        rows = rows.filter(Q(day__lt=day) | Q(day=day, order__lt=order) | Q(day=day, order=order, pk__lt=row))
    with as_counseling():
        found = list(rows.order_by("-day", "-order", "-pk")[: PAGE + 1])
    page = _with_authors(actor, found[:PAGE])
    return page, rules.Place.of(page[-1]) if len(found) > PAGE else None


def note_of(actor, person, note_id) -> CounselingNote:
    """What stands of a note, by the id of the row that it began with; with `before`: what it said earlier. A note that is
    not theirs and one that never was are one 404, and leave one line (A4-02)."""
    tell_opened(actor, "counseling.opened", person)
    rows = CounselingNote.objects.visible_to(actor, person).filter(Q(pk=note_id, first=None) | Q(first_id=note_id))
    with as_counseling():
        found = list(rows)
    standing = rules.threads(found)
    if not standing:
        audit.refused(actor, "counseling.not opened", about=note_id)
        raise Http404
    _with_authors(actor, found)
    return standing[0]


def own_note(actor, person, note_id) -> CounselingNote:
    """The same for who puts it right or names a reader: its author."""
    note = note_of(actor, person, note_id)
    if note.author_id != actor.pk:
        raise Http404
    return note


def readers_of(actor, note) -> list[Worker]:
    """Whom the author named for this note and did not take back."""
    rows = CounselingReader.objects.filter(agency_id=actor.agency_id, note_id=note.began, ended_on=None)
    with as_counseling():
        ids = list(rows.values_list("worker_id", flat=True))
    return list(Worker.objects.filter(agency_id=actor.agency_id, pk__in=ids).order_by("name")) if ids else []


def may_be_named(actor, person) -> list[Worker]:
    """Professionals who can open this record."""
    there = who_can_read(actor, person)
    return [w for w in there if w.pk != actor.pk and policy.allows(w, policy.Permission.READ_COUNSELING)]


def _with_authors(actor, rows) -> list:
    ids = {row.author_id for row in rows} - {actor.pk}
    workers = {actor.pk: actor}
    if ids:
        workers |= {w.pk: w for w in Worker.objects.filter(agency_id=actor.agency_id, pk__in=ids)}
    for row in rows:
        row.author = workers[row.author_id]
    return rows
