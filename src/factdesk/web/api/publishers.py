"""Publishers, a page at a time and one whole."""

from typing import Annotated

from fastapi import APIRouter, Query

from factdesk.drafts.filters import PublisherFilter
from factdesk.queries import publishers
from factdesk.shapes.base import Shape
from factdesk.shapes.publishers import PublisherDetail, PublisherRow
from factdesk.web.api.problem import NOT_FOUND, REFUSED
from factdesk.web.deps import PublisherId, ReadDep, ViewerDep

router = APIRouter(tags=["publishers"])


class PublisherList(Shape):
    """A page of publishers."""

    publishers: list[PublisherRow]
    next_cursor: str | None


@router.get("/publishers", responses=REFUSED)
def find(session: ReadDep, viewer: ViewerDep, wanted: Annotated[PublisherFilter, Query()]) -> PublisherList:
    """Give one page of the publishers, in the order of their names."""
    page = publishers.find(session, viewer, wanted)
    return PublisherList(publishers=page.rows, next_cursor=page.next_cursor)


@router.get("/publishers/{publisher_id}", responses=NOT_FOUND)
def get(session: ReadDep, viewer: ViewerDep, publisher_id: PublisherId) -> PublisherDetail:
    """Give one publisher with its default reliability and the first of its sources."""
    return publishers.get(session, viewer, publisher_id)
