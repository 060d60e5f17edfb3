"""Changes to the search index behind the register's back: its texts, and the tables that FTS5 keeps of its own.

Those are few pages in a small register; tests/database/test_search_check.py changes them in a larger index.
"""

from collections.abc import Iterator
from itertools import permutations
from typing import Any, NamedTuple

import sqlalchemy as sa

from factdesk.database.search import TABLE
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim


class Change(NamedTuple):
    """A change behind the register's back: its kind, what it is, and what verify must name first, in small letters."""

    kind: str
    told: str
    names: str
    statements: tuple[sa.Executable, ...]


def searched(engine: sa.Engine) -> Iterator[Change]:
    """Give what can be done to the search index of an engine."""
    claim = table_of(Claim)
    with engine.connect() as connection:
        refs = {row.place: row.ref for row in connection.execute(sa.select(claim.c.place, claim.c.ref))}
        if engine.dialect.name == "sqlite":
            yield from _on_sqlite(connection, refs)
        else:
            yield from _on_postgresql(connection, refs)


def _done(kind: str, names: str, statement: str, **values: Any) -> Change:
    """Give a change to the search index; what its kind says of the place is enough to tell it by."""
    told = f"{kind} {' '.join(map(str, values.values()))[:200]}"
    return Change(f"search: {kind}", told, names.lower(), (sa.text(statement).bindparams(**values),))


def _rewritten(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Give other texts of the same words, and of others."""
    yield "a word added", [*words, "added"]
    yield "a word removed", words[1:]
    yield "a word replaced", [*words[:-2], "replaced", *words[-1:]]
    yield "a word twice", [words[0], *words]
    if words[0] != words[1]:
        yield "two words changed over", [words[1], words[0], *words[2:]]
    yield "no words", []


def _rows_changed(refs: dict[int, str], key: str) -> Iterator[Change]:
    """Give what can be done to whole rows, alike on both engines."""
    for place, ref in refs.items():
        yield _done("a text deleted", ref, f"DELETE FROM {TABLE} WHERE {key} = :p", p=place)  # noqa: S608
        moved = f"UPDATE {TABLE} SET {key} = :other WHERE {key} = :p"  # noqa: S608
        yield _done("a text moved away", ref, moved, p=place, other=max(refs) + 7)
        twice = f"INSERT INTO {TABLE} ({key}, public, internal) SELECT :other, public, internal FROM {TABLE} "  # noqa: S608
        yield _done("a text twice", "search index", f"{twice} WHERE {key} = :p", p=place, other=max(refs) + 7)
        inside = f"UPDATE {TABLE} SET public = internal, internal = public WHERE {key} = :p"  # noqa: S608
        yield _done("the texts changed over", ref, inside, p=place)
    for one, other in permutations(refs, 2):
        same = f"UPDATE {TABLE} SET public = (SELECT public FROM {TABLE} WHERE {key} = :other) WHERE {key} = :p"  # noqa: S608
        yield _done("the text of another", refs[one], same, p=one, other=other)


def _on_sqlite(connection: sa.Connection, refs: dict[int, str]) -> Iterator[Change]:
    yield from _rows_changed(refs, "rowid")
    texts = connection.exec_driver_sql(f"SELECT rowid, public, internal FROM {TABLE}").all()  # noqa: S608
    for place, *both in texts:
        for name, content, text in zip(("public", "internal"), ("c0", "c1"), both, strict=True):
            for how, words in _rewritten(text.split()) if text else [("a word added", ["added"])]:
                put = f"UPDATE {TABLE} SET {name} = :words WHERE rowid = :p"  # noqa: S608
                yield _done(f"{name}: {how}", refs[place], put, p=place, words=" ".join(words))
                put = f"UPDATE {TABLE}_content SET {content} = :words WHERE id = :p"  # noqa: S608
                yield _done(f"{name}, beside the index: {how}", refs[place], put, p=place, words=" ".join(words))
        length = f"UPDATE {TABLE}_docsize SET sz = :sz WHERE id = :p"  # noqa: S608
        yield _done("a length", refs[place], length, p=place, sz=b"\x01\x01")
        yield _done("a length deleted", refs[place], f"DELETE FROM {TABLE}_docsize WHERE id = :p", p=place)  # noqa: S608
        gone = f"DELETE FROM {TABLE}_content WHERE id = :p"  # noqa: S608
        yield _done("a text deleted beside the index", refs[place], gone, p=place)
    for table, key in (("data", "id"), ("config", "k")):
        for row in connection.exec_driver_sql(f"SELECT {key} FROM {TABLE}_{table}").scalars():  # noqa: S608
            gone = f"DELETE FROM {TABLE}_{table} WHERE {key} = :k"  # noqa: S608
            yield _done(f"{table}: deleted", "search index", gone, k=row)
    ranked = f"INSERT INTO {TABLE}_config VALUES ('rank', :r)"  # noqa: S608
    yield _done("config: another rank", "search index", ranked, r="bm25(0.0, 9.0)")


def _on_postgresql(connection: sa.Connection, refs: dict[int, str]) -> Iterator[Change]:
    yield from _rows_changed(refs, "place")
    texts = connection.exec_driver_sql(f"SELECT place, public::text, internal::text FROM {TABLE}").all()  # noqa: S608
    for place, *both in texts:
        for name, text in zip(("public", "internal"), both, strict=True):
            for how, words in _rewritten(text.split()) if text else [("a word added", ["added"])]:
                put = f"UPDATE {TABLE} SET {name} = CAST(:words AS tsvector) WHERE place = :p"  # noqa: S608
                if how in ("two words changed over", "a word twice"):  # the same tsvector, in another order
                    words = [words[0] + "9", *words[1:]]  # the word stands further on  # noqa: PLW2901
                yield _done(f"{name}: {how}", refs[place], put, p=place, words=" ".join(words))
