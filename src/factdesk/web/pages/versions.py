"""Versions of an article's text: the list, and what changed from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.access import Right, may
from factdesk.queries import articles, texts
from factdesk.rules.texts import in_one_line
from factdesk.rules.wording import Paragraph, Wording, difference
from factdesk.shapes.articles import ArticleDetail
from factdesk.shapes.texts import TextVersion
from factdesk.web.deps import ArticleSlug, ReadDep, VersionNumber, ViewerDep
from factdesk.web.rendering import Page, render

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The versions of an article's text, newest first."""

    template = "versions/index.html"
    room = "articles"
    article: ArticleDetail
    versions: list[TextVersion]
    may_write: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that follow each other and changed, or did not, in which case they are folded."""

    kept: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class Changes(Page):
    """What changed from the version before; `stretches` is None for the first version."""

    template = "versions/changes.html"
    room = "articles"
    article: ArticleDetail
    number: int
    stretches: tuple[Stretch, ...] | None
    told: str


@router.get("/articles/{slug}/versions", response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show the versions of an article's text."""
    found = texts.find(session, viewer, slug)
    page = Index(article=articles.get(session, viewer, slug), versions=found, may_write=may(viewer, Right.WRITE))
    return render(request, page)


@router.get("/articles/{slug}/versions/{number}/changes", response_class=HTMLResponse)
def changes(
    request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug, number: VersionNumber
) -> HTMLResponse:
    """Show what changed in a version since the one before."""
    pair = texts.pair(session, viewer, slug, number)
    compared = None if pair.before is None else difference(pair.before, pair.text)
    page = Changes(
        article=articles.get(session, viewer, slug),
        number=number,
        stretches=None if compared is None else _stretches(compared),
        told="This is the first version: there is none before it." if compared is None else in_one_line(compared),
    )
    return render(request, page)


def _stretches(compared: Sequence[Paragraph]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(kept, tuple(paragraphs))
        for kept, paragraphs in groupby(compared, lambda one: one.wording is Wording.SAME)
    )
