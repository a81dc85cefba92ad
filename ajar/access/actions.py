"""Every write about who works here: invitations, roles, sites, teams, words, sign-ins, PIN and screen."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils.timezone import now

from ajar.access import audit, drafts, hosts, invitations, keys
from ajar.access.act import ChangedMeanwhile, action, amend
from ajar.access.models import Agency, Amendment, Membership, SignIn, Site, Team, Worker
from ajar.access.policy import Permission, Role, ScreenState
from ajar.access.seal import RECORD

# Roles that a manager may give. The machine's own has no sign-in; an officer is invited for the office they are of.
GIVEN = [role for role in Role if role not in (Role.SYSTEM, Role.ENTITY)]


class Refused(ValueError):
    """A rule says no. The message is for the page; nothing was written."""


# -- workers


def _of_agency(actor, *rows):
    if any(row is not None and row.agency_id != actor.agency_id for row in rows):
        raise Refused("another agency")


def _may_hold(role):
    if Role(role) not in GIVEN:
        raise Refused("this role is not given")


@action(needs=Permission.MANAGE_AGENCY)
def invite_worker(actor, *, email, role, name="", site=None, teams=()):
    """A worker without a password, and the link by which they choose one: (worker, link).

    Raises Refused when somebody signs in with that e-mail already, or for a role that is not given.
    """
    _may_hold(role)
    _of_agency(actor, site, *teams)
    return _invited(actor, email, role=role, name=name, site=site, teams=teams)


@action(needs=Permission.MANAGE_AGENCY)
def invite_officer(actor, *, email, name):
    """Somebody of a court or probation office, for their own host: (worker, link). The mandates say which office.

    Raises Refused when somebody signs in with that e-mail already, or where the entity's host has no name.
    """
    if not hosts.entity_base():
        raise Refused("no host")
    return _invited(actor, email, role=Role.ENTITY, name=name)


def _invited(actor, email, *, role, name, site=None, teams=()):
    email = email.strip().lower()
    if Worker.objects.filter(email__iexact=email).exists():
        raise Refused("taken")
    worker = Worker(agency_id=actor.agency_id, email=email, name=name or email.split("@")[0], role=role, site=site)
    worker.set_unusable_password()
    worker.save(force_insert=True)
    keys.make_data_keys(actor.agency_id, worker.pk, [RECORD])
    _join(actor, worker, teams)
    audit.wrote(actor, "worker.invited", worker)
    return worker, invitations.address(worker)


@action(needs=Permission.MANAGE_AGENCY)
def invite_again(actor, worker):
    """A new link, for one that got lost or a password that was forgotten. The old link, the old password and every
    sign-in end; a second factor stays (reliability.md 4.7: a reset does not take it away)."""
    _not_oneself(actor, worker)
    worker.set_unusable_password()
    worker.save(update_fields=["password"])
    _end(SignIn.objects.filter(worker=worker))
    audit.wrote(actor, "worker.invited again", worker)
    return worker, invitations.address(worker)


@action(needs=Permission.OWN_SIGN_IN)
def accept_invitation(actor, *, name, password):
    """The invited worker chooses name and password. Raises Refused when the same link was used in the same moment."""
    chosen = Worker.objects.filter(pk=actor.pk, password=actor.password, is_active=True).update(
        name=name, password=make_password(password), pin="", version=F("version") + 1
    )
    if not chosen:
        raise Refused("used")
    actor.refresh_from_db()
    audit.wrote(actor, "worker.accepted invitation", actor)
    return actor


def _not_oneself(actor, worker):
    """Nobody changes their own role or rights (decision 29)."""
    _of_agency(actor, worker)
    if worker.pk == actor.pk:
        raise Refused("own")
    if worker.role == Role.SYSTEM:
        raise Refused("the machine")


def _stays_officer(worker):
    """Who was invited for an office outside never becomes one of those who work here."""
    if worker.role == Role.ENTITY:
        raise Refused("an officer")


def _join(actor, worker, teams):
    Membership.objects.bulk_create(
        Membership(agency_id=actor.agency_id, worker=worker, team=team) for team in set(teams)
    )


@action(needs=Permission.MANAGE_AGENCY)
def change_worker(actor, worker, *, version, role, site, teams):
    """Role, site and teams, from the worker's next request on. Raises ChangedMeanwhile."""
    _not_oneself(actor, worker)
    _stays_officer(worker)
    _may_hold(role)
    _of_agency(actor, site, *teams)
    amended = amend(actor, worker, version=version, subject=worker.pk, role=role, site=site)
    joined = {m.team_id: m for m in Membership.objects.filter(worker=worker)}
    if set(joined) != {team.pk for team in teams}:
        if not amended and not Worker.objects.filter(pk=worker.pk, version=version).update(version=version + 1):
            raise ChangedMeanwhile(worker, {})
        Membership.objects.filter(worker=worker).delete()
        _join(actor, worker, teams)
    audit.wrote(actor, "worker.changed", worker)
    return worker


@action(needs=Permission.MANAGE_AGENCY)
def switch_worker(actor, worker, *, version, on: bool):
    """Off: no sign-in of theirs answers any more. On: they may sign in again."""
    _not_oneself(actor, worker)
    amend(actor, worker, version=version, subject=worker.pk, is_active=on)
    if not on:
        if not worker.has_usable_password():  # an invitation that was not used ends here, and stays ended
            worker.set_unusable_password()
            worker.save(update_fields=["password"])
        _end(SignIn.objects.filter(worker=worker))
    audit.wrote(actor, "worker.switched on" if on else "worker.switched off", worker)
    return worker


@action(needs=Permission.MANAGE_AGENCY)
def forget_factors(actor, worker):
    """A worker lost phone or key and stands before the manager: their second factors go, and every sign-in with them."""
    _not_oneself(actor, worker)
    Authenticator.objects.filter(user=worker).delete()
    _end(SignIn.objects.filter(worker=worker))
    audit.wrote(actor, "worker.second factors forgotten", worker)
    return worker


# -- places, teams, words


@action(needs=Permission.MANAGE_AGENCY)
def add_site(actor, *, name, kind, timezone):
    _free(actor, Site, name)
    site = Site.objects.create(agency_id=actor.agency_id, name=name, kind=kind, timezone=timezone)
    audit.wrote(actor, "site.added", site)
    return site


@action(needs=Permission.MANAGE_AGENCY)
def change_site(actor, site, *, version, name, kind, timezone):
    _of_agency(actor, site)
    _free(actor, Site, name, but=site)
    amend(actor, site, version=version, subject=actor.pk, name=name, kind=kind, timezone=timezone)
    audit.wrote(actor, "site.changed", site)
    return site


@action(needs=Permission.MANAGE_AGENCY)
def add_team(actor, *, name):
    _free(actor, Team, name)
    team = Team.objects.create(agency_id=actor.agency_id, name=name)
    audit.wrote(actor, "team.added", team)
    return team


@action(needs=Permission.MANAGE_AGENCY)
def change_team(actor, team, *, version, name):
    _of_agency(actor, team)
    _free(actor, Team, name, but=team)
    amend(actor, team, version=version, subject=actor.pk, name=name)
    audit.wrote(actor, "team.changed", team)
    return team


def _free(actor, model, name, but=None):
    if model.objects.filter(agency_id=actor.agency_id, name=name).exclude(pk=but and but.pk).exists():
        raise Refused("name taken")


@action(needs=Permission.MANAGE_AGENCY)
def change_words(actor, *, version, person_word, setback_word):
    """What the agency calls those it serves, and a setback."""
    agency = _change_agency(actor, version, person_word=person_word, setback_word=setback_word)
    audit.wrote(actor, "agency.words changed", agency)
    return agency


@action(needs=Permission.MANAGE_AGENCY)
def change_region(actor, *, version, region):
    """Whose numbers to call the agency shows; "" is none of ours."""
    agency = _change_agency(actor, version, region=region)
    audit.wrote(actor, "agency.region changed", agency)
    return agency


def _change_agency(actor, version, **asked):
    """What it said before is kept. Raises ChangedMeanwhile."""
    agency = Agency.objects.get(pk=actor.agency_id)
    different = {name: said for name, said in asked.items() if getattr(agency, name) != said}
    if not Agency.objects.filter(pk=agency.pk, version=version).update(version=version + 1, **different):
        raise ChangedMeanwhile(agency, asked)
    Amendment.objects.bulk_create(
        Amendment(
            agency=agency, subject=actor.pk, thing="access.agency", thing_id=agency.pk, column=name, version=version,
            was=getattr(agency, name), by=actor, on=now().date(),
        )
        for name in different
    )  # fmt: skip
    return agency


# -- one's own sign-in


def _end(sign_ins) -> int:
    """The sessions behind these rows are gone with them: the next request of each is nobody's."""
    keys_ = list(sign_ins.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys_).delete()
    sign_ins.delete()
    return len(keys_)


@action(needs=Permission.OWN_SIGN_IN)
def end_sign_ins(actor, *, only=None, keep=""):
    """End one of one's own sign-ins (only: its id), or all but the one whose hashed key is `keep`. Returns how many."""
    mine = SignIn.objects.filter(worker=actor).exclude(session_key=keep)
    ended = _end(mine.filter(pk=only) if only else mine)
    audit.wrote(actor, "sign-in.ended", actor)
    return ended


@action(needs=Permission.OWN_SIGN_IN)
def set_pin(actor, *, pin):
    Worker.objects.filter(pk=actor.pk).update(pin=make_password(pin), pin_tries=0)
    audit.wrote(actor, "worker.set PIN", actor)


@action(needs=Permission.OWN_SIGN_IN)
def use_a_try(actor, *, most) -> bool:
    """Count one try of the PIN, before it is looked at. False when none is left."""
    counted = Worker.objects.filter(pk=actor.pk, pin_tries__lt=most).update(pin_tries=F("pin_tries") + 1)
    audit.wrote(actor, "worker.tried PIN", actor)
    return bool(counted)


@action(needs=Permission.OWN_SIGN_IN)
def choose_language(actor, *, language):
    Worker.objects.filter(pk=actor.pk).update(language=language)
    audit.wrote(actor, "worker.chose language", actor)


# -- the screen of a sign-in

ASK_AGAIN = timedelta(minutes=10)  # ux.md 2.3: back from Turned is one click, and the PIN when it was turned longer


def must_prove(sign_in) -> bool:
    """Whether leaving this screen asks who is there."""
    if sign_in.screen_state == ScreenState.TURNED:
        return now() - sign_in.screen_at > ASK_AGAIN
    return sign_in.screen_state == ScreenState.HANDED


@action(needs=Permission.OWN_SIGN_IN)
def cover(actor):
    """The page is covered until the worker shows who they are."""
    SignIn.objects.filter(pk=actor.sign_in.pk).update(locked=True)
    drafts.forget(actor)
    audit.wrote(actor, "screen.covered", actor.sign_in)


@action(needs=Permission.OWN_SIGN_IN)
def uncover(actor):
    """The worker has shown who they are (`signin.proved`). Whether they are still alone is theirs to say anew."""
    SignIn.objects.filter(pk=actor.sign_in.pk).update(locked=False, seen_at=now(), screen_alone=False)
    Worker.objects.filter(pk=actor.pk).update(pin_tries=0)
    drafts.forget(actor)
    audit.wrote(actor, "screen.uncovered", actor.sign_in)


@action(needs=Permission.OWN_SIGN_IN)
def turn_screen(actor, *, state, person_id, alone=False):
    """Turn the screen to a person, or hand it over. From Turned it may be handed to the same person; from Handed
    nothing leads on but back. alone: the worker says, on a screen of their own, that nobody else is there. Raises
    Refused."""
    state = ScreenState(state)
    may = {"screen_state": "mine"}
    if state == ScreenState.HANDED and actor.screen.state == ScreenState.TURNED:
        may = {"screen_state": "turned", "screen_person": person_id}
    if state == ScreenState.MINE or not SignIn.objects.filter(pk=actor.sign_in.pk, **may).update(
        screen_state=state,
        screen_person=person_id,
        screen_at=now(),
        screen_alone=alone if actor.screen.mine else actor.screen.alone,
    ):
        raise Refused("not from here")
    said = " alone" if alone and actor.screen.mine else ""
    audit.wrote(actor, f"screen.{state}{said}", actor.sign_in, subject=person_id)


@action(needs=Permission.OWN_SIGN_IN)
def take_screen_back(actor):
    """The page is the worker's own again."""
    was = actor.sign_in.screen_person
    if must_prove(actor.sign_in):
        Worker.objects.filter(pk=actor.pk).update(pin_tries=0)
    SignIn.objects.filter(pk=actor.sign_in.pk).update(
        screen_state="mine", screen_person=None, screen_at=None, screen_alone=False
    )
    audit.wrote(actor, "screen.taken back", actor.sign_in, subject=was)
