"""An article as it reads: a version of its text with the marks of the claims this viewer may see.

Whoever may not read the text is given the quotes of its claims and nothing else of it, whichever door is used: the
words a claim quotes, never those that stand at a place found by likeness.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.errors import NotFound
from factdesk.facts.rows import by
from factdesk.facts.snapshots import table_of
from factdesk.models import Anchor, Article, ArticleVersion, Claim
from factdesk.queries import past_articles, visible
from factdesk.queries.moments import head_at
from factdesk.readers import sentences
from factdesk.rules import coverage, marking
from factdesk.rules.graphemes import whole
from factdesk.shapes import reading as shapes
from factdesk.vocabulary import AnchorState

MOST_MARKED = 5_000
"""Claims whose marks are drawn in one text; the rest are in the register."""

_CLAIM = ("ref", "number", "statement", "quote", "paragraph", "visibility", "hedge", "verdict", "confidence", "state")
_ANCHOR = ("passage", "exact", "start", "end")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage of a claim in the text: where it was found, if it was, and the words looked for."""

    ref: str
    number: int
    words: str
    state: AnchorState
    start: int | None
    end: int | None

    def span(self, text: str) -> marking.Span:
        """Give its place, without parting a character as readers see it."""
        return marking.Span(self.ref, self.number, *whole(text, self.start or 0, self.end or 0))


_Key = tuple[str, int]
Found = tuple[dict[str, shapes.MarkedClaim], list[_Passage]]


def get(
    session: ReadSession, viewer: Actor, slug: str, *, as_of: str | None = None, number: int | None = None
) -> shapes.Reading | None:
    """Give the newest text of an article, that of a moment, or version `number`, marked; None where none is held.

    Raises NotFound where there is no such article for this viewer, or no such version; and NotSignedIn or Forbidden
    for a version where the viewer sees quotes alone.
    """
    seq = head_at(session, as_of).seq if as_of is not None else None
    article, newest = _newest(session, viewer, slug, seq)
    reads, version = visible.text(viewer, article), _version(session, newest, number)
    if number is not None and not reads:
        require(viewer, Right.READ_DRAFTS)
    if number is not None and version is None:
        raise NotFound(f"There is no version {number} of this text to be read here.", place="number")
    if version is None:
        return None
    claims, passages = (
        _then(session, viewer, article, version, seq) if seq is not None else _now(session, viewer, article, version)
    )
    return _marked(article, version, newest.number if newest else 0, claims, passages, reads=reads)


def _newest(session: ReadSession, viewer: Actor, slug: str, seq: int | None) -> tuple[Article, ArticleVersion | None]:
    """Give an article with the newest version of its text, right after an event or now."""
    held = col(ArticleVersion.article_id) == col(Article.id)
    if seq is not None:
        held &= col(ArticleVersion.event_seq) <= seq
    query = select(Article, ArticleVersion).join(ArticleVersion, held, isouter=True)
    here = query.where(col(Article.slug) == slug, visible.articles(viewer))
    found = session.exec(here.order_by(col(ArticleVersion.number).desc()).limit(1)).first()
    if found is None:
        raise NotFound(f"There is no article {slug[:80]} in this register.", place="slug")
    return found[0], found[1]


def _version(session: ReadSession, newest: ArticleVersion | None, number: int | None) -> ArticleVersion | None:
    """Give the version asked for: the newest without a number."""
    if newest is None or number is None or newest.number == number:
        return newest
    query = select(ArticleVersion).where(col(ArticleVersion.article_id) == newest.article_id)
    return session.exec(query.where(col(ArticleVersion.number) == number)).first()


def _marks_of() -> sa.Select[tuple[object, ...]]:
    """Give the query for the claims of an article with their passages in a version: one look-up for both."""
    claim, anchor = table_of(Claim), table_of(Anchor)
    here = (anchor.c.claim_id == claim.c.id) & (anchor.c.article_version_id == sa.bindparam("version"))
    return (
        sa.select(
            *(claim.c[name] for name in _CLAIM), claim.c.claim_type.label("type"),
            *(anchor.c[name] for name in _ANCHOR), anchor.c.state.label("anchored"),
        )
        .select_from(claim.outerjoin(anchor, here & anchor.c.withdrawn_at.is_(None)))
        .where(claim.c.article_id == sa.bindparam("article"),
               claim.c.shelf.in_(sa.bindparam("shelves", expanding=True)))
        .order_by(claim.c.number, anchor.c.passage)
        .limit(MOST_MARKED)
    )  # fmt: skip


_MARKS = _marks_of()


def _now(session: ReadSession, viewer: Actor, article: Article, version: ArticleVersion) -> Found:
    """Give the claims as the register shows them, with their passages in the version."""
    shelves = visible.shelves(viewer, withdrawn=article.withdrawn_at is not None)
    given = {"version": version.id, "article": article.id, "shelves": shelves}
    claims: dict[str, shapes.MarkedClaim] = {}
    passages: list[_Passage] = []
    for row in session.connection().execute(_MARKS, given):
        if row.ref not in claims:
            claims[row.ref] = shapes.MarkedClaim(**{name: getattr(row, name) for name in (*_CLAIM, "type")})
        if row.anchored is not None:
            passages.append(_Passage(row.ref, row.passage, row.exact, row.anchored, row.start, row.end))
    return claims, passages


def _then(session: ReadSession, viewer: Actor, article: Article, version: ArticleVersion, seq: int) -> Found:
    """Give the claims as they showed right after an event, with their passages as they were then."""
    there = past_articles.there(session, viewer, seq, [article.slug])
    standing = past_articles.claims_of(session, viewer, there[0], seq, MOST_MARKED) if there else {}
    anchors = by(session, Anchor, Anchor.article_version_id, [version.id], seq)
    claims = {
        claim.ref: shapes.MarkedClaim(type=claim.claim_type, **{name: getattr(claim, name) for name in _CLAIM})
        for claim in standing.values()
    }
    return claims, [
        _Passage(standing[one.claim_id].ref, one.passage, one.exact, one.state, one.start, one.end)
        for one in sorted(anchors, key=lambda anchor: (anchor.claim_id, anchor.passage))
        if one.withdrawn_at is None and one.claim_id in standing
    ]


def _marked(
    article: Article, version: ArticleVersion, newest: int, claims: dict[str, shapes.MarkedClaim],
    passages: Sequence[_Passage], *, reads: bool,
) -> shapes.Reading:  # fmt: skip
    text = version.text
    found = {(one.ref, one.number): one for one in passages}
    spans = [one.span(text) for one in passages if one.start is not None]
    spans.sort(key=lambda span: (span.start, -span.end, claims[span.claim].number))
    placed = {span.claim for span in spans}
    lost = {one.ref: one.words for one in reversed(passages)}
    borders = marking.paragraphs(text)
    judged = [coverage.Judged(span.start, span.end, claims[span.claim].verdict) for span in spans]
    shares = coverage.coverage(text, _sentences(text, article.language), judged)
    return shapes.Reading(
        number=version.number,
        newest=newest,
        imported_at=version.imported_at,
        whole=reads,
        paragraphs=_cut(text, borders, spans, found) if reads else [],
        quoted=[] if reads else _quoted(borders, spans, found),
        unplaced=[shapes.Unplaced(ref=ref, words=lost.get(ref)) for ref in claims if ref not in placed],
        claims=claims,
        passages=[span.claim for span in spans],
        coverage=[shapes.Share(verdict=verdict, sentences=number) for verdict, number in shares.items()],
    )


def _cut(
    text: str, borders: Sequence[tuple[int, int]], spans: Sequence[marking.Span], found: Mapping[_Key, _Passage]
) -> list[shapes.Paragraph]:
    """Give the paragraphs in segments."""
    return [
        shapes.Paragraph(
            number=number,
            start=border[0],
            segments=[
                shapes.Segment(
                    text=text[one.start : one.end],
                    refs=list(dict.fromkeys(span.claim for span in one.spans)),
                    ends=[shapes.Ending(ref=span.claim, state=found[span.claim, span.passage].state)
                          for span in one.ends],
                )
                for one in segments
            ],
        )
        for number, (border, segments) in enumerate(zip(borders, marking.marked(borders, spans), strict=True), 1)
    ]  # fmt: skip


def _quoted(
    borders: Sequence[tuple[int, int]], spans: Iterable[marking.Span], found: Mapping[_Key, _Passage]
) -> list[shapes.QuotedParagraph]:
    """Give the quotes by the paragraph they begin in: the words looked for, not what stands there now."""
    here: dict[int, list[shapes.Quoted]] = {}
    for span in spans:
        passage = found[span.claim, span.passage]
        quote = shapes.Quoted(ref=passage.ref, words=passage.words, state=passage.state)
        here.setdefault(marking.paragraph_at(borders, span.start), []).append(quote)
    return [shapes.QuotedParagraph(number=number, quotes=quotes) for number, quotes in sorted(here.items())]


@lru_cache(maxsize=32)
def _sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Give the sentences of a text, which is the same whoever asks."""
    return sentences.sentences(text, language)
