"""No page costs more as the register grows than an index look-up: read in the plans, and counted.

On SQLite the cost of a request is the number of steps of its virtual machine. They depend on the rows looked at
and on nothing else, so that they are the same on every machine. On PostgreSQL it is the pages of memory touched.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient
from tests.conftest import Databases
from tests.drills import costs
from tests.drills.figures import Figures
from tests.helpers import large_register
from tests.helpers.sql_watch import Sent, nodes_of, plan_of, watched

from factdesk.access import READER, Actor
from factdesk.drafts.filters import Sort
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim
from factdesk.queries import cursors
from factdesk.settings import Settings
from factdesk.vocabulary import Role
from factdesk.web import deps
from factdesk.web.app import create_app

SMALL = 1_000
REVIEWER = Actor(id=1, name="reviewer", role=Role.REVIEWER)
VIEWERS = {"reader": READER, "reviewer": REVIEWER}
GROWING = {"claim", "posting", "pair", "evidence", "review", "source", "event", "term", "claim_search"}
"""Tables that grow with the register."""


@dataclass
class Site:
    """A register of some size, and a browser on it."""

    claims: int
    engine: sa.Engine
    client: TestClient

    @property
    def on(self) -> str:
        """Give the name of the engine: "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    def asks(self, address: str) -> list[Sent]:
        """Give the statements a request sends."""
        with watched(self.engine) as sent:
            answer = self.client.get(address)
        assert answer.status_code == 200, address
        return sent

    def steps(self, address: str) -> int:
        """Give the steps SQLite takes for a request."""
        return sum(sent.steps for sent in self.asks(address))

    def pages(self, address: str) -> int:
        """Give the pages of memory PostgreSQL touches for a request."""
        return sum(nodes_of(self.engine, sent)[0].pages for sent in self.asks(address) if sent.reads())

    @contextmanager
    def seen_by(self, viewer: Actor) -> Iterator[None]:
        """Answer somebody in particular for a while."""
        app: Any = self.client.app
        app.dependency_overrides[deps.known] = lambda: viewer
        try:
            yield
        finally:
            app.dependency_overrides.clear()

    def halfway(self, sort: str) -> str:
        """Give the cursor of a page in the middle of the register, in some order; it serves for any filter."""
        claim = table_of(Claim)
        key = {"surest": "doubt_rank", "unsurest": "confidence_rank", "newest": "changed_at"}.get(sort)
        order = [claim.c[key], claim.c.place] if key else [claim.c.place]
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(*order).order_by(*order).offset(self.claims // 2).limit(1)).one()
        return cursors.write(Sort(sort), list(row))


@contextmanager
def site_with(databases: Databases, claims: int, *, seed: int = 0, drafts: bool = True) -> Iterator[Site]:
    """Give a site whose register has so many claims, some of them drafts."""
    with databases.opened("empty") as engine:
        large_register.fill(engine, claims, seed=seed, drafts=drafts)
        app = create_app(Settings(database_url=engine.url.render_as_string(hide_password=False)))
        with TestClient(app) as client:
            yield Site(claims, app.state.engine, client)


def plans(databases: Databases, *, claims: int = 100_000, seed: int = 0) -> Figures:
    """Ask a large register and a small one for the same pages: none costs more as the register grows.

    Gives what each law was held for. Raises AssertionError with the addresses and costs that break one.
    """
    with site_with(databases, SMALL, seed=seed) as small, site_with(databases, claims, seed=seed) as large:
        return {law.__name__.replace("_", " "): law(small, large) for law in laws_of(large.on)}


def flaws_on_sqlite(engine: sa.Engine, sent: Sent) -> list[str]:
    """Give the steps of a plan that walk a growing table, or sort more than a few rows.

    To walk sources in the order of an index is none, as long as the page's limit ends it.
    """
    flaws = []
    for step in plan_of(engine, sent):
        walked = re.match(r"SCAN ([a-z]+?)(_\d+)?\b(?! VIRTUAL TABLE INDEX \d+:M)", step)
        in_order = "SCAN source USING" in step and "LIMIT" in sent.statement and sent.steps <= costs.WALKING
        sorts = "TEMP B-TREE" in step and sent.steps > costs.SORTING
        if sorts or (walked and walked[1] in GROWING and not in_order):
            flaws.append(f"{step} in {sent.steps} steps")
    return flaws


def flaws_on_postgresql(engine: sa.Engine, sent: Sent) -> list[str]:
    """Give the steps of a plan that read a growing table without an index, or sort more than a few rows."""
    return [
        str(node)
        for node in nodes_of(engine, sent)
        if node.rows > costs.MOST_ROWS
        and (node.kind.endswith("Sort") or (node.kind.endswith("Seq Scan") and node.table in GROWING))
    ]


def flaws_of(engine: sa.Engine, sent: list[Sent]) -> dict[str, list[str]]:
    """Give the flaws in the plans of some statements."""
    look = flaws_on_sqlite if engine.dialect.name == "sqlite" else flaws_on_postgresql
    return {one.statement: found for one in sent if one.reads() and (found := look(engine, one))}


def alike_for(site: Site, viewer: Actor) -> list[str]:
    """Give the addresses that must cost this viewer the same at any size."""
    but = costs.READERS_ONLY if site.on == "postgresql" and viewer is REVIEWER else None
    return [one for one in costs.ALIKE if one != but]


def none_of(broken: dict[str, Any], looked_at: Iterable[object]) -> str:
    """Say what was looked at; raises AssertionError with what breaks a law."""
    assert not broken, broken
    return f"{len(list(looked_at))} held"


def unalike(small: Site, large: Site, addresses: Iterable[str], more: int) -> dict[str, tuple[int, int]]:
    """Give the addresses that take far more steps in the large register, with the steps in both."""
    taken = {address: (small.steps(address), large.steps(address)) for address in addresses}
    return {address: both for address, both in taken.items() if both[1] > costs.SAME * both[0] + more}


# --- the laws; each raises AssertionError where it is broken


def no_plan_walks_or_sorts_what_grows(_small: Site, large: Site) -> str:
    found = {}
    for name, viewer in VIEWERS.items():
        with large.seen_by(viewer):
            for address in (*alike_for(large, viewer), *costs.UP_TO_A_LIMIT):
                found[f"{name}: {address}"] = flaws_of(large.engine, large.asks(address))
    return none_of({address: flaws for address, flaws in found.items() if flaws}, found)


def a_page_takes_the_same_steps_at_any_size(small: Site, large: Site) -> str:
    found = {}
    for name, viewer in VIEWERS.items():
        with small.seen_by(viewer), large.seen_by(viewer):
            found[name] = unalike(small, large, costs.ALIKE, costs.TAIL * (2 if viewer is REVIEWER else 1))
    return none_of({name: broken for name, broken in found.items() if broken}, costs.ALIKE * len(found))


def a_page_far_down_takes_the_steps_of_the_first(_small: Site, large: Site) -> str:
    taken = {}
    for sort, first in costs.FAR_DOWN:
        taken[first] = large.steps(first), large.steps(f"{first}&cursor={large.halfway(sort)}")
    more = {address: both for address, both in taken.items() if both[1] > costs.SAME * both[0] + costs.TAIL}
    return none_of(more, taken)


def what_costs_more_in_a_larger_register_has_a_limit(_small: Site, large: Site) -> str:
    taken = {}
    for name, viewer in VIEWERS.items():
        with large.seen_by(viewer):
            taken |= {(name, address): large.steps(address) for address in costs.MOST_STEPS}
    more = {
        f"{name}: {address}": steps for (name, address), steps in taken.items() if steps > costs.MOST_STEPS[address]
    }
    return none_of(more, taken)


def a_page_touches_few_pages_of_memory(_small: Site, large: Site) -> str:
    taken = {}
    for name, viewer in VIEWERS.items():
        with large.seen_by(viewer):
            taken |= {f"{name}: {address}": large.pages(address) for address in alike_for(large, viewer)}
    return none_of({address: pages for address, pages in taken.items() if pages > costs.MOST_PAGES}, taken)


def what_a_reader_has_already_takes_one_look_up(_small: Site, large: Site) -> str:
    tag = large.client.get("/claims").headers["ETag"]
    with watched(large.engine) as sent:
        assert large.client.get("/claims", headers={"If-None-Match": tag}).status_code == 304
    read = [one.statement for one in sent if one.reads()]
    assert len(read) == 1, read
    return "1 held"


def a_page_of_the_past_reads_no_more_rows_than_it_shows(_small: Site, large: Site) -> str:
    more = {}
    for name, viewer in VIEWERS.items():
        with large.seen_by(viewer):
            for sort in costs.SORTS:
                address = f"/api/v1/claims?limit=20&sort={sort}&{costs.THEN}"
                pages = [one for one in large.asks(address)
                         if "ORDER BY" in one.statement and "claim_past" in one.statement]  # fmt: skip
                if len(pages) != 1 or pages[0].steps > costs.TAIL:
                    more[f"{name}: {address}"] = [one.steps for one in pages]
    return none_of(more, costs.SORTS * len(VIEWERS))


def a_claim_of_the_past_and_the_feed_take_the_same_steps_at_any_size(small: Site, large: Site) -> str:
    return none_of(unalike(small, large, costs.PAST_ALIKE, costs.TAIL), costs.PAST_ALIKE)


def counting_the_past_takes_so_many_steps_for_each_claim(_small: Site, large: Site) -> str:
    taken = {address: large.steps(address) / large.claims for address in costs.PAST_COUNTED}
    return none_of({address: steps for address, steps in taken.items() if steps > costs.PAST_COUNTED[address]}, taken)


Law = Callable[[Site, Site], str]
ON_EITHER: tuple[Law, ...] = (no_plan_walks_or_sorts_what_grows, what_a_reader_has_already_takes_one_look_up)
ON_SQLITE: tuple[Law, ...] = (
    a_page_takes_the_same_steps_at_any_size,
    a_page_far_down_takes_the_steps_of_the_first,
    what_costs_more_in_a_larger_register_has_a_limit,
    a_page_of_the_past_reads_no_more_rows_than_it_shows,
    a_claim_of_the_past_and_the_feed_take_the_same_steps_at_any_size,
    counting_the_past_takes_so_many_steps_for_each_claim,
)
"""Only SQLite counts the steps of its machine."""
ON_POSTGRESQL: tuple[Law, ...] = (a_page_touches_few_pages_of_memory,)
"""Only PostgreSQL counts the pages it touches."""


def laws_of(engine: str) -> tuple[Law, ...]:
    """Give the laws that can be read on an engine."""
    return (*ON_EITHER, *(ON_SQLITE if engine == "sqlite" else ON_POSTGRESQL))
