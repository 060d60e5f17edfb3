"""Rule 3, computed confidence: what the graded evidence alone comes to, beside what the reviewers think.

The score is the sum of the counted origins' strengths for the claim less the sum against it. The five levels are cut
at the two scores below, on both sides of nought, and a score on a cut belongs to the level nearer to moderate. The
number is that of a logistic curve which crosses the levels' bounds (60 and 80 of 100) at just these two scores.

Why there: one unopposed origin leaves moderate only if a usually reliable source reports what is confirmed, or a
completely reliable one what is probably true (A2, 70); three such origins make the highest level (210).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from factdesk.rules.origins import StanceCount
from factdesk.vocabulary import CONFIDENCE_RANGE, Confidence, Stance

# Part of the versioned table of weights: raise WEIGHTS_VERSION in rules/strength.py with any change of them.
FIRST_CUT = 60
SECOND_CUT = 205
STEEPNESS = 148
"""60 / ln(60/40): the curve gives 60 of 100 at the first cut, and so 80 of 100 at the second."""

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


def computed(counts: Mapping[Stance, StanceCount]) -> Computed | None:
    """Give the computed confidence of a claim's counted origins, or None where no piece counts (rule 3)."""
    if not any(count.counted for count in counts.values()):
        return None
    supports = sum(one.strength for one in counts[Stance.SUPPORTS].counted)
    disputes = sum(one.strength for one in counts[Stance.DISPUTES].counted)
    score = supports - disputes
    level = level_of(score)
    return Computed(level=level, number=number_of(score), score=score, supports=supports, disputes=disputes)


def level_of(score: int) -> Confidence:
    """Cut a score into a level; a score on a cut goes to the level nearer to moderate."""
    steps = sum(abs(score) > cut for cut in (FIRST_CUT, SECOND_CUT))
    return list(Confidence)[Confidence.MODERATE.rank + (steps if score > 0 else -steps)]


def number_of(score: int) -> int:
    """Give a score's number from 1 to 99, within the range of its level."""
    # The curve is flat long before 40 steepnesses; the bound keeps the power of any score within a float.
    power = max(-40.0, min(40.0, score / STEEPNESS))
    number = math.floor(100 / (1 + math.exp(-power)) + 0.5)
    lowest, highest = CONFIDENCE_RANGE[level_of(score)]
    return max(lowest, min(highest, number))


def gap(one: Confidence | None, other: Confidence | None) -> int | None:
    """Give how many levels lie between two confidences, or None where one is missing."""
    return None if one is None or other is None else abs(one.rank - other.rank)
