"""Which sources of a claim hang together, and in which column and row each stands: who repeats whom, origin by origin.

Sources joined by links or by their origin are one cluster: a column for each step of passing on, a row for each end
of a chain. The order of input never matters; a link that would close a circle moves nobody to another column.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A source: the section it stands in (0 first), the origin it belongs to (lowest first), and its key."""

    section: int
    origin: int
    key: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """That `key` repeats `other`, or, without direction, that the two are tied."""

    tie: bool
    key: str
    other: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Boxes that hang together, in the order of their rows, with column and row of each."""

    boxes: tuple[Box, ...]
    cells: Mapping[str, tuple[int, int]]
    under: Mapping[str, str]
    links: tuple[Link, ...]

    @property
    def tied(self) -> bool:
        """Say whether two of its boxes are tied."""
        return any(link.tie for link in self.links)

    @property
    def deepest(self) -> int:
        """Give the last column."""
        return max(column for column, _ in self.cells.values())


def clusters(boxes: Iterable[Box], links: Iterable[Link]) -> list[Cluster]:
    """Give the clusters in the order of their first box; links to what is no box, and to itself, are left out."""
    ordered = sorted(set(boxes))
    known = {box.key for box in ordered}
    joined = sorted({link for link in links if link.key in known and link.other in known and link.key != link.other})
    return sorted((_cluster(group, joined) for group in _groups(ordered, joined)), key=lambda one: min(one.boxes))


def _groups(boxes: Sequence[Box], links: Sequence[Link]) -> list[list[Box]]:
    """Divide the boxes into those that hang together, through links or as one origin."""
    group = {box.key: {box.key} for box in boxes}
    of_origin: defaultdict[int, list[str]] = defaultdict(list)
    for box in boxes:
        of_origin[box.origin].append(box.key)
    pairs = [(link.key, link.other) for link in links]
    for one, other in [*pairs, *(pair for keys in of_origin.values() for pair in pairwise(keys))]:
        if group[one] is not group[other]:
            joined = group[one] | group[other]
            group.update(dict.fromkeys(joined, joined))
    distinct = {min(keys): keys for keys in group.values()}
    return [[box for box in boxes if box.key in keys] for _, keys in sorted(distinct.items())]


def _cluster(boxes: Sequence[Box], links: Sequence[Link]) -> Cluster:
    keys = {box.key: box for box in boxes}
    inside = tuple(link for link in links if link.key in keys)
    parents = _without_cycles(inside)
    columns: dict[str, int] = {}

    def column(key: str) -> int:
        if key not in columns:
            columns[key] = max((column(parent) + 1 for parent in parents[key]), default=0)
        return columns[key]

    under = {key: min(parents[key], key=lambda parent: (keys[parent].origin != keys[key].origin, keys[parent]))
             for key in sorted(keys) if parents[key]}  # fmt: skip
    # Who stands in another origin than the one it repeats begins a row there: an origin's rows stay together.
    under = {key: parent for key, parent in under.items() if keys[parent].origin == keys[key].origin}
    children: defaultdict[str, list[Box]] = defaultdict(list)
    for key, parent in under.items():
        children[parent].append(keys[key])
    cells: dict[str, tuple[int, int]] = {}
    ends = 0

    def stand(box: Box) -> int:
        """Give the row of a box, after those of all that stand under it; it shares the row of the first."""
        nonlocal ends
        rows = [stand(child) for child in sorted(children[box.key])]
        row = rows[0] if rows else ends
        ends += not rows
        cells[box.key] = column(box.key), row
        return row

    for box in sorted((box for box in boxes if box.key not in under), key=lambda box: (box.origin, box)):
        stand(box)
    in_rows = sorted(boxes, key=lambda box: cells[box.key][::-1])
    return Cluster(tuple(in_rows), cells, under, inside)


def _without_cycles(links: Sequence[Link]) -> defaultdict[str, list[str]]:
    """Give whom each source repeats, without the links that would close a circle."""
    parents: defaultdict[str, list[str]] = defaultdict(list)

    def reaches(key: str, wanted: str) -> bool:
        return key == wanted or any(reaches(parent, wanted) for parent in parents[key])

    for link in links:
        if not link.tie and not reaches(link.other, link.key):
            parents[link.key].append(link.other)
    return parents
