"""What is being typed, kept for its author while they are called away. Drafts hold words, never make rows."""

import json
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from ajar.access.compiled import compiled
from ajar.access.models import Draft

KEPT = timedelta(days=14)
LONGEST = 200_000
SKIPPED = {
    "csrfmiddlewaretoken", "once", "version", "pin", "password", "oldpassword", "password1", "password2", "code",
    "credential", "draft_form", "draft_subject", "here",
}  # fmt: skip


class TooLong(Exception):
    """More than a draft can hold (413). Nothing was changed."""


def save(actor, form: str, subject: UUID | None, fields: dict[str, list[str]]) -> None:
    """Keep the fields of a form, sealed for their author. An empty form drops the draft. Raises TooLong."""
    subject = subject or actor.pk
    if not any(v.strip() for values in fields.values() for v in values):
        drop(actor, form, subject)
        return
    if sum(len(v) for values in fields.values() for v in values) > LONGEST:
        raise TooLong
    try:
        _put(actor, form, subject, json.dumps(fields))
    except IntegrityError:  # two tabs began the same form in the same instant: the later words stay
        _put(actor, form, subject, json.dumps(fields))


def _put(actor, form, subject, body):
    with transaction.atomic():
        draft = Draft.objects.filter(agency_id=actor.agency_id, worker=actor, form=form, subject=subject).first()
        if draft is None:
            # What nobody came back to goes when something new is begun (decision 34).
            Draft.objects.filter(agency_id=actor.agency_id, saved_at__lte=now() - KEPT).delete()
            draft = Draft(agency_id=actor.agency_id, worker=actor, form=form, subject=subject)
        draft.body, draft.saved_at = body, now()
        draft.save()


def load(actor, form: str, subject: UUID | None = None) -> dict[str, list[str]]:
    """The fields kept for this form, or nothing."""
    draft = _kept.first(actor, form, subject or actor.pk)
    return json.loads(draft.body) if draft and draft.saved_at > now() - KEPT else {}


@compiled
def _kept(actor, form, subject):
    return Draft.objects.filter(agency_id=actor.agency_id, worker=actor, form=form, subject=subject)


def drop(actor, form: str, subject: UUID | None = None) -> None:
    if not _kept(actor, form, subject or actor.pk):  # nearly always: no transaction for nothing
        return
    Draft.objects.filter(agency_id=actor.agency_id, worker=actor, form=form, subject=subject or actor.pk).delete()


def fields_of(post) -> dict[str, list[str]]:
    return {key: post.getlist(key) for key in post if key not in SKIPPED}


def rescue(request) -> bool:
    """A form that arrives after the lock fell is kept as a draft, not thrown away. Returns whether it was."""
    form = request.POST.get("draft_form", "")[:60]
    if not form:
        return False
    try:
        subject = UUID(request.POST["draft_subject"]) if request.POST.get("draft_subject") else None
        save(request.user, form, subject, fields_of(request.POST))
    except (ValueError, TooLong):
        return False
    return True
