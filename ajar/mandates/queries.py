"""Questions about what a court asks of a person, and what of it the court may be told."""

from dataclasses import dataclass, replace

from django.db.models import Q

from ajar.consents import gathering, papers, shown
from ajar.consents import queries as consents
from ajar.consents.disclosing import ALLOWS
from ajar.consents.facts import DataClass, Kind, Purpose
from ajar.consents.models import Consent, ConsentRecipient, Recipient, classes_in
from ajar.consents.rules import decide
from ajar.consents.rules_consent import covers
from ajar.consents.scopes import MONITORS
from ajar.consents.words import WHY
from ajar.encounters.models import Confidence, Note
from ajar.goals.models import Change, Goal
from ajar.mandates import rules
from ajar.mandates.models import Alignment, Mandate, MandateEvent, MandateQuestion, Report, Requirement
from ajar.people.queries import joined, or_404

PURPOSE, BASIS = Purpose.CJ_MONITOR.value, "consent_cj"
SHOWN = 30


def mandates(actor, person) -> list[Mandate]:
    """Those that the court is not done with first, then the newest."""
    rows = Mandate.objects.visible_to(actor, person).select_related("office").order_by("-day", "pk")
    return sorted(rows, key=lambda row: row.done_on is not None)


def mandate_of(actor, person, mandate_id) -> Mandate:
    rows = Mandate.objects.visible_to(actor, person).select_related("office", "by")
    return or_404(rows.filter(pk=mandate_id).first())


def offices(actor, person) -> list[Recipient]:
    return consents.recipients(actor, person, MONITORS)


def _of(model, mandate):
    return model.objects.filter(agency_id=mandate.agency_id, mandate=mandate)


def row_of(actor, person, model_name, row_id):
    """A requirement, event, question or report of an opened person. Raises Http404."""
    models = {"requirement": Requirement, "event": MandateEvent, "question": MandateQuestion}
    rows = models[model_name].objects.visible_to(actor, person).select_related("mandate")
    return or_404(rows.filter(pk=row_id).first())


def requirements(actor, mandate) -> list[Requirement]:
    return list(_of(Requirement, mandate).filter(ended_on=None).order_by("day", "pk"))


def events(actor, mandate) -> list[MandateEvent]:
    return list(_of(MandateEvent, mandate).order_by("-day", "pk")[:SHOWN])


def sides(actor, mandate) -> Alignment | None:
    return _of(Alignment, mandate).order_by("-order").first()


def questions(actor, mandate) -> list[MandateQuestion]:
    return list(_of(MandateQuestion, mandate).order_by("-day", "pk")[:SHOWN])


def reports(actor, mandate) -> list[Report]:
    return list(_of(Report, mandate).select_related("recipient").order_by("-until", "-day", "pk")[:SHOWN])


def report_of(actor, person, report_id) -> Report:
    rows = Report.objects.visible_to(actor, person).select_related("mandate__office", "consent", "recipient")
    return or_404(rows.filter(pk=report_id).first())


def lock(mandate) -> None:
    Mandate.objects.select_for_update().filter(pk=mandate.pk, agency_id=mandate.agency_id).values_list("pk").first()


def consents_of(actor, mandate) -> list[Consent]:
    """Signed consents of 42 CFR 2.35 that name this office, or somebody who acts for it, in this court matter."""
    of_office = Q(recipient_id=mandate.office_id) | Q(recipient__acts_for_id=mandate.office_id)
    named = ConsentRecipient.objects.filter(of_office, agency_id=mandate.agency_id, person_id=mandate.person_id)
    rows = Consent.objects.filter(agency_id=mandate.agency_id, person_id=mandate.person_id, kind=Kind.CJ)
    rows = rows.filter(pk__in=named.values("consent_id")).exclude(signed_on=None).order_by("pk")
    return [row for row in rows if _same_matter(row.case_ref, mandate.case_ref)]


def _same_matter(one: str, other: str) -> bool:
    one, other = ("".join(text.split()).casefold() for text in (one, other))
    return not (one and other) or one == other


def may_report(actor, person, mandate) -> list[tuple[Consent, Recipient]]:
    """Under which consent, to whom of this office, a report could go: what a worker chooses among."""
    ids = {row.pk for row in consents_of(actor, mandate)}
    return [
        (one.row, named.recipient)
        for one in consents.may_carry(actor, person, PURPOSE)
        for named in one.named
        if one.row.pk in ids and named.monitors
        and mandate.office_id in (named.recipient_id, named.recipient.acts_for_id)
    ]  # fmt: skip


def covered(consent: Consent) -> frozenset[DataClass]:
    return covers(gathering.of_consent(consent, []))


def beyond(actor, mandate) -> list[str]:
    """What the agreement with them says they are told and no consent that stands for this matter lets us tell, by name
    (domain A.16-11: the consent decides)."""
    promised = classes_in(mandate.promised or "")
    if not promised or mandate.done_on:
        return []
    bound = gathering.program(actor.agency_id)
    stands = [row for row in consents_of(actor, mandate) if not gathering.ended_by(row, actor, bound)]
    said = frozenset().union(*(covered(row) for row in stands))
    return [papers.meaning(one).name for one in DataClass if one in promised - said]


@dataclass(frozen=True)
class Seen:
    """What one reader of the court's may be told now, by name; not: what people ask about first and stays; why: codes' words
    where nothing may be told. tests: whether silence about tests cannot be promised. when: from when it can be taken back."""

    consent: Consent
    recipient: Recipient
    sees: list
    not_seen: list
    why: list
    tests: bool
    when: str


def what_they_see(actor, person) -> list[Seen]:
    """For each who may be told under a consent for a court: what, as the decision stands at this moment. Nothing is recorded.

    What holds for all is gathered once; for each reader only what is theirs.
    """
    named = [
        (one.row, one.named, to.recipient)
        for one in consents.may_carry(actor, person, PURPOSE) if one.row.kind == Kind.CJ
        for to in one.named
    ]  # fmt: skip
    if not named:
        return []
    all_of_it = gathering.gather(actor, person, recipient=named[0][2], purpose=PURPOSE, basis=BASIS, asked=())
    return [_seen(actor, person, all_of_it, *one) for one in named]


def _seen(actor, person, facts, consent, named, recipient) -> Seen:
    facts = replace(
        facts, asked=covered(consent), consent=gathering.of_consent(consent, named),
        recipient=gathering.of_recipient(recipient, joined(person), named),
        minor=gathering.of_minor(consent, actor.agency, facts.now.date()),
    )  # fmt: skip
    decision = decide(facts)
    sent = decision.sent if decision.answer in ALLOWS else frozenset()
    return Seen(
        consent=consent,
        recipient=recipient,
        sees=[papers.meaning(one) for one in DataClass if one in sent],
        not_seen=[papers.meaning(one) for one in shown.ASKED_ABOUT if one not in sent],
        why=[] if sent else [WHY[code] for code in decision.reasons if code in WHY],
        tests=DataClass.TOX_RESULT in sent,
        when=shown.when(consent, actor),
    )


def kept_by(actor, person) -> list[str]:
    """Words that this worker keeps between themself and the person, on whatever screen: no report holds them."""
    mine = {"agency_id": actor.agency_id, "person_id__in": person.one_of}
    words = [row.words for row in Confidence.objects.filter(**mine, author=actor)]
    for model in (Note, Change, Goal):
        words += [row.words for row in model.objects.filter(**mine, kept_between__author=actor)]
    return [text for text in words if text.strip()]


def own_goals(actor, person) -> list[Goal]:
    """What they said they want, to have beside the paper; nothing that is kept between two."""
    rows = Goal.objects.visible_to(actor, person).filter(kept_between=None, state="now")
    return list(rows.order_by("-day", "pk")[:SHOWN])


def not_theirs(report: Report) -> frozenset[DataClass]:
    """The classes a report could hold that this consent does not speak of."""
    return frozenset(rules.MADE) - covered(report.consent)
