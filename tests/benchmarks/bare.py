"""What our pages are held against, served in a process of its own: python -m tests.benchmarks.bare ok | hand URL PATH.

`ok` is a route that says ok. `hand` is a page made by hand: the same SQL through sqlite3, the same template with the
same values. It serves on a free port of this machine, as `factdesk serve` does, and says where.
"""

import sqlite3
import sys
from unittest.mock import patch

import sqlalchemy as sa
import uvicorn
from anyio import to_thread
from fastapi import Request
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.helpers.sql_watch import watched

from factdesk.cli.serve import _listen, _Server
from factdesk.settings import Settings
from factdesk.web import rendering
from factdesk.web.app import create_app
from factdesk.web.pages import register as page_of_register


def ok() -> Starlette:
    """Make an application of one route that says ok."""

    async def say(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/ok", say)])


def hand(url: str, path: str) -> Starlette:
    """Make an application of one route that answers as a page of the register does, with everything ready."""
    app = create_app(Settings(database_url=url))
    made = []

    def note(request: Request, page: rendering.Page, **more: object) -> HTMLResponse:
        made.append((rendering.template_of(request, page), rendering.values_of(request, page)))
        return rendering.render(request, page, **more)  # type: ignore[arg-type] # handed on

    with TestClient(app) as client, watched(app.state.engine) as sent, patch.object(page_of_register, "render", note):
        client.get(path).raise_for_status()
    statements = [(one.statement, one.parameters) for one in sent if one.reads()]
    template, values = made[0]
    connection = sqlite3.connect(sa.make_url(url).database or "", check_same_thread=False)

    def make() -> str:
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()
        return template.render(values)

    async def show(_request: Request) -> HTMLResponse:
        return HTMLResponse(await to_thread.run_sync(make))

    return Starlette(routes=[Route("/claims", show)])


def main() -> None:
    """Serve what is asked for, until told to end."""
    name, *given = sys.argv[1:]
    app = {"ok": ok, "hand": hand}[name](*given)
    with _listen("127.0.0.1", 0) as listening:
        sys.stdout.write(f"Open http://127.0.0.1:{listening.getsockname()[1]}/ in a browser\n")
        sys.stdout.flush()
        _Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
