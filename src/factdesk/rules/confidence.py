"""Rule 3, computed confidence: what the graded evidence alone comes to, beside what the reviewers think.

The score is the sum of the counted origins' strengths for the claim less the sum against it. The five levels are cut
at two scores on both sides of nought (factdesk.rules.weights), and a score on a cut belongs to the level nearer to
moderate. The number is that of a logistic curve which crosses the levels' bounds (60 and 80 of 100) at just these two.

Why there: one unopposed origin leaves moderate only if a usually reliable source reports what is confirmed, or a
completely reliable one what is probably true (A2, 70); three such origins make the highest level (210).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from factdesk.rules.origins import StanceCount
from factdesk.rules.weights import PRESENT, Weights
from factdesk.vocabulary import CONFIDENCE_RANGE, Confidence, Stance

WIDE_GAP = 2
"""From so many levels between computed and reviewed confidence on, the difference is pointed out."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The computed level, its number (1 to 99), and the score with its two sums (hundredths)."""

    level: Confidence
    number: int
    score: int
    supports: int
    disputes: int


def computed(counts: Mapping[Stance, StanceCount], weights: Weights = PRESENT) -> Computed | None:
    """Give the computed confidence of a claim's counted origins, or None where no piece counts (rule 3).

    The origins must have been counted with the same weights.
    """
    if not any(count.counted for count in counts.values()):
        return None
    supports = sum(one.strength for one in counts[Stance.SUPPORTS].counted)
    disputes = sum(one.strength for one in counts[Stance.DISPUTES].counted)
    score = supports - disputes
    level = level_of(score, weights)
    return Computed(level=level, number=number_of(score, weights), score=score, supports=supports, disputes=disputes)


def level_of(score: int, weights: Weights = PRESENT) -> Confidence:
    """Cut a score into a level; a score on a cut goes to the level nearer to moderate."""
    steps = sum(abs(score) > cut for cut in (weights.first_cut, weights.second_cut))
    return list(Confidence)[Confidence.MODERATE.rank + (steps if score > 0 else -steps)]


def number_of(score: int, weights: Weights = PRESENT) -> int:
    """Give a score's number from 1 to 99, within the range of its level."""
    # The curve is flat long before 40 steepnesses; the bound keeps the power of any score within a float.
    power = max(-40.0, min(40.0, score / weights.steepness))
    number = math.floor(100 / (1 + math.exp(-power)) + 0.5)
    lowest, highest = CONFIDENCE_RANGE[level_of(score, weights)]
    return max(lowest, min(highest, number))


def gap(one: Confidence | None, other: Confidence | None) -> int | None:
    """Give how many levels lie between two confidences, or None where one is missing."""
    return None if one is None or other is None else abs(one.rank - other.rank)
