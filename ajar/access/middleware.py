"""What surrounds a request: the agency on the connection, the keys, the screen, the lock, one kind of error page."""

import hashlib
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from ajar.access import act, errors, seal
from ajar.access.models import SignIn
from ajar.access.policy import GRANTS, MINE, Permission, Role, Screen, ScreenState

# Decision 34: seconds of silence after which the page is covered.
IDLE = {ScreenState.MINE: 10 * 60, ScreenState.TURNED: 45 * 60, ScreenState.HANDED: 45 * 60}
IDLE_PHONE = 2 * 60
ABSOLUTE = 10 * 3600
TOUCH = 60  # decision 35: the session row is written at most once a minute


class OnePage:
    """No answer of ours is kept by a browser or proxy, and what we raise becomes one plain page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class Actor:
    """Sets the agency on the connection and clears it, holds the keyring, gives the worker their screen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with seal.keyring():
            user = request.user
            if not user.is_authenticated:
                self._language(request, None)
                try:
                    return self.get_response(request)
                finally:
                    translation.activate(settings.LANGUAGE_CODE)
            set_agency(user.agency_id)
            user.screen = screen_of(request.session)
            self._language(request, user)
            timezone.activate(ZoneInfo(user.site.timezone if user.site_id else user.agency.timezone))
            try:
                return self.get_response(request)
            finally:
                timezone.deactivate()
                translation.activate(settings.LANGUAGE_CODE)
                set_agency(None)

    def process_exception(self, request, exception):
        if isinstance(exception, act.SentTwice):
            return errors.sent_twice(request)
        if isinstance(exception, act.ChangedMeanwhile):
            return errors.changed_meanwhile(request, exception)
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
            return errors.too_much(request)
        return None

    @staticmethod
    def _language(request, user):
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (user.language if user else "")
        if code not in dict(settings.LANGUAGES):
            code = translation.get_language_from_request(request)
        translation.activate(code)
        request.LANGUAGE_CODE = translation.get_language()


def set_agency(agency_id) -> None:
    """Say on the connection whose rows may be seen: PostgreSQL's row-level security reads it (decision 24)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.agency', %s, false)", [str(agency_id or "")])


def screen_of(session) -> Screen:
    state = session.get("screen")
    if not state:
        return MINE
    return Screen(ScreenState(state), UUID(session["screen_person"]))


class Lock:
    """Covers the page after silence and never discards: what was typed is in a Draft, the PIN opens it again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        session, moment = request.session, int(now().timestamp())
        if moment - session.get("started", moment) > ABSOLUTE:
            logout(request)
            return redirect("account_login")
        if "started" not in session:
            session["started"] = moment
        idle = moment - session.get("seen", moment)
        limit = min(IDLE[user.screen.state], session.get("idle_limit", ABSOLUTE))
        if idle > limit:
            session["locked"] = True
        if session.get("locked"):
            allowed = {reverse(n) for n in ("lock", "account_logout", "language", "healthz")}
            if request.path not in allowed:
                if request.method == "POST":
                    from ajar.access.drafts import rescue

                    rescue(request)
                request.session["after_lock"] = (
                    request.get_full_path() if request.method == "GET" else request.POST.get("here", "/")
                )
                if request.htmx:
                    response = HttpResponse(status=204)
                    response["HX-Redirect"] = reverse("lock")
                    return response
                return redirect("lock")
        if not session.get("locked") and (idle >= TOUCH or "seen" not in session):
            session["seen"] = moment
            if session.session_key:
                SignIn.objects.filter(session_key=hashed(session.session_key)).update(seen_at=now())
        return self.get_response(request)


def hashed(session_key: str) -> str:
    """The list of sign-ins holds no key that opens one."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


# Five items at most; everything else is reached from the person (ux.md 2.1).
MENU = [
    ("today", gettext_lazy("Today"), Permission.SEE_PEOPLE),
    ("people", gettext_lazy("People"), Permission.SEE_PEOPLE),
    ("talks", gettext_lazy("Supervision"), Permission.ASK_SUPERVISION),
    ("reviews", gettext_lazy("Reviews"), Permission.REVIEW_BREAK_GLASS),
    ("agency", gettext_lazy("Agency"), Permission.MANAGE_AGENCY),
]


def context(request):
    """What every template may use."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    held = GRANTS[Role(user.role)] if signed_in else frozenset()
    return {
        "menu": [(name, words) for name, words, needs in MENU if needs in held],
        "sees_people": Permission.SEE_PEOPLE in held,
        "may": {permission.name.lower() for permission in held},
        "worker": user if signed_in else None,
        "screen": user.screen if signed_in else MINE,
        "agency": user.agency if signed_in else None,
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
