"""Exports: the register's address with an ending. Written to a temporary file first, then sent with its length."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from starlette.datastructures import MutableHeaders
from starlette.types import Receive, Scope, Send

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


class _SentOnce(FileResponse):
    """Sends a temporary file, whole, and removes it, whatever becomes of the request.

    It says nothing of the file's time, which is not the register's, and knows no ranges: the next request's file
    is another one.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, then remove it."""
        self.headers["Accept-Ranges"] = "none"
        headers = MutableHeaders(scope=scope)
        del headers["Range"]
        try:
            await super().__call__({**scope, "headers": headers.raw}, receive, send)
        finally:
            _remove(Path(self.path))

    def set_stat_headers(self, stat_result: os.stat_result) -> None:
        """Say how long the file is."""
        self.headers["Content-Length"] = str(stat_result.st_size)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)


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
    return _SentOnce(
        name, media_type=form.media_type, filename=naming.file_name(told, form.suffix), headers=naming.headers(told)
    )
