"""What a place makes of the list: what its law allows, its own options, ours as it changed them. Nothing is lost: each is a
row, and the newest counts. After each of these there is still a way to stay as they are on offer, and something safer, less
and none: else Refused("staying")."""

from functools import wraps

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.models import Agency
from ajar.access.policy import Permission
from ajar.basket import catalogue, own
from ajar.basket.models import LawCheck, OptionVersion
from ajar.basket.queries_list import the_list
from ajar.people.actions import Refused
from ajar.press.content import ContentWrong, Wrong


def _leaves_a_choice(write):
    """One write of the list at a time, and none that takes the last one of a part of the spectrum off what is offered.

    What was lacking before is no reason to refuse: whoever mends one part after the other gets through.
    """

    @wraps(write)
    def checked(actor, **said):
        Agency.objects.one_at_a_time(actor.agency_id)
        before = catalogue.lacking(the_list(actor).offered())
        row = write(actor, **said)
        if catalogue.lacking(the_list(actor).offered()) - before:
            raise Refused("staying")
        return row

    return checked


@action(needs=Permission.MANAGE_AGENCY)
@_leaves_a_choice
def confirm_law(actor, *, option, answer, who, role, on, source, words=""):
    """What the law of this place says of an option, who said so, in which role, when and after which source.

    answer: a key of rules.LAW. What was said before stays under it. Returns the LawCheck.
    """
    order = LawCheck.objects.filter(agency_id=actor.agency_id, option=option).count() + 1
    row = LawCheck.objects.create(
        agency_id=actor.agency_id, option=option, answer=answer, who=who, role=role, on=on, source=source, words=words,
        order=order, day=localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, "option.law confirmed", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
@_leaves_a_choice
def add_option(actor, *, said, why=""):
    """An option of this place's own. said: plain values as `own.plain` gives them. Raises ContentWrong when it is not right."""
    option = own.checked(own.next_id(the_list(actor).all), said)
    return _add(actor, option.id, "added", words=own.kept(option), why=why, verb="option.added")


@action(needs=Permission.MANAGE_AGENCY)
@_leaves_a_choice
def change_option(actor, *, option, said, number, why=""):
    """An option as it is said here from now on. option: its number; number: of the version that was shown, 0 for ours.

    Raises Refused("same") where nothing is different; ContentWrong when it is not right, also when laws differ about ours and that is not said of it any more (domain.md
    C.9); ChangedMeanwhile when somebody was quicker. Who read other words over does not stand under the new ones (decision 41).
    """
    _not_meanwhile(actor, option, number)
    here = the_list(actor)
    new = own.checked(option, own.read_anew(here.named(option), said))
    if option not in here.retired and not own.differences(here.named(option), new):
        raise Refused("same")
    ours = catalogue.ours(option)
    if ours and ours.state_law_flag and not new.state_law_flag:
        told = _("Laws differ about it, and that stays. You can say on its page what the law here allows.")
        raise ContentWrong([Wrong("en", 1, "state_law_flag", told)])
    return _add(actor, option, "changed", words=own.kept(new), why=why, verb="option.changed")


@action(needs=Permission.MANAGE_AGENCY)
@_leaves_a_choice
def retire_option(actor, *, option, number, why=""):
    """An option is not offered any more. Where it was offered before it keeps its words. Raises as `change_option`."""
    _not_meanwhile(actor, option, number)
    words = own.kept(the_list(actor).named(option))
    return _add(actor, option, "retired", words=words, why=why, verb="option.retired")


@action(needs=Permission.MANAGE_AGENCY)
@_leaves_a_choice
def use_again(actor, *, version, number, why=""):
    """An option as it stood at an earlier version, offered again. number: of the version that was shown."""
    _not_meanwhile(actor, version.option, number)
    act, verb = ("again", "option.offered again") if version.words else ("ours", "option.ours again")
    return _add(actor, version.option, act, words=version.words, why=why, verb=verb)


@action(needs=Permission.MANAGE_AGENCY)
@_leaves_a_choice
def back_to_ours(actor, *, option, number, why=""):
    """An option as Ajar has it, now and as it will be. Raises Refused for one that is this place's own."""
    _not_meanwhile(actor, option, number)
    if catalogue.ours(option) is None:
        raise Refused("own")
    return _add(actor, option, "ours", words="", why=why, verb="option.ours again")


def _not_meanwhile(actor, option, number) -> None:
    if OptionVersion.objects.filter(agency_id=actor.agency_id, option=option).count() != number:
        raise ChangedMeanwhile(None, {})


def _add(actor, option, act, *, words, why, verb) -> OptionVersion:
    number = OptionVersion.objects.filter(agency_id=actor.agency_id, option=option).count() + 1
    row = OptionVersion.objects.create(
        agency_id=actor.agency_id, option=option, number=number, act=act, words=words, why=why, day=localdate(), by=actor,
    )  # fmt: skip
    audit.wrote(actor, verb, row)
    return row
