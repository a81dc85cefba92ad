"""Every write about goals, their steps, and the marks a person makes.

Only the person's say moves a goal (model.md): a worker's guess is written down as a guess and moves nothing.
"""

from django.db.models import Max
from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.act import action, amend
from ajar.access.policy import Permission
from ajar.goals import domains
from ajar.goals.actions import kept_with, make
from ajar.goals.models import Goal, GoalMove, LifeOrder, Rating, Step


@action(needs=Permission.RECORD)
def add_goal(
    actor, person, *, words, domain="other", spectrum="not-use", origin="mine", asked_by="", stage="", day=None,
    encounter=None, kept_between=None,
):  # fmt: skip
    """A goal in the person's own words. asked_by: who asks it of them, when origin is "asked"."""
    goal = make(
        actor, person, Goal, words=words, domain=domain, spectrum=spectrum, origin=origin, asked_by=asked_by,
        stage=stage, day=day or localdate(), encounter=encounter, kept_between=kept_between,
    )  # fmt: skip
    audit.wrote(actor, "goal.added", goal)
    return goal


@action(needs=Permission.CHANGE_RECORD)
def change_goal_words(actor, goal, *, version, words, domain, spectrum, origin, asked_by=""):
    """Say the goal another way; what it said before stays under it."""
    amend(
        actor, goal, version=version, subject=goal.person_id, words=words, domain=domain, spectrum=spectrum,
        origin=origin, asked_by=asked_by,
    )  # fmt: skip
    audit.wrote(actor, "goal.changed", goal)
    return goal


@action(needs=Permission.CHANGE_RECORD)
def move_goal(actor, goal, *, version, said_by, stage=None, state=None, day=None):
    """Put a goal elsewhere, in any direction: a row for its stage and one for its state, where they differ.

    said_by "person": the goal moves. "worker": the guess is kept, to be checked with the person, and nothing moves.
    """
    asked = {"stage": stage, "state": state}
    different = {what: to for what, to in asked.items() if to is not None and to != getattr(goal, what)}
    for what, to in different.items():
        make(
            actor, goal.person, GoalMove, goal=goal, what=what, came_from=getattr(goal, what), to=to, said_by=said_by,
            day=day or localdate(), kept_between=goal.kept_between,
        )  # fmt: skip
    if said_by == "person":
        amend(actor, goal, version=version, subject=goal.person_id, said_by=said_by, **different)
    audit.wrote(actor, "goal.moved" if said_by == "person" else "goal.guessed", goal)
    return goal


@action(needs=Permission.CHANGE_RECORD)
def name_number(actor, goal, *, version, number_name, number_unit=""):
    """What the person counts for this goal, and in what."""
    amend(actor, goal, version=version, subject=goal.person_id, number_name=number_name, number_unit=number_unit)
    audit.wrote(actor, "goal.number named", goal)
    return goal


@action(needs=Permission.RECORD)
def mark_goal(actor, goal, *, kind, value, words="", day=None):
    """A mark of the person on a goal: closeness, a ruler, or their own number. words: "why not lower?"

    Of two marks of a kind on one day both are kept, and the later one is shown.
    """
    day = day or localdate()
    rows = Rating.objects.filter(agency_id=actor.agency_id, goal=goal, kind=kind, day=day)
    rating = make(
        actor, goal.person, Rating, goal=goal, kind=kind, value=value, words=words, day=day,
        order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1, kept_between=goal.kept_between,
    )  # fmt: skip
    audit.wrote(actor, "goal.marked", rating)
    return rating


@action(needs=Permission.RECORD)
def add_step(actor, person, *, words, goal=None, when="", who_helps="", sure=None, day=None, kept_between=None):
    """A small step: when, who helps, how sure 0 to 10."""
    step = make(
        actor, person, Step, words=words, goal=goal, when=when, who_helps=who_helps, sure=sure,
        day=day or localdate(), kept_between=kept_between or kept_with(goal),
    )  # fmt: skip
    audit.wrote(actor, "step.added", step)
    return step


@action(needs=Permission.CHANGE_RECORD)
def change_step(actor, step, *, version, words, when="", who_helps="", sure=None):
    amend(actor, step, version=version, subject=step.person_id, words=words, when=when, who_helps=who_helps, sure=sure)
    audit.wrote(actor, "step.changed", step)
    return step


@action(needs=Permission.CHANGE_RECORD)
def put_step(actor, step, *, state, day=None):
    """A step was kept, is let be, or is next again. None of them says anything about the person."""
    closed = None if state == "next" else day or localdate()
    amend(actor, step, version=step.version, subject=step.person_id, state=state, closed_on=closed)
    audit.wrote(actor, f"step.{state}", step)
    return step


@action(needs=Permission.CHANGE_RECORD)
def make_step_smaller(actor, step, *, version, words, when="", who_helps="", sure=None, day=None):
    """The step as it was is put aside, and a smaller one is next. Returns the smaller one."""
    day = day or localdate()
    amend(actor, step, version=version, subject=step.person_id, state="smaller", closed_on=day)
    smaller = make(
        actor, step.person, Step, words=words, goal=step.goal, when=when, who_helps=who_helps, sure=sure, day=day,
        kept_between=step.kept_between,
    )  # fmt: skip
    audit.wrote(actor, "step.made smaller", smaller)
    return smaller


@action(needs=Permission.RECORD)
def mark_life(actor, person, *, values, day=None):
    """How life is, 0 to 10, for the parts of it that the person wants to mark. values: {lane: value}, others left out."""
    day = day or localdate()
    rows = Rating.objects.filter(agency_id=actor.agency_id, person=person, kind="life", day=day)
    orders = dict(rows.values("lane").annotate(last=Max("order")).values_list("lane", "last"))
    for lane in domains.LANES:
        if values.get(lane) is not None:
            rating = make(
                actor, person, Rating, kind="life", lane=lane, value=values[lane], day=day,
                order=orders.get(lane, 0) + 1,
            )  # fmt: skip
            audit.wrote(actor, "life.marked", rating)
    if not any(v is not None for v in values.values()):
        audit.wrote(actor, "life.looked at", person, subject=person.pk)


@action(needs=Permission.CHANGE_RECORD)
def order_life(actor, person, *, lanes):
    """The order in which the person wants their parts of life shown."""
    lanes = [lane for lane in lanes if lane in domains.LANES]
    lanes += [lane for lane in domains.LANES if lane not in lanes]
    LifeOrder.objects.bulk_create(
        [LifeOrder(agency_id=actor.agency_id, person=person, lane=lane, place=i) for i, lane in enumerate(lanes, 1)],
        update_conflicts=True, unique_fields=["agency", "person", "lane"], update_fields=["place"],
    )  # fmt: skip
    audit.wrote(actor, "life.ordered", person, subject=person.pk)
