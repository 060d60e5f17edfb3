"""Why the computed confidence is what it is: every origin with what it adds, so that the sums can be added up."""

from collections.abc import Mapping
from dataclasses import dataclass

from factdesk.rules.weights import Weights
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, OriginGroup
from factdesk.shapes.sources import RelatedSource
from factdesk.vocabulary import Confidence, Stance

Reason = tuple[str, RelatedSource | str | None]
"""Why a piece adds nothing of its own, as words and the source they lead to, as a record or by its citekey."""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A piece collapsed into an origin, and why."""

    piece: EvidencePiece
    reasons: list[Reason]


@dataclass(frozen=True, kw_only=True)
class Term:
    """One origin: its strongest piece, the two weights, what it adds to the score, and what was collapsed into it.

    `held` says that the piece is graded no better than the origin it comes from, although its source is.
    """

    group: OriginGroup
    strongest: EvidencePiece
    weights: tuple[int, int]
    adds: int
    held: bool
    copies: list[Copy]


@dataclass(frozen=True, kw_only=True)
class SideSum:
    """The terms of one stance, strongest first, with their sum."""

    stance: Stance
    terms: list[Term]
    sum: int


@dataclass(frozen=True, kw_only=True)
class Level:
    """The computed confidence with everything it was made from; `uncounted` are the pieces that add nothing.

    Where the program no longer has the rules by which it was computed it is not `explained`: there are no terms.
    """

    confidence: Confidence | None
    number: int | None
    explained: bool
    version: int
    score: int
    sides: list[SideSum]
    uncounted: list[EvidencePiece]
    cuts: tuple[int, int]


def of(claim: ClaimDetail, version: int, weights: Weights | None) -> Level | None:
    """Give why a claim's computed confidence is what it is; None where there is no evidence at all.

    `version` is that of the weights it was computed with, `weights` these where they can be shown.
    """
    if not claim.evidence:
        return None
    if weights is None:
        return Level(
            confidence=claim.computed, number=claim.computed_number, explained=False, version=version,
            score=claim.computed_score or 0, sides=[], uncounted=[], cuts=(0, 0),
        )  # fmt: skip
    pieces = {piece.id: piece for piece in claim.evidence}
    sides = [_side(claim, pieces, stance, weights) for stance in (Stance.SUPPORTS, Stance.DISPUTES)]
    counted = {key for group in claim.origin_groups for key in group.pieces}
    return Level(
        confidence=claim.computed,
        number=claim.computed_number,
        explained=True,
        version=version,
        score=sum(side.sum for side in sides),
        sides=sides,
        uncounted=[piece for piece in claim.evidence if piece.id not in counted],
        cuts=(weights.first_cut, weights.second_cut),
    )


def _side(claim: ClaimDetail, pieces: Mapping[int, EvidencePiece], stance: Stance, weights: Weights) -> SideSum:
    sign = 1 if stance is Stance.SUPPORTS else -1
    terms = [_term(group, pieces, sign, weights) for group in claim.origin_groups if group.stance is stance]
    return SideSum(stance=stance, terms=terms, sum=sum(term.adds for term in terms))


def _term(group: OriginGroup, pieces: Mapping[int, EvidencePiece], sign: int, weights: Weights) -> Term:
    strongest = pieces[group.through]
    return Term(
        group=group,
        strongest=strongest,
        weights=(weights.reliability[group.reliability], weights.credibility[group.credibility]),
        adds=sign * group.strength,
        held=group.reliability is not strongest.reliability,
        copies=[Copy(piece=pieces[key], reasons=_reasons(pieces[key], strongest, group))
                for key in group.pieces if key != group.through],
    )  # fmt: skip


def _reasons(piece: EvidencePiece, strongest: EvidencePiece, group: OriginGroup) -> list[Reason]:
    """Say why a piece comes from the same origin as another."""
    if piece.rests_on:
        return [("rests on", citekey) for citekey in piece.rests_on]
    if piece.source.citekey == strongest.source.citekey:
        return [("the same source again", None)]
    if piece.derives_from:
        return [(parent.how.label, parent) for parent in piece.derives_from]
    tied = [tie for tie in piece.ties if tie.citekey in group.origin_sources]
    tied.sort(key=lambda tie: tie.citekey != strongest.source.citekey)
    return [(tie.how.label, tie) for tie in tied[:1]] or [("one origin with it through other ties", None)]
