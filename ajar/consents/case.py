"""One question on its way through the rules: what is still asked for, what was taken off, what a human must decide."""

from datetime import date

from ajar.consents.facts import Answer, Basis, DataClass, Decision, Facts
from ajar.consents.scopes import CONSENTS

ALWAYS_LIMITED = frozenset({Basis.COURT_ORDER, Basis.VITAL_STATISTICS})


class Case:
    """facts stay as they came. A rule takes off with `strip` and `cut`, stops with `review`, and refuses by the codes it gives."""

    __slots__ = ("facts", "left", "owed", "reviews", "since", "stripped", "today", "until", "was_cut")

    def __init__(self, facts: Facts):
        self.facts, self.left, self.today = facts, facts.asked, facts.now.date()
        self.since, self.until, self.was_cut = facts.since, facts.until, False
        self.stripped: dict[DataClass, str] = {}
        self.reviews: list[str] = []
        self.owed: list[str] = []

    def strip(self, classes: frozenset[DataClass], code: str) -> tuple[str, ...]:
        """Takes the classes off. Gives the code as a refusal when nothing is left, else nothing."""
        if gone := self.left & classes:
            self.left -= gone
            self.stripped.update(dict.fromkeys(gone, code))
            if not self.left:
                return (code,)
        return ()

    def keep(self, classes: frozenset[DataClass], code: str) -> tuple[str, ...]:
        """Takes off all but these."""
        return self.strip(self.left - classes, code)

    def cut(self, since: date | None, until: date | None) -> tuple[str, ...]:
        """Keeps the days from `since` to `until`, both included; gives a refusal when no day is left."""
        if since is not None and (self.since is None or self.since < since):
            self.since, self.was_cut = since, True
        if until is not None and (self.until is None or self.until > until):
            self.until, self.was_cut = until, True
        if self.since is not None and self.until is not None and self.since > self.until:
            return ("dates_not_covered",)
        return ()

    def review(self, code: str) -> None:
        """A named human decides this, unless one has."""
        if code not in self.facts.reviewed:
            self.reviews.append(code)

    def denied(self, codes: tuple[str, ...]) -> Decision:
        return Decision(Answer.DENY, self.facts.basis, stripped=self._stripped(), reasons=codes, owed=tuple(self.owed))

    def answered(self) -> Decision:
        """What no rule has refused: a human's to decide, or allowed."""
        basis = self.facts.basis
        codes = tuple(dict.fromkeys(self.stripped.values()))
        if self.reviews:
            reasons = tuple(dict.fromkeys((*self.reviews, *codes)))
            return Decision(Answer.REVIEW, basis, stripped=self._stripped(), reasons=reasons, owed=tuple(self.owed))
        consent = basis in CONSENTS
        if self.stripped or self.was_cut or basis in ALWAYS_LIMITED:
            answer = Answer.ALLOW_LIMITED
        else:
            answer = Answer.ALLOW_NOTICE if consent else Answer.ALLOW
        if self.was_cut:
            codes += ("dates_cut",)
        return Decision(
            answer, basis, self.left, self._stripped(), codes, tuple(self.owed), consent, self.since, self.until
        )

    def _stripped(self) -> tuple[tuple[DataClass, str], ...]:
        return tuple(sorted(self.stripped.items())) if self.stripped else ()


def hits(keys: frozenset[str], recipient) -> bool:
    """Whether one of the keys is the recipient's own or one of those it acts for."""
    return recipient.key in keys or not keys.isdisjoint(recipient.keys)
