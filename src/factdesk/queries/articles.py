"""Articles: the list, and one with the outline of its claims."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, Pair, Term
from factdesk.queries import past_articles, rows, visible
from factdesk.queries.choosing import the_article
from factdesk.shapes.articles import ArticleDetail, ArticleRow, OutlineClaim
from factdesk.vocabulary import Verdict

MOST_DRAWN = past_articles.MOST_OUTLINED
"""Claims drawn as a strip above the register."""


def find(session: ReadSession, viewer: Actor, as_of: str | None = None) -> list[ArticleRow]:
    """Give the articles, newest first, as they are or as they were."""
    if as_of is not None:
        return past_articles.find(session, viewer, as_of)
    query = (
        select(Article)
        .where(visible.articles(viewer))
        .order_by(col(Article.id).desc())
        .limit(past_articles.MOST_ARTICLES)
    )
    found = session.exec(query).all()
    counts = _verdicts(session, viewer, [article.slug for article in found])
    return [ArticleRow(**rows.article_fields(article, counts[article.slug])) for article in found]


def only_one(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> Article | None:
    """Give the article all wanted claims belong to: the one asked for, or the only one there is."""
    if wanted.as_of is not None:
        return past_articles.only_one(session, viewer, wanted.as_of, wanted.article)
    query = select(Article).where(visible.articles(viewer)).limit(2)
    if wanted.article:
        query = query.where(col(Article.slug).in_(wanted.article))
    found = session.exec(query).all()
    return found[0] if len(found) == 1 else None


def heading(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> ArticleDetail | None:
    """Give the article that heads the register, if all wanted claims belong to one that is not too long to draw."""
    article = only_one(session, viewer, wanted)
    if article is not None and wanted.as_of is not None:
        detail = get(session, viewer, article.slug, wanted.as_of)
        return detail if detail.claims <= MOST_DRAWN and len(detail.outline) <= MOST_DRAWN else None
    if article is None or sum(_verdicts(session, viewer, [article.slug])[article.slug].values()) > MOST_DRAWN:
        return None
    found = get(session, viewer, article.slug)
    return found if len(found.outline) <= MOST_DRAWN else None


def get(
    session: ReadSession, viewer: Actor, slug: str, as_of: str | None = None, *, outlined: bool = True
) -> ArticleDetail:
    """Give one article, as it is or as it was; raises NotFound where there is, or was, none for this viewer.

    Whoever has its claims from elsewhere does without the outline.
    """
    article = the_article(session, viewer, slug)
    if as_of is not None:
        return past_articles.get(session, viewer, article, as_of, outlined=outlined)
    fields = rows.article_fields(article, _verdicts(session, viewer, [slug])[slug])
    claims = _outline(session, viewer, article) if outlined else []
    left_out = max(0, fields["claims"] - len(claims)) if outlined else 0
    return ArticleDetail(**fields, outline=claims, left_out=left_out)


def _outline(session: ReadSession, viewer: Actor, article: Article) -> list[OutlineClaim]:
    shelves = visible.shelves(viewer, withdrawn=article.withdrawn_at is not None)
    table = table_of(Claim)
    outlined = sa.select(*(table.c[name] for name in OutlineClaim.model_fields))
    here = outlined.where(table.c.article_id == article.id, table.c.shelf.in_(shelves)).order_by(table.c.number)
    claims = session.connection().execute(here.limit(past_articles.MOST_OUTLINED)).mappings().all()
    return [OutlineClaim(**claim) for claim in claims]


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
