"""Questions about supervision talks. Newest first; nothing is counted, and no worker is compared with another."""

from datetime import timedelta

from django.http import Http404
from django.utils import timezone

from ajar.access import audit, policy
from ajar.access.compiled import compiled
from ajar.people import queries as people
from ajar.press import content
from ajar.reflection.models import Feedback, SupervisionTalk

SHOWN = 40
NEWS = timedelta(days=14)  # how long an answer stands on Today


def talk_of(actor, person, talk_id) -> SupervisionTalk:
    """One talk about an opened person. Raises Http404 for everyone who may not read it."""
    talk = (
        SupervisionTalk.objects.visible_to(actor, person)
        .filter(pk=talk_id)
        .select_related("asked_by", "answered_by")
        .first()
    )
    if talk is None:
        raise Http404
    return talk


def talks_about(actor, person) -> list:
    """The talks about an opened person that the actor may read, newest first."""
    return list(
        SupervisionTalk.objects.visible_to(actor, person).select_related("asked_by").order_by("-asked_on", "-id")[:5]
    )


def asked_of_us(actor) -> list:
    """What others asked, for a supervisor; for everyone else nothing."""
    if not policy.allows(actor, policy.Permission.GIVE_SUPERVISION):
        return []
    return _named(actor, SupervisionTalk.objects.across(actor).exclude(asked_by=actor))


def asked_by_me(actor) -> list:
    return _named(actor, SupervisionTalk.objects.across(actor).filter(asked_by=actor))


def answers_for_me(actor) -> list:
    """Answers of the last two weeks, for Today."""
    return _answers(actor, timezone.localdate() - NEWS)


@compiled
def _answers(actor, since):
    mine = SupervisionTalk.objects.across(actor).filter(asked_by=actor, state="answered", answered_on__gte=since)
    return mine.select_related("answered_by").order_by("-answered_on", "-id")[:5]


def waiting_for_us(actor) -> list:
    """Talks that others asked for and nobody has answered, for a supervisor's Today."""
    if not policy.allows(actor, policy.Permission.GIVE_SUPERVISION):
        return []
    return _unanswered(actor)


@compiled
def _unanswered(actor):
    open_ones = SupervisionTalk.objects.across(actor).filter(state="asked").exclude(asked_by=actor)
    return open_ones.select_related("asked_by")[:5]


def _named(actor, talks) -> list:
    """Up to 40 talks with `label` on each; one line in the audit says whose names were shown."""
    rows = list(talks.select_related("asked_by", "answered_by")[:SHOWN])
    ids = list(dict.fromkeys(row.person_id for row in rows))
    names = people.labels(actor, ids)
    for row in rows:
        row.label = names.get(row.person_id, "")
    if ids:
        audit.listed(actor, "talks.listed", ids)
    return rows


def possible_instead() -> list[tuple[str, str]]:
    """Key and words of everything that can be done instead of stopping."""
    return [(entry["key"], content.said(entry)) for entry in content.load("reflection/instead")["entries"]]


def unreviewed() -> bool:
    """Whether somebody has still to read these words over (decision 41)."""
    return bool(content.unreviewed("reflection/instead"))


def feedback(actor, person, limit=12) -> list[Feedback]:
    """What the person said about the last talks, the oldest first. Words that are not for workers stand on the person's
    screen only."""
    rows = list(Feedback.objects.visible_to(actor, person).order_by("-day", "-pk")[:limit])[::-1]
    for row in rows:
        row.shown = row.words if row.may_read or not actor.screen.mine else ""
    return rows
