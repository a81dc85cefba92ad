from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "ajar.consents"

    def ready(self):
        from ajar.consents import checks  # noqa: F401  registers it
