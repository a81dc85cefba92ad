"""Every write of the basket with a person: leave asked, options offered and answered, ideas of their own, what was given.

Nothing of the catalogue is offered without leave of that day (model.md), nor what the law here may not allow (domain.md
C.9): Refused("law"). What has been offered may be spoken of on any day.
"""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.basket import rules
from ajar.basket.models import Handout, Leave, Offer
from ajar.basket.queries_list import the_list
from ajar.people.actions import Refused
from ajar.people.models import Person


@action(needs=Permission.RECORD)
def ask_leave(actor, person, *, answer, knows="", because="", day=None):
    """What they said when asked whether they want to look at options: a key of rules.LEAVE. It holds for its day.

    knows: what they know already, in their words. because: of danger, what the worker saw or heard. Returns the Leave.
    """
    Person.objects.one_at_a_time(person)
    day = day or localdate()
    rows = Leave.objects.visible_to(actor, person).filter(day=day)
    row = Leave.objects.create(
        agency_id=actor.agency_id, person=person, answer=answer, knows=knows, because=because, day=day,
        order=max((row.order for row in rows), default=0) + 1, by=actor,
    )  # fmt: skip
    audit.wrote(actor, "leave.asked", row)
    return row


@action(needs=Permission.RECORD)
def add_known(actor, person, *, words, day=None):
    """What they know already, in their words, once it may be in the record: beside what they said on that day when they were
    asked, which stays. Returns the Leave; nothing where they were not asked then.
    """
    Person.objects.one_at_a_time(person)
    rows = Leave.objects.visible_to(actor, person).filter(day=day or localdate())
    said = rows.order_by("-order").first()
    if said is None:
        audit.wrote(actor, "leave.looked at", person, subject=person.pk)
        return None
    return ask_leave(actor, person, answer=said.answer, knows=words, because=said.because, day=said.day)


@action(needs=Permission.RECORD)
def show_option(actor, person, *, option, day=None):
    """An option was shown: its Offer, made if there is none. Raises Refused("no leave") without leave of that day."""
    Person.objects.one_at_a_time(person)
    row = _offer_of(actor, person, option) or _make(actor, person, option=option, day=day)
    audit.wrote(actor, "offer.shown", row)
    return row


@action(needs=Permission.CHANGE_RECORD)
def answer_offer(actor, person, *, option, answer, words=None, version=None, day=None):
    """What they say of an option, a key of rules.ANSWERS, and in which words; what they said before is kept.

    option: the number of an option, or an Offer. version: the one that was shown; raises ChangedMeanwhile when it has moved
    on. Raises Refused("no leave") for an option not offered before, without leave of that day. Returns the Offer.
    """
    Person.objects.one_at_a_time(person)
    row = option if isinstance(option, Offer) else _offer_of(actor, person, option)
    row = row or _make(actor, person, option=option, day=day)
    said = {"answer": answer} | ({} if words is None else {"words": words})
    if answer != row.answer:
        said["answered_on"] = day or localdate()
    amend(actor, row, version=version or row.version, subject=row.person_id, **said)
    audit.wrote(actor, "offer.answered", row)
    return row


@action(needs=Permission.RECORD)
def add_own(actor, person, *, words, answer="thinking", day=None, kept_between=None):
    """An idea of the person's own, in their words; it needs no leave. kept_between: the confidence it was made from."""
    row = _row(actor, person, own=words, answer=answer, day=day, kept_between=kept_between)
    audit.wrote(actor, "offer.own added", row)
    return row


@action(needs=Permission.PRINT)
def give_handout(actor, person=None, *, options, words="", kind="options", asks="", paper="letter", day=None):
    """What was given into somebody's hand. person: None for somebody whose name was not asked.

    options: numbers of options, or Offers of the person (an idea of their own, and what they said fits). words: what was
    said with it, or what else was given. Raises Refused("no leave") for what was never offered to the person. Without a
    person options go by their number only, and Refused("law") is raised for what is not offered here.
    """
    day = day or localdate()
    if person is None:
        listed = the_list(actor)
        if not all(isinstance(option, str) and listed.offers(option) for option in options):
            raise Refused("law")
    else:
        Person.objects.one_at_a_time(person)
        options = [_offered(actor, person, option, day) for option in options]
    fits = [option.fits or "-" for option in options if isinstance(option, Offer)]
    row = Handout.objects.create(
        agency_id=actor.agency_id, person=person, kind=kind, asks=asks, words=words, paper=paper, day=day, by=actor,
        options=" ".join(_token(option) for option in options), fits=" ".join(fits),
    )  # fmt: skip
    audit.wrote(actor, "handout.given", row)
    return row


def _token(option) -> str:
    """How a handout names an option: by its number, or by the id of the row that holds an idea of their own."""
    return (option.option or str(option.pk)) if isinstance(option, Offer) else option


def _may_offer(actor, person, day) -> bool:
    rows = Leave.objects.visible_to(actor, person).filter(day=day or localdate())
    last = max(rows, key=lambda row: row.order, default=None)
    return last is not None and last.answer in rules.OPENS


def _offer_of(actor, person, option: str) -> Offer | None:
    """The row of an option that was offered before. Its number is sealed, so the rows are opened."""
    rows = Offer.objects.visible_to(actor, person).order_by("day", "pk")
    return next((row for row in rows if row.option == option), None)


def _offered(actor, person, option, day) -> Offer:
    if isinstance(option, Offer):
        return option
    return _offer_of(actor, person, option) or _make(actor, person, option=option, day=day)


def _make(actor, person, *, option, day) -> Offer:
    if not _may_offer(actor, person, day):
        raise Refused("no leave")
    if not the_list(actor).offers(option):
        raise Refused("law")
    return _row(actor, person, option=option, day=day)


def _row(actor, person, *, day=None, **cells) -> Offer:
    day = day or localdate()
    return Offer.objects.create(agency_id=actor.agency_id, person=person, day=day, answered_on=day, by=actor, **cells)
