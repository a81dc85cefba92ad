"""What a person reads before they sign, for each kind of consent; and what each class, purpose and recipient is called.

The texts are content. Which statement a paper needs is the same question that `rules_consent.missing` asks of a signed one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from ajar.consents import texts
from ajar.consents.facts import DataClass, Kind, Purpose, RecipientKind
from ajar.consents.scopes import MONITORS, TPO
from ajar.press import content
from ajar.press.content import ContentWrong, Reviewer, Text, Wrong

FOLDER = content.CONTENT / "consents"
TOKENS = frozenset({"agency", "contact", "until", "revocable"})
PROMISE = "promise"
COURT_TRUTHS = ("lab", "judge", "sent", "court_notices")  # of each paper that lets a court be told
WHEN = ("always", "tpo", "covered", "fundraise", "house")
KINDS_OF_WORDS = {"class": DataClass, "purpose": Purpose, "to": RecipientKind}


@dataclass(frozen=True)
class Statement:
    """One thing that a paper says. id: the field of `facts.Consent`, or ours. when: one of WHEN. Fill its braces with
    `texts.filled`."""

    id: str
    text: Text
    when: str
    reviewers: tuple[Reviewer, ...] = ()
    reviewers_es: tuple[Reviewer, ...] = ()

    def needed(self, purposes: Collection[Purpose], covered: bool = False) -> bool:
        """Whether the law asks for it. covered: whoever gets it is bound by HIPAA."""
        tpo = bool(TPO & set(purposes))
        fundraise = Purpose.FUNDRAISE in purposes
        return {"always": True, "tpo": tpo, "covered": tpo and covered, "fundraise": fundraise, "house": False}[
            self.when
        ]


@dataclass(frozen=True)
class Paper:
    """statements: all that may stand on it, in order. promise: our help does not hang on it. truths: what stands beside the
    button. version: as its file states it; keep `sha256` too, which changes with any word in either language."""

    kind: Kind
    version: str
    title: Text
    what: Text
    statements: tuple[Statement, ...]
    promise: Statement
    truths: tuple[Statement, ...]
    reviewers: tuple[Reviewer, ...] = ()
    reviewers_es: tuple[Reviewer, ...] = ()

    def said(self, purposes: Collection[Purpose], covered: bool = False) -> list[Statement]:
        """The statements that stand on it for these purposes: those that the law asks for, and the house's own."""
        return [one for one in self.statements if one.when == "house" or one.needed(purposes, covered)]

    def needed(self, purposes: Collection[Purpose], covered: bool = False) -> frozenset[str]:
        """The ids of the statements without which it is deficient (42 CFR 2.31, 2.35)."""
        return frozenset(one.id for one in self.statements if one.needed(purposes, covered))

    @property
    def sha256(self) -> str:
        parts = [self.title, self.what, *(one.text for one in (*self.statements, self.promise, *self.truths))]
        said = "\x1f".join(part.in_(language) for language in ("en", "es") for part in parts)
        return sha256(f"{self.kind}\x1f{self.version}\x1f{said}".encode()).hexdigest()


@dataclass(frozen=True)
class Meaning:
    """What a class, a purpose or a recipient is called. says: what it is. without: what it does not hold; of classes only."""

    id: str
    name: Text
    says: Text
    without: Text = Text()
    reviewers: tuple[Reviewer, ...] = ()
    reviewers_es: tuple[Reviewer, ...] = ()


def paper(kind: Kind) -> Paper:
    """Raises ContentWrong with all that is wrong in any of them."""
    return papers()[kind]


def papers() -> dict[Kind, Paper]:
    """One for each kind, in the order of the file."""
    return _papers(FOLDER)


def court_truths() -> tuple[Statement, ...]:
    """What stands beside the button of any page from which a court would be told."""
    found = {one.id: one for one in paper(Kind.CJ).truths}
    return tuple(found[key] for key in COURT_TRUTHS)


def truths(kind: Kind, to: Collection[RecipientKind] = ()) -> tuple[Statement, ...]:
    """What stands beside the button for these recipients: a court is told under other consents too."""
    return court_truths() if MONITORS & set(to) else paper(kind).truths


def meaning(value: DataClass | Purpose | RecipientKind) -> Meaning:
    """What a value is called. Raises ContentWrong."""
    return _words(FOLDER)[next(key for key, kind in KINDS_OF_WORDS.items() if isinstance(value, kind)), str(value)]


def meanings(of: type) -> list[Meaning]:
    """All of DataClass, Purpose or RecipientKind, in the order of the file."""
    return [word for (key, _value), word in _words(FOLDER).items() if KINDS_OF_WORDS[key] is of]


def choices(of: type, *, without: Collection = ()) -> list[tuple[str, Text]]:
    """(value, name) of each, as a form wants them."""
    return [(word.id, word.name) for word in meanings(of) if word.id not in without]


@cache
def _papers(folder: Path) -> dict[Kind, Paper]:
    wrongs: list[Wrong] = []
    when = {"when": content.one_of(*WHEN)}
    said = texts.read(folder, "statements", when, {"text": content.line_of(400)}, wrongs, TOKENS)
    facts = {
        "version": content.pattern(r"\d{4}-\d\d(\.\d+)?", '"2026-11", in quotes'),
        "statements": _ids, "truths": _ids,
    }  # fmt: skip
    words = {"title": content.line_of(80), "what": content.line_of(300)}
    forms = texts.read(folder, "forms", facts, words, wrongs)
    statements = {
        one.id: Statement(one.id, one.text("text"), one.en.values["when"], one.reviewers(), one.reviewers("es"))
        for one in said
    }
    if not wrongs:
        wrongs += _strange(forms, statements) + texts.lacking(forms, list(Kind))
    return texts.done(forms, wrongs) and {Kind(one.id): _paper(one, statements) for one in forms}


def _paper(one: texts.Both, statements) -> Paper:
    values = one.en.values
    named = [tuple(statements[key] for key in values[name]) for name in ("statements", "truths")]
    return Paper(
        Kind(one.id), values["version"], one.text("title"), one.text("what"), named[0], statements[PROMISE], named[1],
        one.reviewers(), one.reviewers("es"),
    )  # fmt: skip


def _strange(forms, statements) -> list[Wrong]:
    """What a form names and no statement is; truths that a court's paper lacks; the promise, where it is gone."""
    found = []
    for one in forms:
        for name in ("statements", "truths"):
            found += [
                one.en.wrong(name, f"{key} is no id of statements.yaml")
                for key in one.en.values[name]
                if key not in statements
            ]
        if one.id == Kind.CJ and set(COURT_TRUTHS) - set(one.en.values["truths"]):
            found.append(
                one.en.wrong("truths", f"all of these stand beside the court's button: {', '.join(COURT_TRUTHS)}")
            )
    if PROMISE not in statements:
        found.append(Wrong("statements.yaml", 1, "entries", f"{PROMISE} is missing"))
    return found


@cache
def _words(folder: Path) -> dict[tuple[str, str], Meaning]:
    wrongs: list[Wrong] = []
    words = {"name": content.line_of(60), "says": content.line_of(200), "but": content.maybe(content.line_of(200))}
    both = texts.read(folder, "words", {}, words, wrongs)
    if not wrongs:
        asked = [f"{key}.{value}" for key, kind in KINDS_OF_WORDS.items() for value in kind]
        wrongs += texts.lacking(both, asked)
    texts.done(both, wrongs)
    found = {}
    for one in both:
        key, _dot, value = one.id.partition(".")
        named = (one.text("name"), one.text("says"), one.text("but"))
        found[key, value] = Meaning(value, *named, one.reviewers(), one.reviewers("es"))
    return found


def check() -> tuple[int, int]:
    """(papers, words) that are right. Raises ContentWrong with all that is wrong in both."""
    wrongs, counts = [], []
    for read in (_papers, _words):
        try:
            counts.append(len(read(FOLDER)))
        except ContentWrong as refused:
            wrongs += refused.wrongs
    return texts.done(tuple(counts), wrongs)


def _ids(value) -> str:
    fits = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    return (
        ("something stands twice" if len(set(value)) != len(value) else "") if fits else "a list of ids is needed here"
    )
