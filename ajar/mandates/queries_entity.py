"""What a court or probation office may read on its own pages: reports that left through `disclose()`, as they left.

Showing one again is no new release. It is shown only while the consent that it left under stands; when that ends, everything of
it gives the answer that a made-up address gives. Every question here is asked whole, whatever address was asked for, so
that neither words nor time tell one from the other.
"""

import json
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from ajar.access import audit, seal
from ajar.access.models import Worker
from ajar.consents import gathering, outgoing
from ajar.consents.facts import Hipaa, Kind
from ajar.consents.models import ConsentRecipient, Disclosure, Recipient
from ajar.consents.scopes import MONITORS
from ajar.mandates.models import MandateEvent, Officer, Report
from ajar.people.models import blocked_from
from ajar.people.queries import or_404

SHOWN = 60
PDF = "application/pdf"


@dataclass(frozen=True)
class Shared:
    """One person, in one court matter, who shares with the officer now. reports: what was told, the newest first."""

    reports: list[Report]

    @property
    def newest(self) -> Report:
        return self.reports[0]

    @property
    def mandate(self):
        return self.newest.mandate

    @property
    def name(self) -> str:
        return self.newest.consent.name

    @property
    def case_ref(self) -> str:
        return self.newest.consent.case_ref


def shared(actor) -> list[Shared]:
    """All that is shared with this officer now, by name. As many statements for nobody as for many.

    It is theirs by the office that they were invited for, once a worker has said that they know them; a consent of 42 CFR 2.35 names that office, as one whose duty it
    is to follow the person's conditions; it stands; and the court is not done.
    """
    office = Officer.objects.filter(agency_id=actor.agency_id, worker=actor, recipient__ended_on=None).exclude(
        known_on=None
    )
    named = ConsentRecipient.objects.filter(
        agency_id=actor.agency_id,
        consent=OuterRef("consent"),
        recipient=OuterRef("recipient"),
        part="to",
        monitors=True,
    )
    rows = Report.objects.filter(
        Exists(named), agency_id=actor.agency_id, recipient__in=office.values("recipient"), state="released",
        disclosure__released=True, disclosure__recipient=F("recipient"), disclosure__consent=F("consent"),
        consent__kind=Kind.CJ, consent__signed_on__isnull=False, mandate__done_on=None, person__erased_on=None,
    ).exclude(person__in=blocked_from(actor))  # fmt: skip
    # What left is not fetched: `paper` does that for one.
    rows = rows.select_related("mandate", "consent", "disclosure").defer("disclosure__artefact")
    rows = list(rows.order_by("-until", "-day", "pk"))
    bound = gathering.program(actor.agency_id)
    seal.preload(actor.agency_id, [actor.pk, *(row.person_id for row in rows)])  # their own: for nobody it is asked too
    stands = {row.consent_id: row.consent for row in rows}
    stands = {key for key, consent in stands.items() if _stands(consent, actor, bound)}
    found: dict = {}
    for row in rows:
        if row.consent_id in stands:
            found.setdefault(row.mandate_id, []).append(row)
    return sorted(map(Shared, found.values()), key=lambda one: (one.name.casefold(), str(one.mandate.pk)))


def _stands(consent, actor, bound) -> bool:
    """Also not where reports wait for counsel: HIPAA binds, it was taken back, and no order is on file (A.8.2)."""
    held = bound.hipaa is Hipaa.COVERED_ENTITY and consent.revoked_at and not consent.order_ref.strip()
    return not held and not gathering.ended_by(consent, actor, bound)


def one_shared(actor, mandate_id) -> Shared:
    """Raises Http404: the same, after the same statements, for all that is not shared with this officer now."""
    return or_404(_found(actor, mandate_id, lambda one: one.mandate.pk == mandate_id))


def paper(actor, mandate_id, report_id) -> tuple[Shared, Disclosure]:
    """One page as it left. Raises Http404."""
    one = or_404(
        _found(
            actor, report_id, lambda one: one.mandate.pk == mandate_id and any(r.pk == report_id for r in one.reports)
        )
    )
    report = next(report for report in one.reports if report.pk == report_id)
    row = Disclosure.objects.filter(agency_id=actor.agency_id, pk=report.disclosure_id, media=PDF).first()
    return one, or_404(row)


def _found(actor, asked_for, fits) -> Shared | None:
    one = next(filter(fits, shared(actor)), None)
    if one is None:
        audit.refused(actor, "shared.not there", about=asked_for)
    return one


def opened(actor, one: Shared) -> None:
    """The line of an opening, which the person reads under who looked."""
    audit.opened(actor, "shared.opened", one.mandate, subject=one.mandate.person_id)


def listed(actor, rows: list[Shared]) -> None:
    audit.listed(actor, "shared.listed", [one.mandate.pk for one in rows])


def told(report: Report) -> list[tuple[str, str]]:
    """The words that left, as pairs; none of a report that left before they were kept: then there is the page itself."""
    return [tuple(pair) for item in json.loads(report.told or "[]") for pair in item]


def agreed(one: Shared) -> dict:
    """What the consent says, as it stood on the page that left with it."""
    return outgoing.explained(one.newest.consent)


def asked(actor, one: Shared) -> list[MandateEvent]:
    """What this officer asked, and when; never what came of it, for that is told in another way or not at all."""
    rows = MandateEvent.objects.filter(agency_id=actor.agency_id, mandate=one.mandate, by=actor)
    return list(rows.filter(kind__in=dict(MandateEvent.ASKS)).order_by("-day", "pk")[:SHOWN])


# -- offices of the agency, and who signs in for them: no person is in it


def offices(actor) -> list[Recipient]:
    rows = Recipient.objects.filter(agency_id=actor.agency_id, person=None, ended_on=None, kind__in=list(MONITORS))
    return sorted(rows, key=lambda row: row.name.casefold())


def officers(actor) -> list[Officer]:
    rows = Officer.objects.filter(agency_id=actor.agency_id, recipient__person=None)
    return sorted(rows.select_related("worker", "recipient", "known_by"), key=lambda row: row.worker.name.casefold())


def readers(actor, offices) -> list[Officer]:
    """Who may read now what is told to these offices. offices: ids of recipients."""
    rows = [row for row in officers(actor) if row.recipient_id in offices]
    return [row for row in rows if row.known_on and row.worker.is_active]


def officer_of(actor, officer_id) -> Officer:
    """Raises Http404."""
    return or_404(Officer.objects.filter(agency_id=actor.agency_id, recipient__person=None, pk=officer_id).first())


def waiting(worker: Worker) -> bool:
    return not worker.has_usable_password()
