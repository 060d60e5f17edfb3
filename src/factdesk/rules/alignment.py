"""Two lists side by side: what stands in both, in the same order in each.

Short lists share as much as they can. Of long ones only what stands once in each is compared at first, and then what
lies between, so that no text can take long.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

MOST = 200_000_000
"""The product of the lengths of two short lists."""

Pair = tuple[int | None, int | None]


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Give every index of both, in order: what is in both in pairs, and what is not, the old before the new, alone."""
    for (first, second), (end, stop) in gaps(shared(old, new), len(old), len(new)):
        for at in range(first, end):
            yield at, None
        for at in range(second, stop):
            yield None, at
        if end < len(old) and stop < len(new):
            yield end, stop


def gaps(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give from where to where what lies between pairs, before the first and after the last stands in both lists."""
    for (first, second), following in pairwise([(-1, -1), *pairs, (old, new)]):
        yield (first + 1, second + 1), following


def shared(old: Sequence[str], new: Sequence[str], *, most: int = MOST) -> list[tuple[int, int]]:
    """Give the indexes of what is in both lists, rising in each; up to `most` the lists count as short."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    pairs = [(at, at) for at in range(start)]
    middle = _shared(old[start : len(old) - end], new[start : len(new) - end], most)
    pairs += [(first + start, second + start) for first, second in middle]
    return pairs + [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]


def _shared(old: Sequence[str], new: Sequence[str], most: int) -> list[tuple[int, int]]:
    if not old or not new:
        return []
    if len(old) * len(new) <= most:
        blocks = Indel.opcodes(old, new).as_matching_blocks()
        return [(block.a + at, block.b + at) for block in blocks for at in range(block.size)]
    counts = Counter(old), Counter(new)
    places = {one: at for at, one in enumerate(old) if counts[0][one] == 1 and counts[1][one] == 1}
    once = rising([(places[one], at) for at, one in enumerate(new) if one in places])
    found: list[tuple[int, int]] = []
    for (first, second), (end, stop) in gaps(once, len(old), len(new)) if once else ():
        between = shared(old[first:end], new[second:stop], most=most)
        found += [(first + one, second + other) for one, other in between]
        if end < len(old) and stop < len(new):
            found.append((end, stop))
    return found


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give as many of some pairs as rise in the first of each too; they rise in the second as given."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (first, _) in enumerate(pairs):
        length = bisect_left(tails, first)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [first]
        ends[length : length + 1] = [at]
    chosen: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]
