"""The paper of what a person takes along."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.plans import regions, rules, safety
from ajar.plans.models import PlaceNumber
from ajar.press.forms import LANGUAGES, ChipsField, DayField, LineField, Paper, VersionPaper, WordsField, in_language


class PrintForm(Paper):
    kind = ChipsField(label=_("What would you like?"), choices=list(rules.KINDS.items()), initial="sheet")
    parts = forms.MultipleChoiceField(
        label=_("What should it show?"),
        widget=forms.CheckboxSelectMultiple,
        initial=list(rules.TICKED_FIRST),
        required=False,
    )
    paper = ChipsField(label=_("Paper"), choices=list(rules.PAPERS.items()), initial="letter")

    def __init__(self, *args, never=frozenset(), plans=(), **kwargs):
        """never: parts that are not offered to this person. plans: (kind, plan) of those that may go along."""
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for _kind, plan in plans}
        if plans:
            names = [(str(plan.pk), kind.name) for kind, plan in plans]
            self.fields["beside"] = ChipsField(
                label=_("A plan of mine to go with it"), choices=[("", _("none")), *names], required=False, initial=""
            )
        self.fields["parts"].choices = [(key, words) for key, words in rules.PARTS.items() if key not in never]
        if never:  # somebody could hurt them: what goes on paper is what they tick themselves
            self.fields["parts"].initial = []

    def clean(self):
        words = super().clean()
        if "beside" in self.fields:
            words["beside"] = self.plans.get(words.get("beside"))
        if not (words.get("parts") or words.get("beside") or "parts" in self.errors):
            self.add_error("parts", gettext("Tick at least one thing, so that the page is not empty."))
        return words


def _with_a_digit(number: str) -> str:
    """Raises forms.ValidationError."""
    if not any(c.isdigit() for c in number):
        raise forms.ValidationError(_("There is no digit in this number. Type it again."), code="digits")
    return number


class NumberForm(Paper):
    label = LineField(label=_("Name beside it"), max_length=60, help_text=_("A name that is safe for you, like M."))
    number = LineField(label=_("Number"), max_length=40)

    def clean_number(self):
        return _with_a_digit(self.cleaned_data["number"])


class PlaceNumberForm(Paper):
    """A number to call of a place. Its words are in both languages of the house."""

    number = LineField(label=_("Number"), max_length=40)
    called_on = DayField(
        label=_("Day when one of us called it"), help_text=_("Call it first: a wrong number is worse than none.")
    )
    may_send = ChipsField(label=_("Do they send somebody to the caller?"), choices=PlaceNumber.MAY_SEND)
    plans = forms.MultipleChoiceField(
        label=_("Beside which plans"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Beside none, it can still be carried."),
    )  # fmt: skip

    def __init__(self, *args, row=None, **kwargs):
        """row: the number that is changed; it carries the version that was shown (I-23)."""
        super().__init__(*args, **kwargs)
        self.fields["plans"].choices = [(kind.key, kind.name) for kind in safety.kinds().values()]
        self.initial.setdefault("may_send", "unknown")
        safe = _("A name that is safe where somebody reads along, like: Talk, any hour")
        for code, language in LANGUAGES:
            asked = (("name", _("What it is for"), 80, ""), ("carry", _("What stands on paper"), 40, safe))
            for name, label, longest, helps in asked:
                box = LineField(label=in_language(label, language), max_length=longest, help_text=helps)
                self.fields[f"{name}_{code}"] = box
        self.order_fields([*(f"{name}_{code}" for name in ("name", "carry") for code, _l in LANGUAGES), "number"])
        if row:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
            said = {name: getattr(row, name) for name in self.fields if hasattr(row, name)}
            self.initial.update(said | {"plans": row.plans.split()})

    def clean_number(self):
        return _with_a_digit(self.cleaned_data["number"])

    def said(self) -> dict:
        """The columns of the row."""
        columns = {name: said for name, said in self.cleaned_data.items() if name not in {"once", "version"}}
        return columns | {"plans": " ".join(self.cleaned_data["plans"])}


class EndNumberForm(VersionPaper):
    """Taking a number of the place off its pages, or putting it back."""


class RegionForm(VersionPaper):
    """Whose numbers to call a place shows."""

    region = forms.ChoiceField(label=_("The numbers of"))

    def __init__(self, *args, now, **kwargs):
        """now: the region that was chosen before; it stays a choice where no list of it is kept."""
        super().__init__(*args, **kwargs)
        kept = {region: numbers.name for region, numbers in regions.regions().items()}
        other = {} if now in kept or not now else {now: now.upper()}
        self.fields["region"].choices = [*kept.items(), *other.items(), ("none", _("None of these: we write our own"))]
        self.initial["region"] = now or "none"

    def clean_region(self):
        region = self.cleaned_data["region"]
        return "" if region == "none" else region


class PlanForm(Paper):
    """Which kind of plan to begin."""

    kind = forms.ChoiceField()

    def __init__(self, *args, kinds=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, kind.name) for kind in kinds]


class PlanLineForm(Paper):
    """A line of a plan, in the person's words."""

    words = WordsField(label=_("In your own words"), rows=2, error_messages={"required": _("Write at least one word.")})
    reach = LineField(label=_("How to reach them, safely"), max_length=120, required=False)

    def __init__(self, *args, part=None, **kwargs):
        super().__init__(*args, **kwargs)
        if not part.reach:
            del self.fields["reach"]


class ReleaseForm(Paper):
    """Who is to be told what, and when: for the day on which a consent names them."""

    who = LineField(label=_("Who should be told?"), max_length=120)
    what = WordsField(label=_("What should they be told?"), rows=2)
    when = LineField(label=_("When?"), help_text=_("Like: if nobody has heard from me for two days."))


class PlanPrintForm(PrintForm):
    """What of a plan goes on paper."""

    def __init__(self, *args, plan=None, careful=False, law=False, **kwargs):
        """careful: somebody could hurt them, so nothing is ticked for them. law: the agency has written on the law."""
        super().__init__(*args, **kwargs)
        known = {key: name for key, name in safety.printable(plan.kind).items() if law or key != rules.LAW}
        self.fields["parts"].choices = list(known.items())
        card = safety.kinds()[plan.kind].card
        self.fields["parts"].initial = [key for key in known if not careful and (key in card or key == "steps")]
