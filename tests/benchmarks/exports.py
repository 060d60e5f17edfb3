"""The CSV export against Python's csv writer over a raw cursor, and its peak memory at two sizes."""

import csv
import sqlite3
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from tests.benchmarks.measuring import Call, medians, register

from factdesk.access import READER
from factdesk.database.engine import open_engine
from factdesk.database.transaction import reading
from factdesk.drafts.exports import ClaimExport
from factdesk.exports import FORMATS
from factdesk.exports.contents import Contents
from factdesk.queries import taking

SMALL = 1_000
LAUNCH = """
import os, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Starts a process and says its peak. It is small itself: a new process begins with the peak of the one it is from."""
Row = tuple[str, str]


def export(engine: sa.Engine) -> None:
    """Write the register as CSV, as `factdesk export csv` does."""
    wanted = ClaimExport()
    with reading(engine) as session, tempfile.TemporaryFile() as file:
        contents = Contents(*taking.take(session, READER, wanted, site=""), wanted, "")
        FORMATS["csv"].write(contents, file)


RAW = {
    "without evidence and reviews": """
        SELECT claim.*, article.* FROM claim JOIN article ON article.id = article_id
        WHERE shelf = 'public' ORDER BY place""",
    "with them": """
        SELECT claim.*, article.*, gist.* FROM claim JOIN article ON article.id = article_id
        LEFT JOIN gist USING (place) WHERE shelf = 'public' ORDER BY place""",
}
"""The same claims by a raw cursor: every column of theirs and of their articles, and what is kept of the rest."""


def raw(connection: sqlite3.Connection, query: str) -> None:
    """Write what a query gives, as it comes."""
    with tempfile.TemporaryFile("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(connection.execute(query))


def peak(url: str) -> int:
    """Give the most memory a process of its own takes for the export, in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        export = ["-m", "factdesk", "export", "csv", "-o", str(Path(folder, "claims.csv")), "--database", url]
        command = [sys.executable, "-c", LAUNCH, sys.executable, *export]
        told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True).stdout
    return int(told) * (1 if sys.platform == "darwin" else 1024)


def exported(folder: Path, number: int, seconds: float) -> list[Row]:
    """Measure time and memory of the export."""
    url, small = register(folder, number), register(folder, SMALL)
    engine = open_engine(url)
    connection = sqlite3.connect(sa.make_url(url).database or "")
    sides: dict[str, Call] = {name: partial(raw, connection, query) for name, query in RAW.items()}
    taken = medians({"ours": partial(export, engine), **sides}, seconds=seconds)
    engine.dispose()
    larger, smaller = peak(url), peak(small)
    return [
        *((f"CSV of {number:,} claims: time to csv writer’s, {name}",
           f"{taken['ours'] / taken[name]:.2f} ({taken['ours']:.2f} s to {taken[name]:.2f} s)") for name in RAW),
        (f"CSV of {number:,} claims: peak memory over {SMALL:,}",
         f"{(larger - smaller) / 2**20:+.0f} MB ({larger / 2**20:.0f} MB to {smaller / 2**20:.0f} MB)"),
    ]  # fmt: skip
