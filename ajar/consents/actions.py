"""Every write about who may be told what: recipients, consents, what was agreed, how the law binds the agency."""

import base64

from django.db.models import F
from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.policy import Permission
from ajar.consents import gathering, papers, rules_forms, shown
from ajar.consents.facts import Purpose
from ajar.consents.models import (
    Consent,
    ConsentRecipient,
    Coverage,
    NoticeCheck,
    Recipient,
    Relation,
    Restriction,
    RightsGiven,
    SignedPaper,
    UnitCoverage,
    packed,
)
from ajar.people.actions import Refused
from ajar.people.models import Person

# What a person says in a consent; none of it changes once it is signed.
SAID = (
    "disclosers", "words", "since", "until", "general_designation", "expires_on", "expires_event",
    "expiry_none", "born", "condition_document", "case_ref", "action_type", "valid_from", "revocable_from",
    "revocable_event", "ends_expected", "order_ref", "paper_language",
)  # fmt: skip
SETS = ("classes", "by_hand", "purposes", "classes_of")


class NotWhole(ValueError):
    """A consent that lacks something the law asks of it is not signed. codes: what (`words.WHY`)."""

    def __init__(self, codes):
        super().__init__(", ".join(codes))
        self.codes = tuple(codes)


@action(needs=Permission.CONSENT)
def add_recipient(actor, person, *, kind, name, reach="", verified_how="", covered=False, contract=False,
                  medical=False, acts_for=None):  # fmt: skip
    """Somebody who may be named in consents. Of a person's own life the name is sealed with theirs; an office is the agency's."""
    today, own = timezone.localdate(), kind in rules_forms.OF_THEIR_LIFE
    row = Recipient(
        agency_id=actor.agency_id, person=person if own else None, kind=kind, covered=covered, contract=contract,
        medical=medical, acts_for=acts_for, verified_how=verified_how, verified_on=today if verified_how else None,
        verified_by=actor if verified_how else None, day=today, by=actor,
        **({"own_name": name, "own_reach": reach} if own else {"name": name, "reach": reach}),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "recipient.added", row)
    return row


@action(needs=Permission.CONSENT)
def check_recipient(actor, recipient, *, version, how):
    """How somebody made sure that they are who they say. Raises ChangedMeanwhile."""
    _move(recipient, version, verified_how=how, verified_on=timezone.localdate(), verified_by=actor)
    audit.wrote(actor, "recipient.checked", recipient)
    return recipient


@action(needs=Permission.CONSENT)
def note_relation(actor, person, *, recipient):
    """This recipient treats, pays for or helps with the care of this person."""
    row = Relation.objects.create(
        agency_id=actor.agency_id, person=person, recipient=recipient, day=timezone.localdate(), by=actor
    )
    audit.wrote(actor, "relation.noted", row)
    return row


@action(needs=Permission.CONSENT)
def end_relation(actor, relation):
    relation.ended_on = relation.ended_on or timezone.localdate()
    relation.save(update_fields=["ended_on"])
    audit.wrote(actor, "relation.ended", relation)
    return relation


@action(needs=Permission.CONSENT)
def write_consent(actor, person, *, kind, to=(), through=(), members=(), monitors=False, name="", **said):
    """A consent as it is being agreed on: it carries nothing before it is signed.

    to, through, members: recipients. monitors: those named have the duty to follow this person's conditions. said: SAID and
    SETS. Raises NotWhole for what no consent may combine (42 CFR 2.31(b), (d), 2.35).
    """
    row = Consent(agency_id=actor.agency_id, person=person, kind=kind, name=name, day=timezone.localdate(), by=actor)
    _say(row, said)
    row.save(force_insert=True)
    _name(row, to=to, through=through, member=members, monitors=monitors)
    audit.wrote(actor, "consent.written", row)
    return row


@action(needs=Permission.CONSENT)
def change_consent(actor, consent, *, version, to=(), through=(), members=(), monitors=False, name="", **said):
    """The same, said another way, before it is signed. Raises NotWhole, and ChangedMeanwhile when it was signed or changed."""
    _lock(consent)
    if consent.version != version or consent.signed_on or consent.aside_on:
        raise ChangedMeanwhile(consent, {})
    consent.name = name
    _say(consent, said)
    consent.version += 1
    consent.save()
    ConsentRecipient.objects.filter(agency_id=actor.agency_id, consent=consent).delete()
    _name(consent, to=to, through=through, member=members, monitors=monitors)
    audit.wrote(actor, "consent.changed", consent)
    return consent


def _say(row, said) -> None:
    for name in SAID:
        if name in said:
            setattr(row, name, said[name])
    for name in SETS:
        if name in said:
            setattr(row, name, packed(said[name]))
    if wrong := rules_forms.cannot_stand(gathering.of_consent(row, []), expected=row.ends_expected):
        raise NotWhole(wrong)


def _name(row, *, monitors, **parts) -> None:
    ConsentRecipient.objects.bulk_create(
        ConsentRecipient(
            agency_id=row.agency_id, person_id=row.person_id, consent=row, recipient=one, part=part, monitors=monitors
        )
        for part, named in parts.items() for one in named
    )  # fmt: skip


@action(needs=Permission.CONSENT)
def sign_consent(actor, consent, *, version, how, signature="", name, read_how, signed_on=None,
                 guardian_name="", guardian_signature="", witness=None):  # fmt: skip
    """The person's name under it. From here on it carries what it says, and nobody changes it.

    how: drawn, typed or paper. signature: the lines drawn, the name typed, or where the paper is kept that a worker saw signed.
    Raises NotWhole with every element of 42 CFR 2.31 that is not there, and ChangedMeanwhile when it is not what was read.
    """
    _lock(consent)
    if consent.version != version or consent.signed_on or consent.aside_on:
        raise ChangedMeanwhile(consent, {})
    named = list(ConsentRecipient.objects.filter(consent=consent).select_related("recipient"))
    paper, covered = papers.paper(consent.of), gathering.may_be_covered(consent, named)
    said = paper.said(frozenset(map(Purpose, consent.purposes.split())), covered)
    consent.paper_version, consent.paper_sha256 = paper.version, paper.sha256
    consent.statements, consent.paper_text = packed(one.id for one in said), shown.text_of(actor, consent, said)
    consent.name, consent.signed_how, consent.signature = name, how, signature
    consent.guardian_name, consent.guardian_signature = guardian_name, guardian_signature
    consent.signed_on, consent.read_how = signed_on or timezone.localdate(), read_how
    consent.witness = witness or (actor if how == "paper" else None)
    consent.version += 1
    if wrong := gathering.not_whole(consent, named, actor):
        raise NotWhole(wrong)
    consent.save()
    audit.wrote(actor, "consent.signed", consent)
    return consent


@action(needs=Permission.CONSENT)
def set_aside(actor, consent):
    """They did not sign it, and need not say why. Nothing goes out under it; all else stays as it was."""
    _lock(consent)
    if not consent.signed_on and not consent.aside_on:
        consent.aside_on = timezone.localdate()
        consent.save(update_fields=["aside_on"])
    audit.wrote(actor, "consent.set aside", consent)
    return consent


@action(needs=Permission.CONSENT)
def give_copy(actor, consent, *, how):
    consent.copy_given = how
    consent.save(update_fields=["copy_given"])
    audit.wrote(actor, "consent.copy given", consent)
    return consent


@action(needs=Permission.CONSENT)
def keep_signed_paper(actor, consent, *, picture):
    """A page of the paper that was signed, as a JPEG (bytes). Raises Refused for what was not signed on paper."""
    _lock(consent)
    if consent.signed_how != "paper":
        raise Refused("not on paper")
    row = SignedPaper.objects.create(
        agency_id=consent.agency_id, person_id=consent.person_id, consent=consent, day=timezone.localdate(), by=actor,
        picture=base64.b64encode(picture).decode(), order=SignedPaper.objects.filter(consent=consent).count() + 1,
    )  # fmt: skip
    audit.wrote(actor, "consent.paper kept", row)
    return row


@action(needs=Permission.STOP_CONSENT)
def stop_consent(actor, consent, *, how, words=""):
    """The person takes it back. how: "screen" or "written" ends it; "said" (by mouth) stops it until it is in writing.

    The row is locked before the clock is read: a release that waits behind this lock is decided again after it (I-05).
    Of a consent of 42 CFR 2.35 that cannot be taken back yet, the wish is kept, and the day stands with it.
    """
    _lock(consent)
    moment = timezone.now()
    if how == "said":
        consent.suspended_at = consent.suspended_at or moment
    elif consent.revoked_at is None:
        consent.revoked_at, consent.stopped_how = moment, how
    if words.strip():
        consent.stop_words = words
    consent.save(update_fields=["suspended_at", "revoked_at", "stopped_how", "stop_words"])
    audit.wrote(actor, "consent.stopped", consent)
    return consent


@action(needs=Permission.CONSENT)
def event_happened(actor, consent, *, which, day):
    """The event named in the consent happened on that day. which: "ends", "revocable" or "disposition" (the court is done)."""
    column = {"ends": "event_on", "revocable": "revocable_event_on", "disposition": "final_disposition_on"}[which]
    _lock(consent)
    if getattr(consent, column) is None or day < getattr(consent, column):
        setattr(consent, column, day)
        consent.save(update_fields=[column])
    audit.wrote(actor, f"consent.event {which}", consent)
    return consent


@action(needs=Permission.CONSENT)
def question_consent(actor, consent):
    """Something in it is known not to be true, the signature or what it says: nothing goes out under it (2.31(c)(4))."""
    _lock(consent)
    consent.questioned_on = consent.questioned_on or timezone.localdate()
    consent.save(update_fields=["questioned_on"])
    audit.wrote(actor, "consent.questioned", consent)
    return consent


@action(needs=Permission.CONSENT)
def agree_restriction(actor, person, *, words, classes=(), kinds=(), recipients=()):
    """What we agreed with the person not to tell; every later decision reads it."""
    Person.objects.one_at_a_time(person)
    row = Restriction.objects.create(
        agency_id=actor.agency_id, person=person, words=words, classes=packed(classes), kinds=packed(kinds),
        recipients=packed(one.pk for one in recipients), day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "restriction.agreed", row)
    return row


@action(needs=Permission.CONSENT)
def end_restriction(actor, restriction):
    """They said that it need not stand any more."""
    restriction.ended_on = restriction.ended_on or timezone.localdate()
    restriction.save(update_fields=["ended_on"])
    audit.wrote(actor, "restriction.ended", restriction)
    return restriction


@action(needs=Permission.CONSENT)
def give_rights(actor, person, *, notice, language, how):
    """The notice of 42 CFR 2.22 was given, in which version and language, and how."""
    row = RightsGiven.objects.create(
        agency_id=actor.agency_id, person=person, notice=notice, language=language, how=how,
        day=timezone.localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "rights.given", row)
    return row


@action(needs=Permission.SET_LAW)
def set_coverage(actor, *, order, **said):
    """How the law binds this agency, from today on; what was said before stays. order: the row that was shown (0: none).

    Raises ChangedMeanwhile when somebody was quicker.
    """
    actor.agency.__class__.objects.one_at_a_time(actor.agency_id)
    newest = gathering.coverage(actor.agency_id)
    if (newest.order if newest else 0) != order:
        raise ChangedMeanwhile(newest, said)
    row = Coverage.objects.create(
        agency_id=actor.agency_id, order=order + 1, day=timezone.localdate(), by=actor, **said
    )
    audit.wrote(actor, "coverage.set", row)
    return row


@action(needs=Permission.SET_LAW)
def set_unit(actor, team, *, order, part2):
    """How part 2 binds this team, where it is another way than the agency; "" goes back to that. order: of the row that was
    shown (0: none). Raises ChangedMeanwhile when somebody was quicker."""
    actor.agency.__class__.objects.one_at_a_time(actor.agency_id)
    newest = UnitCoverage.objects.filter(agency_id=actor.agency_id, team=team).order_by("-order").first()
    if (newest.order if newest else 0) != order:
        raise ChangedMeanwhile(newest, {"part2": part2})
    row = UnitCoverage.objects.create(
        agency_id=actor.agency_id, team=team, part2=part2, order=order + 1, day=timezone.localdate(), by=actor
    )
    audit.wrote(actor, "coverage.unit set", row)
    return row


@action(needs=Permission.SET_LAW)
def compare_notice(actor, *, notice):
    """This worker has compared the notice of 42 CFR 2.32 with the official text, and it is the same (decision 17)."""
    row = NoticeCheck.objects.create(
        agency_id=actor.agency_id, sha256=notice.sha256, notice=notice.version, day=timezone.localdate(), by=actor
    )
    audit.wrote(actor, "notice.compared", row)
    return row


def _lock(consent) -> None:
    """Waits for whoever holds this consent, and reads it as it stands then."""
    rows = Consent.objects.select_for_update(of=("self",)).filter(pk=consent.pk, agency_id=consent.agency_id)
    fresh = rows.get()
    for column in Consent._meta.concrete_fields:
        consent.__dict__[column.attname] = fresh.__dict__[column.attname]
    consent.__dict__.pop("_sealed", None)


def _move(row, version, **to) -> None:
    rows = type(row).objects.filter(pk=row.pk, agency_id=row.agency_id, version=version)
    if not rows.update(version=F("version") + 1, **to):
        raise ChangedMeanwhile(row, to)
    row.version = version + 1
    for name, value in to.items():
        setattr(row, name, value)
