"""The paper of a counseling note."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.encounters import rules
from ajar.encounters.forms import ReadersForm
from ajar.press.forms import LineField, VersionPaper, WordsField


def no_result(form):
    """The words, if none of them looks like the result of a test; they stay in the form (A4-05)."""
    words = form.cleaned_data["words"]
    form.misfiled = rules.misfiled(words)
    if form.misfiled:
        raise forms.ValidationError(
            gettext(
                "This looks like the result of a test, or something measured. That can not be in a counseling note."
                " Take that part out and write it down as a test, or in the ordinary note."
            )
        )
    return words


class CounselingForm(ReadersForm):
    words = WordsField(label=_("What was talked about, and what you make of it"), rows=10)
    misfiled = False
    field_order = ["words", "readers", "once"]
    clean_words = no_result


class CounselingCorrectForm(VersionPaper):
    words = WordsField(label=_("What was talked about, and what you make of it"), rows=10)
    why = LineField(label=_("Why do you put it right"))
    misfiled = False
    clean_words = no_result
