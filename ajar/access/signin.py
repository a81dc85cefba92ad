"""How django-allauth is bound to this house: no open sign-up, sealed second factors, sign-in events in the audit."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter

from ajar.access.models import Worker


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        """The worker with agency and site in one statement; a disabled worker is nobody from the next request on."""
        return Worker.objects.select_related("agency", "site").filter(pk=user_id, is_active=True).first()


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class MFAAdapter(DefaultMFAAdapter):
    pass


def display(worker) -> str:
    return worker.name
