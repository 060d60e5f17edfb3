"""Showing where a search found a claim: the hits in its statement, and short excerpts from everything else."""

from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.models import Claim, Evidence, Review, Source
from factdesk.rules.words import Phrase, hits
from factdesk.shapes.claims import ClaimRow, Excerpt, FoundClaim

AROUND = 70
"""Characters shown either side of a hit."""
MOST = 3


def add(session: ReadSession, found: Sequence[ClaimRow], phrases: Sequence[Phrase]) -> list[FoundClaim]:
    """Add the hits of a search to the rows of one page; without a search nothing is loaded."""
    if not phrases or not found:
        return [FoundClaim(row=row, hits=[], excerpts=[]) for row in found]
    texts = _texts(session, [row.ref for row in found])
    return [
        FoundClaim(
            row=row,
            hits=hits(row.statement, phrases),
            excerpts=_excerpts(row, texts.get(row.ref, []), phrases),
        )
        for row in found
    ]


def _excerpts(row: ClaimRow, texts: Sequence[tuple[str, str]], phrases: Sequence[Phrase]) -> list[Excerpt]:
    """Give excerpts until every phrase has been shown once, a few at most."""
    unseen = [phrase for phrase in phrases if not hits(row.statement, [phrase])]
    shown: list[Excerpt] = []
    own = [
        ("the article’s words", row.quote or ""),
        ("names", ", ".join(row.entities)),
        ("topics", ", ".join(row.topics)),
    ]
    for where, text in [*own, *texts]:
        if not unseen or len(shown) == MOST:
            break
        newly = [phrase for phrase in unseen if hits(text, [phrase])]
        if newly:
            shown.append(_around(where, text, hits(text, phrases), hits(text, newly)[0]))
            unseen = [phrase for phrase in unseen if phrase not in newly]
    return shown


def _around(where: str, text: str, found: Sequence[tuple[int, int]], first: tuple[int, int]) -> Excerpt:
    """Cut a text to the surroundings of its first hit, at spaces, and shift the hits accordingly."""
    start, end = max(0, first[0] - AROUND), min(len(text), first[1] + AROUND)
    if start:
        start = max(start, text.find(" ", start, first[0]) + 1)
    if end < len(text):
        end = max(text.rfind(" ", first[1], end), first[1])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = [(one + shift, two + shift) for one, two in found if one >= start and two <= end]
    return Excerpt(where=where, text=before + text[start:end] + after, hits=inside)


def _texts(session: ReadSession, refs: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Load everything a search looks into besides the row itself."""
    texts: dict[str, list[tuple[str, str]]] = {}
    for ref, where, text in [*_evidence(session, refs), *_reasons(session, refs)]:
        texts.setdefault(ref, []).append((where, text))
    return texts


def _evidence(session: ReadSession, refs: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    query = (
        select(Claim.ref, Evidence, Source)
        .join(Evidence, col(Evidence.claim_id) == col(Claim.id))
        .join(Source, col(Source.id) == col(Evidence.source_id))
        .where(col(Claim.ref).in_(refs), col(Evidence.withdrawn_at).is_(None))
        .order_by(col(Evidence.id))
    )
    for ref, row, source in session.exec(query):
        yield ref, "evidence", row.says
        yield ref, "source title", source.title
        yield ref, "quotation", row.quotation or ""
        yield ref, "locator", row.locator or ""
        yield ref, "author", ", ".join(source.authors)


def _reasons(session: ReadSession, refs: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    query = (
        select(Claim.ref, Review.reason)
        .join(Review, col(Review.claim_id) == col(Claim.id))
        .where(col(Claim.ref).in_(refs))
        .order_by(col(Review.id))
    )
    for ref, reason in session.exec(query):
        yield ref, "reason", reason
