"""A question about safety stands until somebody has written down an answer. It tells nobody anything by itself.

After a crisis the plan is looked at again and somebody is in touch within 24 to 72 hours (domain.md E.2); "asked, and they
did not want to say" is an answer.
"""

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.encounters.actions import today
from ajar.encounters.models import FollowUp
from ajar.people.actions import Refused
from ajar.people.models import Person


@action(needs=Permission.RECORD)
def ask_about_safety(actor, person, *, day=None):
    """From now on whoever may see the person and record is asked to ask. One question stands at a time: it is returned.

    Nothing that was said is in it: that there is a question, by whom, since when.
    """
    Person.objects.one_at_a_time(person)
    if (there := _open_questions(actor, person).first()) is not None:
        audit.wrote(actor, "safety.asked for again", there)
        return there
    row = _question(actor, person.pk, day or today(actor))
    audit.wrote(actor, "safety.asked for", row)
    return row


@action(needs=Permission.RECORD)
def answer_safety(actor, person, question, *, version, answer, said="", again=None, day=None):
    """What came of asking, in one of `FollowUp.ANSWERS`; said: the person's own words. Nothing is ever "resolved".

    "could-not" leaves a question standing for `again`, which is returned; any other answer ends the question, in a
    record joined to this one too. Raises Refused when it was answered already, ChangedMeanwhile.
    """
    if (answer == "could-not") != (again is not None):
        raise Refused("a day to try again, and only where nobody could ask")
    Person.objects.one_at_a_time(person)
    standing = list(_open_questions(actor, person))
    if question.pk not in {row.pk for row in standing}:
        raise Refused("answered already")
    closed = {"worker": actor, "answer": answer, "said": said, "closed_on": day or today(actor)}
    following = _question(actor, question.person_id, again) if again else None
    for row in standing:
        now_at = version if row.pk == question.pk else row.version
        state = {"state": "moved", "next": following} if following else {"state": "done"}
        amend(actor, row, version=now_at, subject=row.person_id, **closed, **state)
    audit.wrote(actor, "safety.answered", question)
    return following or question


def _open_questions(actor, person):
    """The question that stands; two joined records may have one each. For actions: a turned screen shows none of them,
    and what is said in a talk on one must not ask twice."""
    ids = getattr(person, "one_of", [person.pk])
    rows = FollowUp.objects.filter(agency_id=actor.agency_id, person_id__in=ids, kind=FollowUp.ASK, state="planned")
    return rows.order_by("day", "pk")


def _question(actor, person_id, day):
    row = FollowUp(
        agency_id=actor.agency_id, person_id=person_id, kind=FollowUp.ASK, safety=True, day=day, worker=actor,
        made_by=actor,
    )  # fmt: skip
    row.save(force_insert=True)
    return row
