"""`ajar worker invite EMAIL --agency NAME --role ROLE`: what a manager does on the page, for the first one."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from ajar.access.founding import system_of
from ajar.access.management import agency_named, in_agency
from ajar.access.models import Worker
from ajar.access.policy import Role


class Command(BaseCommand):
    help = "Invite a worker into an agency."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("invite", help="make a worker and the address where they choose a password")
        one.add_argument("email")
        one.add_argument("--agency", required=True, help="its name or id")
        one.add_argument(
            "--role", required=True, choices=[role.value for role in Role if role not in (Role.SYSTEM, Role.ENTITY)]
        )
        one.add_argument("--name", default="", help="what to call them; the part before the @ if not given")

    def handle(self, *, verb, email, agency, role, name, **options):
        with in_agency(agency_named(agency)) as found:
            invite(self, system_of(found), email=email, role=role, name=name)


def invite(command, actor, *, email: str, role: str, name: str = "") -> None:
    """Invite as the SYSTEM worker, through the same action as the page; print the address to hand over."""
    from ajar.access import actions

    try:
        validate_email(email)
    except ValidationError:
        raise CommandError("That is no e-mail address.") from None
    if Worker.objects.filter(email__iexact=email).exists():
        raise CommandError("Somebody signs in with that address already.")
    _worker, link = actions.invite_worker(actor, email=email, role=Role(role), name=name)
    command.stdout.write(f"Invited {email} as {role}.")
    command.stdout.write(f"Hand this address to them yourself; it works once: {link}")
