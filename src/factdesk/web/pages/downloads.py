"""Exports: the register's address with an ending. Written to a temporary file first, then sent with its length."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from factdesk.access import Actor
from factdesk.drafts.filters import ClaimExport
from factdesk.exports import FORMATS, Format, naming
from factdesk.exports.contents import Contents
from factdesk.queries import articles, claims, facts
from factdesk.web.deps import ReadDep, SiteDep, ViewerDep

router = APIRouter()


@router.get("/claims.csv")
def csv(session: ReadDep, viewer: ViewerDep, site: SiteDep, wanted: Annotated[ClaimExport, Query()]) -> FileResponse:
    """Send the claims that match as CSV."""
    return _send(FORMATS["csv"], session, viewer, site, wanted)


@router.get("/claims.json")
def json(session: ReadDep, viewer: ViewerDep, site: SiteDep, wanted: Annotated[ClaimExport, Query()]) -> FileResponse:
    """Send the claims that match as JSON."""
    return _send(FORMATS["json"], session, viewer, site, wanted)


def _send(form: Format, session: ReadDep, viewer: Actor, site: str, wanted: ClaimExport) -> FileResponse:
    """Write the export to a temporary file, which is removed once it is sent."""
    told = facts.of_export(session, viewer, wanted, site=site)

    contents = Contents(
        facts=told,
        articles=articles.find(session, viewer),
        claims=claims.every(session, viewer, wanted),
        wanted=wanted,
        site=site,
    )
    handle, name = tempfile.mkstemp(prefix="factdesk-", suffix=f".{form.suffix}")
    try:
        with os.fdopen(handle, "wb") as file:
            form.write(contents, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return FileResponse(
        name,
        media_type=form.media_type,
        filename=naming.file_name(told, form.suffix),
        headers=naming.headers(told),
        background=BackgroundTask(Path(name).unlink, missing_ok=True),
    )
