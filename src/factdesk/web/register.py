"""The register as requests get at it: many read at once, one writes at a time, the others wait in order of arrival.

Whoever waits to write holds neither a thread nor a connection meanwhile, so that whoever writes always has both, and
readers never wait for writers.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

import sqlalchemy as sa
from anyio import to_thread

from factdesk.database.transaction import WRITER, ReadSession, WriteSession, reading, writing
from factdesk.errors import Busy, Refusal

__all__ = ["ReadSession", "Register", "WriteSession"]
LONGEST_WAIT = 10.0
"""Seconds a write waits for its turn and for other programs that write; then it is refused, and nothing is stored."""
ENDING = "The server is being stopped, so nothing was stored. Please send it again."
Result = TypeVar("Result")


class Register:
    """The register of one application."""

    def __init__(self, engine: sa.Engine, longest_wait: float = LONGEST_WAIT) -> None:
        """Keep the engine; nothing is opened yet."""
        self._engine = engine
        self._longest_wait = longest_wait
        # One thread of the writers' own, which takes the next of them without a detour by the event loop.
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix=WRITER)

    def close(self) -> None:
        """Let nobody write any more; what was begun is done if there is time."""
        self._writer.shutdown(wait=False, cancel_futures=True)

    async def read(self, do: Callable[[ReadSession], Result]) -> Result:
        """Do something in a thread, with a session that sees one state of the register."""
        return await to_thread.run_sync(self._read, do)

    async def write(self, do: Callable[[WriteSession], Result]) -> Result:
        """Do something in a transaction of its own, when it is its turn; it is committed in the end, or undone whole.

        Raises Busy where its turn does not come in time, another program writes for too long, or the request is called
        off because the server ends.
        """
        latest = time.monotonic() + self._longest_wait
        decided = Lock()  # for good, by whoever comes first: the writer who stores it, or who calls it off
        storing = self._writer.submit(self._write, do, latest, decided)
        try:
            return await asyncio.wrap_future(storing)
        except asyncio.CancelledError:
            if decided.acquire(blocking=False):
                raise Busy(ENDING) from None
            return await asyncio.wrap_future(storing)

    def later(self, do: Callable[[WriteSession], None]) -> Future[bool]:
        """Do something small after whoever waits to write, for which nobody waits; gives whether it was done.

        It is left where another program writes, where nothing can be stored, and where the application ends.
        """
        try:
            return self._writer.submit(self._if_possible, do)
        except RuntimeError:  # what an executor raises that was told to end
            left: Future[bool] = Future()
            left.set_result(False)
            return left

    def _if_possible(self, do: Callable[[WriteSession], None]) -> bool:
        try:
            with writing(self._engine, patience=0) as session:
                do(session)
        except Refusal:
            return False
        return True

    def _read(self, do: Callable[[ReadSession], Result]) -> Result:
        with reading(self._engine) as session:
            return do(session)

    def _write(self, do: Callable[[WriteSession], Result], latest: float, decided: Lock) -> Result:
        patience = latest - time.monotonic()
        if patience <= 0:
            raise Busy
        with writing(self._engine, patience) as session:
            result = do(session)
            if not decided.acquire(blocking=False):
                raise Busy(ENDING)
            return result
