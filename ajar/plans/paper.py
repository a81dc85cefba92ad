"""What leaves on paper, into the person's own hand: in their language, as a PDF."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from ajar.press import pdf

STYLE = Path(__file__).parent / "static" / "plans" / "paper.css"


def language_of(person) -> str:
    """The person's language where the house speaks it, else that of the page."""
    known = dict(settings.LANGUAGES)
    return person.language if person.language in known else (translation.get_language() or settings.LANGUAGE_CODE)


def as_pdf(person, row, template: str, shows: dict) -> HttpResponse:
    """The paper of a row as a file to open. Its name tells nothing: a piece of the row's id."""
    language = language_of(person)
    with translation.override(language):
        html = render_to_string(template, shows | {"language": language})
    response = HttpResponse(pdf.render(html, styles=[STYLE]), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.pk.hex[:8]}.pdf"'
    return response
