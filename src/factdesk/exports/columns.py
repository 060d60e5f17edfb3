"""The columns of every table-like export, in order: a row per claim, piece of evidence, review, or source."""

from collections.abc import Iterator
from datetime import datetime

from factdesk.exports.citations import reference
from factdesk.exports.contents import Contents
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, OriginGroup, ReviewEntry
from factdesk.shapes.facts import written
from factdesk.shapes.sources import SourceRow
from factdesk.shapes.table import Cell, Cited, Judged, TableRow, gist, lines, role_of
from factdesk.vocabulary import STIX_CONFIDENCE, Stance

CLAIM_COLUMNS = (*TableRow._fields, "page")
EVIDENCE_COLUMNS = (
    "ref", "id", "statement", "verdict", "confidence", "stance", "counted", "origin", "strength", "says", "quotation",
    "locator", "citekey", "citation", "url", "archived_url", "kind", "language", "reliability", "credibility",
    "support_check", "lineage", "derives_from", "rests_on", "consulted", "withdrawn", "page",
)  # fmt: skip
REVIEW_COLUMNS = (
    "ref", "number", "reviewer", "verdict", "confidence", "reason", "wording", "adjudication", "counts", "role",
    "recheck_on", "created_at",
)  # fmt: skip
SOURCE_COLUMNS = (
    "citekey", "citation", "title", "authors", "publisher", "published", "url", "archived_url", "kind", "language",
    "lineage", "lineage_note", "consulted", "checked", "reliability", "reliability_why", "withdrawn",
)  # fmt: skip
INTEGERS = frozenset({
    "id", "number", "paragraph", "confidence_number", "computed_number", "computed_score", "gap", "dissent", "version",
    "wording", "origin", "strength", "origins_supports", "origins_supports_not_recorded", "origins_disputes",
    "origins_disputes_not_recorded", "evidence_supports", "evidence_disputes", "evidence_context",
})  # fmt: skip
"""Columns that hold whole numbers, in whichever table."""


def claim_row(contents: Contents, claim: ClaimDetail) -> list[Cell]:
    """Give one claim as cells under CLAIM_COLUMNS, its references as the export asks for them."""
    return paged(contents, _table_row(contents, claim))


def paged(contents: Contents, row: TableRow) -> list[Cell]:
    """Give a row as cells under CLAIM_COLUMNS: the last is the address of its page."""
    return [*row, contents.page_of(row.ref)]


def _table_row(contents: Contents, claim: ClaimDetail) -> TableRow:
    style = contents.wanted.style
    cited = [
        Cited(piece.stance, piece.source.citekey, reference(piece.source, style), _address(piece.source))
        for piece in claim.evidence
        if piece.withdrawn_reason is None
    ]
    judged = [Judged(one.reviewer, one.verdict, one.confidence, _role(one), one.reason) for one in claim.reviews]
    return TableRow(
        claim.ref,
        claim.article,
        claim.number,
        claim.paragraph,
        claim.statement,
        claim.quote,
        claim.hedge,
        claim.type,
        lines(claim.topics),
        lines(claim.entities),
        claim.verdict,
        claim.confidence,
        STIX_CONFIDENCE[claim.confidence] if claim.confidence else None,
        claim.computed,
        claim.computed_number,
        claim.computed_score,
        claim.gap,
        claim.state,
        claim.dissent,
        claim.recheck_on,
        claim.origins.supports,
        claim.origins.supports_not_recorded,
        claim.origins.disputes,
        claim.origins.disputes_not_recorded,
        *gist(cited, judged),
        _moment(claim.reviewed_at),
        written(claim.changed_at),
        claim.version,
        claim.withdrawn_reason,
    )


def evidence_rows(contents: Contents, claim: ClaimDetail) -> Iterator[list[Cell]]:
    """Give a claim's pieces of evidence as cells under EVIDENCE_COLUMNS; nothing for a claim without any."""
    origin = {key: at for at, group in enumerate(claim.origin_groups, start=1) for key in group.pieces}
    strength = {group.through: _signed(group) for group in claim.origin_groups}
    for piece in claim.evidence:
        yield _evidence_row(contents, claim, piece, origin.get(piece.id), strength.get(piece.id))


def review_rows(claim: ClaimDetail) -> Iterator[list[Cell]]:
    """Give a claim's reviews, oldest first, as cells under REVIEW_COLUMNS."""
    for number, review in enumerate(reversed(claim.reviews), start=1):
        yield [
            claim.ref,
            number,
            review.reviewer,
            review.verdict,
            review.confidence,
            review.reason,
            review.wording,
            "yes" if review.adjudication else "no",
            "yes" if review.counts else "no",
            _role(review) or None,
            review.recheck_on,
            _moment(review.created_at),
        ]


def source_row(contents: Contents, source: SourceRow) -> list[Cell]:
    """Give a source as cells under SOURCE_COLUMNS."""
    return [
        source.citekey,
        reference(source, contents.wanted.style),
        source.title,
        lines(source.authors),
        source.publisher,
        source.published,
        source.url,
        source.archived_url,
        source.kind,
        source.language,
        source.lineage,
        source.lineage_note,
        "yes" if source.consulted else "no",
        source.checked,
        source.reliability,
        source.reliability_why,
        source.withdrawn_reason,
    ]


def _signed(group: OriginGroup) -> int:
    """Give what an origin adds to the score: the cells of a claim add up to its computed_score."""
    return group.strength if group.stance is Stance.SUPPORTS else -group.strength


def _role(review: ReviewEntry) -> str:
    return role_of(counts=review.counts, dissents=review.dissents, decides=review.decides)


def _address(source: SourceRow) -> str | None:
    return source.url or source.archived_url


def _evidence_row(
    contents: Contents, claim: ClaimDetail, piece: EvidencePiece, origin: int | None, strength: int | None
) -> list[Cell]:
    source = piece.source
    return [
        claim.ref,
        piece.id,
        claim.statement,
        claim.verdict,
        claim.confidence,
        piece.stance,
        "yes" if origin else f"no: {piece.not_counted or 'it is context'}",
        origin,
        strength,
        piece.says,
        piece.quotation,
        piece.locator,
        source.citekey,
        reference(source, contents.wanted.style),
        source.url,
        source.archived_url,
        source.kind,
        source.language,
        piece.reliability,
        piece.credibility,
        piece.support_check,
        source.lineage,
        lines([f"{parent.how} {parent.citekey}" for parent in piece.derives_from]),
        lines(piece.rests_on),
        "yes" if source.consulted else "no",
        piece.withdrawn_reason or source.withdrawn_reason,
        contents.page_of(claim.ref),
    ]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else written(moment)
