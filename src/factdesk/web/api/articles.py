"""Articles, all and one whole."""

from typing import Annotated

from fastapi import APIRouter, Query

from factdesk.drafts.filters import AsOf
from factdesk.queries import articles, publications
from factdesk.shapes.articles import ArticleDetail, ArticleRow, Publication
from factdesk.shapes.base import Shape
from factdesk.web.api.problem import NOT_FOUND, REFUSED, WRITING
from factdesk.web.deps import ArticleSlug, ReadDep, ViewerDep

router = APIRouter(tags=["articles"])


class ArticleList(Shape):
    """All articles, newest first."""

    articles: list[ArticleRow]


@router.get("/articles", responses=REFUSED)
def find(session: ReadDep, viewer: ViewerDep, asked: Annotated[AsOf, Query()]) -> ArticleList:
    """Give all articles with the numbers of their claims, as they are or as they were."""
    return ArticleList(articles=articles.find(session, viewer, asked.as_of))


@router.get("/articles/{slug}", responses=NOT_FOUND | REFUSED)
def get(session: ReadDep, viewer: ViewerDep, slug: ArticleSlug, asked: Annotated[AsOf, Query()]) -> ArticleDetail:
    """Give one article with the outline of its claims, as it is or as it was."""
    return articles.get(session, viewer, slug, asked.as_of)


@router.get("/articles/{slug}/publication", responses=WRITING)
def publication(session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> Publication:
    """Say what publishing an article would come to: which drafts can be published with it, and which cannot."""
    return publications.get(session, viewer, slug)
