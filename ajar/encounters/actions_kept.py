"""Confidences, duty judgements and tests: what needs more care than a line."""

from django.db.models import Max

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.encounters.actions import today
from ajar.encounters.models import Confidence, ConfidenceReader, DutyText, Judgement, LabResult
from ajar.people.actions import Refused


@action(needs=Permission.HOLD_CONFIDENCE)
def keep_between(actor, person, *, words, readers=(), encounter=None):
    """Words kept between their author and whom the person names (decision 31). readers: workers, named by the person."""
    confidence = Confidence(
        agency_id=actor.agency_id, person=person, encounter=encounter, author=actor, words=words, day=today(actor)
    )
    confidence.save(force_insert=True)
    ConfidenceReader.objects.bulk_create(
        ConfidenceReader(agency_id=actor.agency_id, confidence=confidence, worker=worker)
        for worker in readers
        if worker.pk != actor.pk
    )
    audit.wrote(actor, "confidence.kept", confidence)
    return confidence


@action(needs=Permission.RECORD_CLINICAL)
def record_judgement(actor, person, *, kind, decision, why, told="", encounter=None):
    """A duty decision, its reason, and what the person was told. The worker decides; nothing here does."""
    row = Judgement(
        agency_id=actor.agency_id, person=person, encounter=encounter, kind=kind, decision=decision, why=why,
        told=told, author=actor, day=today(actor),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "judgement.recorded", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
def write_duty_text(actor, *, kind, words):
    """The agency's own text of a duty rule; older texts stay. Returns the newest, unchanged if it says the same."""
    texts = DutyText.objects.filter(agency_id=actor.agency_id, kind=kind)
    last = texts.aggregate(last=Max("order"))["last"] or 0
    row = DutyText(agency_id=actor.agency_id, kind=kind, words=words, day=today(actor), order=last + 1, by=actor)
    row.save(force_insert=True)
    audit.wrote(actor, "duty text.written", row)
    return row


@action(needs=Permission.RECORD_CLINICAL)
def record_test(
    actor, person, *, day, answer, told_why, told_who, specimen="", confirmed=False, findings="", encounter=None
):
    """A test that was asked for: told why, told who gets the result, agreed or not (decision 32).

    It makes no change and no setback. Raises Refused when there are findings without a yes.
    """
    _only_with_a_yes(answer, findings)
    tests = LabResult.objects.filter(agency_id=actor.agency_id, person_id=person.pk, day=day)
    row = LabResult(
        agency_id=actor.agency_id, person=person, encounter=encounter, day=day,
        order=(tests.aggregate(last=Max("order"))["last"] or 0) + 1, told_why=told_why, told_who=told_who,
        answer=answer, specimen=specimen, confirmed=confirmed, findings=findings, recorded_by=actor,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "test.recorded", row)
    return row


@action(needs=Permission.CHANGE_CLINICAL)
def amend_test(actor, test, *, version, answer, told_why, told_who, specimen, confirmed, findings, why=""):
    """Put right what a test said, or add what the laboratory confirmed. Raises ChangedMeanwhile."""
    _only_with_a_yes(answer, findings)
    amend(
        actor, test, version=version, subject=test.person_id, why=why, answer=answer, told_why=told_why,
        told_who=told_who, specimen=specimen, confirmed=confirmed, findings=findings,
    )  # fmt: skip
    audit.wrote(actor, "test.amended", test)
    return test


def _only_with_a_yes(answer, findings) -> None:
    if findings and answer != "agreed":
        raise Refused("no result without a yes")
