"""Doors of the entity's own host. What is not shared is one page, the same to the last byte, whatever was asked for."""

import base64

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from ajar.access.queries import cast
from ajar.consents import notices
from ajar.mandates import actions_entity, queries_entity
from ajar.mandates.forms_entity import AskForm


def _page(request, template, **shown):
    """Every page of this host bears the short statement of 42 CFR 2.32."""
    return render(request, template, {"short": notices.statement(long=False), "sample": settings.DEMO, **shown})


def nothing(request, exception=None):
    """The one answer for what is not there, not theirs, not shared any more, or made up: no menu, no form, no name in it."""
    shown = {"short": notices.statement(long=False), "sample": settings.DEMO}
    return HttpResponse(render_to_string("mandates/nothing.html", shown), status=404)


@require_GET
def front(request):
    """In the demo, who signs in here by one press; elsewhere the sign-in."""
    if request.user.is_authenticated:
        return redirect("shared")
    if not settings.DEMO:
        return redirect("account_login")
    return _page(request, "mandates/office_front.html", officers=cast(request))


@require_GET
def shared(request):
    rows = queries_entity.shared(request.user)
    queries_entity.listed(request.user, rows)
    return _page(request, "mandates/shared.html", rows=rows)


@require_GET
def one(request, mandate_id):
    found = queries_entity.one_shared(request.user, mandate_id)
    queries_entity.opened(request.user, found)
    return _show(request, found, AskForm())


def _show(request, found, form):
    return _page(
        request, "mandates/shared_one.html", one=found, told=queries_entity.told(found.newest), form=form,
        agreed=queries_entity.agreed(found), asked=queries_entity.asked(request.user, found),
        long=notices.statement(),
    )  # fmt: skip


@require_GET
def paper(request, mandate_id, report_id):
    """The bytes that left, shown again to those they were told to."""
    found, row = queries_entity.paper(request.user, mandate_id, report_id)
    queries_entity.opened(request.user, found)
    response = HttpResponse(base64.b64decode(row.artefact), content_type=row.media)
    response["Content-Disposition"] = f'inline; filename="{row.pk.hex[:8]}.pdf"'
    return response


@require_POST
def ask(request, mandate_id):
    """From the short list or not at all: anything else is the one answer."""
    found = queries_entity.one_shared(request.user, mandate_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions_entity.ask(request.user, found, once=form.cleaned_data["once"], kind=form.cleaned_data["kind"])
    return redirect("shared-one", mandate_id)


@require_GET
def what_this_is(request):
    return _page(request, "mandates/what_this_is.html")
