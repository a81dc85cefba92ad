"""A map as the two files that a program changes: the same shape as ours, so that what goes out comes in again."""

from django.utils.timezone import localdate

_SAID = ("ask", "neutral", "worker", "box")


def written(nodes: list[dict], language: str) -> str:
    """YAML: the map with its English words, or the Spanish words of it. `talk.nodes_of` reads both back to the same."""
    import yaml

    shape = _english if language == "en" else _spanish
    about = {"owner": "this program", "source": "changed from the map that Ajar comes with", "checked_on": localdate()}
    whole = {"about": about, "entries": [shape(node) for node in nodes]}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=110)


def _english(node: dict) -> dict:
    others = (*_SAID, "answers", "reviewers", "at")
    kept = {"id": node["id"]} | {name: value for name, value in node.items() if name not in others}
    kept |= {name: node[name]["en"] for name in _SAID if node[name]["en"]}
    answers = []
    for answer in node["answers"]:
        one = {"id": answer["id"], "label": answer["label"]["en"], "to": answer["to"]}
        one |= {name: answer[name] for name in ("do", "alone", "rung") if name in answer}
        answers.append(one | ({"neutral": answer["neutral"]["en"]} if answer["neutral"]["en"] else {}))
    return kept | {"reviewers": [], "answers": answers}


def _spanish(node: dict) -> dict:
    kept = {"id": node["id"]} | {name: node[name]["es"] for name in _SAID if node[name]["es"]}
    answers = {}
    for answer in node["answers"]:
        answers[answer["id"]] = answer["label"]["es"]
        if answer["neutral"]["es"]:
            answers[f"{answer['id']}.neutral"] = answer["neutral"]["es"]
    return kept | {"reviewers": [], "answers": answers}
