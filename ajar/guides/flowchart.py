"""The map as a drawing: stages from top to bottom, each question a box, each way a line. Pure: a guide in, places out."""

import textwrap
from dataclasses import dataclass

from ajar.guides import talk

WIDTH, BOX_W, BOX_H, GAP_X, GAP_Y, BAND = 1180, 208, 62, 24, 34, 40
A_ROW = 5
LETTERS = 28


@dataclass(frozen=True)
class Box:
    node: talk.Node
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def texts(self):
        """(x, y, words) of each line of the box."""
        top = self.y + BOX_H / 2 - (len(self.lines) - 1) * 8 + 4.5
        return [(self.x + BOX_W / 2, top + at * 16, words) for at, words in enumerate(self.lines)]


@dataclass(frozen=True)
class Way:
    came: str
    to: str
    d: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: list
    ways: list
    bands: list  # (stage, y, height)


def drawn(guide: talk.Guide, missing: str) -> Drawing:
    """Where each box stands and how the lines run. missing: what stands where nothing is asked. Answers that lead to the end have no line: the last stage is the end."""
    boxes, bands, y = {}, [], 10
    for stage in talk.STAGES:
        nodes = [node for node in guide.nodes if node.stage == stage]
        if not nodes:
            continue
        rows = [nodes[at : at + A_ROW] for at in range(0, len(nodes), A_ROW)]
        height = BAND + len(rows) * (BOX_H + GAP_Y)
        bands.append((stage, y, height))
        for at, row in enumerate(rows):
            across = len(row) * BOX_W + (len(row) - 1) * GAP_X
            for place, node in enumerate(row):
                x = (WIDTH - across) // 2 + place * (BOX_W + GAP_X)
                boxes[node.id] = Box(node, x, y + BAND + at * (BOX_H + GAP_Y), _lines(str(node.ask) or missing))
        y += height + 8
    ways = []
    for node in guide.nodes:
        for to in dict.fromkeys(answer.to for answer in node.answers):
            if to in boxes and to != node.id:
                ways.append(Way(node.id, to, _line(boxes[node.id], boxes[to])))
    return Drawing(WIDTH, y, list(boxes.values()), ways, bands)


def _lines(words: str) -> tuple[str, ...]:
    """Three lines at most, as many letters as a box is wide."""
    lines = textwrap.wrap(words, LETTERS)
    return (
        tuple(lines[:3])
        if len(lines) <= 3
        else (*lines[:2], textwrap.shorten(" ".join(lines[2:]), LETTERS, placeholder="…"))
    )


def _line(one: Box, other: Box) -> str:
    """A curve from one box to another: down from foot to head, within a row from foot to foot, back up by a side."""
    middle = BOX_W // 2
    if other.y < one.y:
        side, out = (BOX_W, 40) if other.x >= one.x else (0, -40)
        x1, y1, x2, y2 = one.x + side, one.y + BOX_H // 2, other.x + side, other.y + BOX_H // 2
        return f"M{x1} {y1}C{x1 + out} {y1} {x2 + out} {y2} {x2} {y2}"
    x1, y1, x2 = one.x + middle, one.y + BOX_H, other.x + middle
    if other.y == one.y:
        return f"M{x1} {y1}C{x1} {y1 + 26} {x2} {y1 + 26} {x2} {y1}"
    y2, bend = other.y, max(24, (other.y - y1) // 2)
    return f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
