"""The paper of what a person takes along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.plans import rules
from ajar.press.forms import ChipsField, LineField, Paper


class PrintForm(Paper):
    kind = ChipsField(label=_("What would you like?"), choices=list(rules.KINDS.items()), initial="sheet")
    parts = forms.MultipleChoiceField(
        label=_("What should it show?"),
        widget=forms.CheckboxSelectMultiple,
        initial=list(rules.TICKED_FIRST),
        error_messages={"required": _("Tick at least one thing, so that the page is not empty.")},
    )
    paper = ChipsField(label=_("Paper"), choices=list(rules.PAPERS.items()), initial="letter")

    def __init__(self, *args, never=frozenset(), **kwargs):
        """never: parts that are not offered to this person."""
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(key, words) for key, words in rules.PARTS.items() if key not in never]
        if never:  # somebody could hurt them: what goes on paper is what they tick themselves
            self.fields["parts"].initial = []


class NumberForm(Paper):
    label = LineField(label=_("Name beside it"), max_length=60, help_text=_("A name that is safe for you, like M."))
    number = LineField(label=_("Number"), max_length=40)

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not any(c.isdigit() for c in number):
            raise forms.ValidationError(_("There is no digit in this number. Type it again."), code="digits")
        return number
