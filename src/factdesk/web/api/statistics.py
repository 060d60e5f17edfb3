"""The register in numbers."""

from typing import Annotated

from fastapi import APIRouter, Query

from factdesk.drafts.filters import PresentFilter
from factdesk.queries import statistics
from factdesk.shapes.statistics import Statistics
from factdesk.web.api.problem import REFUSED
from factdesk.web.deps import ReadDep, ViewerDep

router = APIRouter(tags=["statistics"])


@router.get("/statistics", responses=REFUSED)
def find(session: ReadDep, viewer: ViewerDep, wanted: Annotated[PresentFilter, Query()]) -> Statistics:
    """Give the numbers of the claims that match, table by table."""
    return statistics.find(session, viewer, wanted)
