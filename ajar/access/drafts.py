"""What is being typed, kept for its author while they are called away. Drafts hold words, never make rows."""

import json
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now

from ajar.access.compiled import compiled
from ajar.access.models import Draft

KEPT = timedelta(days=14)
LONGEST = 200_000
TURNED = "turned:"  # before the name of a form that is filled in on a turned screen
UNTIL_LOCKED = "until-locked:"  # before the name of what goes with the lock and the sign-in
SKIPPED = {
    "csrfmiddlewaretoken", "once", "version", "pin", "password", "oldpassword", "password1", "password2", "code",
    "credential", "draft_form", "draft_subject", "here",
}  # fmt: skip


class TooLong(Exception):
    """More than a draft can hold (413). Nothing was changed."""


def save(actor, form: str, subject: UUID | None, fields: dict[str, list[str]]) -> None:
    """Keep the fields of a form, sealed for their author. An empty form drops the draft. Raises TooLong.

    On a turned or handed screen only what is about that person is kept: whoever holds the device may send anything.
    """
    if not actor.screen.shows(subject):
        return
    names, subject = _names(actor, form), subject or actor.pk
    if not any(v.strip() for values in fields.values() for v in values):
        drop(actor, form, subject)
        return
    if sum(len(v) for values in fields.values() for v in values) > LONGEST:
        raise TooLong
    try:
        _put(actor, names[0], subject, json.dumps(fields))
    except IntegrityError:  # two tabs began the same form in the same instant: the later words stay
        _put(actor, names[0], subject, json.dumps(fields))


def _put(actor, form, subject, body):
    with transaction.atomic():
        draft = _mine(actor, [form], subject).first()
        if draft is None:
            # What nobody came back to goes when something new is begun (decision 34).
            Draft.objects.filter(agency_id=actor.agency_id, saved_at__lte=now() - KEPT).delete()
            draft = Draft(agency_id=actor.agency_id, worker=actor, form=form, subject=subject)
        draft.body, draft.saved_at = body, now()
        draft.save()


def load(actor, form: str, subject: UUID | None = None, *, turned=False) -> dict[str, list[str]]:
    """The fields kept for this form, or nothing. What a worker typed for themselves is not on a turned screen.

    turned: whether the form stands on turned screens too. Only then do words that were typed on one come back on the
    worker's own: into a form that the person never had before them, nobody but the worker types.
    """
    names = _names(actor, form) if turned else _names(actor, form)[:1]
    draft = min(_kept(actor, names, subject or actor.pk), key=lambda d: d.form != form, default=None)
    return json.loads(draft.body) if draft and draft.saved_at > now() - KEPT else {}


def last(left: dict[str, list[str]]) -> dict[str, str]:
    """The last value of each field that was kept, for forms whose fields have one."""
    return {name: values[-1] for name, values in left.items() if values}


def drop(actor, form: str, subject: UUID | None = None) -> None:
    names, subject = _names(actor, form), subject or actor.pk
    if _kept(actor, names, subject):  # nearly always none: no transaction for nothing
        _mine(actor, names, subject).delete()


def forget(actor) -> None:
    """What was to be kept until the lock goes. Called when one falls, is taken off, and when a sign-in begins: what was
    left behind by one that ended without a word is read by nobody in between."""
    short = Q(form__startswith=UNTIL_LOCKED) | Q(form__startswith=TURNED + UNTIL_LOCKED)
    Draft.objects.filter(short, agency_id=actor.agency_id, worker=actor).delete()


def _names(actor, form) -> list[str]:
    """Under which names a form's draft stands, the one to read first: words typed on a turned screen have one of their
    own, and both go when the form is kept."""
    turned = TURNED + form[: 60 - len(TURNED)]
    return [form, turned] if actor.screen.mine else [turned]


def _mine(actor, names, subject):
    return Draft.objects.filter(agency_id=actor.agency_id, worker=actor, form__in=names, subject=subject)


@compiled
def _kept(actor, names, subject):
    return _mine(actor, names, subject)


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
