from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "ajar.plans"

    def ready(self):
        from ajar.plans import checks  # noqa: F401  registers it
