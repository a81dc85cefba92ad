"""The paper of a talk: one form a question, with what its answers take."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ajar.encounters.models import FollowUp, Note
from ajar.goals.rules import SIDES
from ajar.guides import doing
from ajar.mandates.models import Alignment
from ajar.press.forms import ChipsField, DayField, HourField, LineField, Paper, ScaleField, WordsField

WAYS = [(key, name) for key, name in FollowUp.PLANS if key in ("visit", "call", "message")]
# Change talk, in the words that the margin uses (Miller and Rollnick: DARN-CAT).
TALK = Note.TALK


# The boxes beside a question, by name. They belong to its form, so that no press loses what stands in them.
ASIDES = {f"aside-{kind}": words for words, kind in doing.ASKS.values()}
ASIDES |= {f"aside-{kind}": doing.WHY_NOT_LOWER for kind in ("why", "why_sure")}


def _asides(names) -> dict:
    """Those of the boxes that have one of these names: the ones that were sent, or that the page shows."""
    boxes = {name: WordsField(label=ASIDES[name], rows=2, required=False) for name in names if name in ASIDES}
    for box in boxes.values():
        box.widget.attrs["form"] = "talk"
    return boxes


class WalkForm(Paper):
    """One question. at: how many answers there were when the page was made."""

    at = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = WordsField(label=_("In your own words"), rows=2, required=False)

    def __init__(self, *args, node, step_before=False, known="", neutral=False, stands=(), courts=(), **kwargs):
        """known: how it is safe to reach them, as it stands; it is not said anew when nobody changed it. neutral: whether the
        page says nothing of what is asked. stands: the goals or steps that the talk can go on with.
        courts: the mandates that what is said here is about."""
        super().__init__(*args, **kwargs)
        self.fields |= _asides(self.data)
        self.node, self.step_before, self.known = node, step_before, known
        if node.box and not neutral:
            self.fields["words"].label = str(node.box)
        if stands:
            said = [(str(one.pk), format_html('<q dir="auto">{}</q>', one.words)) for one in stands]
            chips = forms.RadioSelect(attrs={"class": "chips"}, choices=[("", _("A new one")), *said])
            # One that does not stand any more is no reason to refuse another press: `wants` tells of it.
            self.fields["again"] = forms.CharField(label=_("Or one that stands already"), widget=chips, required=False)
        self.stands = {str(one.pk): one.words for one in stands}
        if courts and node.does("save_alignment"):
            self.fields["courts"] = WordsField(label=_("What they ask"), rows=2, required=False)
            self.fields["match"] = ChipsField(label=_("Do they go together?"), choices=Alignment.MATCH, required=False)
            if len(courts) > 1:
                rows = [(str(one.pk), one.office.called) for one in courts]
                self.fields["court"] = ChipsField(label=_("Which court or office?"), choices=rows, required=False)
        if node.does("mark_private"):  # what is said here is written nowhere, but where they choose that it is
            del self.fields["words"]
        if node.does("rate_goal"):
            self.fields["number"] = ScaleField(label=_("How close are you now?"), required=False)
        if node.does("rate_confidence"):
            self.fields["number"] = ScaleField(label=_("How sure are you?"), required=False)
        if node.does("add_supporter"):
            self.fields["who"] = LineField(label=_("Who could help?"), max_length=120, required=False)
        if node.does("keep_sides"):
            del self.fields["words"]
            self.fields |= {side: WordsField(label=ask, rows=2, required=False) for side, ask in SIDES.items()}
        if node.ends and node.does("schedule_contact"):
            self.fields["day"] = DayField(label=_("Which day?"), past=False, future=True, required=False)
            self.fields["hour"] = HourField(label=_("What time, if there is one?"), required=False)
            self.fields["way"] = ChipsField(label=_("How?"), choices=WAYS, required=False)
            self.fields["safe"] = LineField(label=_("How is it safe to reach you?"), required=False)
            del self.fields["words"]

    def aside(self, kind):
        """The box of this kind, to be shown beside the question."""
        name = f"aside-{kind}"
        if name not in self.fields:
            self.fields |= _asides([name])
        return self[name]

    def get_context(self):
        context = super().get_context()
        context["fields"] = [pair for pair in context["fields"] if not pair[0].name.startswith("aside-")]
        return context

    def clean(self):
        said = super().clean()
        return said | {"known": self.known, "stands": self.stands.get(said.get("again"), "")}

    def wants(self, answer) -> bool:
        """Whether something is missing for this answer; the error says what."""
        said = self.cleaned_data
        if "set_goal" in answer.do and not (said.get("words") or said["stands"]):
            self.add_error("words", _("Write it in their words first. Or choose that there is no goal today."))
        if "set_step" in answer.do and not (said.get("words") or said["stands"] or self.step_before):
            self.add_error("words", _("Write the small thing first. Or choose that there is none this week."))
        if "save_alignment" in answer.do and "match" in self.fields:
            if not said.get("match"):
                self.add_error("match", _("Choose one first. Or press Skip."))
            if "court" in self.fields and not said.get("court"):
                self.add_error("court", _("Choose one first. Or press Skip."))
        if "schedule_contact" in answer.do and "day" in self.fields and not said.get("day"):
            self.add_error("day", _("Choose a day. Or choose that they will come by."))
        return not self.is_valid()


class LateForm(Paper):
    """What may have been typed on a page that is old by now, whatever it asked."""

    words = WordsField(required=False)
    who = LineField(max_length=120, required=False)
    safe = LineField(required=False)
    courts = WordsField(required=False)
    good, not_good, good_if, not_good_if = (WordsField(required=False) for _side in SIDES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= _asides(self.data)


class WordsForm(Paper):
    """A line of a talk, said another way."""

    words = WordsField(label=_("In your own words"), rows=3)
    talk = forms.ChoiceField(
        label=_("What kind of line is it?"), choices=TALK, required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip


class ReadForm(Paper):
    """The note, read together: each line kept, changed or dropped."""

    def __init__(self, *args, lines, marks=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            key = line.pk.hex
            self.fields[f"keep-{key}"] = forms.BooleanField(
                required=False, initial=not line.dropped, label=_("Keep this")
            )
            self.fields[f"words-{key}"] = WordsField(required=False, initial=line.words, rows=2, label=line.name)
            if marks:
                self.fields[f"talk-{key}"] = forms.ChoiceField(
                    choices=TALK, required=False, initial=line.talk, label=_("What kind of line is it?")
                )

    def rows(self):
        """(line, its three fields as they stand in the form)."""
        for line in self.lines:
            key = line.pk.hex
            talk = self[f"talk-{key}"] if f"talk-{key}" in self.fields else None
            yield line, self[f"keep-{key}"], self[f"words-{key}"], talk

    def kept(self) -> dict:
        """{id: (words, kind of change talk)} of the lines that are kept. A line whose words were taken out is not."""
        said, kept = self.cleaned_data, {}
        for line in self.lines:
            name = f"words-{line.pk.hex}"
            words = said[name] if name in self.data else line.words
            if said[f"keep-{line.pk.hex}"] and (words or not line.words):
                kept[line.pk] = (words, said.get(f"talk-{line.pk.hex}", line.talk))
        return kept
