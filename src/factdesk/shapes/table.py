"""A claim as one row of a table, and the cells of it that tell the gist of its evidence and reviews."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from factdesk.vocabulary import Confidence, Stance, Verdict

Cell = str | int | None
NO_ADDRESS = "no address"


class TableRow(NamedTuple):
    """A claim under the columns of every table of claims, but for the address of its page.

    Closed lists by their words, lists with a part a line, moments as RFC 3339 writes them, in UTC to the second.
    """

    ref: str
    article: str
    number: int
    paragraph: int | None
    statement: str
    quote: str | None
    hedge: str
    type: str
    topics: str | None
    entities: str | None
    verdict: str
    confidence: str | None
    confidence_number: int | None
    computed: str | None
    computed_number: int | None
    computed_score: int | None
    gap: int | None
    state: str
    dissent: int
    recheck_on: str | None
    origins_supports: int
    origins_supports_not_recorded: int
    origins_disputes: int
    origins_disputes_not_recorded: int
    evidence_supports: int
    evidence_disputes: int
    evidence_context: int
    sources: str | None
    source_addresses: str | None
    reviewers: str | None
    reviews: str | None
    reasons: str | None
    reviewed_at: str | None
    changed_at: str
    version: int
    withdrawn: str | None


class GistCells(NamedTuple):
    """The cells of a row that come of evidence and reviews: pieces by stance, sources once each, reviews latest first.

    Evidence that was withdrawn is left out.
    """

    evidence_supports: int
    evidence_disputes: int
    evidence_context: int
    sources: str | None
    source_addresses: str | None
    reviewers: str | None
    reviews: str | None
    reasons: str | None


class Cited(NamedTuple):
    """A piece of evidence that was not withdrawn: its stance, and its source as it is cited and found."""

    stance: Stance
    citekey: str
    citation: str
    address: str | None


class Judged(NamedTuple):
    """A review as its reader sees it; `role` says what it means for the verdict, if not simply that it counts."""

    reviewer: str
    verdict: Verdict
    confidence: Confidence | None
    role: str
    reason: str


def gist(pieces: Sequence[Cited], reviews: Sequence[Judged]) -> GistCells:
    """Give the cells that tell of evidence, in the order of entry, and of reviews, latest first."""
    sources = {piece.citekey: piece for piece in pieces}.values()
    return GistCells(
        evidence_supports=sum(piece.stance is Stance.SUPPORTS for piece in pieces),
        evidence_disputes=sum(piece.stance is Stance.DISPUTES for piece in pieces),
        evidence_context=sum(piece.stance is Stance.CONTEXT for piece in pieces),
        sources=lines(source.citation for source in sources),
        source_addresses=lines(source.address or NO_ADDRESS for source in sources),
        reviewers=lines(review.reviewer for review in reviews),
        reviews=lines(_review(review) for review in reviews),
        reasons=lines(review.reason for review in reviews),
    )


def role_of(*, counts: bool, dissents: bool, decides: bool) -> str:
    """Say what a review means for the verdict that stands, where that is not simply that it counts."""
    return "decides" if decides else "dissents" if dissents else "" if counts else "does not count"


def _review(review: Judged) -> str:
    """Give a review in one line: who, what, and what that means for the verdict that stands."""
    told = f"{review.reviewer}: {review.verdict}" + (f", {review.confidence}" if review.confidence else "")
    return f"{told} ({review.role})" if review.role else told


def lines(values: Iterable[str]) -> str | None:
    """Write a list into one cell, a line a part."""
    return "\n".join(values) or None
