"""The register as requests get at it: many read at once, one writes at a time, the others wait in order of arrival.

Whoever waits to write holds neither a thread nor a connection meanwhile, so that whoever writes always has both, and
readers never wait for writers.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from anyio import CapacityLimiter, Lock, move_on_after, to_thread

from factdesk.database.transaction import ReadSession, WriteSession, reading, writing
from factdesk.errors import Busy

__all__ = ["ReadSession", "Register", "WriteSession"]
LONGEST_WAIT = 10.0
"""Seconds a write waits for its turn and for other programs that write; then it is refused, and nothing is stored."""
Result = TypeVar("Result")


class Register:
    """The register of one application."""

    def __init__(self, engine: sa.Engine, longest_wait: float = LONGEST_WAIT) -> None:
        """Keep the engine; nothing is opened yet."""
        self._engine = engine
        self._longest_wait = longest_wait
        self._turn = Lock()
        self._thread = CapacityLimiter(1)  # of the writers' own: readers may hold all others

    async def read(self, do: Callable[[ReadSession], Result]) -> Result:
        """Do something in a thread, with a session that sees one state of the register."""
        return await to_thread.run_sync(self._read, do)

    async def write(self, do: Callable[[WriteSession], Result]) -> Result:
        """Do something in a transaction of its own, when it is its turn; it is committed in the end, or undone whole.

        Raises Busy where its turn does not come in time, or another program writes for too long.
        """
        latest = time.monotonic() + self._longest_wait
        with move_on_after(self._longest_wait) as waiting:
            await self._turn.acquire()
        if waiting.cancelled_caught:
            raise Busy
        try:
            return await to_thread.run_sync(self._write, do, latest, limiter=self._thread)
        finally:
            self._turn.release()

    def _read(self, do: Callable[[ReadSession], Result]) -> Result:
        with reading(self._engine) as session:
            return do(session)

    def _write(self, do: Callable[[WriteSession], Result], latest: float) -> Result:
        with writing(self._engine, patience=max(0.0, latest - time.monotonic())) as session:
            return do(session)
