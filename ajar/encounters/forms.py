"""The paper of what happened: when, who was there, who said what, what is next."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.encounters import rules
from ajar.encounters.models import DutyText, Encounter, FollowUp, Judgement, LabResult, Note, Participant
from ajar.press.forms import ChipsField, DayField, HourField, LineField, Paper, VersionPaper, WordsField, moment


def call_the_person(form, name) -> None:
    """Who said it: the person stands first, by what to call them."""
    form.fields["speaker"].choices = [("person", name), *Note.SPEAKERS[1:]]


class Happening(forms.Form):
    """When on the clock of the site, and the instant that is; how long, where, and whether there was time alone."""

    day = DayField(label=_("Which day"))
    hour = HourField(
        label=_("At what time"),
        required=False,
        help_text=_("About is good enough. Empty means just now, or noon of an earlier day."),
    )

    minutes = forms.IntegerField(
        label=_("How many minutes"),
        required=False,
        min_value=0,
        max_value=1440,
        error_messages={"invalid": _("Write the minutes as a number, like 45.")},
    )
    place = forms.ChoiceField(label=_("Where"), choices=Encounter.PLACES, required=False)
    alone = ChipsField(label=_("Time alone with you"), choices=Encounter.ALONE, required=False)

    def __init__(self, *args, zone, **kwargs):
        self.zone = zone
        super().__init__(*args, **kwargs)

    def clean(self):
        words = super().clean()
        day, hour = words.get("day"), words.get("hour")
        if day is None or "hour" in self.errors:
            return words
        was = getattr(self, "was", None)
        if was is not None and (was.date(), was.time().replace(second=0, microsecond=0)) == (day, hour):
            words["happened_at"] = was  # an hour that came twice, and seconds, stay as they were
            return words
        if hour is None and day == timezone.localdate():
            words["happened_at"] = timezone.now()
            return words
        try:
            words["happened_at"] = moment(day, hour, self.zone)
        except forms.ValidationError as wrong:
            self.add_error("hour", wrong)
            return words
        if words["happened_at"] > timezone.now():
            self.add_error("hour", gettext("That time has not come yet. Write when it was."))
        return words


class StartForm(Paper):
    """One press. planned and version: the visit they came for."""

    kind = forms.ChoiceField(choices=Encounter.KINDS, required=False, widget=forms.HiddenInput)
    planned = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class EncounterForm(Happening, Paper):
    """Record a contact, now or later."""

    kind = ChipsField(label=_("What was it"), choices=Encounter.KINDS, initial="session")
    supporters = forms.MultipleChoiceField(
        label=_("Who was in the room"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"})
    )
    others = LineField(label=_("Anybody else in the room"), required=False)
    speaker = ChipsField(label=_("Who said it"), choices=Note.SPEAKERS, initial="person", required=False)
    words = WordsField(label=_("What was said first"), rows=4, required=False)

    field_order = [
        "kind", "day", "hour", "minutes", "place", "alone", "supporters", "others", "speaker", "words", "once",
    ]  # fmt: skip

    def __init__(self, *args, zone, supporters=(), **kwargs):
        super().__init__(*args, zone=zone, **kwargs)
        self.fields["supporters"].choices = [(str(s.pk), s.name) for s in supporters]
        if not supporters:
            del self.fields["supporters"]
        self.fields["day"].initial = timezone.localdate()  # no hour: a false one would stand in the record

    def clean_speaker(self):
        return self.cleaned_data["speaker"] or "person"


class EncounterAmendForm(Happening, Paper):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kind = ChipsField(label=_("What was it"), choices=Encounter.KINDS)
    why = LineField(label=_("Why do you put it right"), required=False)

    field_order = ["kind", "day", "hour", "minutes", "place", "alone", "why", "once", "version"]

    def __init__(self, *args, encounter=None, **kwargs):
        self.was = encounter.happened_at
        super().__init__(*args, **kwargs)
        self.initial = {
            "kind": encounter.kind,
            "day": self.was.date(),
            "hour": self.was.strftime("%H:%M"),
            "minutes": encounter.minutes,
            "place": encounter.place,
            "alone": encounter.alone,
            "version": encounter.version,
            **self.initial,
        }


class LineForm(Paper):
    speaker = ChipsField(label=_("Who said it"), choices=Note.SPEAKERS, initial="person")
    words = WordsField(label=_("In their words"), rows=3)


class CorrectForm(VersionPaper):
    speaker = ChipsField(label=_("Who said it"), choices=Note.SPEAKERS)
    words = WordsField(label=_("What was said"), rows=4)
    why = LineField(label=_("Why do you put it right"))


class MarkForm(VersionPaper):
    talk = forms.ChoiceField(choices=Note.TALK, required=False)


class ParticipantForm(Paper):
    kind = ChipsField(label=_("Who was in the room"), choices=Participant.KINDS, initial="supporter")
    supporter = forms.TypedChoiceField(label=_("Somebody they named"), required=False, empty_value=None)
    name = LineField(label=_("Name or what they are"), required=False)
    may_see = WordsField(label=_("What may they hear or read"), rows=2, required=False)

    def __init__(self, *args, supporters=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.named = {str(s.pk): s for s in supporters}
        self.fields["supporter"].choices = [
            ("", _("nobody from the list")),
            *((k, s.name) for k, s in self.named.items()),
        ]
        self.fields["supporter"].coerce = self.named.get
        if not supporters:
            del self.fields["supporter"]

    def clean(self):
        words = super().clean()
        words.setdefault("supporter", None)
        if not words["supporter"] and not (words.get("name") or "").strip():
            self.add_error("name", gettext("Write who it was, or what they are."))
        return words


class WorkersField(forms.MultipleChoiceField):
    """Workers who can open this record, as ticks."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "chips"})


class ReadersForm(Paper):
    """Workers who may read a row along."""

    readers = WorkersField(
        label=_("Who may read this one along, in supervised training"),
        required=False,
        help_text=_("For this note only. Nobody is fine."),
    )

    def __init__(self, *args, workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(w.pk): w for w in workers}
        self.fields["readers"].choices = [(pk, w.name) for pk, w in self.workers.items()]

    def clean_readers(self):
        return [self.workers[pk] for pk in self.cleaned_data["readers"]]


class ConfidenceForm(ReadersForm):
    words = WordsField(label=_("What stays between you"), rows=5)
    readers = WorkersField(
        label=_("Who else may read it"),
        required=False,
        help_text=_("Tick only whom the person named. Nobody is fine."),
    )
    field_order = ["words", "readers", "once"]


class JudgementForm(Paper):
    kind = ChipsField(label=_("What is it about"), choices=Judgement.KINDS)
    decision = WordsField(label=_("What you decided"), rows=2)
    why = WordsField(label=_("Why"), rows=4)
    told = WordsField(
        label=_("What you told the person about this"),
        rows=3,
        required=False,
        help_text=_("Tell them what you wrote. Then write here what you said."),
    )


class DutyTextForm(Paper):
    kind = forms.ChoiceField(choices=DutyText.KINDS, widget=forms.HiddenInput)
    words = WordsField(label=_("Our rule, with the law it rests on and who checked it"), rows=6)


# Families of substances that test panels report; "something else" takes any word.
SUBSTANCES = [
    ("alcohol", _("alcohol")),
    ("amphetamine", _("amphetamine")),
    ("benzodiazepines", _("benzodiazepines")),
    ("buprenorphine", _("buprenorphine")),
    ("cannabis", _("cannabis")),
    ("cocaine", _("cocaine")),
    ("fentanyl", _("fentanyl")),
    ("heroin", _("heroin")),
    ("methadone", _("methadone")),
    ("methamphetamine", _("methamphetamine")),
    ("oxycodone", _("oxycodone")),
]
SHOWED = [("", _("not looked for")), *rules.SHOWED.items()]


class LabForm(Paper):
    """A test: asked first, told why and who gets it, then yes, no or another time. A finding a substance."""

    day = DayField(label=_("Which day"))
    told_why = forms.BooleanField(label=_("I said why I ask"), required=False)
    told_who = forms.BooleanField(label=_("I said who gets the result"), required=False)
    answer = ChipsField(label=_("The answer"), choices=LabResult.ANSWERS)
    specimen = LineField(label=_("What was tested"), required=False, help_text=_("Like urine, saliva or blood."))
    confirmed = ChipsField(
        label=_("What kind of result"),
        choices=[("", _("a quick screen")), ("yes", _("confirmed by a laboratory"))],
        required=False,
    )
    other = LineField(label=_("Something else that was looked for"), required=False)
    other_showed = forms.ChoiceField(label=_("And it"), choices=SHOWED, required=False)

    field_order = ["day", "told_why", "told_who", "answer", "specimen", "confirmed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()
        for key, name in SUBSTANCES:
            self.fields[f"found_{key}"] = forms.ChoiceField(label=name, choices=SHOWED, required=False)
        self.order_fields([*self.field_order, *(f"found_{key}" for key, _name in SUBSTANCES)])

    @property
    def asked(self):
        return [self[name] for name in self.field_order if name in self.fields]

    @property
    def found(self):
        return [self[f"found_{key}"] for key, _name in SUBSTANCES] + [self["other"], self["other_showed"]]

    def clean_confirmed(self):
        return self.cleaned_data["confirmed"] == "yes"

    def clean(self):
        words = super().clean()
        lines = [f"{key}: {words[f'found_{key}']}" for key, _name in SUBSTANCES if words.get(f"found_{key}")]
        other, showed = (words.get("other") or "").strip(), words.get("other_showed")
        if bool(other) != bool(showed):
            self.add_error("other_showed" if other else "other", gettext("Say what it was, and what the test showed."))
        if other and ":" in other:
            self.add_error("other", gettext("Write the name without a colon."))
        elif other and showed:
            lines.append(f"{other}: {showed}")
        words["findings"] = "\n".join(lines)
        if words["findings"] and words.get("answer") not in (None, "agreed"):
            self.add_error("answer", gettext("There is a result, but no yes. Check which of the two is right."))
        return words

    def kept(self) -> dict:
        """What an action takes."""
        names = ("day", "told_why", "told_who", "answer", "specimen", "confirmed", "findings")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class LabAmendForm(LabForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = LineField(label=_("Why do you put it right"), required=False)

    field_order = ["told_why", "told_who", "answer", "specimen", "confirmed", "why"]

    def __init__(self, *args, test, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["day"]
        known = {key for key, _name in SUBSTANCES}
        values = {
            "told_why": test.told_why,
            "told_who": test.told_who,
            "answer": test.answer,
            "specimen": test.specimen,
            "confirmed": "yes" if test.confirmed else "",
            "version": test.version,
        }
        self.carried = []  # lines this form has no field for: they are kept as they are
        for name, showed in rules.findings(test.findings):
            if name in known:
                values[f"found_{name}"] = showed
            elif "other" not in values:
                values |= {"other": name, "other_showed": showed}
            else:
                self.carried.append(f"{name}: {showed}")
        self.initial = values | self.initial

    def clean(self):
        words = super().clean()
        words["findings"] = "\n".join(filter(None, [words["findings"], *self.carried]))
        return words


class FollowUpForm(Paper):
    kind = ChipsField(label=_("What is planned"), choices=FollowUp.PLANS, initial="visit")
    day = DayField(label=_("Which day"), past=False, future=True)
    at = HourField(label=_("At what time"), required=False, help_text=_("Leave it empty for any time."))
    what = WordsField(label=_("What for"), rows=2, required=False)
    how_safe = WordsField(
        label=_("How it is safe to reach them"),
        rows=3,
        required=False,
        help_text=_("From what they told you. Check that it still holds."),
    )
    worker = forms.ChoiceField(label=_("Who does it"))
    safety = forms.BooleanField(
        label=_("This is about safety"), required=False, help_text=_("It then stands first on Today.")
    )

    def __init__(self, *args, workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(w.pk): w for w in workers}
        self.fields["worker"].choices = [(pk, w.name) for pk, w in self.workers.items()]
        self.fields["day"].initial = timezone.localdate() + timedelta(days=7)

    def clean_worker(self):
        return self.workers[self.cleaned_data["worker"]]

    def clean_at(self):
        return rules.hour_text(self.cleaned_data["at"])


class DoneForm(VersionPaper):
    came_of_it = WordsField(label=_("What came of it"), rows=2, required=False)


class MoveForm(VersionPaper):
    day = DayField(label=_("To which day"), past=False, future=True)
    at = HourField(label=_("At what time"), required=False)

    def clean_at(self):
        return rules.hour_text(self.cleaned_data["at"])


class HandForm(VersionPaper):
    worker = forms.ChoiceField(label=_("To whom"))

    def __init__(self, *args, workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(w.pk): w for w in workers}
        self.fields["worker"].choices = [(pk, w.name) for pk, w in self.workers.items()]

    def clean_worker(self):
        return self.workers[self.cleaned_data["worker"]]


class AttemptForm(Paper):
    """A try to reach somebody: whom it went to, what was said, what came of it."""

    kind = ChipsField(
        label=_("What did you do"),
        choices=[("call", _("called")), ("message", _("sent a message")), ("go-with", _("went there"))],
        initial="call",
    )
    whom = LineField(label=_("Whom did you reach out to"), max_length=200)
    said = WordsField(label=_("What you said"), rows=2, required=False)
    came_of_it = WordsField(label=_("What came of it"), rows=2, required=False)
