"""What every door of this room does with its paper: fill it in, show it, keep it and go back to where one was."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ajar.access import drafts
from ajar.access.views import here
from ajar.goals import queries
from ajar.people.queries import label

HUNG = ("encounter", "confidence", "goal")


def fill(request, form_class, person, draft, *, initial=None, asked=None, **more):
    """The form as it was sent; or as it was left in a draft; or with what is known already.

    initial gives way to the draft; asked, and what the link hangs the paper on, do not: it is what was just pressed.
    """
    if request.method == "POST":
        return form_class(request.POST, **more)
    pressed = {name: value for name, value in (asked or {}).items() if value}
    pressed |= {name: request.GET[name] for name in HUNG if name in request.GET}
    both = request.resolver_match.func.turned  # the page stands on turned screens too
    left = drafts.load(request.user, draft, person.pk, turned=both)
    return form_class(initial=(initial or {}) | drafts.last(left) | pressed, **more)


def hung(request, person, form) -> dict:
    """The clean values, with the rows that the paper hangs on instead of their ids; 404 if one may not be seen."""
    clean = dict(form.cleaned_data)
    for name in HUNG:
        if name in clean and not hasattr(clean[name], "pk"):
            row_id = clean.pop(name)
            found = queries.row(request.user, person, name, row_id) if row_id else None
            clean["kept_between" if name == "confidence" else name] = found
    return clean


def sheet(request, person, template, *, status=200, **context):
    """A page about an opened person, who is called what they want to be called."""
    context |= {"person": person, "called": label(request.user, person)}
    return render(request, template, context, status=status)


def show(request, person, form, draft, *, title, note="", before=(), **more):
    """The page with the form: 422 when it was sent and something is missing, with every word still in it."""
    return sheet(
        request, person, "goals/paper.html", status=422 if form.is_bound else 200, form=form, draft=draft, title=title,
        note=note, before=before, here=here(request, ""), **more,
    )  # fmt: skip


def kept(request, person, draft=None, *, words=None, to=None):
    """Say that it is kept, drop the draft, and go back to where one was; to: (page, its ids) if that is not known."""
    if draft:
        drafts.drop(request.user, draft, person.pk)
    messages.success(request, words or _("Kept."))
    name, *ids = to or ("person",)
    return redirect(here(request, reverse(name, args=[person.pk, *ids])))
