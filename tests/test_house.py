"""The rules of the house. Each exception stands in a list here, with its reason, so that a new one is a visible diff."""

import ast
import gzip
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import models
from django.urls import Resolver404, URLPattern, get_resolver, path, resolve

from ajar.access import audit, gate
from ajar.access.act import action
from ajar.access.gate import OPEN
from ajar.access.policy import Permission
from ajar.people.models import Person, PersonRow

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "ajar"
ROOMS = [
    "access", "press", "people", "consents", "encounters", "goals", "plans", "directory", "basket", "mandates", "reflection", "guides", "desk", "config",
]  # fmt: skip

# The pages that a stranger may see.
OPEN_PAGES = {
    "healthz": "says that the server is up, and nothing else",
    "language": "sets a cookie",
    "front": "the first page",
    "demo-sign-in": "answers 404 outside the demo",
    "account_login": "the way in",
    "account_logout": "the way out, for a sign-in that has just ended too",
    "account_login_with_passkey": "the way in",
    "mfa_login_webauthn": "the way in",
    "mfa_authenticate": "the second factor, before there is a signed-in worker",
    "invitation": "an invited worker chooses a password; the address is the secret",
    "welcome": "an invited worker chooses a password; the address is the secret",
}
# Tables that name a person and are read by other roads than `visible_to`.
READ_OTHERWISE = {
    "NamePrefix": "the blind index: read by the find box, which joins it to Person.visible_to",
    "Code": "found by digest; shown through its person",
    "Link": "read by open_person, which asks Person.visible_to for each end",
    "Words": "the newest row of an opened person", "ContactRule": "the newest row of an opened person",
    "Supporter": "of an opened person", "CareTeam": "what visible_to itself is made of",
    "Block": "what visible_to itself is made of", "BreakGlass": "what visible_to itself is made of",
    "Task": "shown to reviewers without the person", "Hold": "read by erasure",
}  # fmt: skip
# Functions of actions.py that are no verbs. None of them is for a page to call, but where it says so.
NO_VERBS = {
    "must_prove": "asked by pages: whether leaving a screen asks who is there; writes nothing",
    "today": "the worker's day; writes nothing",
    "kept_with": "which confidence a row inherits; writes nothing",
    "make": "the row that several actions make; a page that called it would leave no trace and is refused below",
}
# Values that go into a page as they are.
MARKED_SAFE = {
    "ajar/access/signin.py": "the QR code of a second factor, an SVG that segno draws",
    "ajar/plans/views.py": "a template of ours rendered a moment before, escaped there",
    "ajar/press/forms.py": "a box or a line of a form; each part of it is escaped there, and a test holds it beside Django's",
    "ajar/press/templatetags/plots.py": "SVG that we draw; every text in it is escaped there",
    "ajar/press/plots.py": "SVG that we draw; every text in it is escaped there",
}
TOO_LONG: dict[str, str] = {}


def source(pattern="**/*.py", tests=False):
    for file in sorted(HOUSE.glob(pattern)):
        parts = file.relative_to(HOUSE).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield file


def short(file: Path) -> str:
    return str(file.relative_to(ROOT))


def every_page(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from every_page(pattern)


def every_action():
    for file in source():
        if not file.stem.startswith("actions") and "@action(" not in file.read_text():
            continue
        if file.stem == "act":
            continue
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            mine = function.__module__ == module.__name__ and not name.startswith("_")
            if mine and (file.stem.startswith("actions") or hasattr(function, "needs")):
                yield f"{short(file)}:{name}", function


# Wall 1: the gate


def test_every_page_states_what_it_needs():
    assert [p.name for p in every_page() if not hasattr(p.callback, "needs")] == []
    for page in every_page():
        assert page.callback.needs is OPEN or isinstance(page.callback.needs, Permission), page.name


def test_pages_open_to_strangers_are_on_the_list():
    assert {p.name for p in every_page() if p.callback.needs is OPEN} <= set(OPEN_PAGES)


def test_every_page_has_a_name_of_its_own():
    names = [p.name for p in every_page()]
    assert None not in names
    assert sorted(names) == sorted(set(names))


def test_ids_in_addresses_are_random():
    """No counting number names a row in an address, and no code, name or word of a person stands in one."""
    said = {n: {type(c).__name__ for c in p.pattern.converters.values()} for p in every_page() for n in [p.name]}
    numbered = {"IntConverter"}
    assert {n for n, kinds in said.items() if kinds & numbered} <= {
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }, "allauth's own rows: it asks for the worker's own and no others"


def test_a_bare_path_is_refused(client, cast, settings):
    import types

    bare = types.ModuleType("bare")
    bare.urlpatterns = [path("x/", lambda request: None)]
    sys.modules["bare"] = bare
    settings.ROOT_URLCONF = "bare"
    client.force_login(cast.amina)
    with pytest.raises(ImproperlyConfigured):
        client.get("/x/")


def test_an_address_that_was_found_before_is_the_same_page_with_ids_of_its_own():
    one, other = uuid4(), uuid4()
    for person in (one, other, one):
        found = resolve(f"/people/{person}/")
        assert (found.url_name, found.kwargs, found.route) == (
            "person",
            {"person_id": person},
            "people/<uuid:person_id>/",
        )
    for made_up in (f"/people/{one}/{other}/", "/people/<id>/", f"/people/{str(one).upper()}/", f"/{one}/"):
        with pytest.raises(Resolver404):
            resolve(made_up)


@pytest.mark.parametrize("file", list(source("*/urls.py")), ids=short)
def test_no_table_of_pages_uses_bare_path(file):
    called = {
        n.func.id for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call) and hasattr(n.func, "id")
    }
    assert called <= (
        {"Table", "import_module"} if file.parent.name == "config" else {"page", "formed", "keeps_one", "with_password"}
    )


# Wall 2: the door


@pytest.mark.parametrize(
    "file", [f for f in source() if f.stem.split("_")[0] in {"views", "forms", "urls", "paper"}], ids=short
)
def test_no_page_reaches_past_the_door(file):
    tree = ast.parse(file.read_text())
    reached = [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
    assert not {"objects", "_base_manager", "_default_manager", "raw"} & set(reached)
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    assert not {"transaction", "connection", "connections"} & imported
    roles = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Compare) and ast.unparse(n.left).endswith(".role")]
    assert not roles, "what a role may do stands in policy.py"


def test_there_is_no_way_back_from_a_person_to_their_rows():
    about = [m for m in apps.get_models() if m is Person or issubclass(m, PersonRow)]
    named = [
        f"{relation.related_model.__name__}.{relation.field.name}"
        for model in about
        for relation in model._meta.related_objects
        if not relation.hidden
    ]
    assert named == []


def test_rows_about_a_person_are_asked_for_by_who_is_asking():
    silent = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        and any(f.related_model is Person for f in model._meta.concrete_fields if f.is_relation)
        and not hasattr(model._default_manager.all(), "visible_to")
        and model.__name__ not in READ_OTHERWISE
    ]
    assert silent == []


# Wall 3: the act


@pytest.mark.parametrize("function", [pytest.param(f, id=name) for name, f in every_action()])
def test_every_action_has_an_actor_and_a_permission(function):
    if function.__name__ in NO_VERBS:
        return
    assert hasattr(function, "needs"), "a public function in actions.py is an action"
    assert isinstance(function.needs, Permission)
    first, *_ = inspect.signature(function).parameters
    assert first == "actor"


@pytest.mark.parametrize("file", [f for f in source() if f.stem.split("_")[0] in {"views", "urls"}], ids=short)
def test_pages_call_actions_and_nothing_beside_them(file):
    verbs = {f.__name__: hasattr(f, "needs") for _, f in every_action()}
    called = {
        n.attr
        for n in ast.walk(ast.parse(file.read_text()))
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id.startswith("actions")
    }
    assert {c for c in called if verbs.get(c) is False} <= {"must_prove", "today"}


def test_actions_say_no_word_that_would_skip_the_check():
    said = {p for _, f in every_action() for p in inspect.signature(f).parameters}
    assert not {p for p in said if re.search(r"skip|force|sudo|bypass|unchecked|no_audit", p)}


def test_an_action_without_a_trace_is_rolled_back(cast):
    @action(needs=Permission.RECORD)
    def silent(actor):
        cast.person.language = "es"
        cast.person.save(update_fields=["language"])

    with pytest.raises(audit.NoTrace):
        silent(cast.amina)
    assert Person.objects.get(pk=cast.person.pk).language == ""


def test_an_action_on_a_row_of_another_agency_is_rolled_back(cast):
    @action(needs=Permission.RECORD)
    def reach(actor, *, row):
        audit.wrote(actor, "person.reached", row)

    with pytest.raises(audit.OtherAgency):
        reach(cast.amina, row=cast.stranger)


def test_a_page_without_needs_cannot_be_written():
    with pytest.raises(TypeError):
        gate.page("x/", lambda request: None, name="x")


@pytest.mark.parametrize("file", list(source("**/models.py")), ids=short)
def test_nouns_do_not_act(file):
    """No save() of one's own, no signals: what happens to a row stands in an action."""
    tree = ast.parse(file.read_text())
    assert not [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name in {"save", "delete"}]
    assert "signals" not in {getattr(n, "module", "") or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


# Rooms


def imports_of(file: Path):
    """Rooms named by this file in any way: import, import_module, get_model, a foreign key as a string."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "ajar":
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level > 1:
            yield "a relative import"
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("ajar."))
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).split(".")[-1]
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if called in {"import_module", "__import__"} and isinstance(first, str) and first.startswith("ajar."):
                yield first.split(".")[1]
            elif called in {"get_model", "ForeignKey", "OneToOneField", "ManyToManyField"} and isinstance(first, str):
                yield from [first.split(".")[0]] if "." in first else []


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_rooms_only_look_up_the_list(room):
    bad = []
    for file in source(f"{room}/**/*.py"):
        for other in imports_of(file):
            if other not in ROOMS or ROOMS.index(other) > ROOMS.index(room):
                bad.append(f"{short(file)}: {other}")
    assert bad == []


def test_every_room_is_on_the_list():
    rooms = {f.parent.name for f in HOUSE.glob("*/__init__.py")}
    assert rooms == set(ROOMS)
    assert [a.rsplit(".")[-1] for a in settings.INSTALLED_APPS if a.startswith("ajar.")] == ROOMS[:-1]


def test_no_file_grows_into_a_warehouse():
    long = {short(f) for f in source(tests=True) if len(f.read_text().splitlines()) > 400}
    assert long <= set(TOO_LONG)


# Pages


def templates():
    yield from sorted(HOUSE.glob("templates/**/*.html"))
    yield from sorted(HOUSE.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("file", list(templates()), ids=short)
def test_no_template_carries_a_script_a_style_or_a_value_unescaped(file):
    text = file.read_text()
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.I)
    for tag in re.findall(r"<script[^>]*>(.*?)</script>", text, re.S | re.I):
        assert not tag.strip(), "a script of its own; put it into static/"
    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text), "an address outside: pages load nothing from elsewhere"


def test_what_is_marked_safe_is_on_the_list():
    marked = {short(f) for f in source() if re.search(r"\bmark_safe\(|SafeString\(|SafeText\(", f.read_text())}
    assert marked <= set(MARKED_SAFE)


def test_the_stylesheet_is_small_and_knows_no_left_or_right():
    sheet = HOUSE / "static" / "ajar.css"
    assert len(gzip.compress(sheet.read_bytes())) <= 8 * 1024
    for file in [sheet, *HOUSE.glob("*/static/**/*.css")]:
        css = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)
        sided = re.findall(r"[^;{}]*\b(?:left|right|top-left|margin-top)\b\s*[:;][^;}]*", css)
        physical = [s.strip() for s in sided if re.search(r"(^|[\s-])(left|right)\b", s)]
        physical += re.findall(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", css)
        assert physical == [], short(file)


def test_no_time_without_a_zone():
    ruff = [sys.executable, "-m", "ruff"] if (Path(sys.executable).parent / "ruff").exists() else ["ruff"]
    ran = subprocess.run(
        [*ruff, "check", "--select", "DTZ", "--no-cache", "ajar"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout


# Nouns


def test_every_row_of_an_agency_has_a_random_id_and_its_agency_first():
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        assert isinstance(model._meta.pk, models.UUIDField | models.OneToOneField), model.__name__
        for constraint in model._meta.constraints:
            fields = getattr(constraint, "fields", ())
            if fields and any(f.name == "agency" for f in model._meta.fields) and len(fields) > 1:
                assert "agency" in fields or model.__name__ in {"Membership", "ConfidenceReader"}, constraint.name


def test_no_state_action_or_page_closes_a_person():
    """Decision 39: no state, action, permission, page or button of that meaning exists; by whole words."""
    words = {"discharge", "close", "closed", "terminate", "dismiss", "expel", "drop", "archive", "deactivate", "failed"}
    pages = {p.name for p in every_page() if p.name and words & set(p.name.split("-")) and "draft" not in p.name}
    actions = {name for name, _ in every_action() if words & set(name.split(":")[1].split("_"))}
    permissions = {p.value for p in Permission if words & set(re.split(r"\W+", p.value))}
    states = {
        f"{m.__name__}.{f.name}={value}"
        for m in apps.get_models() if m._meta.app_label in ROOMS
        for f in m._meta.fields for value, _ in f.choices or ()
        if words & set(re.split(r"\W+", str(value))) and value != "drop-in"
    }  # fmt: skip
    columns = {
        f"{m.__name__}.{f.name}"
        for m in [Person]
        for f in m._meta.fields
        if f.name in {"status", "state", "active", "is_active", "closed_on"}
    }
    assert pages | actions | permissions | states | columns == set()


def test_every_column_has_its_migration(db):
    """A model that says other than its migrations would be another one on the next machine."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
