"""The product's settings, on a database of this test process, with a quick password hash."""

import os

from tests import databases

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["AJAR_KEY_FILE"] = str(databases.make_key())
os.environ["AJAR_HOME"] = str(databases.RUN)
os.environ["AJAR_DEMO"] = "1"
os.environ["AJAR_ENTITY_HOST"] = "court.testserver"
(databases.RUN / "static").mkdir(exist_ok=True)  # whitenoise looks for it
os.environ["DATABASE_URL"] = databases.engine().url(f"test_{WORKER}")

from ajar.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
COMPARE_STATEMENTS = 8  # ajar/access/compiled.py: what was kept is what Django would say
TIME_ZONE = "America/New_York"  # of the cast: what tests write outside a request is of the pages' day, at any hour
