"""Claims as rows of the register, loaded by place, in the order of the places given."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.models import Article, Claim
from factdesk.shapes.claims import ClaimRow, OriginCounts


def load(session: ReadSession, places: Sequence[int]) -> list[ClaimRow]:
    """Load some claims as rows (a few hundred at most)."""
    query = select(Claim, Article).join(Article, col(Article.id) == col(Claim.article_id))
    found = {claim.place: row_of(claim, article) for claim, article in
             session.exec(query.where(col(Claim.place).in_(places)))}  # fmt: skip
    return [found[place] for place in places if place in found]


def row_of(claim: Claim, article: Article) -> ClaimRow:
    """Give a claim as a row of the register."""
    return ClaimRow(**row_fields(claim, article))


def row_fields(claim: Claim, article: Article) -> dict[str, Any]:
    """Give the fields of a row by name, for a row and for the shapes that have more."""
    return {
        "ref": claim.ref,
        "number": claim.number,
        "article": article.slug,
        "article_title": article.title,
        "statement": claim.statement,
        "quote": claim.quote,
        "paragraph": claim.paragraph,
        "language": article.language,
        "hedge": claim.hedge,
        "type": claim.claim_type,
        "topics": claim.topics,
        "entities": claim.entities,
        "true_on": claim.true_on,
        "verdict": claim.verdict,
        "confidence": claim.confidence,
        "state": claim.state,
        "origins": OriginCounts(
            supports=claim.origins_for,
            disputes=claim.origins_against,
            supports_not_recorded=claim.unrecorded_for,
            disputes_not_recorded=claim.unrecorded_against,
        ),
        "source_count": claim.source_count,
        "reviewed_at": claim.reviewed_at,
        "changed_at": claim.changed_at,
        "version": claim.version,
        "withdrawn_reason": claim.withdrawn_reason or article.withdrawn_reason,
    }
