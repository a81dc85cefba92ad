"""Doors of sign-in, lock, screen, language and drafts."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access import actions, drafts, invitations, queries
from ajar.access.forms import PinForm, ProofForm, WelcomeForm
from ajar.access.hosts import at_home
from ajar.access.middleware import covered, here, home, in_agency
from ajar.access.policy import ScreenState
from ajar.access.sessions import hashed
from ajar.access.signin import MFAAdapter, has_factor, proved


def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@require_POST
def language(request):
    """Chosen for this browser; on the worker's own page for the worker too. A turned page speaks the person's."""
    code = request.POST.get("language")
    response = redirect(here(request, "/"))
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
        user = request.user
        if user.is_authenticated and user.screen.mine and not user.sign_in.locked and user.language != code:
            actions.choose_language(user, language=code)
    return response


@require_POST
def demo_sign_in(request):
    """One press signs in as any of the cast. This page does not exist outside the demo."""
    if not settings.DEMO:
        raise Http404
    worker = queries.cast_member(request.POST.get("worker", ""))
    if worker is None or not at_home(worker, request):
        raise Http404
    login(request, worker, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(here(request, home(worker)))


def welcome(request, token):
    """The link of an invitation: name and password, then the second step: theirs, or a new one."""
    worker = invitations.invited(token)
    if worker is None or not at_home(worker, request):
        return render(request, "access/welcome_over.html", status=404)
    form = WelcomeForm(request.POST or None, worker=worker, initial={"name": worker.name})
    if form.is_valid():
        try:
            with in_agency(worker.agency_id):
                actions.accept_invitation(
                    worker, name=form.cleaned_data["name"], password=form.cleaned_data["password1"]
                )
        except actions.Refused:
            return render(request, "access/welcome_over.html", status=404)
        if request.user.is_authenticated:
            logout(request)
        if has_factor(worker):  # a link in a mailbox is no second step: the one they have is asked for as ever
            messages.info(request, _("Your password is chosen. Now sign in with it."))
            return redirect("account_login")
        login(request, worker, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, worker, "password", reauthenticated=True)
        return redirect(home(worker) if settings.DEMO else "mfa_index")
    return _form(request, "access/welcome.html", form, invited=worker)


def _form(request, template, form, **more):
    return render(request, template, {"form": form, **more}, status=422 if form.is_bound else 200)


# -- allauth's pages, one by one


def formed(view):
    """A form of allauth's that came back with something to say is a 422, like every form of ours."""

    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        shown = getattr(response, "context_data", None)
        if request.method == "POST" and response.status_code == 200 and shown and "form" in shown:
            response.status_code = 422
        return response

    answered.__name__ = getattr(view, "__name__", "page")
    return answered


def keeps_one(view):
    """The last second step stays, outside the demo: allauth asks for its app, and not for its passkeys."""

    def asked(request, pk):
        mine = queries.factor_of(request.user, pk)
        if not MFAAdapter().can_delete_authenticator(mine):
            messages.info(request, MFAAdapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return view(request, pk=pk)

    return asked


# -- the lock and the screen


def lock(request):
    """The page that covers. It shows nothing of anybody; PIN, password or passkey opens it again."""
    user, target = request.user, here(request, home(request.user))
    if request.method == "POST" and "cover" in request.POST:
        actions.cover(user)
        return redirect(covered(target))
    if not user.sign_in.locked:
        return redirect(target)
    return _prove(request, "access/lock.html", actions.uncover, target)


def take_back(request):
    """From the person's page back to the worker's: whoever has the device shows that they are the worker."""
    user = request.user
    target = here(request, home(user))
    if user.screen.mine:
        return redirect(target)
    return _prove(request, "access/take_back.html", actions.take_screen_back, target)


def _prove(request, template, then, target):
    user, said = request.user, ""
    form = ProofForm(request.POST or None, worker=user)
    if form.is_valid():
        shown = {name: form.cleaned_data.get(name, "") for name in ("pin", "password", "credential")}
        said = proved(request, **shown) if any(shown.values()) else _("Type your PIN or your password.")
        if said == "over":
            logout(request)
            messages.info(request, _("That was five tries. Sign in in full, and you are back where you were."))
            return redirect(reverse("account_login") + "?" + urlencode({"next": target}))
        if not said:
            then(user)
            if "kept" in request.GET or "kept" in request.POST:
                messages.info(request, _("What you had sent was kept as a draft. Look at it and send it once more."))
            return redirect(target)
    passkey = {"request_options": begin_authentication(user)} if queries.has_passkey(user) else None
    context = {"form": form, "said": said, "next": target, "kept": "kept" in request.GET, "passkey": passkey}
    if settings.DEMO and not user.has_usable_password():
        context["one_press"] = user.pk  # the cast of the demo have no password
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def stay(request):
    """A press on "Stay": the middleware has touched the sign-in. With `peek` it only tells how long is left."""
    return HttpResponse(status=204)


@require_POST
def screen(request):
    """Turn the screen to a person, hand it over, or take it back. The state belongs to the sign-in, all its tabs."""
    user, target = request.user, here(request, home(request.user))
    state = request.POST.get("state")
    if state == ScreenState.MINE:
        if user.screen.mine:
            return redirect(target)
        if actions.must_prove(user.sign_in):
            return redirect(reverse("take-back") + "?" + urlencode({"next": target}))
        actions.take_screen_back(user)
        return redirect(target)
    try:
        person, state = UUID(request.POST.get("person", "")), ScreenState(state)
        if not queries.touched_lately(user, person):
            raise Http404
        actions.turn_screen(user, state=state, person_id=person, alone="alone" in request.POST)
    except (ValueError, actions.Refused):
        raise Http404 from None
    return redirect(target)


# -- drafts


@require_POST
def draft(request, form, subject):
    drafts.save(request.user, form[:60], subject, drafts.fields_of(request.POST))
    return HttpResponse(status=204)


@require_POST
def drop_draft(request, form, subject):
    """Let go of what was typed; back to the form, empty."""
    drafts.drop(request.user, form[:60], subject)
    return redirect(here(request, home(request.user)))


# -- one's own sign-in


def my_sign_in(request):
    return render(
        request, "access/me.html",
        {
            "sign_ins": queries.sign_ins_of(request.user), "factors": queries.factors_of(request.user),
        },
    )  # fmt: skip


@require_POST
def end_sign_in(request):
    """End one other sign-in, or all others. This one ends by signing out."""
    only = request.POST.get("sign_in")
    try:
        only = UUID(only) if only else None
    except ValueError:
        raise Http404 from None
    ended = actions.end_sign_ins(request.user, only=only, keep=hashed(request.session.session_key))
    messages.info(request, _("Ended. That device is signed out now.") if ended else _("There was nothing to end."))
    return redirect("my-sign-in")


def pin(request):
    """Six digits that open the lock. Whoever sets them has just shown who they are."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not did_recently_reauthenticate(request):
        return redirect(reverse("account_reauthenticate") + "?" + urlencode({"next": reverse("pin")}))
    form = PinForm(request.POST or None)
    if form.is_valid():
        actions.set_pin(request.user, pin=form.cleaned_data["pin"])
        messages.info(request, _("Your PIN is set."))
        return redirect("my-sign-in")
    return _form(request, "access/pin.html", form)


def with_password(view):
    """A worker without a password of their own (the demo's cast) has none to change."""

    def only_then(request, *args, **kwargs):
        if not request.user.has_usable_password():
            messages.info(request, _("That is not possible here."))
            return redirect("my-sign-in")
        return view(request, *args, **kwargs)

    return only_then
