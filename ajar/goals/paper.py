"""What every door of this room does with its paper, beside what `ajar.people.paper` does: what it hangs on, and its page."""

from ajar.access.views import here
from ajar.goals import queries
from ajar.people import paper
from ajar.people.paper import kept, sheet

__all__ = ["fill", "hung", "kept", "sheet", "show"]

HUNG = ("encounter", "confidence", "goal")


def fill(request, form_class, person, draft, **more):
    """As `ajar.people.paper.fill`; a link may also say what the paper hangs on."""
    return paper.fill(request, form_class, person, draft, linked=HUNG, **more)


def hung(request, person, form) -> dict:
    """The clean values, with the rows that the paper hangs on instead of their ids; 404 if one may not be seen."""
    clean = dict(form.cleaned_data)
    for name in HUNG:
        if name in clean and not hasattr(clean[name], "pk"):
            row_id = clean.pop(name)
            found = queries.row(request.user, person, name, row_id) if row_id else None
            clean["kept_between" if name == "confidence" else name] = found
    return clean


def show(request, person, form, draft, *, title, note="", before=(), **more):
    """The page with the form: 422 when it was sent and something is missing, with every word still in it."""
    return sheet(
        request, person, "goals/paper.html", status=422 if form.is_bound else 200, form=form, draft=draft, title=title,
        note=note, before=before, here=here(request, ""), **more,
    )  # fmt: skip
