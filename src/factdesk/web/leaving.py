"""What is read for somebody who goes away is read no further: a stranger's file has a process of its own till then."""

import asyncio
import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from factdesk.readers import process
from factdesk.web.entry import sends

_READS_FILES = re.compile(r"/(articles/)?import(/[^/]+)?|/api/v1/articles/[^/]+/versions")
"""The addresses at which files are read, when they are sent or looked at again."""


class Leaving:
    """Ends the processes that read a file for a request whose client went away."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and look out for its end meanwhile."""
        if scope["type"] != "http" or not _READS_FILES.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        calling_off = process.CallingOff()
        process.calling_off.set(calling_off)
        lookout = _Lookout(receive, calling_off, has_body=sends(Headers(scope=scope)))
        watching = asyncio.create_task(lookout.watch())
        try:
            await self.app(scope, lookout.receive, send)
        finally:
            watching.cancel()


class _Lookout:
    """Hands on what is sent; from then on nothing but the end can come, and is waited for."""

    def __init__(self, receive: Receive, calling_off: process.CallingOff, *, has_body: bool) -> None:
        self._receive, self._calling_off = receive, calling_off
        self._whole, self._gone = asyncio.Event(), asyncio.Event()
        self._first: Message | None = None
        if not has_body:
            self._first = {"type": "http.request", "body": b"", "more_body": False}
            self._whole.set()

    async def receive(self) -> Message:
        """Give the next message to the application."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        if not self._whole.is_set():
            message = await self._receive()
            if not message.get("more_body", False):
                self._whole.set()
            return message
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def watch(self) -> None:
        """Wait until all was sent and then until the client is gone; call off what is read for it."""
        await self._whole.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._calling_off.now()
        self._gone.set()
