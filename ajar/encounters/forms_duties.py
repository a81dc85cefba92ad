"""The paper of a duty: what was decided and why; a first report about a child; what happened here."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.encounters import duties
from ajar.press.forms import ChipsField, LineField, Paper, WordsField

SURE = [("called", _("we called them")), ("met", _("they are here"))]


class DutyForm(Paper):
    """unknown: tells of a subject whether the law of the state is not filled in."""

    about = ChipsField(label=_("What is it about"), choices=duties.ABOUT)
    way = ChipsField(label=_("What you decided"), choices=duties.WAYS)
    why = WordsField(label=_("Why"), rows=3)
    with_whom = LineField(label=_("Who decided it with you"), max_length=120, required=False)
    told = WordsField(label=_("What you told the person about this"), rows=2, required=False)

    def __init__(self, *args, unknown=lambda about: False, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        self.fields["with_whom"].asked = True  # where the state says nothing it is no matter of liking

    def clean(self):
        said = super().clean()
        alone = not (said.get("with_whom") or "").strip() and "with_whom" not in self.errors
        if said.get("about") and alone and self.unknown(said["about"]):
            self.add_error(
                "with_whom",
                gettext(
                    "The law of your state on this is not filled in. Decide it with the clinical lead or counsel, and write who it was."
                ),  # fmt: skip
            )
        return said


class ReportForm(Paper):
    name = LineField(label=_("Whom you tell: the office, and a name"), max_length=200)
    reach = LineField(label=_("Their number"), max_length=100, required=False)
    sure = ChipsField(label=_("How you know that it is them"), choices=SURE, initial="called")
    why = WordsField(label=_("Why you decided it, for us"), rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ChildForm(ReportForm):
    ground = ChipsField(
        label=_("What is it about"),
        choices=[("child", _("a child may be hurt or neglected")), ("prenatal", _("use in pregnancy"))],
    )
    first = forms.BooleanField(label=_("It is the first report about this"), required=False)
    what = WordsField(label=_("What was seen or heard, and no more"), rows=3)
    contact = WordsField(label=_("Name and address of who cares for the child"), rows=2, required=False)
    others = WordsField(label=_("The child, and others"), rows=2, required=False)
    field_order = ["ground", "first", "what", "contact", "others", "name", "reach", "sure", "why"]


class HereForm(ReportForm):
    where = ChipsField(
        label=_("Where, or against whom?"),
        choices=[("here", _("here")), ("us", _("against one of us")), ("else", _("somewhere else"))],
    )
    what = WordsField(label=_("What happened, and no more"), rows=3)
    contact = WordsField(label=_("Name, address, where they were last seen"), rows=2, required=False)
    field_order = ["where", "what", "contact", "name", "reach", "sure", "why"]
