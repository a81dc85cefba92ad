"""A record with an unguessable word in every text field of every table, made from the models themselves.

A new model is planted on the day it is written; one that cannot be planted breaks the tests that use this.
"""

import json
import secrets
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models, transaction
from django.utils.timezone import localdate, now

from ajar.access import seal
from ajar.access.models import Worker
from ajar.access.seal import SealedDateTime, SealedText
from ajar.access.walls import as_counseling
from ajar.basket.models import OptionVersion
from ajar.consents.models import Breach, Disclosure, LegalRequest, Recipient
from ajar.encounters.models import Confidence, CounselingNote, CounselingReader, KeptRow
from ajar.guides import versions
from ajar.guides.models import MapVersion
from ajar.people import actions
from ajar.people.models import Block, Link, Person, PersonRow

ROOMS = [
    "access",
    "people",
    "consents",
    "encounters",
    "goals",
    "plans",
    "directory",
    "basket",
    "mandates",
    "reflection",
    "guides",
]
# Made by the machinery itself, or by the cast; planted by no hand.
NOT_PLANTED = {
    "access.Agency", "access.Worker", "access.Membership", "access.SignIn", "access.InstanceKey", "access.AgencyKey",
    "access.DataKey", "access.AuditLine", "access.Submission", "people.Person", "people.NamePrefix",
    "guides.MapVersion", "basket.OptionVersion",
}  # fmt: skip
NOT_WORDS = {
    "language",
    "timezone",
    "thing",
    "column",
    "compartment",
    "form",
    "verb",
    "parts",
    "lane",
    "came_from",
    "rule",
    "to",
    "zone",
    "role",
    "answer",
    "media",
    "notice",
    "statements",
    "paper_version",
    "paper_sha256",
    "sha256",
    "paper_language",
}


@dataclass
class Planted:
    """What was planted for one person. words: {word: (model label, column)}; kept: what its author keeps from the team."""

    person: Person
    rows: dict = field(default_factory=dict)
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    of_the_agency: set[str] = field(default_factory=set)
    others_name: str = ""  # of the person at the other end of the link

    def word(self, model, column, kept=False) -> str:
        word = f"CNRY{secrets.token_hex(6)}"
        self.words[word] = (model._meta.label, column)
        if kept or model in {Confidence, CounselingNote}:
            self.kept.add(word)
        elif (model._meta.app_label == "directory" and not issubclass(model, PersonRow)) or model._meta.label in {
            "access.Site",
            "access.Team",
            "encounters.DutyText",
            "basket.LawCheck",
            "plans.PlaceNumber",
            "consents.NoticeCheck",
            "consents.CallList",
        }:
            self.of_the_agency.add(word)
        return word

    def about_the_person(self) -> set[str]:
        return set(self.words) - self.of_the_agency

    def found_in(self, text: str) -> list:
        """Planted words in a text, as the columns that they were planted in."""
        return sorted({self.words[w] for w in self.words if w in text}) if "CNRY" in text else []


def planted_models() -> list:
    """Every model of ours, after those that it points to."""
    waiting = [m for m in apps.get_models() if m._meta.app_label in ROOMS and m._meta.label not in NOT_PLANTED]
    ordered: list = []
    while waiting:
        ready = [
            m for m in waiting
            if not any(f.related_model in waiting and f.related_model is not m for f in m._meta.concrete_fields if f.is_relation)
        ]  # fmt: skip
        assert ready, f"these point at each other: {waiting}"
        ordered += ready
        waiting = [m for m in waiting if m not in ready]
    return ordered


def plant(actor, *, blocked: Worker, team=None) -> Planted:
    """A person of the actor's with a row in every table. blocked: the worker whom the person's Block names."""
    planted = Planted(None)
    name = planted.word(Person, "chosen_name")
    planted.person = actions.start_person(
        actor, chosen_name=name, pronouns=planted.word(Person, "pronouns"), **({"team": team} if team else {})
    )
    planted.others_name = planted.word(Person, "chosen_name")
    other = actions.start_person(actor, chosen_name=planted.others_name, **({"team": team} if team else {}))
    planted.rows[Person] = planted.person
    seal.preload(actor.agency_id, [planted.person.pk, other.pk])
    with transaction.atomic():
        planted.rows[MapVersion] = versions.in_use(actor)  # a map of words that mean nothing would let nobody talk
    planted.rows[OptionVersion], _made = OptionVersion.objects.get_or_create(
        agency_id=actor.agency_id, option="OP-12", number=1, defaults={"act": "ours", "day": localdate(), "by": actor}
    )
    for model in planted_models():
        planted.rows[model] = _row(planted, model, actor, other, blocked)
    for model in planted_models():
        if issubclass(model, KeptRow):
            planted.rows[model, "kept"] = _row(planted, model, actor, other, blocked, kept=True)
    return planted


def _row(planted, model, actor, other, blocked, kept=False):
    row = model()
    for column in model._meta.concrete_fields:
        if not column.primary_key:
            setattr(row, column.attname, _value(planted, row, column, actor, kept))
    if model is Link:
        row.other = other
    if model is Block:
        row.worker = blocked
    if model is Breach:  # nobody has weighed it yet
        row.low = None
    if model is LegalRequest:  # nobody agrees to what they wrote down
        row.first = row.second = None
    if model is Disclosure:  # a release, on the consent beside it
        row.ground, row.released = "", True
    if kept:
        row.kept_between = planted.rows[Confidence]
    with writing(model):
        row.save(force_insert=True)
    return row


def writing(model):
    """Where rows of a table are written and read: those of counseling notes are apart."""
    return as_counseling() if model in {CounselingNote, CounselingReader} else nullcontext()


def _value(planted, row, column, actor, kept):
    model, target = type(row), column.related_model
    if column.is_relation:
        if target is Person:
            return planted.person.pk
        if target is Worker:
            return actor.pk
        if target._meta.label == "access.Agency":
            return actor.agency_id
        if target is model or target is Confidence and column.name == "kept_between":
            return None
        found = planted.rows.get(target)
        assert found is not None or column.null, f"{model.__name__}.{column.name} points at nothing planted"
        return found.pk if found else None
    if isinstance(column, SealedDateTime):
        return now()
    if column.choices:
        return next(value for value, _ in column.flatchoices if value not in ("", None))
    if isinstance(column, SealedText):
        word = planted.word(model, column.name, kept)
        return json.dumps({"who": word}) if column.name == "more" else word
    if isinstance(column, models.UUIDField):
        return planted.person.pk
    if isinstance(column, models.DateTimeField):
        return now() + timedelta(minutes=50 if column.name == "until" else 0)
    if isinstance(column, models.DateField):
        return None if column.null else localdate()
    if isinstance(column, models.BooleanField):
        return False
    if isinstance(column, models.IntegerField | models.DecimalField | models.FloatField):
        if column.name == "until":  # it still stands
            return None
        return 2 if kept and column.name == "order" else 1
    if isinstance(column, models.BinaryField):
        return secrets.token_bytes(16)
    if model is Recipient and column.name in ("name", "reach"):  # of her own life: sealed
        return ""
    if isinstance(column, models.CharField | models.TextField):
        if column.name in NOT_WORDS:
            return {
                "timezone": "America/New_York",
                "compartment": "record",
                "sha256": "0" * 64,
                "form": f"f{uuid4().hex[:8]}",
            }.get(column.name, "")
        return planted.word(model, column.name, kept)[: column.max_length]
    raise AssertionError(f"no way to plant {model.__name__}.{column.name}")


# Addresses

# Words in an address, and the table whose row they name, where it is not the word itself.
NAMES = {
    "talks": "SupervisionTalk", "talk": "SupervisionTalk", "tests": "LabResult", "results": "LabResult",
    "next": "FollowUp", "follow-ups": "FollowUp", "followups": "FollowUp", "followup": "FollowUp", "follow": "FollowUp",
    "numbers": "CarriedNumber", "number": "CarriedNumber", "might": "WhatMightHappen", "marks": "Rating",
    "duties": "Judgement", "people": "Person", "person": "Person", "lines": "Note", "glass": "BreakGlass",
    "reviews": "Task", "care": "CareTeam", "blocks": "Block", "workers": "Worker", "holds": "Hold",
    "links": "Link", "codes": "Code", "supporters": "Supporter", "patterns": "Pattern", "steps": "Step",
    "sides": "TwoSides", "plans": "SafetyPlan", "plan": "SafetyPlan", "paper": "SignedPaper", "help": "Service",
}  # fmt: skip
SLUGS = {
    "form": "note",
    "kind": "closeness",
    "what": "sheet",
    "state": "now",
    "part": "words",
    "lang": "es",
    "domain": "use",
    "letter": "a",
}


def uuid_kwargs(pattern) -> list[str]:
    return [
        name for name, converter in pattern.pattern.converters.items() if type(converter).__name__ == "UUIDConverter"
    ]


def row_for(planted, pattern, kwarg):
    """The planted row that an id in an address names; None when nobody can tell."""
    by_name = {m.__name__.lower(): row for m, row in planted.rows.items() if not isinstance(m, tuple)}
    route = str(pattern.pattern).split(f"<uuid:{kwarg}>")[0].strip("/").split("/")[-1]
    guesses = [
        kwarg.removesuffix("_id"),
        route,
        route.rstrip("s"),
        route.removesuffix("es"),
        (pattern.name or "").split("-")[0],
    ]
    for guess in guesses:
        for name in (guess, NAMES.get(guess, "")):
            if (found := by_name.get(name.replace("-", "").lower())) is not None:
                return found
    return None


def address(pattern, planted, made_up: dict | None = None, urlconf=None):
    """(path, ids used) of a page with the ids of a planted record, or with made-up ones in their place."""
    from django.urls import reverse

    said = {}
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        if kind == "UUIDConverter":
            row = row_for(planted, pattern, name)
            if name.startswith(("worker", "site", "team")) and row is None:
                row = planted.person
            said[name] = row.pk if row is not None else planted.person.pk
            if made_up is not None:
                said[name] = made_up.setdefault(said[name], uuid4())
        else:
            said[name] = 1 if kind == "IntConverter" else SLUGS.get(name, "x")
    return reverse(pattern.name, urlconf, kwargs=said), {v for v in said.values() if isinstance(v, UUID)}
