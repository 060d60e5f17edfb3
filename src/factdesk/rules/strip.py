"""The strip of an article: its claims in one row, each standing on the scale between false and true.

Supported goes up from the line and disputed down, as far as the evidence carries the verdict; mixed reaches both ways.
Lengths across are units of the picture, which is stretched to its place; lengths up and down are pixels.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from factdesk.rules.scale import DRAWN, MIDDLE, PLACE, Filling
from factdesk.vocabulary import Confidence, Verdict

HEIGHT, LINE = 110, 55
SLOT, GAP = 10, 4
"""The room of one claim, and what is left free between paragraphs."""
WIDEST = 3
"""Pixels of a unit at most, so that the bars of few claims do not become walls."""
MOST_LINKED = 200
"""Claims that are links each; of more the picture alone is drawn, and the register's rows are the links."""
MANY = 80
"""From so many claims on, hollow bars are drawn pale, because their outlines would meet."""
FAR = 49
"""Pixels from the line to the place at either end."""
BOTH, LEAST = 16, 4
"""What a mixed claim in the middle reaches up and down, and the least it reaches either way."""
BOX = 13
WIDE, NARROW = 935, 300
"""Pixels of a strip on a desktop, and on a phone."""


class Drawn(Protocol):
    """What the strip needs to know of a claim."""

    @property
    def ref(self) -> str: ...
    @property
    def paragraph(self) -> int | None: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def confidence(self) -> Confidence | None: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything of one verdict that is drawn in one way: full, hollow, dashed, stub or ring; `dim`: filtered out."""

    verdict: Verdict
    way: str
    dim: bool
    path: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The claims of one paragraph, in hundredths of the width; its label has room on a desktop, or everywhere."""

    begins: float
    ends: float
    label: str | None
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture: its width in units and at most in pixels, the room of each claim, its shapes and paragraphs."""

    width: int
    widest: int
    rooms: tuple[tuple[int, int], ...]
    shapes: tuple[Shape, ...]
    stretches: tuple[Stretch, ...]
    linked: bool
    many: bool


def draw(claims: Sequence[Drawn], matching: Collection[str] | None) -> Strip:
    """Draw claims in the order of their article; `matching` are the refs a filter leaves, None for all."""
    paths: defaultdict[tuple[bool, Verdict, str], list[str]] = defaultdict(list)
    rooms: list[tuple[int, int]] = []
    parts: list[tuple[int | None, int, int]] = []
    x, inset = 0, _inset(len(claims))
    for at, claim in enumerate(claims):
        if not at or claim.paragraph != claims[at - 1].paragraph:
            x += GAP if at else 0
            parts.append((claim.paragraph, x, x))
        rooms.append((x, SLOT))
        dim = matching is not None and claim.ref not in matching
        for way, begins, path in _marks(claim.verdict, claim.confidence, inset):
            paths[dim, claim.verdict, way].append(f"M{round(x + begins, 1)}{path}")
        x += SLOT
        parts[-1] = (*parts[-1][:2], x)
    return Strip(
        width=x,
        widest=x * WIDEST,
        rooms=tuple(rooms),
        shapes=tuple(Shape(verdict, way, dim, "".join(drawn)) for (dim, verdict, way), drawn in sorted(paths.items())),
        stretches=tuple(_stretches(parts, x)),
        linked=len(claims) <= MOST_LINKED,
        many=len(claims) >= MANY,
    )


def _inset(number: int) -> float:
    """Give what a bar leaves free of its room on either side; nothing where a claim has about a pixel."""
    return 1.2 if number < MANY else 0.5 if number <= MOST_LINKED else 0


@lru_cache(maxsize=128)
def _marks(verdict: Verdict, level: Confidence | None, inset: float) -> tuple[tuple[str, float, str], ...]:
    """Give the parts of a claim's mark: the way each is drawn, where in the claim's room it begins, and its path."""
    width = SLOT - 2 * inset
    if verdict is Verdict.UNREVIEWED:
        return (("ring", SLOT / 2, f" {LINE}h0"),)
    drawing, (up, down) = DRAWN[verdict], reach(verdict, level)
    if drawing.above is drawing.below:
        return ((str(drawing.above), inset, _bar(width, LINE - up, up + down)),)
    if not up + down:
        return (("stub", inset, f" {LINE}h{width:g}"),)
    parts = ((drawing.above, LINE - up, up), (drawing.below, LINE, down))
    return tuple((str(way), inset, _bar(width, top, height)) for way, top, height in parts if way and height)


def reach(verdict: Verdict, level: Confidence | None) -> tuple[float, float]:
    """Give how far a claim reaches above the line and below, in pixels; nothing either way is drawn as a stub.

    Evidence that speaks against the verdict gives it no height.
    """
    distance = (PLACE[level] - MIDDLE) if level else 0
    drawing, far = DRAWN[verdict], distance * FAR / (PLACE[Confidence.VERY_HIGH] - MIDDLE)
    if drawing.above is drawing.below:
        return BOX, BOX
    if drawing.above and drawing.below:
        shift = distance * 9 / (PLACE[Confidence.HIGH] - MIDDLE)
        return max(LEAST, BOTH + shift), max(LEAST, BOTH - shift)
    return (max(0.0, far), 0) if drawing.above is Filling.FULL else (0, max(0.0, -far))


def _bar(width: float, top: float, height: float) -> str:
    return f" {top:g}h{width:g}v{height:g}h{-width:g}z"


def _stretches(parts: Sequence[tuple[int | None, int, int]], width: int) -> Iterable[Stretch]:
    """Label the paragraphs from left to right, each where it does not run into the one before."""
    free = {WIDE: 0.0, NARROW: 0.0}
    for number, begins, ends in parts:
        fits = dict.fromkeys(free, False)
        for size in free if number else ():
            pixels = min(WIDEST, size / width)
            at, needs = begins * pixels, 14 + 7 * len(str(number))
            fits[size] = at >= free[size] and (not begins or at + needs <= width * pixels)
            if not fits[size]:
                break  # what has no room on a desktop has none on a phone
            free[size] = at + needs
        yield Stretch(
            begins=round(100 * begins / width, 3),
            ends=round(100 * ends / width, 3),
            label=f"¶ {number}" if any(fits.values()) else None,
            everywhere=fits[NARROW],
        )
