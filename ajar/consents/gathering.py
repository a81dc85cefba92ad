"""From rows to the facts of a decision: all of them, read as they stand at one moment."""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists
from django.utils import timezone

from ajar.access import seal
from ajar.access.models import Agency
from ajar.access.policy import Role
from ajar.consents import facts, law, notices
from ajar.consents.case import Case
from ajar.consents.facts import Basis, Bound, DataClass, Facts, Hipaa, Kind, Purpose, RecipientKind
from ajar.consents.models import (
    Consent,
    ConsentRecipient,
    Coverage,
    NoticeCheck,
    Recipient,
    Relation,
    Restriction,
    UnitCoverage,
    classes_in,
)
from ajar.consents.models_legal import LegalRequest, LockDown
from ajar.consents.rules_consent import missing, not_to_be_relied_on
from ajar.consents.rules_legal import stands
from ajar.consents.scopes import CONSENTS
from ajar.people.models import Person
from ajar.people.queries import could_be_hurt, joined

BASIS_OF = {kind: basis for basis, kind in CONSENTS.items()}
BORN = re.compile(r"\d{4}-\d\d")
BINDS = (Bound.COVERED, Bound.UNDETERMINED, Bound.NOT_COVERED)  # the strictest first
# What the register says, and no caller: who agreed, what compels, what is locked down.
NOT_FOR_A_CALLER = frozenset({"two_approvers", "order_permits_only", "identity_exposed", "quarantined"})
CLOSE = frozenset({RecipientKind.FAMILY_FRIEND, RecipientKind.OTHER})


def zone_of(actor) -> ZoneInfo:
    """The clock by which a day ends for what this worker does: that of their site, else of the agency."""
    return ZoneInfo(actor.site.timezone if actor.site_id else actor.agency.timezone)


def now_of(actor) -> datetime:
    return timezone.localtime(timezone.now(), zone_of(actor))


def coverage(agency_id) -> Coverage | None:
    """How the law binds the agency, as it was last said; None: nobody has said."""
    return Coverage.objects.filter(agency_id=agency_id).order_by("-order").first()


def units(agency_id, teams=None) -> dict:
    """{team: how part 2 binds it} of the teams that somebody said something else of than of the agency. teams: a condition."""
    rows = UnitCoverage.objects.filter(agency_id=agency_id, **({"team__in": teams} if teams is not None else {}))
    said = {row.team_id: row.part2 for row in rows.order_by("order")}
    return {team: Bound(part2) for team, part2 in said.items() if part2}


def _strictest(agency_id, bound: Bound, ids) -> Bound:
    """What binds a record: that of its team. Records that are one person are bound as the one that is bound most."""
    teams = set(Person.objects.filter(agency_id=agency_id, pk__in=ids).values_list("team", flat=True))
    said = units(agency_id, teams)
    return min((said.get(team, bound) for team in teams), key=BINDS.index, default=bound)


def program(agency_id, ids=()) -> facts.Program:
    """How the law binds what is told of the records of these ids; of none, how it binds the agency."""
    row, notice = coverage(agency_id), notices.statement()
    ready = notice is not None and (
        settings.DEMO or NoticeCheck.objects.filter(agency_id=agency_id, sha256=notice.sha256).exists()
    )
    bound = Bound(row.part2) if row else Bound.UNDETERMINED
    bound = _strictest(agency_id, bound, ids) if ids else bound
    if row is None:
        return facts.Program(part2=bound, notice_ready=ready)
    return facts.Program(
        part2=bound, hipaa=Hipaa(row.hipaa), as_if_part2=row.as_if_part2, notice_ready=ready,
        hearings_need_own_consent=row.hearings_apart,
    )  # fmt: skip


def of_consent(row: Consent, named: list[ConsentRecipient]) -> facts.Consent:
    """A consent as the rules read it. named: its rows of recipients."""

    def keys(part):
        return frozenset(str(one.recipient_id) for one in named if one.part == part)

    said = frozenset(row.statements.split())
    return facts.Consent(
        kind=row.of,
        named_person=bool(row.name.strip()),
        disclosers=bool(row.disclosers.strip()),
        classes=classes_in(row.classes) | classes_in(row.by_hand),
        by_hand=classes_in(row.by_hand),
        since=row.since,
        until=row.until,
        recipients=keys("to"),
        classes_of=frozenset(map(RecipientKind, row.classes_of.split())),
        intermediary=next(iter(keys("through")), ""),
        members=keys("member"),
        general_designation=row.general_designation,
        purposes=frozenset(map(Purpose, row.purposes.split())),
        stmt_hipaa_redisclosure="stmt_hipaa_redisclosure" in said,
        stmt_redisclosure="stmt_redisclosure" in said,
        stmt_refusal_consequences="stmt_refusal_consequences" in said,
        stmt_fundraising_optout="stmt_fundraising_optout" in said,
        stmt_revocation="stmt_revocation" in said,
        how_to_revoke="how_to_revoke" in said,
        expires_on=row.expires_on,
        expires_event=bool(row.expires_event.strip()),
        expiry_none=row.expiry_none,
        event_on=row.event_on,
        person_signed=bool(row.signed_how),
        guardian_signed=bool(row.guardian_signature.strip()),
        signed_on=row.signed_on,
        revoked_at=row.revoked_at,
        suspended_at=row.suspended_at,
        false=row.questioned_on is not None,
        condition_document=bool(row.condition_document.strip()),
        valid_from=row.valid_from,
        revocable_from=row.revocable_from,
        revocable_event=bool(row.revocable_event.strip()),
        revocable_event_on=row.revocable_event_on,
        final_disposition_expected=row.ends_expected,
        final_disposition_on=row.final_disposition_on,
        order_ref=bool(row.order_ref.strip()),
    )


def of_minor(row: Consent, agency, today) -> facts.Minor | None:
    """Nothing for somebody of age; otherwise what the law of the state says of one born in that month."""
    if not row.born:
        return None
    if not BORN.fullmatch(row.born):
        return facts.Minor()
    year, month = map(int, row.born.split("-"))
    return law.minor(law.law(agency.region, demo=settings.DEMO), (year, month), today)


def of_recipient(row: Recipient, ids, named=(), *, as_one_of=True) -> facts.Recipient:
    """A recipient as the rules read it, toward one person. ids: of all records that are them; named: the rows of the
    consent that the user named; as_one_of: whether it names recipients by their kind, so that it matters who they are to them."""
    keys = {str(row.pk), *([str(row.acts_for_id)] if row.acts_for_id else [])}
    treats = Relation.objects.filter(agency_id=row.agency_id, person_id__in=ids, ended_on=None, recipient_id__in=keys)
    return facts.Recipient(
        kind=RecipientKind(row.kind),
        key=str(row.pk),
        keys=frozenset(keys),
        relation=as_one_of and treats.exists(),
        covered=row.covered,
        contract=row.contract,
        medical=row.medical,
        monitors=any(one.monitors and str(one.recipient_id) in keys for one in named),
        verified=bool(row.verified_how),
    )


def restrictions(person, ids) -> tuple[facts.Restriction, ...]:
    """What was agreed with the person, in every record that is them, whoever may see it."""
    seal.preload(person.agency_id, ids)
    rows = Restriction.objects.filter(agency_id=person.agency_id, person_id__in=ids, ended_on=None)
    return tuple(
        facts.Restriction(classes_in(row.classes), frozenset(row.kinds.split()) | frozenset(row.recipients.split()))
        for row in rows
    )


def recipients_of(consents) -> dict:
    """{consent id: its rows of recipients, each with its recipient}, in one statement."""
    if not consents:
        return {}
    found: dict = {row.pk: [] for row in consents}
    rows = ConsentRecipient.objects.filter(consent_id__in=list(found)).select_related("recipient")
    for row in rows.order_by("part", "pk"):
        found[row.consent_id].append(row)
    return found


def _of_the_house(agency_id) -> tuple[bool, bool]:
    """(whether everybody's record is locked down, whether a team is bound otherwise than the agency), in one statement."""
    locked = LockDown.objects.filter(agency_id=agency_id, ended_at=None)
    other = UnitCoverage.objects.filter(agency_id=agency_id).exclude(part2="")
    rows = Agency.objects.filter(pk=agency_id).values_list(Exists(locked), Exists(other))
    return rows.first() or (False, False)


def of_order(person: Person, legal) -> tuple[facts.Order | None, bool]:
    """(the order as the register holds it now, whether it is used against the person). Read from the row of this very record
    in the person's own agency; a row in hand says nothing but which one is meant."""
    rows = LegalRequest.objects.filter(agency_id=person.agency_id, person_id=person.pk, closed_on=None)
    row = rows.filter(pk=legal.pk).first() if legal is not None else None
    if row is None or row.order_on is None:
        return None, False
    order = facts.Order(
        section=row.section,
        findings=stands(row.section, row.use, row.findings.split()),
        compulsion=row.process_on is not None,
        classes=classes_in(row.classes),
        since=row.since,
        until=row.until,
        recipients=frozenset({str(row.office_id)}) if row.office_id else frozenset(),
        confidential_met=bool(row.confidential),
        expires_on=row.expires_on,
        vacated=row.vacated_on is not None,
        identity_exposed=row.exposed and not row.settled.strip(),
        approvers=len({row.first_id, row.second_id} - {None, row.by_id, row.order_by_id}),
    )
    return order, row.use != "program"


def gather(actor, person: Person, *, recipient, purpose, basis, asked, consent=None, channel="paper", against=False,
           since=None, until=None, event=None, reviewed=frozenset(), known=None, legal=None) -> Facts:  # fmt: skip
    """All facts of one question as they stand now. recipient, consent: rows; asked: classes; event: facts.Event.

    legal: which row of the register of papers; the order is read from there and from nothing that a caller says.
    known: `queries.Standing` of the consent, where a page has just read it; never where something is told.
    """
    named = known.named if known else list(ConsentRecipient.objects.filter(consent=consent)) if consent else []
    ids = [*person.one_of, *person.unseen] if known and hasattr(person, "unseen") else joined(person)
    by_kind = bool(consent and (consent.classes_of or consent.general_designation))
    them, moment = of_recipient(recipient, ids, named, as_one_of=by_kind), now_of(actor)
    risk = could_be_hurt(actor, person) and (
        them.kind in CLOSE or (channel in ("phone", "e-mail") and not them.verified)
    )
    event = event or facts.Event()
    if basis == Basis.CHILD_ABUSE_REPORT:  # what the state says is the state's to say, never a caller's
        there = law.law(actor.agency.region, demo=settings.DEMO)
        event = replace(event, statute=there.report(child=event.child, prenatal=event.prenatal))
    order, used = of_order(person, legal) if basis == Basis.COURT_ORDER else (None, False)
    locked, units_differ = _of_the_house(actor.agency_id)
    return Facts(
        now=moment,
        order=order,
        quarantined=locked,
        asked=frozenset(map(DataClass, asked)),
        purpose=Purpose(purpose),
        basis=Basis(basis),
        program=program(actor.agency_id, ids if units_differ else ()),
        actor=facts.Actor(human=actor.role != Role.SYSTEM, inside=True, needs_it=True),
        recipient=them,
        consent=of_consent(consent, named) if consent else None,
        event=event,
        minor=of_minor(consent, actor.agency, moment.date()) if consent else None,
        since=since,
        until=until,
        against_person=against or used,
        restrictions=restrictions(person, ids),
        contact_risk=risk,
        reviewed=frozenset(reviewed) - NOT_FOR_A_CALLER,
    )


def may_be_covered(consent: Consent, named) -> bool:
    """Whether HIPAA binds one of those it names; of a class of recipients it may."""
    return any(one.recipient.covered for one in named) or bool(consent.classes_of)


def not_whole(consent: Consent, named, actor) -> tuple[str, ...]:
    """Elements of 2.31 that this consent lacks."""
    told = facts.Recipient(covered=may_be_covered(consent, named))
    question = _as_of(consent, actor, told, program(actor.agency_id))
    return missing(of_consent(consent, named), question)


def ended_by(consent: Consent, actor, bound: facts.Program) -> tuple[str, ...]:
    """Why a signed consent is not to be relied on now; nothing while it stands. bound: `program` of its agency."""
    question = _as_of(consent, actor, facts.Recipient(), bound)
    return not_to_be_relied_on(Case(question), question.consent)


def _as_of(consent, actor, recipient, bound) -> Facts:
    moment = now_of(actor)
    return Facts(
        now=moment,
        basis=BASIS_OF[Kind(consent.kind)],
        recipient=recipient,
        consent=of_consent(consent, []),
        minor=of_minor(consent, actor.agency, moment.date()),
        program=bound,
    )
