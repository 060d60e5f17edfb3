"""The columns of every table-like export, in order: one list for a row per claim, one for a row per evidence."""

from collections.abc import Iterator
from datetime import datetime

from factdesk.exports.contents import Contents
from factdesk.shapes.claims import ClaimDetail, EvidencePiece
from factdesk.vocabulary import STIX_CONFIDENCE, Stance

Cell = str | int | None

CLAIM_COLUMNS = (
    "ref", "article", "number", "paragraph", "statement", "quote", "hedge", "type", "topics", "entities", "verdict",
    "confidence", "confidence_number", "state", "origins_supports", "origins_supports_not_recorded",
    "origins_disputes", "origins_disputes_not_recorded", "evidence_supports", "evidence_disputes", "evidence_context",
    "sources", "source_addresses", "reviewers", "reasons", "reviewed_at", "changed_at", "withdrawn", "page",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "ref", "statement", "verdict", "confidence", "stance", "counted", "origin", "says", "quotation", "locator",
    "citekey", "citation", "url", "archived_url", "kind", "language", "reliability", "credibility", "support_check",
    "lineage", "derives_from", "rests_on", "consulted", "withdrawn", "page",
)  # fmt: skip


def claim_row(contents: Contents, claim: ClaimDetail) -> list[Cell]:
    """Give one claim as cells under CLAIM_COLUMNS; lists are joined by a line break."""
    standing = [piece for piece in claim.evidence if piece.withdrawn_reason is None]
    sources = {piece.source.citekey: piece.source for piece in standing}.values()
    by_stance = [sum(piece.stance is stance for piece in standing) for stance in Stance]
    return [
        claim.ref,
        claim.article,
        claim.number,
        claim.paragraph,
        claim.statement,
        claim.quote,
        claim.hedge,
        claim.type,
        _lines(claim.topics),
        _lines(claim.entities),
        claim.verdict,
        claim.confidence,
        STIX_CONFIDENCE[claim.confidence] if claim.confidence else None,
        claim.state,
        claim.origins.supports,
        claim.origins.supports_not_recorded,
        claim.origins.disputes,
        claim.origins.disputes_not_recorded,
        *by_stance,
        _lines([source.citation for source in sources]),
        _lines([source.url or source.archived_url or "no address" for source in sources]),
        _lines([review.reviewer for review in claim.reviews]),
        _lines([review.reason for review in claim.reviews]),
        _moment(claim.reviewed_at),
        _moment(claim.changed_at),
        claim.withdrawn_reason,
        contents.page_of(claim.ref),
    ]


def evidence_rows(contents: Contents, claim: ClaimDetail) -> Iterator[list[Cell]]:
    """Give a claim's pieces of evidence as cells under EVIDENCE_COLUMNS; nothing for a claim without any."""
    origin = {key: at for at, group in enumerate(claim.origin_groups, start=1) for key in group.pieces}
    for piece in claim.evidence:
        yield _evidence_row(contents, claim, piece, origin.get(piece.id))


def _evidence_row(contents: Contents, claim: ClaimDetail, piece: EvidencePiece, origin: int | None) -> list[Cell]:
    source = piece.source
    return [
        claim.ref,
        claim.statement,
        claim.verdict,
        claim.confidence,
        piece.stance,
        "yes" if origin else f"no: {piece.not_counted or 'it is context'}",
        origin,
        piece.says,
        piece.quotation,
        piece.locator,
        source.citekey,
        source.citation,
        source.url,
        source.archived_url,
        source.kind,
        source.language,
        piece.reliability,
        piece.credibility,
        piece.support_check,
        source.lineage,
        _lines([f"{parent.how} {parent.citekey}" for parent in piece.derives_from]),
        _lines(piece.rests_on),
        "yes" if source.consulted else "no",
        piece.withdrawn_reason or source.withdrawn_reason,
        contents.page_of(claim.ref),
    ]


def _lines(values: list[str]) -> str | None:
    return "\n".join(values) or None


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")
