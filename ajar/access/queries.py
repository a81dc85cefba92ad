"""Questions about workers."""

from datetime import timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from ajar.access.hosts import at_home
from ajar.access.middleware import ABSOLUTE
from ajar.access.models import Agency, AuditLine, Membership, SignIn, Site, Team, Worker
from ajar.access.policy import Role

LATELY = timedelta(hours=10)


def cast(request=None):
    """The workers of the demo, in the order in which they were made. request: only those of its host."""
    workers = Worker.objects.filter(is_active=True).exclude(role="system").select_related("agency").order_by("made_at")
    return [one for one in workers if request is None or at_home(one, request)]


def cast_member(worker_id: str) -> Worker | None:
    try:
        wanted = UUID(worker_id)
    except ValueError:
        return None
    return next((one for one in cast() if one.pk == wanted), None)


def touched_lately(actor, person_id) -> bool:
    """Whether the actor opened this person, or wrote about them, in the last ten hours. Access knows no person: the
    trace says what the people room let through."""
    return AuditLine.objects.filter(
        agency_id=actor.agency_id, subject=person_id, actor=actor, at__gt=now() - LATELY
    ).exists()


def sign_ins_of(actor):
    return SignIn.objects.filter(worker=actor, started_at__gt=now() - ABSOLUTE).order_by("-seen_at")


def factors_of(actor) -> dict:
    """What kinds of second step the worker has, and how many recovery codes are left."""
    found = {"totp": False, "passkeys": 0, "codes": None}
    for factor in Authenticator.objects.filter(user_id=actor.pk):
        if factor.type == Authenticator.Type.TOTP:
            found["totp"] = True
        elif factor.type == Authenticator.Type.WEBAUTHN:
            found["passkeys"] += 1
        else:
            found["codes"] = len(factor.wrap().get_unused_codes())
    return found


def has_passkey(actor) -> bool:
    return Authenticator.objects.filter(user_id=actor.pk, type=Authenticator.Type.WEBAUTHN).exists()


# -- the agency's page


def workers_of(actor) -> list[Worker]:
    """Everybody who works here, with `team_names`; three statements however many they are."""
    workers = list(
        Worker.objects.filter(agency_id=actor.agency_id)
        .exclude(role__in=(Role.SYSTEM, Role.ENTITY))
        .select_related("site")
        .order_by("-is_active", "name")
    )
    names: dict = {}
    for worker_id, team in Membership.objects.filter(agency_id=actor.agency_id).values_list("worker_id", "team__name"):
        names.setdefault(worker_id, []).append(team)
    for worker in workers:
        worker.team_names = sorted(names.get(worker.pk, []))
        worker.waiting = not worker.has_usable_password()
    return workers


def worker_of(actor, worker_id) -> Worker:
    """A worker of the actor's agency. Another agency's and a made-up id are the same 404."""
    worker = get_object_or_404(Worker.objects.filter(agency_id=actor.agency_id).exclude(role="system"), pk=worker_id)
    worker.of_office = worker.role == Role.ENTITY
    worker.team_list = list(teams_of(actor).filter(pk__in=Membership.objects.filter(worker=worker).values("team_id")))
    worker.waiting = not worker.has_usable_password()
    return worker


def sites_of(actor):
    return Site.objects.filter(agency_id=actor.agency_id).order_by("name")


def teams_of(actor):
    return Team.objects.filter(agency_id=actor.agency_id).order_by("name")


def site_of(actor, site_id) -> Site:
    return get_object_or_404(sites_of(actor), pk=site_id)


def team_of(actor, team_id) -> Team:
    return get_object_or_404(teams_of(actor), pk=team_id)


def agency_of(actor) -> Agency:
    return Agency.objects.get(pk=actor.agency_id)


def factor_of(actor, factor_id) -> Authenticator:
    return get_object_or_404(Authenticator.objects.filter(user_id=actor.pk), pk=factor_id)
