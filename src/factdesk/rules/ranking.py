"""How far two rankings of the same claims agree: Spearman's rho and Kendall's tau-b, both with ties.

Both are computed from the counts of claims by their two ranks, so that a million claims cost what the table costs.
Rho is Pearson's correlation of the average ranks (M. G. Kendall, "Rank Correlation Methods", 4th ed. 1970, chapter
3); tau-b = (concordant - discordant) / sqrt((pairs - tied in one) (pairs - tied in the other)) (chapter 3, 3.2).
"""

import math
from collections import Counter
from collections.abc import Mapping

Counts = Mapping[tuple[int, int], int]
"""The number of things by their rank in one order and in the other."""


def spearman(counts: Counts) -> float | None:
    """Give rho, from -1 to 1, or None where one of the orders holds no two ranks."""
    ones, others = _ranks(counts, 0), _ranks(counts, 1)
    # Average ranks less their mean, doubled, so that all sums are of whole numbers.
    both = sum(number * ones[one] * others[other] for (one, other), number in counts.items())
    squares = [
        sum(number * ranks[pair[at]] ** 2 for pair, number in counts.items()) for at, ranks in enumerate((ones, others))
    ]
    return _share(both, *squares)


def kendall(counts: Counts) -> float | None:
    """Give tau-b, from -1 to 1, or None where one of the orders holds no two ranks."""
    agreeing = 0
    for (one, other), number in counts.items():
        for (later, further), more in counts.items():
            if later > one:
                agreeing += number * more * ((further > other) - (further < other))
    untied = [_pairs(sum(counts.values())) - sum(map(_pairs, _totals(counts, at).values())) for at in (0, 1)]
    return _share(agreeing, *untied)


def _share(part: int, one: int, other: int) -> float | None:
    """Give a part of the geometric mean of two wholes, or None where a whole is nothing."""
    if not one or not other:
        return None
    return max(-1.0, min(1.0, part / math.sqrt(one * other)))


def _totals(counts: Counts, at: int) -> Counter[int]:
    totals: Counter[int] = Counter()
    for pair, number in counts.items():
        totals[pair[at]] += number
    return totals


def _ranks(counts: Counts, at: int) -> dict[int, int]:
    """Give the average rank of each rank in one order, less the mean of all, doubled."""
    totals = _totals(counts, at)
    ranks, before, every = {}, 0, totals.total()
    for rank in sorted(totals):
        ranks[rank] = 2 * before + totals[rank] - every
        before += totals[rank]
    return ranks


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
