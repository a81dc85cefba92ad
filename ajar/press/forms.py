"""The paper that every room's forms are made of: words kept verbatim, days and hours that can be true, a scale of buttons."""

import unicodedata
import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000
EARLIEST = date(1900, 1, 1)


def _attrs(attrs) -> str:
    """As Django's attrs.html."""
    said = [
        (name, "" if value is True else f'="{_text(value)}"') for name, value in attrs.items() if value is not False
    ]
    return "".join(f" {conditional_escape(name)}{value}" for name, value in said)


def _text(value) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


class Renderer(TemplatesSetting):
    """Ours for forms and fields. A plain box or line is what Django's templates make of it, written without them: of a page
    with one box they were a tenth."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    INPUTS = {f"django/forms/widgets/{kind}.html" for kind in ("text", "hidden", "date", "time", "number", "email")}

    def render(self, template_name, context, request=None):
        widget = context.get("widget")
        if template_name == "django/forms/widgets/textarea.html":
            words = conditional_escape(widget["value"] or "")
            return mark_safe(f'<textarea name="{_text(widget["name"])}"{_attrs(widget["attrs"])}>\n{words}</textarea>')
        if template_name in self.INPUTS:
            value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
            kind, name = _text(widget["type"]), _text(widget["name"])
            return mark_safe(f'<input type="{kind}" name="{name}"{value}{_attrs(widget["attrs"])}>')
        return super().render(template_name, context, request)


class WordsField(forms.CharField):
    """Words of a person or a worker, verbatim: not stripped, not corrected, line ends as typed, Unicode as NFC.

    NUL, other control characters and lone surrogates get a clear message; nothing is cut silently.
    """

    def __init__(self, *, rows: int = 3, max_length: int = LONGEST, **kwargs):
        kwargs.setdefault("strip", False)
        widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "dir": "auto"}) if rows > 1 else None
        super().__init__(widget=widget, max_length=max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        text = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n"))
        if not text.strip():
            return ""
        return text

    def validate(self, value):
        super().validate(value)
        if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) < 0xE000 or ord(c) == 0x7F for c in value):
            raise forms.ValidationError(
                _("There is a character in here that cannot be kept. It may come from copying. Type that part again."),
                code="control",
            )

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"autocomplete": "off", "dir": "auto"}


class LineField(WordsField):
    """A few words on one line: a name, a code."""

    def __init__(self, *, max_length: int = 300, **kwargs):
        super().__init__(rows=1, max_length=max_length, **kwargs)


class DayField(forms.DateField):
    """A local day. `past` and `future` say which direction makes sense; outside it there is a clear message."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, past: bool = True, future: bool = False, **kwargs):
        self.past, self.future = past, future
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the day as year-month-day, like 2026-05-12.")

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if value > today and not self.future:
            raise forms.ValidationError(_("That day has not come yet. Choose today or an earlier day."), code="future")
        if value < today and not self.past:
            raise forms.ValidationError(_("That day has passed. Choose today or a later day."), code="past")
        if value < EARLIEST or value > today + timedelta(days=365 * 5):
            raise forms.ValidationError(_("That day is too far away to be right. Check the year."), code="far")


class HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the time like 14:30.")


class ScaleField(forms.TypedChoiceField):
    """0 to 10 as radio buttons: nothing to drag (WCAG 2.5.7)."""

    widget = forms.RadioSelect(attrs={"class": "scale"})

    def __init__(self, **kwargs):
        kwargs.setdefault("choices", [(str(n), str(n)) for n in range(11)])
        kwargs.setdefault("coerce", int)
        kwargs.setdefault("empty_value", None)
        super().__init__(**kwargs)


class ChipsField(forms.ChoiceField):
    """A few choices as big buttons."""

    widget = forms.RadioSelect(attrs={"class": "chips"})


# Words that a place writes are in both languages of the house: their fields are named NAME-en and NAME-es.
LANGUAGES = (("en", _("English")), ("es", _("Spanish")))


def in_language(label, language) -> str:
    """The label of a field whose words are in one of LANGUAGES."""
    return gettext("%(what)s (%(language)s)") % {"what": label, "language": language}


class Paper(forms.Form):
    """A form. `once` makes it count once however often it is sent (I-21)."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = self.fields["once"].initial or uuid.uuid4()
        if not self.is_bound:
            self.initial.setdefault("once", uuid.uuid4())


class VersionPaper(Paper):
    """A form about a row that exists: it carries the version that was shown (I-23)."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def from_draft(form_class, kept: dict, **kwargs) -> dict:
    """The initial values of a form from the fields a draft kept, each as its widget reads it; a box that was not ticked too."""
    if not kept:
        return {}
    sent = QueryDict(mutable=True)
    for name, values in kept.items():
        sent.setlist(name, values)
    widgets = {name: field.widget for name, field in form_class(**kwargs).fields.items()}
    return {
        name: widget.value_from_datadict(sent, {}, name)
        for name, widget in widgets.items() if not widget.value_omitted_from_data(sent, {}, name)
    }  # fmt: skip


def number_in(text: str) -> int | None:
    """A whole number as an address or a button sends it, up to nine digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def moment(day: date, hour: time | None, zone: str | ZoneInfo | None = None) -> datetime:
    """The instant of a local day and hour; noon when no hour was said.

    Raises forms.ValidationError for an hour that the clocks skipped; of an hour that came twice it is the first.
    """
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone or timezone.get_current_timezone()
    local = datetime.combine(day, hour or time(12), tzinfo=zone)
    if local.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise forms.ValidationError(
            gettext("The clocks went forward that night, so that time did not happen. Choose an hour later."),
            code="gap",
        )
    return local
