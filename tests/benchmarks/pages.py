"""Pages: at two sizes, against the same page made by hand, and unchanged ones against a bare route."""

import asyncio
import sqlite3
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import sqlalchemy as sa
from anyio import to_thread
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from tests.benchmarks.measuring import Asker, medians, register, share, turns
from tests.helpers import large_register
from tests.helpers.sql_watch import watched

from factdesk.settings import Settings
from factdesk.vocabulary import ClaimType, Hedge, Verdict
from factdesk.web import rendering
from factdesk.web.app import create_app
from factdesk.web.pages import register as page_of_register

SMALL = 1_000

VERDICTS, HEDGES, TYPES = (
    [f"{name}={word}" for word in words]
    for name, words in (("verdict", Verdict), ("hedge", Hedge), ("type", ClaimType))
)
TOPICS = [f"topic={quote(f'topic {number}')}" for number in range(8)]
REQUESTS = {
    "no filter": ["/claims", "/claims?sort=newest", "/claims?sort=surest", "/claims?sort=unsurest"],
    "one filter": [f"/claims?{one}" for one in (*VERDICTS, *HEDGES, *TYPES, *TOPICS, "kind=un", "lineage=own")],
    "two filters": [f"/claims?{'&'.join(two)}" for two in product(VERDICTS, HEDGES)],
    "three filters": [f"/claims?{'&'.join(three)}" for three in product(VERDICTS, HEDGES, TYPES[:2])],
    "search, rare word": [f"/claims?q={large_register.RARE}"],
    "search, common word": [f"/claims?q={large_register.COMMON}"],
}

Row = tuple[str, str]


def growth(folder: Path, claims: int, seconds: float) -> list[Row]:
    """Measure the register page of a large register against the same of a small one."""
    rows = []
    with asyncio.Runner() as runner:
        askers = {size: Asker(create_app(Settings(database_url=register(folder, size)))) for size in (SMALL, claims)}
        for name, addresses in REQUESTS.items():
            sides = {str(size): turns(asker, runner, addresses) for size, asker in askers.items()}
            taken = medians(sides, seconds=seconds / len(REQUESTS))
            small, large = taken[str(SMALL)], taken[str(claims)]
            rows.append((f"page, {name}: {claims:,} claims to {SMALL:,}",
                         f"{large / small:.2f} ({large * 1e3:.1f} ms to {small * 1e3:.1f} ms)"))  # fmt: skip
    return rows


def by_hand(url: str, address: str, runner: asyncio.Runner) -> Starlette:
    """Make an application of one route: the same SQL through sqlite3, the same template with the same values."""
    app = create_app(Settings(database_url=url))
    pages: list[rendering.Page] = []

    def note(request, page, **more):
        pages.append(page)
        return rendering.render(request, page, **more)

    with watched(app.state.engine) as sent, patch.object(page_of_register, "render", note):
        Asker(app).get(runner, address)
    statements = [(one.statement, one.parameters) for one in sent if one.reads()]
    template = rendering._environment.get_template(pages[0].template)
    values: dict[str, Any] = {
        **vars(pages[0]),
        "room": "register",
        "path": "/claims",
        "is_answer": False,
        "contact": "",
    }
    connection = sqlite3.connect(sa.make_url(url).database or "", check_same_thread=False)

    def make() -> str:
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()
        return template.render(values)

    async def show(_request):
        return HTMLResponse(await to_thread.run_sync(make))

    return Starlette(routes=[Route("/claims", show)])


def hand_made(folder: Path, claims: int, seconds: float) -> list[Row]:
    """Measure whole pages against the same pages by hand: requests a second, as a share."""
    url, rows = register(folder, claims), []
    with asyncio.Runner() as runner:
        ours = Asker(create_app(Settings(database_url=url)))
        for name, addresses in REQUESTS.items():
            hand = Asker(by_hand(url, addresses[0], runner))
            sides = {"ours": turns(ours, runner, addresses[:1]), "hand": turns(hand, runner, addresses[:1])}
            taken = medians(sides, seconds=seconds / len(REQUESTS))
            rows.append((f"page, {name}: requests/s to those by hand", share(taken["ours"], taken["hand"])))
    return rows


def unchanged(folder: Path, claims: int, seconds: float) -> list[Row]:
    """Measure a page the reader has already against a bare route that says ok."""

    async def ok(_request):
        return PlainTextResponse("ok")

    with asyncio.Runner() as runner:
        ours = Asker(create_app(Settings(database_url=register(folder, claims))))
        bare = Asker(Starlette(routes=[Route("/ok", ok)]))
        tag = ours.get(runner, "/claims")["etag"]
        sides = {
            "ours": lambda: ours.get(runner, "/claims", 304, If_None_Match=tag),
            "bare": lambda: bare.get(runner, "/ok"),
        }
        taken = medians(sides, seconds=seconds, most=20_000)
    return [("page unchanged (304): requests/s to a bare route's", share(taken["ours"], taken["bare"]))]
