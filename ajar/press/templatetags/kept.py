"""`{% url %}`, `{% trans %}`, `{% static %}` and `{% csrf_token %}` as Django has them, keeping what cannot change: built in,
in place of Django's.

A page writes some fifty addresses of ids and sixty translated sentences. Finding the pattern of an address and the
sentence of a language anew each time was a tenth of the page (docs/performance.md). What is not plain is left to Django.
"""

from uuid import UUID, uuid4

from django import template
from django.template import defaulttags
from django.templatetags import i18n
from django.templatetags.static import StaticNode
from django.urls import reverse
from django.utils.translation import get_language

register = template.Library()
_patterns: dict = {}


class Address(defaulttags.URLNode):
    def render(self, context):
        if self.asvar or self.kwargs:
            return super().render(context)
        name, args = self.view_name.resolve(context), [arg.resolve(context) for arg in self.args]
        if not all(isinstance(arg, UUID) for arg in args):
            return super().render(context)
        parts = _patterns.get((name, len(args)))
        if parts is None:
            parts = _patterns[name, len(args)] = _parts(name, len(args))
        return "".join(part for pair in zip(parts, map(str, args), strict=False) for part in pair) + parts[-1]


def _parts(name, count) -> list[str]:
    """What stands around the ids of an address. Raises NoReverseMatch."""
    places = [uuid4() for _ in range(count)]
    rest, parts = reverse(name, args=places), []
    for place in places:
        part, _, rest = rest.partition(str(place))
        parts.append(part)
    return [*parts, rest]


class Sentence(i18n.TranslateNode):
    """One without filters, context or a name for its result: the same in every page of a language."""

    def __init__(self, node):
        super().__init__(node.filter_expression, node.noop, node.asvar, node.message_context)
        self.said: dict = {}
        literal = getattr(self.filter_expression.var, "literal", None)
        self.plain = literal is not None and not (self.filter_expression.filters or self.asvar or self.message_context)

    def render(self, context):
        if not self.plain:
            return super().render(context)
        language = get_language()
        if language not in self.said:
            self.said[language] = super().render(context)
        return self.said[language]


class File(StaticNode):
    """The address of a file that ships with Ajar: the same as long as the process runs."""

    kept = None

    def render(self, context):
        if self.varname or self.path.filters or not isinstance(self.path.var, str):
            return super().render(context)
        if self.kept is None:
            self.kept = super().render(context)
        return self.kept


class Token(defaulttags.CsrfTokenNode):
    """A page writes ten. A token is 64 letters and digits: there is nothing to escape."""

    def render(self, context):
        token = str(context.get("csrf_token") or "")
        if len(token) != 64 or not token.isalnum():
            return super().render(context)
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'


@register.tag
def static(parser, token):
    node = StaticNode.handle_token(parser, token)
    return File(node.varname, node.path)


@register.tag
def csrf_token(parser, token):
    return Token()


@register.tag
def url(parser, token):
    node = defaulttags.url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag("trans")
@register.tag("translate")
def translate(parser, token):
    return Sentence(i18n.do_translate(parser, token))
