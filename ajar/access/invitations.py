"""The link by which an invited worker chooses a password: signed, good for seven days, and once."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ajar.access import hosts
from ajar.access.models import Worker
from ajar.access.policy import Role

GOOD_FOR = timedelta(days=7)
SALT = "ajar.invitation"


def _stamp(worker) -> str:
    """Changes when a password is chosen, when a new invitation is made, and when the worker is switched off or on."""
    return salted_hmac(SALT, f"{worker.pk}|{worker.password}|{worker.is_active}", algorithm="sha256").hexdigest()[:32]


def token(worker) -> str:
    return signing.dumps([worker.pk.hex, _stamp(worker)], salt=SALT)


def address(worker, base: str = "") -> str:
    """The whole link. base: scheme and host of the page that asks; else the first name this server answers to. That of an
    officer leads to the entity's host."""
    if worker.role == Role.ENTITY:
        base = hosts.entity_base()
    base = base or f"{'http' if settings.DEMO else 'https'}://{settings.WORKER_HOSTS[0]}"
    return base.rstrip("/") + reverse("welcome", args=[token(worker)])


def invited(said: str) -> Worker | None:
    """The worker whom a link invites; nobody when it is too old, used, changed or made up."""
    try:
        worker_id, stamp = signing.loads(said, salt=SALT, max_age=GOOD_FOR)
        worker = Worker.objects.select_related("agency", "site").filter(pk=UUID(worker_id), is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if worker is None or not constant_time_compare(stamp, _stamp(worker)):
        return None
    return worker


def send(worker, base: str) -> bool:
    """Send the link. Returns whether the mail went out. The mail names nobody served and says nothing of the work."""
    try:
        send_mail(
            _("Your sign-in"),
            _("Hello,\n\nhere you choose your password:\n{link}\n\nThe link works once, and for seven days.\n"
              "If you did not expect this, you need not do anything.").format(link=address(worker, base)),
            None, [worker.email],
        )  # fmt: skip
    except OSError:  # the mail server does not answer; SMTP errors are OSErrors too
        return False
    return True
