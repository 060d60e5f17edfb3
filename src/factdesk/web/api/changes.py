"""What changed between two moments, a page at a time."""

from typing import Annotated

from fastapi import APIRouter, Query

from factdesk.drafts.changes import ChangePage
from factdesk.queries import changes
from factdesk.shapes.changes import ChangesPage
from factdesk.web.api.problem import REFUSED
from factdesk.web.deps import ReadDep, ViewerDep

router = APIRouter(tags=["changes"])


@router.get("/changes", responses=REFUSED)
def find(session: ReadDep, viewer: ViewerDep, wanted: Annotated[ChangePage, Query()]) -> ChangesPage:
    """Give one page of the claims that changed between two moments, with what changed about each."""
    return changes.find(session, viewer, wanted)
