"""The paper of a question about safety."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.encounters.models import FollowUp
from ajar.press.forms import ChipsField, DayField, VersionPaper, WordsField


class SafetyForm(VersionPaper):
    """What came of asking. A day to try again belongs to "could not ask yet" and to nothing else."""

    answer = ChipsField(label=_("What came of it"), choices=FollowUp.ANSWERS)
    said = WordsField(label=_("In their own words"), rows=2, required=False, help_text=_("It can stay empty."))
    again = DayField(
        label=_("When will you try again?"),
        past=False,
        future=True,
        required=False,
        help_text=_("Only if nobody could ask yet. The question stays open until then, and after it."),
    )

    def clean(self):
        words = super().clean()
        if words.get("answer") == "could-not":
            if not words.get("again") and "again" not in self.errors:
                self.add_error("again", gettext("Say on which day you will try again."))
        elif words.get("answer"):
            words["again"] = None
        return words
