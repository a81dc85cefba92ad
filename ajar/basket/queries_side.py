"""What stands side by side: up to three, the same questions asked of each, in the order the person wants."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ajar.basket import catalogue, rules
from ajar.basket.models import Comparison
from ajar.basket.queries_list import TheList
from ajar.people.templatetags.people import words_of

# For whom an option says something about others than the person.
OTHERS = frozenset({"pregnant", "feeding", "parents", "near"})


@dataclass(frozen=True)
class Row:
    """One question and what each of the options answers, as (name of the option, answer)."""

    key: str
    ask: str
    answers: list


def asks(actor, person) -> list[str]:
    """The questions in this person's order."""
    row = Comparison.objects.visible_to(actor, person).order_by("day", "pk").first()
    return rules.asks_in_order(row.asks if row else "")


def standing(rows) -> tuple[list, list]:
    """(side by side, waiting for a place) of a person's offers."""
    placed = sorted((row for row in rows if row.place), key=lambda row: row.place)
    return placed[: rules.SIDE_BY_SIDE], placed[rules.SIDE_BY_SIDE :]


def grid(person, order, things, listed: TheList) -> list[Row]:
    """things: (option or None, an idea of their own, what they said fits). Words that the law here wants said stand under
    what to watch for. No answer is empty: what is not written says so."""
    others = any(option and OTHERS & set(option.for_whom) for option, _own, _fits in things)
    shown = []
    for key in order:
        if key == "others" and not others:
            continue
        answers = [
            (name_of(person, option, own), _answer(person, key, option, own, fits)) for option, own, fits in things
        ]
        if key == "hard":
            said = [listed.words_with(option) for option, _own, _fits in things]
            answers = [(name, f"{text} {more}".strip()) for (name, text), more in zip(answers, said, strict=True)]
        shown.append(Row(key, rules.ASKS[key], answers))
    return shown


def name_of(person, option, own) -> str:
    return words_of(option.name, person) if option else own


def _answer(person, key, option, own, fits):
    ask_us = _("Not written here. Ask us, and we find out together.")
    if key == "fits":
        return str(rules.FIT_NAMES.get(fits, "")) if fits else ""
    if key == "cost":
        return ask_us
    if key == "unknown":
        checked = _("Nobody has checked these words yet.") if option and not option.read_by else ""
        return f"{rules.NOT_KNOWN[option.sure if option else '']} {checked}".strip()
    if option is None:
        return {"what": own, "sure": _("You know it best.")}.get(key, _("You know it best. What would you say?"))
    if key == "others":
        whom = [str(catalogue.FOR_WHOM[one]) for one in option.for_whom if one in OTHERS]
        return _("It was written for: %(whom)s.") % {"whom": ", ".join(whom)} if whom else ask_us
    if key == "sure":
        return catalogue.SURE[option.sure]
    return words_of({"what": option.text, "harm": option.harm, "help": option.why, "hard": option.caution}[key], person)
