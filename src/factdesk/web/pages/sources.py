"""Sources: the list, and one with everything that depends on it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from factdesk.drafts.filters import SourceFilter
from factdesk.queries import sources
from factdesk.shapes.sources import SourceDetail, SourcePage
from factdesk.web.deps import ReadDep, SourceKey, ViewerDep
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/sources"


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list of sources."""

    template = "sources/index.html"
    room = "sources"
    wanted: SourceFilter
    found: SourcePage
    next_page: str | None
    first_page: str | None


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """A source's page."""

    template = "sources/source.html"
    room = "sources"
    source: SourceDetail


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[SourceFilter, Query()]
) -> HTMLResponse:
    """Show one page of sources."""
    found = sources.find(session, viewer, wanted)
    page = Index(
        wanted=wanted,
        found=found,
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs(cursor=None)) if wanted.cursor else None,
    )
    return render(request, page)


@router.get("/sources/{citekey}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, citekey: SourceKey) -> HTMLResponse:
    """Show one source."""
    return render(request, Show(source=sources.get(session, viewer, citekey)))
