"""How django-allauth is bound to this house: no open sign-up, sealed second factors, sign-in events in the audit."""

import base64
import os
import re
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import check_password
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from ajar.access import actions, audit, drafts, hosts, keys
from ajar.access.compiled import compiled
from ajar.access.forms import PasskeyAgainForm
from ajar.access.middleware import ABSOLUTE, home, in_agency
from ajar.access.models import SignIn, Worker
from ajar.access.sessions import hashed

# A wrong sign-in takes this long, or twice or three times this long under load, whether there is such a worker or
# not: only one of the two writes to the audit.
REFUSAL_SECONDS = 0.5
MAIN_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@compiled
def _active_worker(worker_id):
    return Worker.objects.select_related("agency", "site").filter(pk=worker_id, is_active=True)


class Backend(AuthenticationBackend):
    def authenticate(self, request, **credentials):
        """On the other of the two hosts a right password is a wrong one."""
        user = super().authenticate(request, **credentials)
        return user if user and hosts.at_home(user, request) else None

    def get_user(self, user_id):
        """The worker with agency and site in one statement; a disabled worker is nobody from the next request on."""
        return _active_worker.first(user_id)

    @classmethod
    def _stash_user(cls, user):
        """A disabled worker with the right password gets the answer for a wrong one: allauth's own page would tell."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That e-mail and password do not go together. Check both and try again."),
        "too_many_login_attempts": _("That was many tries in a short time. Wait 15 minutes, then try again."),
        "incorrect_password": _("That is not your password. Check it and try again."),
        "enter_current_password": _("That is not your password. Check it and try again."),
        "incorrect_code": _("That code does not fit. Wait for the next one and try again."),
        "rate_limited": _("That was many tries in a short time. Wait a little, then try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        return home(request.user)

    def get_password_change_redirect_url(self, request):
        return reverse("my-sign-in")

    def pre_login(self, request, user, **more):
        """Every other way in, a passkey alone for one: nobody signs in on the other host."""
        if not hosts.at_home(user, request):
            messages.info(request, _("This sign-in is not for this address."))
            return redirect("account_login")
        return super().pre_login(request, user, **more)

    def respond_user_inactive(self, request, user):
        messages.info(request, _("This sign-in is switched off. Ask your manager."))
        return redirect("account_login")

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted by account alone: the host name and port of a request are the guesser's to choose."""
        return (credentials.get("email") or "").strip().lower()

    def authenticate(self, request, **credentials):
        began = time.monotonic()
        user = super().authenticate(request, **credentials)
        if user is None and REFUSAL_SECONDS:
            time.sleep(REFUSAL_SECONDS - (time.monotonic() - began) % REFUSAL_SECONDS)
        return user

    def authentication_failed(self, request, **credentials):
        worker = Worker.objects.filter(email__iexact=credentials.get("email") or "-").first()
        if worker:
            _say(worker, "worker.wrong password")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That does not fit. Try again, or use another way."),
        "cannot_delete_authenticator": _("This is your last second step. Add another one first."),
    }
    PURPOSE = b"ajar:second-factor:1"

    def _cipher(self):
        return AESGCM(keys.instance_key("second-factor"))

    def encrypt(self, text: str) -> str:
        """Sealed under this installation's key, bound to its purpose. A row moved from elsewhere does not open."""
        nonce = os.urandom(12)
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, text.encode(), self.PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return self._cipher().decrypt(sealed[:12], sealed[12:], self.PURPOSE).decode()

    def build_totp_svg(self, url: str) -> str:
        import segno

        code = segno.make(url, error="m", micro=False)
        return mark_safe(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False))  # noqa: S308

    def can_delete_authenticator(self, authenticator) -> bool:
        """Outside the demo nobody is left without a second factor."""
        if settings.DEMO or authenticator.type not in MAIN_FACTORS:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=MAIN_FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def _get_site_name(self):
        return "Ajar"


def display(worker) -> str:
    return worker.name


def device_of(agent: str) -> tuple[str, bool]:
    """("Firefox on Linux", is it a phone). Only these words are kept, not the header and no address."""
    browsers = ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox|FxiOS", "Firefox")
    browsers += ("Chrome|CriOS|Chromium", "Chrome"), ("Safari", "Safari")
    systems = ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS")
    systems += ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux|X11", "Linux")
    browser = next((name for sign, name in browsers if re.search(sign, agent)), "")
    system = next((name for sign, name in systems if re.search(sign, agent)), "")
    label = f"{browser} on {system}" if browser and system else browser or system or "Another device"
    return label, bool(re.search("Mobi|iPhone", agent))


# -- what is heard of allauth and Django: the one signal receiver of the house

VERBS = {
    user_logged_in: "worker.signed in",
    user_logged_out: "worker.signed out",
    password_changed: "worker.changed password",
    mfa.authenticator_added: "worker.added second factor",
    mfa.authenticator_removed: "worker.removed second factor",
    mfa.authenticator_reset: "worker.renewed recovery codes",
    mfa.authentication_failed: "worker.wrong second factor",
}


def listen() -> None:
    for signal in VERBS:
        signal.connect(heard, dispatch_uid="ajar.access.signin")


def heard(sender, signal, user=None, request=None, **more) -> None:
    """Write the event; make the row of a sign-in when one begins; end the others when the password changes."""
    if not isinstance(user, Worker):
        user = getattr(user, "_wrapped", None)
    if not isinstance(user, Worker):
        return
    with in_agency(user.agency_id):
        if signal is user_logged_in:
            _begin(user, request)
        elif signal is user_logged_out:
            drafts.forget(user)
        elif signal in (mfa.authenticator_added, mfa.authenticator_removed):
            SignIn.objects.filter(worker=user).update(factor=has_factor(user))
        audit.signed(user, VERBS[signal])
        if signal is password_changed:
            actions.end_sign_ins(user, keep=hashed(request.session.session_key))


def _say(worker, verb):
    with in_agency(worker.agency_id):
        audit.signed(worker, verb)


def has_factor(worker) -> bool:
    return Authenticator.objects.filter(user_id=worker.pk, type__in=MAIN_FACTORS).exists()


def _begin(worker, request):
    moment = now()
    SignIn.objects.filter(worker=worker, started_at__lt=moment - ABSOLUTE).delete()
    request.session.clear_expired()
    if (
        not request.session.session_key
    ):  # signed in while somebody else was: the old session is gone, the new has no key
        request.session.create()
    device, phone = device_of(request.META.get("HTTP_USER_AGENT", ""))
    row, _made = SignIn.objects.update_or_create(
        session_key=hashed(request.session.session_key),
        defaults={
            "worker": worker, "device": device, "phone": phone, "factor": has_factor(worker), "started_at": moment,
            "seen_at": moment, "locked": False, "screen_state": "mine", "screen_person": None, "screen_at": None,
            "screen_alone": False,
        },
    )  # fmt: skip
    Worker.objects.filter(pk=worker.pk, pin_tries__gt=0).update(pin_tries=0)
    drafts.forget(worker)
    worker.sign_in = row


# -- showing who one is, to open the lock or to take the device back

PIN_TRIES = 5


def proved(request, *, pin="", password="", credential="") -> str:
    """Whether this is the worker: "" when it is, "over" when the tries are used up, else what to tell them.

    A try is counted before it is looked at, so that many at once are no more than five.
    """
    worker = request.user
    if credential:
        form = PasskeyAgainForm({"credential": credential}, user=worker)
        return "" if form.is_valid() else " ".join(form.errors.get("credential", []))
    if password:
        try:
            fits = account_adapter().reauthenticate(worker, password)
        except ValidationError as error:
            return " ".join(error.messages)
        return "" if fits else str(AccountAdapter.error_messages["incorrect_password"])
    if not worker.pin:
        return str(_("You have no PIN yet. Use your password."))
    if not actions.use_a_try(worker, most=PIN_TRIES):
        return "over"
    if check_password(pin, worker.pin):
        return ""
    left = PIN_TRIES - Worker.objects.values_list("pin_tries", flat=True).get(pk=worker.pk)
    return str(_("That is not your PIN. Try again.")) if left > 0 else "over"
