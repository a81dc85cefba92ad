"""Doors of the register of papers: what came, the order, who agrees, what goes under it, and a warrant at the door."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ajar.access.act import ChangedMeanwhile
from ajar.consents import actions_legal, disclosing, papers, queries_breach, queries_legal
from ajar.consents.disclosing import Item, Request, disclose
from ajar.consents.facts import Answer, Basis, DataClass, Purpose
from ajar.consents.forms_legal import CallListForm, CameForm, DoneWithForm, NextForm, OrderForm, UnderOrderForm
from ajar.consents.models import classes_in
from ajar.consents.outgoing import names
from ajar.consents.rules_legal import CONFIDENTIAL_WORDS, FINDING_WORDS, LACKS
from ajar.consents.words import WHY
from ajar.people import rates, search
from ajar.people.forms import WhoForm, open_choice, sealed_choice
from ajar.people.paper import sheet
from ajar.people.queries import open_person, open_to_protect
from ajar.people.views import slower

MOVED = gettext_lazy("Somebody changed this meanwhile. Look at what stands now, and send it again.")
NO_APPROVAL = {
    "own": gettext_lazy("You wrote this down yourself. Two others must agree."),
    "twice": gettext_lazy("You have agreed already. It takes another one."),
    "no order": gettext_lazy("There is no order with what compels to agree to."),
    "changed": MOVED,
    "done": gettext_lazy("Two have agreed already."),
    "not yours": MOVED,
}
STEPS = {
    "counsel": (actions_legal.counsel_called, "counsel_on"),
    "reply": (actions_legal.reply_sent, "answered_on"),
    "vacated": (actions_legal.vacate_order, "vacated_on"),
}


def came(request):
    """At the desk: what to say first, then what came. It looks nobody up."""
    form = CameForm(request.POST or None)
    if form.is_valid():
        actions_legal.paper_came(request.user, **form.cleaned_data)
        messages.success(request, _("Kept. The privacy officer sees it now. You need to do no more."))
        return redirect("paper-came")
    context = {"form": form, "calls": queries_legal.call_list(request.user)}
    return render(request, "consents/legal_came.html", context, status=422 if form.is_bound else 200)


@require_GET
def register(request):
    """What the privacy officer looks at first; for others who agree to orders, what waits for their yes."""
    keeps = queries_legal.keeps(request.user)
    context = {
        "keeps": keeps,
        "rows": queries_legal.papers(request.user),
        "holds": queries_legal.holds(request.user) if keeps else [],
        "breaches": queries_breach.breaches(request.user) if keeps else [],
        "locked": queries_legal.lock_down(request.user),
        "lacks": LACKS,
    }
    return render(request, "consents/legal.html", context)


def _show(request, row, status=200, **more):
    context = {
        "row": row,
        "keeps": queries_legal.keeps(request.user),
        "missing": [LACKS[code] for code in row.lacks],
        "classes": names(DataClass, row.classes),
        "findings": [FINDING_WORDS[one] for one in row.findings.split() if one in FINDING_WORDS],
        "confidential": CONFIDENTIAL_WORDS.get(row.confidential),
        "releases": queries_legal.releases(row),
        "next": NextForm(initial={"version": row.version}),
        "may_agree": bool(row.order_on and row.process_on and not row.second_id and not row.closed_on)
        and request.user.pk not in (row.by_id, row.order_by_id, row.first_id),
        "who": WhoForm(),
        "close": DoneWithForm(initial={"version": row.version}),
    }
    return render(request, "consents/legal_paper.html", context | more, status=status)


@require_GET
def paper(request, legalrequest_id):
    return _show(request, queries_legal.paper(request.user, legalrequest_id))


def person(request, legalrequest_id):
    """Whom it is about: found by the whole name or card, then chosen; the hold stands with the same press."""
    row = queries_legal.paper(request.user, legalrequest_id)
    if row.person_id or request.method != "POST":
        return redirect("legal-paper", row.pk)
    if "choice" in request.POST:
        chosen = open_choice(request.POST["choice"], request.user)
        if chosen:
            try:
                actions_legal.name_person(
                    request.user, row, version=row.version, person=open_to_protect(request.user, chosen)
                )
            except (actions_legal.Refused, ChangedMeanwhile):
                messages.info(request, MOVED)
            else:
                messages.success(request, _("Kept. A legal hold stands: nothing about them is erased."))
            return redirect("legal-paper", row.pk)
        messages.info(request, _("That took too long. Look once more."))
        return redirect("legal-paper", row.pk)
    form, found = WhoForm(request.POST), None
    if form.is_valid():
        try:
            found = search.whole(request.user, form.cleaned_data["who"])
        except rates.Slower as pause:
            return slower(request, pause)
        for one in found.people:
            one.choice = sealed_choice(one.pk, request.user)
    return _show(request, row, 200 if found else 422, who=form, found=found)


def order(request, legalrequest_id):
    row = queries_legal.paper(request.user, legalrequest_id)
    there = queries_legal.offices(request.user)
    if request.method == "POST":
        form = OrderForm(request.POST, offices=there)
    else:
        form = OrderForm(initial=OrderForm.initial_from(row), offices=there)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            actions_legal.write_order(request.user, row, version=clean["version"], once=clean["once"], **form.said())
        except ChangedMeanwhile:
            messages.info(request, MOVED)
        else:
            messages.success(request, _("Kept. Two others have to agree to it now."))
        return redirect("legal-paper", row.pk)
    context = {"row": row, "form": form}
    return render(request, "consents/legal_order.html", context, status=422 if form.is_bound else 200)


@require_POST
def agree(request, legalrequest_id):
    row = queries_legal.paper(request.user, legalrequest_id)
    form = NextForm(request.POST)
    if not form.is_valid():
        return _show(request, row, 422)
    kept = actions_legal.approve_order(request.user, row, version=form.cleaned_data["version"])
    if kept.refused:
        messages.info(request, NO_APPROVAL[kept.refused])
    else:
        messages.success(request, _("Kept, with your name and the day."))
    return redirect("legal-paper", row.pk)


@require_POST
def step(request, legalrequest_id, step):
    row = queries_legal.paper(request.user, legalrequest_id)
    form = NextForm(request.POST)
    if step not in STEPS:
        raise Http404
    if not form.is_valid():
        return _show(request, row, 422)
    act, column = STEPS[step]
    if getattr(row, column) is None:
        try:
            act(request.user, row, version=form.cleaned_data["version"])
        except ChangedMeanwhile:
            messages.info(request, MOVED)
    return redirect("legal-paper", row.pk)


@require_POST
def done(request, legalrequest_id):
    row = queries_legal.paper(request.user, legalrequest_id)
    form = DoneWithForm(request.POST)
    if not form.is_valid():
        return _show(request, row, 422, close=form)
    clean = form.cleaned_data
    try:
        actions_legal.paper_done(request.user, row, version=clean["version"], outcome=clean["outcome"])
    except ChangedMeanwhile:
        messages.info(request, MOVED)
    else:
        messages.success(request, _("Kept. Its hold has ended."))
    return redirect("legal")


@require_GET
def reply(request, legalrequest_id):
    """The letter that neither says yes nor no; it holds no word about anybody."""
    return render(request, "consents/legal_reply.html", {"row": queries_legal.paper(request.user, legalrequest_id)})


@require_GET
def orders(request, person_id):
    """Orders of courts about an opened person."""
    person = open_person(request.user, person_id)
    rows = queries_legal.orders(request.user, person)
    return sheet(request, person, "consents/legal_orders.html", rows=rows, lacks=LACKS)


def under_order(request, person_id, legalrequest_id):
    """What goes under an order: written, read as it would leave, then told. Every no says why, and is kept."""
    person = open_person(request.user, person_id)
    row = queries_legal.order(request.user, person, legalrequest_id)
    form = UnderOrderForm(request.POST or None, classes=classes_in(row.classes), dated=bool(row.since or row.until))
    context = {"row": row, "form": form, "missing": [LACKS[code] for code in row.lacks]}
    if row.office_id and form.is_valid():
        asked = _asked(row, form)
        decision, words = disclosing.would(request.user, person, asked)
        if decision.answer not in disclosing.ALLOWS:
            disclose(request.user, person, asked)  # the refusal is a row of the register too
            return _no(request, person, context, decision)
        seen = disclosing.seen_as(asked, decision, words)
        if form.cleaned_data["seen"] != seen:
            return sheet(request, person, "consents/legal_under.html", **context, words=words, seen=seen)
        out = disclose(request.user, person, _asked(row, form, seen))
        if out.released:
            messages.success(request, _("Told, and kept as it left."))
            return redirect("told", person.pk, out.disclosure.pk)
        return _no(request, person, context, out.decision)
    status = 422 if form.is_bound else 200
    return sheet(request, person, "consents/legal_under.html", status=status, **context)


def _asked(row, form, seen="") -> Request:
    with translation.override("en"):  # the language of those who receive it
        said = [
            (one, day, (str(papers.meaning(one).name), f"{day or ''} {words}".strip()))
            for one, day, words in form.lines
        ]
    items = tuple(Item(one, lambda pair=pair: [pair], day=day) for one, day, pair in said)
    return Request(
        recipient=row.office, purpose=Purpose.LEGAL_PROCEEDING, basis=Basis.COURT_ORDER, items=items, legal=row,
        title="Under an order of a court", ground_ref=f"42 CFR {row.section}; {row.process}", seen=seen,
    )  # fmt: skip


def _no(request, person, context, decision):
    why = [WHY[code].why for code in decision.reasons if code in WHY]
    human = decision.answer is Answer.REVIEW
    return sheet(request, person, "consents/legal_under.html", status=422, **context, why=why, human=human)


@require_GET
def warrant(request):
    """Somebody stands at the door with a warrant: what to do, step by step."""
    context = {"calls": queries_legal.call_list(request.user), "locked": queries_legal.lock_down(request.user)}
    return render(request, "consents/legal_warrant.html", context)


@require_POST
def warrant_step(request, step):
    now = queries_legal.lock_down(request.user)
    if step == "lock":
        actions_legal.lock_down(request.user)
    elif step == "counsel" and now:
        actions_legal.lock_down_counsel(request.user, now)
    elif step == "end" and now:
        actions_legal.end_lock_down(request.user, now)
    elif step not in ("counsel", "end"):
        raise Http404
    return redirect("warrant")


def calls(request):
    now = queries_legal.call_list(request.user)
    initial = {"words": now.words if now else "", "order": now.order if now else 0}
    form = CallListForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions_legal.write_call_list(request.user, **form.cleaned_data)
        except ChangedMeanwhile:
            form.add_error(None, MOVED)
            return render(request, "consents/legal_calls.html", {"form": form}, status=409)
        messages.success(request, _("Kept."))
        return redirect("legal")
    return render(request, "consents/legal_calls.html", {"form": form}, status=422 if form.is_bound else 200)
