"""Texts of articles: their versions, the passages of claims in them, and what a new text would come to."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.drafts.texts import VersionDraft
from factdesk.errors import Clash, NotFound
from factdesk.facts.passages import newest, wanted
from factdesk.models import Anchor, Article, ArticleVersion, Claim
from factdesk.queries import visible
from factdesk.queries.choosing import the_article
from factdesk.rules import anchors, naming, texts
from factdesk.shapes.texts import (
    Foreseen,
    ForeseenPassage,
    PositionSelector,
    QuoteSelector,
    TextAnchor,
    TextDetail,
    TextPair,
    TextVersion,
)
from factdesk.vocabulary import AnchorState

HIGHEST_NUMBER = 2**31 - 1
"""The largest number of a version either engine can be asked for."""


def find(session: ReadSession, viewer: Actor, slug: str) -> list[TextVersion]:
    """Give the versions of an article's text, newest first. Raises as `get` does."""
    article = _article(session, viewer, slug)
    states = _states(session, viewer, article)
    query = select(ArticleVersion).where(col(ArticleVersion.article_id) == article.id)
    ordered = query.order_by(col(ArticleVersion.number).desc()).execution_options(yield_per=1)
    return [TextVersion(**_sizes(version, states)) for version in session.exec(ordered)]


def get(session: ReadSession, viewer: Actor, slug: str, number: int) -> TextDetail:
    """Give one version whole. Raises NotFound; and NotSignedIn or Forbidden where the viewer sees quotes alone."""
    article = _article(session, viewer, slug)
    version = _version(session, article, number)
    query = (
        select(Claim.ref, Anchor)
        .join(Anchor, col(Anchor.claim_id) == col(Claim.id))
        .where(col(Anchor.article_version_id) == version.id, *_seen(viewer, article))
        .order_by(col(Anchor.start).is_(None), col(Anchor.start), col(Claim.number), col(Anchor.passage))
    )
    found = [_anchor(ref, anchor) for ref, anchor in session.exec(query)]
    return TextDetail(**_sizes(version, _states(session, viewer, article)), text=version.text, anchors=found)


def pair(session: ReadSession, viewer: Actor, slug: str, number: int) -> TextPair:
    """Give a version's text and the one before. Raises as `get` does."""
    article = _article(session, viewer, slug)
    version = _version(session, article, number)
    before = _version(session, article, number - 1).text if number > 1 else None
    return TextPair(number=number, before=before, text=version.text)


def holding(session: ReadSession, draft: VersionDraft) -> tuple[str, int] | None:
    """Give slug and version of a standing article that has these bytes or this text already."""
    query = (
        select(Article.slug, ArticleVersion.number)
        .join(ArticleVersion, col(ArticleVersion.article_id) == col(Article.id))
        .where(
            sa.or_(col(ArticleVersion.sha256) == draft.sha256, col(ArticleVersion.text) == draft.text),
            col(Article.withdrawn_at).is_(None),
        )
    )
    ordered = query.order_by(col(Article.id), col(ArticleVersion.number).desc())
    return session.exec(ordered.limit(1)).first()


def names_for(session: ReadSession, title: str, reserved: tuple[str, ...]) -> tuple[str, str]:
    """Give a slug and a prefix for a new article of this title that no article has."""

    def taken(column: object, name: str) -> bool:
        return session.exec(select(Article.id).where(column == name)).first() is not None

    slug = naming.free_slug(title, lambda name: name in reserved or taken(col(Article.slug), name))
    return slug, naming.free_prefix(title, lambda name: taken(col(Article.prefix), name))


def foresee(session: ReadSession, actor: Actor, slug: str, draft: VersionDraft) -> Foreseen:
    """Say what a text would be to an article, and where its claims' passages would stand; nothing is written.

    Raises NotFound, or Clash for a withdrawn article.
    """
    require(actor, Right.WRITE)
    article = _article(session, actor, slug)
    if article.withdrawn_at is not None:
        raise Clash(f"The article {slug} was withdrawn: {article.withdrawn_reason}", place="into")
    last = newest(session, article.id)
    told: dict[str, Any] = {"slug": slug, "title": article.title, "before": last.text if last else None}
    if last is not None and (last.sha256 == draft.sha256 or last.text == draft.text):
        return Foreseen(**told, number=last.number, new=False, passages=[])
    passages = wanted(session, article.id, last)
    places = anchors.find_all(draft.text, [passage.quote for passage in passages])
    found = [
        ForeseenPassage(
            ref=one.ref, passage=one.number, state=place.state, score=place.score, quote=one.quote.exact,
            found=None if place.start is None else draft.text[place.start : place.end],
        )
        for one, place in zip(passages, places, strict=True)
    ]  # fmt: skip
    return Foreseen(**told, number=last.number + 1 if last else 1, new=True, passages=found)


def _article(session: ReadSession, viewer: Actor, slug: str) -> Article:
    """Load an article whose text the viewer reads."""
    article = the_article(session, viewer, slug)
    if not visible.text(viewer, article):
        require(viewer, Right.READ_DRAFTS)
    return article


def _version(session: ReadSession, article: Article, number: int) -> ArticleVersion:
    query = select(ArticleVersion).where(
        col(ArticleVersion.article_id) == article.id, col(ArticleVersion.number) == number
    )
    version = session.exec(query).first() if 0 < number <= HIGHEST_NUMBER else None
    if version is None:
        raise NotFound(f"The text of {article.slug} has no version {str(number)[:20]}.", place="number")
    return version


def _seen(viewer: Actor, article: Article) -> tuple[sa.ColumnElement[bool], ...]:
    """Give the condition for an anchor to stand, and its claim to be there for the viewer."""
    shelves = visible.shelves(viewer, withdrawn=article.withdrawn_at is not None)
    return col(Anchor.withdrawn_at).is_(None), col(Claim.shelf).in_(shelves)


def _states(session: ReadSession, viewer: Actor, article: Article) -> Mapping[int, dict[AnchorState, int]]:
    """Count the passages in each version of an article by state."""
    query = (
        select(Anchor.article_version_id, Anchor.state, sa.func.count())
        .join(Claim, col(Claim.id) == col(Anchor.claim_id))
        .where(col(Claim.article_id) == article.id, *_seen(viewer, article))
        .group_by(col(Anchor.article_version_id), col(Anchor.state))
    )
    found: dict[int, dict[AnchorState, int]] = {}
    for version_id, state, number in session.exec(query):
        found.setdefault(version_id, {})[AnchorState.of(state)] = number
    return found


def _sizes(version: ArticleVersion, states: Mapping[int, dict[AnchorState, int]]) -> dict[str, Any]:
    there = states.get(version.id, {})
    return {
        "number": version.number, "imported_at": version.imported_at, "media_type": version.media_type,
        "sha256": version.sha256, "words": texts.words(version.text),
        "paragraphs": len(texts.paragraphs(version.text)),
        "passages": {state: there[state] for state in AnchorState if state in there},
    }  # fmt: skip


def _anchor(ref: str, anchor: Anchor) -> TextAnchor:
    selector: list[QuoteSelector | PositionSelector] = [
        QuoteSelector(type="TextQuoteSelector", exact=anchor.exact, prefix=anchor.prefix, suffix=anchor.suffix)
    ]
    if anchor.start is not None and anchor.end is not None:
        selector.append(PositionSelector(type="TextPositionSelector", start=anchor.start, end=anchor.end))
    return TextAnchor(
        ref=ref, passage=anchor.passage, state=anchor.state, score=anchor.score, settled=anchor.settled,
        selector=selector,
    )  # fmt: skip
