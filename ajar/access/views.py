"""Doors of sign-in, lock, screen, language and drafts."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ajar.access import drafts, queries
from ajar.access.policy import ScreenState


def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def here(request, default="/"):
    """Where the form came from, if that is one of our own pages."""
    target = request.POST.get("here", "")
    return target if url_has_allowed_host_and_scheme(target, None) and target.startswith("/") else default


@require_POST
def language(request):
    code = request.POST.get("language")
    response = redirect(here(request))
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def front(request):
    """The first page: in the demo, the four people and the cast; elsewhere, today or the sign-in."""
    if request.user.is_authenticated and not settings.DEMO:
        return redirect("today")
    if not settings.DEMO:
        return redirect("account_login")
    return render(request, "access/front.html", {"cast": queries.cast()})


@require_POST
def demo_sign_in(request):
    """One press signs in as any of the cast. This page does not exist outside the demo."""
    if not settings.DEMO:
        raise Http404
    worker = queries.cast_member(request.POST.get("worker", ""))
    if worker is None:
        raise Http404
    login(request, worker, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("today")


def lock(request):
    raise Http404


@require_POST
def screen(request):
    """Turn the screen to a person, hand it over, or take it back. The state belongs to the sign-in, all its tabs."""
    state = request.POST.get("state")
    if state == ScreenState.MINE:
        for key in ("screen", "screen_person"):
            request.session.pop(key, None)
        return redirect(here(request, "/today/"))
    if state in (ScreenState.TURNED, ScreenState.HANDED):
        from uuid import UUID

        try:
            person = UUID(request.POST.get("person", ""))
        except ValueError:
            raise Http404 from None
        request.session["screen"], request.session["screen_person"] = state, str(person)
        return redirect(here(request, "/today/"))
    raise Http404


@require_POST
def draft(request, form, subject):
    drafts.save(request.user, form[:60], subject, drafts.fields_of(request.POST))
    return HttpResponse(status=204)


def my_sign_in(request):
    return render(request, "access/me.html", {})
