from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ajar.access"

    def ready(self):
        from ajar.access import checks, signin  # noqa: F401  registers them

        signin.listen()
