"""The door stays open (decision 39).

There is no state, action, permission, page, address, button, message or choice that ends the care of a person, counts
them out or calls something about them a failure. Exact words, not parts of words; statutory text is carried word for
word and is not looked at. And a person who was silent for two years has the same pages as one who was here yesterday,
with a gap in the line and nothing else.
"""

import ast
import inspect
import re
from datetime import timedelta
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, get_resolver, reverse
from django.utils.timezone import localdate

from ajar.access.policy import Permission, Role

HOUSE = Path(__file__).parent.parent / "ajar"

WORDS = """
discharge discharges discharged discharging undischarged
terminate terminates terminated terminating termination
fail fails failed failing failure failures
expel expels expelled expulsion evict evicted dismiss dismissed dismissal
dropout dropouts inactive archived banned barred disenroll disenrolled unenroll unenrolled
"""
PHRASES = """
drop out, drops out, dropped out, dropping out, drop from, dropped from, struck off, kick out, kicked out, throw out
close case, close the case, closes the case, case closed, closed case, case closure, close file, close the file
file closed, close record, close the record, record closed, end care, end of care, ended care, end treatment
lost to follow up, no show, no shows, did not comply, non compliant, against advice
"""
SPANISH = """
dar de alta, alta voluntaria, fracaso, fracasos, fracasar, fracasó, abandono, expulsar, expulsado, expulsada, expulsión
dado de baja, dada de baja, dar de baja, caso cerrado, cerrar el caso, cerrar el expediente, inactivo, inactiva
"""


def _pattern(*said):
    return re.compile(
        r"(?<![\w])(?:" + "|".join(re.escape(w).replace(r"\ ", r"[\s-]+") for w in said) + r")(?![\w])", re.I
    )


def _phrases(text):
    return [p.strip() for line in text.strip().splitlines() for p in line.split(",") if p.strip()]


CLOSING = _pattern(*WORDS.split(), *_phrases(PHRASES))
CLOSING_ES = _pattern(*_phrases(SPANISH))

# What is not about a person, each with its reason.
NOT_ABOUT_A_PERSON: dict[tuple[str, str], str] = {}


def as_words(name) -> str:
    """A name in code as words: `close_case`, `person.closeCase` and `close-case` are all "close case"."""
    return re.sub(r"[_.\-/<>:]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(name)))


def closing(named, pattern=CLOSING) -> list[str]:
    """(where, text) pairs in, those with a word of closing out."""
    return [
        f"{where}: {found.group()}"
        for where, text in named
        for found in [pattern.search(str(text))]
        if found and (where, found.group().lower()) not in NOT_ABOUT_A_PERSON
    ]


# Where such a word could stand


def choices_of(model_list):
    for model in model_list:
        for field in model._meta.get_fields():
            if not isinstance(field, models.Field):
                continue
            yield f"{model.__name__}.{field.name}", as_words(field.name)
            for key, name in field.flatchoices or []:
                yield f"{model.__name__}.{field.name}={key}", f"{as_words(key)}; {name}"


def our_models():
    return [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("ajar.")]


def addresses(resolver=None, above=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name or route, f"{as_words(pattern.name)}; {as_words(route)}"
        else:
            yield from addresses(pattern, route)


def modules():
    for file in sorted(HOUSE.rglob("*.py")):
        parts = file.relative_to(HOUSE).parts
        if "migrations" not in parts and "tests" not in parts:
            yield file


def verbs():
    for file in modules():
        if file.stem.startswith("actions"):
            module = import_module(".".join(file.relative_to(HOUSE.parent).with_suffix("").parts))
            for name, _function in inspect.getmembers(module, inspect.isfunction):
                yield f"{file.stem}.{name}", as_words(name)


def spoken(tree, where):
    """What a Python file says: translated strings, and the verbs it writes into the audit log."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "wrote", "opened", "refused", "listed"}:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield where, as_words(part.value) if called in {"wrote", "opened", "refused"} else part.value


class _Said(HTMLParser):
    """The text of a template, and what its attributes show or send; not the names of attributes."""

    SHOWN = {"value", "name", "title", "alt", "aria-label", "placeholder", "href", "action", "id"}

    def __init__(self):
        super().__init__()
        self.said = []

    def handle_data(self, data):
        self.said.append(data)

    def handle_starttag(self, tag, attrs):
        self.said += [as_words(v) if k in {"value", "name", "id", "href", "action"} else v
                      for k, v in attrs if v and (k in self.SHOWN or k.startswith("data-"))]  # fmt: skip


def said_by(template: str) -> str:
    template = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", template, flags=re.S)
    template = re.sub(r"{%\s*trans(?:late)?\s+(['\"])(.*?)\1.*?%}", lambda m: m[2], template)
    template = re.sub(r"{%.*?%}|{{.*?}}", " ", template, flags=re.S)
    parser = _Said()
    parser.feed(template)
    return " | ".join(parser.said)


def templates():
    for file in sorted([*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("templates/**/*.txt")]):
        yield str(file.relative_to(HOUSE)), said_by(file.read_text())


def content():
    """Statutory notices are carried word for word, and the lexicon of the language helper is a list of such words."""
    for file in sorted((HOUSE / "content").rglob("*")):
        if file.is_file() and file.suffix in {".yaml", ".yml", ".md", ".txt", ".json"}:
            where = file.relative_to(HOUSE / "content")
            if where.parts[0] not in {"notices", "language", "law"}:
                yield str(where), file.read_text()


# The rule


def test_no_model_has_a_field_or_choice_that_ends_the_care_of_a_person():
    assert closing(choices_of(our_models())) == []


def test_no_page_or_address_has_such_a_name():
    found = list(addresses())
    assert len(found) > 50
    assert closing(found) == []


def test_no_action_permission_or_role_has_such_a_name():
    found = list(verbs())
    assert len(found) > 40
    assert closing(found) == []
    assert closing((p.name, f"{as_words(p.name)}; {p.value}") for p in [*Permission, *Role]) == []


def test_no_template_button_or_message_says_it():
    assert closing(templates()) == []
    assert (
        closing(
            pair for file in modules() for pair in spoken(ast.parse(file.read_text()), str(file.relative_to(HOUSE)))
        )
        == []
    )


def test_no_content_says_it():
    assert closing(content()) == []


def test_no_translation_says_it():
    for file in sorted((HOUSE / "locale").rglob("*.po")):
        said = re.findall(r'^msgstr(?:\[\d\])? (".*"(?:\n".*")*)', file.read_text(), re.M)
        language = file.relative_to(HOUSE / "locale").parts[0]
        assert closing(((language, text) for text in said), CLOSING_ES if language == "es" else CLOSING) == []


# The controls


def test_a_made_up_state_of_that_meaning_is_caught():
    class Episode(models.Model):
        state = models.CharField(choices=[("here", "here"), ("gone", "Discharged"), ("drop-out", "gone")])
        failed_visits = models.IntegerField()

        class Meta:
            app_label = "made_up"
            managed = False

    try:
        assert closing(choices_of([Episode])) == [
            "Episode.state=gone: Discharged", "Episode.state=drop-out: drop out", "Episode.failed_visits: failed",
        ]  # fmt: skip
    finally:
        del apps.all_models["made_up"]


@pytest.mark.parametrize(
    "text",
    ["Close the case", "close_case", "closeCase", "person.terminated", "no-show", "Lost to follow-up", "dropout",
     "She failed", "end-of-care", "against advice"],
)  # fmt: skip
def test_made_up_words_of_that_meaning_are_caught(text):
    assert closing([("x", as_words(text))])
    assert closing([("x", said_by(f"<button name='state' value='{text}'>{{% trans 'Keep' %}}</button>"))])
    assert (
        closing([("x", said_by(f'<button>{{% trans "{text.replace("_", " ")}" %}}</button>'))])
        or "_" in text
        or "C" in text[1:]
    )
    assert closing(spoken(ast.parse(f"audit.wrote(actor, {text!r}, row)"), "x"))


@pytest.mark.parametrize(
    "text",
    ["closed_on", "The way back", "Cover this screen", "ended_on", "resting", "let go", "in case", "late drops of rain",
     "Show only what got better", "the shelter failsafe"],
)  # fmt: skip
def test_words_that_only_look_alike_are_not(text):
    assert not closing([("x", as_words(text))])


# Two years of silence


LINKS = re.compile(r'(?:href|action)="([^"]+)"')
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
PAGES = [
    "person",
    "needs",
    "story",
    "goals",
    "life",
    "patterns",
    "choices",
    "limits",
    "need-new",
    "change-new",
    "goal-new",
]


def _life_of(worker, name, last):
    """The same story, ended so many days ago."""
    from ajar.goals import actions, actions_goals
    from ajar.people import actions as people

    def day(n):
        return localdate() - timedelta(days=last + n)

    person = people.start_person(worker, chosen_name=name)
    actions.record_need(worker, person, words="somewhere safe", rung=2, day=day(40))
    actions.record_strength(worker, person, words="her sister", day=day(40))
    goal = actions_goals.add_goal(worker, person, words="a place of our own", domain="home", day=day(40))
    for n, value in ((40, 2), (20, 4), (0, 6)):
        actions_goals.mark_goal(worker, goal, kind="closeness", value=value, day=day(n))
    actions_goals.add_step(worker, person, words="call housing", goal=goal, day=day(3))
    actions.add_change(worker, person, kind="better", domain="home", words="forms sent in", day=day(10))
    actions.add_change(worker, person, kind="setback", domain="use", words="a hard week", day=day(5))
    actions_goals.mark_life(worker, person, values={"safe": 3}, day=day(30))
    type(person).objects.filter(pk=person.pk).update(last_seen=day(0))
    return person, goal


def _pages(client, person, goal):
    """{page: (status, where it leads)}, with ids taken out."""
    found = {}
    for name in [*PAGES, "goal"]:
        response = client.get(reverse(name, args=[person.pk, goal.pk] if name == "goal" else [person.pk]))
        html = response.content.decode()
        leads = sorted({IDS.sub("ID", link) for link in LINKS.findall(html)})
        buttons = sorted(re.sub(r"\s+", " ", b) for b in re.findall(r"<button[^>]*>(.*?)</button>", html, re.S))
        found[name] = (response.status_code, leads, buttons)
    return found


def test_a_person_silent_for_two_years_has_the_same_pages_with_a_gap_in_the_line_and_nothing_else(client, cast):
    from ajar.access.middleware import set_agency
    from ajar.goals import actions_goals, pictures, queries

    client.force_login(cast.amina)
    here, goal_here = _life_of(cast.amina, "Ada Here", last=1)
    silent, goal_silent = _life_of(cast.amina, "Bea Away", last=730)
    pages = _pages(client, silent, goal_silent)
    assert {status for status, _leads, _buttons in pages.values()} == {200}
    assert pages == _pages(client, here, goal_here)

    text = client.get(reverse("goal", args=[silent.pk, goal_silent.pk])).content.decode()
    assert not closing([("page", said_by(text))])
    assert not re.search(
        r"\b(silent|silence|away|absent|overdue|no contact|since then|days ago|gap)\b",
        said_by(text[text.index("<main") :].replace("Bea Away", "")),
        re.I,
    )

    set_agency(cast.agency.pk)
    for goal in (goal_here, goal_silent):  # both mark it again today
        actions_goals.mark_goal(cast.amina, goal, kind="closeness", value=5)
    lines = {}
    for person, goal in ((here, goal_here), (silent, goal_silent)):
        html = client.get(reverse("goal", args=[person.pk, goal.pk])).content.decode()
        lines[person.pk] = (html.count('class="own"'), html.count('class="dot" cx'))
        assert "Now 5. It was 2 on" in html
        set_agency(cast.agency.pk)
        marks = queries.ratings(cast.amina, person, goal)["closeness"]
        assert [int(p.value) for p in pictures.points(marks)] == [2, 4, 6, 5]
    assert lines == {here.pk: (3, 4), silent.pk: (2, 4)}, "one piece of line less, every dot there"
    assert _pages(client, here, goal_here) == _pages(client, silent, goal_silent)


def test_the_same_pages_control_sees_a_page_that_leads_elsewhere(client, cast):
    """The comparison above is worth something: a person with one row less has other pages."""
    from ajar.goals import queries

    client.force_login(cast.amina)
    one, goal_one = _life_of(cast.amina, "Cai", last=1)
    other, goal_other = _life_of(cast.amina, "Dov", last=1)
    step = queries.next_steps(cast.amina, other, 1)[0]
    client.post(reverse("step-put", args=[other.pk, step.pk]), {"state": "kept"})
    assert _pages(client, one, goal_one) != _pages(client, other, goal_other)
