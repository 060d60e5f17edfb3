"""A register of a million claims: a page of it, a filter, the beginning of an export and a part of verify."""

import csv
import io
import time
from contextlib import suppress
from typing import Any

from tests.conftest import Databases
from tests.drills.figures import Figures
from tests.drills.plans import Site, flaws_of, site_with
from tests.helpers import large_register

from factdesk.access import READER
from factdesk.database.transaction import reading
from factdesk.drafts.exports import ClaimExport
from factdesk.exports import FORMATS
from factdesk.exports.contents import Contents
from factdesk.queries import taking
from factdesk.queries.verification import links, rows

PAGE, FIRST_BYTES = 20, 100_000


class Enough(Exception):
    """So much of an export was written as is looked at."""


class Beginning(io.BytesIO):
    """A file that takes the first bytes, then raises Enough."""

    def write(self, data: Any) -> int:
        if self.tell() >= FIRST_BYTES:  # whoever wraps this file writes what is left before letting it go
            return len(data)
        written = super().write(data)
        if self.tell() >= FIRST_BYTES:
            raise Enough
        return written

    def close(self) -> None:
        """Stay open: what was written is read once its writer is gone."""


def million(databases: Databases, *, claims: int = 1_000_000, seed: int = 0) -> Figures:
    """Fill a million claims: a page, a filter, a search, the first bytes of an export and a part of verify work.

    Gives the seconds each took. Raises AssertionError where a page is not what was asked for, or walks or sorts what
    grows; where an export does not begin while the register is read; or where verify finds anything.
    """
    found: Figures = {"claims": claims}
    began = time.perf_counter()
    with site_with(databases, claims, seed=seed, drafts=False) as site:
        found["filling, seconds"] = round(time.perf_counter() - began, 2)
        for look in (a_page, a_filter, a_search, an_export_begins, a_part_verifies):
            began = time.perf_counter()
            look(site)
            found[f"{look.__name__.replace('_', ' ')}, seconds"] = round(time.perf_counter() - began, 2)
    return found


def rows_at(site: Site, address: str) -> list[dict[str, Any]]:
    """Ask the API and the page for the same claims; give the rows, once neither has walked or sorted what grows."""
    flaws = flaws_of(site.engine, [*site.asks(f"/claims?{address}"), *site.asks(f"/api/v1/claims?{address}")])
    assert not flaws, flaws
    rows: list[dict[str, Any]] = site.client.get(f"/api/v1/claims?{address}").json()["claims"]
    return rows


def a_page(site: Site) -> None:
    rows = rows_at(site, f"limit={PAGE}")
    assert [row["ref"] for row in rows] == [f"A0-{number}" for number in range(1, PAGE + 1)], rows


def a_filter(site: Site) -> None:
    rows = rows_at(site, f"limit={PAGE}&verdict=supported")
    assert [row["verdict"] for row in rows] == ["supported"] * PAGE, rows


def a_search(site: Site) -> None:
    rows = rows_at(site, f"limit={PAGE}&q={large_register.RARE}")
    assert len(rows) == large_register.RARE_CLAIMS, rows


def an_export_begins(site: Site) -> None:
    """Hold that the first lines of a CSV come while the rest is still to be read."""
    wanted, file = ClaimExport(), Beginning()
    with reading(site.engine) as session:
        contents = Contents(*taking.take(session, READER, wanted, site=""), wanted, "")
        with suppress(Enough):
            FORMATS["csv"].write(contents, file)
            raise AssertionError(f"a whole register in {file.tell()} bytes")
    header, *lines = csv.reader(io.StringIO(file.getvalue().decode(errors="ignore"), newline=""))
    refs = [line[header.index("ref")] for line in lines[:PAGE]]
    assert refs == [f"A0-{number}" for number in range(1, PAGE + 1)], refs


def a_part_verifies(site: Site) -> None:
    """Verify the whole chain, and the rows that its last event tells of."""
    with reading(site.engine) as session:
        assert list(links.problems(session, None)) == []
        told = rows._read_chain(session)
        *_, (seq, payload) = rows._payloads(session)
        found = list(rows._bulk_problems(session, seq, payload["created"], told))
    assert payload["created"]["claim"]["rows"] > 0, payload
    assert not found, found
