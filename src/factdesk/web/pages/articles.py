"""Articles: the list, and one with the outline of its claims."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.queries import articles
from factdesk.shapes.articles import ArticleDetail, ArticleRow, OutlineClaim
from factdesk.web.deps import ArticleSlug, ReadDep, ViewerDep
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
    paragraphs: list[tuple[int, list[OutlineClaim]]]


@router.get("/articles", response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep) -> HTMLResponse:
    """Show all articles."""
    return render(request, Index(articles=articles.find(session, viewer)))


@router.get("/articles/{slug}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show one article."""
    article = articles.get(session, viewer, slug)
    return render(request, Show(article=article, paragraphs=_paragraphs(article.outline)))


def _paragraphs(outline: list[OutlineClaim]) -> list[tuple[int, list[OutlineClaim]]]:
    """Give the claims of each paragraph; 0 stands for claims whose paragraph is not recorded, which come last."""
    found: dict[int, list[OutlineClaim]] = {}
    for claim in outline:
        found.setdefault(claim.paragraph or 0, []).append(claim)
    return sorted(found.items(), key=lambda entry: (entry[0] == 0, entry[0]))
