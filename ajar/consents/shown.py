"""A consent as the person reads it: what they would see and what not, what the law makes us say, when it can be taken back."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _

from ajar.consents import gathering, papers, rights, texts
from ajar.consents.facts import DataClass, Kind, Purpose, RecipientKind
from ajar.press import pdf
from ajar.press.content import Text

STYLE = Path(__file__).parent / "static" / "consents" / "outgoing.css"
# What people ask about first: said in words when it does not go.
ASKED_ABOUT = (
    DataClass.PROGRESS_NOTE, DataClass.SELF_REPORTED_USE, DataClass.PLAN_GOAL, DataClass.TOX_RESULT, DataClass.DIAGNOSIS,
    DataClass.MEDICATION, DataClass.COUNSELING_NOTE,
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """paper: with its title; classes, withheld: meanings; statements, truths: words; promise: words; when: the honest line of
    when it can be taken back, or ""; made_in: whether the paper is the one that was signed."""

    paper: papers.Paper
    classes: list
    withheld: list
    purposes: list
    statements: list
    truths: list
    promise: object
    when: str


@dataclass(frozen=True)
class Line:
    """A line from here to somebody, as it is drawn. y: of its middle; short: as many letters as fit; never: one with a stop."""

    y: int
    short: str
    never: bool


@dataclass(frozen=True)
class Lines:
    lines: list[Line]
    height: int
    middle: int


BETWEEN, LETTERS = 44, 26  # units of the drawing from line to line; letters of a name that fit at 360 px


def lines(rows, restrictions) -> Lines | None:
    """Who may be told something now, and what was agreed never to tell, as a drawing: the roles and lines of communication that
    TIP 35 asks to be clear to all sides. rows: `queries.Standing`. None where there is nothing to draw."""
    names = dict.fromkeys(name for one in rows if one.state == "stands" for name in one.to)
    ends = [(name, False) for name in names] + [(_("“%(words)s”") % {"words": one.words}, True) for one in restrictions]
    drawn = [
        Line(
            y=26 + n * BETWEEN, short=text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip() + "…", never=never
        )
        for n, (text, never) in enumerate(ends)
    ]
    height = 8 + BETWEEN * len(drawn)
    return Lines(drawn, height, height // 2) if drawn else None


def language_of(person) -> str:
    known = dict(settings.LANGUAGES)
    return person.language if person.language in known else (translation.get_language() or settings.LANGUAGE_CODE)


def lacks(actor, one) -> tuple[str, ...]:
    """What would still be missing with a name under it."""
    name_is_there = {"deficient:signature", "deficient:signed_on", "deficient:person", "deficient:signer"}
    codes = gathering.not_whole(one.row, one.named, actor)
    said = {"deficient:revocation", "deficient:tpo_statements", "deficient:4iii", "deficient:5f"}  # come with the paper
    return tuple(code for code in codes if code not in name_is_there | said)


def page_of(actor, person, one) -> Page:
    row, paper = one.row, papers.paper(one.row.of)
    purposes = frozenset(map(Purpose, row.purposes.split()))
    covered = gathering.may_be_covered(row, one.named)
    going = set(f"{row.classes} {row.by_hand}".split())
    kinds = {RecipientKind(r.recipient.kind) for r in one.named}
    return Page(
        paper=paper,
        classes=one.classes,
        withheld=[papers.meaning(c) for c in ASKED_ABOUT if c not in going],
        purposes=one.purposes,
        statements=row.paper_text.split("\n") if row.signed_on else _filled(actor, row, paper.said(purposes, covered)),
        truths=[t.text for t in papers.truths(row.of, kinds)],
        promise=paper.promise.text,
        when=when(row, actor),
    )


def _filled(actor, row, said) -> list[Text]:
    words = {
        "agency": actor.agency.name,
        "contact": Text("the privacy officer", "la persona encargada de la privacidad"),
        "until": _either(row.expires_on, row.expires_event),
        "revocable": _either(row.revocable_from, row.revocable_event),
    }
    return [texts.filled(one.text, **words) for one in said]


def text_of(actor, row, said) -> str:
    """The statements of a paper as they are read now, a line each: kept with the signature."""
    return "\n".join(text.in_(row.paper_language) for text in _filled(actor, row, said))


def _either(day, event) -> Text:
    """A day in each language, or an event as it was written."""
    if day is None:
        return Text(event or "…", event or "…")
    said = {}
    for language in ("en", "es"):
        with translation.override(language):
            said[language] = formats.date_format(day, "j F Y")
    return Text(said["en"], said["es"])


def when(row, actor) -> str:
    """The honest line of 42 CFR 2.35: from when this consent can be taken back; "" where that is now."""
    if row.of is not Kind.CJ or row.final_disposition_on or row.revocable_event_on:
        return ""
    if row.revocable_from and row.revocable_from <= gathering.now_of(actor).date():
        return ""
    if row.revocable_from:
        day = formats.date_format(row.revocable_from, "j F Y")
        return _("This one can be taken back from %(day)s on.") % {"day": day}
    if row.revocable_event:
        return _("This one can be taken back when this happens: %(event)s.") % {"event": row.revocable_event}
    return ""


def as_pdf(actor, person, one) -> bytes:
    """Their copy, in their language."""
    language = one.row.paper_language or language_of(person)
    with translation.override(language):
        shows = {"one": one, "page": page_of(actor, person, one), "language": language, "sample": settings.DEMO}
        return pdf.render(render_to_string("consents/copy.html", shows | {"agency": actor.agency}), styles=[STYLE])


@dataclass(frozen=True)
class Notice:
    version: str
    sections: list


def rights_of(actor, person) -> Notice:
    """The notice of rights, filled in for this agency."""
    there = rights.rights()
    sections = there.filled(
        agency=actor.agency.name,
        contact=Text("the privacy officer", "la persona encargada de la privacidad"),
        effective=_either(actor.agency.made_at.date(), ""),
    )
    return Notice(there.version, [(title, text) for _id, title, text in sections])
