"""What surrounds a request: headers, the agency on the connection, the keys, the screen, the lock."""

from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from ajar.access import act, drafts, errors, hosts, policy, seal
from ajar.access.compiled import compiled
from ajar.access.models import SignIn
from ajar.access.policy import MINE, Permission, ScreenState
from ajar.access.sessions import hashed

# Decision 34: how long a page may stand without a touch. A turned page shows only what that person may see.
IDLE = {
    ScreenState.MINE: timedelta(minutes=10),
    ScreenState.TURNED: timedelta(minutes=45),
    ScreenState.HANDED: timedelta(minutes=10),
}
IDLE_PHONE = {
    ScreenState.MINE: timedelta(minutes=2),
    ScreenState.TURNED: timedelta(minutes=10),
    ScreenState.HANDED: timedelta(minutes=2),
}
ABSOLUTE = timedelta(hours=10)
TOUCH = timedelta(minutes=1)  # decision 35: the row of the sign-in is written at most once a minute

_HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    # SecurityMiddleware sets these too; here they stand on what it never sees, such as a host name that is not ours.
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class OnePage:
    """Outermost: every answer has every header (I-45), and none of ours is kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
            )
        return response


@compiled
def _sign_in(session_key, worker_id):
    return SignIn.objects.filter(session_key=session_key, worker_id=worker_id)


class Actor:
    """Sets the agency on the connection and clears it, holds the keyring, gives the worker their screen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with seal.keyring():
            try:
                self._arrive(request)
                return self.get_response(request)
            finally:
                timezone.deactivate()
                translation.activate(settings.LANGUAGE_CODE)
                if getattr(request, "agency_set", False):
                    set_agency(None)

    def _arrive(self, request):
        user = get_user(request)  # the worker, not a stand-in that is asked for the worker at each look
        if user.is_authenticated and not hosts.at_home(user, request):  # a sign-in of the other host
            request.session, user = type(request.session)(), AnonymousUser()
        request.user = user
        if user.is_authenticated:
            request.agency_set = True
            set_agency(user.agency_id)
            sign_in = _sign_in.first(hashed(request.session.session_key), user.pk)
            if sign_in is None:  # ended from another device, or by a manager
                logout(request)
                user = None
        else:
            user = None
        if user:
            user.sign_in, user.screen = sign_in, sign_in.screen
            timezone.activate(ZoneInfo(user.site.timezone if user.site_id else user.agency.timezone))
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (user.language if user else "")
        if code not in dict(settings.LANGUAGES):
            code = translation.get_language_from_request(request)
        translation.activate(code)
        request.LANGUAGE_CODE = translation.get_language()

    def process_exception(self, request, exception):
        if isinstance(exception, act.SentTwice):
            return errors.sent_twice(request)
        if isinstance(exception, act.ChangedMeanwhile):
            return errors.changed_meanwhile(request, exception)
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | drafts.TooLong):
            return errors.too_much(request)
        return None


def set_agency(agency_id) -> None:
    """Say on the connection whose rows may be seen: PostgreSQL's row-level security reads it (decision 24)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.agency', %s, false)", [str(agency_id or "")])


@contextmanager
def in_agency(agency_id):
    """Where nobody is signed in yet, or somebody else is: this agency's rows for a moment, then as it was before."""
    before = None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.agency', true)")
            before = cursor.fetchone()[0]
    set_agency(agency_id)
    try:
        yield
    finally:
        set_agency(before)


def limit(sign_in) -> timedelta:
    """How long this sign-in may stand without a touch."""
    return (IDLE_PHONE if sign_in.phone else IDLE)[sign_in.screen.state]


class Lock:
    """Covers the page after silence and never discards; and leads a worker without a second factor to set one up."""

    WHILE_COVERED = {"lock", "account_logout", "language", "healthz", "demo-sign-in"}
    WITHOUT_FACTOR = {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout", "lock",
        "stay", "language", "healthz",
    }  # fmt: skip
    QUIET = {"stay", "draft"}  # sent by the page itself: they get a number, not a page

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sign_in = getattr(request.user, "sign_in", None)
        if sign_in is None:
            return _for_htmx(request, self.get_response(request))
        moment = now()
        idle = moment - sign_in.seen_at
        if moment - sign_in.started_at > ABSOLUTE:
            if request.method == "POST":
                drafts.rescue(request)
            logout(request)
            return _for_htmx(request, redirect("account_login"))
        if not sign_in.locked and idle > limit(sign_in):
            sign_in.locked = True
            SignIn.objects.filter(pk=sign_in.pk).update(locked=True)
        if sign_in.locked and (name := _name(request)) not in self.WHILE_COVERED:
            return self._cover(request, name)
        stays = request.method == "POST" and request.path == reverse("stay")
        looks_only = stays and "peek" in request.POST
        if not sign_in.locked and not looks_only and (idle >= TOUCH or stays):
            sign_in.seen_at = moment
            SignIn.objects.filter(pk=sign_in.pk).update(seen_at=moment)
        if not settings.DEMO and not sign_in.factor and _name(request) not in self.WITHOUT_FACTOR:
            return _for_htmx(request, redirect("mfa_index"))
        response = _for_htmx(request, self.get_response(request))
        response["X-Lock-In"] = str(lock_in(sign_in))
        return response

    def _cover(self, request, name):
        kept = request.method == "POST" and drafts.rescue(request)
        if name in self.QUIET:
            return HttpResponse(status=423)
        target = request.get_full_path()  # where the form is in which words that were kept are back
        if request.method == "POST" and (request.POST.get("here") or not kept):
            target = here(request, home(request.user))
        return _for_htmx(request, redirect(covered(target, kept)))


def covered(target: str, kept: bool = False) -> str:
    """The address of the lock that leads back to `target`."""
    return reverse("lock") + "?" + urlencode({"next": target} | ({"kept": "1"} if kept else {}))


def lock_in(sign_in) -> int:
    """Seconds until the lock falls, if nothing is touched."""
    return max(0, ceil((limit(sign_in) - (now() - sign_in.seen_at)).total_seconds()))


def here(request, default: str) -> str:
    """Where the form came from or the link leads to, if that is one of our own pages."""
    target = request.POST.get("here") or request.GET.get("next") or request.GET.get("here") or ""
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, None)
    return target if ours else default


def _name(request):
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None


def _for_htmx(request, response):
    """A part of a page must not be filled with the sign-in or the lock: the whole page goes there."""
    if response.status_code != 302 or not request.headers.get("HX-Request"):
        return response
    if response["Location"].split("?")[0] not in (settings.LOGIN_URL, reverse("lock"), reverse("mfa_index")):
        return response
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = response["Location"]
    return answer


# Five items at most; everything else is reached from the person (ux.md 2.1).
MENU = [
    ("today", gettext_lazy("Today"), Permission.SEE_PEOPLE),
    ("people", gettext_lazy("People"), Permission.SEE_PEOPLE),
    ("talks", gettext_lazy("Supervision"), Permission.ASK_SUPERVISION),
    ("reviews", gettext_lazy("Reviews"), Permission.REVIEW_BREAK_GLASS),
    ("legal", gettext_lazy("Papers"), Permission.KEEP_LEGAL),
    ("agency", gettext_lazy("Agency"), Permission.MANAGE_AGENCY),
    ("shared", gettext_lazy("Shared with you"), Permission.READ_SHARED),
    ("what-this-is", gettext_lazy("What happens here"), Permission.READ_SHARED),
]


def home(user) -> str:
    """The address of the first page that this worker's role has."""
    held = policy.held(user)
    return reverse(next((name for name, _words, needs in MENU if needs in held), "my-sign-in"))


def _talk(request, user) -> str | None:
    """The way back to the talk that this sign-in is in, on pages about the person it is with, and about nobody."""
    person, walk = request.session.get("talk") or (None, None)
    match = request.resolver_match  # None where no page has this address
    about = str(match.kwargs.get("person_id", "")) if match else ""
    there = match and match.url_name == "walk"
    if not walk or there or about not in ("", person) or not user.screen.shows(UUID(person)):
        return None
    return reverse("walk", args=[person, walk])


def context(request):
    """What every template may use. Under the lock nothing of anybody."""
    user = getattr(request, "user", None)
    sign_in = getattr(user, "sign_in", None)
    shown = bool(sign_in and not sign_in.locked)
    held = policy.held(user) if shown else frozenset()
    at = request.resolver_match.url_name if request.resolver_match else None
    return {
        "menu": [(name, str(words), name == at) for name, words, needs in MENU if needs in held],
        "sees_people": Permission.SEE_PEOPLE in held,
        "may": {permission.name.lower(): True for permission in held},  # for `may.record` and for `"record" in may`
        "worker": user if shown else None,
        "screen": user.screen if shown else MINE,
        "agency": user.agency if shown else None,
        "lock_in": lock_in(sign_in) if shown else None,
        "home": home(user) if shown else "/",
        "talk_on": _talk(request, user) if shown else None,
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
