"""Claims on their way out: as a row of the register, and whole."""

from datetime import datetime

from factdesk.shapes.base import Shape
from factdesk.shapes.sources import RelatedSource, SourceRow
from factdesk.vocabulary import (
    ClaimType,
    Confidence,
    Credibility,
    Hedge,
    Reliability,
    ReviewState,
    Stance,
    SupportCheck,
    Verdict,
    Visibility,
)


class OriginCounts(Shape):
    """Independent origins for and against; of these, how many have a lineage that is not recorded."""

    supports: int
    disputes: int
    supports_not_recorded: int
    disputes_not_recorded: int


class ClaimRow(Shape):
    """A claim as a row of the register."""

    ref: str
    number: int
    article: str
    article_title: str
    statement: str
    quote: str | None
    paragraph: int | None
    language: str
    hedge: Hedge
    type: ClaimType
    topics: list[str]
    entities: list[str]
    true_on: str | None
    verdict: Verdict
    confidence: Confidence | None
    state: ReviewState
    origins: OriginCounts
    source_count: int
    reviewed_at: datetime | None
    changed_at: datetime
    version: int
    withdrawn_reason: str | None


class Excerpt(Shape):
    """Where a search found something outside the statement: in what, the text around it, and the hits in that."""

    where: str
    text: str
    hits: list[tuple[int, int]]


class FoundClaim(Shape):
    """A row a search found: the stretches of its statement that match, and where else it was found."""

    row: ClaimRow
    hits: list[tuple[int, int]]
    excerpts: list[Excerpt]


class ClaimPage(Shape):
    """A page of the register. `counted_all` is false where counting stopped at the limit; `total` counts it all."""

    rows: list[FoundClaim]
    number: int
    counted_all: bool
    total: int
    next_cursor: str | None


class EvidencePiece(Shape):
    """What one source says about the claim. `counted` is None for context; `not_counted` says why it adds nothing."""

    id: int
    source: SourceRow
    derives_from: list[RelatedSource]
    ties: list[RelatedSource]
    stance: Stance
    reliability: Reliability
    credibility: Credibility
    locator: str | None
    says: str
    quotation: str | None
    support_check: SupportCheck
    rests_on: list[str]
    version: int
    withdrawn_reason: str | None
    not_counted: str | None


class OriginGroup(Shape):
    """What counts as one independent origin: the sources it is, and the pieces collapsed into it.

    `pieces` are evidence ids, `through` (the piece that makes it count) first; `recorded` is false where nobody
    has recorded that the origin reports what it found itself.
    """

    stance: Stance
    origin_sources: list[str]
    through: int
    through_own: bool
    pieces: list[int]
    recorded: bool


class ReviewEntry(Shape):
    """One review. `counts` is false once a later review or wording took its place; `mine`: the viewer wrote it."""

    reviewer: str
    verdict: Verdict
    confidence: Confidence | None
    reason: str
    wording: int
    adjudication: bool
    created_at: datetime
    counts: bool
    mine: bool


class HistoryEntry(Shape):
    """One event in the life of a claim, with its number and hash in the audit chain."""

    at: datetime
    what: str
    who: str
    seq: int
    hash: str


class Neighbour(Shape):
    """The claim before or after, in article order."""

    ref: str
    statement: str


class ClaimDetail(ClaimRow):
    """A claim with everything a reader may see of it."""

    wording: int
    visibility: Visibility
    lowest_confidence: Confidence | None
    highest_confidence: Confidence | None
    evidence: list[EvidencePiece]
    origin_groups: list[OriginGroup]
    reviews: list[ReviewEntry]
    history: list[HistoryEntry]
    previous: Neighbour | None
    next: Neighbour | None
