"""Every write about papers of courts and police: what came, whom it is about, the order, who agreed, the lock-down."""

from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.consents.models import Recipient, packed
from ajar.consents.models_legal import CallList, LegalRequest, LockDown
from ajar.people import protecting
from ajar.people.models import Person
from ajar.people.queries import joined

SEALED = ("who", "reach", "words", "kept_at", "findings", "classes", "process", "settled", "outcome")


class Refused(ValueError):
    """A rule says no. The message is for the page; nothing was written."""


@action(needs=Permission.LEGAL_PAPER)
def paper_came(actor, *, kind, via, came_on, due_on=None, who="", reach="", words="", kept_at=""):
    """A paper came, or somebody asked. Whoever was at the desk looks nobody up; whom it is about is named later."""
    row = LegalRequest(
        agency_id=actor.agency_id, subject=actor.pk, kind=kind, via=via, came_on=came_on, due_on=due_on, who=who,
        reach=reach, words=words, kept_at=kept_at, day=timezone.localdate(), by=actor,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "legal.came", row)
    return row


@action(needs=Permission.KEEP_LEGAL)
def name_person(actor, request, *, version, person: Person):
    """Whom it is about. At once a legal hold stands on every record that is them, so that nothing is erased (2.61; hold).

    The words are sealed anew with the person's own key. Raises Refused where somebody is named, ChangedMeanwhile.
    """
    row = _locked(actor, request, version)
    if row.person_id or row.closed_on:
        raise Refused("named")
    for name in SEALED:  # read with the old key, so that saving seals them with the new one
        setattr(row, name, getattr(row, name))
    row.hold = _hold(actor, row, person)
    row.person, row.subject, row.version = person, person.pk, version + 1
    row.save()
    audit.wrote(actor, "legal.named", row)
    return row


def _hold(actor, row, person):
    why = "A paper of a court or the police is on file."
    people = Person.objects.filter(agency_id=actor.agency_id, pk__in=joined(person), erased_on=None)
    held = {one.pk: protecting.place_hold(actor, one, kind="legal", why=why, stands_for=row.pk) for one in people}
    if person.pk not in held:
        raise Refused("nobody")
    return held[person.pk]


@action(needs=Permission.KEEP_LEGAL)
def write_order(
    actor, request, *, version, section, use, findings=(), classes=(), office=None, new_office=None, **said
):
    """The order as the paper says it, and what compels beside it. Whoever agreed before has to agree anew.

    new_office: kind, name, reach of one who may have it and is not known yet. said: confidential, since, until,
    expires_on, process, process_on, exposed, settled. Raises ChangedMeanwhile.
    """
    row = _locked(actor, request, version)
    if new_office:
        office = Recipient(agency_id=actor.agency_id, day=timezone.localdate(), by=actor, **new_office)
        office.save(force_insert=True)
        audit.wrote(actor, "recipient.added", office)
    for name, value in said.items():
        setattr(row, name, value)
    row.section, row.use, row.findings, row.classes, row.office = (
        section,
        use,
        packed(findings),
        packed(classes),
        office,
    )
    row.order_by, row.order_on = (actor, timezone.localdate()) if section else (None, None)
    row.first = row.first_on = row.second = row.second_on = None
    row.version = version + 1
    row.save()
    audit.wrote(actor, "legal.order", row)
    return row


@action(needs=Permission.APPROVE_ORDER)
def approve_order(actor, request, *, version):
    """One of two who agree. Gives the row with `refused`: "" or why it was no approval, and the refusal is in the audit."""
    row = LegalRequest.objects.select_for_update().filter(agency_id=actor.agency_id, pk=request.pk).first()
    if row is None:
        request.refused = "not yours"
        audit.wrote(actor, "legal.approval refused", actor)
        return request
    row.refused = _no_approval(actor, row, version)
    if row.refused:
        audit.wrote(actor, "legal.approval refused", row)
        return row
    if row.first_id is None:
        row.first, row.first_on = actor, timezone.localdate()
    else:
        row.second, row.second_on = actor, timezone.localdate()
    row.version = version + 1
    row.save(update_fields=["first", "first_on", "second", "second_on", "version"])
    audit.wrote(actor, "legal.agreed", row)
    return row


def _no_approval(actor, row, version) -> str:
    if row.version != version:
        return "changed"
    if row.order_on is None or row.process_on is None or row.closed_on:
        return "no order"
    if actor.pk in (row.by_id, row.order_by_id):
        return "own"
    if actor.pk == row.first_id:
        return "twice"
    return "done" if row.second_id else ""


@action(needs=Permission.KEEP_LEGAL)
def vacate_order(actor, request, *, version):
    """The court took the order back: nothing goes under it any more."""
    return _move(actor, request, version, "legal.vacated", vacated_on=timezone.localdate())


@action(needs=Permission.KEEP_LEGAL)
def counsel_called(actor, request, *, version):
    return _move(actor, request, version, "legal.counsel", counsel_on=timezone.localdate())


@action(needs=Permission.KEEP_LEGAL)
def reply_sent(actor, request, *, version):
    """The letter that neither says yes nor no was sent."""
    return _move(actor, request, version, "legal.answered", answered_on=timezone.localdate())


@action(needs=Permission.KEEP_LEGAL)
def paper_done(actor, request, *, version, outcome):
    """Nothing is asked of us any more. The hold that stood for it ends in every record that is them."""
    row = _locked(actor, request, version)
    row.closed_on, row.outcome, row.version = timezone.localdate(), outcome, version + 1
    row.save(update_fields=["closed_on", "outcome", "version"])
    for hold in protecting.Hold.objects.filter(agency_id=actor.agency_id, stands_for=row.pk, ended_on=None):
        protecting.end_hold(actor, hold, stands_for=row.pk)
    audit.wrote(actor, "legal.closed", row)
    return row


def _move(actor, request, version, verb, **changed):
    row = _locked(actor, request, version)
    for name, value in changed.items():
        setattr(row, name, value)
    row.version = version + 1
    row.save(update_fields=[*changed, "version"])
    audit.wrote(actor, verb, row)
    return row


def _locked(actor, request, version) -> LegalRequest:
    rows = LegalRequest.objects.select_for_update(of=("self",)).filter(agency_id=actor.agency_id, pk=request.pk)
    row = rows.first()
    if row is None or row.version != version:
        raise ChangedMeanwhile(row or request, {})
    return row


@action(needs=Permission.LEGAL_PAPER)
def lock_down(actor):
    """From now on nothing about anybody leaves but to medical people in an emergency. One stands at a time."""
    standing = LockDown.objects.filter(agency_id=actor.agency_id, ended_at=None).first()
    row = standing or LockDown.objects.create(agency_id=actor.agency_id, began_at=timezone.now(), by=actor)
    audit.wrote(actor, "legal.locked down" if standing is None else "legal.lock-down pressed", row)
    return row


@action(needs=Permission.LEGAL_PAPER)
def lock_down_counsel(actor, row):
    row.counsel_at = row.counsel_at or timezone.now()
    row.save(update_fields=["counsel_at"])
    audit.wrote(actor, "legal.counsel called", row)
    return row


@action(needs=Permission.KEEP_LEGAL)
def end_lock_down(actor, row):
    """They are gone, and counsel has said what is next."""
    row.ended_at, row.ended_by = row.ended_at or timezone.now(), row.ended_by or actor
    row.save(update_fields=["ended_at", "ended_by"])
    audit.wrote(actor, "legal.lock-down ended", row)
    return row


@action(needs=Permission.KEEP_LEGAL)
def write_call_list(actor, *, words, order):
    """Whom to call, in which order; older lists stay. order: the list that was shown (0: none). Raises ChangedMeanwhile."""
    newest = CallList.objects.filter(agency_id=actor.agency_id).order_by("-order").first()
    if (newest.order if newest else 0) != order:
        raise ChangedMeanwhile(newest, {"words": words})
    row = CallList.objects.create(
        agency_id=actor.agency_id, words=words, order=order + 1, day=timezone.localdate(), by=actor
    )
    audit.wrote(actor, "legal.call list", row)
    return row
