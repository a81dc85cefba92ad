"""What an operator hears about the numbers to call."""

from collections import Counter

from django.core.checks import Error, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from ajar.access.models import Agency
from ajar.plans import regions
from ajar.press.content import ContentWrong


@register()
def numbers_looked_at(app_configs=None, databases=None, **kwargs):
    """Files that cannot be read; lists that nobody has compared with the lines' own pages for a quarter of a year; and, where
    the database may be asked, agencies whose region has no list."""
    try:
        there = regions.regions()
    except ContentWrong as refused:
        return [Error(str(wrong), id="ajar.E031") for wrong in refused.wrongs]
    agencies = _agencies() if databases else []
    used = Counter(key for _name, region in agencies for key in {regions.country_of(region), region})
    found = []
    for region, numbers in there.items():
        if days := numbers.stale(timezone.localdate()):
            shown = f" Agencies that show them here: {used[region]}." if databases else ""
            told = f"Numbers to call of {region}: last looked at on {numbers.checked_on}, {days} days ago.{shown}"
            found.append(
                Warning(told, hint=f"Call them, and write the day in plans/numbers/{region}.yaml.", id="ajar.W031")
            )
    for name, region in agencies:
        if region and not regions.of(region):
            told = f"{name} has no numbers to call: there is no list for its region, {region}."
            found.append(
                Warning(told, hint="Its manager chooses another on the page “Numbers to call”.", id="ajar.W032")
            )
    return found


def _agencies() -> list[tuple[str, str]]:
    try:
        return list(Agency.objects.order_by("name").values_list("name", "region"))
    except DatabaseError:  # before `ajar migrate`; a database that does not answer says so itself
        return []
