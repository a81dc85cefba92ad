"""The screen is turned to a person or handed over: what they may not see is not in the HTML, and only the worker
comes back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine, SignIn
from ajar.access.tests.conftest import PASSWORD, PIN


def turn(client, person, state="turned"):
    return client.post("/screen/", {"state": state, "person": getattr(person, "pk", person), "here": "/lock/"})


def state_of(worker):
    return SignIn.objects.get(worker=worker).screen_state


def test_a_turned_screen_has_no_page_of_the_workers_and_no_name_of_theirs(cast, client, amina):
    assert turn(client, cast.person).status_code == 302
    assert state_of(amina) == "turned"
    for path in ("/me/", "/me/pin/", "/today/", "/agency/", "/me/second/", "/again/", "/find/"):
        answer = client.get(path)
        assert answer.status_code in (403, 404), path
        html = answer.content.decode()
        for word in ("Amina", amina.email, "My sign-in", "Supervision", "Ctrl K", "Riverside"):
            assert word not in html, (path, word)
        assert 'data-view="turned"' in html and "Back to the worker" in html


def test_only_somebody_whom_the_worker_met_can_have_the_screen(cast, client, amina):
    assert turn(client, cast.stranger).status_code == 404
    assert turn(client, "not an id").status_code == 404
    assert turn(client, "00000000-0000-4000-8000-000000000000").status_code == 404
    client.force_login(cast.chidi)
    assert turn(client, cast.person).status_code == 404
    assert state_of(cast.chidi) == "mine"


def test_back_from_turned_is_one_press_and_after_ten_minutes_the_pin(cast, client, amina):
    turn(client, cast.person)
    assert client.post("/screen/", {"state": "mine", "here": "/me/"}).url == "/me/"
    assert state_of(amina) == "mine"
    turn(client, cast.person)
    SignIn.objects.filter(worker=amina).update(screen_at=now() - timedelta(minutes=11))
    answer = client.post("/screen/", {"state": "mine", "here": "/me/"})
    assert answer.url == "/screen/back/?next=%2Fme%2F" and state_of(amina) == "turned"
    assert client.post(answer.url, {"pin": "000000"}).status_code == 422
    assert client.post(answer.url, {"pin": PIN}).url == "/me/"
    assert state_of(amina) == "mine"


@pytest.mark.parametrize("proof", [{"pin": PIN}, {"password": PASSWORD}])
def test_a_handed_device_comes_back_with_pin_or_password_only(cast, client, amina, proof):
    turn(client, cast.person, "handed")
    assert client.post("/screen/", {"state": "mine"}).url.startswith("/screen/back/")
    assert turn(client, cast.person, "turned").status_code == 404  # no way round over Turned
    assert turn(client, cast.person, "handed").status_code == 404
    assert state_of(amina) == "handed"
    html = client.get("/screen/back/").content.decode()
    assert "Amina" not in html and "Please give the device back" in html
    assert client.post("/screen/back/", {}).status_code in (200, 422)
    assert client.post("/screen/back/?next=/me/", proof).url == "/me/"
    assert state_of(amina) == "mine"


def test_five_wrong_tries_on_a_handed_device_end_the_sign_in(cast, client, amina):
    turn(client, cast.person, "handed")
    for _ in range(4):
        assert client.post("/screen/back/", {"pin": "000000"}).status_code == 422
    assert client.post("/screen/back/", {"pin": "000000"}).url.startswith("/sign-in/")
    assert not SignIn.objects.filter(worker=amina).exists()


def test_turning_again_does_not_start_the_ten_minutes_anew(cast, client, amina):
    turn(client, cast.person)
    assert turn(client, cast.person).status_code == 404
    assert turn(client, cast.person, "handed").status_code == 302


def test_the_state_belongs_to_the_sign_in_and_not_to_the_worker(cast, client, client_2, amina):
    client_2.force_login(amina)
    turn(client, cast.person)
    assert client.get("/me/").status_code == 404
    assert client_2.get("/me/").status_code == 200


def test_unlocking_a_turned_screen_leaves_it_turned(cast, client, amina):
    turn(client, cast.person)
    client.post("/lock/", {"cover": "1"})
    client.post("/lock/", {"pin": PIN})
    assert state_of(amina) == "turned"


def test_each_turn_leaves_a_line_about_the_person(cast, client, amina):
    turn(client, cast.person)
    client.post("/screen/", {"state": "mine"})
    set_agency(cast.agency.pk)
    lines = AuditLine.objects.filter(subject=cast.person.pk, verb__startswith="screen.").order_by("seq")
    assert [line.verb for line in lines] == ["screen.turned", "screen.taken back"]


def test_the_language_of_a_turned_page_is_the_persons_and_not_the_workers(cast, client, amina):
    turn(client, cast.person)
    client.post("/language/", {"language": "es"})
    amina.refresh_from_db()
    assert amina.language == ""


def test_what_a_worker_typed_for_themselves_is_not_on_the_turned_page(cast, client, amina):
    page, keep = f"/people/{cast.person.pk}/needs/new/", f"/drafts/need/{cast.person.pk}/"
    client.post(keep, {"words": "Is he hitting her?"})
    assert "Is he hitting her?" in client.get(page).content.decode()
    turn(client, cast.person)
    assert "Is he hitting her?" not in client.get(page).content.decode()
    client.post(keep, {"words": "A bed"})
    assert "A bed" in client.get(page).content.decode()
    client.post("/screen/", {"state": "mine"})
    assert "Is he hitting her?" in client.get(page).content.decode()
    client.post(f"{keep}drop/")
    assert "A bed" not in client.get(page).content.decode()


def test_what_somebody_typed_on_a_turned_page_is_there_for_their_worker(cast, client, amina):
    turn(client, cast.person)
    client.post(f"/drafts/need/{cast.person.pk}/", {"words": "A bed"})
    client.post("/screen/", {"state": "mine"})
    assert "A bed" in client.get(f"/people/{cast.person.pk}/needs/new/").content.decode()
