"""Questions about how the law binds an agency."""

from django.conf import settings

from ajar.access.queries import agency_of, teams_of
from ajar.consents import law, notices
from ajar.consents.models import NoticeCheck, UnitCoverage
from ajar.people.queries import or_404


def compared(actor) -> NoticeCheck | None:
    """Who last compared the notice, as it stands now, with the official text."""
    rows = NoticeCheck.objects.filter(agency_id=actor.agency_id, sha256=notices.statement().sha256)
    return rows.select_related("by").order_by("-day", "pk").first()


def units_of(actor) -> list[tuple]:
    """(team, the newest row of how part 2 binds it or None) of every team."""
    rows = {row.team_id: row for row in UnitCoverage.objects.filter(agency_id=actor.agency_id).order_by("order")}
    return [(team, rows.get(team.pk)) for team in teams_of(actor)]


def unit_of(actor, team_id) -> tuple:
    """Raises Http404."""
    return or_404(next((one for one in units_of(actor) if one[0].pk == team_id), None))


def rules_of(actor) -> list[tuple]:
    """(what a rule is called, what it says, its value, its statute, whether it counts) of the law of this agency's region."""
    of, names = law.law(agency_of(actor).region, demo=settings.DEMO), law.names()
    return [(*names[name], of.rule(name).value, of.rule(name).statute, of.counts(name)) for name in law.RULES]
