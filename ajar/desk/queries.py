"""What Today and the Person page show. Many rooms, few statements: the number of each page stands in its test."""

from types import SimpleNamespace

from django.utils import timezone

from ajar.access import audit, seal
from ajar.access.compiled import compiled
from ajar.access.compiled import today as local_today
from ajar.access.policy import Permission, allows
from ajar.consents.queries_breach import safety_tasks
from ajar.desk.together import Kinds
from ajar.directory import queries_referrals as referrals
from ajar.directory.models import Referral
from ajar.encounters import queries as encounters
from ajar.encounters.models import Encounter, FollowUp
from ajar.encounters.rules import by_hour
from ajar.goals import queries as goals
from ajar.goals.models import Goal, Limit, Need, Step, Strength
from ajar.guides import queries as guides
from ajar.guides.models import Walk
from ajar.people import queries as people
from ajar.people.models import ContactRule, Person, Supporter, Words
from ajar.plans import queries_safety as plans
from ajar.plans.models import SafetyPlan
from ajar.reflection import queries as reflection

STORY = 8  # newest marks on the Person page; the story page has all
HELPED = 6
RECENT = 5
STATES = {"now": 0, "resting": 1, "kept": 2, "let-go": 3}


def newest(rows, *order, limit):
    """The newest rows of a kind, as a subquery, so that they can stand in one statement with others."""
    return rows.model.objects.filter(pk__in=rows.order_by(*order).values("pk")[:limit])


PERSON = Kinds(
    need=(Need, ("words", "rung", "day")),
    step=(Step, ("words", "when", "who_helps", "sure", "day", "goal")),
    helped=(Strength, ("words", "day")),
    goal=(Goal, ("words", "domain", "stage", "state", "day")),
    limit=(Limit, ("limit", "until", "open_today", "way_back", "day")),
    words=(Words, ("thing", "setback", "self_words", "said_on", "order")),
    planned=(FollowUp, ("kind", "day", "at", "what", "how_safe", "worker", "version")),
    contact=(ContactRule, ("ways", "when", "sender", "could_be_hurt", "checked_on", "order")),
    supporter=(Supporter, ("name", "relation", "named_on")),
    recent=(Encounter, ("kind", "day", "order", "recorded_by")),
    plan=(SafetyPlan, ("kind", "day", "looked_on")),
    referral=(Referral, ("where", "alone", "state", "until", "day")),
    talk=(Walk, ("state", "day")),
)


@compiled
def _all_kinds(actor, person):
    ids = {"agency_id": actor.agency_id, "person_id__in": person.one_of}
    rows = {
        "need": Need.objects.visible_to(actor, person).filter(most_now=True, met_on=None),
        "step": Step.objects.visible_to(actor, person).filter(state="next"),
        "helped": newest(Strength.objects.visible_to(actor, person), "-day", "-pk", limit=HELPED),
        "goal": Goal.objects.visible_to(actor, person),
        "limit": Limit.objects.visible_to(actor, person).filter(lifted_on=None, until__gte=local_today()),
        "words": Words.objects.filter(**ids),
        "planned": FollowUp.objects.visible_to(actor, person).filter(state="planned"),
        "contact": ContactRule.objects.filter(**ids),
        "plan": SafetyPlan.objects.visible_to(actor, person),
        "referral": Referral.objects.visible_to(actor, person).filter(state__in=Referral.UNDER_WAY),
    }
    if actor.screen.mine:  # a turned screen may be seen by whoever is in the room
        rows["supporter"] = Supporter.objects.filter(**ids, ended_on=None)
        rows["talk"] = Walk.objects.visible_to(actor, person).filter(state="open", start="talk")
        rows["recent"] = newest(Encounter.objects.visible_to(actor, person), "-day", "-order", "-pk", limit=RECENT)
    return PERSON.union(**rows)


def person_page(actor, person) -> SimpleNamespace:
    """Everything on the page of an opened person: one statement for nine kinds of rows, two for the story, one for life."""
    found = PERSON.read(actor.agency_id, _all_kinds(actor, person))
    words = max(found["words"], key=lambda w: (w.said_on, w.order), default=None)
    shown = SimpleNamespace(
        need=max(found["need"], key=lambda n: (n.day, n.pk), default=None),
        steps=sorted(found["step"], key=lambda s: (s.day, s.pk), reverse=True),
        helped=sorted(found["helped"], key=lambda s: (s.day, s.pk), reverse=True),
        goals=sorted(found["goal"], key=lambda g: (STATES[g.state], -g.day.toordinal(), str(g.pk))),
        limits=sorted(found["limit"], key=lambda limit: limit.day, reverse=True),
        words=words,
        setback_word=(words.setback if words else "") or actor.agency.setback_word,
        contact=people.contact_from(person, found["contact"]),
        could_be_hurt=people.could_be_hurt(actor, person),
        supporters=sorted(found["supporter"], key=lambda s: s.named_on),
        recent=sorted(found["recent"], key=lambda e: (e.day, e.order), reverse=True),
        plans=plans.on_screen(actor, found["plan"]),
        referrals=referrals.on_screen(actor, person, sorted(found["referral"], key=lambda r: r.day, reverse=True)),
        talk=next(iter(found["talk"]), None),
        asked=None,
        now=None,
        expected=None,
        next=None,
    )
    person._words = words  # what the rooms would ask for again
    shown.story = goals.story(actor, person, limit=STORY, setback_word=shown.setback_word)
    shown.life = goals.life(actor, person)
    _what_is_on(actor, shown, found["planned"], timezone.localdate())
    return shown


def _what_is_on(actor, shown, planned, today) -> None:
    """The sense of today: somebody is here now, or expected, or there is a next time. Nothing is ever late."""
    questions = [f for f in planned if f.kind == FollowUp.ASK]
    shown.asked = min(questions, key=lambda f: f.day, default=None) if allows(actor, Permission.RECORD) else None
    planned = [f for f in planned if f.kind != FollowUp.ASK]
    here = [e for e in shown.recent if e.day == today and e.recorded_by_id == actor.pk and e.kind != "not-in"]
    shown.now = here[0] if here else None
    due = [f for f in by_hour(planned) if f.day <= today and f.worker_id == actor.pk]
    shown.expected = due[0] if due and actor.screen.mine else None
    shown.expected_today = bool(shown.expected and shown.expected.day == today)
    coming = [f for f in by_hour(planned) if f.day >= today and f is not shown.expected]
    shown.today = today
    shown.next = coming[0] if coming else None


def today_page(actor) -> SimpleNamespace:
    """What a worker may want to look at today: who is safe first, who may come, what got better, whose door is open."""
    day = timezone.localdate()
    planned = encounters.expected(actor, day)
    shown = SimpleNamespace(
        day=day,
        first=encounters.safety_first(actor, day),
        safety=safety_tasks(actor) if allows(actor, Permission.KEEP_TOLD) else [],
        doors=encounters.doors_open(actor),
        news=goals.good_news(actor),
        answers=reflection.answers_for_me(actor),
        asked=reflection.waiting_for_us(actor),
        talks=guides.open_walks(actor),
    )
    rows = [
        *shown.talks,
        *shown.safety,
        *shown.first,
        *planned,
        *shown.doors,
        *shown.news,
        *shown.answers,
        *shown.asked,
    ]
    ids = list(dict.fromkeys(row.person_id for row in rows))
    if ids:
        seal.preload(actor.agency_id, ids)
        names = people.labels(actor, ids)
        about = _about(actor, ids)
        for row in rows:
            row.label = names.get(row.person_id, "")
            row.about = about.get(row.person_id)
        audit.listed(actor, "today.listed", ids)
    shown.people = by_hour(planned)
    shown.first = by_hour(shown.first)
    return shown


ABOUT = Kinds(
    need=(Need, ("words", "day")),
    step=(Step, ("words", "day")),
    contact=(ContactRule, ("ways", "when", "sender", "could_be_hurt", "checked_on", "order")),
)


@compiled
def _about_all(agency_id, ids):
    of = {"agency_id": agency_id, "person_id__in": ids}
    return ABOUT.union(
        need=Need.objects.filter(**of, most_now=True, met_on=None, kept_between=None),
        step=Step.objects.filter(**of, state="next", kept_between=None),
        contact=ContactRule.objects.filter(**of),
    )


def _about(actor, ids) -> dict:
    """{person: what matters most, next step, how it is safe to reach them}. One statement; nothing kept between two."""
    found = ABOUT.read(actor.agency_id, _about_all(actor.agency_id, ids))
    about = {i: SimpleNamespace(need=None, step=None) for i in ids}
    for need in sorted(found["need"], key=lambda n: n.day):
        about[need.person_id].need = need
    for step in sorted(found["step"], key=lambda s: s.day):
        about[step.person_id].step = step
    for person_id in about:
        about[person_id].contact = people.newest_rule(r for r in found["contact"] if r.person_id == person_id)
        about[person_id].could_be_hurt = bool(about[person_id].contact and about[person_id].contact.could_be_hurt)
    for person_id in people.hurt_among(actor.agency_id, ids):
        about[person_id].could_be_hurt = True
    return about


def people_of(actor, limit=8) -> list:
    """The people a worker saw last, for the demo's first page; each with `label`."""
    rows = list(Person.objects.visible_to(actor).order_by("-last_seen", "pk")[:limit])
    names = people.labels(actor, [row.pk for row in rows])
    for row in rows:
        row.label = names.get(row.pk, "")
    return rows
