"""What the search index holds, for whoever holds it against texts made anew.

On both engines that is the texts. SQLite's FTS5 keeps more beside them in tables of its own: which word stands where,
how many words each text has, how many all have, and how its pages are found. A second index of the same words, made
for the time of a check, says what should stand there; only how pages are found is left to FTS5's own integrity-check.
That one writes, so it is done on a copy: a check never holds up whoever writes.
See https://www.sqlite.org/fts5.html, "The fts5vocab Virtual Table Module" and "The 'integrity-check' Command".
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from sqlite3 import DatabaseError
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from factdesk.database.search import TABLE

AT_ONCE = 2_000
"""Entries that are compared in one go."""
_ANEW, _COPY = "search_anew", "search_copy"
_HELD_ENTRIES, _HELD_WORDS, _DUE_ENTRIES = "search_held_entries", "search_held_words", "search_due_entries"
_MADE = (_HELD_ENTRIES, _HELD_WORDS, _DUE_ENTRIES, _ANEW, _COPY)
_SHADOWS = ("data", "idx", "content", "docsize", "config")
_SETTINGS = [("version", 4)]
"""What FTS5 notes in an index whose settings nobody has changed."""
_TOTALS = 1
"""The row of an index's data that holds how many words all texts have."""


class Broken(ValueError):
    """An index that cannot be read."""


class Entry(NamedTuple):
    """A word in the index: as bytes, because those may be changed to no text, then where it stands."""

    word: bytes
    place: int
    text: str
    offset: int


def texts(session: Session, places: Sequence[int]) -> dict[int, tuple[object, object]]:
    """Give the public and the internal text the index holds for each of these places, as `as_kept` writes them."""
    key, *both = _columns(session)
    query = sa.select(key, *both).where(key.in_(places))
    return {place: (public, internal) for place, public, internal in session.connection().execute(query)}


def astray(session: Session, places: sa.ColumnElement[int]) -> Iterator[int]:
    """Give the places of texts in the index that are none of these."""
    key, *_ = _columns(session)
    query = sa.select(key).where(key.not_in(sa.select(places))).order_by(key)
    yield from session.connection().execute(query).scalars()


def _columns(session: Session) -> Sequence[sa.ColumnElement[Any]]:
    """Give the columns of places and of both texts; on SQLite those behind the index, which are read without it."""
    if _on_sqlite(session):
        held = sa.table(f"{TABLE}_content", *map(sa.column, ("id", "c0", "c1")))
        return list(held.c)
    place, *both = sa.table(TABLE, *map(sa.column, ("place", "public", "internal"))).c
    return [place, *(sa.cast(text, sa.Text) for text in both)]


class Beside:
    """What FTS5 keeps beside the texts, held against a second index of texts made anew; on PostgreSQL, nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._on_sqlite = _on_sqlite(session)
        if self._on_sqlite:
            self.drop()  # where an earlier check was broken off in this connection
            self._run(f"CREATE VIRTUAL TABLE temp.{_ANEW} USING fts5(public, internal, tokenize='ascii', content='')")

    def add(self, texts: Mapping[int, tuple[str, str]]) -> None:
        """Add texts made anew by their places, each once and all before anything is asked."""
        if self._on_sqlite and texts:
            rows = [(place, *both) for place, both in texts.items()]
            self._run(f"INSERT INTO temp.{_ANEW} (rowid, public, internal) VALUES (?, ?, ?)", rows)  # noqa: S608  # nosec B608

    def entries(self) -> Iterator[tuple[Entry, bool]]:
        """Give each entry that stands in one of the two indexes alone, and whether it is the register's.

        Each word of the register's is looked up as a search does, so one that is there but cannot be found is told.
        """
        if not self._on_sqlite:
            return
        for name, of, kind in (
            (_HELD_ENTRIES, f"main, {TABLE}", "instance"),
            (_HELD_WORDS, f"main, {TABLE}", "row"),
            (_DUE_ENTRIES, f"temp, {_ANEW}", "instance"),
        ):
            self._run(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({of}, {kind})")
        columns = "CAST(e.term AS BLOB), e.doc, e.col, e.offset"
        held = f"{columns} FROM temp.{_HELD_WORDS} w CROSS JOIN temp.{_HELD_ENTRIES} e ON e.term = w.term"
        with (
            closing(self._read(f"{columns} FROM temp.{_DUE_ENTRIES} e")) as ours,
            closing(self._read(held)) as theirs,  # where one breaks off, the other is let go too
        ):
            yield from _alone(ours, theirs)

    def lengths(self) -> Iterator[int]:
        """Give the places of the texts whose numbers of words are kept otherwise than they are."""
        if not self._on_sqlite:
            return
        one, other = f"{TABLE}_docsize", f"temp.{_ANEW}_docsize"
        for this, that in ((one, other), (other, one)):
            alone = f"a.id FROM {this} a LEFT JOIN {that} b ON b.id = a.id WHERE b.id IS NULL"
            yield from (row[0] for some in self._read(alone) for row in some)
        unlike = f"a.id FROM {one} a JOIN {other} b ON b.id = a.id WHERE b.sz IS NOT a.sz"
        yield from (row[0] for some in self._read(unlike) for row in some)

    def flaws(self) -> Iterator[tuple[str, str]]:
        """Give each of FTS5's own tables that is not as it should be, and what is wrong with it."""
        if not self._on_sqlite:
            return
        held, due = (
            [row for some in self._read(f"block FROM {index}_data WHERE id = {_TOTALS}") for row in some]
            for index in (TABLE, f"temp.{_ANEW}")
        )
        if held != due:
            yield f"{TABLE}_data", "the number of all words is kept otherwise than it is"
        if [row for some in self._read(f"k, v FROM {TABLE}_config") for row in some] != _SETTINGS:
            yield f"{TABLE}_config", "a setting was changed"
        if cause := self._not_whole():
            yield f"{TABLE}_idx and {TABLE}_data", f"they are not whole, or cannot be checked: {cause}"

    def _not_whole(self) -> str:
        """Copy the index, and give what FTS5 says of the copy where that is not whole."""
        try:
            self._run(f"CREATE VIRTUAL TABLE temp.{_COPY} USING fts5(public, internal, tokenize='ascii')")
            for shadow in _SHADOWS:
                self._run(f"DELETE FROM temp.{_COPY}_{shadow}")  # noqa: S608  # nosec B608
                self._run(f"INSERT INTO temp.{_COPY}_{shadow} SELECT * FROM main.{TABLE}_{shadow}")  # noqa: S608  # nosec B608
            self._run(f"INSERT INTO temp.{_COPY} ({_COPY}) VALUES ('integrity-check')")  # noqa: S608  # nosec B608
        except Broken as cause:
            return str(cause)
        return ""

    def drop(self) -> None:
        """Drop what was made for the check; FTS5 lets go of nothing where an index is broken, but a rollback does."""
        if self._on_sqlite:
            with suppress(Broken):
                for name in _MADE:
                    self._run(f"DROP TABLE IF EXISTS temp.{name}")

    def _run(self, statement: str, rows: Sequence[tuple[Any, ...]] | None = None) -> None:
        try:
            self._session.connection().exec_driver_sql(statement, rows)
        except sa.exc.DatabaseError as cause:
            raise Broken(str(cause.orig)) from cause

    def _read(self, columns: str) -> Generator[list[Any], None, None]:
        """Read what stands there, some rows at a time; raises Broken where it cannot be read."""
        driver: Any = self._session.connection().connection  # its own rows: an entry takes half the time
        try:
            with closing(driver.cursor()) as cursor:
                cursor.execute(f"SELECT {columns}")
                while some := cursor.fetchmany(AT_ONCE):
                    yield some
        except DatabaseError as cause:
            raise Broken(str(cause)) from cause


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _alone(due: Iterator[list[Any]], held: Iterator[list[Any]]) -> Iterator[tuple[Entry, bool]]:
    """Give the entries that do not stand on both sides; each side is in the order of words, places, texts, offsets."""
    while (ours := next(due, [])) == (theirs := next(held, [])):
        if not ours:
            return
    sides = (
        ((Entry(*row), whose) for row in chain(begun, chain.from_iterable(rest)))
        for begun, rest, whose in ((ours, due, False), (theirs, held, True))
    )
    for entry, group in groupby(merge(*sides, key=_order), key=itemgetter(0)):
        if sorted(whose := [of_register for _, of_register in group]) != [False, True]:
            yield entry, any(whose)


def _order(one: tuple[Entry, bool]) -> tuple[bytes, int, bool, int]:
    """Give what FTS5 sorts by: the public text comes before the internal one."""
    word, place, text, offset = one[0]
    return word, place, text != "public", offset
