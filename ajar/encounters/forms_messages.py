"""The paper of safe messages: which text, by which way; and what was shown before it was sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.encounters import safe_words
from ajar.press.forms import ChipsField, Paper


class ChooseForm(forms.Form):
    """A text of the set, in the words that would go, and a way. No other words can be written."""

    text = forms.ChoiceField(label=_("Which message"), widget=forms.RadioSelect(attrs={"class": "chips"}))
    way = ChipsField(label=_("By which way"))

    def __init__(self, *args, ways, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [
            (key, words) for key, _name, words in safe_words.texts(ways[0].sender if ways else "", language)
        ]
        self.fields["way"].choices = [(way.kind, way.name) for way in ways]
        if len(ways) == 1:
            self.fields["way"].initial = ways[0].kind


class SendForm(Paper):
    """What was looked at, sent as it is."""

    text = forms.CharField(max_length=40, widget=forms.HiddenInput)
    way = forms.CharField(max_length=6, widget=forms.HiddenInput)
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
