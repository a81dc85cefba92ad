"""No page without a stated permission. See `policy.py` for who has which."""

import re
from functools import wraps
from itertools import chain

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.urls import Resolver404, URLResolver, path
from django.urls.converters import UUIDConverter
from django.urls.resolvers import RoutePattern

from ajar.access import policy

_ID = re.compile(UUIDConverter.regex)
OPEN = object()  # for the few pages a stranger may see; a test holds their names


def page(route, view, *, needs, name, turned=False):
    """One line of a urls.py. needs: a Permission, or OPEN. turned: whether the page may show on a turned or handed screen."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if needs is not OPEN:
            policy.require(request.user, needs)
            request.user.page_needs = needs  # asked again by open_person, should that be through a broken glass
            if not turned and not request.user.screen.mine:
                raise Http404  # a page that a turned screen does not have
        return view(request, *args, **kwargs)

    guarded.needs = needs
    guarded.turned = turned
    guarded.login_required = needs is not OPEN  # read by Django's LoginRequiredMiddleware, which stays on beneath
    return path(route, guarded, name=name)


class Table(URLResolver):
    """The lines of every room. Django tries one after the other, and there are two hundred: a line whose address holds no more
    than ids is found by the rest of the address from the second time on."""

    def __init__(self, lines):
        super().__init__(RoutePattern(""), lines)
        self.found = {}

    def resolve(self, path):
        rest = _ID.sub("<id>", path)
        for line in chain(self.found.get(rest, ()), self.url_patterns):
            if match := line.resolve(path):
                if all(isinstance(kind, UUIDConverter) for kind in line.pattern.converters.values()):
                    self.found[rest] = [line]
                return match
        raise Resolver404({"path": path})


class Gate:
    """Refuse any view that did not come through page()."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "needs"):
            raise ImproperlyConfigured("a page was not declared with page(needs=...)")
