"""Claims as rows of the register, loaded by place, in the order of the places given; and the fields of articles."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.models import Article, Claim
from factdesk.shapes.claims import ClaimRow, OriginCounts
from factdesk.vocabulary import Verdict


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
        "visibility": claim.visibility,
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
        "dissent": claim.dissent,
        "computed": claim.computed,
        "computed_number": claim.computed_number,
        "computed_score": claim.computed_score,
        "gap": claim.gap,
        "recheck_on": claim.recheck_on,
        "reviewed_at": claim.reviewed_at,
        "changed_at": claim.changed_at,
        "version": claim.version,
        "withdrawn_reason": claim.withdrawn_reason or article.withdrawn_reason,
    }


def article_fields(article: Article, verdicts: Mapping[Verdict, int]) -> dict[str, Any]:
    """Give the fields of an article by name, with the numbers of its claims by verdict."""
    kept = ("slug", "prefix", "title", "author", "editor", "publisher", "url", "language", "published_on")
    return {
        **article.model_dump(
            include={
                *kept,
                "withdrawn_reason",
                "reviews_required",
                "blind_review",
                "names_public",
                "text_public",
                "visibility",
                "version",
            }
        ),
        "claims": sum(verdicts.values()),
        "verdicts": dict(verdicts),
    }
