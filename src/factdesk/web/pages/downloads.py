"""Exports: the register's address with an ending. Written to a temporary file first, then sent with its length."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from starlette.datastructures import MutableHeaders
from starlette.types import Receive, Scope, Send

from factdesk.access import Actor
from factdesk.drafts.exports import ClaimExport
from factdesk.exports import FORMATS, Format, Held, naming
from factdesk.exports.contents import Contents
from factdesk.queries import taking
from factdesk.shapes.facts import Facts
from factdesk.web.deps import ReadDep, SiteDep, ViewerDep

router = APIRouter()


def _door(form: Format[Contents]) -> Callable[..., FileResponse]:
    """Make the function that answers at a format's address."""

    def send(
        session: ReadDep, viewer: ViewerDep, site: SiteDep, wanted: Annotated[ClaimExport, Query()]
    ) -> FileResponse:
        return _send(form, session, viewer, site, wanted)

    return send


for _name, _form in FORMATS.items():
    router.get(f"/claims.{_name}", name=f"claims.{_name}", summary=f"Send the claims that match as {_form.label}.")(
        _door(_form)
    )


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


def _send(form: Format[Contents], session: ReadDep, viewer: Actor, site: str, wanted: ClaimExport) -> FileResponse:
    """Write an export of claims and send it."""
    contents = Contents(*taking.take(session, viewer, wanted, site=site), wanted, site)
    return sent(form, contents, contents.facts)


def sent(form: Format[Held], contents: Held, told: Facts, *, inline: bool = False) -> FileResponse:
    """Write an export to a temporary file, which is removed once it is sent; `inline` for what a program reads."""
    handle, name = tempfile.mkstemp(prefix="factdesk-", suffix=f".{form.suffix}")
    try:
        with os.fdopen(handle, "wb") as file:
            form.write(contents, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return _SentOnce(
        name,
        media_type=form.media_type,
        filename=naming.file_name(told, form.suffix),
        headers=naming.headers(told),
        content_disposition_type="inline" if inline else "attachment",
    )
