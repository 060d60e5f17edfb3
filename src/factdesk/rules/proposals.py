"""Where in a text something like a run of units may stand, by its rarest units: quick, and never the last word.

Each unit of the run votes for where the run would begin, wherever that unit stands in the text. Of a run made of
common words alone, pairs of words vote. A single character of a script without spaces votes with the one after it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log

MOST_UNITS, MOST_PLACES, MOST_VOTES, MOST_PROPOSED = 24, 400, 1_000, 12
OF_ALL, OF_BEST = 0.15, 0.4
"""A place needs this share of all votes there are, and of those for the best place."""
MOST_PAIRS, MOST_READ = 6, 20_000
"""So many common words are read with the next, at no more places than these each."""


class Proposals:
    """The places of all units of a text."""

    def __init__(self, units: Sequence[str]) -> None:
        """Note where each unit stands."""
        self._units = units
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(_keys(units)):
            self._places[key].append(at)

    def of(self, run: Sequence[str], width: int) -> Iterator[int]:
        """Give, best first, the lowest place at which the run may begin; it begins within twice the width of it."""
        votes: defaultdict[int, float] = defaultdict(float)
        most = 0.0
        for at, places in self._rarest(run):
            worth = log(1 + len(self._units) / len(places))
            most += worth
            for bucket in {(place - at) // width for place in places}:
                votes[bucket] += worth
        least = max(OF_ALL * most, OF_BEST * max(votes.values(), default=0)) / 2
        strong = {bucket for bucket, worth in votes.items() if worth >= least}
        both = {near: votes.get(near, 0) + votes.get(near + 1, 0) for one in strong for near in (one - 1, one)}
        covered: set[int] = set()
        for bucket in nlargest(MOST_PROPOSED, both, key=lambda bucket: (both[bucket], -bucket)):
            halves = {bucket, bucket + 1}
            if both[bucket] >= 2 * least and not (halves & strong) <= covered:
                covered |= halves
                yield bucket * width

    def _rarest(self, run: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        last = len(run) - 1
        standing = [
            (at, self._places[key])
            for at, key in enumerate(_keys(run))
            if key in self._places and (at < last or key.endswith(" "))
        ]
        standing.sort(key=lambda one: len(one[1]))
        if standing and len(standing[0][1]) > MOST_PLACES:
            standing = sorted(self._pairs(run, standing[:MOST_PAIRS]), key=lambda one: len(one[1]))
        number = 0
        for at, places in standing[:MOST_UNITS]:
            number += len(places)
            if number > MOST_VOTES or len(places) > MOST_PLACES:
                return
            yield at, places

    def _pairs(self, run: Sequence[str], standing: Sequence[tuple[int, list[int]]]) -> Iterator[tuple[int, list[int]]]:
        for at, places in standing:
            after = 1 if run[at].endswith(" ") else 2
            wanted = list(run[at + after : at + after + 1])
            if wanted and len(places) <= MOST_READ:
                pairs = [place for place in places if self._units[place + after : place + after + 1] == wanted]
                if pairs:
                    yield at, pairs


def _keys(units: Sequence[str]) -> Iterator[str]:
    for unit, following in zip(units, [*units[1:], ""], strict=False):
        yield unit if unit.endswith(" ") else unit + following
