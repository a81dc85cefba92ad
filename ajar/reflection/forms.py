"""The paper of a supervision talk, and of what a person says about a talk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.press.forms import ChipsField, Paper, VersionPaper, WordsField
from ajar.reflection.models import ASKED, SAID, THINKING_OF
from ajar.reflection.queries import possible_instead


class AskForm(Paper):
    """Each choice is a button that sends the form, so that nothing has to be typed."""

    question = WordsField(
        label=_("In your words"),
        required=False,
        rows=4,
        help_text=_("Say it as it is. You can also leave this empty."),
    )
    thinking_of = forms.ChoiceField(choices=list(THINKING_OF.items()), required=False, label=_("What is it about?"))

    def clean_thinking_of(self):
        return self.cleaned_data["thinking_of"] or "other"


class AnswerForm(VersionPaper):
    answer = WordsField(label=_("Your answer"), rows=5, help_text=_("To your colleague. Start with thanks."))
    instead = forms.MultipleChoiceField(
        label=_("What is possible instead"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own = WordsField(label=_("Something else that is possible"), required=False, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instead"].choices = [(words, words) for _key, words in possible_instead()]

    def lines(self) -> list[str]:
        """What was ticked and what was written beside it, a line each."""
        return [*self.cleaned_data["instead"], *filter(str.strip, self.cleaned_data["own"].splitlines())]

    @staticmethod
    def initial_from(talk) -> dict:
        """An answer that is there already, laid out in the form again."""
        known = {words for _key, words in possible_instead()}
        lines = talk.instead_lines
        return {
            "answer": talk.answer,
            "instead": [line for line in lines if line in known],
            "own": "\n".join(line for line in lines if line not in known),
            "version": talk.version,
        }


class FeedbackForm(Paper):
    """Three taps, and words if they like. All of it may be left."""

    encounter = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = WordsField(label=_("One thing you would change?"), rows=2, required=False)
    may_read = forms.BooleanField(label=_("My worker may read these words"), required=False)

    field_order = (*ASKED, "words", "may_read")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in ASKED.items():
            self.fields[name] = ChipsField(label=words, choices=SAID, required=False)
        self.order_fields(self.field_order)

    def clean(self):
        clean = super().clean()
        for name in ASKED:
            clean[name] = int(clean[name]) if clean.get(name) else None
        if not self.errors and not clean.get("words") and all(clean[name] is None for name in ASKED):
            raise forms.ValidationError(_("Tap at least one, or leave it for today."), code="empty")
        return clean
