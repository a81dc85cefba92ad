"""The paper of the room: names, cards, words, ways to reach somebody, reasons."""

import re
import unicodedata

from django import forms
from django.conf import settings
from django.core import signing
from django.core.validators import validate_email
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from ajar.people import finding
from ajar.people.protecting import REASON
from ajar.press.forms import HourField, LineField, Paper, VersionPaper, WordsField

PRONOUNS = ["she/her", "he/him", "they/them"]


class NameField(LineField):
    """What to call somebody: any letters or signs of any language, as long as something of it can be seen."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def validate(self, value):
        super().validate(value)
        if "\n" in value or "\t" in value:
            raise forms.ValidationError(_("A name stands on one line."), code="lines")
        if value and all(unicodedata.category(c)[0] in "CZM" for c in value):
            raise forms.ValidationError(_("Nothing of this name can be seen. Write one letter or sign at least."))


class PronounsField(LineField):
    """Free text with quick picks; empty means that the name is repeated."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Pronouns"))
        kwargs.setdefault("help_text", _("Left empty, the name is repeated."))
        super().__init__(max_length=60, required=False, **kwargs)
        self.widget.attrs["list"] = "pronouns"


class FindForm(forms.Form):
    """The find box."""

    find = LineField(max_length=200, required=False, label=_("Name or card"))


class StartForm(Paper):
    """Somebody new: what to call them, or a card, and nothing else."""

    chosen_name = NameField(required=False, label=_("What should we call them?"))
    pronouns = PronounsField()
    team = forms.ChoiceField(label=_("Team"), required=False)
    code = LineField(max_length=60, required=False, label=_("Card"))
    memory = LineField(
        max_length=30, required=False, label=_("One more word"),
        help_text=_("A word that is easy to remember. It becomes part of the card."),
    )  # fmt: skip

    def __init__(self, *args, teams=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        if len(self.teams) > 1:
            self.fields["team"].choices = [(pk, team.name) for pk, team in self.teams.items()]
        else:
            del self.fields["team"]

    def clean_team(self):
        return self.teams.get(self.cleaned_data["team"])

    def clean_code(self):
        return finding.tidy_code(self.cleaned_data["code"])

    def clean(self):
        words = super().clean()
        if self.data.get("with") != "code":
            words["code"] = ""
            if not words.get("chosen_name") and "chosen_name" not in self.errors:
                self.add_error("chosen_name", _("Write what to call them, or start with the card."))
        elif "code" not in self.errors:
            words["code"] = whole_code(self, words)
        return words


class CodeForm(Paper):
    """One more card for somebody."""

    code = LineField(max_length=60, label=_("Card"))
    memory = LineField(max_length=30, required=False, label=_("One more word"))

    def clean(self):
        words = super().clean()
        if "code" not in self.errors:
            words["code"] = whole_code(self, {**words, "code": finding.tidy_code(words.get("code", ""))})
        return words


def whole_code(form, words) -> str:
    """The card with its memory word, if there is one; an error on the form when it is no card."""
    code = "-".join(part for part in (words["code"], finding.tidy_code(words.get("memory") or "")) if part)
    if not finding.looks_like_code(code):
        form.add_error("code", _("A card has two words and a number, like BLUE-FOX-27."))
    return code


class NameForm(VersionPaper):
    chosen_name = NameField(required=False, label=_("What to call them"))
    pronouns = PronounsField()
    language = forms.ChoiceField(
        required=False, label=_("Language they like to read"), choices=[("", _("Not said")), *settings.LANGUAGES]
    )
    why = LineField(max_length=200, required=False, label=_("Why it changes"))


class _Newest(Paper):
    """Words that are added beside the older ones. `version` is the order of the row that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WordsForm(_Newest):
    self_words = LineField(required=False, label=_("How they name themselves"), help_text=_("Kept as said, in quotes."))
    chest = LineField(required=False, max_length=60, label=_("Chest"), help_text=_("Their word for it."))
    feed = LineField(
        required=False, max_length=60, label=_("Feeding a baby"), help_text=_("Like chestfeeding, or nursing.")
    )
    parent = LineField(required=False, max_length=60, label=_("Parent"), help_text=_("Like dad, or mama."))
    baby = LineField(required=False, max_length=60, label=_("The baby"), help_text=_("A name, or any word."))
    partner = LineField(required=False, max_length=60, label=_("Partner"), help_text=_("A name, or any word."))
    thing = LineField(
        required=False, max_length=120, label=_("The thing they do or use"), help_text=_("What they call it.")
    )
    setback = LineField(
        required=False, max_length=60, label=_("A setback"), help_text=_("What they call a hard time, or using again.")
    )


class ContactForm(_Newest):
    ways = WordsField(
        rows=2,
        max_length=1000,
        required=False,
        label=_("Good ways to reach them"),
        help_text=_("Number, address, or through whom."),
    )
    when = LineField(required=False, label=_("When"), help_text=_("Days and hours."))
    sender = LineField(
        required=False,
        max_length=60,
        label=_("Whose name it comes from"),
        help_text=_("Like M. Not the name of this place."),
    )
    voicemail = LineField(required=False, label=_("What may be left on a voicemail"), help_text=_("Word for word."))
    code_word = LineField(
        required=False, max_length=60, label=_("Code word"), help_text=_("To know that it is really them.")
    )
    reading_along = WordsField(rows=2, max_length=1000, required=False, label=_("Who may be reading along"))
    sms = LineField(
        required=False, max_length=40, label=_("Number for safe text messages"),
        help_text=_("Left empty: no text messages. Ask who else sees this phone."),
    )  # fmt: skip
    email = LineField(
        required=False, max_length=200, label=_("Address for safe e-mail"), help_text=_("Left empty: no e-mail.")
    )
    days = forms.MultipleChoiceField(
        required=False, label=_("Days when a message is safe"), choices=[(str(n), WEEKDAYS[n]) for n in range(7)],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )  # fmt: skip
    from_hour = HourField(required=False, label=_("Safe from"))
    to_hour = HourField(
        required=False, label=_("Safe until"), help_text=_("Earlier than the hour above means: past midnight.")
    )
    could_be_hurt = forms.BooleanField(
        required=False, label=_("Somebody could hurt them"),
        help_text=_("Then no title, print or message shows this place or a reason."),
    )  # fmt: skip

    field_order = [
        "ways", "when", "sender", "sms", "email", "days", "from_hour", "to_hour", "voicemail", "code_word",
        "reading_along", "could_be_hurt",
    ]  # fmt: skip

    def clean_could_be_hurt(self):
        return "yes" if self.cleaned_data["could_be_hurt"] else ""

    def clean_sms(self):
        """Digits, with a plus before them if it was said."""
        number = re.sub(r"[\s().-]", "", self.cleaned_data["sms"])
        if number and not re.fullmatch(r"\+?[0-9]{7,15}", number):
            raise forms.ValidationError(_("Write a phone number, like 555 010 0199."))
        return number

    def clean_email(self):
        address = self.cleaned_data["email"].strip()
        if address:
            validate_email(address)
        return address

    def clean_days(self):
        return " ".join(sorted(self.cleaned_data["days"]))

    def clean_from_hour(self):
        return _hour(self.cleaned_data["from_hour"])

    def clean_to_hour(self):
        return _hour(self.cleaned_data["to_hour"])

    def clean(self):
        """Messages need to know when they are safe, and in whose name: without that none goes."""
        words = super().clean()
        if self.errors or not (words["sms"] or words["email"]):
            return words
        if not words["days"]:
            self.add_error("days", _("Tick the days when a message is safe."))
        if not (words["from_hour"] and words["to_hour"]) or words["from_hour"] == words["to_hour"]:
            self.add_error("from_hour", _("Write from when until when a message is safe."))
        if not words["sender"].strip():
            self.add_error("sender", _("Ask whose name a message comes from. The choice is theirs."))
        return words


def _hour(hour) -> str:
    return hour.strftime("%H:%M") if hour else ""


class SupporterForm(Paper):
    name = NameField(label=_("Name"))
    relation = LineField(required=False, max_length=120, label=_("Who they are to each other"))
    reach = LineField(required=False, label=_("How to reach them"))
    may_be_told = WordsField(
        rows=2,
        max_length=1000,
        required=False,
        label=_("What may be said to them"),
        help_text=_("Left empty: nothing."),
    )


class SupporterChangeForm(SupporterForm, VersionPaper):
    pass


class TheirSay(Paper):
    """A yes that is theirs to give."""

    said = forms.BooleanField(
        label=_("They said so"), error_messages={"required": _("This is theirs to say. Ask, then tick the box.")}
    )


class WorkerForm(Paper):
    """One worker out of a list."""

    worker = forms.ChoiceField(label=_("Worker"))

    def __init__(self, *args, workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        self.fields["worker"].choices = [("", _("Choose")), *((pk, w.name) for pk, w in self.workers.items())]

    def clean_worker(self):
        return self.workers[self.cleaned_data["worker"]]


class BlockForm(WorkerForm):
    why = WordsField(
        rows=2, max_length=2000, required=False, label=_("Why"), help_text=_("Only those who may block read this.")
    )


class ReasonField(WordsField):
    def __init__(self, **kwargs):
        super().__init__(rows=3, max_length=2000, **kwargs)

    def validate(self, value):
        super().validate(value)
        if len(value.strip()) < REASON:
            raise forms.ValidationError(_("Say a little more: 20 letters at least."), code="short")


class GlassForm(Paper):
    """Whom, and why. The person is chosen on the next page."""

    who = NameField(label=_("Whole name, or card"))
    why = ReasonField(label=_("Why you need to look"), help_text=_("Somebody else will read this. So may the person."))


class FindingForm(VersionPaper):
    finding = WordsField(
        rows=3, max_length=5000, label=_("What you found"), help_text=_("Was the look needed? What happens now?")
    )


class HoldForm(Paper):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("legal", _("Legal")), ("safety", _("Safety"))])
    why = WordsField(rows=2, max_length=2000, label=_("Why"))


class WhoForm(forms.Form):
    """The privacy officer's own find box: a whole name or a whole card."""

    who = NameField(label=_("Whole name, or card"))


class EraseForm(Paper):
    sure = forms.BooleanField(
        label=_("I have checked that this is the right person"),
        error_messages={"required": _("Check the name first, then tick the box.")},
    )


def sealed_choice(person_id, actor) -> str:
    """The id of somebody who was just found, for the next step of the same worker; it says nothing by itself."""
    return signing.dumps(str(person_id), salt=f"choice:{actor.pk}")


def open_choice(text: str, actor):
    """The id inside, for ten minutes; None for anything else."""
    try:
        return signing.loads(text, salt=f"choice:{actor.pk}", max_age=600)
    except signing.BadSignature:
        return None
