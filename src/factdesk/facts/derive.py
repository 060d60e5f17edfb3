"""What follows from the facts of a claim: its derived columns, its index terms and its searchable words.

A claim stands on one of three shelves: `public` (readers see it), `withdrawn` (readers see its page, which says
so), `draft` (only people with an account see it).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factdesk.facts.gather import ClaimFacts
from factdesk.models import Article, Claim
from factdesk.models.claim import UNRANKED, place_of
from factdesk.rules.origins import StanceCount, count_origins
from factdesk.rules.standing import ReviewFacts, Standing, standing
from factdesk.rules.words import fold_all
from factdesk.vocabulary import Confidence, Stance, Visibility, Word

PUBLIC, WITHDRAWN, DRAFT = "public", "withdrawn", "draft"

EVERY = "every"
"""The facet all claims of a shelf share, under one empty value: the whole register in order."""
NONE = "none"
"""The value of a facet a claim has nothing for; no topic may be called so."""
PAIRED = frozenset(
    {"article", "verdict", "confidence", "state", "topic", "type", "hedge", "kind", "reliability", "lineage", "stance",
     "support"}
)  # fmt: skip
"""Facets whose terms are also counted in pairs: those the register's sidebar shows, and the other closed lists."""

TermKey = tuple[str, str, str]
"""Shelf, facet, value."""


@dataclass(frozen=True, slots=True)
class Derived:
    """Everything the writes keep of a claim beyond its own content."""

    columns: dict[str, Any]
    terms: frozenset[TermKey]
    public_words: list[str]
    internal_words: list[str]


def standing_of(facts: ClaimFacts) -> Standing:
    """Give what the claim's reviews come to."""
    reviews = [
        ReviewFacts(
            key=review.id,
            reviewer=review.reviewer_id,
            wording=review.wording,
            verdict=review.verdict,
            confidence=review.confidence,
            adjudication=review.adjudication,
        )
        for review in facts.reviews
    ]
    return standing(reviews, facts.claim.wording, facts.article.reviews_required)


def origins_of(facts: ClaimFacts) -> dict[Stance, StanceCount]:
    """Give the independent origins for and against the claim."""
    return count_origins(facts.pieces(), facts.lineages)


def shelf_of(claim: Claim, article: Article) -> str:
    """Say on which shelf a claim stands."""
    if Visibility.DRAFT in (claim.visibility, article.visibility):
        return DRAFT
    return WITHDRAWN if claim.withdrawn_at or article.withdrawn_at else PUBLIC


def rank_of(confidence: Confidence | None, *, doubt: bool = False) -> int:
    """Give a claim's rank from the lowest confidence up, or by `doubt` from the highest down."""
    if confidence is None:
        return UNRANKED
    return UNRANKED - 1 - confidence.rank if doubt else confidence.rank


def derive(facts: ClaimFacts) -> Derived:
    """Compute everything that is kept of a claim beyond its own content."""
    claim, origins = facts.claim, origins_of(facts)
    result = standing_of(facts)
    supports, disputes = origins[Stance.SUPPORTS], origins[Stance.DISPUTES]
    sources = {row.source_id for row in facts.evidence if row.withdrawn_at is None}
    columns = {
        "place": place_of(claim.article_id, claim.number),
        "shelf": shelf_of(claim, facts.article),
        "verdict": result.verdict,
        "confidence": result.confidence,
        "confidence_rank": rank_of(result.confidence),
        "doubt_rank": rank_of(result.confidence, doubt=True),
        "state": result.state,
        "origins_for": supports.number,
        "origins_against": disputes.number,
        "unrecorded_for": supports.unrecorded,
        "unrecorded_against": disputes.unrecorded,
        "source_count": len(sources),
        "reviewed_at": _last_review(facts),
        "changed_at": facts.changed_at,
    }
    return Derived(
        columns=columns,
        terms=frozenset(_terms(facts, columns)),
        public_words=_public_words(facts),
        internal_words=[],
    )


def _last_review(facts: ClaimFacts) -> datetime | None:
    return max((review.created_at for review in facts.reviews), default=None)


def _terms(facts: ClaimFacts, columns: dict[str, Any]) -> Iterable[TermKey]:
    claim, web = facts.claim, facts.web
    shelf = columns["shelf"]
    standing_evidence = [row for row in facts.evidence if row.withdrawn_at is None]
    sources = [facts.source(row) for row in standing_evidence]
    publishers = [web.publishers[source.publisher_id].name for source in sources if source.publisher_id is not None]
    values: dict[str, Iterable[str | Word | None]] = {
        EVERY: [""],
        "article": [facts.article.slug],
        "verdict": [columns["verdict"]],
        "confidence": [columns["confidence"]],
        "state": [columns["state"]],
        "topic": claim.topics,
        "type": [claim.claim_type],
        "hedge": [claim.hedge],
        "kind": [source.kind for source in sources],
        "reliability": [source.reliability for source in sources],
        "lineage": [source.lineage for source in sources],
        "source": [source.citekey for source in sources],
        "publisher": publishers,
        "stance": [row.stance for row in standing_evidence],
        "support": [row.support_check for row in standing_evidence],
    }
    for facet, found in values.items():
        for value in {NONE if value is None else str(value) for value in found} or {NONE}:
            yield shelf, facet, value


def _public_words(facts: ClaimFacts) -> list[str]:
    """Give what readers may find a claim by; a withdrawn piece of evidence is no longer found."""
    claim = facts.claim
    texts: list[str | None] = [claim.ref, claim.statement, claim.quote, *claim.topics, *claim.entities]
    for row in facts.evidence:
        if row.withdrawn_at is None:
            source = facts.source(row)
            texts += [row.says, row.quotation, row.locator, source.title, *source.authors]
    texts += [review.reason for review in facts.reviews]
    return fold_all(texts)
