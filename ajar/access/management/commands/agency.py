"""`ajar agency create NAME --manager EMAIL`: a new agency, its keys, and the invitation of its first manager."""

from zoneinfo import ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ajar.access import seal
from ajar.access.founding import Refused, found_agency, system_of
from ajar.access.management.commands.worker import invite
from ajar.access.middleware import set_agency
from ajar.access.models import Agency


class Command(BaseCommand):
    help = "Begin an agency."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="a new agency, its keys, and its first manager's invitation")
        create.add_argument("name")
        create.add_argument("--timezone", default="America/New_York")
        create.add_argument(
            "--region", default="us", help='whose numbers to call it shows: us, us-ny; "" for none (default: us)'
        )
        create.add_argument("--manager", metavar="EMAIL", help="who runs the place: gets an invitation")
        verbs.add_parser("list", help="the agencies here")

    def handle(self, *, verb, **options):
        if verb == "list":
            for agency in Agency.objects.order_by("made_at", "id"):
                self.stdout.write(f"{agency.pk}  {agency.name}")
            return
        self._create(**options)

    def _create(self, *, name, timezone, region, manager, **options):
        if Agency.objects.filter(name=name.strip()).exists():
            raise CommandError("There is an agency of that name. Give this one a name of its own.")
        try:
            with seal.keyring(), transaction.atomic():
                agency = found_agency(name=name, zone=timezone, region=region)
                self.stdout.write(f"Made {agency.name}: {agency.pk}")
                if manager:
                    invite(self, system_of(agency), email=manager, role="manager")
        except (Refused, ZoneInfoNotFoundError) as error:
            raise CommandError(str(error)) from None
        finally:
            set_agency(None)
        if not manager:
            self.stdout.write(f"Now invite who runs it: ajar worker invite EMAIL --agency {agency.pk} --role manager")
