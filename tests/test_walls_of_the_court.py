"""The crawl of the entity's host: an officer meets what was told to their office, and of all else not a word."""

import json

import pytest
from django.urls import get_resolver, resolve
from django.utils.timezone import localdate

from ajar.access.gate import OPEN
from ajar.access.policy import Permission, Role, held
from ajar.consents.models import Consent, ConsentRecipient
from ajar.mandates.models import Officer, Report
from conftest import make_worker
from tests.entity import ENTITY, at_court
from tests.planted import address, plant, uuid_kwargs
from tests.test_house import OPEN_PAGES, every_page
from tests.test_walls import LEFT_OUT, alike, asked, form_of

# The columns that an officer reads of somebody who shares with their office: what the paper that left says too.
READS = {
    ("consents.Consent", "name"), ("consents.Consent", "case_ref"), ("consents.Consent", "expires_event"),
    ("mandates.Report", "told"),
}  # fmt: skip


def pages():
    return [page for page in every_page(get_resolver(ENTITY)) if page.name not in LEFT_OUT]


@pytest.fixture
def scene(cast):
    """A planted person; Ruiz, of the planted office; Nadir, of another one; and a worker who came to the wrong host."""
    cast.planted = plant(cast.amina, blocked=make_worker(cast.agency, "Bo", "counselor", cast.north))
    report = cast.planted.rows[Report]
    word = next(word for word, where in cast.planted.words.items() if where == ("mandates.Report", "told"))
    report.told, report.state = json.dumps([[["Visits", word]]]), "released"
    report.save(update_fields=["told", "state"])
    cast.ruiz = make_worker(cast.agency, "Ruiz", "entity officer")
    cast.nadir = make_worker(cast.agency, "Nadir", "entity officer")
    Officer.objects.create(
        agency=cast.agency, worker=cast.ruiz, recipient=report.recipient, day=localdate(), by=cast.mona, known_on=localdate(),
        known_by=cast.amina,
    )  # fmt: skip
    return cast


def shares(cast):
    """She shares with that office: what the fixture holds ready stands now."""
    Consent.objects.filter(pk=cast.planted.rows[Consent].pk).update(
        kind="cj", signed_on=localdate(), signed_how="typed", statements="x"
    )
    ConsentRecipient.objects.filter(pk=cast.planted.rows[ConsentRecipient].pk).update(monitors=True)


def browser(cast, who):
    return at_court(getattr(cast, who, None), raise_request_exception=False)


def answers(cast, client, page):
    made_up: dict = {}
    for ask in ("get", "post"):
        real = address(page, cast.planted, urlconf=ENTITY)[0]
        fake = address(page, cast.planted, made_up, urlconf=ENTITY)[0]
        yield (
            ask, asked(client, ask, real, form_of(cast.planted)),
            asked(client, ask, fake, form_of(cast.planted, made_up)),
        )  # fmt: skip


def body(response) -> str:
    return response.content.decode("utf-8", "replace")


@pytest.mark.parametrize("sharing", [True, False], ids=["she shares with another office", "she shares with nobody"])
@pytest.mark.parametrize("who", ["nobody", "nadir", "amina", "mona", "ruiz"])
def test_a_record_that_is_not_shared_answers_like_one_that_does_not_exist(scene, who, sharing):
    if who == "ruiz" and sharing:
        return  # it is their office: below
    if sharing:
        shares(scene)
    client, wrong, count = browser(scene, who), [], 0
    for page in pages():
        for ask, real, fake in answers(scene, client, page):
            count += 1
            if uuid_kwargs(page) and alike(real) != alike(fake):
                wrong.append((page.name, ask, real.status_code, fake.status_code))
            if real.status_code >= 500 or scene.planted.found_in(body(real)):
                wrong.append((page.name, ask, real.status_code, scene.planted.found_in(body(real))))
            if real["Cache-Control"] != "no-store" or "Content-Security-Policy" not in real:
                wrong.append((page.name, ask, "headers"))
    assert wrong == [] and count > 50


def test_who_may_read_meets_what_was_told_and_not_a_word_beside_it(scene):
    """The control, and the wall: of more than ninety planted columns these four."""
    shares(scene)
    client, met = browser(scene, "ruiz"), set()
    for page in pages():
        for _ask, real, _fake in answers(scene, client, page):
            assert real.status_code < 500, page.name
            met.update(scene.planted.found_in(body(real)))
    assert met - READS == set()
    assert {("consents.Consent", "name"), ("mandates.Report", "told")} <= met


def test_every_page_of_that_host_states_what_it_needs_and_an_officer_holds_nothing_else(cast):
    needs = {page.callback.needs for page in pages()}
    assert {page.name for page in pages() if page.callback.needs is OPEN} <= set(OPEN_PAGES)
    officer = make_worker(cast.agency, "Ruiz", "entity officer")
    assert held(officer) == needs - {OPEN} == {Permission.OWN_SIGN_IN, Permission.READ_SHARED}
    for role in set(Role) - {Role.ENTITY}:
        officer.role = role
        assert Permission.READ_SHARED not in held(officer)


def test_no_page_of_the_workers_is_found_there(scene):
    client, theirs = browser(scene, "ruiz"), {page.name for page in pages()} | set(LEFT_OUT)
    nothing = alike(client.get("/made-up/"))
    assert nothing[0] == 404
    tried = [address(page, scene.planted)[0] for page in every_page() if page.name not in theirs]
    assert len(tried) > 150
    assert [path for path in tried if alike(client.get(path)) != nothing] == []
    assert resolve("/shared/", ENTITY).url_name == "shared"
