"""The door of every address that is sent something: who is asking is known before any of it is read.

How much an address reads is said where it is declared (`max_body_size`); most read no more than MOST_SENT bytes.
"""

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from factdesk.access import Right, may
from factdesk.errors import Forbidden, NotSignedIn, Refusal
from factdesk.web.deps import known
from factdesk.web.problems import refuse

WRITES = (Right.JUDGE, Right.ADD_EVIDENCE, Right.NOTE, Right.WRITE)
"""The rights of which whoever writes by API holds one at least."""
FORM = "application/x-www-form-urlencoded"


class Entry:
    """Refuses whoever may write nothing, before the body is read.

    A form without a file is read all the same: it is short, and what somebody typed before their sign-in ended is
    kept for them. Which right an address asks for is for its command to check.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a refusal."""
        if scope["type"] != "http" or not _sends(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            await to_thread.run_sync(_admit, request)
        except Refusal as refusal:
            answer = await refuse(request, refusal)
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _sends(headers: Headers) -> bool:
    """Say whether a body follows (RFC 9112, section 6.3)."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _admit(request: Request) -> None:
    viewer = known(request)
    if request.url.path.startswith("/api/"):
        if viewer.role is None:
            raise NotSignedIn("Nobody is signed in here, or no longer.")
        if not any(may(viewer, right) for right in WRITES):
            raise Forbidden("This token reads only.")
    elif viewer.role is None and not request.headers.get("Content-Type", FORM).lower().startswith(FORM):
        raise NotSignedIn("Nobody is signed in here, or no longer.")
