"""Claims, a page at a time and one whole."""

from typing import Annotated

from fastapi import APIRouter, Query

from factdesk.drafts.filters import AsOf, ClaimPage
from factdesk.queries import claims
from factdesk.shapes.base import Shape
from factdesk.shapes.claims import ClaimDetail, ClaimRow
from factdesk.web.api.problem import NOT_FOUND, REFUSED
from factdesk.web.deps import ClaimRef, ReadDep, ViewerDep

router = APIRouter(tags=["claims"])


class ClaimList(Shape):
    """A page of claims. `counted_all` is false where `number` is only the limit that counting stopped at."""

    claims: list[ClaimRow]
    number: int
    counted_all: bool
    total: int
    next_cursor: str | None


@router.get("/claims", responses=REFUSED)
def find(session: ReadDep, viewer: ViewerDep, wanted: Annotated[ClaimPage, Query()]) -> ClaimList:
    """Give one page of the claims that match."""
    page = claims.find(session, viewer, wanted)
    return ClaimList(claims=[found.row for found in page.rows], **page.model_dump(exclude={"rows"}))


@router.get("/claims/{ref}", responses=NOT_FOUND | REFUSED)
def get(session: ReadDep, viewer: ViewerDep, ref: ClaimRef, asked: Annotated[AsOf, Query()]) -> ClaimDetail:
    """Give one claim with its evidence, reviews and history, as it is or as it was."""
    return claims.get(session, viewer, ref, asked.as_of)
