"""Whether something is a breach, and by which day who is told (45 CFR 164.402 to 164.408; 42 CFR 2.16(b)). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

PEOPLE = 60  # days from when it was found: 164.404(b)
MANY = 500  # 164.406 (media: more than), 164.408 (HHS: or more)


@dataclass(frozen=True)
class Days:
    """By which day; None: nobody has to. hhs_yearly: with the list of the year (164.408(c))."""

    people: date | None = None
    hhs: date | None = None
    media: date | None = None
    hhs_yearly: bool = False


def readable(*, encrypted: bool, key_along: bool) -> bool:
    """Whether it was unsecured: encrypted as HHS asks, and the key not lost with it, nobody can read it (164.402)."""
    return not encrypted or key_along


def state_of(row) -> str:
    """safe (nobody can read it), weigh (the four factors are to be weighed), low (not likely that anything came out), tell."""
    if not readable(encrypted=row.encrypted, key_along=row.key_along):
        return "safe"
    return {None: "weigh", True: "low", False: "tell"}[row.low]


def days(row) -> Days:
    """While nobody has weighed it, it is taken for a breach (164.402(2)): the days run from when it was found."""
    if state_of(row) in ("safe", "low"):
        return Days()
    within = row.found_on + timedelta(days=min(PEOPLE, row.state_days or PEOPLE))
    yearly = row.many < MANY
    hhs = date(row.found_on.year, 12, 31) + timedelta(days=60) if yearly else row.found_on + timedelta(days=PEOPLE)
    return Days(within, hhs, row.found_on + timedelta(days=PEOPLE) if row.in_state > MANY else None, yearly)


def ways(hurt: bool) -> tuple[str, ...]:
    """How somebody may be told; a letter can be opened by whoever hurts them."""
    return ("meet", "call") if hurt else ("meet", "call", "letter")
