"""What the law of this place allows: which options of the list may be offered, and with which words."""

from ajar.basket import catalogue, rules
from ajar.basket.models import LawCheck


def standing(actor) -> dict[str, LawCheck]:
    """What was said last of each option, by its number. One statement."""
    rows = LawCheck.objects.filter(agency_id=actor.agency_id).order_by("option", "order")
    return {row.option: row for row in rows}


def history(actor, option_id) -> list[LawCheck]:
    """All that was said of an option, the newest first."""
    rows = LawCheck.objects.filter(agency_id=actor.agency_id, option=option_id)
    return list(rows.select_related("by").order_by("-order"))


def allows(option, law: dict) -> bool:
    """Whether an option may be offered here, and stand on a turned screen: no law differs about it, or somebody said yes."""
    return not option.state_law_flag or (option.id in law and law[option.id].answer in rules.LAW_OPENS)


def words_with(option, law: dict) -> str:
    """The words that the law here wants said with an option; none for most."""
    check = law.get(option.id) if option else None
    return check.words if check and check.answer == "words" else ""


def offered(law: dict) -> list:
    """The whole list without what the law here does not allow, or has not been asked about."""
    return [option for option in catalogue.load() if allows(option, law)]


def flagged(actor) -> list:
    """(option, what was said last or None) of each that laws differ about."""
    law = standing(actor)
    return [(option, law.get(option.id)) for option in catalogue.load() if option.state_law_flag]
