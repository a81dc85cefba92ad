"""A program changes the map of the conversation. Each change is a version; talks that are open end on the one they began with."""

from ajar.access import audit
from ajar.access.act import ChangedMeanwhile, action
from ajar.access.models import Agency
from ajar.access.policy import Permission
from ajar.guides import talk, versions


@action(needs=Permission.MANAGE_AGENCY)
def change_map(actor, *, nodes, number, why=""):
    """This map from now on. nodes: plain values, both languages; number: of the version that was shown.

    Raises ContentWrong when it is not right, ChangedMeanwhile when somebody changed the map since.
    """
    talk.checked(nodes)
    Agency.objects.one_at_a_time(actor.agency_id)
    if versions.nodes_in_use(actor)[0] != number:
        raise ChangedMeanwhile(None, {})
    before = versions.in_use(actor)
    text = versions.plain(nodes)
    digest = versions.digest_of(text)
    row = before
    if digest != before.digest:
        row = versions.add(actor, before, text=text, digest=digest, source="program", by=actor, why=why)
    audit.wrote(actor, "map.changed", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
def go_back_to(actor, *, version):
    """An earlier map, or the one that Ajar comes with, is in use again: as a new version, so that none is lost."""
    Agency.objects.one_at_a_time(actor.agency_id)
    before = versions.in_use(actor)
    source = "ours" if versions.follows_ours(version) else "program"
    row = before
    if version.digest != before.digest:
        row = versions.add(actor, before, text=version.nodes, digest=version.digest, source=source, by=actor)
    audit.wrote(actor, "map.gone back", row)
    return row


@action(needs=Permission.MANAGE_AGENCY)
def go_back_to_ours(actor):
    """The map that Ajar comes with, now and as it will be: later changes of ours come in by themselves."""
    Agency.objects.one_at_a_time(actor.agency_id)
    before = versions.in_use(actor)
    text, digest = versions.ours_as_kept()
    row = before
    if before.source != "ours":
        row = versions.add(actor, before, text=text, digest=digest, source="ours", by=actor)
    audit.wrote(actor, "map.gone back", row)
    return row
