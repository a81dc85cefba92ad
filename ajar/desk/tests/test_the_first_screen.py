"""The first screen of the demo: four people, and one press to sign in as any of the cast."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse


def test_it_shows_the_four_and_a_press_for_each_worker(cast, client):
    html = client.get("/").content.decode()
    for name in ("Ilona", "Sara", "Marco", "Anthony"):
        assert name in html
    for worker in (cast.amina, cast.dora, cast.mona):
        assert f'value="{worker.pk}"' in html


def test_once_signed_in_the_four_lead_to_their_pages_if_the_worker_may_see_them(cast, client):
    from ajar.people.actions import start_person

    sara = start_person(cast.amina, chosen_name="Sara")
    for who, there in (("amina", True), ("chidi", False), ("mona", False)):
        client.force_login(getattr(cast, who))
        assert (reverse("person", args=[sara.pk]) in client.get("/").content.decode()) == there, who


def test_outside_the_demo_it_is_the_sign_in_or_today(cast, client, settings):
    settings.DEMO = False
    assert client.get("/", secure=True).url == reverse("account_login")


def test_a_server_without_its_stylesheet_says_what_to_do(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(CommandError, match="ajar collectstatic"):
        call_command("serve", "--quiet")
