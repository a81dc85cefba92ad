"""Which map is in use at this place: as Ajar came with it, or as the program changed it. Older ones stay readable."""

import hashlib
import json

from django.utils.timezone import localdate

from ajar.access.models import Agency
from ajar.guides import talk
from ajar.guides.models import MapVersion

_guides: dict = {}  # by the id of a version, which never changes


def plain(these: list[dict]) -> str:
    """Nodes as they are kept: JSON, without the lines of a file."""

    def bare(thing):
        return {key: value for key, value in thing.items() if key != "at"}

    return json.dumps(
        [bare(node) | {"answers": [bare(one) for one in node["answers"]]} for node in these],
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def guide(version: MapVersion) -> talk.Guide:
    """The guide of a version, read once a process."""
    if version.pk not in _guides:
        _guides[version.pk] = talk.installed(nodes(version))
    return _guides[version.pk]


def guide_by_id(version_id) -> talk.Guide:
    """The same, fetched only when this process has not read it yet."""
    return _guides[version_id] if version_id in _guides else guide(MapVersion.objects.get(pk=version_id))


def nodes(version: MapVersion) -> list[dict]:
    """The questions of a version, as plain values."""
    return json.loads(version.nodes)


def newest(actor) -> MapVersion | None:
    return MapVersion.objects.filter(agency_id=actor.agency_id).order_by("-number").first()


def versions(actor) -> list[MapVersion]:
    rows = MapVersion.objects.filter(agency_id=actor.agency_id).select_related("by").defer("nodes")
    return list(rows.order_by("-number"))


def in_use(actor) -> MapVersion:
    """The newest version; where the program follows ours, a version for ours as it is now. Part of an action."""
    there = newest(actor)
    if there is None or not _counts(there):
        Agency.objects.one_at_a_time(actor.agency_id)  # two first talks make one version
        there = newest(actor)
    if there is not None and _counts(there):
        return there
    text, digest = ours_as_kept()
    return add(actor, there, text=text, digest=digest, source="ours", by=None)


def _counts(version: MapVersion) -> bool:
    return version.source == "program" or follows_ours(version)


def ours_as_kept() -> tuple[str, str]:
    """Our map as a version keeps it, and its digest; read once a process."""
    if "ours" not in _guides:
        talk.ours()  # checked, or not used
        text = plain(talk.nodes_of(talk.FILE))
        _guides["ours"] = (text, digest_of(text))
    return _guides["ours"]


def ours_nodes() -> list[dict]:
    return json.loads(ours_as_kept()[0])


def follows_ours(version: MapVersion | None) -> bool:
    """Whether this is our map as it is now."""
    return version is None or version.digest == ours_as_kept()[1]


def add(actor, before, *, text, digest, source, by, why="") -> MapVersion:
    return MapVersion.objects.create(
        agency_id=actor.agency_id, number=(before.number if before else 0) + 1, source=source, nodes=text,
        digest=digest, why=why, day=localdate(), by=by,
    )  # fmt: skip


def nodes_in_use(actor) -> tuple[int, list[dict]]:
    """(number, nodes) of the map in use, for whoever looks or changes; number 0 before the first talk."""
    there = newest(actor)
    if there is None or (there.source == "ours" and not follows_ours(there)):
        return (there.number if there else 0), ours_nodes()
    return there.number, nodes(there)


def compared(ours: list[dict], theirs: list[dict]) -> list[tuple]:
    """(id, our question or None, their question or None) where the two differ, in the order of ours."""
    left, right = ({node["id"]: node for node in these} for these in (ours, theirs))
    order = [*left, *(key for key in right if key not in left)]
    return [(key, left.get(key), right.get(key)) for key in order if left.get(key) != right.get(key)]
