"""Guesses at passwords as the application counts them: in memory, and in the register a second later.

Nobody who signs in waits for the register, and nobody who writes waits for guesses: what is stored is one short
transaction a second at most, which gives way to whoever writes and is tried again a second later.
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress

import sqlalchemy as sa
from anyio import to_thread

from factdesk.commands import attempts
from factdesk.database.transaction import reading, writing
from factdesk.errors import Refusal
from factdesk.queries.people import sign_in_counts
from factdesk.rules.attempts import Attempts, Count

EVERY = 1.0
"""Seconds between what changed and its being stored."""
PATIENCE = 0.1
"""Seconds for which others may hold the register before this gives way."""


class Guesses:
    """The counts of one application."""

    def __init__(self, engine: sa.Engine, every: float = EVERY) -> None:
        """Keep the engine; nothing is read before somebody tries to sign in."""
        self._engine, self._every = engine, every
        self._attempts = Attempts()
        self._read = False
        self._storing: asyncio.Task[None] | None = None

    async def wait(self, account: str, address: str) -> float:
        """Give the seconds until it may be tried again, 0 if it may be now; where it may, it counts as a failure."""
        if not self._read:
            self._attempts.restore(await to_thread.run_sync(self._kept))
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
            with suppress(Refusal):
                await self._store()

    def _store_soon(self) -> None:
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_later())

    async def _store_later(self) -> None:
        while self._attempts.unsaved:
            await asyncio.sleep(self._every)
            with suppress(Refusal):
                await self._store()

    async def _store(self) -> None:
        changed, done = self._attempts.changed(), False
        try:
            await to_thread.run_sync(self._write, changed)
            done = True
        finally:
            if not done:
                self._attempts.keep_again(changed)

    def _kept(self) -> dict[str, Count]:
        with reading(self._engine) as session:
            return sign_in_counts(session)

    def _write(self, changed: Mapping[str, Count]) -> None:
        with writing(self._engine, PATIENCE) as session:
            attempts.store(session, changed)
