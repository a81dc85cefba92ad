"""The list of options as a place has it: ours, with what its managers changed, added and retired, and what its law allows."""

from dataclasses import dataclass, field, replace

from django.shortcuts import get_object_or_404

from ajar.basket import catalogue, own, rules
from ajar.basket.catalogue import Option
from ajar.basket.models import LawCheck, OptionVersion
from ajar.plans.queries_safety import emergency_of
from ajar.plans.regions import country_of

_read: dict = {}  # by the id of a version, which never changes


@dataclass(frozen=True)
class TheList:
    """all: every option by its number, the retired ones too: what was offered keeps its words. law: what was said last."""

    all: dict[str, Option]
    retired: frozenset[str]
    law: dict[str, LawCheck]
    marks: dict[str, str] = field(default_factory=dict)  # what this place did last with an option, in words
    ours: dict[str, Option] = field(default_factory=dict)  # as Ajar has them, for this region

    def named(self, option_id: str) -> Option | None:
        return self.all.get(option_id)

    def standing(self) -> tuple[Option, ...]:
        """All that is not retired."""
        return tuple(option for option in self.all.values() if option.id not in self.retired)

    def allows(self, option: Option) -> bool:
        """Whether the law here lets it be offered and stand on a turned screen: no law differs about it, or somebody said yes."""
        return not option.state_law_flag or (option.id in self.law and self.law[option.id].answer in rules.LAW_OPENS)

    def words_with(self, option: Option | None) -> str:
        """The words that the law here wants said with an option; none for most."""
        check = self.law.get(option.id) if option else None
        return check.words if check and check.answer == "words" else ""

    def offered(self) -> tuple[Option, ...]:
        """What may be offered here."""
        return tuple(option for option in self.standing() if self.allows(option))

    def offers(self, option_id: str) -> bool:
        """Whether this one may be offered here."""
        option = self.named(option_id)
        return option is not None and option_id not in self.retired and self.allows(option)


def the_list(actor) -> TheList:
    """The list of the actor's agency. Two statements, and one more for versions that this process has not read yet.

    Raises ContentWrong when our own files cannot be read.
    """
    rows = LawCheck.objects.filter(agency_id=actor.agency_id).order_by("option", "order")
    newest = {row.option: row for row in _versions(actor).order_by("option", "number").defer("words", "why")}
    missing = [row.pk for row in newest.values() if row.act != "ours" and row.pk not in _read]
    if missing:
        _read.update({row.pk: own.option(row.option, row.words) for row in _versions(actor).filter(pk__in=missing)})
    country, emergency = country_of(actor.agency.region), emergency_of(actor)
    ours = {option.id: option for option in catalogue.placed(country, emergency)}
    here = {key: _flagged_as(ours.get(key), _read[row.pk]) for key, row in newest.items() if row.act != "ours"}
    retired = frozenset(key for key, row in newest.items() if row.act == "retired")
    marks = {key: row.get_act_display() for key, row in newest.items() if row.act != "ours"}
    return TheList(ours | here, retired, {row.option: row for row in rows}, marks, ours)


def _flagged_as(ours: Option | None, here: Option) -> Option:
    """Where we say that laws differ, a version from before we said so does not offer it (domain.md C.9)."""
    return replace(here, state_law_flag=True) if ours and ours.state_law_flag and not here.state_law_flag else here


def _versions(actor):
    return OptionVersion.objects.filter(agency_id=actor.agency_id)


def flagged(actor) -> list:
    """(option, what was said last or None) of each that laws differ about."""
    listed = the_list(actor)
    return [(option, listed.law.get(option.id)) for option in listed.standing() if option.state_law_flag]


def said_of(actor, option_id) -> list[LawCheck]:
    """All that was said of what the law makes of an option, the newest first."""
    rows = LawCheck.objects.filter(agency_id=actor.agency_id, option=option_id)
    return list(rows.select_related("by").order_by("-order"))


def versions(actor, option_id) -> list[OptionVersion]:
    """What this place made of an option, the newest first; each with `.it`, the option as it then was, or None for ours."""
    rows = list(_versions(actor).filter(option=option_id).select_related("by").order_by("-number"))
    for row in rows:
        row.it = own.option(row.option, row.words) if row.words else None
    return rows


def version_of(actor, version_id) -> OptionVersion:
    """One of them. Raises Http404."""
    return get_object_or_404(_versions(actor), pk=version_id)
