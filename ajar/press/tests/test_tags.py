"""The tags that stand in for Django's say what Django's say."""

from datetime import date
from uuid import uuid4

import pytest
from django.template import Context, Engine
from django.utils import translation

OURS = Engine(builtins=["django.templatetags.i18n", "ajar.press.templatetags.ajar", "ajar.press.templatetags.kept"])
DJANGOS = Engine(builtins=["django.templatetags.i18n", "ajar.press.templatetags.ajar"])


@pytest.mark.parametrize(
    "text",
    [
        "{% url 'person' a %}", "{% url 'goal' a b %}", "{% url name a %}", "{% url 'today' %}",
        "{% url 'goal-mark' a b 'closeness' %}", "{% url 'person' person_id=a %}", "{% url 'person' a as it %}[{{ it }}]",
        "{% url 'nothing' a as it %}[{{ it }}]", "{% trans 'Today' %}", "{% translate 'Notes' %}", "{% trans 'Today' as it %}[{{ it }}]",
        "{% trans 'Today'|upper %}", "{% trans name %}", "{% trans '<b> & 5%' %}", "{% trans 'Today' noop %}",
    ],
)  # fmt: skip
def test_an_address_or_a_sentence_is_djangos(text):
    here = {"a": uuid4(), "b": uuid4(), "name": "person"}
    for language in ("en", "es", "en"):
        with translation.override(language):
            for _ in range(2):
                assert OURS.from_string(text).render(Context(here)) == DJANGOS.from_string(text).render(Context(here))


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
