"""The paper of sign-in, lock, invitations and the agency's page. allauth's own forms are dressed in our words."""

import uuid
from zoneinfo import available_timezones

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from ajar.access.actions import GIVEN
from ajar.access.policy import Role

# -- allauth's forms, in our words


def _dress(form, **labels):
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
        field.help_text = ""


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _dress(self, login=_("E-mail"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AgainForm(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _dress(self, password=_("Your password"))


LONG = _("At least 15 characters. A few words that you will remember are better than signs.")


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _dress(self, oldpassword=_("Password now"), password1=_("New password"), password2=_("New password again"))
        self.fields["password1"].help_text = LONG


class CodeForm(AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _dress(self, code=_("Code from your app, or a recovery code"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class CodeAgainForm(MFAReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _dress(self, code=_("Code from your app, or a recovery code"))


class FirstCodeForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _dress(self, code=_("The six digits that the app shows now"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


def _calm(method):
    """What is no credential at all is a wrong one: allauth's parsing lets some shapes through to an exception."""

    def checked(self):
        try:
            return method(self)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError):
            raise get_adapter().validation_error("incorrect_code") from None

    return checked


class AddPasskeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        required=False, initial=True, label=_("Sign in with this alone, without a password")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"

    def clean_name(self):
        return super().clean_name()[:60]

    clean = _calm(AddWebAuthnForm.clean)


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(max_length=60, label=_("What to call it"))


class PasskeyForm(AuthenticateWebAuthnForm):
    clean_credential = _calm(AuthenticateWebAuthnForm.clean_credential)


class PasskeyAloneForm(LoginWebAuthnForm):
    clean_credential = _calm(LoginWebAuthnForm.clean_credential)


class PasskeyAgainForm(ReauthenticateWebAuthnForm):
    clean_credential = _calm(ReauthenticateWebAuthnForm.clean_credential)


# -- ours


class Paper(forms.Form):
    """`once` makes a form count once however often it is sent (I-21)."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("once", uuid.uuid4())


class VersionPaper(Paper):
    """About a row that exists: it carries the version that was shown (I-23)."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class ProofForm(forms.Form):
    """Who is there: PIN, password or passkey, whichever was sent."""

    pin = forms.CharField(
        required=False, max_length=6, label=_("Your PIN"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}),
    )  # fmt: skip
    password = forms.CharField(
        required=False, strip=False, max_length=200, label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, *args, worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_pin = bool(worker.pin)
        if not worker.pin:
            del self.fields["pin"]


class PinForm(forms.Form):
    pin = forms.RegexField(
        r"^[0-9]{6}$", label=_("Six digits"), error_messages={"invalid": _("A PIN is six digits, like 482913.")},
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same six digits again"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}),
    )

    def clean_pin(self):
        pin = self.cleaned_data["pin"]
        steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:], strict=False)}
        if steps <= {0} or steps == {1} or steps == {9} or pin[:3] == pin[3:] or pin[:2] * 3 == pin:
            raise forms.ValidationError(_("That one is quick to guess. Choose another."), code="easy")
        return pin

    def clean(self):
        said = super().clean()
        if said.get("pin") and said.get("again") != said["pin"]:
            self.add_error("again", _("These are not the same six digits."))
        return said


class WelcomeForm(forms.Form):
    """An invited worker's name and password."""

    name = forms.CharField(max_length=120, label=_("Your name, as your team knows you"))
    password1 = forms.CharField(
        strip=False, max_length=200, label=_("Choose a password"), help_text=LONG,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        strip=False,
        max_length=200,
        label=_("The same password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.worker = worker

    def clean(self):
        said = super().clean()
        if said.get("password1"):
            try:
                validate_password(said["password1"], self.worker)
            except forms.ValidationError as error:
                self.add_error("password1", error)
            if said.get("password2") and said.get("password1", said["password2"]) != said["password2"]:
                self.add_error("password2", _("These are not the same."))
        return said


ROLES = {
    Role.OUTREACH: _("Outreach worker"),
    Role.PEER: _("Peer"),
    Role.COUNSELOR: _("Counselor"),
    Role.CLINICIAN: _("Clinician"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.MANAGER: _("Manager"),
    Role.PRIVACY: _("Privacy officer"),
    Role.OPERATOR: _("Operator of the machine"),
    Role.SYSTEM: _("Ajar itself"),
    Role.ENTITY: _("Officer of a mandating entity"),
}


class _Place(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLES[role]) for role in GIVEN])
    site = forms.ModelChoiceField(None, required=False, label=_("Site"), empty_label=_("None"))
    teams = forms.ModelMultipleChoiceField(None, required=False, label=_("Teams"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, sites, all_teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset, self.fields["teams"].queryset = sites, all_teams


class InviteForm(_Place, Paper):
    field_order = ["name", "email", "role", "site", "teams"]
    name = forms.CharField(max_length=120, label=_("Name"))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class WorkerForm(_Place, VersionPaper):
    pass


class SiteForm(VersionPaper):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    name = forms.CharField(max_length=120, label=_("Name"))
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("place", _("A place")), ("van", _("A van")), ("mail", _("Mail order"))]
    )
    timezone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/", "right/")))
        self.fields["timezone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]


class TeamForm(VersionPaper):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    name = forms.CharField(max_length=120, label=_("Name"))


class AgencyWordsForm(VersionPaper):
    person_word = forms.CharField(
        max_length=40, label=_("What you call the people you serve"), help_text=_("For example: participant, guest.")
    )
    setback_word = forms.CharField(
        max_length=40, label=_("What you call a setback"),
        help_text=_("A person's own word always goes before yours."),
    )  # fmt: skip
