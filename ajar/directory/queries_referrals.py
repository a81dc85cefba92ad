"""Reading referrals: those of a person, one with what came of it, and what of them may stand on whose screen."""

from types import SimpleNamespace
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from ajar.directory import rules, rules_referrals
from ajar.directory.models import PartnerAsk, Referral, ReferralMove, ReferralPaper, Service, ServiceAtLocation
from ajar.encounters.models import FollowUp
from ajar.people.queries import could_be_hurt

ASKED = 20


def hides(actor, service, *said) -> bool:
    """Whether somebody may hide there: a bed, a place to be safe, or an entry that gives no address.

    said: words about it, such as the name of a place typed by hand and what it is for; the directory's words tell.
    """
    bits = sum(rules.topics("needs")[key].bit for key in rules_referrals.HIDES)
    asked = [mask for words in said for mask in rules.wanted(words).needs]
    if any(mask & bits for mask in (*asked, *(rules.bits("needs", rules.fold(words)) for words in said))):
        return True
    if service is None:
        return False
    places = list(ServiceAtLocation.objects.filter(agency_id=actor.agency_id, service=service).only("needs", "address"))
    return not places or any(place.needs & bits or not place.address for place in places)


def on_screen(actor, person, rows) -> list[Referral]:
    """Of rows in hand those that may stand on this screen: some only where nobody else reads along."""
    if not actor.screen.shared:
        return list(rows)
    return [] if could_be_hurt(actor, person) else [row for row in rows if not row.alone]


def referrals(actor, person) -> dict[str, list[Referral]]:
    """All referrals of an opened person that this screen may show, by how they stand; each with `words`, the last said."""
    rows = on_screen(actor, person, Referral.objects.visible_to(actor, person).select_related("followup"))
    said: dict = {}
    if actor.screen.mine:
        moves = ReferralMove.objects.visible_to(actor, person).filter(referral__in=[row.pk for row in rows])
        said = {move.referral_id: move for move in moves.order_by("order")}
    for row in rows:
        row.words = said[row.pk].words if row.pk in said else ""
    return rules_referrals.parted(rows)


def partners(actor, person) -> list[Referral]:
    """Where somebody goes or is to go, newest first, as this screen may show it: whom one would ask. One statement."""
    rows = Referral.objects.visible_to(actor, person).exclude(state=rules_referrals.NOT_NOW)
    return on_screen(actor, person, rows.order_by("-day", "-pk"))


def referral_of(actor, person, referral_id) -> Referral:
    """One referral. Raises Http404, also where this screen may not show it."""
    rows = Referral.objects.visible_to(actor, person).filter(pk=referral_id)
    rows = on_screen(actor, person, rows.select_related("followup__worker", "along_supporter", "along_worker", "by"))
    if not rows:
        raise Http404
    row = rows[0]
    if row.along_supporter and row.along_supporter.person_id not in getattr(person, "one_of", [person.pk]):
        row.along_supporter = None  # named in a joined record that is not seen any more
    return row


def whole(actor, person, row) -> SimpleNamespace:
    """What came of a referral, its papers, its service as the directory has it now, and the day to look again.

    A turned screen has no worker's words: those are in `moves`, and for it these say state and day only.
    """
    moves = ReferralMove.objects.visible_to(actor, person).filter(referral=row).select_related("by")
    return SimpleNamespace(
        moves=list(moves.order_by("-order")),
        papers=list(ReferralPaper.objects.visible_to(actor, person).filter(referral=row).order_by("order")),
        service=service_behind(actor, row),
        look=open_look(actor, row),
        asked=asked(actor, person, row) if actor.screen.mine else [],
    )


def service_behind(actor, row) -> Service | None:
    """The directory's entry that a referral was made to, with the number to call; None of a place typed by hand."""
    try:
        service_id = UUID(row.service)
    except ValueError:
        return None
    service = Service.objects.filter(agency_id=actor.agency_id, pk=service_id).first()
    if service:
        service.call = service.own_phone or service.phone
    return service


def open_look(actor, row) -> FollowUp | None:
    """The day on which somebody looks again: the follow-up, or what it was moved or handed on to; None if none stands."""
    look = FollowUp.objects.filter(agency_id=actor.agency_id, pk=row.followup_id).select_related("worker").first()
    while look and look.next_id:
        look = FollowUp.objects.filter(agency_id=actor.agency_id, pk=look.next_id).select_related("worker").first()
    return look if look and look.state == "planned" else None


def paper_of(actor, person, row, paper_id) -> ReferralPaper:
    return _one(ReferralPaper.objects.visible_to(actor, person).filter(referral=row, pk=paper_id))


def move_of(actor, person, row, move_id) -> ReferralMove:
    return _one(ReferralMove.objects.visible_to(actor, person).filter(referral=row, pk=move_id))


def asked(actor, person, row=None) -> list[PartnerAsk]:
    """What partners would have been told or asked, newest first; of one referral, or all."""
    rows = PartnerAsk.objects.visible_to(actor, person).filter(Q(referral=row) if row else Q())
    return list(rows.select_related("by").order_by("-day", "-order")[:ASKED])


def ask_of(actor, person, ask_id) -> PartnerAsk:
    return _one(PartnerAsk.objects.visible_to(actor, person).filter(pk=ask_id).select_related("disclosure", "referral"))


def going(agency) -> list[PartnerAsk]:
    """Of an agency, what was begun and nobody knows whether it was told."""
    rows = PartnerAsk.objects.filter(agency_id=agency.pk, outcome="going", person__erased_on=None)
    return list(rows.select_related("person").order_by("going_at"))


def _one(rows):
    row = rows.first()
    if row is None:
        raise Http404
    return row
