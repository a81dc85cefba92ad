"""HTML of ours into a tagged PDF (PDF/UA). WeasyPrint is imported when the first one is asked for."""

from pathlib import Path


class NothingFromOutside(ValueError):
    """A print asked for a file or an address; prints hold what is in their HTML and nothing else."""


def _refuse(url, *args, **kwargs):
    raise NothingFromOutside(url.split(":", 1)[0])


def render(html: str, *, styles: list[Path]) -> bytes:
    """The PDF of a whole HTML page. styles: stylesheets of the house, read from disk.

    The file tells nothing beside the page: no author, no date, no address; its title is the page's <title>.
    """
    from weasyprint import CSS, HTML

    sheets = [CSS(string=path.read_text(), url_fetcher=_refuse) for path in styles]
    return HTML(string=html, url_fetcher=_refuse).write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
