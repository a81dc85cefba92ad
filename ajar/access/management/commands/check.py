"""`ajar check`: Django's own, and ours with the database asked. `--production`: may real people be served here?"""

from django.core.management.base import SystemCheckError
from django.core.management.commands import check

from ajar.access import checks


class Command(check.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--production", action="store_true", help="also: the demo is refused, HTTPS and hosts are set"
        )

    def handle(self, *app_labels, production=False, **options):
        options["databases"] = options.get("databases") or ["default"]
        options["deploy"] = options.get("deploy") or production
        super().handle(*app_labels, **options)
        if not options["deploy"]:
            return
        found = checks.production()
        for message in found:
            self.stderr.write(str(message))
        errors = [message for message in found if message.level >= 40]
        if errors:
            raise SystemCheckError(f"Not fit for real people: {len(errors)} of these must be put right.")
        self.stdout.write("Fit to serve, as far as settings can say.")
