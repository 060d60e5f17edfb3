"""Marks in a text: paragraphs cut into segments, each under the same claims from its first letter to its last.

Claims may overlap, nest and run on over several paragraphs; a page writes one mark for each segment.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Stretch = tuple[int, int]
"""From one offset up to, and without, another, in code points."""

_BLANK = re.compile(r"\s*\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a claim, in code points, the end excluded."""

    claim: str
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a paragraph, and the spans over it: first the one that began first, or else is the longest.

    Of those, `begins` and `ends` are the ones of which it is the first or the last segment in the text.
    """

    start: int
    end: int
    spans: tuple[Span, ...] = ()
    begins: tuple[Span, ...] = ()
    ends: tuple[Span, ...] = ()


def paragraphs(text: str) -> list[Stretch]:
    """Give where the paragraphs of a text stand: they are parted by blank lines, and none is blank itself."""
    found: list[Stretch] = []
    start = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for gap in _BLANK.finditer(text, start, last):
        found.append((start, gap.start()))
        start = gap.end()
    return [*found, (start, last)] if start < last else found


def paragraph_at(stretches: Sequence[Stretch], offset: int) -> int:
    """Give the number, from 1, of the paragraph at an offset; between two it is the one before; 0 where there are none.

    An offset before the first paragraph counts to the first.
    """
    return min(len(stretches), max(1, bisect_right(stretches, offset, key=lambda stretch: stretch[0])))


def marked(stretches: Sequence[Stretch], spans: Iterable[Span]) -> list[list[Segment]]:
    """Cut each paragraph into segments, in the order of the text.

    The segments of a paragraph follow each other without a gap. A span that covers nothing of any paragraph is left
    out. The paragraphs are in order and do not overlap.
    """
    waiting = sorted(spans, key=lambda span: (span.start, -span.end, span.claim, span.passage), reverse=True)
    active: list[Span] = []
    cut: list[list[tuple[Stretch, tuple[Span, ...]]]] = []
    for start, end in stretches:
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [span for span in active if span.end > start and span.end > span.start]
        cut.append(_cut(start, end, active))
    return _with_ends(cut)


def _cut(start: int, end: int, spans: Sequence[Span]) -> list[tuple[Stretch, tuple[Span, ...]]]:
    edges = {start, end}
    for span in spans:
        edges.update((max(start, span.start), min(end, span.end)))
    return [
        ((low, high), tuple(span for span in spans if span.start < high and span.end > low))
        for low, high in pairwise(sorted(edges))
    ]


def _with_ends(cut: Sequence[Sequence[tuple[Stretch, tuple[Span, ...]]]]) -> list[list[Segment]]:
    first: dict[Span, int] = {}
    last: dict[Span, int] = {}
    for paragraph in cut:
        for (start, _), spans in paragraph:
            for span in spans:
                first.setdefault(span, start)
                last[span] = start
    begins, ends = _by_place(first), _by_place(last)
    return [
        [Segment(*stretch, spans, begins[stretch[0]], ends[stretch[0]]) for stretch, spans in paragraph]
        for paragraph in cut
    ]


def _by_place(places: dict[Span, int]) -> defaultdict[int, tuple[Span, ...]]:
    found: defaultdict[int, tuple[Span, ...]] = defaultdict(tuple)
    for span, place in places.items():
        found[place] += (span,)
    return found
