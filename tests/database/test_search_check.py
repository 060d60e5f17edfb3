"""What FTS5 keeps beside the texts: any change to its own tables that a search would notice is found."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from factdesk.database import search, search_check

DOCUMENTS, AT_FIRST, LATER, WORDS = 1_000, 600, 100, 500
OFTEN = ["common"] * 60
"""So long a list of places that FTS5 keeps an index of its pages, too."""
STRUCTURE = 10
"""The row of an index's data that says of which segments it is made, and counts what no search looks at."""
BEFORE_ALL, AFTER_ALL = b"/", b"\xff"
"""A word between the last one of a page and the first one of the next parts them as well as any."""
FIRST_PAGE = b""
"""What stands for the first page of a segment, which is also found without it."""
OTHER_BIT = 2
"""The lowest bit of a length says of a word that stands somewhere that it was deleted, which FTS5 never heeds."""
_TABLES = ("data", "idx", "docsize", "config")

pytestmark = pytest.mark.engines("sqlite")


def documents() -> list[search.Document]:
    """Give so many texts that the index has many pages, and common words more than one each."""
    chance = Random(7)
    drawn = [f"w{number}" for number in range(WORDS)]
    return [
        (place, [*OFTEN, f"own{place}", *chance.choices(drawn, k=chance.randint(0, 30))], chance.choices(drawn, k=2))
        for place in range(1, DOCUMENTS + 1)
    ]


@pytest.fixture(scope="module")
def indexed(databases) -> Iterator[sa.Engine]:
    with databases.opened("empty") as engine:
        listed = documents()
        for start in (
            0,
            *range(AT_FIRST, DOCUMENTS, LATER),
        ):  # each makes a segment of its own, so that some are merged, some not
            with Session(engine) as session:
                search.put(session, listed[start : start + LATER if start else AT_FIRST])
                session.commit()
        yield engine


def found(session: Session) -> list[Any]:
    """Give everything the check finds."""
    written = search.as_kept(session)
    beside = search_check.Beside(session)
    beside.add({place: (written(public), written(internal)) for place, public, internal in documents()})
    try:
        differing: list[Any] = [*beside.entries(), *beside.lengths()]
    except search_check.Broken as cause:
        differing = [cause]
    differing += beside.flaws()
    beside.drop()
    return differing


def others(column: str, value: Any, chance: Random) -> Iterator[Any]:
    """Give other values for one of FTS5's own."""
    if column == "term":
        yield from (BEFORE_ALL, value + AFTER_ALL)
    elif isinstance(value, int):
        yield from (value + 1, value + 2)
    elif isinstance(value, bytes):
        yield from (value[: len(value) // 2], b"")
        if value:
            at = chance.randrange(len(value))
            yield value[:at] + bytes([value[at] ^ OTHER_BIT]) + value[at + 1 :]


def _of_a_long_list(id_: int) -> bool:
    """Say whether a row of the data is of the index of a long list: https://www.sqlite.org/fts5.html."""
    return bool(id_ >> 36 & 1)


def changes(session: Session, table: str, chance: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give changes to rows of a table of FTS5's own: some rows deleted, and each of their columns changed."""
    name = f"{search.TABLE}_{table}"
    rows = session.connection().exec_driver_sql(f"SELECT * FROM {name}").mappings().all()  # noqa: S608
    key = list(rows[0])[: 2 if table == "idx" else 1]
    here = " AND ".join(f"{column} = :old_{column}" for column in key)
    rows = [row for row in rows if row.get("id") != STRUCTURE and row.get("term") != FIRST_PAGE]
    of_long_lists = [row for row in rows if table == "data" and _of_a_long_list(row["id"])]
    for row in [*chance.sample(rows, min(2, len(rows))), *of_long_lists[:2]]:
        old = {f"old_{column}": row[column] for column in key}
        yield f"DELETE FROM {name} WHERE {here}", old  # noqa: S608
        for column, value in row.items():
            for other in {*others(column, value, chance)} - {value}:
                yield f"UPDATE OR REPLACE {name} SET {column} = :new WHERE {here}", old | {"new": other}  # noqa: S608
    if table == "data":
        yield f"DELETE FROM {name} WHERE id = :id", {"id": STRUCTURE}  # noqa: S608
    if table == "config":
        yield f"INSERT INTO {name} VALUES ('rank', 'bm25(9.0, 1.0)')", {}  # noqa: S608


def test_an_index_as_it_was_written_is_as_it_should_be(indexed):
    with Session(indexed) as session:
        for _ in range(2):  # what is made for a check is gone after it
            assert found(session) == []
        session.rollback()
        pages = session.connection().exec_driver_sql(f"SELECT count(*) FROM {search.TABLE}_idx").scalar_one()  # noqa: S608
        data = session.connection().exec_driver_sql(f"SELECT id FROM {search.TABLE}_data").scalars()  # noqa: S608
        assert any(map(_of_a_long_list, data))
    assert pages > 5


def test_a_check_holds_nobody_up_who_writes(indexed):
    with Session(indexed) as reader, Session(indexed) as writer:
        assert found(reader) == []
        writer.connection().exec_driver_sql("PRAGMA busy_timeout=0")
        search.put(writer, documents()[:1])
        writer.commit()


@pytest.mark.slow
@pytest.mark.parametrize("table", _TABLES)
def test_any_change_to_the_tables_of_fts5_is_found_that_a_search_would_notice(indexed, table):
    chance = Random(table)
    with Session(indexed) as session:
        tried = list(changes(session, table, chance))
    missed = []
    for statement, values in tried:
        indexed.dispose()  # a connection that has read the index keeps some of it
        with Session(indexed) as session:
            session.connection().execute(sa.text(statement), values)
            if not found(session):
                missed.append((statement, values))
    assert not missed, f"{len(missed)} of {len(tried)}: {missed[:8]}"
