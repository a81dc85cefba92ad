"""The paper for changing a question of the map: every text in both languages, and where each answer leads."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ajar.guides import talk
from ajar.press.forms import LANGUAGES, LineField, Paper, in_language

LABELS = {
    "ask": _("The question"), "neutral": _("On a screen that others may read"), "box": _("Above the place to write"),
    "worker": _("For the worker"),
}  # fmt: skip


class NodeForm(Paper):
    """One question. number: of the map that was shown."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    why = LineField(label=_("Why this change? For your colleagues"), required=False)

    def __init__(self, *args, node, nodes, **kwargs):
        super().__init__(*args, **kwargs)
        self.node = node
        ways = [(one["id"], one["ask"]["en"] or one["id"]) for one in nodes if one["id"] != talk.ANYWHERE]
        self.ways = [*ways, (talk.END, _("the end"))]
        for name, words in LABELS.items():
            if not (node[name]["en"] or name in ("box",) and node["ask"]["en"]):
                continue
            for code, language in LANGUAGES:
                self.fields[f"{name}-{code}"] = LineField(
                    label=in_language(words, language),
                    initial=node[name][code], required=bool(node[name]["en"]), max_length=400,
                )  # fmt: skip
        for at, answer in enumerate(node["answers"], 1):
            self._answer(at, answer)
        if len(node["answers"]) < talk.MOST_ANSWERS:
            self._answer(0, None)
        self.order_fields([name for name in self.fields if name != "why"] + ["why"])

    def _answer(self, at, answer):
        for code, language in LANGUAGES:
            self.fields[f"label-{at}-{code}"] = LineField(
                label=in_language(self._called(at), language),
                initial=answer["label"][code] if answer else "", required=bool(answer), max_length=80,
            )  # fmt: skip
        self.fields[f"to-{at}"] = forms.ChoiceField(
            label=_("Leads to"), choices=self.ways, initial=answer["to"] if answer else talk.END, required=bool(answer)
        )
        if answer:
            self.fields[f"out-{at}"] = forms.BooleanField(label=_("Leave this answer out"), required=False)

    def _called(self, at):
        return _("Answer %(number)s") % {"number": at} if at else _("One more answer")

    def changed(self) -> dict:
        """The question as it was written."""
        said, node = self.cleaned_data, dict(self.node)
        for name in LABELS:
            if f"{name}-en" in said:
                node[name] = {code: said[f"{name}-{code}"].strip() for code, _language in LANGUAGES}
        answers = []
        for at, answer in enumerate(self.node["answers"], 1):
            if not said[f"out-{at}"]:
                answers.append(answer | {"label": self._label(at), "to": said[f"to-{at}"]})
        if said.get("label-0-en") or said.get("label-0-es"):
            new = {"id": self._new_id(said["label-0-en"]), "label": self._label(0), "to": said["to-0"] or talk.END}
            answers.append(new | {"neutral": {"en": "", "es": ""}})
        return node | {"answers": answers}

    def _label(self, at) -> dict:
        return {code: self.cleaned_data[f"label-{at}-{code}"].strip() for code, _language in LANGUAGES}

    def _new_id(self, words) -> str:
        """An id that no answer of this question has."""
        there = {answer["id"] for answer in self.node["answers"]}
        first = re.sub(r"[^a-z]+", "_", words.lower()).strip("_")[:20] or "answer"
        names = [f"own_{first}", *(f"own_{first}_{letter}" for letter in "abcdefg")]
        return next(name for name in names if name not in there)

    def clean(self):
        clean = super().clean()
        if bool(clean.get("label-0-en")) != bool(clean.get("label-0-es")):
            self.add_error("label-0-en", _("Write the new answer in both languages."))
        return clean


class MapFileForm(Paper):
    """A map from two files, English and Spanish."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    english = forms.FileField(label=_("The map: talk.yaml"))
    spanish = forms.FileField(label=_("Its Spanish words: talk.es.yaml"))
    why = LineField(label=_("Why this change? For your colleagues"), required=False)

    def clean(self):
        clean = super().clean()
        for name in ("english", "spanish"):
            if clean.get(name) and clean[name].size > 1_000_000:
                self.add_error(name, _("This file is too large to be a map."))
        return clean
