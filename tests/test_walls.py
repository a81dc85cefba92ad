"""The crawl: every page of the real table, asked for by everyone who may not see, with the ids of a record full of words."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from ajar.access.gate import OPEN
from ajar.access.policy import Permission
from ajar.people.models import Block
from conftest import make_worker
from tests.planted import NAMES, address, plant, row_for, uuid_kwargs
from tests.test_house import every_page

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OUTSIDERS = ["nobody", "mona", "otto", "pia", "ben", "chidi", "esi", "blocked", "ruiz"]
# What a privacy officer reads to do the job: reasons of broken glasses, blocks and holds, without the record.
REVIEWER_READS = {
    ("people.BreakGlass", "why"),
    ("people.Task", "finding"),
    ("people.Block", "why"),
    ("people.Hold", "why"),
}
# Pages about workers, sites and teams are a manager's own; of people, a privacy officer's are these.
# The directory, the map of a talk and who signs in for a court are the agency's, and whoever works there may look; of another
# agency they are not there.
FINDS_HELP = {Permission.FIND_HELP, Permission.SEE_MAP}
ITS_JOB = {
    "ben": FINDS_HELP,
    "chidi": FINDS_HELP | {Permission.KNOW_OFFICER},
    "blocked": FINDS_HELP | {Permission.KNOW_OFFICER},
    "mona": {Permission.MANAGE_AGENCY, Permission.KEEP_DIRECTORY, Permission.SET_LAW, Permission.APPROVE_ORDER}
    | FINDS_HELP,
    "pia": {
        Permission.BLOCK_WORKER,
        Permission.REVIEW_BREAK_GLASS,
        Permission.ERASE_PERSON,
        Permission.KEEP_LEGAL,
        Permission.APPROVE_ORDER,
        Permission.SET_LAW,
    },  # fmt: skip
}
LEFT_OUT = {"account_logout": "ends the sign-in that crawls", "end-sign-in": "ends the sign-in that crawls"}


@pytest.fixture
def scene(cast):
    """The cast, a worker who is blocked, and a planted person of Amina's on whose care Ben is not."""
    cast.blocked = make_worker(cast.agency, "Bo", "counselor", cast.north)
    cast.ruiz = make_worker(cast.agency, "Ruiz", "entity officer")
    cast.planted = plant(cast.amina, blocked=cast.blocked)
    assert Block.objects.filter(person=cast.planted.person, worker=cast.blocked).exists()
    return cast


def pages(with_ids=None):
    for page in every_page():
        if page.name not in LEFT_OUT and (with_ids is None or bool(uuid_kwargs(page)) == with_ids):
            yield page


def browser(cast, who) -> Client:
    client = Client(raise_request_exception=False)
    if who != "nobody":
        client.force_login(getattr(cast, who))
    return client


def alike(response) -> tuple:
    """An answer without what differs between any two requests."""
    body = response.content.decode("utf-8", "replace") if not response.streaming else ""
    body = re.sub(
        r'(csrfmiddlewaretoken" value=")[^"]*|"X-CSRFToken": "[^"]*|(name="csrf-token" content=")[^"]*', "", body
    )
    body = re.sub(r'data-lock-in="\d+"', "", body)  # seconds until the lock
    return response.status_code, UUID.sub("ID", response.headers.get("Location", "")), UUID.sub("ID", body)


def form_of(planted, made_up=None) -> dict:
    """Everything a form might ask for, with ids of the record wherever one could stand."""
    form = {"words": "x", "once": str(uuid4()), "version": "1"}
    for model, row in planted.rows.items():
        if not isinstance(model, tuple):
            value = row.pk if made_up is None else made_up.setdefault(row.pk, uuid4())
            form[model.__name__.lower()] = form[f"{model.__name__.lower()}_id"] = str(value)
    return form


def test_every_id_in_an_address_is_a_planted_row(scene):
    """A page whose ids the crawl cannot fill would be crawled with nothing: name the table in tests/planted.py."""
    known = {
        "worker_id": "the cast",
        "site_id": "the cast",
        "team_id": "the cast",
        "other_id": "the other end of a link",
        "subject": "a draft's person",
    }
    lost = [
        f"{p.name}: {kwarg}" for p in pages(True) for kwarg in uuid_kwargs(p)
        if kwarg not in known and row_for(scene.planted, p, kwarg) is None
    ]  # fmt: skip
    assert lost == [], NAMES


def test_every_text_field_of_every_model_holds_a_planted_word(scene):
    from ajar.access.seal import SealedDateTime, SealedText
    from tests.planted import planted_models

    sealed = {
        (m._meta.label, f.name) for m in planted_models() for f in m._meta.concrete_fields
        if isinstance(f, SealedText) and not isinstance(f, SealedDateTime) and not f.choices
    }  # fmt: skip
    assert sealed - set(scene.planted.words.values()) == set()
    assert len(scene.planted.words) > 90


def test_amina_finds_the_words_so_the_crawl_can_see_them(scene):
    """The control: with the same requests an insider meets planted words on many pages."""
    client, met = browser(scene, "amina"), set()
    for page in pages(True):
        path, _ = address(page, scene.planted)
        response = client.get(path)
        assert response.status_code < 500, path
        met.update(scene.planted.found_in(response.content.decode("utf-8", "replace")))
    assert len(met) > 25, sorted(met)


def asked(client, ask, path, form):
    if ask == "get":
        return client.get(path)
    return client.post(path, urlencode(form), content_type="application/x-www-form-urlencoded")


def differences(scene, who) -> tuple[list, int]:
    """Pages that answer otherwise for a record that exists than for one that does not, and how many were asked."""
    client, wrong, count = browser(scene, who), [], 0
    for page in pages(True):
        if who in ITS_JOB and page.callback.needs in ITS_JOB[who]:
            continue
        made_up: dict = {}
        real, fake = address(page, scene.planted)[0], address(page, scene.planted, made_up)[0]
        for ask in ("get", "post"):
            with_real = asked(client, ask, real, form_of(scene.planted))
            with_fake = asked(client, ask, fake, form_of(scene.planted, made_up))
            count += 2
            if alike(with_real) != alike(with_fake):
                wrong.append((page.name, ask, with_real.status_code, with_fake.status_code))
            if with_real.status_code >= 500:
                wrong.append((page.name, ask, "broke"))
            wrong += [(page.name, ask, found) for found in leaked(scene, who, with_real)]
    return wrong, count


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_record_that_is_not_yours_answers_like_one_that_does_not_exist(scene, who):
    wrong, count = differences(scene, who)
    assert wrong == []
    assert count > 100


@pytest.mark.parametrize("who", OUTSIDERS)
def test_pages_without_ids_say_no_planted_word_to_who_may_not_see(scene, who):
    client, wrong = browser(scene, who), []
    for page in pages(False):
        path, _ = address(page, scene.planted)
        name = next(iter(scene.planted.words))
        for response in (client.get(path), client.post(path, form_of(scene.planted) | {"q": name, "code": name})):
            wrong += [(page.name, found) for found in leaked(scene, who, response)]
            if response.status_code >= 500:
                wrong.append((page.name, "broke"))
            if page.callback.needs is not OPEN and who == "nobody" and response.status_code not in (302, 403):
                wrong.append((page.name, response.status_code))
    assert wrong == []


def leaked(cast, who, response) -> list:
    text = response.content.decode("utf-8", "replace") if not response.streaming else ""
    found = [
        word for word in cast.planted.words
        if word in text and (who in ("esi", "nobody") or word not in cast.planted.of_the_agency)
    ] if "CNRY" in text else []  # fmt: skip
    # What one typed oneself may come back in one's own form.
    typed = next(iter(cast.planted.words))
    return [
        cast.planted.words[w] for w in found
        if w != typed and not (who == "blocked" and w == cast.planted.others_name)  # blocked from one person only
        and not (who == "pia" and cast.planted.words[w] in REVIEWER_READS)
    ]  # fmt: skip


def test_what_was_said_in_confidence_stays_between_two(scene):
    """Dora supervises the team and may open the record; the confidence and the rows made from it are not hers."""
    client, wrong = browser(scene, "dora"), []
    for page in pages():
        path, _ = address(page, scene.planted)
        text = client.get(path).content.decode("utf-8", "replace")
        wrong += [(page.name, scene.planted.words[w]) for w in scene.planted.kept if "CNRY" in text and w in text]
    assert wrong == []
