from django.utils.timezone import now

from ajar.encounters import rules


def today():
    """The day it is at the site of the tests' agency, whatever day it is where the tests run."""
    return rules.local_day(now(), "America/New_York")
