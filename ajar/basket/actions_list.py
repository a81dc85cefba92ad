"""What a place makes of the list: what its law allows, its own options, ours as it changed them. Nothing is lost: each is a
row, and the newest counts."""

from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.models import Agency
from ajar.access.policy import Permission
from ajar.basket import catalogue, own
from ajar.basket.models import LawCheck, OptionVersion
from ajar.basket.queries_list import the_list
from ajar.people.actions import Refused


@action(needs=Permission.MANAGE_AGENCY)
def confirm_law(actor, *, option, answer, who, role, on, source, words=""):
    """What the law of this place says of an option, who said so, in which role, when and after which source.

    answer: a key of rules.LAW. What was said before stays under it. Returns the LawCheck.
    """
    _one_at_a_time(actor)
    order = LawCheck.objects.filter(agency_id=actor.agency_id, option=option).count() + 1
    row = LawCheck.objects.create(
        agency_id=actor.agency_id, option=option, answer=answer, who=who, role=role, on=on, source=source, words=words,
        order=order, day=localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "option.law confirmed", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
def add_option(actor, *, said, why=""):
    """An option of this place's own. said: plain values as `own.plain` gives them. Raises ContentWrong when it is not right."""
    _one_at_a_time(actor)
    option = own.checked(own.next_id(the_list(actor).all), said)
    return _add(actor, option.id, "added", words=own.kept(option), why=why, verb="option.added")


@action(needs=Permission.MANAGE_AGENCY)
def change_option(actor, *, option, said, number, why=""):
    """An option as it is said here from now on. option: its number; number: of the version that was shown, 0 for ours.

    Raises ContentWrong when it is not right, ChangedMeanwhile when somebody was quicker, Refused("staying") when it would
    leave nobody the option to stay as they are. Who read other words over does not stand under the new ones (decision 41).
    """
    _not_meanwhile(actor, option, number)
    before = the_list(actor).named(option)
    new = own.checked(option, own.read_anew(before, said))
    if ("same",) == before.spectrum != new.spectrum:
        _keep_staying(actor, option)
    return _add(actor, option, "changed", words=own.kept(new), why=why, verb="option.changed")


@action(needs=Permission.MANAGE_AGENCY)
def retire_option(actor, *, option, number, why=""):
    """An option is not offered any more. Where it was offered before it keeps its words. Raises as `change_option`."""
    _not_meanwhile(actor, option, number)
    _keep_staying(actor, option)
    words = own.kept(the_list(actor).named(option))
    return _add(actor, option, "retired", words=words, why=why, verb="option.retired")


@action(needs=Permission.MANAGE_AGENCY)
def use_again(actor, *, version, number, why=""):
    """An option as it stood at an earlier version, offered again. number: of the version that was shown."""
    _not_meanwhile(actor, version.option, number)
    act, verb = ("again", "option.offered again") if version.words else ("ours", "option.ours again")
    return _add(actor, version.option, act, words=version.words, why=why, verb=verb)


@action(needs=Permission.MANAGE_AGENCY)
def back_to_ours(actor, *, option, number, why=""):
    """An option as Ajar has it, now and as it will be. Raises Refused for one that is this place's own."""
    _not_meanwhile(actor, option, number)
    if all(one.id != option for one in catalogue.load()):
        raise Refused("own")
    return _add(actor, option, "ours", words="", why=why, verb="option.ours again")


def _one_at_a_time(actor) -> None:
    """Whoever else changes the list of this place waits until this action has ended."""
    Agency.objects.select_for_update().filter(pk=actor.agency_id).values_list("pk").first()


def _not_meanwhile(actor, option, number) -> None:
    _one_at_a_time(actor)
    if OptionVersion.objects.filter(agency_id=actor.agency_id, option=option).count() != number:
        raise ChangedMeanwhile(None, {})


def _keep_staying(actor, option) -> None:
    left = [one for one in the_list(actor).offered() if one.id != option]
    if catalogue.staying(left) is None:
        raise Refused("staying")


def _add(actor, option, act, *, words, why, verb) -> OptionVersion:
    number = OptionVersion.objects.filter(agency_id=actor.agency_id, option=option).count() + 1
    row = OptionVersion.objects.create(
        agency_id=actor.agency_id, option=option, number=number, act=act, words=words, why=why, day=localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, verb, row)
    return row
