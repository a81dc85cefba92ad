"""The product as gunicorn serves it, with a clock that AJAR_TEST_DAYS moves on: two years later, somebody walks in.

AJAR_TEST_PSEUDO serves it in a language that nobody speaks (`pseudo.py`).
"""

import os
from datetime import timedelta

from django.utils import timezone

_days = timedelta(days=int(os.environ.get("AJAR_TEST_DAYS") or 0))
_now = timezone.now
if _days:  # before anything of ours is imported, so that `from django.utils.timezone import now` gets this one
    timezone.now = lambda: _now() + _days

from tests import pseudo  # noqa: E402

pseudo.on()

from ajar.config.wsgi import application  # noqa: E402, F401
