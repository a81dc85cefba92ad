"""The paper of a manager for the list: what the law here says, and an option in both languages."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ajar.basket import catalogue, own, rules
from ajar.goals.domains import DOMAIN_CHOICES
from ajar.press import content
from ajar.press.forms import LANGUAGES, ChipsField, DayField, LineField, Paper, WordsField, in_language

WORDS = {
    "name": _("What it is called"),
    "harm": _("Which harm it is about"),
    "text": _("What it is"),
    "why": _("Why it may help"),
    "caution": _("What to watch for"),
}
READERS = (1, 2)  # places for reviewers in each language (decision 41)


class LawForm(Paper):
    """What the law of this place says of an option, after whom."""

    answer = ChipsField(label=_("What does the law here say?"), choices=rules.LAW)
    who = LineField(label=_("Who says so?"), max_length=120)
    role = LineField(label=_("In which role?"), max_length=80, help_text=_("Like: our lawyer, health department."))
    on = DayField(label=_("When?"))
    source = LineField(
        label=_("Source"), max_length=300, help_text=_("The law or letter, so that somebody can look it up.")
    )
    words = WordsField(label=_("Words that have to be said with it"), rows=2, max_length=500, required=False)

    def clean(self):
        clean = super().clean()
        if clean.get("answer") == "words" and not clean.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write the words that have to be said with it."))
        return clean


class ListForm(Paper):
    """A press that changes what stands of an option. number: how many versions there were when the page was made."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    why = LineField(label=_("Why? For your colleagues"), required=False)

    def go_on_from(self, number: int) -> None:
        """The same paper with every typed word, for the next press: number versions stand there now."""
        self.data = self.data.copy()
        self.data["number"] = str(number)


def _several(label, choices):
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip


class OptionForm(ListForm):
    """One option: the words in both languages, the facts once, and who has read the words over."""

    subject = forms.ChoiceField(label=_("What it is about"), choices=list(catalogue.SUBJECTS.items()))
    sure = ChipsField(label=_("How sure are we?"), choices=list(catalogue.SURE.items()))
    source = LineField(
        label=_("Source"), max_length=200, help_text=_("The study or guideline, so that somebody can look it up.")
    )
    spectrum = _several(_("Part of the spectrum"), list(catalogue.SPECTRUM.items()))
    domains = _several(_("Which goals can it serve?"), DOMAIN_CHOICES)
    for_whom = _several(_("For whom?"), list(catalogue.FOR_WHOM.items()))
    shifts = ChipsField(label=_("What does it shift?"), choices=list(catalogue.SHIFTS.items()))
    funding_flag = forms.BooleanField(label=_("Federal grants for substance use may not pay for it"), required=False)
    state_law_flag = forms.BooleanField(
        label=_("Laws differ about it"), required=False,
        help_text=_("Then it is not offered until you have said what the law here allows."),
    )  # fmt: skip
    review_by = DayField(label=_("To be read over by"), past=False, future=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in LANGUAGES:
            for name, label in WORDS.items():
                longest = catalogue.WORDS[name]
                field = LineField if longest < 100 else WordsField
                more = {} if field is LineField else {"rows": 3}
                self.fields[f"{name}-{code}"] = field(label=in_language(label, language), max_length=longest, **more)
            for at in READERS:
                called = _("Reader %(number)s of the words") % {"number": at}
                self.fields[f"who-{code}-{at}"] = LineField(
                    label=in_language(called, language), max_length=80, required=False
                )
                self.fields[f"as-{code}-{at}"] = forms.ChoiceField(
                    label=_("In which role?"), choices=[("", _("nobody yet")), *catalogue.ROLES.items()], required=False
                )
                self.fields[f"on-{code}-{at}"] = DayField(label=_("When?"), required=False)
        self.fields["why"].label = _("Why this change? For your colleagues")
        if not self.is_bound:
            self.initial.setdefault("review_by", localdate() + timedelta(days=365))

    def pairs(self):
        """(English, Spanish) of each of the words, as they stand on the page."""
        return [[self[f"{name}-{code}"] for code, _language in LANGUAGES] for name in WORDS]

    def facts(self):
        return [self[name] for name in own.FACTS]

    def readers(self):
        """(name, role, day) of each place for somebody who has read the words over."""
        places = [(code, at) for code, _language in LANGUAGES for at in READERS]
        return [[self[f"{what}-{code}-{at}"] for what in ("who", "as", "on")] for code, at in places]

    def anybody(self) -> bool:
        """Whether somebody has read them over, or something is wrong there: then the places stand open."""
        return any(field.value() or field.errors for place in self.readers() for field in place)

    def clean(self):
        clean = super().clean()
        for code, _language in LANGUAGES:
            for at in READERS:
                said = [clean.get(f"{what}-{code}-{at}") for what in ("who", "as", "on")]
                if any(said) and not all(said):
                    self.add_error(
                        f"who-{code}-{at}", _("A reader has a name, a role and a day. Or leave all three empty.")
                    )
        return clean

    def said(self) -> dict:
        """Plain values, as `own.plain` gives them."""
        clean = self.cleaned_data
        said = {name: clean[name] for name in ("subject", *own.FACTS)}
        for code, _language in LANGUAGES:
            said[code] = {name: clean[f"{name}-{code}"] for name in WORDS}
            said[code]["reviewers"] = [
                {"name": clean[f"who-{code}-{at}"], "as": clean[f"as-{code}-{at}"], "on": clean[f"on-{code}-{at}"]}
                for at in READERS if clean[f"who-{code}-{at}"]
            ]  # fmt: skip
        return said

    def tell(self, wrongs: list[content.Wrong]) -> None:
        """What is wrong stands at the field it is about, with every word still there."""
        for wrong in wrongs:
            both = f"{wrong.field}-{wrong.file}"
            self.add_error(
                both if both in self.fields else wrong.field if wrong.field in self.fields else None, wrong.what
            )


def values_of(option: catalogue.Option) -> dict:
    """What the form shows of an option that is there."""
    said = own.plain(option)
    shown = {name: said[name] for name in ("subject", *own.FACTS)}
    for code, _language in LANGUAGES:
        shown |= {f"{name}-{code}": said[code][name] for name in WORDS}
        for at, one in zip(READERS, said[code]["reviewers"], strict=False):
            shown |= {f"who-{code}-{at}": one["name"], f"as-{code}-{at}": one["as"], f"on-{code}-{at}": one["on"]}
    return shown
