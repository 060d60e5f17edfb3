"""Articles: the list, and one with the outline of its claims."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter
from factdesk.errors import NotFound
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, Pair, Term
from factdesk.queries import visible
from factdesk.shapes.articles import ArticleDetail, ArticleRow, OutlineClaim
from factdesk.vocabulary import Verdict

MOST_ARTICLES = 500
MOST_OUTLINED = 1000
MOST_DRAWN = 200
"""Claims drawn as a strip above the register."""


def find(session: ReadSession, viewer: Actor) -> list[ArticleRow]:
    """Give the articles, newest first."""
    query = select(Article).where(visible.articles(viewer)).order_by(col(Article.id).desc()).limit(MOST_ARTICLES)
    found = session.exec(query).all()
    counts = _verdicts(session, viewer, [article.slug for article in found])
    return [ArticleRow(**_fields(article, counts[article.slug])) for article in found]


def only_one(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> Article | None:
    """Give the article all wanted claims belong to: the one asked for, or the only one there is."""
    query = select(Article).where(visible.articles(viewer)).limit(2)
    if wanted.article:
        query = query.where(col(Article.slug).in_(wanted.article))
    found = session.exec(query).all()
    return found[0] if len(found) == 1 else None


def heading(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> ArticleDetail | None:
    """Give the article that heads the register, if all wanted claims belong to one that is not too long to draw."""
    article = only_one(session, viewer, wanted)
    if article is None or sum(_verdicts(session, viewer, [article.slug])[article.slug].values()) > MOST_DRAWN:
        return None
    found = get(session, viewer, article.slug)
    return found if len(found.outline) <= MOST_DRAWN else None


def get(session: ReadSession, viewer: Actor, slug: str) -> ArticleDetail:
    """Give one article; raises NotFound where there is none, or none this viewer may know of."""
    article = session.exec(select(Article).where(col(Article.slug) == slug, visible.articles(viewer))).first()
    if article is None:
        raise NotFound(f"There is no article {slug[:80]} in this register.", place="slug")
    shelves = visible.shelves(viewer, withdrawn=article.withdrawn_at is not None)
    table = table_of(Claim)
    outlined = sa.select(*(table.c[name] for name in OutlineClaim.model_fields))
    here = outlined.where(table.c.article_id == article.id, table.c.shelf.in_(shelves)).order_by(table.c.number)
    claims = session.connection().execute(here.limit(MOST_OUTLINED)).mappings().all()
    fields = _fields(article, _verdicts(session, viewer, [slug])[slug])
    return ArticleDetail(
        **fields,
        outline=[OutlineClaim(**claim) for claim in claims],
        left_out=max(0, fields["claims"] - len(claims)),
    )


def _verdicts(session: ReadSession, viewer: Actor, slugs: Collection[str]) -> dict[str, dict[Verdict, int]]:
    """Read the kept numbers of claims by article and verdict: one look-up for each of both."""
    shelves = visible.shelves(viewer, withdrawn=False)
    named = select(Term.id, Term.value).where(col(Term.shelf).in_(shelves))
    verdicts = dict(session.exec(named.where(col(Term.facet) == "verdict")).all())
    articles = dict(session.exec(named.where(col(Term.facet) == "article", col(Term.value).in_(slugs))).all())
    query = select(Pair.term_id, Pair.other_id, Pair.claims).where(
        col(Pair.term_id).in_(articles), col(Pair.other_id).in_(verdicts)
    )
    found = {slug: dict.fromkeys(Verdict, 0) for slug in slugs}
    for article_id, verdict_id, claims in session.exec(query):
        found[articles[article_id]][Verdict.of(verdicts[verdict_id])] += claims
    return found


def _fields(article: Article, verdicts: dict[Verdict, int]) -> dict[str, Any]:
    kept = ("slug", "prefix", "title", "author", "editor", "publisher", "url", "language", "published_on")
    return {
        **article.model_dump(
            include={*kept, "withdrawn_reason", "reviews_required", "names_public", "visibility", "version"}
        ),
        "claims": sum(verdicts.values()),
        "verdicts": verdicts,
    }
