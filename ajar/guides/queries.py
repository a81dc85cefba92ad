"""Where a talk stands, and what of it may be on whose screen."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from ajar.access.compiled import compiled
from ajar.access.policy import Permission, allows
from ajar.encounters.queries import duty_texts
from ajar.guides import doing, keeping, talk, versions
from ajar.guides.models import MapVersion, Walk, WalkLine, WalkStep
from ajar.mandates import queries as courts
from ajar.people.models import Person
from ajar.people.queries import could_be_hurt, or_404
from ajar.plans import safety
from ajar.plans.queries_safety import calls_of
from ajar.plans.regions import Numbers


def walk_of(actor, person, walk_id) -> Walk:
    """A talk of the actor's. Raises Http404."""
    return or_404(_one.first(actor, person, walk_id))


@compiled
def _one(actor, person, walk_id):
    return Walk.objects.visible_to(actor, person).filter(pk=walk_id)


def open_walks(actor) -> list[Walk]:
    """The actor's talks that are not kept yet, for Today."""
    return _open(actor)


@compiled
def _open(actor):
    seen = Exists(Person.objects.visible_to(actor).filter(pk=OuterRef("person_id")))
    return Walk.objects.filter(seen, agency_id=actor.agency_id, by=actor, state="open", start="talk").order_by("-day")[
        :5
    ]


def guide_of(walk) -> talk.Guide:
    """The map that the talk began with."""
    return versions.guide_by_id(walk.map_id)


def at_risk(guide, answer: talk.Answer) -> bool:
    """Whether an answer says that the person may hurt or kill themselves, which must not wait for "Keep this"."""
    node = guide.node(answer.to)
    return bool(node and node.risk)


def standing(walk) -> talk.Node:
    """The question where the talk stands."""
    guide = guide_of(walk)
    return guide.node(walk.node) or guide.door(1)


def lines(actor, person, walk) -> list[WalkLine]:
    """What was said so far, in its order, without what this screen may not show. Each with `.name` and `.more_said`."""
    return [line for line in _lines(actor, person, walk) if line.shown]


def step_stands(actor, person, walk) -> bool:
    """Whether a small step was named in the talk already."""
    return any(line.kind == "step" and not line.dropped for line in _lines(actor, person, walk))


def unshown(actor, person, walk) -> dict:
    """{id: (words, kind of change talk)} of lines that stand and that this screen may not show: they are kept as they are."""
    rows = [line for line in _lines(actor, person, walk) if not line.shown and not line.dropped]
    return {line.pk: (line.words, line.talk) for line in rows}


def _lines(actor, person, walk) -> list[WalkLine]:
    guide = guide_of(walk)
    rows = _said(actor, person, walk.pk)
    for line in rows:
        line.name, line.more_said = str(doing.LINES[line.kind]), keeping.more_of(line)
        line.shown = _shown(actor, guide, line.node, line.kind, line.more_said)
        if line.kind in ("align", "tell"):
            line.shown = line.shown and not (actor.screen.shared and could_be_hurt(actor, person))
    return rows


def line_of(actor, person, walk, line_id) -> WalkLine:
    """One line. Raises Http404, also where this screen may not show it."""
    return or_404(next((line for line in lines(actor, person, walk) if line.pk == line_id), None))


def _shown(actor, guide, node_id, kind, more) -> bool:
    """What was said at a question that waits for "we are alone" waits for it too; so does the need that led there."""
    if not actor.screen.shared:
        return True
    node = guide.node(node_id)
    if node is None or node.alone:
        return False
    quiet = {answer.rung for answer in node.answers if answer.alone}
    return not (kind == "need" and more.get("rung") in quiet)


@compiled
def _said(actor, person, walk_id):
    return WalkLine.objects.visible_to(actor, person).filter(walk_id=walk_id).order_by("order")


@compiled
def _steps(actor, person, walk_id):
    return WalkStep.objects.visible_to(actor, person).filter(walk_id=walk_id).order_by("-number")


@compiled
def _last_step(actor, person, walk_id):
    return WalkStep.objects.visible_to(actor, person).filter(walk_id=walk_id).order_by("-number")[:1]


@dataclass
class Choice:
    """An answer as this screen shows it. number: what the press sends; the id would say what the words leave out."""

    number: str
    label: str
    answer: talk.Answer
    second: str = ""


@dataclass
class Question:
    """One question as this screen shows it."""

    node: talk.Node
    ask: str
    choices: list[Choice]
    neutral: bool = False
    second: str = ""
    calls: Numbers | None = None  # the list that `numbers` are from, where the question shows some
    numbers: list = field(default_factory=list)
    steps: list = field(default_factory=list)


def neutral(actor, node: talk.Node) -> bool:
    """Whether this screen says nothing of what is asked."""
    return node.alone and actor.screen.shared


def question(actor, walk) -> Question:
    """The question where the talk stands. On a screen that somebody else may read along, what is `alone` is neutral:
    the answers are numbers, and the paper beside it says which is which."""
    node = standing(walk)
    plain = neutral(actor, node)
    ask, other = (node.neutral if plain else node.ask), walk.second
    choices = []
    for number, answer in enumerate(node.answers, 1):
        said = answer.neutral if answer.alone and actor.screen.shared else answer.label
        label = str(number) if plain else str(said)
        choices.append(Choice(str(number), label, answer, said.in_(other) if other and not plain else ""))
    found = Question(node, str(ask), choices, plain, ask.in_(other) if other else "")
    if node.shows and not plain:
        found.calls = calls_of(actor)
        found.numbers = found.calls.beside(node.shows)
        found.steps = safety.kinds()[node.shows].steps(found.calls.emergency)
    return found


@dataclass
class Opened:
    """What an answer opened: pages, plans, words, a box. Shown on the page after it."""

    says: list = field(default_factory=list)
    doors: list = field(default_factory=list)
    plans: list = field(default_factory=list)
    asks: list = field(default_factory=list)
    calls: Numbers | None = None  # the list that `numbers` are from; an empty one on the worker's own screen only
    numbers: list = field(default_factory=list)
    supervisor: bool = False
    stay: bool = False
    sees: list | None = None  # what a court may be told now, reader by reader; empty: nothing
    asked: list = field(default_factory=list)  # what a court asks, in its words
    text: object = None  # the agency's own words on what stays here, or False where nobody has written them

    def __bool__(self):
        return any(vars(self).values()) or self.text is False or self.calls is not None or self.sees is not None


def node_at(actor, person, walk, at: int | None) -> str:
    """The question that was answered as number `at`, for what comes late from its page; nothing where that was taken back:
    then it is on no screen that others may read."""
    return next((step.node for step in _steps(actor, person, walk.pk) if step.number == at), "")


def opened(actor, person, walk, said=(), *, all_of_it=False) -> Opened:
    """What the last answer opened; all_of_it: what all answers of the talk did, for the page at its end. said: `lines`."""
    steps = (_steps if all_of_it else _last_step)(actor, person, walk.pk)
    found, quiet = Opened(), actor.screen.shared
    if not all_of_it and "privacy" in standing(walk).texts:  # who gets to know is asked here, from any page
        found.doors.append(doing.DOORS["open_sharing"])
    for step in reversed(steps):
        node = guide_of(walk).node(step.node)
        answer = node.answer(step.answer) if node else None
        if answer is None or (quiet and (node.alone or answer.alone)):
            continue
        for name in answer.do:
            _open_one(actor, person, found, name, node, quiet)
            if name in doing.NUMBERS:
                kind, of, cell = doing.NUMBERS[name]
                if any(line.kind == of and line.more_said.get(cell) for line in said if not line.dropped):
                    found.asks.append((doing.WHY_NOT_LOWER, kind))
    return found


def _open_one(actor, person, found, name, node, quiet) -> None:
    if name in doing.COURT:
        _court(actor, person, found, name)
    if name in doing.SAYS:
        found.says.append(doing.SAYS[name])
    elif name in doing.ASKS:
        found.asks.append(doing.ASKS[name])
    elif name in doing.OPENS_PLAN:
        kind = safety.kinds()[doing.PLANS.get(name, node.plan)]
        if kind not in found.plans and not (kind.alone and quiet):
            found.plans.append(kind)
    elif name in doing.WORKERS:
        found.supervisor = found.supervisor or (actor.screen.mine and name != "stay_with")
        found.stay = found.stay or (actor.screen.mine and name == "stay_with")
    elif name == "show_crisis_numbers":
        calls = calls_of(actor)
        found.calls = calls if calls or not quiet else None
        found.numbers += [one for one in calls.beside(node.plan) if one not in found.numbers]
    elif name == "open_privacy_text":
        found.text = duty_texts(actor).get("privacy") or False
    if name in doing.DOORS and not (node.ends and name == "schedule_contact"):
        door = doing.DOORS[name]
        if door not in found.doors and not (door.quiet and quiet):
            found.doors.append(door)


def _court(actor, person, found, name) -> None:
    """What a court may see or asks, as it stands now; for who may not see it, or may not here, words that hold of anybody."""
    if not court_here(actor, person):
        found.says += [] if doing.NO_COURT in found.says else [doing.NO_COURT]
    elif name == "open_disclosure_preview":
        found.sees = courts.what_they_see(actor, person)
    else:
        found.asked = [row for court in keeping.open_courts(actor, person) for row in courts.requirements(actor, court)]


def court_here(actor, person) -> bool:
    """Whether this worker may see what a court asks, and this screen may show it."""
    return allows(actor, Permission.MANDATE) and not (actor.screen.shared and could_be_hurt(actor, person))


def map_of(actor, version_id) -> MapVersion:
    """One version of this place's map. Raises Http404."""
    rows = MapVersion.objects.filter(agency_id=actor.agency_id).select_related("by")
    return get_object_or_404(rows, pk=version_id)
