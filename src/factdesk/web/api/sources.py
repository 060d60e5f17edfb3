"""Sources, a page at a time and one whole."""

from typing import Annotated

from fastapi import APIRouter, Query

from factdesk.drafts.filters import SourceFilter
from factdesk.queries import sources
from factdesk.shapes.base import Shape
from factdesk.shapes.sources import SourceDetail, SourceRow
from factdesk.web.api.problem import NOT_FOUND, REFUSED
from factdesk.web.deps import ReadDep, SourceKey, ViewerDep

router = APIRouter(tags=["sources"])


class SourceList(Shape):
    """A page of sources. `counted_all` is false where `number` is only the limit that counting stopped at."""

    sources: list[SourceRow]
    number: int
    counted_all: bool
    next_cursor: str | None


@router.get("/sources", responses=REFUSED)
def find(session: ReadDep, viewer: ViewerDep, wanted: Annotated[SourceFilter, Query()]) -> SourceList:
    """Give one page of the sources that match, in the order of their citekeys."""
    page = sources.find(session, viewer, wanted)
    return SourceList(sources=page.rows, **page.model_dump(exclude={"rows"}))


@router.get("/sources/{citekey}", responses=NOT_FOUND)
def get(session: ReadDep, viewer: ViewerDep, citekey: SourceKey) -> SourceDetail:
    """Give one source with what it derives from, what derives from it, and where it is used."""
    return sources.get(session, viewer, citekey)
