"""Reading a person's basket: whether it is open today, what stands in it, and what comes first for them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from ajar.access import seal
from ajar.basket import catalogue, rules
from ajar.basket.models import Handout, Leave, Offer
from ajar.basket.queries_list import TheList, the_list
from ajar.goals import queries as goals
from ajar.people import queries as people
from ajar.press import grade

LONG_ENOUGH = 5  # letters of a word that says what somebody talks about
NAMELESS = 50


def leave_today(actor, person) -> Leave | None:
    """The last answer of today, when they were asked."""
    rows = Leave.objects.visible_to(actor, person).filter(day=timezone.localdate())
    return max(rows, key=lambda row: row.order, default=None)


def is_open(leave: Leave | None) -> bool:
    return leave is not None and leave.answer in rules.OPENS


def to_be_asked(actor):
    """The person of a turned or handed screen who has not said today that they want to look; None where options may stand.

    Raises Http404 where this person may not be opened. model.md: options stand before somebody only after their yes.
    """
    if actor.screen.mine:
        return None
    person = people.open_person(actor, actor.screen.person)
    return None if is_open(leave_today(actor, person)) else person


def offers(actor, person, listed: TheList | None = None) -> list[Offer]:
    """Everything that was offered and every idea of their own, the newest answer first. Each has `.it`, its option, or
    None for an idea of their own, and `.law`; what may not stand on this screen is left out. listed: `the_list`, if in hand."""
    listed = listed or the_list(actor)
    rows = Offer.objects.visible_to(actor, person).order_by("-answered_on", "-day", "pk")
    found = [_with_option(row, listed) for row in rows]
    return [row for row in found if actor.screen.mine or row.it is None or listed.allows(row.it)]


def taken(actor, person) -> list[Offer]:
    """What they took, tried or said helped: what a plan or a report of theirs may speak of."""
    return [row for row in offers(actor, person) if row.answer in ("taken", "tried", "helped", "a-bit")]


def offer_of(actor, person, offer_id) -> Offer:
    """One of them. Raises Http404, also where this screen may not show it."""
    row = Offer.objects.visible_to(actor, person).filter(pk=offer_id).first()
    listed = the_list(actor)
    if row is None or (_with_option(row, listed).it and not actor.screen.mine and not listed.allows(row.it)):
        raise Http404
    return row


def _with_option(row: Offer, listed: TheList) -> Offer:
    row.it = listed.named(row.option)
    row.law, row.retired = listed.law.get(row.option), row.option in listed.retired
    row.quiet = rules.quiet(row.answer, row.answered_on, timezone.localdate())
    return row


def handouts(actor, person) -> list[Handout]:
    """What was given, the newest first."""
    return list(Handout.objects.visible_to(actor, person).select_related("by").order_by("-day", "-pk"))


def nameless_handouts(actor, limit=NAMELESS) -> list[Handout]:
    """What was given to somebody whose name was not asked, the newest first. Each has `.given`, the options on it."""
    listed = the_list(actor)
    rows = list(Handout.objects.nameless(actor).select_related("by").order_by("-day", "-pk")[:limit])
    seal.preload(actor.agency_id, list({row.by_id for row in rows}))  # each is sealed with its giver's key
    for row in rows:
        row.given = [option for option in map(listed.named, row.options.split()) if option]
    return rows


def handout_of(actor, person, handout_id) -> Handout:
    row = Handout.objects.visible_to(actor, person).filter(pk=handout_id).first()
    if row is None or actor.through_glass:  # paper is for those who know them
        raise Http404
    return row


def on_handout(actor, person, row: Handout, listed: TheList) -> list:
    """(option or None, words of their own, what they said fits) for each thing on it, in its order.

    Options as the list has them now: a paper that is printed again is not older than its words.
    """
    own = {str(offer.pk): offer for offer in Offer.objects.visible_to(actor, person)} if person is not None else {}
    fits = dict(enumerate(row.fits.split()))
    found = []
    for at, token in enumerate(row.options.split()):
        option = listed.named(token)
        if option and not actor.screen.mine and not listed.allows(option):
            continue
        words = own[token].own if token in own else ""
        if option or words:
            found.append((option, words, fits.get(at, "").strip("-")))
    return found


@dataclass(frozen=True)
class Asked:
    """What the page is asked to narrow to. fit: a key of FITS_WHAT; words: letters to look for."""

    fit: str = ""
    words: str = ""
    page: int = 1


def wishes(actor, person, needs=None) -> rules.Wishes:
    """What they said matters, read from their open needs, their goals for now and their patterns."""
    needs = goals.needs(actor, person) if needs is None else needs
    open_needs = [need for need in needs if need.met_on is None]
    first = [need for need in open_needs if need.most_now] or open_needs
    now = [goal for goal in goals.goals(actor, person) if goal.state == "now"]
    patterns = goals.patterns(actor, person)
    own = people.words(actor, person)
    uses = [own.thing, "feeding" if own.feed or own.baby else ""] if own else []
    uses += [pattern.what or "" for pattern in patterns]
    domains = {goal.domain for goal in now}.union(*(rules.OF_RUNG.get(need.rung, set()) for need in first))
    return rules.Wishes(
        domains=frozenset(domains - {"any", "other"}),
        subjects=frozenset(set().union(*(rules.OF_BEHAVIOR.get(pattern.behavior, set()) for pattern in patterns))),
        words=_long_words(uses),
        said=_long_words(row.words for row in [*first, *now]),
        none=any(goal.spectrum == "none" for goal in now),
    )


def _long_words(texts) -> frozenset[str]:
    return frozenset(grade.plain(word) for word in grade.words(" ".join(texts)) if len(word) >= LONG_ENOUGH)


def basket_page(actor, person, asked: Asked, rows: list[Offer], listed: TheList) -> dict:
    """What the page of a basket that is open shows. rows: `offers` of the person."""
    needs = goals.needs(actor, person)
    matters = next((need for need in needs if need.most_now and need.met_on is None), None)
    wish = wishes(actor, person, needs)
    silent = {row.option for row in rows if row.quiet}
    everything = [option for option in listed.offered() if option.id not in silent]
    everything = rules.by_what_matters(everything, wish, catalogue.about)
    words = [grade.plain(word) for word in grade.words(asked.words)]
    fit = catalogue.SUITS.get(asked.fit, (None, lambda option: True))[1]
    fitting = [option for option in everything if fit(option) and option.holds(words)]
    by_option = {row.option: row for row in rows if row.option}
    page = rules.page_of(fitting, asked.page, everything=everything, none=wish.none)
    return {
        "matters": matters,
        "page": page,
        "cards": [(option, by_option.get(option.id)) for option in page.shown],
        "beside": [(option, by_option.get(option.id)) for option in page.beside],
        "suits": [(key, name) for key, (name, holds) in catalogue.SUITS.items() if any(map(holds, everything))],
        "kept": [row for row in rows if row.answer not in ("shown", "declined")],
        "declined": [row for row in rows if row.answer == "declined"],
        "side": sum(1 for row in rows if row.place),
        "sorted": bool(wish.domains or wish.subjects or wish.words),
    }


def rest_of_the_list(rows, listed: TheList) -> list:
    """(key, name, options) by subject of the whole list, without what stands side by side or was declined lately."""
    out = {row.option for row in rows if row.place or row.quiet}
    return catalogue.by_subject([option for option in listed.offered() if option.id not in out])


def id_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
