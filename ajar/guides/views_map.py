"""Doors of the map itself: to look at whole, to print, to change, to compare with ours, to go back."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import policy
from ajar.access.act import ChangedMeanwhile
from ajar.guides import actions_map, files, flowchart, queries, talk
from ajar.guides import versions as maps
from ajar.guides.forms_map import MapFileForm, NodeForm
from ajar.press.content import ContentWrong


@require_GET
def whole(request):
    number, nodes = maps.nodes_in_use(request.user)
    guide = talk.installed(nodes)
    at = guide.node(request.GET.get("at", ""))
    drawing = flowchart.drawn(guide, _("They did not come"))
    near = {at.id, *(a.to for a in at.answers), *(w.came for w in drawing.ways if w.to == at.id)} if at else set()
    stages = [(name, [node for node in guide.nodes if node.stage == stage]) for stage, name in talk.STAGE_NAMES.items()]
    asks = {node.id: str(node.ask) for node in guide.nodes} | {talk.END: _("the end")}
    stages = [
        (name, [(node, [(a.label, a.to, asks[a.to]) for a in node.answers]) for node in nodes])
        for name, nodes in stages
    ]
    context = {
        "guide": guide, "drawing": drawing, "stages": stages, "at": at, "near": near, "number": number,
        "bands": [(talk.STAGE_NAMES[stage], y, height) for stage, y, height in drawing.bands],
        "waiting": talk.left_out(nodes), "changes": policy.allows(request.user, actions_map.change_map.needs),
        "unreviewed": not all(node.reviewed for node in guide.nodes),
    }  # fmt: skip
    return render(request, "guides/map.html", context)


@require_GET
def paper(request):
    """What stands on paper for somebody who would rather point: the questions that a shared screen does not ask."""
    guide = talk.installed(maps.nodes_in_use(request.user)[1])
    pointed = [(node, [a for a in node.answers if a.alone or node.alone]) for node in guide.nodes]
    return render(request, "guides/paper.html", {"pointed": [pair for pair in pointed if pair[1]]})


@require_GET
def versions(request):
    rows = maps.versions(request.user)
    _number, nodes = maps.nodes_in_use(request.user)
    context = {
        "rows": rows, "differs": len(maps.compared(maps.ours_nodes(), nodes)),
        "changes": policy.allows(request.user, actions_map.change_map.needs),
    }  # fmt: skip
    return render(request, "guides/versions.html", context)


@require_GET
def version(request, mapversion_id):
    """A version beside ours, where the two differ."""
    row = queries.map_of(request.user, mapversion_id)
    pairs = [
        (node_id, _shown(mine), _shown(theirs))
        for node_id, mine, theirs in maps.compared(maps.ours_nodes(), maps.nodes(row))
    ]
    newest = maps.newest(request.user)
    context = {
        "row": row, "pairs": pairs, "newest": newest.pk == row.pk,
        "changes": policy.allows(request.user, actions_map.change_map.needs),
    }  # fmt: skip
    return render(request, "guides/version.html", context)


def _shown(node):
    """A question of a version, as the page shows it."""
    return talk.read_node(node) if node else None


@require_POST
def again(request, mapversion_id):
    actions_map.go_back_to(request.user, version=queries.map_of(request.user, mapversion_id))
    return _in_use(request)


@require_POST
def ours(request):
    actions_map.go_back_to_ours(request.user)
    return _in_use(request)


def _in_use(request):
    messages.success(request, _("In use from now on. Talks that are open end on the map they began with."))
    return redirect("map-versions")


def change(request, node_id):
    """The words of one question, its answers, and where they lead."""
    number, nodes = maps.nodes_in_use(request.user)
    node = next((one for one in nodes if one["id"] == node_id), None)
    if node is None:
        raise Http404
    form = NodeForm(request.POST or None, node=node, nodes=nodes, initial={"number": number})
    if form.is_valid():
        changed = [form.changed() if one is node else one for one in nodes]
        try:
            actions_map.change_map(
                request.user, nodes=changed, number=form.cleaned_data["number"], why=form.cleaned_data["why"],
                once=form.cleaned_data["once"],
            )  # fmt: skip
        except ContentWrong as refused:
            form.add_error(None, [_wrong(one) for one in refused.wrongs])
        except ChangedMeanwhile:
            form.add_error(
                None, _("Somebody changed the map since this page was opened. Look at it anew, then change it.")
            )
        else:
            return _in_use(request)
    context = {"form": form, "node": talk.read_node(node), "number": number}
    return render(request, "guides/change.html", context, status=422 if form.is_bound else 200)


def _wrong(one) -> str:
    return f"{one.field}: {one.what}" if hasattr(one, "field") else str(one)


@require_GET
def as_file(request):
    """The map in use, as the file that a program changes and takes in again."""
    _number, nodes = maps.nodes_in_use(request.user)
    language = "es" if request.GET.get("language") == "es" else "en"
    answer = HttpResponse(files.written(nodes, language), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="talk{".es" if language == "es" else ""}.yaml"'
    return answer


def take(request):
    """A map from two files: checked whole, told by file, line and field, and taken all or not at all."""
    number, _nodes = maps.nodes_in_use(request.user)
    form = MapFileForm(request.POST or None, request.FILES or None, initial={"number": number})
    wrongs = []
    if form.is_valid():
        said = form.cleaned_data
        try:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "talk.yaml"
                file.write_bytes(said["english"].read())
                file.with_suffix(".es.yaml").write_bytes(said["spanish"].read())
                nodes = talk.nodes_of(file)
            actions_map.change_map(request.user, nodes=nodes, number=said["number"], why=said["why"], once=said["once"])
        except ContentWrong as refused:
            wrongs = refused.wrongs
        except ChangedMeanwhile:
            form.add_error(
                None, _("Somebody changed the map since this page was opened. Look at it anew, then change it.")
            )
        else:
            messages.success(request, _("Taken in, and in use from now on."))
            return redirect("map-versions")
    context = {"form": form, "wrongs": wrongs, "number": number}
    return render(request, "guides/take.html", context, status=422 if form.is_bound else 200)
