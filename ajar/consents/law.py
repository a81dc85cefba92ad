"""The law of a state, as content: `content/law/us-ny.yaml`. What nobody has filled in or no lawyer has reviewed is unknown, and
unknown leads to a human, never to a yes or a no (domain.md A.12, A.14, A.17; decision 41)."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.utils import timezone

from ajar.access.models import Agency
from ajar.consents import texts
from ajar.consents.facts import DataClass, Known, Minor
from ajar.press import content
from ajar.press.content import ContentWrong, Reviewer, Text, Wrong

FOLDER = content.CONTENT / "law"
NAMES = content.CONTENT / "consents"
UNKNOWN = "unknown"
NEVER = "none"  # of an age: at no age alone
YES_NO = ("yes", "no")
AGE = "age"
RULES: dict[str, tuple[str, ...]] = {  # rule: what it may say beside unknown
    "duty_to_protect": ("mandatory", "permissive", "none"),
    "mandated_reporter_child": YES_NO,
    "mandated_reporter_elder": YES_NO,
    "mandated_reporter_dependent_adult": YES_NO,
    "mandated_reporter_dv_injury": YES_NO,
    "mandated_reporter_gunshot": YES_NO,
    "prenatal_exposure_is_report": ("yes", "no", "plan_of_safe_care_only"),
    "age_of_majority": (AGE,),
    "minor_sud_consent_age": (AGE, NEVER),
    "minor_mh_consent_age": (AGE, NEVER),
    "stricter_hiv": YES_NO,
    "stricter_mental_health": YES_NO,
    "stricter_reproductive": YES_NO,
    "victim_services": YES_NO,  # VAWA, FVPSA, VOCA and what the state adds, for a program that is one
    "school_records": YES_NO,  # FERPA, for a program in a school
}
AGES = tuple(rule for rule, values in RULES.items() if AGE in values)
CLASSES = {  # what a rule of its own is about
    "stricter_hiv": DataClass.HIV_STI, "stricter_mental_health": DataClass.MENTAL_HEALTH,
    "stricter_reproductive": DataClass.REPRODUCTIVE, "victim_services": DataClass.DV,
}  # fmt: skip
# A law that requires or allows; a plan of care is no report.
_YES = {"yes", "mandatory", "permissive"}
OLDEST_MAJORITY = 21  # no state is later


@dataclass(frozen=True)
class Rule:
    """value: one of RULES, a number of years, or unknown. statute: where the law says so, kept with what was decided by it."""

    id: str
    value: str | int = UNKNOWN
    statute: str = ""
    reviewers: tuple[Reviewer, ...] = ()

    @property
    def reviewed_on(self) -> date | None:
        """The last day on which somebody read it as a lawyer."""
        return max((one.on for one in self.reviewers if one.role == "legal"), default=None)


@dataclass(frozen=True)
class Law:
    """code: the agency's region. example: the law of no real place, which counts in a demo only."""

    code: str = ""
    name: Text = Text()
    example: bool = False
    rules: dict[str, Rule] = field(default_factory=dict, hash=False)
    demo: bool = False

    def rule(self, name: str) -> Rule:
        """What is written, whether or not it may be relied on. Raises KeyError for a rule that there is not."""
        if name not in RULES:
            raise KeyError(name)
        return self.rules.get(name) or Rule(name)

    def counts(self, name: str) -> bool:
        """Whether what is written may be relied on."""
        return self.demo if self.example else self.rule(name).reviewed_on is not None

    def value(self, name: str) -> str | int:
        """What may be relied on, else unknown."""
        return self.rule(name).value if self.counts(name) else UNKNOWN

    def known(self, name: str) -> Known:
        """Whether the law requires or allows it. Raises KeyError for an age, which is no yes or no."""
        if name in AGES:
            raise KeyError(name)
        value = self.value(name)
        return Known.UNKNOWN if value == UNKNOWN else Known.YES if value in _YES else Known.NO

    def report(self, *, child: bool = False, prenatal: bool = False) -> Known:
        """Whether a first report on these grounds is required or allowed: `facts.Event.statute`."""
        asked = [
            name for name, on in (("mandated_reporter_child", child), ("prenatal_exposure_is_report", prenatal)) if on
        ]
        answers = {self.known(name) for name in asked}
        return next((one for one in (Known.YES, Known.UNKNOWN) if one in answers), Known.NO)

    def tighter(self, classes: Collection[DataClass]) -> dict[DataClass, str]:
        """{class: rule} of those that this law guards more than federal law, or may: a human looks before they go."""
        return {of: name for name, of in CLASSES.items() if of in classes and self.known(name) is not Known.NO}

    def waiting(self) -> list[Rule]:
        """The rules that may not be relied on."""
        return [self.rule(name) for name in RULES if self.value(name) == UNKNOWN]


def law(code: str, *, demo: bool = False) -> Law:
    """The law of a region, "us-ny". Of one without a file, or while a file is wrong, nothing is known; never an error."""
    try:
        found = laws().get((code or "").casefold())
    except (ContentWrong, OSError):
        found = None
    return replace(found or Law((code or "").casefold()), demo=demo)


def laws() -> dict[str, Law]:
    """Each file, by its code. Raises ContentWrong with all that is wrong."""
    return _read(FOLDER)


def names() -> dict[str, tuple[Text, Text]]:
    """{rule: (what it is called, what it says)}. Raises ContentWrong."""
    return _names(NAMES)


def check() -> int:
    """How many states are right. Raises ContentWrong with all that is wrong in them and in the names."""
    wrongs, counts = [], []
    for read in (laws, names):
        try:
            counts.append(len(read()))
        except ContentWrong as refused:
            wrongs += refused.wrongs
    return texts.done(counts, wrongs)[0]


def age(born: tuple[int, int], on: date) -> tuple[int, int]:
    """The youngest and the oldest that somebody can be who was born in this (year, month): the day is not kept."""
    year, month = born
    years = on.year - year
    return years - (on.month <= month), years - (on.month < month)


def minor(
    law: Law, born: tuple[int, int], on: date, *, emancipated: bool = False, care: str = "minor_sud_consent_age"
) -> Minor | None:
    """What the law says of somebody born in this (year, month); None for who is of age. In the month of a birthday that would
    change the answer, it is unknown. Capacity, threat and the director's finding are for whoever knows them to add."""
    if emancipated:
        return None
    answers = {_alone(law, years, care) for years in age(born, on)}
    answer = answers.pop() if len(answers) == 1 else Known.UNKNOWN
    return None if answer is None else Minor(alone=answer)


def _alone(law: Law, years: int, care: str) -> Known | None:
    """None: of age."""
    majority, alone = law.value("age_of_majority"), law.value(care)
    if years >= (OLDEST_MAJORITY if majority == UNKNOWN else majority):
        return None
    if alone == UNKNOWN:
        return Known.UNKNOWN
    return Known.YES if alone != NEVER and years >= alone else Known.NO


# The files


@cache
def _read(folder: Path) -> dict[str, Law]:
    found, wrongs = {}, []
    for path in sorted(folder.glob("*.yaml")):
        before = len(wrongs)
        about, entries = content.read(path, _ABOUT, _schema(), wrongs)
        whole = len(wrongs) == before  # an entry that is wrong is told as that, not as missing too
        if not Agency.REGION.fullmatch(path.stem):
            wrongs.append(Wrong(content.name_of(path), 1, "", "a file is named after a region, like us-ny"))
        ids = [entry.values["id"] for entry in entries]
        wrongs += [e.wrong("id", "stands twice") for at, e in enumerate(entries) if e.values["id"] in ids[:at]]
        if not about:
            continue
        wrongs += [
            Wrong(content.name_of(path), 1, "entries", f"{name} is missing; say unknown where it is")
            for name in RULES
            if whole and name not in ids
        ]
        wrongs += [wrong for entry in entries for wrong in _wrong_rule(entry, about["example"])]
        rules = {entry.values["id"]: _rule(**entry.values) for entry in entries}
        found[path.stem] = Law(path.stem, Text(**about["name"]), about["example"], rules)
    return texts.done(found, wrongs)


def _rule(*, id, value, statute, reviewers) -> Rule:
    return Rule(id, value, statute, tuple(Reviewer(one["name"], one["as"], one["on"]) for one in reviewers))


def _wrong_rule(entry, example) -> list[Wrong]:
    """What is wrong between the fields of a rule."""
    name, value, statute = (entry.values[key] for key in ("id", "value", "statute"))
    found, allowed = [], RULES[name]
    if isinstance(value, int):
        if AGE not in allowed or not 0 < value <= OLDEST_MAJORITY:
            found.append(entry.wrong("value", f"{value} is no value of {name}; these are: {_said(allowed)}"))
    elif value not in (*allowed, UNKNOWN) or value == AGE:
        found.append(entry.wrong("value", f"“{value}” is no value of {name}; these are: {_said(allowed)}"))
    if bool(statute) == (value == UNKNOWN):
        what = (
            "is empty while the value is unknown" if statute else "says where the law says so, when the value is known"
        )
        found.append(entry.wrong("statute", what))
    if statute and statute.startswith("Example") != example:
        found.append(entry.wrong("statute", "begins with Example in the law of an example, and in no other"))
    if example and entry.values["reviewers"]:
        found.append(entry.wrong("reviewers", "nobody reviews an example"))
    return found


def _said(allowed) -> str:
    years = f"years from 1 to {OLDEST_MAJORITY}"
    return ", ".join(years if one == AGE else one for one in (*allowed, UNKNOWN))


def _value(value) -> str:
    if isinstance(value, bool):
        return "yes and no stand in quotes here"
    return "" if isinstance(value, str | int) else "a word or a number of years is needed here"


def _statute(value) -> str:
    return "" if value == "" else content.line_of(200)(value)


def _in_both(value) -> str:
    if not isinstance(value, dict) or set(value) != {"en", "es"}:
        return "words in both languages are needed here: {en: ..., es: ...}"
    return next((f"{key}: {wrong}" for key in value if (wrong := content.line_of(60)(value[key]))), "")


_ABOUT: content.Schema = {
    "owner": content.line_of(80), "source": content.line_of(600), "checked_on": content.day, "name": _in_both,
    "example": content.yes_or_no,
}  # fmt: skip


def _schema() -> content.Schema:
    return {
        "id": content.one_of(*RULES), "value": _value, "statute": _statute,
        "reviewers": content.reviewers(timezone.localdate()),
    }  # fmt: skip


@cache
def _names(folder: Path) -> dict[str, tuple[Text, Text]]:
    wrongs: list[Wrong] = []
    both = texts.read(folder, "law", {}, {"name": content.line_of(60), "says": content.line_of(200)}, wrongs)
    if not wrongs:
        wrongs += texts.lacking(both, RULES)
    return texts.done({one.id: (one.text("name"), one.text("says")) for one in both}, wrongs)
