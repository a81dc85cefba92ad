"""Doors of a talk: begin, answer, put right, read together, keep. The map itself: `views_map.py`."""

from functools import cache

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import drafts, policy
from ajar.access.act import ChangedMeanwhile
from ajar.basket import actions as basket
from ajar.encounters import actions_safety as safety
from ajar.encounters import queries as encounters
from ajar.encounters.rules import said_back
from ajar.guides import actions, doing, keeping, queries, talk
from ajar.guides.forms import LateForm, ReadForm, WalkForm, WordsForm
from ajar.people import queries as people
from ajar.people.actions import Refused
from ajar.people.queries import contact, label, open_person
from ajar.press.forms import number_in

SESSION = "talk"  # whose talk this sign-in is in, so that every page about them leads back to it
OFFERED = 6  # of the goals or steps that stand
SECOND = {"en": "es", "es": "en"}


@require_POST
def start(request, person_id):
    """One press: they are here, and the talk begins; or the one that is open goes on."""
    person = open_person(request.user, person_id)
    planned = None
    if request.POST.get("planned"):
        planned = encounters.followup_of(request.user, person, request.POST["planned"])
    encounter = None
    if request.POST.get("encounter"):
        encounter = encounters.encounter_of(request.user, person, request.POST["encounter"])
    try:
        walk = actions.start_walk(
            request.user,
            person,
            start="missed" if encounter and encounter.kind == "not-in" else "talk",
            encounter=encounter,
            planned=planned,
            version=number_in(request.POST.get("version", "")),
        )
    except Refused:
        messages.info(request, _("Somebody has seen to this plan already. Here is what stands."))
        return redirect("followup", person.pk, planned.pk)
    return redirect("walk", person.pk, walk.pk)


def walk(request, person_id, walk_id):
    """One question: a look at it, or an answer to it."""
    person, this = _walk(request, person_id, walk_id)
    if request.method == "POST" and (this.state != "open" or this.node == talk.END):
        return _moved_on(request, person, this)
    if this.state != "open":
        return redirect("walk-after", person.pk, this.pk)
    if this.node == talk.END:
        return redirect("walk-read" if this.start == "talk" else "walk-after", person.pk, this.pk)
    if request.method != "POST":
        where = [str(person.pk), str(this.pk)]
        if request.session.get(SESSION) != where:  # a session that did not change is not written
            request.session[SESSION] = where
        return _page(request, person, this, _form(request, person, this))
    return _answered(request, person, this)


def _walk(request, person_id, walk_id):
    person = open_person(request.user, person_id)
    return person, queries.walk_of(request.user, person, walk_id)


def _draft(this) -> str:
    return f"talk-{this.pk.hex}"


def _form(request, person, this, data=None):
    node = queries.standing(this)
    before = node.does("set_step") and queries.step_stands(request.user, person, this)
    known = _known(request, person) if node.ends else ""
    kind = next((kind for does, kind in keeping.AGAIN.items() if node.does(does)), "")
    neutral = queries.neutral(request.user, node)
    stands = keeping.standing(request.user, person, kind)[:OFFERED] if kind and not before and not neutral else ()
    how = {"node": node, "step_before": before, "known": known, "neutral": neutral, "stands": stands}
    if node.does("save_alignment") and queries.court_here(request.user, person):
        how["courts"] = keeping.open_courts(request.user, person)
    if data is not None:
        return WalkForm(data, **how)
    initial = {"safe": known} | _left(request, person, _draft(this)) | {"at": this.at}
    return WalkForm(initial=initial, **how)


def _left(request, person, draft) -> dict:
    """What was typed and not sent."""
    return drafts.last(drafts.load(request.user, draft, person.pk, turned=True))


def _known(request, person) -> str:
    """How it is safe to reach them, for the worker's own screen."""
    rule = contact(request.user, person) if request.user.screen.mine else None
    return rule.ways if rule else ""


def _answered(request, person, this):
    """An answer, Skip, Back, another stage, one of the doors on every page, or words alone."""
    guide = queries.guide_of(this)
    node = queries.standing(this)
    form = _form(request, person, this, request.POST)
    if not form.is_valid():
        return _page(request, person, this, form)
    said = form.cleaned_data
    if said["at"] != this.at:
        return _moved_on(request, person, this)
    answer = _pressed(request, guide, node)
    if answer is not None and answer in node.answers and form.wants(answer):
        return _page(request, person, this, form)
    try:
        if "write" in request.POST:
            _keep_words(request, this, node, said)
        elif "back" in request.POST:
            _keep_words(request, this, node, said)
            actions.go_back(request.user, this, at=this.at)
        elif answer is not None:
            if leave := doing.leave_asked(answer.do):
                basket.ask_leave(request.user, person, answer=leave)
            lines = keeping.lines_from(answer, said)
            actions.answer(
                request.user,
                this,
                at=this.at,
                node=node,
                to=answer.to,
                lines=lines,
                answer=answer.id if answer in node.answers else "",
                at_risk=person if queries.at_risk(guide, answer) else None,
            )
        else:
            to = _elsewhere(request, guide, node)
            lines = keeping.lines_from(None, said)
            actions.answer(request.user, this, at=this.at, node=node, to=to, lines=lines)
    except ChangedMeanwhile:
        return _moved_on(request, person, queries.walk_of(request.user, person, this.pk))
    drafts.drop(request.user, _draft(this), person.pk)
    return redirect("walk", person.pk, this.pk)


def _pressed(request, guide, node):
    """The answer that was pressed, if it was one: of this question, or one of the doors on every page."""
    pressed = number_in(request.POST.get("answer", "")) or 0
    if 0 < pressed <= len(node.answers):
        return node.answers[pressed - 1]
    return next((one for one in _doors(guide, node) if one.id == request.POST.get("any")), None)


def _doors(guide, node):
    """What is on every page; not where nobody is there to be asked."""
    return guide.anywhere if node.ask else ()


def _elsewhere(request, guide, node) -> str:
    """Where Skip or a dot leads."""
    stage = number_in(request.POST.get("stage", ""))
    if node.ask and stage in talk.STAGES:
        return guide.door(stage).id
    if "skip" in request.POST:
        return guide.after(node)
    raise Http404


def _keep_words(request, this, node, said) -> None:
    if lines := keeping.lines_from(None, said):
        actions.add_words(request.user, this, node_id=node.id, lines=lines)


def _moved_on(request, person, this):
    """The page was old: a second press, another tab, another device. What was typed is kept, and nothing is kept twice."""
    form = LateForm(request.POST)
    form.is_valid()  # what can be kept is in cleaned_data
    lines = keeping.lines_from(None, form.cleaned_data | {"known": _known(request, person)})
    node_id = queries.node_at(request.user, person, this, number_in(request.POST.get("at", "")))
    guide = queries.guide_of(this)
    if (node := guide.node(node_id)) and (answer := _pressed(request, guide, node)) and queries.at_risk(guide, answer):
        safety.ask_about_safety(request.user, person)  # danger is not late
    if lines and this.state != "open":
        return _after(request, person, this, late=lines)
    if lines:
        actions.add_words(request.user, this, node_id=node_id, lines=lines, late=True)
        messages.info(request, _("The talk has gone on since this page was opened. Your words are kept below."))
    drafts.drop(request.user, _draft(this), person.pk)
    return redirect("walk", person.pk, this.pk)


def _page(request, person, this, form):
    guide = queries.guide_of(this)
    shown, lines = queries.question(request.user, this), queries.lines(request.user, person, this)
    opened = _linked(request, person, this, queries.opened(request.user, person, this, lines))
    doors = [
        (door.id, str(door.label), door.label.in_(this.second) if this.second else "")
        for door in _doors(guide, shown.node)
    ]
    opened.boxes = [(words, form.aside(kind)) for words, kind in opened.asks]
    context = {
        "person": person, "name": label(request.user, person), "walk": this, "form": form, "question": shown,
        "danger": [door for door in doors if door[0] == "danger"],
        "anywhere": [door for door in doors if door[0] != "danger"],
        "parts": _parts(get_language()), "part": str(shown.node.stage), "draft": _draft(this),
        "lines": [line for line in lines if line.kind != "next" or line.more_said], "opened": opened,
        "second": SECOND.get((get_language() or "en")[:2], ""),
        "texts": _texts(request, shown),
    }  # fmt: skip
    return render(request, "guides/walk.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


def _texts(request, shown):
    """What the agency wrote for this question: [(its name, text or None)], on the worker's own screen only."""
    if not (shown.node.texts and request.user.screen.mine):
        return []
    texts, names = encounters.duty_texts(request.user), dict(encounters.DutyText.KINDS)
    return [(names[kind], texts.get(kind)) for kind in shown.node.texts]


@cache
def _parts(language):
    """(number, what it is called aloud) of the dots."""
    return [(str(stage), _("Part %(stage)s of 8") % {"stage": stage}) for stage in talk.STAGES]


def _linked(request, person, this, opened):
    """The doors with their addresses; on a turned screen those that it may show."""
    back = reverse("walk", args=[person.pk, this.pk])
    found = []
    if request.user.screen.shared and people.could_be_hurt(request.user, person):
        opened.doors = [door for door in opened.doors if door.page not in doing.COURT_PAGES]
    for door in opened.doors:
        address = reverse(door.page, args=[person.pk])
        page = resolve(address).func
        if policy.allows(request.user, page.needs) and (request.user.screen.mine or page.turned):
            hung = this.encounter_id and door.page in doing.HUNG_ON
            asked = {"here": back} | ({"encounter": this.encounter_id} if hung else {})
            found.append((door.words, f"{address}?{urlencode(asked)}"))
    opened.links = found
    return opened


def words(request, person_id, walk_id, walkline_id):
    """A line said another way, or dropped, or taken back."""
    person, this = _walk(request, person_id, walk_id)
    line = queries.line_of(request.user, person, this, walkline_id)
    if "drop" in request.POST or "back" in request.POST:
        actions.leave_out(request.user, this, line=line, dropped="drop" in request.POST)
        return redirect("walk", person.pk, this.pk)
    draft = f"line-{line.pk.hex}"
    left = _left(request, person, draft)
    form = WordsForm(request.POST or None, initial={"words": line.words, "talk": line.talk} | left)
    if not request.user.screen.mine:
        del form.fields["talk"]
    if form.is_valid():
        said = form.cleaned_data
        actions.change_words(request.user, this, line=line, words=said["words"], talk=said.get("talk"))
        drafts.drop(request.user, draft, person.pk)
        return redirect("walk", person.pk, this.pk)
    context = {"person": person, "walk": this, "line": line, "form": form, "draft": draft}
    return render(request, "guides/words.html", context, status=422 if form.is_bound else 200)


@require_POST
def two(request, person_id, walk_id):
    """Both languages on the page, for a talk with an interpreter; or one again."""
    person, this = _walk(request, person_id, walk_id)
    second = SECOND.get((get_language() or "en")[:2], "")
    actions.speak_two(request.user, this, second="" if this.second else second)
    return redirect("walk", person.pk, this.pk)


def read(request, person_id, walk_id):
    """The note that has written itself, read together: nothing of it is in the record before this is pressed."""
    person, this = _walk(request, person_id, walk_id)
    if this.state != "open":
        return redirect("walk-after", person.pk, this.pk)
    lines, draft = queries.lines(request.user, person, this), f"read-{this.pk.hex}"
    left = _left(request, person, draft)
    if left:  # a box that was not ticked is not in it
        left |= {f"keep-{line.pk.hex}": f"keep-{line.pk.hex}" in left for line in lines}
    form = ReadForm(request.POST or None, initial=left, lines=lines, marks=request.user.screen.mine)
    if "leave" in request.POST:
        actions.leave_walk(request.user, this)
        drafts.drop(request.user, draft, person.pk)
        request.session.pop(SESSION, None)
        messages.success(request, _("Nothing of it is kept but that they were here."))
        return redirect("walk-after", person.pk, this.pk)
    if form.is_valid():
        # What the answers opened is asked for first: with the talk its steps are gone.
        kept = form.kept() | queries.unshown(request.user, person, this)
        actions.keep_walk(request.user, person, this, lines=kept)
        drafts.drop(request.user, draft, person.pk)
        request.session.pop(SESSION, None)
        messages.success(request, _("Kept. Thank you for talking with me."))
        return redirect("walk-after", person.pk, this.pk)
    back = said_back([line for line in lines if line.talk and not line.dropped])
    kinds = dict(encounters.Note.TALK)
    context = {
        "person": person, "name": label(request.user, person), "walk": this, "form": form, "rows": list(form.rows()), "draft": draft,
        "stay": back["stay"], "change": [(kinds[kind], rows) for kind, rows in back["change"]],
        "opened": _linked(request, person, this, queries.opened(request.user, person, this, all_of_it=True)),
    }  # fmt: skip
    return render(request, "guides/read.html", context, status=422 if form.is_bound else 200)


def after(request, person_id, walk_id):
    """The warm close: how it was, something to take along, when next. Of a missed visit: what is possible now."""
    person, this = _walk(request, person_id, walk_id)
    if this.state == "open" and this.start == "talk":
        return redirect("walk", person.pk, this.pk)
    if request.method == "POST" and this.state == "open":
        actions.leave_walk(request.user, this)
        return redirect("today")
    return _after(request, person, this)


def _after(request, person, this, late=()):
    """late: lines that came when the talk was kept already; they are in no record, and the page says so."""
    opened = queries.opened(request.user, person, this) if this.start == "missed" else queries.Opened()
    context = {
        "person": person, "name": label(request.user, person), "walk": this,
        "opened": _linked(request, person, this, opened), "says": doing.SAYS["keep_door_open"],
        "late": [words for line in late for words in sorted(keeping.texts(line["words"], line["more"]))],
    }  # fmt: skip
    return render(request, "guides/after.html", context)
