"""What an operator hears about the numbers that people carry."""

from django.core.checks import Warning, register
from django.utils import timezone

from ajar.plans import safety


@register()
def numbers_looked_at(app_configs=None, **kwargs):
    """A list of numbers that nobody has compared with the lines' own pages for a quarter of a year."""
    if (day := safety.stale(timezone.localdate())) is None:
        return []
    return [
        Warning(
            f"The numbers to call were last looked at on {day}. Call them, and write the day.",
            hint="content/plans/numbers.yaml",
            id="ajar.W031",
        )
    ]
