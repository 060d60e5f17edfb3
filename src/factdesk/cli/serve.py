"""`factdesk serve`: the register in a browser, from an empty folder if need be."""

import asyncio
import gc
import ipaddress
import logging
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import sqlalchemy as sa
import typer
import uvicorn

from factdesk import __version__
from factdesk.access import OPERATOR
from factdesk.cli._deriving import derive_anew, start_beside
from factdesk.cli._opening import DatabaseOption, bring_up_to_date, engine_for, settings_for, shown_address
from factdesk.commands import people, upkeep
from factdesk.database.migrate import require_current
from factdesk.database.transaction import WRITER, writing
from factdesk.errors import Unusable, Unwritable
from factdesk.imports import seed

APP = "factdesk.web.app:create_app"
NEW_OBJECTS = 20_000
"""After how many new objects the collector looks for garbage; Python's own 700 fall several times on each page."""
LAST_SECONDS = 6
"""How long requests that are open may go on once the server is told to end; what they have not stored is undone."""
HostOption = Annotated[str, typer.Option("--host", help="Address to listen on.")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
NoSeedOption = Annotated[bool, typer.Option("--no-seed", help="Do not load the example into a new register.")]


def run(
    database: DatabaseOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    no_seed: NoSeedOption = False,
) -> None:
    """Migrate, load the example into a new SQLite register, say where everything is, and serve until stopped."""
    settings = settings_for(database)
    with _listen(host, port) as listening:
        typer.echo(f"Factdesk {__version__}")
        with engine_for(settings) as engine:
            link = _made_ready(engine, seeds=not no_seed, is_loopback=_is_loopback(listening))
            beside = start_beside(engine, settings.database_url)
        shown_host = f"[{host}]" if ":" in host else host
        address = f"http://{shown_host}:{listening.getsockname()[1]}"
        typer.echo(f"Register: {shown_address(settings)}")
        typer.echo(f"Open {address}/ in a browser; Ctrl+C stops.")
        if link:
            typer.echo(f"To work on it, sign in once within 15 minutes at {address}/sign-in/{link}")
        os.environ["FACTDESK_DATABASE_URL"] = settings.database_url
        config = uvicorn.Config(APP, factory=True, log_level="warning", timeout_graceful_shutdown=LAST_SECONDS)
        with _ended_with_us(beside):
            _Server(config, beside).run(sockets=[listening])


def _made_ready(engine: sa.Engine, *, seeds: bool, is_loopback: bool) -> str | None:
    """Bring the register up to date, load the example into a new one; give the first editor's link, if there is one.

    Where nothing can be stored this is said, and what is there is served to be read; raises Unwritable if nothing is.
    """
    try:
        new = bring_up_to_date(engine)
        if new:
            derive_anew(engine)
        if new and seeds and engine.dialect.name == "sqlite":
            typer.echo(_load_example(engine))
        with writing(engine) as session:
            upkeep.try_to_write(session)
        return _first_link(engine) if is_loopback else None
    except Unwritable as refusal:
        try:
            require_current(engine)
        except Unusable:
            raise refusal from None
        typer.echo(f"{refusal.sentence} As soon as that has changed, it can be written again.")
        return None


class _Server(uvicorn.Server):
    """A server that looks for garbage seldom, and never in what it began with; the process `beside` ends with it."""

    def __init__(self, config: uvicorn.Config, beside: subprocess.Popen[bytes] | None) -> None:
        """Keep both."""
        super().__init__(config)
        self._beside = beside

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Make the application; all that is there then stays, so the collector need not look at it again."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is open within LAST_SECONDS, also where a thread is still at something nobody waits for any more."""
        await super().shutdown(sockets)
        if self.server_state.tasks:  # called off: they answer that nothing was stored
            await asyncio.wait(self.server_state.tasks, timeout=1)
        if self.server_state.tasks or _still_writing():  # to wait for their threads could take for ever
            _end(self._beside)
            logging.shutdown()
            os._exit(0)


def _still_writing() -> bool:
    """Say whether the application's writer is at something, a moment after it was told to end."""
    writers = [thread for thread in threading.enumerate() if thread.name.startswith(WRITER)]
    for thread in writers:
        thread.join(0.3)
    return any(thread.is_alive() for thread in writers)


@contextmanager
def _ended_with_us(beside: subprocess.Popen[bytes] | None) -> Iterator[None]:
    """End a process that works beside the server when the server ends; it goes on with the next one."""
    try:
        yield
    finally:
        _end(beside)


def _end(beside: subprocess.Popen[bytes] | None) -> None:
    if beside is not None:
        beside.terminate()
        beside.wait()


def _load_example(engine: sa.Engine) -> str:
    with writing(engine) as session:
        return seed.load(session, OPERATOR).told()


def _first_link(engine: sa.Engine) -> str | None:
    with writing(engine) as session:
        return people.first_link(session)


def _is_loopback(listening: socket.socket) -> bool:
    """Say whether only this machine can come in: only then may a sign-in link be printed."""
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def _listen(host: str, port: int) -> socket.socket:
    """Take the port at once, so that nothing is made or changed if somebody else has it."""
    listening = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Named, or asyncio does not know that it is TCP and lets each small answer wait for 40 ms (Nagle).
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()  # bound alone, another socket that reuses the address could still take it
    except OSError as cause:
        if listening is not None:
            listening.close()
        raise Unusable(f"Port {port} of {host} cannot be used ({cause.strerror}): give another with --port.") from cause
    return listening
