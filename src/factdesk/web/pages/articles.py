"""Articles: the list, and one with the outline of its claims."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.queries import articles
from factdesk.shapes.articles import ArticleDetail, ArticleRow
from factdesk.web.deps import ReadDep, ViewerDep
from factdesk.web.rendering import Page, render

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list of articles."""

    template = "articles/index.html"
    room = "articles"
    articles: list[ArticleRow]


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """An article's page."""

    template = "articles/article.html"
    room = "articles"
    article: ArticleDetail
    matching: None = None


@router.get("/articles", response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep) -> HTMLResponse:
    """Show all articles."""
    return render(request, Index(articles=articles.find(session, viewer)))


@router.get("/articles/{slug}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, slug: str) -> HTMLResponse:
    """Show one article."""
    return render(request, Show(article=articles.get(session, viewer, slug)))
