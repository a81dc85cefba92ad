"""The paper of what a crew was told."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.press.forms import ChipsField, LineField, Paper, WordsField


class EmergencyForm(Paper):
    """What was told, and the four facts of 42 CFR 2.51 as far as they are known by now."""

    took = WordsField(label=_("What they took, as you know it"), rows=2, max_length=1000, required=False)
    medicine = WordsField(label=_("Their medicine and allergies"), rows=2, max_length=1000, required=False)
    kind = ChipsField(
        label=_("Whom you told"), initial="medical_emergency",
        choices=[("medical_emergency", _("an ambulance or an emergency room")), ("treating_provider", _("a doctor or a nurse"))],
    )  # fmt: skip
    sure = ChipsField(
        label=_("How you know that it is them"), initial="called",
        choices=[("called", _("we called them")), ("met", _("they are here"))],
    )  # fmt: skip
    who = LineField(label=_("Their name, or the number of the crew"), max_length=90, required=False)
    facility = LineField(label=_("Where they work"), max_length=100, required=False)
    nature = WordsField(label=_("What happened"), rows=2, max_length=1000, required=False)
    real = forms.BooleanField(label=_("It is a medical emergency, and the person can not be asked"))

    def clean(self):
        said = self.cleaned_data
        if not said.get("took") and not said.get("medicine") and not {"took", "medicine"} & set(self.errors):
            self.add_error("took", gettext("Write what you told them, in a few words."))
        said.pop("real", None)
        return said
