"""The tags that stand in for Django's say what Django's say."""

from datetime import date
from uuid import uuid4

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from ajar.press.forms import Renderer

BUILTINS = ["django.templatetags.i18n", "django.templatetags.static", "ajar.press.templatetags.ajar"]
OURS, DJANGOS = Engine(builtins=[*BUILTINS, "ajar.press.templatetags.kept"]), Engine(builtins=BUILTINS)


@pytest.mark.parametrize(
    "text",
    [
        "{% url 'person' a %}", "{% url 'goal' a b %}", "{% url name a %}", "{% url 'today' %}",
        "{% url 'goal-mark' a b 'closeness' %}", "{% url 'person' person_id=a %}", "{% url 'person' a as it %}[{{ it }}]",
        "{% url 'nothing' a as it %}[{{ it }}]", "{% trans 'Today' %}", "{% translate 'Notes' %}", "{% trans 'Today' as it %}[{{ it }}]",
        "{% static 'ajar.css' %}", "{% static file %}", "{% static 'ajar.css' as it %}[{{ it }}]", "{% csrf_token %}",
        "{% trans 'Today'|upper %}", "{% trans name %}", "{% trans '<b> & 5%' %}", "{% trans 'Today' noop %}",
    ],
)  # fmt: skip
def test_an_address_or_a_sentence_is_djangos(text):
    here = {"a": uuid4(), "b": uuid4(), "name": "person", "file": "<&>", "csrf_token": get_token(HttpRequest())}
    for language in ("en", "es", "en"):
        with translation.override(language):
            for _ in range(2):
                assert OURS.from_string(text).render(Context(here)) == DJANGOS.from_string(text).render(Context(here))


@pytest.mark.parametrize("token", ["", None, '"><b>'])
def test_a_token_that_is_none_is_left_to_django(token):
    ours, theirs = (
        engine.from_string("{% csrf_token %}").render(Context({"csrf_token": token})) for engine in (OURS, DJANGOS)
    )
    assert ours == theirs


@pytest.mark.parametrize("value", [None, "", "a<b>&'\"", 0, "two\nlines", mark_safe("<b>"), date(2026, 1, 2)])
@pytest.mark.parametrize(
    "widget", [forms.Textarea, forms.TextInput, forms.HiddenInput, forms.DateInput, forms.NumberInput]
)
def test_a_box_and_a_line_are_as_django_draws_them(widget, value):
    attrs = {"a": True, "b": False, "c": "<x>", "d": 4, "e": mark_safe("&amp;"), "f": None}
    ours, theirs = (widget(attrs).render("na'me", value, renderer=one) for one in (Renderer(), TemplatesSetting()))
    assert ours == theirs and isinstance(ours, SafeString)


def test_each_language_has_its_own_and_each_id_its_own():
    words, where = OURS.from_string("{% trans 'Today' %}"), OURS.from_string("{% url 'person' a %}")
    with translation.override("es"):
        spanish = words.render(Context())
    with translation.override("en"):
        assert words.render(Context()) == "Today" != spanish
    one, other = uuid4(), uuid4()
    assert [where.render(Context({"a": i})) for i in (one, other)] == [f"/people/{one}/", f"/people/{other}/"]


def test_a_day_is_written_in_the_language_of_the_page():
    text = OURS.from_string("{{ day|on }}")
    said = []
    for language in ("en", "es", "en"):
        with translation.override(language):
            said.append(text.render(Context({"day": date(2024, 1, 12)})))
    assert said[0] == said[2] != said[1]
