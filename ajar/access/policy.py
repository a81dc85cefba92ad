"""Who may do what. This file is meant to be read aloud to someone who does not program."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied


class Role(StrEnum):
    OUTREACH = "outreach"
    PEER = "peer"
    COUNSELOR = "counselor"
    CLINICIAN = "clinician"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    PRIVACY = "privacy officer"
    OPERATOR = "operator"
    ENTITY = "entity officer"
    SYSTEM = "system"


class Permission(StrEnum):
    OWN_SIGN_IN = "own sign-in"  # own password, second factor, PIN, sign-ins, language, drafts
    SEE_PEOPLE = "see people"
    START_PERSON = "start with a person"
    CHANGE_PERSON = "change what we call a person and how to reach them"
    RECORD = "record encounters, goals and changes"
    CHANGE_RECORD = "change, finish or move what was recorded"
    SEND_MESSAGE = "send a safe message to a person"
    CARRY_MESSAGE = "carry a message when it may go"
    RECORD_CLINICAL = "record tests and judgements"
    CHANGE_CLINICAL = "change what was recorded of a test"
    PRINT = "print what a person takes along"
    HOLD_CONFIDENCE = "hold a confidence"
    WRITE_COUNSELING = "write counseling notes"
    READ_COUNSELING = "read the counseling notes one wrote, or was named for"
    SET_LIMIT = "set a limit"
    ASK_SUPERVISION = "ask for supervision"
    GIVE_SUPERVISION = "give supervision"
    SHAPE_CARE_TEAM = "shape a care team"
    BLOCK_WORKER = "block a worker from a person"
    BREAK_GLASS = "break glass"
    REVIEW_BREAK_GLASS = "review a broken glass"
    ERASE_PERSON = "erase a person"
    MANAGE_AGENCY = "manage workers, sites and teams"
    SEE_MAP = "look at the map of a talk"
    CONSENT = "write a consent with a person, and what was agreed"
    STOP_CONSENT = "stop a consent when the person says so"
    DISCLOSE = "tell somebody outside, on a ground that carries it"
    KEEP_TOLD = "write down what came of telling somebody"
    MANDATE = "see and write down what a court asks of a person"
    KNOW_OFFICER = "say that somebody who signs in for a court is who they say"
    SET_LAW = "say how the law binds the agency"
    LEGAL_PAPER = "write down that a paper of a court or the police came"
    KEEP_LEGAL = "keep the register of such papers and of breaches"
    APPROVE_ORDER = "agree that an order of a court is followed"
    FIND_HELP = "find help, and say whether it is right"
    KEEP_DIRECTORY = "put entries of the directory right"
    IMPORT_DIRECTORY = "take in a file of the directory"
    READ_SHARED = "read what was shared with one's office, and ask from a short list"


P = Permission
_EVERYONE = {P.OWN_SIGN_IN}
_MEETS_PEOPLE = _EVERYONE | {
    P.SEE_PEOPLE, P.START_PERSON, P.RECORD, P.CHANGE_RECORD, P.SEND_MESSAGE, P.PRINT, P.ASK_SUPERVISION,
    P.STOP_CONSENT, P.FIND_HELP, P.SEE_MAP, P.LEGAL_PAPER,
}  # fmt: skip
_CARES = _MEETS_PEOPLE | {
    P.CHANGE_PERSON, P.RECORD_CLINICAL, P.CHANGE_CLINICAL, P.HOLD_CONFIDENCE, P.SET_LIMIT, P.BREAK_GLASS, P.BLOCK_WORKER,
    P.CONSENT, P.DISCLOSE, P.KEEP_TOLD, P.MANDATE, P.KNOW_OFFICER,
}  # fmt: skip

# 42 CFR 2.11: counseling notes are a professional's own. A supervisor reads those that an author named them for.
_COUNSELS = _CARES | {P.WRITE_COUNSELING, P.READ_COUNSELING}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OUTREACH: frozenset(_MEETS_PEOPLE | {P.CHANGE_PERSON}),
    Role.PEER: frozenset(_MEETS_PEOPLE),
    Role.COUNSELOR: frozenset(_COUNSELS),
    Role.CLINICIAN: frozenset(_COUNSELS),
    Role.SUPERVISOR: frozenset(
        _CARES | {P.GIVE_SUPERVISION, P.SHAPE_CARE_TEAM, P.REVIEW_BREAK_GLASS, P.READ_COUNSELING, P.APPROVE_ORDER}
    ),
    # A manager runs the place and sees no person; an operator runs the machine and sees no person.
    Role.MANAGER: frozenset(
        _EVERYONE
        | {P.MANAGE_AGENCY, P.FIND_HELP, P.KEEP_DIRECTORY, P.SEE_MAP, P.SET_LAW, P.LEGAL_PAPER, P.APPROVE_ORDER}
    ),
    Role.PRIVACY: frozenset(
        _EVERYONE
        | {
            P.REVIEW_BREAK_GLASS,
            P.BLOCK_WORKER,
            P.ERASE_PERSON,
            P.SET_LAW,
            P.LEGAL_PAPER,
            P.KEEP_LEGAL,
            P.APPROVE_ORDER,
        }
    ),
    Role.OPERATOR: frozenset(_EVERYONE),
    Role.ENTITY: frozenset(
        _EVERYONE | {P.READ_SHARED}
    ),  # on a host of their own, with no page of the workers (hosts.py)
    Role.SYSTEM: frozenset({P.MANAGE_AGENCY, P.IMPORT_DIRECTORY, P.CARRY_MESSAGE, P.KEEP_TOLD}),
}

# Decision 28: who is seen by a whole team, and who only by those assigned to them.
SEES_TEAMS = frozenset({Role.COUNSELOR, Role.CLINICIAN, Role.SUPERVISOR})
SEES_ASSIGNED = SEES_TEAMS | {Role.PEER, Role.OUTREACH}

# Somebody seen through a broken glass only: what happens in the hour may be written down. What was written before, what
# they are called, how they are reached, their cards, who may look, a limit, a print: that is for those who know them.
THROUGH_GLASS = frozenset({
    P.OWN_SIGN_IN, P.SEE_PEOPLE, P.START_PERSON, P.RECORD, P.RECORD_CLINICAL, P.ASK_SUPERVISION, P.BREAK_GLASS,
    P.REVIEW_BREAK_GLASS,
})  # fmt: skip


class ScreenState(StrEnum):
    MINE = "mine"
    TURNED = "turned"
    HANDED = "handed"


@dataclass(frozen=True)
class Screen:
    """What the screen of a sign-in shows now: the worker's own page, or a page turned or handed to one person."""

    state: ScreenState = ScreenState.MINE
    person: UUID | None = None
    alone: bool = False  # the worker said, before the screen was turned, that nobody else is there

    @property
    def mine(self) -> bool:
        return self.state == ScreenState.MINE

    @property
    def shared(self) -> bool:
        """Whether somebody whom nobody asked may read along: not the worker's own, and nobody said that they are alone."""
        return not (self.mine or self.alone)

    def shows(self, person_id) -> bool:
        """A turned or handed screen shows one person and nobody else."""
        return self.mine or self.person == person_id


MINE = Screen()


def held(actor) -> frozenset[Permission]:
    """What the actor may do now: what their role may, and less once this request has looked through a broken glass."""
    if not (actor.is_authenticated and actor.is_active):
        return frozenset()
    granted = GRANTS[Role(actor.role)]
    return granted & THROUGH_GLASS if actor.through_glass else granted


def allows(actor, permission: Permission) -> bool:
    return Permission(permission) in held(actor)


def require(actor, permission: Permission) -> None:
    """Raises PermissionDenied (403) when the actor's role does not hold the permission."""
    if not allows(actor, permission):
        raise PermissionDenied(permission)
