"""The paper of referrals, and of telling or asking a partner."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ajar.directory import rules_referrals
from ajar.directory.models import PartnerAsk, Referral
from ajar.encounters.models import FollowUp
from ajar.goals.domains import OBSTACLE_OWNERS
from ajar.press.forms import ChipsField, DayField, LineField, Paper, VersionPaper, WordsField


def _along_field():
    return forms.ChoiceField(label=_("Who comes along, if they want somebody"), required=False)


def _offer(form, supporters, workers) -> None:
    """Who may come along: the supporters whom the person named, and workers. One, for the person chooses one."""
    form.supporters = {f"s:{row.pk}": row for row in supporters}
    form.workers = {f"w:{row.pk}": row for row in workers}
    named = [(key, row.name) for key, row in {**form.supporters, **form.workers}.items()]
    form.fields["along"].choices = [("", _("nobody, or not said")), *named]


def with_along(form) -> dict:
    """The clean values of a form, with the rows that were chosen in place of the choice."""
    clean = dict(form.cleaned_data)
    chosen = clean.pop("along")
    return clean | {"along_supporter": form.supporters.get(chosen), "along_worker": form.workers.get(chosen)}


def _waits(form):
    """A day until when is only for what is waited for; a form that lost its day keeps its words."""
    if form.cleaned_data.get("state") != rules_referrals.WAITING:
        form.cleaned_data["until"] = None


class ReferralForm(Paper):
    where = LineField(label=_("Where to"), error_messages={"required": _("Write the name of the place.")})
    reach = LineField(label=_("Their number or address"), required=False)
    need = WordsField(label=_("What is it for, in their words?"), rows=2)
    together = forms.BooleanField(label=_("We called together: it was their own call"), required=False)
    state = ChipsField(
        label=_("How it stands"), choices=[s for s in Referral.STATES if s[0] in Referral.UNDER_WAY], initial="asked"
    )
    until = DayField(label=_("If they wait: until when"), past=False, future=True, required=False)
    words = WordsField(label=_("What was said"), rows=2, required=False)
    look_on = DayField(label=_("Look again on"), past=False, future=True)
    look_kind = ChipsField(label=_("How you look again"), choices=FollowUp.PLANS, initial="call")
    how_safe = WordsField(
        label=_("How it is safe to reach them"), rows=3, required=False,
        help_text=_("From what they told you. Check that it still holds."),
    )  # fmt: skip
    along = _along_field()
    papers = WordsField(label=_("What to bring, a line each"), rows=3, max_length=2000, required=False)
    papers_who = LineField(
        label=_("Who brings that"),
        max_length=120,
        required=False,
        help_text=_("For each of them it can be changed later."),
    )
    alone = forms.BooleanField(
        label=_("On a turned screen only when we are alone"), required=False,
        help_text=_("It is so of itself for a bed, for a place to be safe, and where somebody could hurt them."),
    )  # fmt: skip
    service = forms.UUIDField(widget=forms.HiddenInput, required=False)
    encounter = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, supporters=(), workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self, supporters, workers)
        self.fields["look_on"].initial = rules_referrals.look_day(timezone.localdate())

    def clean(self):
        _waits(self)
        if self.cleaned_data.get("together") and self.cleaned_data.get("state") == "asked":
            self.cleaned_data["state"] = "called"
        self.cleaned_data["papers"] = rules_referrals.lines(self.cleaned_data.get("papers") or "")
        if len(self.cleaned_data["papers"]) > 20:
            self.add_error("papers", gettext("Twenty lines at most. Put the rest in one of them."))
        return self.cleaned_data


class ReferralMoveForm(VersionPaper):
    """How it stands now. A new day to look again is asked for where none is planned."""

    state = ChipsField(label=_("How it stands now"), choices=Referral.STATES)
    until = DayField(label=_("If they wait: until when"), past=False, future=True, required=False)
    words = WordsField(
        label=_("What came of it"), rows=3, required=False,
        help_text=_("If it did not work: what was in the way? It is the world's or ours, never theirs."),
    )  # fmt: skip
    look_on = DayField(label=_("Look again on"), past=False, future=True, required=False)

    def __init__(self, *args, looked_for=False, **kwargs):
        """looked_for: a day to look again is planned already, so that another is not asked for."""
        super().__init__(*args, **kwargs)
        if looked_for:
            del self.fields["look_on"]
        else:
            self.fields["look_on"].initial = rules_referrals.look_day(timezone.localdate())

    def clean(self):
        _waits(self)
        words = self.cleaned_data
        asked = "look_on" in self.fields and "look_on" not in self.errors
        if asked and words.get("state") in Referral.UNDER_WAY and not words["look_on"]:
            self.add_error("look_on", gettext("Say a day to look again, so that nobody waits alone."))
        if words.get("state") == rules_referrals.NOT_NOW and not words.get("words"):
            self.add_error("words", gettext("Write what was in the way, in a few words."))
        return words


class ReferralChangeForm(VersionPaper):
    where = LineField(label=_("Where to"), error_messages={"required": _("Write the name of the place.")})
    reach = LineField(label=_("Their number or address"), required=False)
    need = WordsField(label=_("What is it for, in their words?"), rows=2)
    along = _along_field()
    alone = forms.BooleanField(label=_("On a turned screen only when we are alone"), required=False)

    def __init__(self, *args, supporters=(), workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self, supporters, workers)

    @staticmethod
    def initial_from(row) -> dict:
        along = f"w:{row.along_worker_id}" if row.along_worker_id else ""
        return {
            "where": row.where, "reach": row.reach, "need": row.need, "alone": bool(row.alone),
            "along": f"s:{row.along_supporter_id}" if row.along_supporter_id else along, "version": row.version,
        }  # fmt: skip


class NeededPaperForm(Paper):
    """A paper that is needed there."""

    what = LineField(label=_("What is needed"), error_messages={"required": _("Write what is needed.")})
    who = LineField(label=_("Who brings it"), max_length=120, required=False)


class PaperChangeForm(VersionPaper):
    what = LineField(label=_("What is needed"), error_messages={"required": _("Write what is needed.")})
    who = LineField(label=_("Who brings it"), max_length=120, required=False)


class OwnerForm(Paper):
    """Whose obstacle it is."""

    owner = forms.ChoiceField(choices=OBSTACLE_OWNERS)


class PartnerForm(Paper):
    """Whom a partner's answer would be asked of, and what. Nothing of it is sent: what is sent is on a TellForm."""

    referral = forms.ChoiceField(
        label=_("Which partner"), required=False, widget=forms.RadioSelect(attrs={"class": "chips"})
    )
    whom = LineField(label=_("Somebody else, by name"), max_length=200, required=False)
    what = ChipsField(label=_("What you would do"), choices=PartnerAsk.WHAT, initial="how")
    words = WordsField(label=_("What you would say or ask"), rows=2, required=False)

    def __init__(self, *args, referrals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in referrals}
        if self.rows:
            self.fields["referral"].choices = [(key, row.where) for key, row in self.rows.items()]
        else:
            del self.fields["referral"]
            self.fields["whom"].label = _("Which partner, by name")

    def clean(self):
        words = self.cleaned_data
        words["referral"] = self.rows.get(words.get("referral") or "")
        if words.get("whom"):
            words["referral"] = None  # somebody else was named: that is who is meant
        if not words["referral"] and not words.get("whom"):
            self.add_error("whom", gettext("Choose a partner, or write who it is."))
        return words


class TellForm(Paper):
    """What a partner would be told or asked, under which consent. ways: of `telling.ways`. reach: whether a way to the
    person is on file, so that it could go along."""

    under = forms.ChoiceField(label=_("Who, and what for"), widget=forms.RadioSelect(attrs={"class": "chips"}))
    what = ChipsField(label=_("What you would do"), choices=PartnerAsk.WHAT, initial="how")
    referral = forms.ChoiceField(label=_("Which referral"), required=False)
    name = LineField(label=_("The name that they know"), max_length=120)
    words = WordsField(
        label=_("What they look for"), rows=2, max_length=1000, required=False,
        help_text=_("It goes along when you send the referral. With a question, only the question goes."),
    )  # fmt: skip
    with_reach = forms.BooleanField(label=_("They may also be told how to reach the person"), required=False)
    channel = ChipsField(label=_("How"), choices=[("phone", _("by phone")), ("paper", _("on paper"))], initial="phone")

    def __init__(self, *args, ways=(), referrals=(), reach=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.ways, self.rows = {way.key: way for way in ways}, {str(row.pk): row for row in referrals}
        self.fields["under"].choices = [(key, _way(way)) for key, way in self.ways.items()]
        self.fields["referral"].choices = [("", _("none of them")), *((k, row.where) for k, row in self.rows.items())]
        if len(self.ways) == 1:
            self.initial.setdefault("under", next(iter(self.ways)))
        if not self.rows:
            del self.fields["referral"]
        if not reach:
            del self.fields["with_reach"]

    def clean(self):
        words = self.cleaned_data
        words["under"] = self.ways.get(words.get("under"))
        words["referral"] = self.rows.get(words.get("referral") or "")
        if words.get("what") == "send" and not words["referral"] and not words.get("words"):
            self.add_error("words", gettext("Choose the referral, or write what they look for."))
        return words


def _way(way) -> str:
    return gettext("%(who)s. For: %(what)s") % {"who": way.recipient.called, "what": way.for_what}


class SaidForm(Paper):
    """That it was said, or that the page is to be made. asks: it needs the person's word that this way is safe."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    safe = forms.BooleanField(label=_("I asked them, and this way is safe"))
    read_out = forms.BooleanField(label=_("I have read the last part to them as well"))

    def __init__(self, *args, asks=False, aloud=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["safe"]
        if not aloud:
            del self.fields["read_out"]
