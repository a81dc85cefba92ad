from django.test import Client
from django.urls import reverse


def test_one_who_has_no_password_is_told_so_and_one_who_has_changes_it(client, cast):
    cast.ben.set_unusable_password()
    cast.ben.save()
    for worker, status in [(cast.amina, 200), (cast.ben, 302)]:
        client.force_login(worker)
        answer = client.get(reverse("account_change_password"))
        assert answer.status_code == status or "again" in answer.url, worker
    assert answer.url == reverse("my-sign-in")


def test_in_the_demo_the_lock_opens_with_one_press_for_who_has_no_password(client, cast, settings):
    cast.amina.set_unusable_password()
    cast.amina.save()
    client.force_login(cast.amina)
    client.post("/lock/", {"cover": "1", "here": "/me/"})
    page = client.get("/lock/?next=/me/").content.decode()
    assert "Open again" in page and 'type="password"' not in page
    assert client.post("/demo/sign-in/", {"worker": str(cast.amina.pk), "here": "/me/"}).url == "/me/"
    assert client.get("/me/").status_code == 200
    settings.DEMO = False
    client.post("/lock/", {"cover": "1", "here": "/me/"})
    assert "Open again" not in client.get("/lock/?next=/me/").content.decode()
    assert Client().post("/demo/sign-in/", {"worker": str(cast.amina.pk)}).status_code == 404
