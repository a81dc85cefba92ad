"""Looking for options: by words, by subject, by part of the spectrum."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.basket.catalogue import SPECTRUM, SUBJECTS
from ajar.press.forms import LineField


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
