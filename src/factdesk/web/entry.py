"""The door of every address that is sent something: who is asking is known before any of it is read.

How many bytes an address takes is said here as well.
"""

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from factdesk.access import Right, may
from factdesk.drafts.texts import LARGEST_UPLOAD
from factdesk.errors import Forbidden, NotSignedIn, Refusal, TooLarge
from factdesk.web.deps import LONGEST_FILE_FORM, known
from factdesk.web.problems import MORE_THAN_TAKEN, TOO_LARGE, refuse

READS = ("GET", "HEAD", "OPTIONS")
WRITES = (Right.JUDGE, Right.ADD_EVIDENCE, Right.NOTE, Right.WRITE)
"""The rights of which whoever writes by API holds one at least."""
MOST_SENT = 1_000_000
"""Bytes that most addresses take."""
READ_PAST = 10 * LONGEST_FILE_FORM
"""Bytes of a form with a file; what is too much is thrown away as it comes, so that a browser lives to see why."""
MOST_IN_JSON = LARGEST_UPLOAD * 4 // 3 + 100_000
"""Bytes of JSON that carries a file, in base64."""
_TAKES_MORE = (
    (re.compile(r"/(articles/)?import"), READ_PAST),
    (re.compile(r"/api/v1/articles/[^/]+/versions"), MOST_IN_JSON),
)
FORM = "application/x-www-form-urlencoded"


class Entry:
    """Refuses whoever may write nothing, before the body is read, and a body that is too long.

    A form without a file is read all the same: it is short, and what somebody typed before their sign-in ended is
    kept for them. Which right an address asks for is for its command to check.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a refusal."""
        if scope["type"] != "http" or not sends(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        most = next((most for path, most in _TAKES_MORE if path.fullmatch(scope["path"])), MOST_SENT)
        try:
            await _admit(request, most)
        except Refusal as refusal:
            answer = await refuse(request, refusal)
            await answer(scope, receive, send)
            return
        await self.app(scope, _counted(receive, most), send)


def _counted(receive: Receive, most: int) -> Receive:
    """Hand on what comes in; raises HTTPException once it is more than `most` bytes."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(TOO_LARGE)
        return message

    return counted


def sends(headers: Headers) -> bool:
    """Say whether a body follows (RFC 9112, section 6.3)."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _admit(request: Request, most: int) -> None:
    """Raise a refusal for who may write nothing, and for what is said to be longer than `most` bytes."""
    if request.method not in READS:
        await _may_send(request)
    if int(request.headers.get("Content-Length") or 0) > most:
        raise TooLarge(MORE_THAN_TAKEN)


async def _may_send(request: Request) -> None:
    viewer = await known(request)
    if request.url.path.startswith("/api/"):
        if viewer.role is None:
            raise NotSignedIn("Nobody is signed in here, or no longer.")
        if not any(may(viewer, right) for right in WRITES):
            raise Forbidden("This token reads only.")
    elif viewer.role is None and not request.headers.get("Content-Type", FORM).lower().startswith(FORM):
        raise NotSignedIn("Nobody is signed in here, or no longer.")
