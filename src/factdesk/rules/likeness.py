"""Where in a text something like a quote stands: the one place that is likest, or none.

How like a place is, from 0 to 100, is the greater of two, each less a toll that is the higher the fewer letters are
compared: how much of the quote and its recorded surroundings together is the same, and how much of the quote alone.
Of the places that reach the floor the one where quote and surroundings together agree best is the likest; another
that is less than MARGIN behind is equally like, and then there is none.
A place begins and ends where words do.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from factdesk.rules.proposals import Proposals
from factdesk.rules.units import Splitter, Units, weight

FLOOR, FLOOR_OF_QUOTE, MARGIN, TOLL = 72.0, 60.0, 3.0, 300.0
"""Measured on 155 articles in several languages. Passages were taken out with their paragraph: of 100 with their
surroundings 1 to 3 were still "found" if they had more than 30 characters, nearly all at variants of the same sentence
elsewhere, and 4 to 8 of shorter ones; where the floor was five points lower, half as many again. With a tenth of all
words changed 98 of 100 were found again, with a fifth 95, with three tenths 87.
"""
NEAR = 24
"""So many units on each side propose places; all of the surroundings are compared."""
REACH = 4
"""So many units on each side of an end of the quote say where that end is."""
_QUOTATION = frozenset(
    "\"'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u300c\u300d\u300e\u300f"
)


@dataclass(frozen=True, slots=True)
class Likely:
    """A place like a quote: code points, the end excluded, and how like it is."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class _Needle:
    """A quote and its surroundings as units, and what stands before its first and after its last."""

    exact: Units
    prefix: Units
    suffix: Units
    tolls: tuple[float, float]
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of units of the text, the last excluded; how like the quote it is, alone or with its surroundings."""

    score: float
    together: float
    first: int
    last: int

    def overlaps(self, other: "_Run") -> bool:
        """Say whether the two share more than half of the shorter one."""
        shared = min(self.last, other.last) - max(self.first, other.first)
        return 2 * shared > min(self.last - self.first, other.last - other.first)


class Finder:
    """Finds quotes in one text by likeness; the text is cut into units only once something is looked for."""

    def __init__(self, text: str, quoted: Iterable[str]) -> None:
        """Take the text, and all that the quotes consist of, so that both are cut alike."""
        self._text = text
        self._quoted = quoted

    @cached_property
    def _splitter(self) -> Splitter:
        return Splitter([self._text, *self._quoted])

    @cached_property
    def _units(self) -> Units:
        return self._splitter.split(self._text)

    @cached_property
    def _proposals(self) -> Proposals:
        return Proposals(self._units.folded)

    def find(self, exact: str, prefix: str, suffix: str, verbatim: Sequence[int]) -> Likely | None:
        """Give the place likest to a quote, or None where none reaches the floor or two are equally like.

        `verbatim` are offsets at which the quote stands word for word: each is compared, however near to another.
        """
        needle = self._needle(exact, prefix, suffix)
        if not needle.exact.folded:
            return None
        runs = [run for at in verbatim if (run := self._verbatim(needle, at, at + len(exact)))]
        for run in self._proposed(needle):
            if not any(run.overlaps(other) for other in runs):
                runs.append(run)
        runs = sorted((run for run in runs if run.score >= FLOOR), key=lambda run: -run.together)
        if not runs or (runs[1:] and runs[0].together - runs[1].together < MARGIN) or self._doubled(needle, runs[0]):
            return None
        start, end = self._stretch(needle, runs[0])
        return Likely(start, end, max(runs[0].score, runs[0].together))

    def _needle(self, exact: str, prefix: str, suffix: str) -> _Needle:
        units, before, after = (self._splitter.split(part) for part in (exact, prefix, suffix))
        first, last = (units.places[0][0], units.places[-1][1]) if units.places else (0, 0)
        tolls = TOLL / max(1, weight(exact)), TOLL / max(1, weight(prefix + exact + suffix))
        return _Needle(units, before, after, tolls, exact[:first], exact[last:])

    def _verbatim(self, needle: _Needle, start: int, end: int) -> _Run | None:
        first = bisect_right(self._units.places, start, key=lambda place: place[1])
        last = bisect_left(self._units.places, end, key=lambda place: place[0])
        return self._rated(needle, first, last)

    def _proposed(self, needle: _Needle) -> list[_Run]:
        """Give the runs where votes say that something like the quote may stand, overlapping ones once."""
        before, quote, after = needle.prefix.folded[-NEAR:], needle.exact.folded, needle.suffix.folded[:NEAR]
        near, width = [*before, *quote, *after], max(4, len(quote) // 2)
        found = [
            run
            for low in self._proposals.of(near, width)
            if (run := self._fitted(needle, near, len(before), range(low, low + 2 * width)))
        ]
        kept: list[_Run] = []
        for run in sorted(found, key=lambda run: -run.together):
            if not any(run.overlaps(other) for other in kept):
                kept.append(run)
        return kept

    def _fitted(self, needle: _Needle, near: Sequence[str], begins: int, start: range) -> _Run | None:
        """Lay quote and surroundings along a stretch of the text, and take the ends that make it likest."""
        low, high = max(0, start.start - REACH), max(0, start.stop + len(near) + REACH)
        ends = begins + len(needle.exact.folded)
        firsts: set[int] = set()
        lasts: set[int] = set()
        inside: list[int] = []
        for block in Indel.opcodes(near, self._units.folded[low:high]).as_matching_blocks():
            for at in range(block.a, block.a + block.size):
                place = low + block.b + at - block.a
                if begins <= at < ends:
                    inside.append(place)
                if begins - REACH <= at < begins + REACH:
                    firsts.add(place + begins - at)
                if ends - REACH <= at < ends + REACH:
                    lasts.add(place + ends - at)
        if inside:
            firsts.add(inside[0])
            lasts.add(inside[-1] + 1)
        if not firsts or not lasts:
            return None
        return self._likest(needle, sorted(firsts), sorted(lasts))

    def _likest(self, needle: _Needle, firsts: Sequence[int], lasts: Sequence[int]) -> _Run | None:
        """Take the likest of some beginnings, then of some ends, then shift both as long as that helps."""
        best = max(
            (run for first in firsts for last in (lasts[0], lasts[-1]) if (run := self._rated(needle, first, last))),
            key=lambda run: run.together,
            default=None,
        )
        if best is None:
            return None
        tried = [(best.first, last) for last in lasts]
        for _ in range(2 * REACH):
            runs = [run for first, last in tried if (run := self._rated(needle, first, last))]
            better = max(runs, key=lambda run: run.together, default=best)
            if better.together <= best.together and tried[0][0] != best.first:
                break
            best = max(best, better, key=lambda run: run.together)
            tried = [(best.first + by, best.last) for by in (-2, -1, 1, 2)]
            tried += [(best.first, best.last + by) for by in (-2, -1, 1, 2)]
        return best

    def _rated(self, needle: _Needle, first: int, last: int) -> _Run | None:
        if not 0 <= first < last <= len(self._units.folded):
            return None
        exact, before, after = needle.exact.joined, needle.prefix.joined, needle.suffix.joined
        alone = ratio(exact, self._units.read(first, last))
        if alone < FLOOR_OF_QUOTE:
            return _Run(0.0, 0.0, first, last)
        same = alone * len(exact)
        same += ratio(before, self._units.before(first, len(before))) * len(before)
        same += ratio(after, self._units.after(last, len(after))) * len(after)
        together = same / (len(exact) + len(before) + len(after))
        return _Run(max(alone - needle.tolls[0], together - needle.tolls[1]), together, first, last)

    def _doubled(self, needle: _Needle, run: _Run) -> bool:
        """Say whether another place, proposed or not, reads the same, with the same surroundings."""
        joined, offsets = self._units.joined, self._units.offsets
        start = max(0, offsets[run.first] - len(needle.prefix.joined))
        read = joined[start : offsets[run.last] + len(needle.suffix.joined)]
        return joined.find(read) < start or joined.find(read, start + 1) >= 0

    def _stretch(self, needle: _Needle, run: _Run) -> tuple[int, int]:
        """Give a run's code points, with the marks around it that stand around the quote too."""
        places, text = self._units.places, self._text
        start, end = places[run.first][0], places[run.last - 1][1]
        lowest = places[run.first - 1][1] if run.first else 0
        highest = places[run.last][0] if run.last < len(places) else len(text)
        for mark in reversed(needle.head):
            if start == lowest or not _alike(mark, text[start - 1]):
                break
            start -= 1
        for mark in needle.tail:
            if end == highest or not _alike(mark, text[end]):
                break
            end += 1
        return start, end


def _alike(one: str, other: str) -> bool:
    return one == other or (one in _QUOTATION and other in _QUOTATION) or (one.isspace() and other.isspace())
