"""The workers' host and that of the courts: own pages, own cookies, own people; and who is invited to the second."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import NoReverseMatch, get_resolver, reverse

from ajar.access import checks
from ajar.mandates import actions_entity
from ajar.mandates.models import Officer
from ajar.mandates.tests.anthony import anthony, came, signed, told
from tests.entity import ENTITY, HOST, at, at_court, officer, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast):
    there = anthony(cast)
    there.ruiz = officer(cast, there.officer)
    return there


@pytest.fixture
def ruiz(there):
    return at_court(there.ruiz)


def test_a_sign_in_on_one_host_is_nobody_on_the_other_whatever_its_cookie_is_called(cast, there, client):
    client.force_login(cast.amina)
    ruiz = at_court(there.ruiz)
    assert client.get("/today/").status_code == 200 and ruiz.get(at("shared")).status_code == 200  # the control
    worker, court = client.cookies["ajar"].value, ruiz.cookies["office-ajar"].value
    for cookies, host, path in (
        ({"ajar": worker}, HOST, "/shared/"),
        ({"office-ajar": worker}, HOST, "/shared/"),
        ({"office-ajar": worker}, HOST, "/me/"),
        ({"office-ajar": court}, "testserver", "/me/"),
        ({"ajar": court}, "testserver", "/me/"),
        ({"ajar": court}, "testserver", "/today/"),
    ):
        thief = at_court() if host == HOST else type(client)()
        thief.cookies.update({})
        for name, value in cookies.items():
            thief.cookies[name] = value
        answer = thief.get(path)
        assert answer.status_code == 302 and answer.url.startswith("/sign-in/"), (cookies.keys(), host, path)
    assert client.get("/today/").status_code == 200 and ruiz.get(at("shared")).status_code == 200, "and ends nobody's"


def test_cookies_of_the_two_hosts_have_other_names(there):
    browser = at_court()
    browser.post(at("demo-sign-in"), {"worker": str(there.ruiz.pk)})
    browser.get(at("shared"))
    browser.post(at("language"), {"language": "es"})
    assert set(browser.cookies) == {"office-ajar", "office-ajar-csrf", "office-ajar-language"}


def test_the_right_password_on_the_other_host_is_a_wrong_one(cast, there, client, monkeypatch):
    monkeypatch.setattr("ajar.access.signin.REFUSAL_SECONDS", 0)
    there.ruiz.set_password("a long enough password")
    there.ruiz.save()
    wrong = "That e-mail and password do not go together"
    for browser, worker, other in ((at_court(), there.ruiz, client), (client, cast.amina, at_court())):
        said = {"login": worker.email, "password": "a long enough password"}
        assert wrong in other.post("/sign-in/", said).content.decode()
        assert browser.post("/sign-in/", said).status_code == 302


def test_one_press_in_the_demo_is_for_those_of_that_host(cast, there, client):
    assert "J. Ruiz" in at_court().get("/").content.decode() and "Amina" not in at_court().get("/").content.decode()
    assert "Amina" in client.get("/").content.decode() and "Ruiz" not in client.get("/").content.decode()
    assert at_court().post("/demo/sign-in/", {"worker": str(cast.amina.pk)}).status_code == 404
    assert client.post("/demo/sign-in/", {"worker": str(there.ruiz.pk)}).status_code == 404
    assert at_court().post("/demo/sign-in/", {"worker": str(there.ruiz.pk)}).url == at("shared")


def test_outside_the_demo_an_officer_sets_up_a_second_step_first(there, settings):
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    assert at_court(there.ruiz).get(at("shared")).url == at("mfa_index")


def names(urlconf=None):
    table = get_resolver(urlconf).url_patterns[0]
    return {line.name for line in table.url_patterns}


def test_each_host_has_its_own_pages_and_no_page_of_the_other():
    from ajar.access.urls import sign_in

    both = {line.name for line in sign_in}
    assert names(ENTITY) - both == {"front", "shared", "shared-one", "shared-ask", "shared-pdf", "what-this-is"}
    assert names(ENTITY) & names() == both | {"front"}
    with pytest.raises(NoReverseMatch):
        reverse("shared")


# Officers


def test_a_manager_invites_somebody_for_an_office_and_the_link_leads_to_the_courts_host(cast, there, client):
    client.force_login(cast.mona)
    said = {"name": "P. Newer", "email": "p@court.example.org", "office": str(there.court.pk)}
    assert client.post(reverse("officer-new"), said).url == reverse("officers")
    page = text(client.get(reverse("officers")))
    assert "P. Newer" in page and "County court, part 40" in page and "Anthony" not in page
    link = re.search(r"http://(\S+?)(/welcome/\S+)", mail.outbox[0].body)
    assert link[1] == HOST
    assert client.get(link[2]).status_code == 404  # on the workers' host it is no link
    newer = at_court()
    chosen = {"name": "P. Newer", "password1": "a quiet river by night", "password2": "a quiet river by night"}
    assert newer.post(link[2], chosen).url == at("shared")
    assert "Nothing is shared" in text(newer.get(at("shared")))


@pytest.mark.parametrize(
    "wrong", [{"email": "x"}, {"office": str(uuid4())}, {"name": ""}, {"email": "amina@example.org"}]
)
def test_what_cannot_be_is_said_and_nobody_is_invited(cast, there, client, wrong):
    client.force_login(cast.mona)
    said = {"name": "P. Newer", "email": "p@court.example.org", "office": str(there.court.pk)} | wrong
    assert client.post(reverse("officer-new"), said).status_code == 422
    assert Officer.objects.count() == 1


def test_an_officer_never_becomes_one_of_those_who_work_here_and_can_be_switched_off(cast, there, ruiz, client):
    client.force_login(cast.mona)
    page = client.get(reverse("agency-worker", args=[there.ruiz.pk])).content.decode()
    assert 'name="role"' not in page and "Switch the sign-in off" in page
    change = {"role": "supervisor", "version": there.ruiz.version, "site": "", "teams": []}
    assert client.post(reverse("agency-worker", args=[there.ruiz.pk]), change).status_code == 422
    there.ruiz.refresh_from_db()
    assert there.ruiz.role == "entity officer"
    client.post(reverse("agency-worker-switch", args=[there.ruiz.pk]), {"what": "off", "version": there.ruiz.version})
    assert ruiz.get(at("shared")).status_code == 302


def test_only_a_manager_invites_officers_and_without_a_host_for_them_nobody_does(cast, there, client, settings):
    client.force_login(cast.amina)
    assert client.get(reverse("officers")).status_code == 403
    settings.ENTITY_HOST, settings.DEMO = "", False
    with pytest.raises(actions_entity.access.Refused):
        actions_entity.invite_officer(cast.mona, email="q@court.example.org", name="Q", office=there.court)
    assert Officer.objects.count() == 1


def test_production_is_refused_where_officers_are_and_no_host_is_theirs(cast, there, settings):
    def said():
        return [found.id for found in checks.production() if found.id == "ajar.E024"]

    settings.ENTITY_HOST = HOST
    assert said() == []
    settings.WORKER_HOSTS = ["testserver", HOST]
    assert said() == ["ajar.E024"]
    settings.ENTITY_HOST, settings.WORKER_HOSTS = "", ["testserver"]
    assert said() == ["ajar.E024"]
    there.ruiz.is_active = False
    there.ruiz.save()
    assert said() == []


def test_who_was_invited_reads_nothing_until_a_worker_says_that_it_is_them(cast, there, client):
    """Else a manager, who sees no person, could invite themself for the office and read."""
    there.consent = signed(there)
    came(there, 3)
    told(there, there.consent)
    row = Officer.objects.get(worker=officer(cast, there.officer, "M. Ona", known=False))
    reader = at_court(row.worker)
    assert "Nothing is shared" in text(reader.get(at("shared")))
    client.force_login(cast.mona)
    assert client.post(reverse("reader-known", args=[row.pk])).status_code == 403
    client.force_login(cast.esi)
    assert client.post(reverse("reader-known", args=[row.pk])).status_code == 404
    assert reader.get(at("shared-one", there.mandate.pk)).status_code == 404
    client.force_login(cast.amina)
    assert "I know them, it is them" in text(client.get(reverse("readers")))
    client.post(reverse("reader-known", args=[row.pk]))
    assert "Amina said on" in text(client.get(reverse("readers")))
    assert reader.get(at("shared-one", there.mandate.pk)).status_code == 200


def test_whoever_invited_them_does_not_say_that_it_is_them_in_another_role_either(cast, there, client):
    row = Officer.objects.get(worker=officer(cast, there.officer, "M. Ona", known=False))
    type(cast.mona).objects.filter(pk=cast.mona.pk).update(role="counselor")
    client.force_login(cast.mona)
    answer = client.post(reverse("reader-known", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert row.known_on is None and "You invited them." in text(answer)


def test_a_cookie_that_a_neighbour_of_the_domain_could_set_is_never_taken_for_one_that_only_we_can(there, settings):
    settings.SESSION_COOKIE_NAME = "__Host-ajar"
    browser = at_court()
    browser.force_login(there.ruiz)
    value = browser.cookies.pop("__Host-ajar").value
    for name, status in (
        ("__Host-office-ajar", 200),
        ("office-__Host-ajar", 302),
        ("__Host-ajar", 302),
        ("office-ajar", 302),
    ):
        visitor = at_court()
        visitor.cookies[name] = value
        assert visitor.get(at("shared")).status_code == status, name
