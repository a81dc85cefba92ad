"""A talk is asked for and answered. Nothing here changes anything for the person."""

from django.utils import timezone

from ajar.access import act, audit
from ajar.access.act import action
from ajar.access.policy import Permission
from ajar.reflection.models import SupervisionTalk


@action(needs=Permission.ASK_SUPERVISION)
def ask_for_talk(actor, person, *, thinking_of="other", question=""):
    """A worker asks for a talk about a person. question: in the worker's words, or empty."""
    talk = SupervisionTalk.objects.create(
        agency_id=actor.agency_id, person=person, asked_by=actor, asked_on=timezone.localdate(),
        thinking_of=thinking_of, question=question,
    )  # fmt: skip
    audit.wrote(actor, "talk.asked", talk)
    return talk


@action(needs=Permission.GIVE_SUPERVISION)
def answer_talk(actor, talk, *, version, answer, instead=()):
    """A supervisor answers, or changes the answer; what stood before is kept. instead: lines of what is possible.

    Raises ChangedMeanwhile when somebody answered since the page was shown.
    """
    act.amend(
        actor, talk, version=version, subject=talk.person_id, state="answered", answered_by=actor,
        answered_on=timezone.localdate(), answer=answer, instead="\n".join(instead),
    )  # fmt: skip
    audit.wrote(actor, "talk.answered", talk)
    return talk
