"""The paper of the register: what came, the order as it says it, what would be told under it."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.consents import papers
from ajar.consents.facts import DataClass, RecipientKind
from ajar.consents.forms import NEW, TicksField
from ajar.consents.models_legal import LegalRequest
from ajar.consents.rules_legal import CONFIDENTIAL_WORDS, FINDING_WORDS
from ajar.press.forms import ChipsField, DayField, LineField, Paper, VersionPaper, WordsField

OFFICE_KINDS = (
    RecipientKind.COURT, RecipientKind.PROSECUTOR, RecipientKind.DEFENCE, RecipientKind.LAW_ENFORCEMENT,
    RecipientKind.OVERSIGHT_AGENCY, RecipientKind.OTHER,
)  # fmt: skip
LINE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\s+(\S.*)")


class CameForm(Paper):
    """What came to the desk. It asks for no name of anybody who may be served here."""

    kind = ChipsField(label=_("What came?"), choices=LegalRequest.KINDS)
    via = ChipsField(label=_("How did it come?"), choices=LegalRequest.VIA, initial="desk")
    came_on = DayField(label=_("Which day"))
    due_on = DayField(label=_("By when do they want an answer?"), required=False, future=True)
    who = LineField(label=_("Who sent or brought it: name, office, badge number"), max_length=300)
    reach = LineField(label=_("Where to answer: address, number or e-mail"), max_length=300, required=False)
    words = WordsField(label=_("What it asks for, as it stands there"), required=False)
    kept_at = LineField(label=_("Where the paper is kept"), max_length=200, required=False)


class OrderForm(VersionPaper):
    """offices: who may be named as the one who may have it."""

    section = forms.ChoiceField(
        label=_("Under which section was the order made?"), choices=LegalRequest.SECTIONS, required=False
    )
    use = forms.ChoiceField(label=_("What is it for?"), choices=LegalRequest.USES, required=False)
    findings = TicksField(label=_("What the order itself says the court found"), choices=FINDING_WORDS.items())
    confidential = forms.ChoiceField(
        label=_("What was said in confidence (42 CFR 2.63)"), required=False,
        choices=[("", _("the order does not open it")), *CONFIDENTIAL_WORDS.items()],
    )  # fmt: skip
    classes = TicksField(label=_("What the order reaches, and no more"))
    since = DayField(label=_("Only of the days from"), required=False, future=True)
    until = DayField(label=_("Only of the days to"), required=False, future=True)
    office = forms.ChoiceField(label=_("Who may have it"), required=False)
    new_kind = forms.ChoiceField(label=_("A new one: what is it?"), required=False)
    new_name = LineField(label=_("The office and the role, or the name"), max_length=200, required=False)
    new_reach = LineField(label=_("Number, address or e-mail"), max_length=300, required=False)
    expires_on = DayField(label=_("The last day of the order"), required=False, future=True)
    process = LineField(label=_("What compels: the subpoena or its like"), max_length=200, required=False)
    process_on = DayField(label=_("Its day"), required=False)
    exposed = forms.BooleanField(label=_("It names the person in a file that everybody can read"), required=False)
    settled = WordsField(label=_("What counsel reached about that"), rows=2, required=False)

    PLAIN = ("section", "use", "confidential", "since", "until", "expires_on", "process", "process_on", "exposed", "settled")  # fmt: skip

    def __init__(self, *args, offices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {str(row.pk): row for row in offices}
        known = [(key, row.called) for key, row in self.offices.items()]
        self.fields["office"].choices = [("", _("not said")), *known, (NEW, _("another one"))]
        kinds = [(kind.value, papers.meaning(kind).name) for kind in OFFICE_KINDS]
        self.fields["new_kind"].choices = [("", _("not said")), *kinds]
        self.fields["classes"].choices = [(one.value, papers.meaning(one).name) for one in DataClass]

    def clean(self):
        said = super().clean()
        if said.get("office") == NEW:
            if not (said.get("new_name") or "").strip():
                self.add_error("new_name", gettext("Write who they are."))
            if not said.get("new_kind"):
                self.add_error("new_kind", gettext("Choose who they are."))
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("This day is before the first one."))
        if (said.get("process") or "").strip() and not said.get("process_on") and "process_on" not in self.errors:
            self.add_error("process_on", gettext("Write the day that stands on it."))
        return said

    def said(self) -> dict:
        """Clean values as `actions_legal.write_order` takes them."""
        clean = self.cleaned_data
        new = {"kind": clean["new_kind"], "name": clean["new_name"], "reach": clean["new_reach"]}
        return {name: clean[name] for name in self.PLAIN} | {
            "findings": clean["findings"],
            "classes": clean["classes"],
            "office": self.offices.get(clean["office"]),
            "new_office": new if clean["office"] == NEW else None,
        }

    @classmethod
    def initial_from(cls, row) -> dict:
        said = {name: getattr(row, name) for name in (*cls.PLAIN, "version")}
        packed = {name: getattr(row, name).split() for name in ("findings", "classes")}
        return said | packed | {"office": str(row.office_id or "")}


class NextForm(VersionPaper):
    """A press that says that something was done."""


class DoneWithForm(VersionPaper):
    outcome = WordsField(label=_("How it ended"), rows=2)


class CallListForm(Paper):
    words = WordsField(label=_("Whom to call, in this order, with numbers"), rows=5, max_length=4000)
    order = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class UnderOrderForm(Paper):
    """What would be told: a box for each class that the order names, a line for each thing; where the order names days,
    each line begins with its day."""

    def __init__(self, *args, classes, dated, **kwargs):
        super().__init__(*args, **kwargs)
        self.dated = dated
        self.names = {one: papers.meaning(one).name for one in DataClass if one in classes}
        for one, name in self.names.items():
            self.fields[one.value] = WordsField(label=name, rows=3, required=False)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self):
        said = super().clean()
        self.lines = [line for one in self.names if one.value not in self.errors for line in self._lines(one, said)]
        if not self.lines and not self.errors:
            self.add_error(None, gettext("Write what is to be told, in the box that it belongs to."))
        return said

    def _lines(self, one, said):
        for text in filter(str.strip, (said.get(one.value) or "").split("\n")):
            day, words = _dated(text.strip())
            if day is None and self.dated:
                self.add_error(
                    one.value, gettext("The order names days. Begin each line with its day, like 2026-05-12.")
                )
                return
            yield one, day, words


def _dated(text) -> tuple[date | None, str]:
    if found := LINE.fullmatch(text):
        try:
            return date(*map(int, found.groups()[:3])), found.group(4)
        except ValueError:
            pass
    return None, text
