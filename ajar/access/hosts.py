"""Two hosts of one house: that of the workers, and that of the courts and probation offices, with pages and cookies of its own.

Which one a request is for, its name says; in the demo, where both are `localhost`, its port. Nothing else is asked: a browser
sends the cookies of one port to the other, so those of the entity's host bear other names on the way, and a sign-in of the
one host is nobody on the other, whatever name its cookie was copied to.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http.request import split_domain_port
from django.urls import set_urlconf

from ajar.access.policy import Role

ENTITY_PAGES = "ajar.config.urls_entity"
_SECURE, _OURS = "__Host-", "office-"


class Hosts:
    """Before all that reads an address or a cookie. Sets `request.of_entity`, the table of pages, and the names of cookies."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.of_entity = _of_entity(request)
        if not request.of_entity:
            return self.get_response(request)
        request.urlconf = ENTITY_PAGES
        set_urlconf(ENTITY_PAGES)  # for the middleware that asks for an address before the page is found
        request.COOKIES = {inner: value for name, value in request.COOKIES.items() if (inner := _inner(name))}
        response = self.get_response(request)
        for name in list(response.cookies):
            cookie = response.cookies.pop(name)
            cookie.set(_outer(name), cookie.value, cookie.coded_value)
            response.cookies[cookie.key] = cookie
        return response


def _of_entity(request) -> bool:
    if settings.DEMO and request.get_port() == str(settings.ENTITY_PORT):
        return True
    try:
        name, _port = split_domain_port(request.get_host())
    except DisallowedHost:  # refused further in, as it ever was
        return False
    return bool(settings.ENTITY_HOST) and name == settings.ENTITY_HOST


def _outer(name: str) -> str:
    head = _SECURE if name.startswith(_SECURE) else ""
    return head + _OURS + name.removeprefix(head)


def _inner(name: str) -> str:
    """What a cookie of the entity's host is called inside; nothing for a cookie that is not its own.

    Only a browser's own `__Host-` becomes one inside: any neighbour of the domain may set a cookie by another name.
    """
    head = _SECURE if name.startswith(_SECURE) else ""
    bare = name.removeprefix(head)
    if not bare.startswith(_OURS) or bare.removeprefix(_OURS).startswith(_SECURE):
        return ""
    return head + bare.removeprefix(_OURS)


def at_home(worker, request) -> bool:
    """Whether this is the host of this worker: officers on the entity's, everybody else on the workers'."""
    return (worker.role == Role.ENTITY) == getattr(request, "of_entity", False)


def entity_base() -> str:
    """Scheme and name of the entity's host; nothing where there is none."""
    if settings.ENTITY_HOST:
        return f"{'http' if settings.DEMO else 'https'}://{settings.ENTITY_HOST}"
    return f"http://localhost:{settings.ENTITY_PORT}" if settings.DEMO else ""
