"""Signing in: password, second step, own sign-ins, and what the audit says about it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from cryptography.exceptions import InvalidTag
from django.contrib.sessions.models import Session
from django.urls import reverse

from ajar.access import signin
from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine, SignIn, Worker

PASSWORD = "a long enough password"
HALF_MINUTE = 60_000_000  # the clock of the codes stands still: no test is torn by a turn of it
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def sign_in(client, worker, password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": worker.email, "password": password, **more})


def said(worker):
    set_agency(worker.agency_id)
    return list(AuditLine.objects.filter(actor=worker).order_by("seq").values_list("verb", flat=True))


def code(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, HALF_MINUTE))


def set_up_app(client, capture):
    client.post("/again/", {"password": PASSWORD})
    page = client.get("/me/second/app/")
    with capture(execute=True):
        answer = client.post("/me/second/app/", {"code": code(page.context["form"].secret)})
    assert answer.status_code == 302
    return page.context["form"].secret


def test_amina_signs_in_with_her_password_and_it_leaves_a_line_and_a_device(cast, client):
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    assert sign_in(client, cast.amina).url == "/today/"
    assert said(cast.amina)[-1] == "worker.signed in"
    row = SignIn.objects.get(worker=cast.amina)
    assert (row.device, row.phone) == ("Firefox on Linux", False)
    key = client.cookies["ajar"].value
    assert not Session.objects.filter(session_key=key).exists()  # only its digest is kept
    assert key not in str(SignIn.objects.values())


@pytest.mark.parametrize(("who", "where"), [("mona", "/agency/"), ("pia", "/reviews/"), ("otto", "/me/")])
def test_everybody_lands_on_a_page_that_their_role_has(cast, client, who, where):
    assert sign_in(client, getattr(cast, who)).url == where


@pytest.mark.parametrize(
    ("agent", "label", "phone"),
    [
        (FIREFOX, "Firefox on Linux", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone", True),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 8) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android", True),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows", False),
        ("", "Another device", False),
        ("\x00" * 5000, "Another device", False),
    ],
)  # fmt: skip
def test_a_device_is_named_in_words(agent, label, phone):
    assert signin.device_of(agent) == (label, phone)


def test_a_wrong_password_a_made_up_name_and_a_disabled_worker_get_the_same_answer(cast, client):
    Worker.objects.filter(pk=cast.ben.pk).update(is_active=False)
    answers = [
        sign_in(client, cast.amina, "not it at all"),
        client.post("/sign-in/", {"login": "nobody@example.org", "password": PASSWORD}),
        sign_in(client, cast.ben),  # the right password
    ]
    assert [a.status_code for a in answers] == [422, 422, 422]
    errors = {str(a.context["form"].errors) for a in answers}
    assert len(errors) == 1 and "do not go together" in errors.pop()
    assert said(cast.amina)[-1] == "worker.wrong password"


def test_there_is_no_sign_up_and_no_reset_by_mail(client, db):
    for path in ("/signup/", "/accounts/signup/", "/password/reset/", "/sign-in/code/"):
        assert client.get(path).status_code == 404


def test_an_invited_worker_without_a_password_cannot_sign_in(cast, client):
    cast.ben.set_unusable_password()
    cast.ben.save()
    assert sign_in(client, cast.ben, "").status_code == 422
    assert sign_in(client, cast.ben).status_code == 422


def test_outside_the_demo_a_worker_without_a_second_step_sees_nothing_else(cast, client, settings):
    settings.DEMO = False
    client.force_login(cast.amina)
    for path in ("/today/", f"/people/{cast.person.pk}/", "/me/", "/", "/find/"):
        answer = client.get(path)
        assert (answer.status_code, answer.get("Location")) == (302, "/me/second/"), path
    assert "Set up the app" in client.get("/me/second/").content.decode()


def test_amina_sets_up_an_app_and_from_then_on_is_asked_for_its_code(
    cast, client, settings, django_capture_on_commit_callbacks, monkeypatch
):
    settings.DEMO = False
    sign_in(client, cast.amina)
    secret = set_up_app(client, django_capture_on_commit_callbacks)
    kept = Authenticator.objects.get(user=cast.amina, type="totp").data["secret"]
    assert secret not in kept and signin.MFAAdapter().decrypt(kept) == secret
    assert "worker.added second factor" in said(cast.amina)
    assert client.get("/me/").status_code == 200  # let in now
    codes = client.get("/me/second/codes/").context["unused_codes"]
    assert len(codes) == 10
    client.post("/sign-out/")
    assert sign_in(client, cast.amina).url == "/sign-in/second/"
    assert client.get("/me/").status_code == 302  # the password alone opens nothing
    assert client.post("/sign-in/second/", {"code": "000000"}).status_code == 422
    assert "worker.wrong second factor" in said(cast.amina)
    assert client.post("/sign-in/second/", {"code": codes[0]}).url == "/today/"
    client.post("/sign-out/")
    sign_in(client, cast.amina)
    assert client.post("/sign-in/second/", {"code": codes[0]}).status_code == 422  # a recovery code works once


def test_a_code_of_the_app_works_once(cast, client, django_capture_on_commit_callbacks):
    sign_in(client, cast.amina)
    secret = set_up_app(client, django_capture_on_commit_callbacks)
    client.post("/sign-out/")
    sign_in(client, cast.amina)
    now_code = code(secret)
    assert client.post("/sign-in/second/", {"code": now_code}).status_code == 302
    client.post("/sign-out/")
    sign_in(client, cast.amina)
    assert client.post("/sign-in/second/", {"code": now_code}).status_code == 422


def test_the_last_second_step_stays_outside_the_demo(cast, client, settings, django_capture_on_commit_callbacks):
    settings.DEMO = False
    sign_in(client, cast.amina)
    set_up_app(client, django_capture_on_commit_callbacks)
    client.get("/me/second/app/remove/")
    client.post("/me/second/app/remove/", {})
    assert Authenticator.objects.filter(user=cast.amina, type="totp").exists()
    passkey = Authenticator.objects.create(user=cast.ben, type="webauthn", data={"name": "Key", "credential": {}})
    client.force_login(cast.ben)
    client.post("/again/", {"password": PASSWORD})
    assert client.post(f"/me/second/passkeys/{passkey.pk}/remove/").url == "/me/second/"
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_the_picture_for_the_app_is_inline_and_needs_no_style(cast, client):
    sign_in(client, cast.amina)
    client.post("/again/", {"password": PASSWORD})
    html = client.get("/me/second/app/").content.decode()
    assert "<svg" in html and "style=" not in html and "<script>" not in html


def test_a_sealed_second_factor_opens_for_its_purpose_only(db, monkeypatch):
    adapter = signin.MFAAdapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP" and adapter.encrypt("JBSWY3DPEHPK3PXP") != sealed
    monkeypatch.setattr(signin.MFAAdapter, "PURPOSE", b"something else")
    with pytest.raises(InvalidTag):
        signin.MFAAdapter().decrypt(sealed)


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"id": 1}',
        '{"response": {"userHandle": 7}}',
        "\x00",
        '"x"',
        '{"id":"AA","rawId":"AA","response":{},"type":"public-key"}',
    ],
)
def test_what_is_no_passkey_is_a_clear_answer_and_never_a_crash(cast, client, credential):
    assert client.get("/sign-in/passkey/", headers={"accept": "application/json"}).status_code == 200
    assert client.post("/sign-in/passkey/", {"credential": credential}).url == "/sign-in/"
    sign_in(client, cast.amina)
    client.post("/again/", {"password": PASSWORD})
    client.get("/me/second/passkeys/add/")
    assert client.post("/me/second/passkeys/add/", {"credential": credential, "name": "x"}).status_code == 422


def test_changing_the_password_ends_the_other_sign_ins_and_keeps_this_one(cast, client, client_2):
    sign_in(client, cast.amina)
    sign_in(client_2, cast.amina)
    new = "quite another long password"
    answer = client.post("/me/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.url == "/me/"
    assert client.get("/me/").status_code == 200
    assert client_2.get("/me/").status_code == 302
    assert SignIn.objects.filter(worker=cast.amina).count() == 1
    assert "worker.changed password" in said(cast.amina)


@pytest.mark.parametrize("bad", ["zwölf-zeichen", "amina@example.org", "123456789123456789"])
def test_a_password_has_fifteen_characters_and_is_not_a_common_one(cast, client, bad):
    sign_in(client, cast.amina)
    answer = client.post("/me/password/", {"oldpassword": PASSWORD, "password1": bad, "password2": bad})
    assert answer.status_code == 422
    assert bad not in answer.content.decode()


def test_she_sees_her_sign_ins_this_one_marked_and_ends_another(cast, client, client_2):
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client, cast.amina)
    client_2.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"
    sign_in(client_2, cast.amina)
    html = client.get("/me/").content.decode()
    assert "Firefox on Linux" in html and "Sign out Chrome on Android" in html and html.count("this one") == 1
    other = SignIn.objects.get(worker=cast.amina, phone=True)
    assert client.post("/me/end/", {"sign_in": other.pk}).status_code == 302
    assert client_2.get("/me/").status_code == 302 and client.get("/me/").status_code == 200


def test_nobody_ends_the_sign_in_of_another(cast, client, client_2):
    sign_in(client, cast.amina)
    sign_in(client_2, cast.ben)
    theirs = SignIn.objects.get(worker=cast.ben)
    client.post("/me/end/", {"sign_in": theirs.pk})
    client.post("/me/end/")
    assert client_2.get("/me/").status_code == 200
    assert client.post("/me/end/", {"sign_in": "not an id"}).status_code == 404


def test_setting_a_pin_asks_who_is_there_and_refuses_one_that_is_quick_to_guess(cast, client):
    sign_in(client, cast.amina)
    assert client.get("/me/pin/").url.startswith("/again/")
    assert client.post("/me/pin/", {"pin": "482913", "again": "482913"}).url.startswith("/again/")
    client.post("/again/", {"password": PASSWORD})
    for easy in ("111111", "123456", "987654", "121212", "482482", "12345", "abcdef"):
        assert client.post("/me/pin/", {"pin": easy, "again": easy}).status_code == 422, easy
    assert client.post("/me/pin/", {"pin": "482913", "again": "482914"}).status_code == 422
    assert client.post("/me/pin/", {"pin": "482913", "again": "482913"}).url == "/me/"
    cast.amina.refresh_from_db()
    assert "482913" not in cast.amina.pin and cast.amina.check_password(PASSWORD)


def test_the_language_stays_with_the_worker(cast, client):
    sign_in(client, cast.amina)
    client.post("/language/", {"language": "es", "here": "/me/"})
    cast.amina.refresh_from_db()
    assert cast.amina.language == "es"
    assert client.post("/language/", {"language": "xx", "here": "https://elsewhere.example/"}).url == "/"


def test_signing_out_leaves_a_line_and_no_session(cast, client):
    sign_in(client, cast.amina)
    assert client.post("/sign-out/").url == "/"
    assert said(cast.amina)[-1] == "worker.signed out"
    assert not SignIn.objects.filter(worker=cast.amina).exists()
    assert client.get(reverse("my-sign-in")).status_code == 302
