"""Looking for options: by words, by subject, by part of the spectrum."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.basket import rules
from ajar.basket.catalogue import SPECTRUM, SUBJECTS, SUITS
from ajar.plans.rules import PAPERS
from ajar.press.forms import ChipsField, LineField, Paper, VersionPaper, WordsField


class SearchForm(forms.Form):
    """Words come by POST: what somebody looks for in front of a worker stands in no log and no history."""

    words = LineField(
        label=_("Search by words"),
        help_text=_("A word or its first letters, in English or Spanish."),
        max_length=100,
        required=False,
    )


class ShowForm(forms.Form):
    """What an address may ask for. A value that is not known asks for nothing."""

    subject = forms.ChoiceField(label=_("Subject"), choices=[("", _("all")), *SUBJECTS.items()], required=False)
    part = forms.ChoiceField(
        label=_("Part of the spectrum"), choices=[("", _("all")), *SPECTRUM.items()], required=False
    )


class NarrowForm(forms.Form):
    """What of a person's basket to show. Nothing of it names a drug: it may stand in an address."""

    fit = forms.ChoiceField(choices=[("", ""), *((key, name) for key, (name, _holds) in SUITS.items())], required=False)
    page = forms.IntegerField(min_value=1, max_value=99, required=False)


class LeaveForm(Paper):
    """Ask what they know, then for leave; options come after that."""

    knows = WordsField(
        label=_("What do you know about it already? What have you tried?"), rows=2, required=False,
        help_text=_("In their own words. Ask this first."),
    )  # fmt: skip
    answer = ChipsField(
        label=_("Would it be OK to look at some options together?"),
        choices=rules.LEAVE,
        error_messages={"required": _("Ask, and choose what they said.")},
    )
    because = WordsField(
        label=_("If they are in danger now: what did you see or hear?"), rows=2, required=False,
    )  # fmt: skip

    def __init__(self, *args, mine=True, **kwargs):
        """mine: the worker's own screen; on a turned one the person answers, and danger is not asked there."""
        super().__init__(*args, **kwargs)
        if not mine:
            own = dict(rules.LEAVE) | {"asked": _("I asked for it")}
            self.fields["answer"].choices = [(key, name) for key, name in own.items() if key != "danger"]
            del self.fields["because"]

    def clean(self):
        clean = super().clean()
        if clean.get("answer") == "danger" and not clean.get("because") and "because" not in self.errors:
            self.add_error("because", _("Write what you saw or heard, so that it can be understood later."))
        return clean


class OfferForm(VersionPaper):
    """What they make of an option."""

    words = WordsField(label=_("What do you make of it?"), rows=3, required=False, help_text=_("In their own words."))
    answer = ChipsField(label=_("And for now?"), choices=rules.ANSWERS)


class OwnForm(Paper):
    """An idea of the person's own."""

    words = WordsField(
        label=_("What is your own idea?"), rows=2, error_messages={"required": _("Write at least one word.")}
    )
    answer = ChipsField(
        label=_("And for now?"), initial="thinking",
        choices=[(key, name) for key, name in rules.ANSWERS if key not in ("shown", "declined")],
    )  # fmt: skip


class HandoutForm(Paper):
    """What was given into their hand."""

    options = forms.MultipleChoiceField(
        label=_("Which options are on it?"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    words = WordsField(
        label=_("Anything to write under it, or that you gave as well?"), rows=2, required=False,
        help_text=_("Like: a crisis line, with its number. It stands on the paper."),
    )  # fmt: skip
    nameless = forms.BooleanField(
        label=_("Do not keep their name with it"), required=False,
        help_text=_("Then only the day and what was given are kept, and nothing of it stands on their page."),
    )  # fmt: skip
    kind = forms.ChoiceField(choices=[("options", "options"), ("side", "side by side")], widget=forms.HiddenInput)
    paper = ChipsField(label=_("Paper"), choices=list(PAPERS.items()), initial="letter")

    def __init__(self, *args, offers=(), **kwargs):
        """offers: (id of the row, what it is called) of each thing that could be on it."""
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = list(offers)

    def clean(self):
        clean = super().clean()
        if not clean.get("options") and not clean.get("words") and not self.errors:
            raise forms.ValidationError(
                _("Tick an option or write what you gave, so that it is not empty."), code="empty"
            )
        return clean
