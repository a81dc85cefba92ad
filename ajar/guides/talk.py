"""The map of a conversation: questions, answers, and where each leads. Read from content, checked whole, or not used.

Ours is `content/guides/talk.yaml` with the Spanish words beside it. A program may keep its own (`versions.py`); both go
through `checked`, so that no map reaches a person with a door that leads nowhere.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ajar.encounters.models import DutyText
from ajar.guides import doing
from ajar.plans.models import SafetyPlan
from ajar.press import content, grade, never
from ajar.press.content import ContentWrong, Entry, Text, Wrong

FILE = content.CONTENT / "guides" / "talk.yaml"
END = "end"
ANYWHERE = "anywhere"
# ux.md 2.2: the order of a session. No stage has to be done, and any may be first.
STAGE_NAMES = {
    1: _("Start where the person is"),
    2: _("The most important need now"),
    3: _("What has helped before"),
    4: _("Options, shared with leave"),
    5: _("Their goal, in their words"),
    6: _("One small step"),
    7: _("Safety"),
    8: _("Thanks, and next time"),
}
STAGES = tuple(STAGE_NAMES)
MOST_ANSWERS = 7  # ux.md 3: seven or fewer, so that a choice can be read aloud
LANGUAGES = ("en", "es")

# yes, no, on and off are refused in quotes too: whoever writes the file again without them has another value.
_ID = content.pattern(
    r"(?!(?:yes|no|on|off|true|false|null)$)[a-z][a-z_]{1,30}", "small_step (and not yes, no, on or off)"
)


def _do(value) -> str:
    if not isinstance(value, list) or not value:
        return "a list of at least one is needed here"
    strange = [one for one in value if one not in doing.ALL]
    return f"“{str(strange[0])[:40]}” is nothing that Ajar can do" if strange else ""


def _number(low, high):
    def rule(value):
        fits = type(value) is int and low <= value <= high
        return "" if fits else f"a number from {low} to {high} is needed here"

    return rule


_ABOUT = {"owner": content.line_of(80), "source": content.line_of(600), "checked_on": content.day}
_WORDS = {"ask": 200, "neutral": 200, "worker": 400, "box": 80}  # the longest of each, in letters


def _text(name):
    return content.maybe(content.line_of(_WORDS[name]))


def _node_schema(today) -> content.Schema:
    return {
        "id": _ID,
        "stage": _number(0, 8),
        "ask": _text("ask"),
        "neutral": _text("neutral"),
        "worker": content.line_of(_WORDS["worker"]),
        "box": _text("box"),
        "starts": content.maybe(content.yes_or_no),
        "ends": content.maybe(content.yes_or_no),
        "alone": content.maybe(content.yes_or_no),
        "room": content.maybe(content.one_of(*doing.ROOMS)),
        "shows": content.maybe(content.one_of("overdose", "hard")),
        "plan": content.maybe(content.one_of(*dict(SafetyPlan.KINDS))),
        "texts": content.maybe(content.some_of(*dict(DutyText.KINDS))),
        "reviewers": content.reviewers(today),
        "answers": content.a_list,
    }


_ANSWER = {
    "id": _ID,
    "label": content.line_of(80),
    "to": _ID,
    "do": content.maybe(_do),
    "alone": content.maybe(content.yes_or_no),
    "neutral": content.maybe(content.line_of(80)),
    "rung": content.maybe(_number(1, 8)),
}


def _twin_schema(today) -> content.Schema:
    return {
        "id": _ID,
        **{name: _text(name) for name in ("ask", "neutral", "box")},
        "worker": content.line_of(_WORDS["worker"]),
        "reviewers": content.reviewers(today),
        "answers": lambda value: "" if isinstance(value, dict) and value else "answers by their ids are needed here",
    }


@dataclass(frozen=True)
class Answer:
    """One answer of a question. alone: on a turned screen `neutral` stands in its place until they are alone."""

    id: str
    label: Text
    to: str
    do: tuple[str, ...] = ()
    alone: bool = False
    neutral: Text = Text()
    rung: int = 8


@dataclass(frozen=True)
class Node:
    """One question, with what the worker reads beside it and what may follow."""

    id: str
    stage: int
    ask: Text
    worker: Text
    answers: tuple[Answer, ...]
    box: Text = Text()
    neutral: Text = Text()
    starts: bool = False
    ends: bool = False
    alone: bool = False
    room: str = ""
    shows: str = ""
    plan: str = doing.PLAN  # the kind that `open_safety_plan` opens here
    texts: tuple[str, ...] = ()  # the agency's own words that a worker wants at hand here
    reviewed: bool = False

    def answer(self, answer_id: str) -> Answer | None:
        return next((one for one in self.answers if one.id == answer_id), None)

    @property
    def risk(self) -> bool:
        """Whether an answer that leads here says that the person may hurt or kill themselves."""
        return self.shows == doing.PLAN

    def does(self, *names: str) -> bool:
        """Whether an answer of this question does one of these."""
        return any(name in answer.do for answer in self.answers for name in names)


@dataclass(frozen=True)
class Guide:
    """A map that was checked. nodes: in the order of the content, those that can be reached; anywhere: on each page."""

    nodes: tuple[Node, ...]
    anywhere: tuple[Answer, ...]

    @property
    def by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    def node(self, node_id: str) -> Node | None:
        return self.by_id.get(node_id)

    def door(self, stage: int) -> Node:
        """The question with which a stage begins."""
        return next(node for node in self.nodes if node.stage >= stage and node.ask)

    def after(self, node: Node) -> str:
        """Where Skip leads: the door of the next stage, and after the last one the end."""
        later = [other.id for other in self.nodes if other.stage > node.stage and other.ask]
        return later[0] if later and not node.ends and node.ask else END


@cache
def ours() -> Guide:
    """The map that Ajar comes with; once a process. Raises ContentWrong with all that is wrong."""
    return checked(nodes_of(FILE))


def nodes_of(file: Path) -> list[dict]:
    """The nodes of a map and of the Spanish words beside it, as plain values in both languages: what a version keeps.

    Raises ContentWrong with file, line and field of everything that does not read.
    """
    wrongs: list[Wrong] = []
    spanish = file.with_suffix(".es.yaml")
    for missing in (one for one in (file, spanish) if not one.is_file()):
        wrongs.append(Wrong(content.name_of(missing), 1, "", "is missing; a map has both languages"))
    if wrongs:
        raise ContentWrong(wrongs)
    __, entries = content.read(file, _ABOUT, _node_schema(localdate()), wrongs)
    __, twins = content.read(spanish, _ABOUT, _twin_schema(localdate()), wrongs)
    if wrongs and not (entries and twins):  # a file that does not read: what the other has is not wrong by that
        raise ContentWrong(sorted(set(wrongs)))
    words = {twin.values["id"]: twin for twin in twins}
    nodes = []
    for entry in entries:
        answers = content.within(entry, "answers", _ANSWER, wrongs)
        twin = words.pop(entry.values["id"], None)
        if twin is None:
            wrongs.append(entry.wrong("id", f"{entry.values['id']} has no words that are right in {spanish.name}"))
            continue
        nodes.append(_both(entry, answers, twin, wrongs))
    wrongs += [twin.wrong("id", f"{node_id} does not stand in {file.name}") for node_id, twin in words.items()]
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return nodes


def _both(entry: Entry, answers: list[Entry], twin: Entry, wrongs: list[Wrong]) -> dict:
    """A node as plain values, with its words in both languages and the lines that each stands on."""
    node = {key: entry.values[key] for key in entry.values if key not in _WORDS and key != "answers"}
    node["reviewers"] = len(entry.values["reviewers"]) and len(twin.values["reviewers"])
    node["at"] = {"en": (entry.file, entry.line, entry.lines), "es": (twin.file, twin.line, twin.lines)}
    for name in _WORDS:
        if bool(entry.values.get(name)) != bool(twin.values.get(name)):
            wrongs.append(twin.wrong(name, "stands in one language only"))
        node[name] = {"en": entry.values.get(name, ""), "es": twin.values.get(name, "")}
    said = dict(twin.values["answers"])
    node["answers"] = []
    for one in answers:
        plain = {key: one.values[key] for key in one.values if key not in ("label", "neutral")}
        there = twin.where["answers"].get(one.values["id"], twin.lines["answers"])
        plain["at"] = {"en": (one.file, one.line, one.lines), "es": (twin.file, there, {})}
        for name, key in (("label", one.values["id"]), ("neutral", f"{one.values['id']}.neutral")):
            spanish = said.pop(key, "")
            if not isinstance(spanish, str) or bool(spanish.strip()) != bool(one.values.get(name)):
                wrongs.append(twin.wrong("answers", f"{key} stands in one language only"))
            plain[name] = {"en": one.values.get(name, ""), "es": str(spanish)}
        node["answers"].append(plain)
    wrongs += [twin.wrong("answers", f"{key} is no answer of {entry.values['id']}") for key in said]
    return node


def checked(nodes: list[dict]) -> Guide:
    """The guide of these nodes, without what waits for a room to come. Raises ContentWrong: then there is none.

    Refused: an answer that leads nowhere, a question that cannot be reached or from which no end can be, more than
    seven answers, words that are harder than school grade 6 (ux.md 6, I8) or that Ajar never says (ux.md 4.4).
    """
    wrongs: list[Wrong] = []
    everything = {node["id"] for node in nodes}

    def wrong(thing, field, what, language="en"):
        file, line, lines = thing.get("at", {}).get(language) or ("map", 0, {})
        wrongs.append(Wrong(file, lines.get(field, line), field, what))

    for node in nodes:
        _wrong_with(node, everything, wrong)
    twice = [node for at, node in enumerate(nodes) if node["id"] in {other["id"] for other in nodes[:at]}]
    for node in twice:
        wrong(node, "id", f"{node['id']} stands twice")
    for needed, what in (("starts", "with which a talk starts"), ("ends", "with which a talk ends")):
        if not any(node.get(needed) for node in nodes):
            wrongs.append(Wrong("map", 0, needed, f"there is no question {what}"))
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    guide = installed(nodes)
    for node in nodes:
        if node["id"] != ANYWHERE and not doing.waits(node) and guide.node(node["id"]) is None:
            wrong(node, "id", f"{node['id']} can not be reached")
    for stuck in _dead_ends(guide):
        wrong(next(node for node in nodes if node["id"] == stuck), "answers", f"from {stuck} no answer leads to an end")
    if wrongs:
        raise ContentWrong(sorted(set(wrongs)))
    return guide


def _wrong_with(node: dict, everything: set, wrong) -> None:
    """What is wrong with one question by itself. wrong(thing, field, what, language): adds it."""
    conversation = node["id"] != ANYWHERE and not (node.get("starts") and not node["ask"]["en"])
    if conversation and not node["ask"]["en"]:
        wrong(node, "ask", "is missing; only a talk about somebody who is not there has nothing to ask")
    if len(node["answers"]) > MOST_ANSWERS:
        wrong(node, "answers", f"there are {len(node['answers'])} answers; the most is {MOST_ANSWERS}")
    if node.get("alone") and not node["neutral"]["en"]:
        wrong(node, "neutral", "is missing: what a turned screen shows when somebody else may be near")
    seen = set()
    for answer in node["answers"]:
        if node["id"] == ANYWHERE and answer.get("do"):
            wrong(answer, "do", "does not stand here: what is on every page leads to a question and does nothing else")
        if answer["id"] in seen:
            wrong(answer, "id", f"{answer['id']} stands twice")
        seen.add(answer["id"])
        if answer["to"] not in everything | {END} or answer["to"] == ANYWHERE:
            wrong(answer, "to", f"{answer['to']} is no question of this map")
        if answer.get("alone") and not answer["neutral"]["en"]:
            wrong(answer, "neutral", "is missing: what a turned screen shows when somebody else may be near")
    for language in LANGUAGES:
        for name in ("ask", "neutral"):
            if hard := node[name][language] and grade.too_hard(node[name][language], language):
                wrong(node, name, f"{language}: {hard}", language)
        said = [(node, name, node[name][language]) for name in _WORDS]
        said += [(one, name, one[name][language]) for one in node["answers"] for name in ("label", "neutral")]
        for thing, name, text in said:
            for word, __ in never.never_said(text, language):
                wrong(thing, name, f"{language}: “{word}” is a word that Ajar never says", language)


def installed(nodes: list[dict]) -> Guide:
    """The guide of nodes that are right: none that waits for a room to come, and no way to it."""
    there = [read_node(node) for node in nodes if not doing.waits(node) and node["id"] != ANYWHERE]
    doors = [answer for node in nodes if node["id"] == ANYWHERE for answer in map(_answer, node["answers"])]
    names = {node.id for node in there} | {END}
    kept = {node.id: tuple(a for a in node.answers if a.to in names) for node in there}
    reached, ways = set(), [node.id for node in there if node.starts] + [a.to for a in doors if a.to in names]
    while ways:
        if (this := ways.pop()) not in reached and this != END:
            reached.add(this)
            ways += [answer.to for answer in kept[this]]
    left = tuple(replace(node, answers=kept[node.id]) for node in there if node.id in reached)
    return Guide(left, tuple(a for a in doors if a.to in names))


def left_out(nodes: list[dict]) -> list[str]:
    """What waits for a room to come: "question" or "question.answer", in the order of the map."""
    guide = installed(nodes)
    found = []
    for node in nodes:
        here = guide.node(node["id"])
        if here is None:
            found += [] if node["id"] == ANYWHERE else [node["id"]]
        else:
            found += [f"{here.id}.{one['id']}" for one in node["answers"] if here.answer(one["id"]) is None]
    return found


def _dead_ends(guide: Guide) -> list[str]:
    """Questions from which no answer leads, step by step, to an end."""
    ending = {END}
    while more := {n.id for n in guide.nodes if n.id not in ending and any(a.to in ending for a in n.answers)}:
        ending |= more
    return [node.id for node in guide.nodes if node.id not in ending]


def _said(text: dict) -> Text:
    return Text(text["en"].strip(), text["es"].strip())


def _answer(one: dict) -> Answer:
    return Answer(
        one["id"], _said(one["label"]), one["to"], tuple(one.get("do", ())), one.get("alone", False),
        _said(one["neutral"]), one.get("rung", 8),
    )  # fmt: skip


def read_node(node: dict) -> Node:
    """A question from plain values."""
    plain = {name: node[name] for name in ("starts", "ends", "alone", "room", "shows", "plan") if name in node}
    words = {name: _said(node[name]) for name in _WORDS}
    answers = tuple(map(_answer, node["answers"]))
    return Node(
        node["id"], node["stage"], answers=answers, reviewed=bool(node.get("reviewers")),
        texts=tuple(node.get("texts", ())), **plain, **words,
    )  # fmt: skip
