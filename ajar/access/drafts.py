"""What is being typed, kept for its author while they are called away. Drafts hold words, never make rows."""

import json
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from ajar.access.models import Draft

KEPT = timedelta(days=14)
LONGEST = 200_000
SKIPPED = {"csrfmiddlewaretoken", "once", "version", "pin", "password", "draft_form", "draft_subject", "here"}


def save(actor, form: str, subject: UUID | None, fields: dict[str, list[str]]) -> None:
    """Keep the fields of a form, sealed for their author. An empty form drops the draft."""
    subject = subject or actor.pk
    if not any(v.strip() for values in fields.values() for v in values):
        drop(actor, form, subject)
        return
    with transaction.atomic():
        draft = Draft.objects.filter(agency_id=actor.agency_id, worker=actor, form=form, subject=subject).first()
        draft = draft or Draft(agency_id=actor.agency_id, worker=actor, form=form, subject=subject)
        draft.body, draft.saved_at = json.dumps(fields), now()
        draft.save()


def load(actor, form: str, subject: UUID | None = None) -> dict[str, list[str]]:
    """The fields kept for this form, or nothing."""
    draft = Draft.objects.filter(
        agency_id=actor.agency_id, worker=actor, form=form, subject=subject or actor.pk, saved_at__gt=now() - KEPT
    ).first()
    return json.loads(draft.body) if draft else {}


def drop(actor, form: str, subject: UUID | None = None) -> None:
    Draft.objects.filter(agency_id=actor.agency_id, worker=actor, form=form, subject=subject or actor.pk).delete()


def fields_of(post) -> dict[str, list[str]]:
    return {key: post.getlist(key) for key in post if key not in SKIPPED}


def rescue(request) -> None:
    """A form that arrives after the lock fell is kept as a draft, not thrown away."""
    form = request.POST.get("draft_form", "")[:60]
    if not form:
        return
    try:
        subject = UUID(request.POST["draft_subject"]) if request.POST.get("draft_subject") else None
    except ValueError:
        return
    save(request.user, form, subject, fields_of(request.POST))
