"""Every write about what a court asks of a person, and how each side reads it."""

from django.utils import timezone
from django.utils.translation import gettext

from ajar.access import act, audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.consents import actions as consents
from ajar.consents.gathering import now_of
from ajar.consents.models import packed
from ajar.encounters import actions as encounters
from ajar.mandates import queries
from ajar.mandates.models import Alignment, Mandate, MandateEvent, MandateQuestion, Requirement


@action(needs=Permission.MANDATE)
def write_mandate(actor, person, *, office, counts=("session", "group"), promised=(), **said):
    """What a court made a condition. office: a recipient. said: case_ref, document, action_type, agreement, schedule,
    consequences (in the person's words), since, until."""
    row = Mandate.objects.create(
        agency_id=actor.agency_id, person=person, office=office, counts=" ".join(sorted(counts)),
        promised=packed(promised), day=timezone.localdate(), by=actor, **said,
    )  # fmt: skip
    audit.wrote(actor, "mandate.written", row)
    return row


@action(needs=Permission.MANDATE)
def change_mandate(actor, mandate, *, version, counts, promised=(), **said):
    """What it said before is kept. Raises ChangedMeanwhile."""
    act.amend(
        actor, mandate, version=version, subject=mandate.person_id, counts=" ".join(sorted(counts)), promised=packed(promised),
        **said,
    )  # fmt: skip
    audit.wrote(actor, "mandate.changed", mandate)
    return mandate


@action(needs=Permission.MANDATE)
def final_disposition(actor, mandate, *, version, day):
    """The court is done. Each consent for that office in that court matter ends the same day, in the same act.

    That they are told of it is something to do from the same day on. Raises ChangedMeanwhile.
    """
    if day > now_of(actor).date():
        raise ValueError("a day to come")
    first, ended = mandate.done_on is None, queries.consents_of(actor, mandate)
    act.amend(actor, mandate, version=version, subject=mandate.person_id, done_on=day)
    for consent in ended:
        consents.event_happened(actor, consent, which="disposition", day=day)
    if first and ended:
        # Colleagues who read of no court read this line too: it says no more than Sharing does.
        what = gettext("Tell them that a consent has ended. It stands under who can see what.")
        encounters.plan_followup(actor, mandate.person, kind="task", day=now_of(actor).date(), what=what)
    audit.wrote(actor, "mandate.done", mandate)
    return mandate


@action(needs=Permission.MANDATE)
def add_requirement(actor, mandate, *, kind, words, how_often="", until=None):
    row = Requirement.objects.create(
        agency_id=actor.agency_id, person_id=mandate.person_id, mandate=mandate, kind=kind, words=words,
        how_often=how_often, until=until, day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "requirement.added", row)
    return row


@action(needs=Permission.MANDATE)
def end_requirement(actor, requirement):
    """They do not ask it any more."""
    requirement.ended_on = requirement.ended_on or timezone.localdate()
    requirement.save(update_fields=["ended_on"])
    audit.wrote(actor, "requirement.ended", requirement)
    return requirement


@action(needs=Permission.MANDATE)
def note_event(actor, mandate, *, kind, words, day, shown=False):
    """What came from them. Nothing follows from it by itself. shown: the person has read it with us today."""
    row = MandateEvent.objects.create(
        agency_id=actor.agency_id, person_id=mandate.person_id, mandate=mandate, kind=kind, words=words, day=day,
        shown_on=timezone.localdate() if shown else None, by=actor,
    )  # fmt: skip
    audit.wrote(actor, "mandate.event", row)
    return row


@action(needs=Permission.MANDATE)
def show_event(actor, event):
    event.shown_on = event.shown_on or timezone.localdate()
    event.save(update_fields=["shown_on"])
    audit.wrote(actor, "mandate.event shown", event)
    return event


@action(needs=Permission.MANDATE)
def write_sides(actor, mandate, *, order, match, theirs="", ours="", courts="", reconcile="", review_on=None):
    """The three sets of goals, as they stand today; older ones stay. order: the row that was shown (0: none).

    Raises ChangedMeanwhile when somebody was quicker.
    """
    queries.lock(mandate)
    newest = queries.sides(actor, mandate)
    said = {"theirs": theirs, "ours": ours, "courts": courts, "reconcile": reconcile}
    if (newest.order if newest else 0) != order:
        raise ChangedMeanwhile(newest, said)
    row = Alignment.objects.create(
        agency_id=actor.agency_id, person_id=mandate.person_id, mandate=mandate, match=match, review_on=review_on,
        order=order + 1, day=timezone.localdate(), by=actor, **said,
    )  # fmt: skip
    audit.wrote(actor, "mandate.sides", row)
    return row


@action(needs=Permission.MANDATE)
def draft_question(actor, mandate, *, term, theirs="", ours="", courts="", question=""):
    row = MandateQuestion.objects.create(
        agency_id=actor.agency_id, person_id=mandate.person_id, mandate=mandate, term=term, theirs=theirs, ours=ours,
        courts=courts, question=question, day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "mandate.question", row)
    return row


@action(needs=Permission.MANDATE)
def approve_question(actor, question):
    """The person says yes to asking it. Asking it is theirs, or goes the way out like anything else."""
    question.approved_on = question.approved_on or timezone.localdate()
    question.save(update_fields=["approved_on"])
    audit.wrote(actor, "mandate.question approved", question)
    return question
