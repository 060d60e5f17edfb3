"""Where the boxes and lines of a picture of provenance stand: every origin in a frame of its own.

Clusters (rules/clusters.py) are packed side by side into a section for, one against, and one for the rest. Lengths are
whole units of the picture. Lines run in the gaps between columns and rows, never through a box.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factdesk.rules.clusters import Box, Cluster, Link, clusters

__all__ = ["Box", "Layout", "Line", "Link", "Rect", "lay_out"]

BOX_WIDTH, BOX_HEIGHT = 214, 62
GUTTER, ROW_GAP = 80, 12
UNIT = BOX_WIDTH + GUTTER
"""The width of a column with the room for lines and their words before the next."""
FRAME_HEAD, FRAME_PAD, FRAME_GAP = 22, 10, 12
TIE_ROOM = 98
"""The room left of a cluster's first column, where it has ties."""
SECTION_HEAD, SECTION_GAP = 34, 18
COLUMNS = 4
"""So many columns stand side by side before the next cluster goes below."""
LANE = 7


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: its left upper corner, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Give the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Give the lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """Give the height of its middle."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A link as the corners its line goes through, and where its word is centred, beside the box `said_at`."""

    link: Link
    points: tuple[tuple[int, int], ...]
    said_at: str
    word_at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture: sections and frames with their number, boxes by key, lines.

    `order` is that of reading, each box with the section it is drawn in; `under` says whom one stands beside.
    """

    width: int
    height: int
    sections: tuple[tuple[int, Rect], ...]
    frames: tuple[tuple[int, Rect], ...]
    boxes: Mapping[str, Rect]
    lines: tuple[Line, ...]
    order: tuple[tuple[int, Box], ...]
    under: Mapping[str, str]


def lay_out(boxes: Iterable[Box], links: Iterable[Link]) -> Layout:
    """Place every box and draw every link between two of them once."""
    every = clusters(boxes, links)
    rects: dict[str, Rect] = {}
    frames: list[tuple[int, Rect]] = []
    sections: list[tuple[int, Rect]] = []
    y = width = 0
    for section in sorted({min(one.boxes).section for one in every}):
        top = y + (SECTION_GAP if y else 0)
        floor = [top + SECTION_HEAD] * max([COLUMNS, *(_units(one) for one in every)])
        for one in (one for one in every if min(one.boxes).section == section):
            at = min(range(len(floor) - _units(one) + 1), key=lambda at: (max(floor[at : at + _units(one)]), at))
            placed, framed = _place(one, at * UNIT, max(floor[at : at + _units(one)]))
            rects |= placed
            frames += framed
            bottom = max(rect.bottom for _, rect in framed) + FRAME_GAP
            floor[at : at + _units(one)] = [bottom] * _units(one)
            width = max(width, *(rect.right for _, rect in framed))
        y = max(floor) - FRAME_GAP
        sections.append((section, Rect(0, top, 0, y - top)))
    lines = [line for one in every for line in _lines(one, rects)]
    order = tuple((min(one.boxes).section, box) for one in every for box in one.boxes)
    under = {key: parent for one in every for key, parent in one.under.items()}
    wide = tuple((section, Rect(0, rect.y, width, rect.height)) for section, rect in sections)
    return Layout(width, y, wide, tuple(frames), rects, tuple(lines), order, under)


def _left(cluster: Cluster) -> int:
    return FRAME_PAD + (TIE_ROOM if cluster.tied else 0)


def _units(cluster: Cluster) -> int:
    """Give how many columns of the picture a cluster takes."""
    return -(-(_width(cluster) + FRAME_GAP) // UNIT)


def _width(cluster: Cluster) -> int:
    return _left(cluster) + cluster.deepest * UNIT + BOX_WIDTH + FRAME_PAD


def _place(cluster: Cluster, x: int, y: int) -> tuple[dict[str, Rect], list[tuple[int, Rect]]]:
    """Give the boxes of a cluster whose left upper corner is given, and the frames of its origins."""
    rows: defaultdict[int, set[int]] = defaultdict(set)
    for box in cluster.boxes:
        rows[box.origin].add(cluster.cells[box.key][1])
    tops: dict[int, int] = {}
    frames = []
    for origin in sorted(rows, key=lambda one: min(rows[one])):
        first = y + FRAME_HEAD
        for at, row in enumerate(sorted(rows[origin])):
            tops[row] = first + at * (BOX_HEIGHT + ROW_GAP)
        height = FRAME_HEAD + len(rows[origin]) * (BOX_HEIGHT + ROW_GAP) - ROW_GAP + FRAME_PAD
        frames.append((origin, Rect(x, y, _width(cluster), height)))
        y += height + FRAME_GAP
    boxes = {
        key: Rect(x + _left(cluster) + column * UNIT, tops[row], BOX_WIDTH, BOX_HEIGHT)
        for key, (column, row) in cluster.cells.items()
    }
    return boxes, frames


def _lines(cluster: Cluster, boxes: Mapping[str, Rect]) -> Iterable[Line]:
    """Draw a cluster's links through the gaps between columns and rows, never through a box."""
    repeated = sorted({link.other for link in cluster.links if not link.tie}, key=lambda key: (boxes[key].y, key))
    lanes = {key: 14 + LANE * (at % 2) for at, key in enumerate(repeated)}
    left = min(boxes[box.key].x for box in cluster.boxes)
    words: Counter[tuple[bool, str]] = Counter()
    for link in cluster.links:
        one, other = boxes[link.key], boxes[link.other]
        if link.tie:
            edge = left - TIE_ROOM + 10 + LANE * (sum(words.values()) % 3)
            upper, lower = sorted((link.key, link.other), key=lambda key: (boxes[key].y, boxes[key].x))
            points, said_at = _tie(boxes[upper], boxes[lower], left, edge), lower
        else:
            points, said_at = _repeat(one, other, lanes[link.other]), link.key
        # Of two lines that end at one box the first has its word above, the second below.
        y = points[-1 if link.tie else 0][1] + (12 if words[link.tie, said_at] else -4)
        words[link.tie, said_at] += 1
        yield Line(link, points, said_at, (boxes[said_at].x - (34 if link.tie else 30), y))


def _repeat(child: Rect, parent: Rect, lane: int) -> tuple[tuple[int, int], ...]:
    start, end = (child.x, child.middle), (parent.right, parent.middle)
    out, into = child.x - GUTTER + lane, parent.right + lane
    below = parent.bottom + ROW_GAP // 2
    if out == into and child.middle == parent.middle:
        return start, end
    if out == into:
        return start, (out, child.middle), (into, parent.middle), end
    return start, (out, child.middle), (out, below), (into, below), (into, parent.middle), end


def _tie(one: Rect, other: Rect, left: int, edge: int) -> tuple[tuple[int, int], ...]:
    return *_to_edge(one, left, edge), *reversed(_to_edge(other, left, edge))


def _to_edge(rect: Rect, left: int, edge: int) -> list[tuple[int, int]]:
    """Lead a tie from a box to the left of its cluster: from the first column straight, else below the box."""
    if rect.x == left:
        return [(rect.x, rect.middle), (edge, rect.middle)]
    side, below = rect.middle + LANE, rect.bottom + ROW_GAP // 2
    return [(rect.x, side), (rect.x - LANE, side), (rect.x - LANE, below), (edge, below)]
