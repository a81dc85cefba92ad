"""Sign-in, lock, screen, language, drafts, and the manager's page. allauth's pages come in here one by one.

`sign_in` is on both hosts, the rest on that of the workers."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys

from ajar.access import actions, views, views_agency
from ajar.access.gate import OPEN, page
from ajar.access.policy import Permission
from ajar.access.views import formed, keeps_one, with_password

OWN = Permission.OWN_SIGN_IN
MANAGE = actions.invite_worker.needs

sign_in = [
    page("healthz", views.healthz, needs=OPEN, name="healthz"),
    page("language/", views.language, needs=OPEN, name="language"),
    page("demo/sign-in/", views.demo_sign_in, needs=OPEN, name="demo-sign-in"),
    # Who is there
    page("sign-in/", formed(account.login), needs=OPEN, name="account_login"),
    page("sign-in/second/", formed(mfa.authenticate), needs=OPEN, name="mfa_authenticate"),
    page("sign-in/passkey/", passkeys.login_webauthn, needs=OPEN, name="mfa_login_webauthn"),
    page("welcome/<str:token>/", views.welcome, needs=OPEN, name="welcome"),
    page("sign-out/", account.logout, needs=OPEN, name="account_logout", turned=True),
    page("again/", formed(account.reauthenticate), needs=OWN, name="account_reauthenticate"),
    page("again/code/", formed(mfa.reauthenticate), needs=OWN, name="mfa_reauthenticate"),
    page("again/passkey/", formed(passkeys.reauthenticate_webauthn), needs=OWN, name="mfa_reauthenticate_webauthn"),
    # The lock
    page("lock/", views.lock, needs=OWN, name="lock", turned=True),
    page("stay/", views.stay, needs=OWN, name="stay", turned=True),
    # One's own
    page("me/", views.my_sign_in, needs=OWN, name="my-sign-in"),
    page("me/end/", views.end_sign_in, needs=OWN, name="end-sign-in"),
    page("me/pin/", views.pin, needs=OWN, name="pin"),
    page("me/password/", with_password(formed(account.password_change)), needs=OWN, name="account_change_password"),
    page("me/second/", mfa.index, needs=OWN, name="mfa_index"),
    page("me/second/app/", formed(totp.activate_totp), needs=OWN, name="mfa_activate_totp"),
    page("me/second/app/remove/", totp.deactivate_totp, needs=OWN, name="mfa_deactivate_totp"),
    page("me/second/codes/", codes.view_recovery_codes, needs=OWN, name="mfa_view_recovery_codes"),
    page("me/second/codes/new/", formed(codes.generate_recovery_codes), needs=OWN, name="mfa_generate_recovery_codes"),
    page("me/second/passkeys/", passkeys.list_webauthn, needs=OWN, name="mfa_list_webauthn"),
    page("me/second/passkeys/add/", formed(passkeys.add_webauthn), needs=OWN, name="mfa_add_webauthn"),
    page("me/second/passkeys/<int:pk>/", formed(passkeys.edit_webauthn), needs=OWN, name="mfa_edit_webauthn"),
    page(
        "me/second/passkeys/<int:pk>/remove/", keeps_one(passkeys.remove_webauthn), needs=OWN,
        name="mfa_remove_webauthn",
    ),
]  # fmt: skip

urlpatterns = [
    *sign_in,
    # The screen
    page("screen/", views.screen, needs=OWN, name="screen", turned=True),
    page("screen/back/", views.take_back, needs=OWN, name="take-back", turned=True),
    page("drafts/<slug:form>/<uuid:subject>/", views.draft, needs=OWN, name="draft", turned=True),
    page("drafts/<slug:form>/<uuid:subject>/drop/", views.drop_draft, needs=OWN, name="draft-drop", turned=True),
    # Who works here
    page("agency/", views_agency.agency, needs=MANAGE, name="agency"),
    page("agency/invite/", views_agency.invite, needs=MANAGE, name="agency-invite"),
    page("agency/workers/<uuid:worker_id>/", views_agency.worker, needs=MANAGE, name="agency-worker"),
    page(
        "agency/workers/<uuid:worker_id>/switch/", views_agency.worker_switch, needs=actions.switch_worker.needs,
        name="agency-worker-switch",
    ),
    page("agency/sites/new/", views_agency.site, needs=MANAGE, name="agency-site-new"),
    page("agency/sites/<uuid:site_id>/", views_agency.site, needs=MANAGE, name="agency-site"),
    page("agency/teams/new/", views_agency.team, needs=MANAGE, name="agency-team-new"),
    page("agency/teams/<uuid:team_id>/", views_agency.team, needs=MANAGE, name="agency-team"),
    page("agency/words/", views_agency.words, needs=MANAGE, name="agency-words"),
]  # fmt: skip
