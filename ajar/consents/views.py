"""Doors of who may be told what: the page that both look at, a consent from its first tick to its end, what was told."""

import base64
from functools import wraps
from uuid import uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import drafts
from ajar.consents import actions, papers, queries, rules_forms, shown
from ajar.consents.facts import DataClass, Kind
from ajar.consents.forms import (
    CheckedForm,
    ConsentForm,
    CopyForm,
    DaysForm,
    HappenedForm,
    RestrictionForm,
    RightsForm,
    SignedPaperForm,
    SignForm,
    StopForm,
)
from ajar.consents.words import WHY
from ajar.people import queries as people
from ajar.people.paper import fill, kept, sheet
from ajar.people.queries import open_person
from ajar.press.forms import from_draft


def opened(view):
    """The view gets the opened person in place of their id. Where somebody could hurt them, a shared screen shows that
    this is not for now, and nothing is written from it."""

    @wraps(view)
    def door(request, person_id, **ids):
        person = open_person(request.user, person_id)
        if request.user.screen.shared and people.could_be_hurt(request.user, person):
            return sheet(request, person, "consents/not_here.html")
        return view(request, person, **ids)

    return door


@require_GET
@opened
def sharing(request, person):
    """Who can see what now, and what was told."""
    rows, restrictions = queries.consents(request.user, person), queries.restrictions(request.user, person)
    context = {
        "rows": rows,
        "drawn": shown.lines(rows, restrictions),
        "standing": any(one.state == "stands" for one in rows),
        "restrictions": restrictions,
        "told": queries.disclosures(request.user, person, released=True),
        "refused": queries.disclosures(request.user, person, released=False) if request.user.screen.mine else [],
        "rights": queries.rights(request.user, person),
    }
    return sheet(request, person, "consents/sharing.html", **context)


@require_GET
@opened
def choose(request, person):
    """Which paper."""
    return sheet(request, person, "consents/choose.html", papers=queries.kinds())


@opened
def new(request, person, kind):
    kind = _kind(kind)
    draft = f"consent-{kind}"
    form = _form(request, person, kind, draft)
    if form.is_valid():
        row = _write(request, person, form, actions.write_consent, person, kind=kind, once=form.cleaned_data["once"])
        if row is not None:
            drafts.drop(request.user, draft, person.pk)
            return redirect("consent", person.pk, row.pk)
    return _filling(request, person, kind, form, draft)


@opened
def change(request, person, consent_id):
    """Said another way, before it is signed."""
    one = queries.consent_of(request.user, person, consent_id)
    row, kind = one.row, one.row.of
    if one.state != "unsigned":
        return redirect("consent", person.pk, row.pk)
    draft = f"consent-change-{row.pk}"
    form = _form(request, person, kind, draft, ConsentForm.initial_from(row, one.named))
    if form.is_valid():
        changed = _write(request, person, form, actions.change_consent, row, version=form.cleaned_data["version"] or 0)
        if changed is not None:
            drafts.drop(request.user, draft, person.pk)
            return redirect("consent", person.pk, row.pk)
    return _filling(request, person, kind, form, draft)


def _kind(text) -> Kind:
    known = {paper.kind.value: paper.kind for paper in queries.kinds()}
    if text not in known:
        raise Http404
    return known[text]


def _form(request, person, kind, draft, initial=None):
    there = queries.recipients(request.user, person, rules_forms.recipients_for(kind))
    if request.method == "POST":
        return ConsentForm(request.POST, kind=kind, people=there)
    left = drafts.load(request.user, draft, person.pk, turned=True)
    known = {"ends": "day"} | (initial or {})
    return ConsentForm(initial=known | from_draft(ConsentForm, left, kind=kind, people=there), kind=kind, people=there)


def _write(request, person, form, action, *of, **more):
    """The row; or None, with what the law does not let stand in the form."""
    recipient = form.people.get(form.cleaned_data["to"])
    try:
        once = form.cleaned_data["once"]
        if (fresh := form.new_recipient()) is not None:
            recipient = actions.add_recipient(request.user, person, once=once and uuid5(once, "recipient"), **fresh)
        part = "through" if form.kind is Kind.INTERMEDIARY else "to"
        named = {part: [recipient] if recipient else []}
        more |= {"disclosers": request.user.agency.name, "paper_language": shown.language_of(person)}
        return action(request.user, *of, **named, **form.said(), **more)
    except actions.NotWhole as wrong:
        for code in wrong.codes:
            form.add_error(None, WHY[code].why)
        return None


def _filling(request, person, kind, form, draft):
    context = {"form": form, "paper": papers.paper(kind), "draft": draft, "truths": papers.truths(kind)}
    return sheet(request, person, "consents/form.html", status=422 if form.is_bound else 200, **context)


@require_GET
@opened
def consent(request, person, consent_id):
    """Before it is signed: what they would see, and the name under it. After: what it says, the copy, the way to stop it."""
    one = queries.consent_of(request.user, person, consent_id)
    return _consent(request, person, one)


def _consent(request, person, one, form=None, copied=None, picture=None):
    row = one.row
    lacks = [WHY[code] for code in shown.lacks(request.user, one)] if one.state == "unsigned" else []
    context = {
        "one": one,
        "page": shown.page_of(request.user, person, one),
        "lacks": lacks,
        "form": form or SignForm(initial={"version": row.version, "name": row.name or people.label(request.user, person)}, young=bool(row.born)),
        "copy": copied or CopyForm(),
        "pictures": queries.signed_papers(request.user, person, row) if row.signed_how == "paper" else [],
        "picture": picture or SignedPaperForm(),
        "careful": people.could_be_hurt(request.user, person),
        "checks": [(r.recipient, CheckedForm(initial={"version": r.recipient.version})) for r in one.named if not r.recipient.verified_how],
    }  # fmt: skip
    template = "consents/sign.html" if one.state == "unsigned" else "consents/consent.html"
    return sheet(request, person, template, status=422 if form or copied or picture else 200, **context)


@require_POST
@opened
def sign(request, person, consent_id):
    one = queries.consent_of(request.user, person, consent_id)
    form = SignForm(request.POST, young=bool(one.row.born))
    if one.state == "unsigned" and not form.is_valid():
        return _consent(request, person, one, form)
    if one.state == "unsigned":
        words = form.cleaned_data
        try:
            actions.sign_consent(
                request.user, one.row, once=words["once"], version=words["version"], how=words["how"],
                signature=form.signature(), name=words["name"], read_how=words["read_how"],
                guardian_name=words.get("guardian_name", ""), guardian_signature=words.get("guardian_typed", ""),
            )  # fmt: skip
        except actions.NotWhole as wrong:
            for code in wrong.codes:
                form.add_error(None, WHY[code].why)
            return _consent(request, person, queries.consent_of(request.user, person, consent_id), form)
        messages.success(request, _("Signed. Now give them their copy."))
    return redirect("consent", person.pk, one.row.pk)


@require_POST
@opened
def aside(request, person, consent_id):
    one = queries.consent_of(request.user, person, consent_id)
    if one.state == "unsigned":
        actions.set_aside(request.user, one.row)
        messages.success(request, _("Nothing is shared. Everything else here stays as it was."))
    return redirect("sharing", person.pk)


@require_POST
@opened
def copy(request, person, consent_id):
    one = queries.consent_of(request.user, person, consent_id)
    form = CopyForm(request.POST)
    if one.row.signed_on and not form.is_valid():
        return _consent(request, person, one, copied=form)
    if one.row.signed_on:
        actions.give_copy(request.user, one.row, **form.cleaned_data)
        messages.success(request, _("Kept."))
    return redirect("consent", person.pk, one.row.pk)


@require_GET
@opened
def as_pdf(request, person, consent_id):
    """Their copy, into their own hand."""
    one = queries.consent_of(request.user, person, consent_id)
    response = HttpResponse(shown.as_pdf(request.user, person, one), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{one.row.pk.hex[:8]}.pdf"'
    return response


@require_POST
@opened
def keep_paper(request, person, consent_id):
    """A photo of the paper that was signed."""
    one = queries.consent_of(request.user, person, consent_id)
    if one.row.signed_how != "paper":
        raise Http404
    form = SignedPaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _consent(request, person, one, picture=form)
    actions.keep_signed_paper(request.user, one.row, **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("consent", person.pk, one.row.pk)


@require_GET
@opened
def signed_paper(request, person, paper_id):
    return HttpResponse(queries.signed_paper_of(request.user, person, paper_id), content_type="image/jpeg")


@opened
def stop(request, person, consent_id):
    """In three taps: sharing, stop, yes. Or the honest line when it can stop (42 CFR 2.35)."""
    one = queries.consent_of(request.user, person, consent_id)
    form = StopForm(request.POST or None, initial={"how": _by(request, one)})
    if (one.state == "stands" or one.by_mouth) and form.is_valid():
        actions.stop_consent(request.user, one.row, **form.cleaned_data)
        now = queries.consent_of(request.user, person, consent_id)
        messages.success(
            request,
            _("Stopped. Nothing more goes out under it.")
            if now.state == "ended"
            else _("Your wish is written down, with today's date."),
        )
        return redirect("sharing", person.pk)
    page = shown.page_of(request.user, person, one)
    return sheet(
        request, person, "consents/stop.html", status=422 if form.is_bound else 200, one=one, form=form, page=page
    )


def _by(request, one) -> str:
    if one.by_mouth:
        return "written"
    return "said" if request.user.screen.mine else "screen"


@opened
def happened(request, person, consent_id):
    """The event that a consent names has come."""
    one = queries.consent_of(request.user, person, consent_id)
    form = HappenedForm(request.POST or None, consent=one.row)
    if not one.row.signed_on or not form.fields["which"].choices:
        raise Http404
    if form.is_valid():
        actions.event_happened(request.user, one.row, **form.cleaned_data)
        return kept(request, person, to=("consent", one.row.pk))
    title = _("What it waits for has happened")
    return sheet(
        request, person, "consents/happened.html", status=422 if form.is_bound else 200, one=one, form=form, title=title
    )


@require_POST
@opened
def question(request, person, consent_id):
    one = queries.consent_of(request.user, person, consent_id)
    if one.row.signed_on:
        actions.question_consent(request.user, one.row)
        messages.success(request, _("Held. Nothing goes out under it."))
    return redirect("consent", person.pk, one.row.pk)


@require_POST
@opened
def checked(request, person, recipient_id):
    """How somebody made sure that a recipient is who they say."""
    row = queries.recipient_of(request.user, person, recipient_id)
    form = CheckedForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        actions.check_recipient(request.user, row, once=words["once"], version=words["version"], how=words["how"])
        return kept(request, person, to=("sharing",))
    title = _("Is it really %(who)s?") % {"who": row.called}
    return sheet(request, person, "consents/happened.html", status=422, form=form, title=title)


@opened
def restrict(request, person):
    there = queries.recipients(request.user, person)
    form = fill(request, RestrictionForm, person, "restriction", people=there)
    if form.is_valid():
        actions.agree_restriction(request.user, person, **form.said())
        return kept(request, person, "restriction", to=("sharing",))
    return sheet(request, person, "consents/restriction.html", status=422 if form.is_bound else 200, form=form)


@require_POST
@opened
def unrestrict(request, person, restriction_id):
    actions.end_restriction(request.user, queries.restriction_of(request.user, person, restriction_id))
    return kept(request, person, to=("sharing",))


@opened
def rights(request, person):
    """The notice of 42 CFR 2.22, to read together; and that it was given."""
    notice = shown.rights_of(request.user, person)
    form = RightsForm(request.POST or None)
    if form.is_valid():
        actions.give_rights(
            request.user, person, notice=notice.version, language=shown.language_of(person), **form.cleaned_data
        )
        return kept(request, person, to=("sharing",))
    context = {"form": form, "notice": notice, "last": queries.rights(request.user, person)}
    return sheet(request, person, "consents/rights.html", status=422 if form.is_bound else 200, **context)


@require_GET
@opened
def accounting(request, person):
    """Everything that was told about them, or of some days: to print and to keep."""
    form = DaysForm(request.GET or None)
    days = form.cleaned_data if form.is_valid() else {}
    rows = (
        queries.disclosures(request.user, person, released=True, most=queries.EVERY, **days) if not form.errors else []
    )
    context = {"form": form, "told": rows, "today": localdate(), "agency": request.user.agency}
    return sheet(request, person, "consents/accounting.html", status=422 if form.errors else 200, **context)


@require_GET
@opened
def told(request, person, disclosure_id):
    """One release, as it was."""
    row = queries.disclosure_of(request.user, person, disclosure_id)
    body = base64.b64decode(row.artefact or "")
    words = body.decode() if row.media == "text/plain" else ""
    classes = [papers.meaning(one) for one in DataClass if one in row.sent.split()]
    return sheet(request, person, "consents/told.html", row=row, words=words, classes=classes)


@require_GET
@opened
def told_pdf(request, person, disclosure_id):
    """The bytes that left, shown again to the person."""
    row = queries.disclosure_of(request.user, person, disclosure_id)
    if row.media != "application/pdf":
        raise Http404
    response = HttpResponse(base64.b64decode(row.artefact), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.pk.hex[:8]}.pdf"'
    return response
