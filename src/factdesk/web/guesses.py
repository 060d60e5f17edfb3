"""Guesses at passwords as the application counts them: in memory, and in the register a second later.

Nobody who signs in waits for the register, and nobody who writes waits for guesses: what is stored is one short
transaction a second at most, which gives way to whoever writes and is tried again a second later.
"""

import asyncio
import time
from contextlib import suppress

from factdesk.commands import attempts
from factdesk.queries.people import sign_in_counts
from factdesk.rules.attempts import Attempts
from factdesk.web.register import Register

EVERY = 1.0
"""Seconds between what changed and its being stored."""


class Guesses:
    """The counts of one application."""

    def __init__(self, register: Register, every: float = EVERY) -> None:
        """Keep where they are stored; nothing is read before somebody tries to sign in."""
        self._register, self._every = register, every
        self._attempts = Attempts()
        self._read = False
        self._storing: asyncio.Task[None] | None = None

    async def wait(self, account: str, address: str) -> float:
        """Give the seconds until it may be tried again, 0 if it may be now; where it may, it counts as a failure."""
        if not self._read:
            self._attempts.restore(await self._register.read(sign_in_counts))
            self._read = True
        now = time.time()
        seconds = self._attempts.wait(account, address, now)
        if not seconds:
            self._attempts.tried(account, address, now)
            self._store_soon()
        return seconds

    def succeeded(self, account: str, address: str) -> None:
        """Take the try back, forget what failed there, and know the address for the future."""
        self._attempts.succeeded(account, address, time.time())
        self._store_soon()

    async def close(self) -> None:
        """Store what is left, if nobody is in the way."""
        if self._storing is not None:
            self._storing.cancel()
            with suppress(asyncio.CancelledError):
                await self._storing
        if self._attempts.unsaved:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._store(), EVERY)

    def _store_soon(self) -> None:
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_later())

    async def _store_later(self) -> None:
        while self._attempts.unsaved:
            await asyncio.sleep(self._every)
            await self._store()

    async def _store(self) -> None:
        changed, done = self._attempts.changed(), False
        try:
            done = await asyncio.wrap_future(self._register.later(lambda session: attempts.store(session, changed)))
        finally:
            if not done:
                self._attempts.keep_again(changed)
