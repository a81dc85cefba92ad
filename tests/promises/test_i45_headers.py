"""I-45: the headers stand on every answer, whoever gives it: pages, redirects, refusals, files, broken ones."""

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from conftest import make_worker
from tests.entity import ENTITY, at_court

pytestmark = pytest.mark.promise

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser sends forms from the origin "null", and CSRF refuses them
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
SECURE = {
    "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 2 * 365 * 86400, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}  # fmt: skip


def lacking(answer, *, static=False, secure=False) -> list[str]:
    """What is not as it must be on one answer."""
    found = [f"{name}: {answer.get(name)}" for name, value in EXACT.items() if answer.get(name) != value]
    policy = {part.strip() for part in (answer.get("Content-Security-Policy") or "").split(";") if part.strip()}
    found += [f"policy lacks {part}" for part in POLICY - policy]
    found += [f"policy has {part}" for part in policy - POLICY]
    if "camera=()" not in (answer.get("Permissions-Policy") or ""):
        found.append("Permissions-Policy")
    if not static and answer.get("Cache-Control") != "no-store":
        found.append(f"Cache-Control: {answer.get('Cache-Control')}")
    if secure and "max-age=63072000; includeSubDomains" not in (answer.get("Strict-Transport-Security") or ""):
        found.append(f"Strict-Transport-Security: {answer.get('Strict-Transport-Security')}")
    if answer.status_code not in (204, 302, 301, 304) and answer.get("Content-Type") is None:
        found.append("Content-Type")
    if "Access-Control-Allow-Origin" in answer or answer.get("Server"):
        found.append("says more than it must")
    return found


def addresses(urlconf=None):
    """Every page of the real URL table, or of the entity's, with made-up ids."""
    made_up = {"uuid": "00000000-0000-4000-8000-000000000000", "int": 7, "slug": "x", "str": "x", "path": "x"}
    table = get_resolver(urlconf).reverse_dict
    for name in {name for name in table if isinstance(name, str)}:
        for possibility in table.getlist(name):
            converters = possibility[3]
            kwargs = {key: made_up.get(_kind(one), "x") for key, one in converters.items()}
            try:
                yield reverse(name, urlconf, kwargs=kwargs)
            except NoReverseMatch:
                continue


def _kind(converter):
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


@pytest.fixture
def file(tmp_path, settings):
    """A file as whitenoise serves it."""
    (tmp_path / "one.css").write_text("p {}")
    settings.STATIC_ROOT = str(tmp_path)
    return "/static/one.css"


def seen(cast, paths, *, secure=False):
    """(address, answer) for a stranger, for workers, covered and turned; GET and POST."""
    https = {"HTTP_X_FORWARDED_PROTO": "https"} if secure else {}
    for who in (None, "amina", "mona", "otto"):
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(getattr(cast, who))
        for path in paths:
            for verb in ("get", "post"):
                if path == "/sign-out/":
                    continue
                yield path, getattr(client, verb)(path, **https)
    client = Client(raise_request_exception=False)
    client.force_login(cast.amina)
    client.post("/lock/", {"cover": "1"}, **https)
    for path in paths[:5]:
        yield path, client.get(path, **https)


def more(file, monkeypatch):
    """Answers that no page gives: a host that is not ours, a crash, a body too large, no CSRF token, a file, OPTIONS."""
    client = Client(raise_request_exception=False)
    yield "host", client.get("/", headers={"host": "evil.example"}), False
    yield "404", client.get("/no/such/page/"), False
    yield "slash", client.get("/sign-in"), False
    yield "413", client.post("/language/", {"w": "x" * 1_100_000}), False
    yield "csrf", Client(enforce_csrf_checks=True).post("/language/", {"w": "x"}), False
    yield "options", client.options("/sign-in/"), False
    yield "head", client.head("/sign-in/"), False
    yield "trace", client.trace("/sign-in/"), False
    yield "file", client.get(file), True
    yield "no file", client.get("/static/none.css"), True
    with monkeypatch.context() as patch:
        patch.setattr("ajar.access.views.here", lambda *a, **k: 1 / 0)
        broken = client.post("/language/", {"language": "en"})
        assert broken.status_code == 500
        yield "500", broken, False


def test_i45_every_page_as_4_visitors_by_get_and_post_and_11_odd_answers(cast, file, monkeypatch):
    paths = sorted(set(addresses()))
    assert len(paths) >= 40
    statuses, wrong = set(), {}
    for path, answer in seen(cast, paths):
        statuses.add(answer.status_code)
        if found := lacking(answer):
            wrong[path, answer.status_code] = found
    for what, answer, static in more(file, monkeypatch):
        statuses.add(answer.status_code)
        if found := lacking(answer, static=static):
            wrong[what, answer.status_code] = found
    assert not wrong, wrong
    assert {200, 302, 400, 403, 404, 405, 413, 500} <= statuses, statuses


def test_i45_on_the_host_of_the_courts_too(cast):
    officer = make_worker(cast.agency, "Ruiz", "entity officer")
    paths = sorted({*addresses(ENTITY), "/no/such/page/", "/people/"})
    assert len(paths) >= 25
    wrong = {}
    for client in (at_court(), at_court(officer)):
        for path in paths:
            for verb in ("get", "post"):
                if path != "/sign-out/" and (found := lacking(getattr(client, verb)(path))):
                    wrong[path, verb] = found
    assert not wrong, wrong


def test_i45_over_https_and_on_the_way_there(cast, file, monkeypatch):
    with override_settings(**SECURE):
        for path, answer in seen(cast, ["/sign-in/", "/me/", "/no/such/page/"], secure=True):
            assert not lacking(answer, secure=True), path
        for path in ("/sign-in/", file, "/no/such/page/"):
            away = Client().get(path)
            assert (away.status_code, away["Location"][:8]) == (301, "https://")
            assert not lacking(away, secure=True, static=path == file), path


def test_i45_no_page_has_script_or_style_that_the_policy_would_stop(cast):
    import re

    for path, answer in seen(cast, sorted(set(addresses()))):
        html = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html), path
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html), path


@pytest.mark.parametrize(
    ("middleware", "what"),
    [("csp.middleware.CSPMiddleware", "policy"), ("ajar.access.middleware.OnePage", "X-Frame-Options")],
)
def test_i45_control_without_a_middleware_the_census_sees_it(cast, file, monkeypatch, middleware, what):
    left = [one for one in django_settings.MIDDLEWARE if one != middleware]
    with override_settings(MIDDLEWARE=left):
        assert any(what in found for found in lacking(Client().get("/sign-in/")))


def test_i45_control_in_the_usual_order_a_wrong_host_and_a_redirect_lack_the_policy(cast, file):
    """Django's usual order, the policy inside of what may answer by itself: the census must see that."""
    order = [one for one in django_settings.MIDDLEWARE if one != "csp.middleware.CSPMiddleware"]
    order.insert(order.index("whitenoise.middleware.WhiteNoiseMiddleware") + 1, "csp.middleware.CSPMiddleware")
    with override_settings(MIDDLEWARE=order, **SECURE):
        assert lacking(Client().get("/sign-in/"), secure=True)
        assert lacking(Client().get(file, HTTP_X_FORWARDED_PROTO="https"), static=True)
