"""Whatever is said about a person is sealed. What is not stands in a list that somebody had to write."""

from pathlib import Path

from django.apps import apps
from django.db import models

from ajar.access.seal import SealedText
from ajar.people.models import Person, PersonRow

LIST = Path(__file__).parent / "clear_columns.txt"
ALSO = {"access.Amendment", "access.Draft", "access.Submission", "access.AuditLine", "access.DataKey", "access.SignIn"}
# Words of ours, not of anybody: codes that the program writes. Everything else that holds text has fixed choices.
OUR_WORDS = {
    "basket.LawCheck": {"option", "who", "role", "source", "words"},  # what the law here says; about nobody served
    "basket.OptionVersion": {"option", "words", "why"},  # an option as a place has it; about nobody served
    "access.AuditLine": {"verb", "thing", "screen", "shown", "once"},
    "access.Amendment": {"thing", "column", "compartment"},
    "access.DataKey": {"compartment"},
    "access.Draft": {"form"},
    "access.SignIn": {"session_key", "device", "factor", "screen_state"},
    "access.Submission": {"verb", "thing"},
    "consents.CallList": {"words"},  # whom to call; about nobody served
    "consents.Consent": {"paper_version", "paper_sha256", "paper_language", "statements"},  # which text was signed
    "consents.Disclosure": {"zone", "role", "answer", "sha256", "media", "notice"},  # our words for how it went
    "consents.NoticeCheck": {"sha256", "notice"},  # about a text; about nobody
    "consents.Recipient": {"name", "reach"},  # an office; of a person's own life both are sealed
    "consents.RightsGiven": {"notice", "language"},  # which text was given
    "encounters.DutyText": {"words"},  # the agency's own text of a rule; about nobody
    "goals.GoalMove": {"came_from", "to"},  # a stage or a state
    "guides.MapVersion": {"nodes", "digest", "why"},  # the questions that a place asks; about nobody
    "people.Person": {"language"},  # a code such as "es"
    "plans.PlaceNumber": {"name_en", "name_es", "carry_en", "carry_es", "number", "plans"},  # about nobody served
    "plans.Print": {"parts"},  # which parts were chosen, by our names for them
}


def about_a_person(models_of=None):
    """Models of the rooms that know people, and what access keeps about them."""
    for model in models_of or apps.get_models():
        rooms = {"people", "consents", "encounters", "goals", "plans", "basket", "mandates", "reflection", "guides"}
        # of the directory only what knows a person: its services are public
        of_somebody = model._meta.app_label in rooms or issubclass(model, PersonRow)
        if of_somebody or model._meta.label in ALSO:
            yield model


def clear(model) -> set[str]:
    return {f.name for f in model._meta.concrete_fields if not isinstance(f, SealedText)} - {"id", "agency"}


def allowed() -> dict[str, set[str]]:
    lines = [line for line in LIST.read_text().splitlines() if line and line[0] != "#"]
    return {name.strip(): set(columns.split()) for name, columns in (line.split(":") for line in lines)}


def test_every_clear_column_is_on_the_list():
    listed = allowed()
    unlisted = {m._meta.label: clear(m) - listed.get(m._meta.label, set()) for m in about_a_person()}
    assert {name: columns for name, columns in unlisted.items() if columns} == {}


def test_the_list_names_nothing_that_is_gone():
    now = {m._meta.label: clear(m) for m in about_a_person()}
    assert {
        name: columns - now.get(name, set()) for name, columns in allowed().items() if columns - now.get(name, set())
    } == {}


def test_a_clear_column_that_holds_text_has_fixed_choices():
    free = {
        f"{m._meta.label}.{f.name}"
        for m in about_a_person()
        for f in m._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField | models.JSONField) and not isinstance(f, SealedText)
        if not f.choices and f.name not in OUR_WORDS.get(m._meta.label, set())
    }
    assert free == set()


def test_no_column_holds_what_we_never_collect():
    """Names of columns for what a record must not hold (I-18)."""
    never = {
        "immigration", "visa", "citizenship", "ssn", "social_security", "latitude", "longitude", "gps", "geo", "dealer",
        "dealers", "race_score", "risk_score", "score", "compliance", "no_shows", "missed", "strikes", "status",
    }  # fmt: skip
    held = {f.name for m in [*about_a_person(), Person] for f in m._meta.fields}
    assert held & never == set()
