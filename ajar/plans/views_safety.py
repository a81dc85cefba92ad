"""Doors of the plans for hard times. A turned screen shows them too: they are written together."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import drafts
from ajar.access.act import ChangedMeanwhile
from ajar.goals.paper import fill, kept, sheet, show
from ajar.people import queries as people
from ajar.people.queries import open_person
from ajar.plans import actions, actions_safety, safety
from ajar.plans import queries_safety as plans
from ajar.plans.forms import PlanForm, PlanLineForm, PlanPrintForm, ReleaseForm
from ajar.press import content
from ajar.press.forms import number_in


@require_GET
def index(request, person_id):
    person = open_person(request.user, person_id)
    rows = [(kind, there, PlanForm()) for kind, there in plans.plans(request.user, person)]
    return sheet(request, person, "plans/plans.html", rows=rows)


@require_POST
def begin(request, person_id):
    person = open_person(request.user, person_id)
    form = PlanForm(request.POST, kinds=plans.kinds_for(request.user))
    if not form.is_valid():
        return redirect("plans", person.pk)
    words = form.cleaned_data
    row = actions_safety.start_plan(request.user, person, once=words["once"], kind=words["kind"])
    return redirect("plan-part", person.pk, row.pk, safety.kinds()[row.kind].parts[0].letter)


@require_GET
def plan(request, person_id, plan_id):
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    shown, calls = plans.whole(request.user, person, row), plans.calls_of(request.user)
    context = {
        "plan": row,
        "shown": shown,
        "steps": shown.kind.steps(calls.emergency),
        "looks": plans.looks(request.user, person, row),
        "calls": calls,
        "beside": calls.beside(row.kind),
        "law": plans.law_of(request.user, row),
        "rules": plans.release_rules(request.user, person, row) if row.kind == "overdose" else [],
        "unreviewed": content.unreviewed("plans/safety"),
    }
    return sheet(request, person, "plans/plan.html", **context)


def part(request, person_id, plan_id, letter):
    """One question of a plan, and what stands there so far."""
    person, row, this = _part(request, person_id, plan_id, letter)
    draft = f"plan-{row.pk}-{this.letter}"
    if "helped" in request.POST:
        return _helped(request, person, row, this, draft)
    form = fill(request, PlanLineForm, person, draft, part=this)
    if form.is_valid():
        actions_safety.add_line(request.user, row, part=this.letter, **form.cleaned_data)
        return kept(request, person, draft, to=("plan-part", row.pk, this.letter))
    shown = plans.whole(request.user, person, row)
    before, after = shown.kind.beside(this.letter)
    lines = dict((p.letter, rows) for p, rows in shown.parts)[this.letter]
    calls = plans.calls_of(request.user)
    context = {
        "plan": row, "kind": shown.kind, "part": this, "before": before, "after": after, "form": form, "draft": draft,
        "lines": lines, "helped": plans.helped(request.user, person, this, lines),
        "calls": calls, "beside": calls.beside(row.kind),
    }  # fmt: skip
    return sheet(request, person, "plans/part.html", status=422 if form.is_bound else 200, **context)


def _helped(request, person, row, this, draft):
    """What has helped before becomes a line in one press, word for word; what is half typed stays a draft."""
    offered = plans.helped(request.user, person, this, [])
    pressed = next((one for one in offered if str(one.pk) == request.POST["helped"]), None)
    if pressed is None:
        raise Http404
    form = PlanLineForm({"words": pressed.words, "once": request.POST.get("once", "")}, part=this)
    if form.is_valid():
        actions_safety.add_line(request.user, row, part=this.letter, **form.cleaned_data)
    if request.POST.get("words", "").strip():
        drafts.save(request.user, draft, person.pk, {"words": [request.POST["words"]]})
    return redirect("plan-part", person.pk, row.pk, this.letter)


def line(request, person_id, plan_id, planline_id):
    """A line said another way."""
    person, row, this = _line(request, person_id, plan_id, planline_id)
    of = safety.kinds()[row.kind].part(this.part)
    draft = f"plan-line-{this.pk}"
    form = fill(request, PlanLineForm, person, draft, initial={"words": this.words, "reach": this.reach}, part=of)
    if form.is_valid():
        actions_safety.change_line(request.user, row, line=this, **form.cleaned_data)
        return kept(request, person, draft, to=("plan-part", row.pk, this.part))
    return show(request, person, form, draft, title=_("Say it another way"), quote=this.words)


@require_POST
def off(request, person_id, plan_id, planline_id):
    person, row, this = _line(request, person_id, plan_id, planline_id)
    actions_safety.take_line_off(request.user, row, line=this)
    return kept(
        request, person, words=_("Taken off. It is still in the earlier plan."), to=("plan-part", row.pk, this.part)
    )


@require_POST
def up(request, person_id, plan_id, planline_id):
    person, row, this = _line(request, person_id, plan_id, planline_id)
    actions_safety.move_line_up(request.user, row, line=this)
    return redirect("plan-part", person.pk, row.pk, this.part)


@require_POST
def looked(request, person_id, plan_id):
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    try:
        actions_safety.look_through(
            request.user,
            row,
            version=number_in(request.POST.get("version", "")) or 0,
        )
    except ChangedMeanwhile:
        messages.warning(request, _("The plan has changed since you opened it. Read it once more."))
    else:
        messages.success(request, _("Kept as read through today."))
    return redirect("plan", person.pk, row.pk)


@require_GET
def before(request, person_id, plan_id, planlook_id):
    """The plan as it was when it was read through on an earlier day."""
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    look = plans.look_of(request.user, person, row, planlook_id)
    shown = plans.whole(request.user, person, row, look.version)
    return sheet(request, person, "plans/before.html", plan=row, look=look, shown=shown)


def release(request, person_id, plan_id):
    """Who the person wants to be told, of an overdose plan: kept, and not active."""
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    if row.kind != "overdose":
        raise Http404
    draft = f"plan-told-{row.pk}"
    form = fill(request, ReleaseForm, person, draft)
    if form.is_valid():
        actions_safety.set_release_rule(request.user, row, **form.cleaned_data)
        return kept(request, person, draft, words=_("Kept. It is not active yet."), to=("plan", row.pk))
    note = _("Not active yet. It tells nobody anything, until you have agreed, in writing, who may be told.")
    return show(request, person, form, draft, title=_("Who should be told"), note=note)


@require_POST
def release_end(request, person_id, plan_id, releaserule_id):
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    actions_safety.end_release_rule(request.user, plans.rule_of(request.user, person, row, releaserule_id))
    return kept(request, person, words=_("Taken back."), to=("plan", row.pk))


def carry(request, person_id, plan_id):
    """What of a plan goes on a sheet or a card: the person ticks it."""
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    careful = people.could_be_hurt(request.user, person) or safety.kinds()[row.kind].alone
    law = None if careful else plans.law_of(request.user, row)
    form = PlanPrintForm(request.POST or None, plan=row, careful=careful, law=bool(law))
    if form.is_valid():
        words = form.cleaned_data
        made = actions.make_print(request.user, person, plan=row, **words)
        return redirect("print", person.pk, made.pk)
    context = {"plan": row, "form": form, "careful": careful, "name": people.label(request.user, person)}
    return render(request, "plans/carry.html", context | {"person": person}, status=422 if form.is_bound else 200)


def _part(request, person_id, plan_id, letter):
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    this = safety.kinds()[row.kind].part(letter)
    if this is None:
        raise Http404
    return person, row, this


def _line(request, person_id, plan_id, planline_id):
    person = open_person(request.user, person_id)
    row = plans.plan_of(request.user, person, plan_id)
    this = plans.line_of(request.user, person, row, planline_id)
    if safety.kinds()[row.kind].part(this.part) is None:
        raise Http404
    return person, row, this
