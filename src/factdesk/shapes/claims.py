"""Claims on their way out: as a row of the register, and whole."""

from datetime import datetime

from factdesk.shapes.base import Shape
from factdesk.shapes.sources import RelatedSource, SourceRow
from factdesk.vocabulary import (
    Audience,
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
    """A claim as a row of the register.

    `dissent` counts the reviews that say otherwise than the settled verdict. `computed` is the confidence the graded
    evidence alone comes to, with its number (1 to 99) and score (hundredths); `gap` the levels between it and the
    reviewers'. `recheck_on` is the first day on which a reviewer asks to look again.
    """

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
    visibility: Visibility
    verdict: Verdict
    confidence: Confidence | None
    state: ReviewState
    origins: OriginCounts
    source_count: int
    dissent: int
    computed: Confidence | None
    computed_number: int | None
    computed_score: int | None
    gap: int | None
    recheck_on: str | None
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
    has recorded that the origin reports what it found itself. `strength` (hundredths) is what it adds to the score:
    the weight of `reliability`, held to the origin's grade, times that of the piece's `credibility`.
    """

    stance: Stance
    origin_sources: list[str]
    through: int
    through_own: bool
    pieces: list[int]
    recorded: bool
    reliability: Reliability
    credibility: Credibility
    strength: int


class ReviewEntry(Shape):
    """One review. `counts` is false once a later review or wording took its place; `mine`: the viewer wrote it.

    `dissents`: it counts, and says otherwise than the verdict the claim is settled with. `decides`: it is the
    adjudication that stands.
    """

    reviewer: str
    verdict: Verdict
    confidence: Confidence | None
    reason: str
    wording: int
    adjudication: bool
    recheck_on: str | None
    created_at: datetime
    counts: bool
    dissents: bool
    decides: bool
    mine: bool


class OwnReview(Shape):
    """A review that an open blind round shows to its author alone."""

    verdict: Verdict
    confidence: Confidence | None
    reason: str
    recheck_on: str | None
    created_at: datetime
    counts: bool


class OwnView(Shape):
    """What a signed-in person alone sees of a claim's review, never part of the claim itself.

    `required` and `blind` are its article's, `open_round` says that a blind round is open; `hidden` are the person's
    own reviews in it, latest first; `may_adjudicate` whether this person may decide a split; `decided` whether an
    adjudication stands.
    """

    required: int
    blind: bool
    open_round: bool
    hidden: list[OwnReview]
    may_adjudicate: bool
    decided: bool


class RoundAgreement(Shape):
    """How far the reviewers of the closed round agree: the largest group with one verdict; share of agreeing pairs."""

    reviewers: int
    agreeing: int
    share: float


class NoteEntry(Shape):
    """A remark on the claim, in Markdown. `mine`: the viewer wrote it."""

    id: int
    author: str
    body: str
    audience: Audience
    created_at: datetime
    withdrawn_reason: str | None
    version: int
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
    lowest_confidence: Confidence | None
    highest_confidence: Confidence | None
    evidence: list[EvidencePiece]
    origin_groups: list[OriginGroup]
    reviews: list[ReviewEntry]
    agreement: RoundAgreement | None
    notes: list[NoteEntry]
    history: list[HistoryEntry]
    previous: Neighbour | None
    next: Neighbour | None
