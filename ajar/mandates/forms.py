"""The paper of a mandate and of a report."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.consents import papers
from ajar.consents.facts import DataClass, RecipientKind
from ajar.consents.forms import NEW, TicksField
from ajar.consents.models import Consent, Disclosure
from ajar.consents.scopes import MONITORS
from ajar.encounters.models import Encounter
from ajar.mandates import rules
from ajar.mandates.models import Alignment, MandateEvent, Requirement
from ajar.press.forms import ChipsField, DayField, LineField, Paper, VersionPaper, WordsField

COUNTABLE = [(kind, words) for kind, words in Encounter.KINDS if kind != "not-in"]

# What courts ask programs for; whether any of it may be told is for the consent to say.
ASKED_FOR = (
    DataClass.ATTENDANCE, DataClass.TOX_RESULT, DataClass.ENGAGEMENT, DataClass.COMPLIANCE_STATUS, DataClass.SELF_REPORTED_USE,
    DataClass.DIAGNOSIS, DataClass.MEDICATION, DataClass.PLAN_GOAL, DataClass.PROGRESS_NOTE, DataClass.SAFETY_EVENT,
)  # fmt: skip


class MandateForm(Paper):
    """offices: recipients that may be chosen; None: the office stays as it is."""

    office = forms.ChoiceField(label=_("Which court or office?"))
    new_kind = forms.ChoiceField(label=_("A new one: what is it?"), required=False)
    new_name = LineField(label=_("The office and the role, or the name"), max_length=200, required=False)
    new_reach = LineField(label=_("Number, address or e-mail"), max_length=300, required=False)
    case_ref = LineField(label=_("Number of the court file"), max_length=80, required=False)
    document = LineField(label=_("The paper that makes coming here a condition"), max_length=300, required=False)
    action_type = forms.ChoiceField(label=_("What the court decided on"), choices=Consent.ACTIONS, required=False)
    since = DayField(label=_("From which day"), required=False, future=True)
    until = DayField(label=_("Until which day"), required=False, future=True)
    consequences = WordsField(
        label=_("What happens if it is not kept? In their words"), required=False,
        help_text=_("Ask it open: what do you think the court would do? Write it as it is said."),
    )  # fmt: skip
    agreement = WordsField(
        label=_("What we agreed with them"), required=False,
        help_text=_("What counts as done, and what we said we would tell. It can never be more than the consent lets us."),
    )  # fmt: skip
    promised = TicksField(label=_("What the agreement says they are told"))
    schedule = LineField(label=_("When they want to hear from us"), required=False)
    counts = TicksField(label=_("What counts as coming, as agreed"), choices=COUNTABLE, initial=["session", "group"])
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    SAID = (
        "case_ref",
        "document",
        "action_type",
        "since",
        "until",
        "consequences",
        "agreement",
        "promised",
        "schedule",
        "counts",
    )

    def __init__(self, *args, offices=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["promised"].choices = [(one.value, papers.meaning(one).name) for one in ASKED_FOR]
        self.offices = {str(row.pk): row for row in offices or ()}
        if offices is None:
            for name in ("office", "new_kind", "new_name", "new_reach"):
                del self.fields[name]
            return
        known = [(key, row.called) for key, row in self.offices.items()]
        self.fields["office"].choices = [*known, (NEW, _("another one"))]
        kinds = [(k.value, papers.meaning(k).name) for k in RecipientKind if k in MONITORS]
        self.fields["new_kind"].choices = [("", _("not said")), *kinds]
        for name in ("new_kind", "new_name"):
            self.fields[name].asked = True  # by the office being another one

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
        return said

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.SAID}

    def new_office(self) -> dict | None:
        if self.cleaned_data["office"] != NEW:
            return None
        clean = self.cleaned_data
        return {"kind": clean["new_kind"], "name": clean["new_name"], "reach": clean["new_reach"]}

    @classmethod
    def initial_from(cls, row) -> dict:
        plain = {name: getattr(row, name) for name in cls.SAID}
        return plain | {"counts": row.counts.split(), "promised": (row.promised or "").split(), "version": row.version}


class RequirementForm(Paper):
    kind = ChipsField(label=_("What is it about?"), choices=Requirement.KINDS)
    words = WordsField(label=_("What they ask, as their paper says it"), rows=2)
    how_often = LineField(label=_("How often"), required=False)
    until = DayField(label=_("Until when"), required=False, future=True)


class EventForm(Paper):
    kind = ChipsField(label=_("What came"), choices=MandateEvent.KINDS)
    words = WordsField(label=_("What they said, as they said it"))
    day = DayField(label=_("Which day"))
    shown = forms.BooleanField(label=_("We read it together today"), required=False)


class SidesForm(Paper):
    order = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    theirs = WordsField(label=_("What they want, in their words"), required=False)
    ours = WordsField(label=_("What we are here for"), required=False)
    courts = WordsField(label=_("What the court wants, in its words"), required=False)
    match = ChipsField(label=_("Do they go together?"), choices=Alignment.MATCH)
    reconcile = WordsField(label=_("Where they do not: how do we go about it?"), required=False)
    review_on = DayField(label=_("Look at it again on"), required=False, past=False, future=True)


class QuestionForm(Paper):
    term = WordsField(label=_("What is not clear"), rows=2, help_text=_("The words of the paper, as they stand."))
    theirs = WordsField(label=_("How they read it"), rows=2, required=False)
    ours = WordsField(label=_("How we read it"), rows=2, required=False)
    courts = WordsField(label=_("What the court said about it"), rows=2, required=False)
    question = WordsField(label=_("What to ask them"), rows=2, required=False)


class DoneForm(VersionPaper):
    day = DayField(label=_("On which day was the court done?"))


class ReportForm(Paper):
    """under: pairs (consent, recipient) that stand."""

    to = ChipsField(label=_("To whom, under which consent"))
    since = DayField(label=_("From which day"))
    until = DayField(label=_("Until which day"))
    next_on = DayField(label=_("When they hear from us again"), required=False, past=False, future=True)

    def __init__(self, *args, under=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.under = {f"{consent.pk}_{to.pk}": (consent, to) for consent, to in under}
        self.fields["to"].choices = [
            (key, gettext("%(who)s, signed %(day)s") % {"who": to.called, "day": rules.day_words(consent.signed_on)})
            for key, (consent, to) in self.under.items()
        ]

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("This day is before the first one."))
        return said


class ReportLinesForm(VersionPaper):
    """lines: all that could be told. A class that is not ticked stays here, whole."""

    keep = TicksField(label=_("What goes"))
    going = WordsField(label=_("How it goes, in your words"), rows=2, required=False)
    agreed = WordsField(label=_("What was agreed, and what was done of it"), rows=2, required=False)
    own_words = WordsField(
        label=_("The person's own words to the court"), required=False,
        help_text=_("They may say what they like here, or nothing. It goes as it is."),
    )  # fmt: skip

    def __init__(self, *args, lines, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = list(dict.fromkeys(line.data_class.value for line in lines))
        written = (DataClass.ENGAGEMENT, DataClass.COMPLIANCE_STATUS)
        self.fields["keep"].choices = [(key, papers.meaning(DataClass(key)).name) for key in self.keys]
        for name, needed in zip(("going", "agreed"), written, strict=True):
            if needed not in scope:
                del self.fields[name]
        marks = [("", _("did not come")), *((mark, rules.mark_words(mark)) for mark in rules.MARKS)]
        self.marks = {f"mark_{line.key}": line for line in lines if line.may_mark}
        for name, line in self.marks.items():
            label = gettext("On %(day)s") % {"day": rules.day_words(line.day)}
            self.fields[name] = forms.ChoiceField(label=label, choices=marks, required=False)
            self.fields[name].asked = True

    @staticmethod
    def initial_from(report, lines) -> dict:
        marks = {f"mark_{line.key}": line.mark for line in lines if line.may_mark}
        return marks | {
            "keep": list(dict.fromkeys(line.data_class.value for line in lines if not line.out)), "version": report.version,
            "going": report.going, "agreed": report.agreed, "own_words": report.own_words,
        }  # fmt: skip

    def said(self) -> dict:
        clean = self.cleaned_data
        words = {name: clean.get(name, "") for name in ("going", "agreed", "own_words")}
        # what a worker writes for the first time has no tick yet
        out = [key for key in self.keys if key not in clean["keep"]]
        return words | {
            "version": clean["version"],
            "left_out": out,
            "marked": {line.key: clean[name] for name, line in self.marks.items()},
        }


class SeenForm(VersionPaper):
    how = ChipsField(label=_("How was it?"), choices=[row for row in Disclosure.PREVIEW if row[0]], initial="shown")
    seal = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class AskedForm(Paper):
    """What somebody of the court asked about."""

    to = ChipsField(label=_("Who asks?"))
    asked = TicksField(label=_("What did they ask about?"))

    def __init__(self, *args, office, under=(), **kwargs):
        """office: who somebody that no consent names is of. under: pairs (consent, recipient) that stand."""
        super().__init__(*args, **kwargs)
        self.under = {f"{consent.pk}_{to.pk}": (consent, to) for consent, to in under} | {NEW: (None, office)}
        names = [(key, to.called) for key, (consent, to) in self.under.items() if consent]
        self.fields["to"].choices = [*names, (NEW, _("somebody there whom no consent names"))]
        self.fields["to"].initial = next(iter(self.under))
        self.fields["asked"].required = True
        self.fields["asked"].choices = papers.choices(DataClass, without={DataClass.CONFIDENCE})

    def who(self) -> tuple:
        """(consent or None, recipient)."""
        return self.under[self.cleaned_data["to"]]
