"""A message on its way out: taken, given to a carrier, told. The only module that knows both a message and a carrier."""

from ajar.access.act import ChangedMeanwhile
from ajar.access.founding import system_of
from ajar.access.seal import SealBroken
from ajar.encounters import actions_messages as actions
from ajar.encounters import queries_messages as queries
from ajar.encounters.models import Message
from ajar.people.actions import Refused
from ajar.press import carriers


def carry(message) -> Message:
    """Let a waiting message go, if the hour is safe. Returns it as it then stands. Asked twice, it goes once."""
    machine = system_of(message.by.agency)
    try:
        taken = actions.take_message(machine, message)
    except (Refused, ChangedMeanwhile):  # not yet, or somebody else was quicker
        return Message.objects.get(pk=message.pk, agency_id=message.agency_id)
    if taken.state != "going":
        return taken
    return actions.tell_message(machine, taken, why=_out(taken))


def _out(message) -> str:
    """Give it to its carrier. Returns why it did not go, or nothing."""
    try:
        if message.way == "email":
            carriers.email(
                str(message.pk), to=message.address, name=message.sender, subject=message.subject, words=message.words
            )
        else:
            carriers.sms(str(message.pk), to=message.address, words=message.words)
    except carriers.NotCarried as no:
        return no.why
    return ""


def carry_due(agency) -> tuple[int, int]:
    """Let go what waits in an agency and may go now: (how many were sent, how many cannot be opened). None stops another."""
    sent = shut = 0
    for row in queries.waiting(agency):
        try:
            sent += carry(row).state == "sent"
        except SealBroken:
            shut += 1
    return sent, shut
