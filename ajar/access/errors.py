"""What went wrong, in words, with nothing lost and nothing leaked. One page for all of it."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from ajar.access import audit


def _page(request, status, title, words, **more):
    request.session  # noqa: B018  the base page asks for it
    return render(request, "error.html", {"title": title, "words": words, **more}, status=status)


def bad_request(request, exception=None):
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
        request, 403, _("This is not shared with your role"), _("Ask your supervisor if you need it for your work.")
    )


def not_here(request, exception=None):
    return _page(request, 404, _("That page is not here"), _("It may have moved, or the address is not quite right."))


def broken(request):
    return _page(
        request,
        500,
        _("Something broke on our side"),
        _("It is not your fault. What you typed was saved as a draft if the page had time. Go back and try again."),
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


def typed(request):
    """The words of the form that was sent, so that they are not lost. Never logged."""
    hidden = {"csrfmiddlewaretoken", "once", "version", "password", "pin", "here"}
    return [v for k, v in request.POST.items() if k not in hidden and v.strip()]
