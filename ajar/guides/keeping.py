"""What an answer keeps in the talk, and what each line becomes in the record. The first half has no database."""

import json
from datetime import date

from ajar.access.policy import Permission, allows
from ajar.basket import actions as basket
from ajar.encounters import actions as encounters
from ajar.goals import actions, actions_goals
from ajar.goals import queries as goals
from ajar.goals.rules import SIDES
from ajar.guides import doing
from ajar.mandates import actions as mandates
from ajar.mandates import queries as courts
from ajar.people import actions as people

# What an answer keeps may stand in the record already: then the talk goes on with it, and nothing is made twice.
AGAIN = {"set_goal": "goal", "set_step": "step"}
# Lines that say nothing when nothing was written: a label that was tapped is ours, and is not kept as their words.
_NEEDS_WORDS = {"need", "strength", "option", "line", "goal", "knows"}


def lines_from(answer, said: dict) -> list[dict]:
    """The lines that an answer keeps, or another press where there is none: {kind, words, more}.

    said: the clean values of the page's form; `known`: how it is safe to reach them as the form was shown; `again` and
    `stands`: the id and the words of a goal or a step that was tapped. Words that no part of the answer takes are lines by
    themselves: none is lost, whatever was pressed.
    """
    words, found, taken = said.get("words", ""), [], False
    does = answer.do if answer else ()
    kinds = dict.fromkeys(doing.KEEPS[name] for name in does if name in doing.KEEPS)
    number = said.get("number")
    for kind in kinds:
        if kind in ("", "closeness", "sure", "supporter", "sides", "align"):
            continue
        more = {}
        if kind == "need":
            more = {"rung": answer.rung}
        again = {}
        if kind in AGAIN.values() and said.get("stands"):
            again = {"again": said["again"], "was": said["stands"]}
        if kind == "goal":
            more = _with(closeness=number) | again
        if kind == "step":
            more = _with(sure=number, who=said.get("who")) | again
        found.append(_line(kind, again.get("was", words), more))
        taken = taken or bool(words and not again)
    if any(said.get(side) for side in SIDES):
        found.append(_line("sides", "", _with(**{side: said.get(side) for side in SIDES})))
    if "align" in kinds and said.get("match"):
        found.append(_line("align", words, _with(**{name: said.get(name) for name in ("match", "courts", "court")})))
        taken = True
    elif said.get("courts"):
        found.append(_line("line", said["courts"], {}))
    if said.get("who"):
        found.append(_line("supporter", said["who"], {}))
    safe = said.get("safe", "")
    if "schedule_contact" in does and said.get("day"):
        more = _with(day=said["day"].isoformat(), hour=str(said.get("hour") or "")[:5], way=said.get("way"))
        found.append(_line("next", safe, more))
    elif safe != said.get("known", ""):
        found.append(_line("line", safe, {}))
    found += [_line(kind, said[f"aside-{kind}"], {}) for kind in doing.ASIDES if said.get(f"aside-{kind}")]
    if words and not taken:
        found.append(_line("line", words, {}))
    return [one for one in found if one["words"] or one["kind"] not in _NEEDS_WORDS]


def _line(kind, words, more) -> dict:
    return {"kind": kind, "words": words, "more": json.dumps(more) if more else ""}


def _with(**cells) -> dict:
    return {name: value for name, value in cells.items() if value not in (None, "")}


def cells(more: str) -> dict:
    return json.loads(more) if more else {}


def more_of(line) -> dict:
    return cells(line.more)


def smaller(before, line: dict) -> dict:
    """The line of a step that takes the place of the one before it: without words it is the same step, else a smaller one."""
    was, more = more_of(before), cells(line["more"])
    if not line["words"]:
        return _line("step", before.words, was | more)
    there = {"again": was["again"], "was": was["was"], "smaller": True} if "again" in was else {}
    return _line("step", line["words"], more | there)


def texts(words: str, more: str) -> set[str]:
    """What was typed in a line: its words, and those of its sides."""
    return {words, *(cells(more).get(side, "") for side in (*SIDES, "courts"))} - {""}


# In the record, at "Keep this"


def write(actor, person, walk, lines) -> None:
    """Each line becomes what it is, in the room where that lives, and the words stand in the note of the contact."""
    goal, encounter = None, walk.encounter
    why = next((line.words for line in lines if line.kind == "why" and line.words), "")
    for line in lines:
        more, words = more_of(line), line.words
        hung = {"encounter": encounter}
        if line.kind == "need":
            actions.record_need(actor, person, words=words, rung=more.get("rung", 8), **hung)
        elif line.kind in ("better", "setback", "event"):
            actions.add_change(actor, person, kind=line.kind, words=words, **hung)
        elif line.kind in ("strength", "teach"):
            actions.record_strength(actor, person, words=words, **hung)
        elif line.kind == "goal":
            goal = _goal(actor, person, words, more, encounter)
            if "closeness" in more:
                actions_goals.mark_goal(actor, goal, kind="closeness", value=more["closeness"], words=why)
        elif line.kind == "step":
            _step(actor, person, words, more, goal)
        elif line.kind == "supporter" and allows(actor, Permission.CHANGE_PERSON):
            people.add_supporter(actor, person, name=words)
        elif line.kind == "option":
            basket.add_own(actor, person, words=words)
        elif line.kind == "knows":
            basket.add_known(actor, person, words=words, day=walk.day)
        elif line.kind == "sides":
            actions.record_two_sides(actor, person, encounter=encounter, **{side: more.get(side, "") for side in SIDES})
        elif line.kind == "align":
            # What stands with a mandate is read by fewer than a note is, and is not in both.
            if _side_by_side(actor, person, words, more, goal):
                words = ""
            else:
                words = "\n".join(filter(None, (more.get("courts"), words)))
        elif line.kind == "tell" and (court := _court(actor, person)):
            mandates.draft_question(actor, court, term=str(doing.LINES["tell"]), question=words)
            words = ""
        elif line.kind == "next":
            _next_time(actor, person, encounter, words, more)
        if words and line.kind != "next":
            encounters.add_line(actor, encounter, speaker="person", words=words, talk=line.talk)


def open_courts(actor, person) -> list:
    """The mandates a talk can go on with: for who may see them, and none where a court is done."""
    if not allows(actor, Permission.MANDATE):
        return []
    return [one for one in courts.mandates(actor, person) if one.done_on is None]


def _court(actor, person, asked=""):
    """The mandate that was tapped, or the only one. Never a guess: what is for one court is not another's to read."""
    rows = open_courts(actor, person)
    return next((one for one in rows if str(one.pk) == asked), rows[0] if len(rows) == 1 else None)


def _side_by_side(actor, person, words, more, goal) -> bool:
    """A new row beside the older ones; what this talk did not speak of stays as it stood. False where no mandate stands
    any more that it was about."""
    court = _court(actor, person, more.get("court", ""))
    if court is None:
        return False
    before = courts.sides(actor, court)
    was = {name: getattr(before, name) if before else "" for name in ("theirs", "ours", "courts", "reconcile")}
    said = {"theirs": goal.words if goal else "", "courts": more.get("courts", ""), "reconcile": words}
    mandates.write_sides(
        actor, court, order=before.order if before else 0, match=more["match"],
        review_on=before.review_on if before else None, **was | {name: text for name, text in said.items() if text},
    )  # fmt: skip
    return True


def standing(actor, person, kind) -> list:
    """The goals for now, or the steps that are next, that a talk can go on with: for who may change them. What is kept
    between two is not among them, for its words would stand in the note."""
    if not allows(actor, Permission.CHANGE_RECORD):
        return []
    rows = (
        [one for one in goals.goals(actor, person) if one.state == "now"]
        if kind == "goal"
        else goals.next_steps(actor, person)
    )
    return [one for one in rows if one.kept_between_id is None]


def _there(actor, person, kind, more):
    """The row that this line goes on with; None for a new one, and where it does not stand any more."""
    asked = more.get("again")
    return next((one for one in standing(actor, person, kind) if str(one.pk) == asked), None) if asked else None


def _goal(actor, person, words, more, encounter):
    there = _there(actor, person, "goal", more)
    if there is None:
        return actions_goals.add_goal(actor, person, words=words, encounter=encounter)
    if words != more["was"]:  # said anew in the talk; else what it says by now stands, whoever said it
        actions_goals.change_goal_words(
            actor, there, version=there.version, words=words, domain=there.domain, spectrum=there.spectrum,
            origin=there.origin, asked_by=there.asked_by,
        )  # fmt: skip
    return there


def _step(actor, person, words, more, goal) -> None:
    there, sure = _there(actor, person, "step", more), more.get("sure")
    if there is None:
        actions_goals.add_step(actor, person, goal=goal, words=words, sure=sure, who_helps=more.get("who", ""))
        return
    said = {"version": there.version, "when": there.when, "who_helps": more.get("who") or there.who_helps}
    if more.get("smaller"):
        actions_goals.make_step_smaller(actor, there, words=words, sure=sure, **said)
        return
    words = there.words if words == more["was"] else words
    actions_goals.change_step(actor, there, words=words, sure=there.sure if sure is None else sure, **said)


def _next_time(actor, person, encounter, words, more) -> None:
    encounters.plan_followup(
        actor, person, kind=more.get("way") or "visit", day=date.fromisoformat(more["day"]), at=more.get("hour", ""),
        how_safe=words, encounter=encounter,
    )  # fmt: skip
