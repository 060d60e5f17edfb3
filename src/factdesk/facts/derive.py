"""What follows from the facts of a claim: its derived columns, its index terms, its gist and its searchable words.

A claim stands on one of three shelves: `public` (readers see it), `withdrawn` (readers see its page, which says
so), `draft` (only people with an account see it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from factdesk.facts.gather import ClaimFacts, review_facts
from factdesk.facts.gist import gist_of
from factdesk.facts.terms import TermKey, terms_of
from factdesk.models import Article, Claim
from factdesk.models.anew import DERIVED_COLUMNS
from factdesk.models.claim import UNRANKED, place_of
from factdesk.rules.confidence import computed, gap
from factdesk.rules.origins import StanceCount, count_origins
from factdesk.rules.standing import Standing, adjudication, counting_reviews, dissent, standing
from factdesk.rules.weights import PRESENT
from factdesk.rules.words import fold_all
from factdesk.shapes.table import GistCells
from factdesk.vocabulary import Audience, Confidence, Stance, Visibility

PUBLIC, WITHDRAWN, DRAFT = "public", "withdrawn", "draft"


@dataclass(frozen=True, slots=True)
class Derived:
    """Everything the writes keep of a claim beyond its own content."""

    columns: dict[str, Any]
    terms: frozenset[TermKey]
    gist: GistCells | None
    public_words: list[str]
    internal_words: list[str]


def standing_of(facts: ClaimFacts) -> Standing:
    """Give what the reviews come to that everybody sees: in an open blind round, what stood before it."""
    return standing(facts.judged, facts.claim.wording, facts.article.reviews_required)


def origins_of(facts: ClaimFacts) -> dict[Stance, StanceCount]:
    """Give the independent origins for and against the claim, weighed by the present weights where no others serve."""
    return count_origins(facts.pieces(), facts.lineages, facts.weights or PRESENT)


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


def derive(facts: ClaimFacts, columns: dict[str, Any] | None = None) -> Derived:
    """Compute everything that is kept of a claim beyond its own content; with `columns`, what else follows from these.

    Raises ValueError where the program does not have the rules the facts were gathered for.
    """
    result = standing_of(facts)
    columns = columns or _columns(facts, result)
    return Derived(
        columns=columns,
        terms=frozenset(terms_of(facts, columns)),
        gist=gist_of(facts, result),
        public_words=_public_words(facts),
        internal_words=_internal_words(facts),
    )


def kept_columns(claim: Claim) -> dict[str, Any]:
    """Give the derived columns of a claim as they are kept."""
    return {name: getattr(claim, name) for name in DERIVED_COLUMNS}


def _columns(facts: ClaimFacts, result: Standing) -> dict[str, Any]:
    if facts.weights is None:
        raise ValueError(f"{facts.claim.ref}: there are no rules to derive it by")
    claim, origins = facts.claim, origins_of(facts)
    supports, disputes = origins[Stance.SUPPORTS], origins[Stance.DISPUTES]
    sum_of_evidence = computed(origins, facts.weights)
    level = sum_of_evidence.level if sum_of_evidence else None
    return {
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
        "source_count": len({row.source_id for row in facts.evidence if row.withdrawn_at is None}),
        "dissent": len(dissent(facts.judged, claim.wording, result)),
        "computed": level,
        "computed_number": sum_of_evidence.number if sum_of_evidence else None,
        "computed_score": sum_of_evidence.score if sum_of_evidence else None,
        "gap": gap(level, result.confidence),
        "recheck_on": _recheck_on(facts, result),
        "reviews_in": len(counting_reviews(review_facts(facts.reviews), claim.wording)),
        "reviewed_at": max((review.created_at for review in facts.seen), default=None),
        "changed_at": facts.changed_at,
    }


def _recheck_on(facts: ClaimFacts, result: Standing) -> str | None:
    """Give the first day on which a counting review, or the adjudication that stands, asks to look again."""
    decision = adjudication(facts.judged, facts.claim.wording)
    asking = {*result.counting, *([decision.key] if decision else [])}
    return min((one.recheck_on for one in facts.seen if one.id in asking and one.recheck_on), default=None)


def _public_words(facts: ClaimFacts) -> list[str]:
    """Give what readers may find a claim by; a withdrawn piece of evidence is no longer found."""
    claim = facts.claim
    texts = own_texts(claim.ref, claim.statement, claim.quote, claim.topics, claim.entities)
    for row in facts.evidence:
        if row.withdrawn_at is None:
            source = facts.source(row)
            texts += [row.says, row.quotation, row.locator, source.title, *source.authors]
    texts += [review.reason for review in facts.seen]
    texts += [note.body for note in facts.notes if note.withdrawn_at is None and note.audience is Audience.PUBLIC]
    return fold_all(texts)


def own_texts(
    ref: str, statement: str, quote: str | None, topics: Sequence[str], entities: Sequence[str]
) -> list[str | None]:
    """Give the texts of a claim itself that readers may find it by."""
    return [ref, statement, quote, *topics, *entities]


def _internal_words(facts: ClaimFacts) -> list[str]:
    """Give what only people who are signed in may find a claim by."""
    return fold_all(
        note.body for note in facts.notes if note.withdrawn_at is None and note.audience is Audience.INTERNAL
    )
