"""`ajar run_due`: what is periodic, in one command (decision 14). For a timer that asks every minute."""

from django.core.management.base import BaseCommand, CommandError

from ajar.access.management import in_agency, only_one
from ajar.access.models import Agency
from ajar.directory.telling import finish_due
from ajar.encounters.carrying import carry_due

# What there is to do in each agency: (what it is called, a function of the agency that says how many went and how many broke).
DUE = [("messages", carry_due), ("tellings", finish_due)]


class Command(BaseCommand):
    help = (
        "Do what is due: send the messages whose hour has come, finish what was cut off while a partner was told."
        " Run it every minute; two runs at once do nothing twice."
    )

    def handle(self, **options):
        broken = 0
        with only_one("run_due") as mine:
            if not mine:
                self.stdout.write("Another run is at work. Nothing was done.")
                return
            for agency in Agency.objects.order_by("made_at"):
                with in_agency(agency):
                    for what, run in DUE:
                        went, broke = run(agency)
                        broken += broke
                        if went and options["verbosity"]:
                            self.stdout.write(f"{what}: {went}")
        if broken:
            raise CommandError(f"{broken} cannot be opened with the keys that are here, and were left as they are.")
