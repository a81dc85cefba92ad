"""The paper of consents: who, what, for what, until when; the name under it; what was agreed beyond the law."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.consents import papers, rules_forms
from ajar.consents.facts import Bound, DataClass, Hipaa, Kind, Purpose, RecipientKind
from ajar.consents.models import Consent, Recipient, RightsGiven, UnitCoverage
from ajar.consents.words import WHY
from ajar.press.forms import ChipsField, DayField, LineField, Paper, VersionPaper, WordsField, number_in
from ajar.press.pictures import PictureField

NEW = "new"
SIGNATURE = 60_000  # characters of a drawn name: some thousand strokes


class TicksField(forms.MultipleChoiceField):
    """Some of a list of ours; nothing that is not on it."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}), required=False, **kwargs)


def _named(of, values) -> list:
    """Choices with the names that a person would understand, in the order given."""
    return [(value.value, papers.meaning(value).name) for value in values]


class ConsentForm(Paper):
    """What a person lets us tell. kind: which paper. people: recipients that may be chosen (rows)."""

    to = forms.ChoiceField(label=_("Who may be told?"), required=False)
    new_kind = forms.ChoiceField(label=_("Somebody else: who are they?"), required=False)
    new_name = LineField(label=_("Their name, or the office and the role"), max_length=200, required=False)
    new_reach = LineField(label=_("Number, address or e-mail"), max_length=300, required=False)
    new_covered = forms.BooleanField(label=_("They are a clinic, a hospital or a health plan"), required=False)
    classes_of = TicksField(label=_("Or everybody of a kind"))
    classes = TicksField(label=_("What may they be told?"))
    by_hand = TicksField(label=_("Only if you want it: each of these is a yes of its own"))
    words = WordsField(label=_("More exactly, in your words"), rows=2, required=False)
    purposes = TicksField(label=_("What for?"))
    since = DayField(label=_("Only of the days from"), required=False, future=True)
    until = DayField(label=_("Only of the days to"), required=False, future=True)
    ends = ChipsField(label=_("When does it end?"), choices=[], required=False)
    expires_on = DayField(label=_("The last day"), required=False, past=False, future=True)
    expires_event = LineField(label=_("What happens then"), max_length=200, required=False)
    condition_document = LineField(
        label=_("The paper that makes coming here a condition"), help_text=_("Like: order of 3 May, part 40."),
        max_length=300, required=False,
    )  # fmt: skip
    case_ref = LineField(label=_("Number of the court file"), max_length=80, required=False)
    action_type = forms.ChoiceField(label=_("What the court decided on"), choices=Consent.ACTIONS, required=False)
    monitors = forms.BooleanField(label=_("It is their duty to follow how you keep to it"), required=False)
    ends_expected = DayField(label=_("When the court is thought to be done"), required=False, future=True)
    revocable_from = DayField(label=_("You can take it back from this day on"), required=False, future=True)
    revocable_event = LineField(label=_("Or from when this happens"), max_length=200, required=False)
    order_ref = LineField(label=_("An order of the court that asks for these reports"), max_length=200, required=False)
    general_designation = forms.BooleanField(label=_("All of its members who treat you, now or later"), required=False)
    born = forms.RegexField(
        r"^(19|20)\d\d-(0[1-9]|1[0-2])$", label=_("If you are under 18: the month you were born"), required=False,
        widget=forms.TextInput(attrs={"type": "month", "autocomplete": "off"}),
        error_messages={"invalid": _("Write it as year-month, like 2010-05.")},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    COURT = (
        "condition_document", "case_ref", "action_type", "monitors", "ends_expected", "revocable_from", "revocable_event",
        "order_ref",
    )  # fmt: skip
    ENDS = [("day", _("on a day")), ("event", _("when something happens")), ("none", _("when you take it back"))]

    def __init__(self, *args, kind: Kind, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.people = kind, {str(row.pk): row for row in people}
        may = [k for k in RecipientKind if k in rules_forms.recipients_for(kind)]
        names = [(key, row.called) for key, row in self.people.items()]
        self.fields["to"].choices = [("", _("nobody yet")), *names, (NEW, _("somebody else"))]
        self.fields["new_kind"].choices = [("", _("not said")), *_named(RecipientKind, may)]
        self.fields["classes"].choices = _named(DataClass, rules_forms.classes_for(kind))
        self.fields["by_hand"].choices = _named(DataClass, rules_forms.apart_for(kind))
        self.fields["purposes"].choices = _named(Purpose, rules_forms.purposes_for(kind))
        self.fields["classes_of"].choices = _named(RecipientKind, [k for k in may if kind is Kind.TPO])
        lasting = kind in (Kind.TPO, Kind.RESEARCH)
        self.fields["ends"].choices = self.ENDS if lasting else self.ENDS[:2]
        unused = {"general_designation"} if kind is not Kind.INTERMEDIARY else set()
        unused |= set(self.COURT) if kind is not Kind.CJ else set()
        unused |= {"classes_of"} if kind is not Kind.TPO else set()
        unused |= {"by_hand"} if not self.fields["by_hand"].choices else set()
        unused |= {"purposes"} if kind in rules_forms.ONE_PURPOSE else set()
        unused |= {"classes"} if kind is Kind.COUNSELING else set()
        for name in unused:
            del self.fields[name]
        for name in (
            "to",
            "new_kind",
            "new_name",
            "classes",
            "purposes",
            "ends",
            "expires_on",
            "expires_event",
            "condition_document",
            "monitors",
        ):
            if name in self.fields:
                self.fields[name].asked = True  # it can be left for later, and is no matter of liking

    @staticmethod
    def initial_from(row: Consent, named) -> dict:
        """The values of a consent that is not signed yet, as its form holds them."""
        ends = "day" if row.expires_on else "event" if row.expires_event else "none" if row.expiry_none else ""
        plain = {name: getattr(row, name) for name in (
            "words", "since", "until", "expires_on", "expires_event", "condition_document", "case_ref", "action_type",
            "ends_expected", "revocable_from", "revocable_event", "order_ref", "general_designation", "born",
        )}  # fmt: skip
        packed = {name: getattr(row, name).split() for name in ("classes", "by_hand", "purposes", "classes_of")}
        to = next((str(one.recipient_id) for one in named), "")
        return (
            plain
            | packed
            | {"version": row.version, "to": to, "ends": ends, "monitors": any(one.monitors for one in named)}
        )

    def clean(self):
        said = super().clean()
        if said.get("to") == NEW:
            if not (said.get("new_name") or "").strip():
                self.add_error("new_name", gettext("Write who they are."))
            if not said.get("new_kind"):
                self.add_error("new_kind", gettext("Choose who they are."))
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("This day is before the first one."))
        ends = said.get("ends")
        if ends == "day" and not said.get("expires_on") and "expires_on" not in self.errors:
            self.add_error("expires_on", gettext("Choose the last day."))
        if ends == "event" and not (said.get("expires_event") or "").strip():
            self.add_error("expires_event", gettext("Write what happens then."))
        from_day, end = said.get("revocable_from"), said.get("ends_expected")
        last = min(filter(None, (end, said.get("expires_on") if ends == "day" else None)), default=None)
        if from_day and not last and self.kind is Kind.CJ:
            self.add_error("ends_expected", gettext("Choose a day: it cannot be held longer than the court matter."))
        if from_day and last and from_day > last:
            self.add_error(
                "revocable_from",
                gettext("It must be a day before the court is done: the law asks for that (42 CFR 2.35)."),
            )
        if self.kind is Kind.CJ and said.get("to") and not said.get("monitors"):
            self.add_error("monitors", WHY["monitoring_duty"].why)
        chosen = self.people.get(said.get("to") or "")
        if chosen and chosen.kind not in rules_forms.recipients_for(self.kind):
            self.add_error("to", gettext("This kind of consent is not for them."))
        return said

    def said(self) -> dict:
        """Clean values as `actions.write_consent` takes them, but for the recipient."""
        clean, kind = self.cleaned_data, self.kind
        ends = clean.get("ends")
        only = rules_forms.ONE_PURPOSE.get(kind)
        plain = {name: clean[name] for name in (
            "words", "since", "until", *self.COURT, "general_designation"
        ) if name in clean}  # fmt: skip
        return plain | {
            "classes": clean.get("classes", [DataClass.COUNSELING_NOTE]),
            "by_hand": clean.get("by_hand", []),
            "purposes": [only] if only else clean["purposes"],
            "classes_of": clean.get("classes_of", []),
            "expires_on": clean["expires_on"] if ends == "day" else None,
            "expires_event": clean["expires_event"] if ends == "event" else "",
            "expiry_none": ends == "none",
            "born": clean["born"],
        }  # fmt: skip

    def new_recipient(self) -> dict | None:
        """What `actions.add_recipient` takes, when somebody was named who is not on the list."""
        clean = self.cleaned_data
        if clean["to"] != NEW:
            return None
        return {
            "kind": clean["new_kind"], "name": clean["new_name"], "reach": clean["new_reach"],
            "covered": clean["new_covered"], "medical": clean["new_kind"] == RecipientKind.TREATING_PROVIDER,
        }  # fmt: skip


class SignForm(VersionPaper):
    """The name under a consent. Drawn needs a script; typed and on paper do not."""

    name = LineField(label=_("Your name"), max_length=200)
    how = ChipsField(
        label=_("How do you sign?"),
        choices=[("drawn", _("I draw it")), ("typed", _("I type it")), ("paper", _("on paper"))],
    )
    drawn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=SIGNATURE)
    typed = LineField(label=_("Type your name as you sign it"), max_length=200, required=False)
    kept_at = LineField(label=_("Where the signed paper is kept"), max_length=200, required=False)
    read_how = ChipsField(label=_("How was it read?"), choices=Consent.READ, initial="self")
    guardian_name = LineField(label=_("Parent or guardian: name"), max_length=200, required=False)
    guardian_typed = LineField(
        label=_("Parent or guardian: type the name as a signature"), max_length=200, required=False
    )

    def __init__(self, *args, young=False, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("typed", "kept_at"):
            self.fields[name].asked = True  # by how it is signed
        if not young:
            del self.fields["guardian_name"], self.fields["guardian_typed"]

    def clean(self):
        said = super().clean()
        how = said.get("how")
        if how == "drawn" and not _strokes(said.get("drawn", "")):
            self.add_error("how", gettext("Draw your name in the box, or type it."))
        if how == "typed" and not (said.get("typed") or "").strip():
            self.add_error("typed", gettext("Type your name here."))
        if how == "paper" and not (said.get("kept_at") or "").strip():
            self.add_error("kept_at", gettext("Write where the paper is, so that it can be found."))
        return said

    def signature(self) -> str:
        return {
            "drawn": self.cleaned_data["drawn"],
            "typed": self.cleaned_data["typed"],
            "paper": self.cleaned_data["kept_at"],
        }[self.cleaned_data["how"]]


def _strokes(text: str) -> bool:
    """Whether it is a path of moves and lines and nothing else: it is drawn again as it came."""
    return len(text) > 10 and set(text) <= set("ML 0123456789.,") and text[0] == "M" and "L" in text


class CopyForm(Paper):
    how = ChipsField(label=_("Their copy"), choices=Consent.COPY[1:])


class SignedPaperForm(Paper):
    picture = PictureField(label=_("A photo of the signed paper, a page at a time"))


class StopForm(Paper):
    how = ChipsField(
        label=_("How did they say it?"),
        choices=[("screen", _("here, on this screen")), ("written", _("in writing")), ("said", _("they said it"))],
    )
    words = WordsField(label=_("In their words, if they want"), rows=2, required=False)


class HappenedForm(Paper):
    """An event that a consent names has come."""

    which = ChipsField(label=_("What happened?"), choices=[])
    day = DayField(label=_("On which day?"))

    def __init__(self, *args, consent: Consent, **kwargs):
        super().__init__(*args, **kwargs)
        may = [("ends", consent.expires_event)] if consent.expires_event else []
        if consent.kind == Kind.CJ:
            may += [("revocable", consent.revocable_event)] if consent.revocable_event else []
            may += [("disposition", _("The court is done"))]
        self.fields["which"].choices = may


class RestrictionForm(Paper):
    words = WordsField(label=_("What did we agree on, in their words?"), rows=2)
    recipients = TicksField(label=_("Not to these"))
    kinds = TicksField(label=_("Not to"))
    classes = TicksField(label=_("Only about this. Nothing ticked: all of it"))

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(row.pk): row for row in people}
        self.fields["kinds"].choices = _named(
            RecipientKind, [k for k in RecipientKind if k is not RecipientKind.CLIENT]
        )
        self.fields["recipients"].choices = [(key, row.called) for key, row in self.people.items()]
        self.fields["classes"].choices = _named(DataClass, DataClass)
        if not people:
            del self.fields["recipients"]

    def said(self) -> dict:
        clean = self.cleaned_data
        rows = [self.people[key] for key in clean.get("recipients", [])]
        return {name: clean[name] for name in ("once", "words", "kinds", "classes")} | {"recipients": rows}


class CheckedForm(VersionPaper):
    how = ChipsField(label=_("How did you make sure?"), choices=Recipient.HOW[1:])


class DaysForm(forms.Form):
    """A part of the account: from a day, to a day, both included."""

    since = DayField(label=_("From which day"), required=False)
    until = DayField(label=_("Until which day"), required=False)

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            self.add_error("until", gettext("This day is before the first one."))
        return said


class RightsForm(Paper):
    how = ChipsField(label=_("How was it given?"), choices=RightsGiven.HOW)


class CoverageForm(Paper):
    """How the law binds this agency."""

    part2 = ChipsField(
        label=_("Does 42 CFR part 2 bind us?"),
        choices=[(Bound.COVERED, _("yes")), (Bound.NOT_COVERED, _("no, counsel has said so")), (Bound.UNDETERMINED, _("not known"))],
    )  # fmt: skip
    hipaa = ChipsField(
        label=_("And HIPAA?"),
        choices=[
            (Hipaa.COVERED_ENTITY, _("yes, a covered entity")), (Hipaa.BUSINESS_ASSOCIATE, _("as a business associate")),
            (Hipaa.NEITHER, _("no")),
        ],
    )  # fmt: skip
    as_if_part2 = forms.BooleanField(label=_("We act as if part 2 bound every record"), required=False)
    only_sud = forms.BooleanField(
        label=_("Everybody knows this place as one for drug and alcohol care only"), required=False
    )
    intermediary = forms.BooleanField(label=_("We pass records on to members of a network"), required=False)
    hearings_apart = forms.BooleanField(
        label=_("A hearing of the same court needs a consent of its own"), required=False
    )
    order = forms.CharField(widget=forms.HiddenInput)

    def clean_order(self):
        number = number_in(self.cleaned_data["order"])
        if number is None:
            raise forms.ValidationError(_("Open this page again, please."), code="order")
        return number


class UnitForm(Paper):
    """How part 2 binds one team. order: of the row that was shown."""

    part2 = ChipsField(
        label=_("Does 42 CFR part 2 bind this team?"),
        choices=UnitCoverage.SAID,
        required=False,
    )
    order = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ComparedForm(Paper):
    compared = forms.BooleanField(label=_("I have compared both word for word with the official text of 42 CFR 2.32."))
