"""Sign-in, lock, screen, language, drafts. allauth's pages come in here one by one."""

from allauth.account import views as account

from ajar.access import views
from ajar.access.gate import OPEN, page
from ajar.access.policy import Permission

urlpatterns = [
    page("healthz", views.healthz, needs=OPEN, name="healthz"),
    page("language/", views.language, needs=OPEN, name="language"),
    page("", views.front, needs=OPEN, name="front"),
    page("demo/sign-in/", views.demo_sign_in, needs=OPEN, name="demo-sign-in"),
    page("sign-in/", account.login, needs=OPEN, name="account_login"),
    page("sign-out/", account.logout, needs=Permission.OWN_SIGN_IN, name="account_logout", turned=True),
    page("lock/", views.lock, needs=Permission.OWN_SIGN_IN, name="lock", turned=True),
    page("screen/", views.screen, needs=Permission.OWN_SIGN_IN, name="screen", turned=True),
    page("drafts/<slug:form>/<uuid:subject>/", views.draft, needs=Permission.OWN_SIGN_IN, name="draft", turned=True),
    page("me/", views.my_sign_in, needs=Permission.OWN_SIGN_IN, name="my-sign-in"),
]
