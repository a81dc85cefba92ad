"""The paper of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.directory import queries, rules
from ajar.press.forms import LineField, Paper, VersionPaper, WordsField

SPOKEN = {
    "en": _("English"), "es": _("Spanish"), "ht": _("Haitian Creole"), "pt": _("Portuguese"), "fr": _("French"),
    "zh": _("Chinese"), "vi": _("Vietnamese"), "ru": _("Russian"), "ar": _("Arabic"), "ko": _("Korean"),
    "tl": _("Tagalog"), "asl": _("Sign language"),
}  # fmt: skip
FIRST = ("bed", "food", "doctor", "legal", "baby", "treatment", "moud", "syringes", "mind")


def _names(topics) -> list:
    return [(topic.key, str(topic)) for topic in topics]


class SearchForm(forms.Form):
    """What is looked for. It is sent by POST, so that its words stand in no log and no history."""

    text = LineField(label=_("What do you need?"), max_length=200, required=False)
    place = LineField(label=_("Near a town or ZIP code"), max_length=80, required=False)
    open_now = forms.BooleanField(label=_("Open now"), required=False)
    marks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("They speak"), required=False)
    page = forms.IntegerField(min_value=0, max_value=500, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["marks"].choices = _names(rules.topics("marks").values())
        self.fields["language"].choices = [("", _("any language")), *((c, SPOKEN[c]) for c in queries.LANGUAGES)]

    def asked(self, need: str = "") -> dict:
        """What queries.search takes. need: the key of a need that was pressed; it stands in place of the words."""
        words, topics = self.cleaned_data, rules.topics("needs")
        text = str(topics[need]) if need in topics else words["text"]
        marks = sum(rules.topics("marks")[key].bit for key in words["marks"])
        return {
            "text": text, "place": words["place"], "open_now": words["open_now"], "marks": marks,
            "language": words["language"], "page": words["page"] or 0,
        }  # fmt: skip


def first_needs() -> list:
    """The needs that are buttons, named in the language of the page."""
    return _names(rules.topics("needs")[key] for key in FIRST)


class LookedForm(Paper):
    """Somebody looked. A few words are welcome; none of them is about a person."""

    note = WordsField(
        label=_("What did you learn?"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("Say nothing of a person here."),
    )


class CorrectForm(VersionPaper):
    own_phone = LineField(label=_("Number that works"), max_length=80, required=False)
    own_note = WordsField(
        label=_("What we know"), rows=3, max_length=1000, required=False, help_text=_("Say nothing of a person here.")
    )
    marks = forms.MultipleChoiceField(label=_("What holds here"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["marks"].choices = _names(rules.topics("marks").values())

    @staticmethod
    def initial_from(service) -> dict:
        keys = [topic.key for topic in rules.named("marks", service.held)]
        return {"version": service.version, "own_phone": service.own_phone, "own_note": service.own_note, "marks": keys}

    def bits(self) -> int:
        return sum(rules.topics("marks")[key].bit for key in self.cleaned_data["marks"])
