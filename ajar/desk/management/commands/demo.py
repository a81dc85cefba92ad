"""`ajar demo`: made-up people and their stories, to look at and to try things on."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ajar.desk import demo


class Command(BaseCommand):
    help = "Load the demo: made-up people, workers with made-up names. Does nothing if it is there."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demo is for trying Ajar only. Set AJAR_DEMO=1 on a machine that serves nobody real."
            )
        if demo.is_there():
            self.stdout.write("The demo is there already.")
            return
        started = time.monotonic()
        demo.build()
        self.stdout.write(f"The demo is loaded, in {time.monotonic() - started:.1f} s.")
