from django.urls import reverse


def test_one_who_has_no_password_is_told_so_and_one_who_has_changes_it(client, cast):
    cast.ben.set_unusable_password()
    cast.ben.save()
    for worker, status in [(cast.amina, 200), (cast.ben, 302)]:
        client.force_login(worker)
        answer = client.get(reverse("account_change_password"))
        assert answer.status_code == status or "again" in answer.url, worker
    assert answer.url == reverse("my-sign-in")
