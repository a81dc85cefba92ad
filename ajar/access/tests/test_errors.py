"""What goes wrong says so calmly, keeps the words, and tells nothing. Signed in, signed out, and without a database."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from ajar.access import act, errors


@pytest.fixture(params=["signed in", "signed out", "turned"])
def visitor(request, cast):
    client = Client(raise_request_exception=False)
    if request.param != "signed out":
        client.force_login(cast.amina)
    if request.param == "turned":
        client.post("/screen/", {"state": "turned", "person": cast.person.pk})
    client.state = request.param
    return client


@pytest.fixture
def breaks(monkeypatch):
    """Make the language page, which everybody has, raise something."""

    def arrange(error):
        from ajar.access import actions, views

        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr(views, "here", broken)
        monkeypatch.setattr(actions, "choose_language", broken)

    return arrange


CALM = ("traceback", "exception", "invalid", "illegal", "forbidden", "you must", "DatabaseError", "secret reason")


def calm(answer, status):
    assert answer.status_code == status
    html = answer.content.decode()
    assert "<h1>" in html and "<title>" in html
    for word in CALM:
        assert word.lower() not in html.lower()
    return html


def test_404(visitor):
    calm(visitor.get("/no/such/page/"), 404)


def test_400(visitor, breaks):
    from django.core.exceptions import BadRequest

    breaks(BadRequest("secret reason"))
    calm(visitor.post("/language/", {"language": "en", "words": "Sara said"}), 400)


def test_403_of_a_role(cast):
    client = Client()
    client.force_login(cast.otto)
    html = calm(client.post("/agency/invite/", {"name": "kept words"}), 403)
    assert "not shared with your role" in html and "kept words" in html


def test_403_of_a_form_from_an_earlier_sign_in_gives_the_words_back(visitor):
    visitor.handler.enforce_csrf_checks = True
    html = calm(visitor.post("/language/", {"words": "she slept six hours", "password": "not this"}), 403)
    assert "she slept six hours" in html and "not this" not in html


@pytest.mark.parametrize(
    ("error", "says"),
    [(act.SentTwice(), "already sent"), (act.ChangedMeanwhile(type("Row", (), {"words": "as it is"})(), {"words": "as I want"}), "Somebody changed")],
)  # fmt: skip
def test_409(visitor, breaks, error, says):
    breaks(error)
    html = calm(visitor.post("/language/", {"language": "en", "words": "she slept"}), 409)
    assert says in html
    assert "she slept" in html or ("as it is" in html and "as I want" in html)


@pytest.mark.parametrize("csrf", [True, False])
def test_413(visitor, csrf):
    visitor.handler.enforce_csrf_checks = csrf
    visitor.cookies["ajar-csrf"] = "a" * 32
    calm(visitor.post("/language/", {"words": "x" * 1_100_000}), 413)
    calm(visitor.post("/language/", {f"w{n}": "x" for n in range(500)}), 413)


def test_500_keeps_the_words_and_shows_nobody(visitor, breaks):
    breaks(RuntimeError("secret reason"))
    html = calm(visitor.post("/language/", {"language": "en", "words": "she slept six hours", "pin": "482913"}), 500)
    assert "she slept six hours" in html and "482913" not in html and "Amina" not in html


def test_500_when_the_database_is_down(visitor, monkeypatch):
    def down(*args, **kwargs):
        raise DatabaseError("secret reason")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", down)
        patch.setattr("ajar.access.views.here", down)
        html = calm(visitor.post("/language/", {"language": "en", "words": "she slept six hours"}), 500)
    assert "broke on our side" in html and "she slept six hours" in html


def test_an_error_page_under_a_dead_database_is_still_a_page(cast, monkeypatch):
    """A 404 whose menu cannot be drawn any more is drawn without it."""
    from django.test import RequestFactory

    request = RequestFactory().get("/x/")
    request.user = cast.amina

    def down(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(errors, "render", down)
    assert errors.not_here(request).status_code == 404


def test_a_host_name_that_is_not_ours_is_a_calm_400(db):
    calm(Client(raise_request_exception=False).get("/sign-in/", headers={"host": "evil.example"}), 400)


def test_what_is_broken_leaves_no_word_in_the_log(visitor, breaks, caplog):
    breaks(RuntimeError("she slept six hours"))
    visitor.post("/language/", {"language": "en", "words": "she slept six hours"})
    from ajar.config.log import NoWords

    for record in caplog.records:
        NoWords().filter(record)
        assert "slept" not in record.getMessage() + str(record.exc_text)
