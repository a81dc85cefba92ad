"""What every door about a person does with its paper: fill it in, show it, keep it and go back to where one was."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ajar.access import drafts
from ajar.access.views import here
from ajar.people.queries import label


def fill(request, form_class, person, draft, *, initial=None, asked=None, linked=(), **more):
    """The form as it was sent; or as it was left in a draft; or with what is known already.

    initial gives way to the draft; asked, and what the link names (linked: which fields), do not: it is what was just
    pressed.
    """
    if request.method == "POST":
        return form_class(request.POST, **more)
    pressed = {name: value for name, value in (asked or {}).items() if value}
    pressed |= {name: request.GET[name] for name in linked if name in request.GET}
    both = request.resolver_match.func.turned  # the page stands on turned screens too
    left = drafts.load(request.user, draft, person.pk, turned=both)
    return form_class(initial=(initial or {}) | drafts.last(left) | pressed, **more)


def sheet(request, person, template, *, status=200, **context):
    """A page about an opened person, who is called what they want to be called."""
    context |= {"person": person, "called": label(request.user, person)}
    return render(request, template, context, status=status)


def kept(request, person, draft=None, *, words=None, to=None):
    """Say that it is kept, drop the draft, and go back to where one was; to: (page, its ids) if that is not known."""
    if draft:
        drafts.drop(request.user, draft, person.pk)
    messages.success(request, words or _("Kept."))
    name, *ids = to or ("person",)
    return redirect(here(request, reverse(name, args=[person.pk, *ids])))
