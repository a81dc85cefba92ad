"""The paper of this room. Questions are asked the way a worker can say them aloud; few must be answered."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ajar.goals import domains, rules
from ajar.press.forms import ChipsField, DayField, LineField, Paper, ScaleField, VersionPaper, WordsField


class Rows(forms.UUIDField):
    """The id of a row that this paper hangs on; the view looks it up, and it is 404 unless it may be seen."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class Hung(Paper):
    """Paper that may hang on an encounter or on a confidence."""

    encounter = Rows()
    confidence = Rows()


class NeedForm(Hung):
    words = WordsField(label=_("What is your most important need right now?"), help_text=_("In their own words."))
    rung = forms.TypedChoiceField(
        label=_("Which is it nearest to?"), choices=domains.RUNGS, coerce=int, initial=domains.RUNGS[-1][0],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    most_now = forms.BooleanField(label=_("This matters most now"), required=False, initial=True)


class NeedChangeForm(VersionPaper):
    words = WordsField(label=_("The need, in their own words"))
    rung = forms.TypedChoiceField(
        label=_("Which is it nearest to?"), choices=domains.RUNGS, coerce=int,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip


class StrengthForm(Hung):
    words = WordsField(
        label=_("What has helped before?"),
        help_text=_("A person, a place, a habit, a belief, anything. As they say it."),
    )


class StrengthChangeForm(VersionPaper):
    words = WordsField(label=_("What has helped"))


class ObstacleForm(Hung):
    words = WordsField(label=_("What stands in the way?"), help_text=_("In their own words."))
    owner = ChipsField(
        label=_("Whose is it?"), choices=domains.OBSTACLE_OWNERS,
        help_text=_("What stands in the way belongs to the world or to us. It is no trait of a person."),
    )  # fmt: skip


class ObstacleChangeForm(VersionPaper):
    words = WordsField(label=_("What stands in the way?"))
    owner = ChipsField(label=_("Whose is it?"), choices=domains.OBSTACLE_OWNERS)


class _GoalFields(forms.Form):
    words = WordsField(label=_("What do you want?"), help_text=_("In their own words. They stay as they are said."))
    domain = ChipsField(label=_("What is it about?"), choices=domains.DOMAIN_CHOICES, initial="other")
    spectrum = ChipsField(
        label=_("Where is it on the spectrum?"), choices=domains.SPECTRUM, initial="not-use",
        help_text=_("All of these are good places for a goal."),
    )  # fmt: skip
    origin = ChipsField(label=_("Whose goal is it?"), choices=domains.ORIGINS, initial="mine")
    asked_by = LineField(label=_("If it was asked of them: by whom?"), required=False)

    def clean(self):
        clean = super().clean()
        if clean.get("origin") != "asked":
            clean["asked_by"] = ""
        return clean


class GoalForm(_GoalFields, Hung):
    field_order = ["words", "domain", "spectrum", "origin", "asked_by", "stage"]
    stage = ChipsField(label=_("Where are they with it?"), choices=domains.STAGES, required=False)


class GoalWordsForm(_GoalFields, VersionPaper):
    pass


class MoveForm(VersionPaper):
    stage = ChipsField(
        label=_("Where are they with it now?"), choices=domains.STAGES, required=False,
        help_text=_("It can move in any direction, at any time."),
    )  # fmt: skip
    state = ChipsField(label=_("And the goal itself?"), choices=domains.STATES)
    said_by = ChipsField(
        label=_("Who says so?"), choices=domains.SAID_BY, initial="person",
        help_text=_("Only the person moves a goal. What a worker thinks is kept as a guess to ask about."),
    )  # fmt: skip


class NumberForm(VersionPaper):
    number_name = LineField(
        label=_("What do you want to count?"), help_text=_("Evenings with someone, money kept, drinks, anything.")
    )
    number_unit = LineField(
        label=_("In what?"), help_text=_("Evenings, dollars, drinks a week."), required=False, max_length=40
    )


class MarkForm(Paper):
    """One mark on a goal. A press on a number is enough."""

    value = ScaleField(label=_("0 is not at all, 10 is there"))
    words = WordsField(label=_("What makes it this number?"), rows=2, required=False)
    day = DayField(label=_("Which day?"), required=False)

    def __init__(self, *args, kind="closeness", **kwargs):
        super().__init__(*args, **kwargs)
        asked = MARKS[kind]
        self.fields["value"].label, self.fields["words"].label = asked
        if kind == "number":
            # "" or nothing typed asks again; the number is the person's own, and has no top.
            self.fields["value"] = forms.DecimalField(
                label=_("The number"), max_digits=9, decimal_places=2, localize=False,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )  # fmt: skip

    def clean_day(self):
        return self.cleaned_data["day"] or localdate()


# kind: (the question, the question about the number). Never "why not higher?": that asks for reasons to stay put.
MARKS = {
    "closeness": (_("How close does it feel? 0 is not at all, 10 is there."), _("What makes it this number?")),
    "importance": (_("How important is it to you? 0 is not at all, 10 is very."), _("Why not lower?")),
    "confidence": (_("How sure are you that you could? 0 is not at all, 10 is very."), _("Why not lower?")),
    "readiness": (_("How ready are you today? 0 is not at all, 10 is very."), _("Why not lower?")),
    "number": (_("The number"), _("What makes it this number?")),
}


class _StepFields(forms.Form):
    words = WordsField(
        label=_("What is a small next step?"), rows=2, help_text=_("Small enough to be likely. In their own words.")
    )
    when = LineField(label=_("When?"), required=False, max_length=100)
    who_helps = LineField(label=_("Who helps?"), required=False, max_length=100)
    sure = ScaleField(label=_("How sure of it, 0 to 10?"), required=False, help_text=_("Under 7? Try a smaller step."))


class StepForm(_StepFields, Paper):
    goal = Rows()


class StepChangeForm(_StepFields, VersionPaper):
    pass


class SmallerForm(_StepFields, VersionPaper):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What is a smaller step?")


class _ChangeFields(forms.Form):
    kind = ChipsField(
        label=_("What was it?"),
        choices=[("better", _("Something got better")), ("setback", _("It was hard")), ("event", _("Something happened"))],
    )  # fmt: skip
    domain = ChipsField(label=_("Which part of life?"), choices=domains.LANE_CHOICES, required=False)
    words = WordsField(label=_("In their own words"), required=False)
    noticed_by = ChipsField(
        label=_("Who noticed?"), initial="person",
        choices=[("person", _("the person")), ("worker", _("a worker")), ("supporter", _("a supporter"))],
    )  # fmt: skip
    day = DayField(label=_("Which day?"), required=False)
    about_then = forms.BooleanField(label=_("About then; the day is a guess"), required=False)
    goal = forms.ChoiceField(label=_("Has it to do with a goal?"), required=False)

    def __init__(self, *args, goals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = {str(goal.pk): goal for goal in goals}
        if self.goals:
            self.fields["goal"].widget.attrs["data-said"] = ""  # the options are a person's own words
            self.fields["goal"].choices = [("", _("with none")), *((key, g.words) for key, g in self.goals.items())]
        else:
            del self.fields["goal"]

    def clean_day(self):
        return self.cleaned_data["day"] or localdate()

    def clean_goal(self):
        return self.goals.get(self.cleaned_data["goal"])


class ChangeForm(_ChangeFields, Hung):
    pass


class ChangeChangeForm(_ChangeFields, VersionPaper):
    """The same paper for a change that is there: a domain finer than a part of life stays as it is, unless moved."""

    def __init__(self, *args, change, **kwargs):
        super().__init__(*args, **kwargs)
        if change.domain not in domains.LANES:
            self.fields["domain"].choices = [(change.domain, change.part), *domains.LANE_CHOICES]


class LifeForm(Paper):
    """How life is: a scale for each part, in the person's order. None has to be marked."""

    day = DayField(label=_("Which day?"), required=False)

    def __init__(self, *args, lanes=(), **kwargs):
        super().__init__(*args, **kwargs)
        for lane in lanes:
            self.fields[lane] = ScaleField(label=domains.LANES[lane], required=False)
        self.order_fields([*lanes, "day"])

    def values(self):
        return {lane: self.cleaned_data.get(lane) for lane in domains.LANES}


class _PatternFields(forms.Form):
    behavior = ChipsField(label=_("What is it about?"), choices=domains.BEHAVIORS)
    benefits = WordsField(
        label=_("What does it give you?"), required=False, help_text=_("What is good about it comes first.")
    )
    what = WordsField(
        label=_("What is it, and how?"), required=False,
        help_text=_("What, how much, how often, in which way, with what else, from where, what it costs."),
    )  # fmt: skip
    state_of_self = WordsField(
        label=_("How are body and mind at the time?"), required=False,
        help_text=_("Sleep, food, pain, mood, how long since the last time, what you expect from it."),
    )  # fmt: skip
    surroundings = WordsField(
        label=_("Where, and who is there?"), required=False,
        help_text=_("Alone or with someone, in a hurry, police near, a roof, safe water, gear, naloxone at hand."),
    )  # fmt: skip
    harms = WordsField(label=_("What is not so good about it?"), required=False)
    place = ChipsField(label=_("Where would you put it yourself?"), choices=domains.CONTINUUM, required=False)
    own_label = LineField(label=_("Or in your own word"), required=False)
    job = WordsField(label=_("If it is less, or none: what will do that job?"), required=False)


class PatternForm(_PatternFields, Paper):
    pass


class PatternChangeForm(_PatternFields, VersionPaper):
    pass


class TwoSidesForm(Hung):
    """Both sides, in their words; any of them may stay empty, but not all."""

    about = LineField(label=_("What is it about?"), required=False)
    good, not_good, good_if, not_good_if = (WordsField(label=ask, required=False) for ask in rules.SIDES.values())

    def clean(self):
        clean = super().clean()
        if not self.errors and not any(clean.get(name) for name in rules.SIDES):
            raise forms.ValidationError(_("Write at least one side."), code="empty")
        return clean


class TwoSidesChangeForm(TwoSidesForm, VersionPaper):
    """The same, of a row that is there."""


class ChoiceForm(Paper):
    """Ask, offer, ask: what the worker knows is written down only after a yes."""

    choice = WordsField(label=_("Which choice?"), rows=2)
    knows = WordsField(label=_("What do you know about what might happen?"), required=False)
    leave = ChipsField(
        label=_("May I tell you what I know?"), required=False,
        choices=[("yes", _("yes")), ("later", _("not now")), ("no", _("no"))],
    )  # fmt: skip
    offered = WordsField(
        label=_("What was said then"), required=False, help_text=_("One small piece, without pushing.")
    )
    makes_of_it = WordsField(label=_("What do you make of it?"), required=False)
    goal = Rows()

    def clean(self):
        clean = super().clean()
        if clean.get("offered") and clean.get("leave") != "yes":
            self.add_error("leave", _("Ask first. What was said is kept once there was a yes."))
        return clean


class _LimitFields(forms.Form):
    behavior = ChipsField(label=_("What happened, to others?"), choices=domains.LIMIT_BEHAVIORS)
    happened = WordsField(label=_("What happened, plainly?"))
    effect = WordsField(label=_("What did it do to others?"))
    limit = WordsField(label=_("What is not possible here for a while?"))
    until = DayField(label=_("Until which day?"), past=False, future=True)
    open_today = WordsField(
        label=_("What is open today?"), help_text=_("There is always something: supplies, a call, a talk outside.")
    )
    way_back = WordsField(label=_("What is the way back?"))
    persons_view = WordsField(
        label=_("How does the person see it?"), required=False, help_text=_("In their own words.")
    )
    reviewer = forms.ModelChoiceField(label=_("Which supervisor looks at it?"), queryset=None)

    def __init__(self, *args, reviewers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers


class LimitForm(_LimitFields, Paper):
    pass


class LimitChangeForm(_LimitFields, VersionPaper):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].past = True
