"""Judgment of the basket without a database: whose leave holds, what comes first, what may stand alone on a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

# domain.md C.10 and the Spectrum of the talk: leave is asked first; only danger and a wish of their own need none.
LEAVE = [
    ("yes", _("yes")),
    ("later", _("not now")),
    ("no", _("no")),
    ("asked", _("they asked for it")),
    ("danger", _("in danger now")),
]
OPENS = frozenset({"yes", "asked", "danger"})

ANSWERS = [
    ("shown", _("no word on it yet")),
    ("taken", _("I take this one")),
    ("thinking", _("I will think about it")),
    ("declined", _("not for me")),
    ("tried", _("I tried it")),
    ("helped", _("I tried it and it helped")),
    ("a-bit", _("I tried it and it helped a bit")),
    ("no-help", _("I tried it and it did not help")),
]
ANSWER_NAMES = dict(ANSWERS)
FITS = [("", _("not said")), ("yes", _("yes")), ("bit", _("a bit")), ("no", _("no"))]
FIT_NAMES = dict(FITS)
# What the law of a place says of an option that laws differ about (domain.md C.9); not asked yet is no answer.
LAW = [("allowed", _("allowed here")), ("words", _("allowed with words of ours")), ("not", _("not allowed here"))]
LAW_OPENS = frozenset({"allowed", "words"})
QUIET = timedelta(days=90)  # domain.md C.10 rule 4: what was declined is not shown again, unless the person asks
SIDE_BY_SIDE = 3
A_PAGE = 6  # domain.md C.10 rule 1: three to seven at a time

# The questions asked of each option side by side, in the order that stands until the person sets another (ux.md 2.4).
ASKS = {
    "what": _("What is it?"),
    "harm": _("Which harm is it about?"),
    "help": _("How might it help?"),
    "hard": _("What is hard, or to watch for?"),
    "others": _("What about others?"),
    "unknown": _("What do we not know?"),
    "cost": _("Cost, time, where?"),
    "sure": _("How sure are we?"),
    "fits": _("Does it fit me?"),
}
# What no study of an option of this grade can tell; said of every option, so that the row is never empty.
NOT_KNOWN = {
    "A": _("Studies tell how it goes for many people. How it will go for you, nobody knows before."),
    "B": _("Few trials have tested it, or none. How much it helps is not sure, for you as well."),
    "C": _("We know of no trial that has tested it. People who tried it, and who work with them, told us."),
    "": _("Nobody has written about it here. You know it best."),
}

# What somebody said matters, in the words of the options. domain.md C.8: the ladder of needs.
OF_RUNG = {
    1: {"alive"},
    2: {"home", "nutrition"},
    3: {"health", "health-care"},
    4: {"less-violence", "less-crime"},
    5: {"social", "isolation", "support", "family", "love"},
    6: {"income"},
    7: {"self-worth", "autonomy", "normalization", "stigma"},
}
OF_BEHAVIOR = {
    "drugs": {"overdose", "opioids", "stimulants", "sedatives", "other-drugs", "injecting", "smoking", "mixing-and-breaks"},
    "drinking": {"alcohol"},
    "smoking": {"smoking", "other-drugs"},
    "gambling": {"gambling"},
    "eating": {"eating-and-heart"},
    "heart": {"eating-and-heart"},
    "sex": {"sex-and-contraception"},
    "spending": {"gambling", "everyday"},
}  # fmt: skip
WITH_PEOPLE = frozenset({"social", "isolation", "support", "family", "love"})


@dataclass(frozen=True)
class Wishes:
    """What a person said: parts of life of their goals and most important needs, what they talk about, their own words."""

    domains: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()  # of what they do or use, and of feeding a baby
    said: frozenset[str] = frozenset()  # of their needs and goals
    none: bool = False  # a goal of theirs is to use none of something


@dataclass
class Page:
    shown: list = field(default_factory=list)
    beside: list = field(default_factory=list)  # other ways, where what was asked for has one only
    number: int = 1
    last: bool = True


def quiet(answer: str, answered_on: date, today: date) -> bool:
    """Whether it was declined so lately that it is not shown by itself."""
    return answer == "declined" and today < answered_on + QUIET


def by_what_matters(options: Iterable, wishes: Wishes, said_in) -> list:
    """What goes with most of what they said first, then what is near to what they talk about, then as the files have it.

    How sure we are and which part of the spectrum it is weigh nothing (model.md: no ranking that the system made).
    said_in: the plain words that an option is about.
    """

    def key(option):
        about = said_in(option)
        serves = len(wishes.domains & set(option.domains)) + len(wishes.said & about)
        talked_of = len(wishes.words & about)
        return -(serves + talked_of), -serves, -(option.subject in wishes.subjects)

    return sorted(options, key=key)  # stable: equal ones stay in the order of the catalogue


def one_way_only(options: Iterable) -> bool:
    """Whether all of these are of one and the same part of the spectrum."""
    options = list(options)
    parts = {part for option in options for part in option.spectrum}
    return bool(options) and len(parts) < 2


def page_of(options: list, number: int, *, everything: list, none: bool = False) -> Page:
    """A page of some options; where they would all be of one part of the spectrum, others stand beside them.

    everything: all that may be shown, in the order of what matters; others are taken from its top. none: somebody whose
    goal is to use none finds a way to none on their first page (domain.md C.10 rule 2).
    """
    pages = max(1, -(-len(options) // A_PAGE))
    number = min(max(1, number), pages)
    shown = options[(number - 1) * A_PAGE : number * A_PAGE]
    page = Page(shown, [], number, number == pages)
    if number == 1 and none and shown and not any("none" in option.spectrum for option in shown):
        page.beside += [option for option in everything if "none" in option.spectrum][:1]
    if one_way_only(shown + page.beside):
        have = {part for option in shown for part in option.spectrum}
        page.beside += [option for option in everything if not have & set(option.spectrum)][:2]
    return page


def asks_in_order(chosen: str) -> list[str]:
    """The questions as somebody ordered them; those they have not ordered come after."""
    first = [key for key in chosen.split() if key in ASKS]
    return list(dict.fromkeys([*first, *ASKS]))


def moved(order: list[str], key: str, by: int) -> list[str]:
    """The order with one of it moved up (-1) or down (1); at an end it stays."""
    if key not in order:
        return order
    order, at = list(order), order.index(key)
    to = min(max(0, at + by), len(order) - 1)
    order.insert(to, order.pop(at))
    return order
