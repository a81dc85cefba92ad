"""The paper of the entity's pages: a short list for an officer, and a manager's invitation of one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.mandates.models import MandateEvent
from ajar.press.forms import ChipsField, LineField, Paper


class AskForm(Paper):
    kind = ChipsField(label=_("Which question?"), choices=MandateEvent.ASKS)


class OfficerForm(Paper):
    """offices: recipients that the agency knows."""

    name = LineField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    office = forms.ChoiceField(
        label=_("Which court or office?"),
        help_text=_("They read what goes to this one, and to no other. Choose the very one that consents name."),
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {str(row.pk): row for row in offices}
        self.fields["office"].choices = [(key, row.name) for key, row in self.offices.items()]

    def clean_office(self):
        return self.offices[self.cleaned_data["office"]]
