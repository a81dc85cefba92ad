"""A talk is asked for and answered; a person says how it was. Nothing here changes anything for the person."""

from django.utils import timezone

from ajar.access import act, audit
from ajar.access.act import action
from ajar.access.policy import Permission
from ajar.reflection.models import Feedback, SupervisionTalk


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


@action(needs=Permission.RECORD)
def take_feedback(
    actor, person, *, mattered=None, heard=None, way=None, words="", may_read=False, encounter=None, day=None
):
    """What the person says about the talk: 2 yes, 1 a bit, 0 no, None not asked. may_read: workers may read the words."""
    row = Feedback.objects.create(
        agency_id=actor.agency_id, person=person, encounter=encounter, mattered=mattered, heard=heard, way=way,
        words=words, may_read=may_read, day=day or timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "feedback.taken", row)
    return row
