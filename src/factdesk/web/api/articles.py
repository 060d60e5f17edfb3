"""Articles, all and one whole."""

from fastapi import APIRouter

from factdesk.queries import articles
from factdesk.shapes.articles import ArticleDetail, ArticleRow
from factdesk.shapes.base import Shape
from factdesk.web.api.problem import NOT_FOUND
from factdesk.web.deps import ArticleSlug, ReadDep, ViewerDep

router = APIRouter(tags=["articles"])


class ArticleList(Shape):
    """All articles, newest first."""

    articles: list[ArticleRow]


@router.get("/articles")
def find(session: ReadDep, viewer: ViewerDep) -> ArticleList:
    """Give all articles with the numbers of their claims."""
    return ArticleList(articles=articles.find(session, viewer))


@router.get("/articles/{slug}", responses=NOT_FOUND)
def get(session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> ArticleDetail:
    """Give one article with the outline of its claims."""
    return articles.get(session, viewer, slug)
