"""No page costs more as the register grows than an index look-up: read in the plans, and counted.

On SQLite the cost of a request is the number of steps of its virtual machine. They depend on the rows looked at
and on nothing else, so that they are the same on every machine. On PostgreSQL it is the pages of memory touched.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
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

SMALL, LARGE, LARGEST = 1_000, 5_000, 100_000
REVIEWER = Actor(id=1, name="reviewer", role=Role.REVIEWER)
GROWING = {"claim", "posting", "pair", "evidence", "review", "source", "event", "term", "claim_search"}
"""Tables that grow with the register."""

LONGEST, COMMON, RARE = (f"article={large_register.LONGEST}", f"q={large_register.COMMON}", f"q={large_register.RARE}")
NO_OR_ONE_FILTER = (
    "", "verdict=supported", "verdict=mixed", "confidence=high", "confidence=none", "confidence_min=moderate",
    "state=settled", "topic=topic 0", "type=fact", "hedge=asserted", "kind=un", "kind=none", "reliability=A",
    "lineage=own", "stance=supports", "support=says_it", LONGEST, "verdict=supported&verdict=disputed", "withdrawn=yes",
)  # fmt: skip
SORTED = (
    "sort=newest", "sort=surest", "sort=unsurest", "sort=newest&verdict=supported", "sort=surest&verdict=supported",
    "sort=unsurest&topic=topic 0", "sort=surest&verdict=unreviewed", "sort=unsurest&confidence=very_high",
)  # fmt: skip
SEARCHED = (RARE, f"{RARE}&sort=relevance", f"{RARE}&sort=newest", f"{RARE}&verdict=supported")
ALIKE = (*(f"/claims?limit=20&{one}" for one in (*NO_OR_ONE_FILTER, *SORTED, *SEARCHED)),
         "/claims/A0-7", "/articles", "/sources?publisher=Publisher 0")  # fmt: skip
"""Addresses that cost the same at any size; of so few rows that a small register fills the page as well."""

READERS_ONLY = "/claims?limit=20&q=quagga&sort=newest"
"""Held to this for readers alone on PostgreSQL: of a search in two texts it expects so many hits that it walks all
claims in the order of change rather than sort the few there are."""

UP_TO_A_LIMIT = (
    "/claims?topic=topic 199", "/claims?article=article-9", "/claims?sort=surest&topic=topic 199",
    "/claims?sort=newest&article=article-9", "/claims?verdict=mixed&topic=topic 150",
    "/claims?verdict=supported&source=source0000", "/claims?source=source0000", "/claims?publisher=Publisher 0",
    "/claims?after=2026-01-28&sort=newest", "/sources", "/sources?kind=un", "/sources?reliability=A",
    "/sources?lineage=own", "/sources/source0000", f"/articles/{large_register.LONGEST}", "/statistics",
)  # fmt: skip
TWO_FILTERS = (
    "/claims?verdict=supported&hedge=asserted", "/claims?topic=topic 0&topic=topic 1", "/claims?kind=un&kind=court",
    "/claims?after=2026-01-20", "/claims?before=2026-01-20", "/claims?after=2026-01-20&verdict=supported",
    f"/claims?sort=newest&{LONGEST}", f"/claims?sort=newest&{LONGEST}&verdict=mixed", "/statistics?verdict=supported",
)  # fmt: skip
THREE_FILTERS = (
    "/claims?verdict=supported&hedge=asserted&type=fact", "/claims?verdict=mixed&hedge=rumoured&topic=topic 20",
)  # fmt: skip
COMMON_WORD = tuple(f"/claims?{COMMON}{more}" for more in ("", "&verdict=supported", "&sort=newest", "&sort=relevance"))

SAME, TAIL = 1.5, 4_000
"""A request of ALIKE may take so many times the steps it takes in a small register, and so many more on each of the
two shelves a reviewer sees: those are for the rarest topics, which a small register does not have yet."""
MOST_STEPS = {
    **dict.fromkeys(
        UP_TO_A_LIMIT, 150_000
    ),  # 10,000 rows, 2,000 claims sorted and looked through, or all values there are
    **dict.fromkeys(TWO_FILTERS, 1_500_000),  # 10,000 claims are counted, and looked through for the sidebar
    **dict.fromkeys(THREE_FILTERS, 5_000_000),  # looked through four times: each filter's own counts leave it out
    **dict.fromkeys(COMMON_WORD, 2_500_000),  # every hit is looked at: in 100,000 claims, 33,000
}
"""The steps a request may take that costs more in a larger register."""
SORTING = 60_000
"""The steps of a statement that sorts: 2,000 claims, the most that are sorted rather than walked past."""
WALKING = 90_000
"""The steps of a statement that walks an index in order: up to 10,000 sources are counted."""
MOST_PAGES = 2_000
"""The pages of 8 kB that PostgreSQL may touch for a request of ALIKE: fifty claims, their texts and the sidebar."""
MOST_ROWS = 2_500
"""The rows PostgreSQL may sort or read without an index for it: 2,000 claims, or the values of the sidebar."""


@dataclass
class Site:
    """A register of some size, and a browser on it."""

    claims: int
    engine: sa.Engine
    client: TestClient

    def asks(self, address: str) -> list[Sent]:
        """Give the statements a request sends."""
        with watched(self.engine) as sent:
            answer = self.client.get(address)
        assert answer.status_code == 200, address
        return sent

    @contextmanager
    def seen_by(self, viewer: Actor) -> Iterator[None]:
        self.client.app.dependency_overrides[deps._viewer] = lambda: viewer
        try:
            yield
        finally:
            self.client.app.dependency_overrides.clear()


@contextmanager
def site_with(databases, claims: int) -> Iterator[Site]:
    with databases.opened("empty") as engine:
        large_register.fill(engine, claims)
        url = engine.url.render_as_string(hide_password=False)
        app = create_app(Settings(database_url=url))
        with TestClient(app) as client:
            yield Site(claims, app.state.engine, client)


@pytest.fixture(scope="module")
def small(databases) -> Iterator[Site]:
    with site_with(databases, SMALL) as site:
        yield site


@pytest.fixture(scope="module", params=[LARGE, pytest.param(LARGEST, marks=pytest.mark.slow)])
def large(databases, request) -> Iterator[Site]:
    with site_with(databases, request.param) as site:
        yield site


@pytest.fixture(params=[READER, REVIEWER], ids=["reader", "reviewer"])
def viewer(request) -> Actor:
    return request.param


def halfway(site: Site, sort: str) -> str:
    """Give the cursor of a page in the middle of the register, in some order; it serves for any filter."""
    claim, key = (
        table_of(Claim),
        {"surest": "doubt_rank", "unsurest": "confidence_rank", "newest": "changed_at"}.get(sort),
    )
    order = [claim.c[key], claim.c.place] if key else [claim.c.place]
    with site.engine.connect() as connection:
        row = connection.execute(sa.select(*order).order_by(*order).offset(site.claims // 2).limit(1)).one()
    return cursors.write(Sort(sort), list(row))


def flaws_on_sqlite(engine: sa.Engine, sent: Sent) -> list[str]:
    """Give the steps of a plan that walk a growing table, or sort more than a few rows.

    To walk sources in the order of an index is none, as long as the page's limit ends it.
    """
    flaws = []
    for step in plan_of(engine, sent):
        walked = re.match(r"SCAN ([a-z]+?)(_\d+)?\b(?! VIRTUAL TABLE INDEX \d+:M)", step)
        in_order = "SCAN source USING" in step and "LIMIT" in sent.statement and sent.steps <= WALKING
        sorts = "TEMP B-TREE" in step and sent.steps > SORTING
        if sorts or (walked and walked[1] in GROWING and not in_order):
            flaws.append(f"{step} in {sent.steps} steps")
    return flaws


def flaws_on_postgresql(engine: sa.Engine, sent: Sent) -> list[str]:
    """Give the steps of a plan that read a growing table without an index, or sort more than a few rows."""
    return [
        str(node)
        for node in nodes_of(engine, sent)
        if node.rows > MOST_ROWS
        and (node.kind.endswith("Sort") or (node.kind.endswith("Seq Scan") and node.table in GROWING))
    ]


def flaws_of(engine: sa.Engine, sent: list[Sent]) -> dict[str, list[str]]:
    """Give the flaws in the plans of some statements."""
    look = flaws_on_sqlite if engine.dialect.name == "sqlite" else flaws_on_postgresql
    return {one.statement: found for one in sent if one.reads() and (found := look(engine, one))}


def steps_of(site: Site, address: str) -> int:
    return sum(sent.steps for sent in site.asks(address))


def pages_of(site: Site, address: str) -> int:
    return sum(nodes_of(site.engine, sent)[0].pages for sent in site.asks(address) if sent.reads())


ON_SQLITE = pytest.mark.engines("sqlite")
"""Only SQLite counts the steps of its machine."""
ON_POSTGRESQL = pytest.mark.engines("postgresql")
"""Only PostgreSQL counts the pages it touches."""


@pytest.fixture
def alike(backend: str, viewer: Actor) -> list[str]:
    """Give the addresses that must cost this viewer the same at any size."""
    return [one for one in ALIKE if (backend, viewer, one) != ("postgresql", REVIEWER, READERS_ONLY)]


def test_no_plan_walks_or_sorts_what_grows(large, viewer, alike):
    with large.seen_by(viewer):
        found = {address: flaws_of(large.engine, large.asks(address)) for address in (*alike, *UP_TO_A_LIMIT)}
    assert {address: flaws for address, flaws in found.items() if flaws} == {}


def test_a_walk_and_a_sort_are_found(large):
    walks = "SELECT ref FROM claim, article ORDER BY statement, article.title"
    looks_up = "SELECT * FROM claim WHERE id = 7"
    with watched(large.engine) as sent, large.engine.connect() as connection:
        for statement in (walks, looks_up):
            connection.exec_driver_sql(statement).all()
    found = flaws_of(large.engine, sent)
    assert list(found) == [walks]
    assert len(found[walks]) >= 2


@ON_SQLITE
def test_a_page_takes_the_same_steps_at_any_size(small, large, viewer):
    with small.seen_by(viewer), large.seen_by(viewer):
        taken = {address: (steps_of(small, address), steps_of(large, address)) for address in ALIKE}
    more = TAIL * (2 if viewer is REVIEWER else 1)
    assert {address: both for address, both in taken.items() if both[1] > SAME * both[0] + more} == {}


@ON_SQLITE
def test_a_page_far_down_takes_the_steps_of_the_first(large):
    taken = {}
    for sort in ("article", "newest", "surest", "unsurest"):
        for narrowed in ("", "verdict=supported", "verdict=unreviewed", "confidence=very_high", "topic=topic 0"):
            first = f"/claims?limit=20&sort={sort}&{narrowed}"
            taken[first] = steps_of(large, first), steps_of(large, f"{first}&cursor={halfway(large, sort)}")
    assert {address: both for address, both in taken.items() if both[1] > SAME * both[0] + TAIL} == {}


@ON_SQLITE
def test_what_costs_more_in_a_larger_register_has_a_limit(large, viewer):
    with large.seen_by(viewer):
        taken = {address: steps_of(large, address) for address in MOST_STEPS}
    assert {address: steps for address, steps in taken.items() if steps > MOST_STEPS[address]} == {}


@ON_POSTGRESQL
def test_a_page_touches_few_pages_of_memory(large, viewer, alike):
    with large.seen_by(viewer):
        taken = {address: pages_of(large, address) for address in alike}
    assert {address: pages for address, pages in taken.items() if pages > MOST_PAGES} == {}


def test_what_a_reader_has_already_takes_one_look_up(large):
    tag = large.client.get("/claims").headers["ETag"]
    with watched(large.engine) as sent:
        assert large.client.get("/claims", headers={"If-None-Match": tag}).status_code == 304
    assert len([one for one in sent if one.reads()]) == 1


THEN = "as_of=2026-11-22"
PAST_ALIKE = ("/claims/A0-7?" + THEN, "/changes.atom?verdict=supported")
"""What of time costs the same at any size."""
PAST_COUNTED = {
    **dict.fromkeys(
        (f"/claims?limit=20&{THEN}&{more}" for more in ("", "verdict=mixed&topic=topic 0", *SORTED[:3])), 320
    ),
    f"/api/v1/claims?limit=20&{THEN}": 80,  # two counts, where the page has the sidebar's as well
    "/changes?limit=20": 60,
}
"""What counts the versions of a moment, or what changed: the steps it may take for each claim of the register."""


@ON_SQLITE
def test_a_page_of_the_past_reads_no_more_rows_than_it_shows(large, viewer):
    with large.seen_by(viewer):
        for sort in ("article", "newest", "surest", "unsurest"):
            pages = [one for one in large.asks(f"/api/v1/claims?limit=20&sort={sort}&{THEN}")
                     if "ORDER BY" in one.statement and "claim_past" in one.statement]  # fmt: skip
            assert [one.steps for one in pages if one.steps > TAIL] == []
            assert len(pages) == 1


@ON_SQLITE
def test_a_claim_of_the_past_and_the_feed_take_the_same_steps_at_any_size(small, large):
    taken = {address: (steps_of(small, address), steps_of(large, address)) for address in PAST_ALIKE}
    assert {address: both for address, both in taken.items() if both[1] > SAME * both[0] + TAIL} == {}


@ON_SQLITE
def test_counting_the_past_takes_so_many_steps_for_each_claim(large):
    taken = {address: steps_of(large, address) / large.claims for address in PAST_COUNTED}
    assert {address: steps for address, steps in taken.items() if steps > PAST_COUNTED[address]} == {}
