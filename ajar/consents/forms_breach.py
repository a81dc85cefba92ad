"""The paper of a breach."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.consents.models_breach import Breach
from ajar.press.forms import ChipsField, DayField, Paper, VersionPaper, WordsField


class CountsPaper(Paper):
    many = forms.IntegerField(label=_("How many people, as far as you know"), min_value=0, max_value=10_000_000)
    in_state = forms.IntegerField(
        label=_("How many of them live in the same state, at most"), min_value=0, max_value=10_000_000, required=False
    )
    state_days = forms.IntegerField(
        label=_("Days that your state's own law gives, if counsel said so"), min_value=1, max_value=365, required=False
    )

    def clean(self):
        said = super().clean()
        said["in_state"] = said.get("in_state") or 0
        if "many" in said and said["in_state"] > said["many"]:
            self.add_error("in_state", gettext("That is more than all of them."))
        return said


class BreachForm(CountsPaper):
    kind = ChipsField(label=_("What happened?"), choices=Breach.KINDS)
    found_on = DayField(label=_("Which day did any of us learn of it?"))
    happened_on = DayField(label=_("Which day did it happen, if you know?"), required=False)
    words = WordsField(label=_("What happened, in a few words. Leave names out."))
    encrypted = forms.BooleanField(label=_("It was encrypted, all of it"), required=False)
    key_along = forms.BooleanField(label=_("The key or the password was with it"), required=False)
    field_order = [
        "kind",
        "found_on",
        "happened_on",
        "words",
        "encrypted",
        "key_along",
        "many",
        "in_state",
        "state_days",
    ]

    def clean(self):
        said = super().clean()
        found, happened = said.get("found_on"), said.get("happened_on")
        if found and happened and happened > found:
            self.add_error("happened_on", gettext("It cannot have happened after it was found."))
        return said


class WeighForm(CountsPaper, VersionPaper):
    nature = WordsField(label=_("1. What was in it, and could somebody be known from it?"), rows=2)
    got_by = WordsField(label=_("2. Who got it, or used it?"), rows=2)
    viewed = WordsField(label=_("3. Was it really taken or looked at?"), rows=2)
    eased = WordsField(label=_("4. What was done to make it smaller?"), rows=2)
    low = ChipsField(
        label=_("How likely is it that somebody learned something?"),
        choices=[("yes", _("not likely, by all four")), ("no", _("it is likely, or we do not know"))],
    )
    field_order = ["nature", "got_by", "viewed", "eased", "low", "many", "in_state", "state_days"]

    def clean_low(self):
        return self.cleaned_data["low"] == "yes"


class SafeForm(Paper):
    finding = WordsField(label=_("What you did together so that they are safe"), rows=3)
