"""A manager invites, changes and switches off; the invited worker chooses a password. Nobody grants their own role."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from ajar.access import actions, invitations, signin
from ajar.access.middleware import set_agency
from ajar.access.models import Agency, Amendment, AuditLine, Membership, SignIn, Site, Team, Worker

PASSWORD = "a long enough password"
NEW = "the river is quiet tonight"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)


@pytest.fixture
def mona(cast, client):
    client.force_login(cast.mona)
    return cast.mona


def invite(client, cast, **more):
    return client.post(
        "/agency/invite/",
        {"name": "Nia", "email": "Nia@Example.org", "role": "peer", "site": cast.site.pk, "teams": [cast.north.pk]} | more,
    )  # fmt: skip


def link():
    return re.search(r"http://[^/]+(/welcome/\S+)", mail.outbox[-1].body)[1]


def test_mona_invites_nia_who_chooses_a_password_and_signs_in(cast, client, client_2, mona):
    assert invite(client, cast).url == "/agency/"
    nia = Worker.objects.get(email="nia@example.org")
    assert (nia.role, nia.site, nia.has_usable_password()) == ("peer", cast.site, False)
    assert Membership.objects.filter(worker=nia, team=cast.north).exists()
    assert mail.outbox[-1].to == ["nia@example.org"]
    for word in ("Riverside", "participant", "Ajar", "Nia"):
        assert word not in mail.outbox[-1].body + mail.outbox[-1].subject
    path = link()
    assert client_2.get(path).status_code == 200
    said = {"name": "Nia Bell", "password1": NEW, "password2": NEW}
    assert client_2.post(path, said | {"password2": "another"}).status_code == 422
    assert client_2.post(path, said | {"password1": "short", "password2": "short"}).status_code == 422
    assert client_2.post(path, said).url == "/today/"
    assert client_2.get("/me/").status_code == 200
    nia.refresh_from_db()
    assert (nia.name, nia.check_password(NEW)) == ("Nia Bell", True)
    set_agency(cast.agency.pk)
    assert list(AuditLine.objects.filter(actor=nia).order_by("seq").values_list("verb", flat=True)) == [
        "worker.accepted invitation", "worker.signed in",
    ]  # fmt: skip


def test_outside_the_demo_the_second_step_comes_next(cast, client_2, settings):
    settings.DEMO = False
    set_agency(cast.agency.pk)
    nia, address = actions.invite_worker(cast.mona, email="nia@example.org", role="peer")
    assert address.startswith("https://")
    path = "/welcome/" + invitations.token(nia) + "/"
    assert client_2.post(path, {"name": "Nia", "password1": NEW, "password2": NEW}).url == "/me/second/"
    assert client_2.get("/me/second/app/").status_code == 200  # the password was just chosen: not asked again


def test_a_link_works_once_for_seven_days_and_not_when_a_newer_one_was_sent(cast, client, client_2, mona, monkeypatch):
    invite(client, cast)
    first = link()
    nia = Worker.objects.get(email="nia@example.org")
    client.post(f"/agency/workers/{nia.pk}/switch/", {"what": "link", "version": nia.version})
    second = link()
    assert first != second and client_2.get(first).status_code == 404
    said = {"name": "Nia", "password1": NEW, "password2": NEW}
    assert client_2.post(second, said).status_code == 302
    assert client_2.get(second).status_code == 404 and client_2.post(second, said).status_code == 404
    monkeypatch.setattr(invitations, "GOOD_FOR", timedelta(seconds=-1))
    assert invitations.invited(invitations.token(nia)) is None


@pytest.mark.parametrize("token", ["x", "a:b:c", "\ufffd", "." * 5000])
def test_a_made_up_link_is_a_calm_page(client, db, token):
    answer = client.get(f"/welcome/{token}/")
    assert answer.status_code == 404 and "does not work any more" in answer.content.decode()


def test_two_at_once_with_the_same_link_are_one(cast):
    set_agency(cast.agency.pk)
    nia, _ = actions.invite_worker(cast.mona, email="nia@example.org", role="peer")
    twin = Worker.objects.get(pk=nia.pk)
    actions.accept_invitation(nia, name="Nia", password=NEW)
    with pytest.raises(actions.Refused):
        actions.accept_invitation(twin, name="Not Nia", password="somebody else's password")


@pytest.mark.parametrize("who", ["amina", "ben", "dora", "pia", "otto"])
def test_only_a_manager_has_these_pages(cast, client, who):
    client.force_login(getattr(cast, who))
    for path in (
        "/agency/",
        "/agency/invite/",
        f"/agency/workers/{cast.ben.pk}/",
        "/agency/words/",
        "/agency/teams/new/",
    ):
        assert client.get(path).status_code == 403, path
        assert client.post(path, {}).status_code == 403, path


def test_another_agencys_worker_site_and_team_are_nobody(cast, client, mona):
    for path in (
        f"/agency/workers/{cast.esi.pk}/",
        f"/agency/sites/{Site.objects.exclude(agency=cast.agency).first().pk}/",
    ):
        assert client.get(path).status_code == 404
    theirs = Team(agency=cast.other_agency, name="x")
    assert invite(client, cast, teams=[theirs.pk]).status_code == 422
    assert client.post(f"/agency/workers/{cast.esi.pk}/switch/", {"what": "off", "version": 1}).status_code == 404
    with pytest.raises(actions.Refused):
        actions.switch_worker(cast.mona, cast.esi, version=1, on=False)
    cast.esi.refresh_from_db()
    assert cast.esi.is_active


def test_nobody_changes_their_own_role_or_switches_themselves_off(cast, client, mona):
    html = client.get(f"/agency/workers/{mona.pk}/").content.decode()
    assert "This is you" in html and 'name="role"' not in html
    change = {"role": "supervisor", "version": 1, "site": "", "teams": []}
    assert client.post(f"/agency/workers/{mona.pk}/", change).status_code == 422
    for what in ("off", "link", "factors"):
        client.post(f"/agency/workers/{mona.pk}/switch/", {"what": what, "version": 1})
    mona.refresh_from_db()
    assert (mona.role, mona.is_active, mona.has_usable_password()) == ("manager", True, True)


@pytest.mark.parametrize("role", ["system", "entity officer", "king", ""])
def test_some_roles_are_not_given(cast, client, mona, role):
    assert invite(client, cast, role=role).status_code == 422
    assert not Worker.objects.filter(email="nia@example.org").exists()


@pytest.mark.parametrize("more", [{"email": "ben@example.org"}, {"email": "BEN@example.org"}, {"email": "no"}, {"name": ""}, {"name": "x" * 121}, {"name": "a\x00b"}, {"site": "x"}, {"teams": ["x"]}])  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_half_written(cast, client, mona, more):
    before = Worker.objects.count()
    assert invite(client, cast, **more).status_code == 422
    assert Worker.objects.count() == before and not mail.outbox


def test_a_double_click_invites_once_and_mails_once(cast, client, mona):
    once = str(client.get("/agency/invite/").context["form"].initial["once"])
    for _ in range(2):
        assert invite(client, cast, once=once).status_code == 302
    assert Worker.objects.filter(email="nia@example.org").count() == 1 and len(mail.outbox) == 1


def test_when_no_mail_can_be_sent_the_worker_is_there_and_it_is_said(cast, client, mona, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    html = invite(client, cast).client.get("/agency/").content.decode()
    assert "could not be sent" in html and Worker.objects.filter(email="nia@example.org").exists()


def test_a_changed_role_holds_from_the_next_request_and_the_old_one_is_kept(cast, client, client_2, mona):
    client_2.force_login(cast.ben)
    assert client_2.get("/today/").status_code != 403
    change = {"role": "operator", "version": cast.ben.version, "site": cast.site.pk, "teams": [cast.south.pk]}
    assert client.post(f"/agency/workers/{cast.ben.pk}/", change).url == "/agency/"
    assert client_2.get("/today/").status_code == 403
    set_agency(cast.agency.pk)
    assert list(Membership.objects.filter(worker=cast.ben).values_list("team__name", flat=True)) == ["South"]
    assert {a.column: a.was for a in Amendment.objects.filter(thing_id=cast.ben.pk)} == {"role": "peer", "site": None}


def test_two_managers_do_not_overwrite_each_other(cast, client, mona):
    set_agency(cast.agency.pk)
    actions.change_worker(
        cast.mona, Worker.objects.get(pk=cast.ben.pk), version=1, role="outreach", site=None, teams=[cast.north]
    )
    for change in ({"role": "supervisor"}, {"role": "outreach", "teams": [cast.south.pk]}):
        answer = client.post(
            f"/agency/workers/{cast.ben.pk}/", {"version": 1, "site": "", "teams": [cast.north.pk]} | change
        )
        assert answer.status_code == 409
    cast.ben.refresh_from_db()
    assert cast.ben.role == "outreach"


def test_switched_off_is_off_at_once_and_on_again_needs_a_new_sign_in(cast, client, client_2, mona):
    client_2.force_login(cast.ben)
    switch = f"/agency/workers/{cast.ben.pk}/switch/"
    client.post(switch, {"what": "off", "version": cast.ben.version})
    assert client_2.get("/me/").url.startswith("/sign-in/")
    assert not SignIn.objects.filter(worker=cast.ben).exists()
    client.post(switch, {"what": "on", "version": cast.ben.version + 1})
    assert client_2.get("/me/").url.startswith("/sign-in/")
    assert client_2.post("/sign-in/", {"login": cast.ben.email, "password": PASSWORD}).status_code == 302
    for junk in ({}, {"what": "x"}, {"what": "off", "version": "x"}, {"what": "off", "version": 10**30}):
        assert client.post(switch, junk).status_code == 404


def test_an_invitation_that_was_not_used_does_not_come_back_with_the_worker(cast, client, client_2, mona):
    worker, link = actions.invite_worker(cast.mona, email="noor@example.org", role="peer")
    switch = f"/agency/workers/{worker.pk}/switch/"
    assert client_2.get(link).status_code == 200
    client.post(switch, {"what": "off", "version": worker.version})
    client.post(switch, {"what": "on", "version": worker.version + 1})
    worker.refresh_from_db()
    assert worker.is_active and client_2.get(link).status_code != 200


def test_a_lost_second_step_is_forgotten_by_a_manager_and_every_sign_in_ends(cast, client, client_2, mona):
    Authenticator.objects.create(user=cast.ben, type="totp", data={"secret": "x"})
    client_2.force_login(cast.ben)
    client.post(f"/agency/workers/{cast.ben.pk}/switch/", {"what": "factors"})
    assert not Authenticator.objects.filter(user=cast.ben).exists()
    assert client_2.get("/me/").status_code == 302
    set_agency(cast.agency.pk)
    assert AuditLine.objects.filter(
        actor=cast.mona, verb="worker.second factors forgotten", thing_id=cast.ben.pk
    ).exists()


def test_a_new_link_keeps_the_second_step(cast, client, mona):
    Authenticator.objects.create(user=cast.ben, type="totp", data={"secret": "x"})
    client.post(f"/agency/workers/{cast.ben.pk}/switch/", {"what": "link"})
    assert Authenticator.objects.filter(user=cast.ben).exists()
    cast.ben.refresh_from_db()
    assert not cast.ben.has_usable_password()


def test_a_new_link_does_not_go_round_the_second_step(cast, client, client_2, mona):
    Authenticator.objects.create(user=cast.ben, type="totp", data={"secret": "x"})
    client.post(f"/agency/workers/{cast.ben.pk}/switch/", {"what": "link"})
    said = {"name": "Ben", "password1": NEW, "password2": NEW}
    assert client_2.post(link(), said).url == "/sign-in/"
    assert client_2.get("/people/").url.startswith("/sign-in/")
    assert not SignIn.objects.filter(worker=cast.ben).exists()
    assert client_2.post("/sign-in/", {"login": cast.ben.email, "password": NEW}).url == "/sign-in/second/"
    assert client_2.get("/people/").url.startswith("/sign-in/")


def test_sites_teams_and_words(cast, client, mona):
    site = {"name": "Night van", "kind": "van", "timezone": "America/Denver", "version": 0}
    assert client.post("/agency/sites/new/", site).url == "/agency/"
    assert client.post("/agency/sites/new/", site).status_code == 422  # the name is used
    assert client.post("/agency/sites/new/", site | {"name": "B", "timezone": "Mars/Base"}).status_code == 422
    van = Site.objects.get(name="Night van")
    assert (
        client.post(f"/agency/sites/{van.pk}/", site | {"version": 1, "timezone": "America/Chicago"}).status_code == 302
    )
    assert client.post(f"/agency/sites/{van.pk}/", site | {"version": 1, "name": "C"}).status_code == 409
    assert client.post("/agency/teams/new/", {"name": "East", "version": 0}).status_code == 302
    assert client.post("/agency/teams/new/", {"name": "East", "version": 0}).status_code == 422
    set_agency(cast.agency.pk)
    east = Team.objects.get(name="East")
    assert client.post(f"/agency/teams/{east.pk}/", {"name": "Far east", "version": 1}).status_code == 302
    words = {"person_word": "guest", "setback_word": "hard time", "version": 1}
    assert client.post("/agency/words/", words).status_code == 302
    assert client.post("/agency/words/", words | {"person_word": "friend"}).status_code == 409
    assert Agency.objects.get(pk=cast.agency.pk).person_word == "guest"
    html = client.get("/agency/").content.decode()
    for shown in ("Night van", "America/Chicago", "Far east", "guest", "hard time", "Amina", "Pia"):
        assert shown in html
    assert "Esi" not in html and "Sara" not in html


def test_the_agencys_page_does_not_cost_more_with_more_workers(cast, client, mona, django_assert_max_num_queries):
    client.get("/agency/")
    with django_assert_max_num_queries(5 + 5):
        client.get("/agency/")
    for n in range(20):
        Worker.objects.create(agency=cast.agency, name=f"W{n}", email=f"w{n}@example.org", role="peer", password="!")
    with django_assert_max_num_queries(5 + 5):
        assert client.get("/agency/").content.decode().count("@") == 0


def test_the_clock_of_a_site_is_the_clock_of_its_workers(cast, client):
    cast.site.timezone = "Pacific/Auckland"
    cast.site.save()
    client.force_login(cast.amina)
    client.get("/me/")
    assert (
        timezone.get_current_timezone_name() == timezone.get_default_timezone_name()
    )  # and it is put back after each request
