"""Rule 3, the strength of one piece of evidence: reliability weight times credibility weight, or nothing.

A grade of F or 6 is no basis to judge, so it adds nothing; neither does context, what was withdrawn or not
consulted, nor a piece whose source was found not to say it. The lowest real grades, E and 5, weigh little
but count.
"""

from dataclasses import dataclass

from factdesk.rules.weights import PRESENT, Weights
from factdesk.vocabulary import Credibility, Lineage, Reliability, Stance, SupportCheck

_NOT_SAID: dict[SupportCheck, str] = {
    SupportCheck.SILENT: "its source does not say this",
    SupportCheck.CONTRADICTS: "its source says the opposite",
    SupportCheck.UNAVAILABLE: "its source could not be opened",
}


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the rules need to know of a source on file."""

    citekey: str
    reliability: Reliability
    lineage: Lineage
    consulted: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """What the rules need to know of a piece of evidence.

    `key` is its order of entry, unique on the claim. `rests_on` names the sources this very piece comes from,
    where that differs from its source's lineage.
    """

    key: int
    source: str
    stance: Stance
    credibility: Credibility
    support_check: SupportCheck
    rests_on: frozenset[str]
    withdrawn: bool


def strength(reliability: Reliability, credibility: Credibility, weights: Weights = PRESENT) -> int:
    """Multiply the two weights, in whole hundredths rounded half up (rule 3, computed confidence)."""
    return (weights.reliability[reliability] * weights.credibility[credibility] + 50) // 100


def adds_nothing(piece: Piece, source: SourceFacts) -> str | None:
    """Say why the piece adds nothing, in words that follow "not counted:", or None if it counts (rule 3).

    Where several reasons hold, the first in this order is given: withdrawn, context, not consulted, what the
    support check found, not graded.
    """
    reasons: tuple[tuple[bool, str], ...] = (
        (piece.withdrawn, "it was withdrawn"),
        (source.withdrawn, "its source was withdrawn"),
        (piece.stance is Stance.CONTEXT, "it is context"),
        (not source.consulted, "its source was not consulted"),
        (piece.support_check in _NOT_SAID, _NOT_SAID.get(piece.support_check, "")),
        (source.reliability is Reliability.F, "the reliability of its source cannot be judged"),
        (piece.credibility is Credibility.UNKNOWN, "its credibility cannot be judged"),
    )
    return next((reason for holds, reason in reasons if holds), None)
