"""What went wrong, in words, with nothing lost and nothing leaked. One page for all of it."""

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ajar.access import audit


def _page(request, status, title, words, **more):
    about = {"title": title, "words": words, **more}
    if not hasattr(request, "user"):  # refused before anybody was looked up: a host name that is not ours
        return _bare(status, about)
    try:
        return render(request, "error.html", about, status=status)
    except DatabaseError:
        return _bare(status, about)


def _bare(status, about):
    """The same page without menu and name: it needs no sign-in, no session and no database."""
    return HttpResponse(render_to_string("error.html", about), status=status)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_much(request)
    return _page(
        request,
        400,
        _("We could not read that"),
        _("Something in the address or the form was not what this page expects. Nothing was changed."),
    )


def not_for_you(request, exception=None):
    if request.user.is_authenticated:
        audit.refused(
            request.user, f"refused {request.resolver_match.view_name if request.resolver_match else 'page'}"[:60]
        )
    return _page(
        request, 403, _("This is not shared with your role"), _("Ask your supervisor if you need it for your work."),
        typed=typed(request),
    )  # fmt: skip


def not_here(request, exception=None):
    return _page(
        request, 404, _("That page is not here"), _("It may have moved, or the address is not quite right."),
        typed=typed(request),
    )  # fmt: skip


def broken(request):
    """Ours, whatever it was. The database may be what broke, so nothing is asked of it."""
    return _bare(
        500,
        {
            "title": _("Something broke on our side"),
            "words": _("It is not your fault. Go back and try again."),
            "typed": typed(request),
        },
    )


def stale_form(request, reason=""):
    """A form from another sign-in: the words come back in the page, to be sent again."""
    return _page(
        request, 403, _("This form came from an earlier sign-in"),
        _("Nothing was changed. Your words are below: copy them, go back, load the page anew and paste them."),
        typed=typed(request),
    )  # fmt: skip


def sent_twice(request):
    return _page(
        request, 409, _("This form was already sent with other words"),
        _("What was sent first is kept. The second words are below and are not kept yet: copy them if you want them."),
        typed=typed(request),
    )  # fmt: skip


def changed_meanwhile(request, exception):
    """Somebody was quicker: both versions are shown, and nothing is overwritten (I-23)."""
    both = [(name, getattr(exception.row, name, ""), asked) for name, asked in exception.asked.items()]
    return _page(
        request, 409, _("Somebody changed this while you were writing"),
        _("Nothing was overwritten. Here is what stands now, and what you wrote. Go back, load the page anew, and decide together."),
        both=both,
    )  # fmt: skip


def too_much(request):
    return _page(
        request,
        413,
        _("That is more than one form can hold"),
        _("Your words are still in the page behind this one. Go back and send them in two parts."),
    )


def too_many(request, exception=None):
    """allauth's limits on guessing (I-35)."""
    return _page(
        request,
        429,
        _("That was many tries in a short time"),
        _("Wait 15 minutes, then try again. Nothing else is wrong."),
    )


HIDDEN = {
    "csrfmiddlewaretoken", "once", "version", "password", "password1", "password2", "oldpassword", "pin", "code",
    "credential", "here", "next", "draft_form", "draft_subject", "worker", "state", "person",
}  # fmt: skip


def typed(request):
    """The words of the form that was sent, so that they are not lost. Never logged."""
    try:
        return [v for k, v in request.POST.items() if k not in HIDDEN and v.strip()]
    except (SuspiciousOperation, UnreadablePostError, OSError):
        return []
