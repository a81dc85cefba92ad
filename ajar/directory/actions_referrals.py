"""The verbs of referrals: made with a day to look again, moved, papers, who comes along, and what a partner was told.

Nothing here tells anybody anything: that is `telling.py`, through the one way out of consents.
"""

from django.db.models import Max
from django.utils import timezone

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action, amend
from ajar.access.policy import Permission
from ajar.directory import queries_referrals, rules_referrals
from ajar.directory.models import PartnerAsk, Referral, ReferralMove, ReferralPaper
from ajar.encounters import actions as encounters
from ajar.goals import actions as goals
from ajar.people.actions import Refused
from ajar.people.queries import could_be_hurt


@action(needs=Permission.RECORD)
def make_referral(
    actor, person, *, need, look_on, where="", service=None, reach="", state="asked", together=False, until=None,
    words="", papers=(), papers_who="", along_supporter=None, along_worker=None, alone=False, look_kind="call", how_safe="",
    encounter=None, day=None,
):  # fmt: skip
    """A referral, with the day to look again in the same transaction: there is none without one.

    service: a Service of the directory, whose name it keeps; or where: a place typed by hand. look_on, look_kind,
    how_safe: the FollowUp. papers: what is needed there, a text each; papers_who: who brings them, each can be
    changed later. alone: on a turned screen only when nobody else
    is there; it is so of itself where somebody could hurt the person, and for places to hide. Raises Refused without a
    place.
    """
    where = service.name if service else where
    if not where.strip():
        raise Refused("no place")
    day = day or timezone.localdate()
    hurt = could_be_hurt(actor, person)
    look = encounters.plan_followup(
        actor, person, kind=look_kind, day=look_on, what=str(rules_referrals.LOOK), how_safe=how_safe, safety=hurt,
        encounter=encounter,
    )  # fmt: skip
    row = Referral.objects.create(
        agency_id=actor.agency_id, person=person, encounter=encounter, need=need, where=where, reach=reach,
        service=str(service.pk) if service else "", state=state, together=together, until=_until(state, until),
        alone="yes" if alone or hurt or queries_referrals.hides(actor, service, where, need) else "",
        along_supporter=along_supporter, along_worker=along_worker, followup=look, day=day, by=actor,
    )  # fmt: skip
    _move(actor, row, order=1, words=words, day=day)
    for order, what in enumerate(papers, 1):
        _paper(actor, row, what=what, who=papers_who, order=order)
    audit.wrote(actor, "referral.made", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def move_referral(
    actor, referral, *, version, state, words="", until=None, look_on=None, look_kind="call", how_safe="", day=None
):
    """What came of it: its state from now on, in words; each is a row of its own. Returns the move.

    look_on: another day to look again; needed while it is under way and nobody is going to look. Raises
    ChangedMeanwhile, and Refused where it would be left with no day.
    """
    row = _locked(actor, referral)
    if version != row.version:
        raise ChangedMeanwhile(row, {"words": words})
    under_way = state in Referral.UNDER_WAY
    if under_way and not look_on and not queries_referrals.open_look(actor, row):
        raise Refused("no day to look again")
    changed = {"state": state, "until": _until(state, until)}
    if look_on:
        changed["followup"] = encounters.plan_followup(
            actor, row.person, kind=look_kind, day=look_on, what=str(rules_referrals.LOOK), how_safe=how_safe,
            safety=could_be_hurt(actor, row.person), encounter=row.encounter,
        )  # fmt: skip
    amend(actor, row, version=version, subject=row.person_id, **changed)
    move = _move(actor, row, order=_next(actor, ReferralMove, row), words=words, day=day or timezone.localdate())
    audit.wrote(actor, "referral.moved", move)
    return move


@action(needs=Permission.CHANGE_RECORD)
def change_referral(actor, referral, *, version, need, where, reach, alone, along_supporter, along_worker):
    """Put right where it leads, what for, or who comes along; what it said before is kept. Raises ChangedMeanwhile.

    A place typed anew is no service of the directory any more.
    """
    changed = {"service": ""} if where != referral.where else {}
    amend(
        actor, referral, version=version, subject=referral.person_id, need=need, where=where, reach=reach,
        alone="yes" if alone else "", along_supporter=along_supporter, along_worker=along_worker, **changed,
    )  # fmt: skip
    audit.wrote(actor, "referral.changed", referral)
    return referral


@action(needs=Permission.RECORD)
def add_paper(actor, referral, *, what, who=""):
    """One more paper that is needed there, and who brings it."""
    row = _locked(actor, referral)
    paper = _paper(actor, row, what=what, who=who, order=_next(actor, ReferralPaper, row))
    audit.wrote(actor, "referral.paper added", paper)
    return paper


@action(needs=Permission.CHANGE_RECORD)
def change_paper(actor, paper, *, version, what, who):
    """Put right what is needed or who brings it; what it said before is kept. Raises ChangedMeanwhile."""
    amend(actor, paper, version=version, subject=paper.person_id, what=what, who=who)
    audit.wrote(actor, "referral.paper changed", paper)
    return paper


@action(needs=Permission.CHANGE_RECORD)
def tick_paper(actor, paper, *, done=True):
    """It is there, or it is not any more."""
    paper.done_on = (paper.done_on or timezone.localdate()) if done else None
    paper.save(update_fields=["done_on"])
    audit.wrote(actor, "referral.paper there" if done else "referral.paper not there", paper)
    return paper


@action(needs=Permission.RECORD)
def make_obstacle(actor, move, *, owner):
    """What was in the way, kept among the obstacles, once. owner: whose it is, the world's or ours; never theirs.

    Raises Refused where nothing was said, or where its place must not stand on a page that others may see.
    """
    move = ReferralMove.objects.select_for_update().select_related("person", "referral").get(
        pk=move.pk, agency_id=actor.agency_id
    )  # fmt: skip
    if move.obstacle_id:
        audit.wrote(actor, "referral.obstacle there", move)
        return move.obstacle
    if not move.words or move.referral.alone:
        raise Refused("no words for it")
    move.obstacle = goals.record_obstacle(
        actor, move.person, words=move.words, owner=owner, encounter=move.referral.encounter
    )
    move.save(update_fields=["obstacle"])
    audit.wrote(actor, "referral.obstacle made", move)
    return move.obstacle


@action(needs=Permission.RECORD)
def ask_partner(actor, person, *, whom, what, referral=None, words="", outcome="no-consent"):
    """Keep that a partner would be told or asked something. Nothing is sent (decision 25: the refusal is a row, and it
    is returned).

    whom: the partner, in words; of a referral its place. what: "send", "how" or "came". outcome: "no-consent", or "kept"
    where a consent could carry something.
    """
    row = _ask(actor, person, whom=referral.where if referral else whom, what=what, referral=referral, words=words,
               outcome="kept" if outcome == "kept" else "no-consent")  # fmt: skip
    audit.wrote(actor, "partner.not sent", row)
    return row


@action(needs=Permission.DISCLOSE)
def begin_telling(actor, person, *, whom, what, referral=None, words="", safe_said="", read_out=False):
    """That a partner is about to be told something under a consent. The release is made from this row, so that one that
    was cut off can be finished. The row is `fresh` for the press that made it."""
    row = _ask(
        actor, person, whom=whom, what=what, referral=referral, words=words, outcome="going", going_at=timezone.now(),
        safe_said=safe_said, read_out=read_out,
    )  # fmt: skip
    row.fresh = True
    audit.wrote(actor, "partner.going", row)
    return row


@action(needs=Permission.KEEP_TOLD)
def finish_telling(actor, ask, *, disclosure=None):
    """What came of it, once: told, with the move of its referral; not sent, with the refusal; or cut off before anything
    left. Asked again, what stands stays."""
    row = PartnerAsk.objects.select_for_update(of=("self",)).select_related("by", "referral")
    row = row.get(pk=ask.pk, agency_id=actor.agency_id)
    if row.outcome != "going":
        audit.wrote(actor, "partner.known already", row)
        return row
    released = disclosure is not None and disclosure.released
    row.outcome = "sent" if released else "not-sent" if disclosure else "stopped"
    row.disclosure = disclosure
    row.save(update_fields=["outcome", "disclosure"])
    audit.wrote(actor, "partner.told" if released else "partner.not told", row)
    if released and row.referral_id and row.what == "send":
        referral = _locked(actor, row.referral)
        order = _next(actor, ReferralMove, referral)
        move = _move(actor, referral, order=order, day=row.day, by=row.by, disclosure=disclosure)
        audit.wrote(actor, "referral.sent", move)
    return row


def _ask(actor, person, **cells) -> PartnerAsk:
    last = PartnerAsk.objects.filter(agency_id=actor.agency_id, person=person).aggregate(last=Max("order"))["last"]
    return PartnerAsk.objects.create(
        agency_id=actor.agency_id, person=person, order=(last or 0) + 1, day=timezone.localdate(), by=actor, **cells
    )


def _until(state, until):
    return until if state == rules_referrals.WAITING else None


def _locked(actor, referral) -> Referral:
    """The referral as it stands; whoever else moves it waits."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("person", "encounter")
    return rows.get(pk=referral.pk, agency_id=actor.agency_id)


def _next(actor, model, referral) -> int:
    last = model.objects.filter(agency_id=actor.agency_id, referral=referral).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def _move(actor, referral, **cells) -> ReferralMove:
    cells = {"by": actor} | cells
    return ReferralMove.objects.create(
        agency_id=actor.agency_id, person_id=referral.person_id, referral=referral, state=referral.state,
        until=referral.until, **cells,
    )  # fmt: skip


def _paper(actor, referral, **cells) -> ReferralPaper:
    return ReferralPaper.objects.create(
        agency_id=actor.agency_id, person_id=referral.person_id, referral=referral, day=timezone.localdate(), by=actor,
        **cells,
    )  # fmt: skip
