"""Agreement between reviewers: Krippendorff's alpha, and the share of agreeing pairs of one unit.

A unit is what several people judged: here the closed round of one wording of a claim. Its values are what they said.
Formulae: Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C (nominal data, any number
of observers, missing values) and section D (other metrics).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Distances = Callable[[int, int], int]


class Undefined(StrEnum):
    """Why there is no alpha."""

    NOTHING_TO_COMPARE = "nothing_to_compare"
    NO_VARIATION = "no_variation"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha, or why there is none; and what it rests on: the units with two values or more, and those values."""

    alpha: float | None
    undefined: Undefined | None
    units: int
    values: int


def nominal(units: Mapping[tuple[Value, ...], int]) -> Agreement:
    """Give alpha of values that are only alike or not, from the number of units by their values."""
    order = list(dict.fromkeys(value for values in units for value in values))
    return _alpha(units, order, lambda _marginals: lambda one, other: int(one != other))


def ordinal(units: Mapping[tuple[Value, ...], int], order: Sequence[Value]) -> Agreement:
    """Give alpha of values that have an order, lowest first; raises ValueError for a value that is not in it."""
    return _alpha(units, order, _ranks_between)


def pairwise(values: Iterable[Hashable]) -> Fraction | None:
    """Give the share of pairs of one unit's values that are alike, or None where there is no pair."""
    counts = Counter(values)
    pairs = counts.total() * (counts.total() - 1)
    return Fraction(sum(n * (n - 1) for n in counts.values()), pairs) if pairs else None


def _alpha(
    units: Mapping[tuple[Value, ...], int], order: Sequence[Value], metric: Callable[[Sequence[int]], Distances]
) -> Agreement:
    """Compute alpha = 1 - observed / expected disagreement from the matrix of coincidences, exactly to the end."""
    place = {value: at for at, value in enumerate(order)}
    unknown = {value for values in units for value in values} - place.keys()
    if unknown:
        message = f"not among the values: {sorted(map(str, unknown))}"
        raise ValueError(message)
    several = {values: number for values, number in units.items() if len(values) > 1 and number > 0}
    coincidences = _coincidences(several, place)
    marginals = [sum(row) for row in coincidences]
    number, total = sum(several.values()), int(sum(marginals))
    if not total:
        return Agreement(None, Undefined.NOTHING_TO_COMPARE, 0, 0)
    distance = metric([int(one) for one in marginals])
    sizes = range(len(order))
    apart = [(one, other, distance(one, other)) for one in sizes for other in sizes if one < other]
    observed = sum((coincidences[one][other] * far for one, other, far in apart), Fraction(0))
    expected = sum((marginals[one] * marginals[other] * far for one, other, far in apart), Fraction(0))
    if not expected:
        return Agreement(None, Undefined.NO_VARIATION, number, total)
    return Agreement(float(1 - (total - 1) * observed / expected), None, number, total)


def _coincidences(several: Mapping[tuple[Value, ...], int], place: Mapping[Value, int]) -> list[list[Fraction]]:
    """Give how often two values meet in a unit, each pair weighing one in (values of its unit - 1)."""
    found = [[Fraction(0)] * len(place) for _ in place]
    for values, number in several.items():
        counts = Counter(values)
        for one, times in counts.items():
            for other, others in counts.items():
                pairs = times * (others - (one == other))
                found[place[one]][place[other]] += Fraction(number * pairs, len(values) - 1)
    return found


def _ranks_between(marginals: Sequence[int]) -> Distances:
    """Give the ordinal metric: the values from one rank to another, half of both ends, squared (times four: whole)."""

    def distance(one: int, other: int) -> int:
        return (2 * sum(marginals[one : other + 1]) - marginals[one] - marginals[other]) ** 2

    return distance
