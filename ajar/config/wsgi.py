import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ajar.config.settings")
application = get_wsgi_application()

from ajar.access.checks import refuse_unsafe  # noqa: E402  apps are loaded now

refuse_unsafe()
