"""`ajar migrate`: Django's, and what SQLite's planner is to believe of the tables."""

from django.core.management.commands import migrate
from django.db import connections

from ajar.access import statistics


class Command(migrate.Command):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not (options["check_unapplied"] or options["plan"]):
            statistics.write(connections[options["database"]])
