"""The verbs: a file comes in, somebody looked, something was wrong, something was put right."""

import hashlib
import json

from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.directory import listing
from ajar.directory.models import Check, Import, Record, Schedule, Service, ServiceAtLocation

BATCH = 2000
_BY_FILE = [
    "name", "organization", "status", "description", "eligibility", "application", "fees", "documents", "alert", "phone",
    "url", "email", "languages", "marks",
]  # fmt: skip


@action(needs=Permission.IMPORT_DIRECTORY)
def begin_import(actor, *, file, digest, total):
    """The run of a file, or the one of the same bytes that was cut off. A file that is in already begins anew."""
    run, new = Import.objects.get_or_create(
        agency_id=actor.agency_id, digest=digest,
        defaults={"file": file[:300], "total": total, "started_at": timezone.now(), "by": actor},
    )  # fmt: skip
    if not new and run.state == "done":
        run.state, run.done, run.new, run.changed, run.same = "running", 0, 0, 0, 0
        run.started_at, run.total = timezone.now(), total
        run.save()
    audit.wrote(actor, "directory.import began", run)
    return run


@action(needs=Permission.IMPORT_DIRECTORY)
def keep_records(actor, *, run, records):
    """The next records of a run, all of them or none. records: (table, document). Known ones are brought up to date."""
    place, kept = run.done, {}
    for number, (table, document) in enumerate(records):
        body = json.dumps(document, ensure_ascii=False)
        kept[table, str(document["id"])] = Record(
            agency_id=actor.agency_id, table=table, hsds_id=str(document["id"]), place=place + number, body=body,
            digest=hashlib.sha256(body.encode()).hexdigest(),
        )  # fmt: skip
    there = {
        (row.table, row.hsds_id): row
        for row in Record.objects.filter(
            agency_id=actor.agency_id, hsds_id__in=[hsds_id for _table, hsds_id in kept]
        ).only("table", "hsds_id", "digest")
    }
    new = [row for key, row in kept.items() if key not in there]
    changed = [row for key, row in kept.items() if key in there and there[key].digest != row.digest]
    for row in changed:
        row.pk = there[row.table, row.hsds_id].pk
    Record.objects.bulk_create(new, BATCH)
    Record.objects.bulk_update(changed, ["body", "digest", "place"], batch_size=200)
    fresh = {row.hsds_id for row in [*new, *changed] if row.table == "service"}
    _list(actor, [document for table, document in records if table == "service" and str(document["id"]) in fresh])
    run.done += len(records)
    run.new += len(new)
    run.changed += len(changed)
    run.same += len(kept) - len(new) - len(changed)
    run.save(update_fields=["done", "new", "changed", "same"])
    audit.wrote(actor, "directory.records kept", run)
    return run


@action(needs=Permission.IMPORT_DIRECTORY)
def end_import(actor, *, run):
    run.state = "done"
    run.save(update_fields=["state"])
    audit.wrote(actor, "directory.import ended", run)
    return run


@action(needs=Permission.IMPORT_DIRECTORY)
def read_anew(actor, *, keys):
    """Read records of services that are here already as a file of today would be read: lists of words change.

    keys: of Records. What this agency said of a service itself stays. Returns how many.
    """
    rows = Record.objects.filter(agency_id=actor.agency_id, pk__in=keys, table="service")
    documents = [json.loads(row.body) for row in rows]
    _list(actor, documents)
    audit.wrote(actor, "directory.read anew", actor.agency)
    return len(documents)


def _list(actor, documents) -> None:
    """What pages read, made from the documents. What this agency said of a service itself stays."""
    ids = [str(document["id"]) for document in documents]
    there = {row.hsds_id: row for row in Service.objects.filter(agency_id=actor.agency_id, hsds_id__in=ids)}
    new, changed, places, hours = [], [], [], []
    for document in documents:
        row = there.get(str(document["id"]))
        (changed if row else new).append(row := row or Service(agency_id=actor.agency_id, hsds_id=str(document["id"])))
        for column, value in listing.service(document).items():
            setattr(row, column, value)
        at, open_at = listing.rows(row, document, actor.agency.timezone)
        places += at
        hours += open_at
    Service.objects.bulk_create(new, BATCH)
    Service.objects.bulk_update(changed, _BY_FILE, batch_size=50)
    ServiceAtLocation.objects.filter(agency_id=actor.agency_id, service__in=[row.pk for row in changed]).delete()
    ServiceAtLocation.objects.bulk_create(places, BATCH)
    Schedule.objects.bulk_create(hours, BATCH)


@action(needs=Permission.FIND_HELP)
def say_right(actor, service, *, note=""):
    """Somebody called or went there: what stands here is right as of today. It ends "it was wrong"."""
    return _looked(actor, service, "right", note, checked_on=timezone.localdate(), checked_by=actor, wrong_on=None)


@action(needs=Permission.FIND_HELP)
def say_wrong(actor, service, *, note=""):
    """Something here is wrong: it goes to the top of what to check next. The first day stays."""
    return _looked(actor, service, "wrong", note, wrong_on=service.wrong_on or timezone.localdate())


@action(needs=Permission.KEEP_DIRECTORY)
def correct(actor, service, *, version, phone, note, marks):
    """What this agency knows better than the file: its own number, a note, which marks hold. An import leaves it.

    marks: bits. Raises ChangedMeanwhile when somebody was quicker.
    """
    mine = Service.objects.filter(pk=service.pk, agency_id=actor.agency_id, version=version)
    changed = {
        "own_phone": phone, "own_note": note, "ours": marks & ~service.marks, "ours_not": service.marks & ~marks,
        "checked_on": timezone.localdate(), "checked_by": actor, "wrong_on": None,
    }  # fmt: skip
    if not mine.update(version=version + 1, **changed):
        raise ChangedMeanwhile(
            Service.objects.get(pk=service.pk, agency_id=actor.agency_id), {"own_phone": phone, "own_note": note}
        )
    ServiceAtLocation.objects.filter(agency_id=actor.agency_id, service=service).update(marks=marks)
    row = _check(actor, service, "corrected", note)
    audit.wrote(actor, "service.corrected", row)
    return row


def _looked(actor, service, kind, note, **columns):
    Service.objects.filter(pk=service.pk, agency_id=actor.agency_id).update(**columns)
    row = _check(actor, service, kind, note)
    audit.wrote(actor, f"service.said {kind}", row)
    return row


def _check(actor, service, kind, note):
    return Check.objects.create(
        agency_id=actor.agency_id, service=service, kind=kind, note=note, day=timezone.localdate(),
        made_at=timezone.now(), by=actor,
    )  # fmt: skip
