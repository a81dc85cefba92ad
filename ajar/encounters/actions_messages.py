"""Every write about safe messages. A worker writes one, tries again, takes back; the machine takes it and says what came.

What goes and when is asked anew at the moment of going, in the transaction that takes the message (wall 4). The carrier is
asked outside of any transaction (`carrying.py`), and a message that was taken is never taken again by itself.
"""

from datetime import timedelta

from django.db.models import Max
from django.utils.timezone import now

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.encounters import queries_messages as queries
from ajar.encounters import rules, safe_words
from ajar.encounters.models import Message
from ajar.people.actions import Refused
from ajar.people.models import Block, Person
from ajar.people.queries import binding, forget_rules, joined

LOST = timedelta(minutes=10)  # a carrier answers within a minute; whoever asked it longer ago has gone


class ShownOtherwise(Refused):
    """What would go now is not what was shown. Nothing was kept or sent; show it again."""


class NotYet(Refused):
    """The hour is not safe. The message waits."""


@action(needs=Permission.SEND_MESSAGE)
def write_message(actor, person, *, text, way, shown):
    """A message to an opened person, waiting to go. shown: the `mark` of the Preview that the worker looked at.

    Raises ShownOtherwise when the text, the rule or the hour would make another one now.
    """
    Person.objects.one_at_a_time(person)
    forget_rules(person)
    now_shown = queries.preview(actor, person, text=text, way=way)
    if now_shown is None or now_shown.mark != shown:
        raise ShownOtherwise("shown otherwise")
    last = Message.objects.filter(agency_id=actor.agency_id, person=person).aggregate(last=Max("order"))["last"]
    row = Message(
        agency_id=actor.agency_id, person=person, text=text, words=now_shown.words, subject=now_shown.subject, way=way,
        address=now_shown.way.address, sender=now_shown.way.sender, order=(last or 0) + 1, site=actor.site, by=actor,
        day=rules.local_day(now(), rules.zone_of(actor)),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.wrote(actor, "message.written", row)
    return row


@action(needs=Permission.SEND_MESSAGE)
def try_again(actor, message, *, version):
    """A message that no carrier took waits again, under the same key. Raises Refused, or ChangedMeanwhile."""
    if not message.may_try_again:
        raise Refused("nothing to try again")
    amend(actor, message, version=version, subject=message.person_id, state="waiting", reason="")
    audit.wrote(actor, "message.tried again", message)
    return message


@action(needs=Permission.SEND_MESSAGE)
def take_back(actor, message, *, version):
    """A message that still waits will not go. Raises Refused when it does not wait any more, or ChangedMeanwhile."""
    if message.state != "waiting":
        raise Refused("it does not wait")
    amend(actor, message, version=version, subject=message.person_id, state="not-sent", reason="stopped")
    audit.wrote(actor, "message.taken back", message)
    return message


@action(needs=Permission.CARRY_MESSAGE)
def take_message(actor, message):
    """The machine takes a waiting message to a carrier, if it may go now: then it is "going". Else it is "not sent".

    Raises NotYet while the hour is not safe, and Refused when it does not wait any more.
    """
    Person.objects.one_at_a_time(message.person)
    row = Message.objects.select_for_update(of=("self",)).select_related("by", "by__agency", "by__site", "site").get(
        pk=message.pk, agency_id=actor.agency_id
    )  # fmt: skip
    if row.state == "going" and now() - row.tried_at > LOST:
        return _not_sent(actor, row, "unknown")
    if row.state != "waiting":
        raise Refused("it does not wait")
    zone = rules.zone_of(row.by, row.site)
    ways, why = safe_words.ways_of(
        binding(row.person), rules.local_day(now(), zone), lambda: queries.called(row.by.agency)
    )
    way = next((one for one in ways if one.kind == row.way), None)
    if _parted(row):
        return _not_sent(actor, row, "writer")
    if way is None:
        return _not_sent(actor, row, why or "no way")
    if (way.address, way.sender) != (row.address, row.sender):
        return _not_sent(actor, row, "changed")
    moment = now()
    at = way.hours.next(moment, zone)
    if at is None:
        return _not_sent(actor, row, "never")
    if at > moment:
        raise NotYet("not yet")
    amend(actor, row, version=row.version, subject=row.person_id, state="going", tried_at=moment)
    audit.wrote(actor, "message.taken", row)
    return row


@action(needs=Permission.CARRY_MESSAGE)
def tell_message(actor, message, *, why=""):
    """What came of a message that was taken: sent, or not, and why."""
    if why:
        return _not_sent(actor, message, why)
    amend(actor, message, version=message.version, subject=message.person_id, state="sent")
    audit.wrote(actor, "message.sent", message)
    return message


def send_message(actor, person, *, text, way, shown, once=None):
    """Write a message to an opened person and let it go, at once or at the next hour that is safe. Returns the Message.

    text: a key of the set; way: "sms" or "email"; shown: the mark of its Preview (`queries_messages.preview`); once: the
    form's id. Raises ShownOtherwise. It is no @action itself: it is called outside of any, so that what a carrier has
    taken is never rolled back; each of its steps is one.
    """
    from ajar.encounters.carrying import carry

    return carry(write_message(actor, person, text=text, way=way, shown=shown, once=once))


send_message.needs = write_message.needs


def _parted(row) -> bool:
    """Whether its writer has left, or was blocked since from any record that is this person."""
    ids = joined(row.person)
    return not row.by.is_active or Block.objects.filter(worker=row.by, person_id__in=ids, ended_on=None).exists()


def _not_sent(actor, row, why):
    amend(actor, row, version=row.version, subject=row.person_id, state="not-sent", reason=why)
    audit.wrote(actor, "message.not sent", row)
    return row
