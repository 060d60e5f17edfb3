"""What every answer carries: security headers, a way on that stays here, and for readers an ETag that saves a page."""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import sqlalchemy as sa
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from factdesk import __version__
from factdesk.database.transaction import reading
from factdesk.errors import Refusal
from factdesk.queries import chain
from factdesk.web.deps import COOKIE

VARY = "Cookie, Authorization, HX-Request"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityHeaders:
    """Adds the security headers to every answer, and takes the host out of the address it leads on to.

    The framework writes the request's Host there, where it leads from an address that ends in a slash to one without.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, add the headers on the way back."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY)
                if "Location" in headers:
                    headers["Location"] = _local(headers["Location"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _local(address: str) -> str:
    """Give an address without its host; two slashes at its beginning would name one."""
    parts = urlsplit(address)
    path = "/" + parts.path.lstrip("/\\") if parts.path.startswith("/") else parts.path
    return urlunsplit(("", "", path, parts.query, parts.fragment))


class HeadRequests:
    """Answers HEAD wherever there is a GET, with the same headers (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET, and keep the body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)


def _private(send: Send) -> Send:
    """Mark an answer as one person's own: no cache keeps it."""

    async def send_marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update({"Cache-Control": "private, no-store", "Vary": VARY})
        await send(message)

    return send_marked


class EntityTags:
    """Answers 304 to a reader who has this very page already, and gives every other good answer its ETag.

    The tag covers the chain's head, the address, the program's version and settings that show, whether a part was
    asked for, and the day: nothing else changes what a reader without an account sees.
    """

    def __init__(self, app: ASGIApp, engine: sa.Engine, shown_settings: str) -> None:
        """Wrap an application; `shown_settings` holds what of the settings is to be seen on pages."""
        self.app = app
        self.engine = engine
        self.shown_settings = shown_settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 at once, or pass the request on and add the headers on the way back."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, _private(send))
            return
        asked = Headers(scope=scope)
        if "authorization" in asked or COOKIE in asked.get("cookie", ""):
            await self.app(scope, receive, _private(send))
            return
        try:
            tag = await to_thread.run_sync(self._tag, scope, asked)
        except Refusal:  # a register that cannot be read: the route says so
            await self.app(scope, receive, send)
            return
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": VARY}
        if tag in asked.get("If-None-Match", ""):
            raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": 304, "headers": raw})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start":
                good = message["status"] == 200  # noqa: PLR2004
                MutableHeaders(scope=message).update(headers if good else {"Cache-Control": "no-store", "Vary": VARY})
            await send(message)

        await self.app(scope, receive, send_with_tag)

    def _tag(self, scope: Scope, asked: Headers) -> str:
        with reading(self.engine) as session:
            head = chain.head(session).hash
        fragment = (
            asked.get("HX-Request", "") + asked.get("HX-Boosted", "") + asked.get("HX-History-Restore-Request", "")
        )
        today = datetime.now(UTC).date().isoformat()
        parts = [head, scope["path"], scope["query_string"].decode("latin-1"), __version__, self.shown_settings,
                 fragment, today]  # fmt: skip
        return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'
