"""The few reports that part 2 lets a human make without a consent (42 CFR 2.12(c)(5), (6)), and the ways that are left where
there is none: for danger to somebody elsewhere, adults at risk and wounds no ground of part 2 stands (domain.md A.12)."""

from uuid import uuid5

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ajar.consents import actions as consents
from ajar.consents import law
from ajar.consents.disclosing import Item, Request
from ajar.consents.facts import Basis, DataClass, Event, Purpose
from ajar.encounters import actions_kept

# What the worker decided, in the order in which the page offers it.
WAYS = [
    ("consent", _("We talked, and they say yes to telling")),
    ("unnamed", _("Told without saying that they come here, and without our name")),
    ("medical", _("Medical people, in an emergency")),
    ("here", _("Police, because it was here or against one of us")),
    ("order", _("Counsel asks a court for an order")),
    ("decide", _("We looked at it together with the clinical lead and counsel")),
    ("nothing", _("Nothing is told")),
]
ABOUT = [
    ("protect", _("somebody else could be hurt")), ("adult", _("an adult is neglected or hurt")),
    ("wound", _("a wound that the law may ask about")), ("child", _("a child")),
]  # fmt: skip
RULES = {
    "protect": "duty_to_protect", "adult": "mandated_reporter_elder", "wound": "mandated_reporter_gunshot",
    "child": "mandated_reporter_child",
}  # fmt: skip


def state_rules(actor) -> list:
    """[(what it is about, its words, what the state says or "unknown", statute)], of the agency's own state."""
    there = law.law(actor.agency.region, demo=settings.DEMO)
    return [(about, words, there.value(RULES[about]), there.rule(RULES[about]).statute) for about, words in ABOUT]


def unknown(actor, about) -> bool:
    """Whether nobody has filled in, or reviewed, what the state says: then a human decides together with another."""
    return next(value for one, _words, value, _statute in state_rules(actor) if one == about) == law.UNKNOWN


def decide(actor, person, *, about, way, why, with_whom="", told="", once=None):
    """Keep what was decided and why. It sends nothing: a worker acts, never the software."""
    kind = {"protect": "protect", "child": "child"}.get(about, "other")
    words = f"{dict(ABOUT)[about]}: {dict(WAYS)[way]}" + (f" ({with_whom})" if with_whom.strip() else "")
    return actions_kept.record_judgement(actor, person, kind=kind, decision=words, why=why, told=told, once=once)


def office(actor, person, *, kind, name, reach, sure, once):
    """Who is told, once for the same words of the form."""
    return consents.add_recipient(
        actor,
        person,
        kind=kind,
        name=name,
        reach=reach,
        verified_how=sure,
        once=uuid5(once, f"{kind}|{name}|{reach}|{sure}"),
    )


def child_report(to, *, ground, first, what, contact, others, seen="", **_rest) -> Request:
    """A first report, as the law of the state asks for or allows it. What the state says is read by `gather`."""
    said = [
        (DataClass.SAFETY_EVENT, "What was seen or heard", what), (DataClass.CONTACT, "Who and where", contact),
        (DataClass.THIRD_PARTY_INFO, "The child and others", others),
    ]  # fmt: skip
    event = Event(child=ground == "child", prenatal=ground == "prenatal", initial_report=first)
    return Request(
        recipient=to, purpose=Purpose.OTHER, basis=Basis.CHILD_ABUSE_REPORT, items=_items(said), channel="phone",
        title="First report about a child", event=event, ground_ref="42 CFR 2.12(c)(6)", seen=seen,
    )  # fmt: skip


def here_report(to, *, where, what, contact, seen="", **_rest) -> Request:
    """What happened here or against us: the circumstances, that they are served here, name, address, where last seen."""
    said = [
        (DataClass.SAFETY_EVENT, "What happened", what), (DataClass.PRESENCE, "Served here", "yes"),
        (DataClass.CONTACT, "Name, address, last seen", contact),
    ]  # fmt: skip
    event = Event(crime_or_threat=True, on_premises=where == "here", against_personnel=where == "us")
    return Request(
        recipient=to, purpose=Purpose.OTHER, basis=Basis.CRIME_ON_PREMISES, items=_items(said), channel="phone",
        title="Something happened here", event=event, ground_ref="42 CFR 2.12(c)(5)", seen=seen,
    )  # fmt: skip


def _items(said) -> tuple:
    return tuple(Item(one, lambda pair=(head, text): [pair]) for one, head, text in said if text.strip())
