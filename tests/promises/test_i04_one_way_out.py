"""I-04: nothing about a person leaves the house but through `disclose()`; prints into the person's own hand, and safe
messages to the person themself, bound by their contact rule, are the two that are no disclosure (wall 4).

That `disclose()` lets out what a consent or a ground of the law carries and nothing else is `test_i04_inside_its_scope.py`. Here
are two nets. What pages answer: every page of the real URL table is asked for, and what comes back is a page to read,
never a file to take away; the one exception is named. What code can reach: no module of the house can send mail,
call another machine or write a file for others.
"""

import ast
import base64
import uuid
from pathlib import Path

import pytest
from django.core import mail
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from ajar.consents.models import Disclosure
from ajar.mandates.tests.anthony import anthony, came, signed, told
from tests.entity import ENTITY, at_court, officer

pytestmark = pytest.mark.promise

ROOT = Path(__file__).parents[2]
PAGES = {"text/html"}
# name of the page: what it may answer, and why
MAY_ANSWER = {
    "print-pdf": ("application/pdf", "into the person's own hand"),
    "handout-pdf": ("application/pdf", "into the person's own hand"),
    "consent-pdf": ("application/pdf", "their copy, into the person's own hand"),
    "told-pdf": ("application/pdf", "what left through disclose(), shown again to the person"),
    "shared-pdf": ("application/pdf", "what left through disclose(), shown again to those it was told to"),
    "map-file": ("application/yaml", "the questions of a talk, as this place asks them: about nobody"),
    "healthz": ("text/plain", "says ok, and nothing else"),
}
# module: what of the outside it may import, and why
MAY_REACH = {
    # `access` knows no person: what it sends are invitations to workers, from the agency to somebody it knows
    "ajar.access.invitations": {"django.core.mail", "django.core.mail.send_mail"},
    # `press` knows no person: it carries a safe message to the person themself, which their contact rule binds. Who may
    # call it, and with what, is held below; that nothing else is in it, by test_i12_safe_messages.py
    "ajar.press.carriers": {
        "django.core.mail",
        "django.core.mail.EmailMessage",
        "django.core.mail.get_connection",
        "django.core.mail.backends.base",
        "django.core.mail.backends.base.BaseEmailBackend",
        "django.core.mail.backends.smtp",
        "django.core.mail.backends.smtp.EmailBackend",
    },
    # of `directory` these modules know no person, nor does anything that they import (held below): files of services
    # come in and go out by an operator's command, and what goes out is handed to them
    "ajar.directory.exporting": {"csv", "zipfile"},
    "ajar.directory.reading": {"csv", "zipfile"},
}
KNOWS_PEOPLE = (
    "ajar.people",
    "ajar.consents",
    "ajar.encounters",
    "ajar.goals",
    "ajar.plans",
    "ajar.basket",
    "ajar.mandates",
    "ajar.reflection",
    "ajar.desk",
)
# pages that end or cover a sign-in: asked last, each with a new one
COVERS = {"account_logout", "lock", "screen", "demo-sign-in", "account_login"}
OUTSIDE = {
    "smtplib", "socket", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "xmlrpc", "csv",
    "zipfile", "tarfile", "openpyxl", "reportlab", "asyncio", "django.core.mail",
}  # fmt: skip
FILE_ANSWERS = {"FileResponse", "StreamingHttpResponse"}


def named_pages(patterns=None):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_pages(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern


def leaks_of(name: str, response) -> list[str]:
    """What about this answer is not a page to read. Empty for what may be."""
    found = []
    kind = response.headers.get("Content-Type", "").split(";")[0]
    allowed, _why = MAY_ANSWER.get(name, (None, None))
    if response.content and kind not in PAGES and kind != allowed:
        found.append(f"{name} answers {kind}")
    if "Content-Disposition" in response.headers and allowed is None:
        found.append(f"{name} hands over a file")
    if response.streaming:
        found.append(f"{name} streams")
    if "Location" in response.headers and response.headers["Location"].startswith(("http:", "https:", "//", "mailto:")):
        found.append(f"{name} sends the browser elsewhere")
    return found


def doors_of(source: str, module: str) -> list[str]:
    """The imports and calls by which a module could send something out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute) and node.attr in {"email_user", *FILE_ANSWERS}:
            names = [node.attr]
        for name in names:
            outside = any(name == o or name.startswith(o + ".") for o in OUTSIDE) or name.split(".")[-1] in FILE_ANSWERS
            if (outside or name == "email_user") and name not in MAY_REACH.get(module, set()):
                found.append(f"{module} reaches {name}")
    return found


def address_of(pattern, cast) -> str | None:
    """The address of a page, with Sara's id wherever an id of a person is asked for."""
    values = {
        name: cast.person.pk if name in {"person_id", "subject"} else cast.known[name]
        for name in pattern.pattern.converters
    }
    return reverse(pattern.name, kwargs=values)


def reached_from(module: str, read=None) -> set[str]:
    """Every module of ours that a module imports, at any depth and in any place of it, itself among them."""
    read = read or (lambda name: file_of(name).read_text())
    found, waiting = set(), [module]
    while waiting:
        name = waiting.pop()
        if name in found or file_of(name) is None:
            continue
        found.add(name)
        for node in ast.walk(ast.parse(read(name))):
            if isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names if alias.name.startswith("ajar.")]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ajar"):
                waiting += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "get_model"}:
                waiting += [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return found


def file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()), None)


def knows_people(modules) -> list[str]:
    """Rooms about people among modules; and the tables of the directory, for referrals stand beside its services."""
    return sorted(m for m in modules if m.startswith(KNOWS_PEOPLE) or m == "ajar.directory.models")


def test_the_courts_host_hands_over_one_file_and_it_is_what_left(cast):
    there = anthony(cast)
    came(there, 3)
    row = told(there, signed(there))
    client = at_court(officer(cast, there.officer))
    given = {"mandate_id": there.mandate.pk, "report_id": row.pk, "pk": 1, "token": "x"}
    found, files = [], []
    for page in named_pages(get_resolver(ENTITY).url_patterns):
        if page.name not in COVERS | {"stay", "end-sign-in"}:
            answer = client.get(
                reverse(page.name, ENTITY, kwargs={name: given[name] for name in page.pattern.converters})
            )
            found += leaks_of(page.name, answer)
            files += [page.name] if "Content-Disposition" in answer.headers else []
    assert found == [] and files == ["shared-pdf"]
    left = Disclosure.objects.get(released=True)
    assert client.get(f"/shared/{there.mandate.pk}/{row.pk}/").content == base64.b64decode(left.artefact)


FILES = [*(m for m in MAY_REACH if m.startswith("ajar.directory.")), "ajar.directory.importing"]


@pytest.mark.parametrize("module", FILES)
def test_what_reads_and_writes_files_knows_no_person_at_any_depth(module):
    reached = reached_from(module)
    assert "ajar.directory.hsds" in reached, "the control: what it imports is followed"
    assert knows_people(reached) == []


def test_control_a_writer_of_files_that_reaches_a_person_through_another_module_is_caught():
    def read(name):
        said = {"ajar.directory.exporting": "def f():\n    from ajar.directory import queries"}
        return said.get(name) or file_of(name).read_text()

    assert "ajar.people.models" in knows_people(reached_from("ajar.directory.exporting", read))
    assert not knows_people(reached_from("ajar.directory.hsds"))


CARRIES = "ajar.encounters.carrying"  # the one module that may ask a carrier


def rooms_source():
    for file in sorted((ROOT / "ajar").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "tests" not in parts and "migrations" not in parts:
            yield ".".join(parts), file.read_text()


def asks_a_carrier(module: str, source: str) -> list[str]:
    """What of a module names a carrier, by import or by a dotted name; settings may name the two adapters."""
    if module in {CARRIES, "ajar.press.carriers", "ajar.config.settings"}:
        return []
    named = [
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if "carriers" in f"{getattr(node, 'module', '') or ''}.{alias.name}".split(".")
    ]
    dotted = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "press.carriers" in node.value
    ]
    return [f"{module} asks {name}" for name in [*named, *dotted]]


def carried_values(source: str) -> set[str]:
    """What is handed to carriers: the values of every call to one, as they stand in the code."""
    calls = [
        n
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.Call) and ast.unparse(n.func).startswith("carriers.")
    ]
    return {ast.unparse(value) for call in calls for value in [*call.args, *(k.value for k in call.keywords)]}


OF_THE_MESSAGE = {"str(message.pk)", "message.address", "message.sender", "message.subject", "message.words"}


def test_one_module_asks_a_carrier_and_hands_it_a_message_that_the_person_s_rule_let_through():
    sources = dict(rooms_source())
    assert [found for module, text in sources.items() for found in asks_a_carrier(module, text)] == []
    assert carried_values(sources[CARRIES]) == OF_THE_MESSAGE
    from ajar.encounters.models import Message

    made = [
        module for module, text in sources.items() if "Message(" in text and "ajar.encounters.models import" in text
    ]
    assert made == ["ajar.encounters.actions_messages"], Message


@pytest.mark.parametrize(
    "source",
    [
        "from ajar.press import carriers",
        "from ajar.press.carriers import sms",
        "x = import_string('ajar.press.carriers.sms')",
    ],
)
def test_control_another_module_that_asks_a_carrier_is_caught(source):
    assert asks_a_carrier("ajar.desk.views", source)
    assert carried_values("carriers.sms('k', to=supporter.reach, words=note.words)") - OF_THE_MESSAGE


@pytest.fixture
def known(cast):
    """One of each thing that pages here are about, so that they answer in full."""
    from ajar.plans import actions as plans
    from ajar.reflection import actions as reflection

    number = plans.add_number(cast.amina, cast.person, label="M.", number="555 0100")
    sheet = plans.make_print(cast.amina, cast.person, kind="sheet", parts=["most", "numbers"])
    talk = reflection.ask_for_talk(cast.amina, cast.person, thinking_of="stuck", question="?")
    cast.known = {"number_id": number.pk, "print_id": sheet.pk, "talk_id": talk.pk, "form": "talk"}
    for pattern in named_pages():
        for name, converter in pattern.pattern.converters.items():
            made_up = {"UUIDConverter": uuid.uuid4(), "IntConverter": 1}
            cast.known.setdefault(name, made_up.get(type(converter).__name__, "x"))
    return cast


@pytest.mark.parametrize("who", ["amina", "dora", "ben", "mona", "pia", "otto", "esi"])
def test_every_page_is_something_to_read_and_only_the_persons_own_print_is_a_file(known, client, who):
    asked, leaks, printed, worker = 0, [], False, getattr(known, who)
    for pattern in sorted(named_pages(), key=lambda p: p.name in COVERS):
        for method in (client.get, client.post):
            if not asked or pattern.name in COVERS:
                client.force_login(worker)
            response = method(address_of(pattern, known))
            asked += 1
            assert response.status_code < 500, pattern.name
            leaks += leaks_of(pattern.name, response)
            printed = printed or (pattern.name == "print-pdf" and response.content.startswith(b"%PDF"))
    assert asked > 40
    assert leaks == []
    assert printed == (who in {"amina", "dora", "ben"}), "those who may see the person can print for them"
    assert mail.outbox == []


def test_no_module_of_the_house_can_send_anything_out():
    found, read = [], 0
    for file in sorted((ROOT / "ajar").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "tests" in parts or "migrations" in parts or "commands" in parts:
            continue
        read += 1
        found += doors_of(file.read_text(), ".".join(parts))
    assert read > 40
    assert found == []


MAKES_PAPER = {  # who may turn words into a file, and for whom
    "ajar.plans.paper": "into the person's own hand",
    "ajar.consents.shown": "their copy of a consent",
    "ajar.consents.outgoing": "what disclose() lets out",
}


def paper_of(source: str, module: str) -> list[str]:
    """Calls and imports by which a module makes a file, takes part in a release, or writes one down as done."""
    found = []
    for node in ast.walk(ast.parse(source)):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name == "pdf.render" and module not in MAKES_PAPER:
            found.append(f"{module} makes a PDF")
        if name == "outgoing.render" and module != "ajar.consents.disclosing":
            found.append(f"{module} renders what leaves")
        if name == "item.make" and module != "ajar.consents.disclosing":
            found.append(f"{module} looks into an item")
        if name in {"Disclosure", "Disclosure.objects.create"} and module != "ajar.consents.disclosing":
            found.append(f"{module} writes down a release")
    return found


def test_a_release_is_made_and_written_down_in_one_place():
    sources = dict(rooms_source())
    assert "ajar.consents.disclosing" in sources
    assert [found for module, text in sources.items() for found in paper_of(text, module)] == []


@pytest.mark.parametrize(
    "source",
    ["pdf.render(html, styles=[])", "outgoing.render(a, p, r, d, w)", "Disclosure(released=True)", "item.make()"],
)
def test_control_a_module_that_goes_round_is_caught(source):
    assert paper_of(source, "ajar.directory.views_referrals")


def test_control_a_page_that_hands_over_a_list_is_caught(rf):
    def everybody(request):
        answer = HttpResponse("Sara Quill;555 0100", content_type="text/csv")
        answer["Content-Disposition"] = 'attachment; filename="people.csv"'
        return answer

    pattern = path("people.csv", everybody, name="people-list")
    assert leaks_of(pattern.name, pattern.callback(rf.get("/people.csv"))) == [
        "people-list answers text/csv",
        "people-list hands over a file",
    ]
    away = HttpResponse(status=302, headers={"Location": "https://example.org/?who=sara"})
    assert leaks_of("away", away) == ["away sends the browser elsewhere"]


@pytest.mark.parametrize(
    "source",
    [
        "from django.core.mail import send_mail",
        "from django.core import mail",
        "import smtplib",
        "def f():\n    import urllib.request",
        "import requests as r",
        "from django.http import StreamingHttpResponse",
        "import csv",
        "worker.email_user('Sara', 'is here')",
    ],
)
def test_control_a_module_that_could_send_is_caught(source):
    assert doors_of(source, "ajar.somewhere.views")
