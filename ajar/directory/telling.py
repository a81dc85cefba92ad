"""A partner is told something, or asked: what would be said word for word, then the telling, then what came of it.

Three steps that a crash may part (decision 26): a row that it is going, `disclose`, the row of what came of it. Whatever
stands between is finished by `finish_due`. Said in English, the language of those who are called; the person's words in theirs.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from ajar.access.founding import system_of
from ajar.access.seal import SealBroken
from ajar.consents import disclosing, notices, papers
from ajar.consents import queries as consents
from ajar.consents.disclosing import ALLOWS, Differs, Item, Request, disclose
from ajar.consents.facts import Answer, DataClass, Decision, Purpose
from ajar.consents.words import WHY
from ajar.directory import actions_referrals as actions
from ajar.directory import queries_referrals as queries
from ajar.directory.models import PartnerAsk
from ajar.people.queries import contact, could_be_hurt

PURPOSES = (Purpose.HOUSING, Purpose.COORDINATION, Purpose.BENEFITS, Purpose.TREAT)
# What is told by each wish: to ask about somebody is to tell that we know them.
CLASS = {"send": DataClass.SOCIAL_NEED, "how": DataClass.PRESENCE, "came": DataClass.PRESENCE}
TITLE = {"send": "Somebody who would like to come to you", "how": "A question", "came": "A question"}
QUESTION = {"how": "How is it going for them with you?", "came": "Did they come to you?"}
RISK = "contact_risk"
CUT_OFF = timedelta(minutes=10)  # after this nothing of it is under way any more


@dataclass(frozen=True)
class Preview:
    """What would be said, exactly; or why nothing would. left_out: pairs (what, why). seen: what it was, as one line.

    asks: whether only their own word that this way is safe is missing. whole: what was asked for goes, not a rest of it.
    """

    asked: Request
    decision: Decision
    words: list
    script: str
    seen: str
    why: list
    left_out: list
    asks: bool
    whole: bool
    notice: str

    @property
    def may(self) -> bool:
        return self.whole and self.decision.answer in ALLOWS


def ways(actor, person) -> list:
    """Whom a partner's part could be told under a consent that stands, for a purpose of partners."""
    return consents.ways(actor, person, purposes=PURPOSES, classes=frozenset(CLASS.values()))


def names(way, referral) -> bool:
    """Whether a way leads to the place of a referral, as far as the names tell."""
    to, where = way.recipient.called.casefold(), referral.where.strip().casefold()
    return bool(where) and (where in to or to in where)


def request_of(actor, person, chosen: dict) -> Request:
    """chosen: the clean words of a TellForm. No confidence is among what it is made from, nor a row made from one."""
    way, referral = chosen["under"], chosen["referral"]
    what, channel = chosen["what"], chosen["channel"]
    items = [Item(CLASS[what], lambda: _said(chosen), row=referral, day=localdate())]
    if chosen.get("with_reach"):
        items.append(Item(DataClass.CONTACT, lambda: reach(actor, person), day=localdate()))
    return Request(
        recipient=way.recipient, purpose=way.purpose, basis=way.basis, consent=way.one.row, items=tuple(items),
        channel=channel, title=_opening(actor, person, way) if channel == "phone" else TITLE[what],
    )  # fmt: skip


def _said(chosen) -> list:
    about = [("This is about", chosen["name"])]
    if chosen["what"] != "send":
        return [*about, ("We would like to know", QUESTION[chosen["what"]])]
    need, words = chosen["referral"].need if chosen["referral"] else "", chosen["words"]
    return about + [pair for pair in (("In their own words", need), ("What they look for", words)) if pair[1].strip()]


def reach(actor, person) -> list:
    """How the person may be reached, as they said, in pairs; empty where nothing is on file."""
    rule = contact(actor, person)
    said = [("How to reach them", rule.ways), ("When", rule.when)] if rule else []
    return [pair for pair in said if pair[1].strip()]


def _opening(actor, person, way) -> str:
    """Before it is clear who listens: no name of this place, no topic."""
    rule = contact(actor, person)
    sender = rule.sender.strip().rstrip(".") if rule and could_be_hurt(actor, person) else ""
    return f"Hello, this is {sender or actor.name}. Do I speak with {way.recipient.called}?"


def look(actor, person, chosen: dict, *, safe=False) -> Preview:
    """What would be said now. safe: the person was asked, and this way is safe. Nothing is recorded."""
    asked = _reviewed(request_of(actor, person, chosen), safe)
    known = chosen["under"].one
    decision, words = disclosing.would(actor, person, asked, known)
    asks = decision.answer is Answer.REVIEW and decision.reasons[0] == RISK
    if asks:  # what they would be asked about: seen before, told only with their word
        decision, words = disclosing.would(actor, person, _reviewed(asked, True), known)
        asks = decision.answer in ALLOWS
    going = decision.answer in ALLOWS
    spoken = going and asked.channel == "phone"
    return Preview(
        asked=asked,
        decision=decision,
        words=[pair for item in words for pair in item],
        script=disclosing.script(actor, person, asked, decision, words) if spoken else "",
        seen=disclosing.seen_as(asked, decision, words) if going else "",
        why=[] if going else [WHY[code] for code in decision.reasons if code in WHY],
        left_out=[(papers.meaning(one).name, WHY[code]) for one, code in decision.stripped],
        asks=asks,
        whole=CLASS[chosen["what"]] in decision.sent,
        notice=notices.statement(long=asked.channel != "phone").text if going and decision.notice else "",
    )


def _reviewed(asked, safe) -> Request:
    return replace(asked, reviewed=frozenset({RISK})) if safe else asked


def tell(actor, person, chosen: dict, *, seen: str, safe=False, read_out=False, once=None) -> PartnerAsk:
    """Release what was read in the preview, and keep what came of it. Returns the row: told, or not sent.

    Raises Differs where something else would be said by now: nothing left. Sent twice, it is told once.
    """
    now = look(actor, person, chosen, safe=safe)
    if now.may and now.seen != seen:
        raise Differs
    row = actions.begin_telling(
        actor, person, once=once, whom=now.asked.recipient.called, what=chosen["what"], referral=chosen["referral"],
        words=chosen["words"], safe_said="yes" if safe else "", read_out=read_out,
    )  # fmt: skip
    if not row.fresh:  # the other press of the same button does it
        return row
    try:
        out = disclose(actor, person, _from(row, now.asked, seen))
    except Differs:
        actions.finish_telling(actor, row)
        raise
    return actions.finish_telling(actor, row, disclosure=out.disclosure)


def _from(row, asked, seen) -> Request:
    """The same question, each part of it made from the row that says that it is going."""
    return replace(asked, items=tuple(replace(item, row=row) for item in asked.items), seen=seen)


def finish_due(agency) -> tuple[int, int]:
    """What was cut off between the telling and its row: (how many are finished, how many cannot be opened)."""
    machine, finished, shut = system_of(agency), 0, 0
    for row in queries.going(agency):
        try:
            out = consents.of_row(machine, row.person, row.pk, since=row.going_at - CUT_OFF)
            if out or row.going_at < timezone.now() - CUT_OFF:
                actions.finish_telling(machine, row, disclosure=out)
                finished += 1
        except SealBroken:
            shut += 1
    return finished, shut
