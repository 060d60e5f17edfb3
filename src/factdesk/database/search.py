"""Full-text search on each engine, over words that are already folded (factdesk.rules.words).

The index has two texts for a claim, one that readers may find and one for people with an account. SQLite keeps it
as an FTS5 table whose rowid is the claim's place, so hits come in the register's order; PostgreSQL as two
tsvector columns built here, word by word, so that no parser of its own comes between.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from factdesk.rules.words import LONGEST_WORD, Phrase, Query

TABLE = "claim_search"
# Limits of a tsvector: https://www.postgresql.org/docs/current/textsearch-limitations.html
HIGHEST_POSITION = 16383
MOST_POSITIONS = 256
MOST_BYTES = 2**20
MOST_WORDS = HIGHEST_POSITION // 2
"""The words of one text that are indexed, on both engines alike; what comes after is not found."""
_ALWAYS_FIT = MOST_BYTES // 2 // (4 * LONGEST_WORD + 8)

_search = sa.table(TABLE, sa.column("rowid", sa.BigInteger), sa.column("place", sa.BigInteger))
_whole = sa.column(TABLE, sa.Text)
_public = sa.column("public", postgresql.TSVECTOR)
_internal = sa.column("internal", postgresql.TSVECTOR)

Document = tuple[int, Sequence[str], Sequence[str]]
"""A claim's place, its public words and its internal words."""


def put(session: Session, documents: Iterable[Document]) -> None:
    """Write the texts of claims, in place of what the index held for them."""
    listed = list(documents)
    if listed:
        gone = sa.text(f"DELETE FROM {TABLE} WHERE {_key(session)} = :k")  # noqa: S608  # nosec B608
        session.connection().execute(gone, [{"k": place} for place, _, _ in listed])
        add(session, listed)


def add(session: Session, documents: Iterable[Document]) -> None:
    """Write the texts of claims, one or more, of which the index holds nothing yet."""
    key, kept = _key(session), as_kept(session)
    rows = [(place, kept(public), kept(internal)) for place, public, internal in documents]
    values = "?, ?, ?" if key == "rowid" else "%s, %s::tsvector, %s::tsvector"
    come = f"INSERT INTO {TABLE} ({key}, public, internal) VALUES ({values})"  # noqa: S608  # nosec B608
    session.connection().exec_driver_sql(come, rows)


def as_kept(session: Session) -> Callable[[Sequence[str]], str]:
    """Give what writes the words of a text as the engine keeps it, and gives it back."""
    shape = " ".join if _key(session) == "rowid" else _tsvector
    return lambda words: shape(_that_fit(words))


def put_waiting(session: Session, waiting: sa.Table) -> None:
    """Write the texts that wait in a table, by `place`, `public` and `internal`, in place of what the index held."""
    key, kind = _key(session), "" if _key(session) == "rowid" else "::tsvector"
    waits = f"FROM {waiting.name} WHERE public IS NOT NULL"
    gone = f"DELETE FROM {TABLE} WHERE {key} IN (SELECT place {waits})"  # noqa: S608  # nosec B608
    come = (
        f"INSERT INTO {TABLE} ({key}, public, internal) "  # nosec B608
        f"SELECT place, public{kind}, internal{kind} {waits} ORDER BY place"
    )
    for statement in (gone, come):
        session.connection().exec_driver_sql(statement)


def _key(session: Session) -> str:
    """Give the name of the column that holds the place of a text."""
    return "rowid" if session.get_bind().dialect.name == "sqlite" else "place"


def _that_fit(words: Sequence[str]) -> Sequence[str]:
    """Cut a very long text, so that both texts of a claim still make one tsvector together."""
    if len(words) <= _ALWAYS_FIT:
        return words
    words = words[:MOST_WORDS]
    sizes = accumulate(len(word.encode()) + 8 for word in words)  # 8: its number of positions, one of them, padding
    return words[: bisect_right(list(sizes), MOST_BYTES // 2 - 1)]


def _tsvector(words: Sequence[str]) -> str:
    """Write words with their positions as PostgreSQL writes a tsvector; words hold letters and digits only."""
    positions: dict[str, list[int]] = {}
    for at, word in enumerate(words, start=1):
        positions.setdefault(word, []).append(min(at, HIGHEST_POSITION))
    return " ".join(f"'{word}':{','.join(map(str, at[:MOST_POSITIONS]))}" for word, at in sorted(positions.items()))


def places(dialect: str, query: Query, *, internal: bool) -> sa.Select[tuple[int]]:
    """Give the statement for the places of all claims that a query finds."""
    if dialect == "sqlite":
        return sa.select(_search.c.rowid.label("place")).where(_whole.op("MATCH")(_fts5(query, internal=internal)))
    found = (sa.or_(*(_holds(phrase, internal=internal) for phrase in group)) for group in query.groups)
    left_out = (sa.not_(_holds(phrase, internal=internal)) for phrase in query.without)
    return sa.select(_search.c.place).where(*found, *left_out)


def _holds(phrase: Phrase, *, internal: bool) -> sa.ColumnElement[bool]:
    """Ask each text by itself, because only then does its index serve."""
    asked = _tsquery([[phrase]])
    texts = (_public, _internal) if internal else (_public,)
    return sa.or_(*(text.bool_op("@@")(asked) for text in texts))


def rank(dialect: str, query: Query, *, internal: bool) -> sa.ColumnElement[float]:
    """Give the expression that sorts hits best first, for use with `places`."""
    if dialect == "sqlite":
        return sa.literal_column("rank", sa.Float)
    return -sa.func.ts_rank(_vector(internal=internal), _tsquery(query.groups))


def _fts5(query: Query, *, internal: bool) -> str:
    """Write a query as FTS5 reads it: https://www.sqlite.org/fts5.html#full_text_query_syntax."""
    asked = " AND ".join(map(_any, query.groups))
    if query.without:
        asked = f"({asked}) NOT {_any(query.without)}"
    return f"{{{'public internal' if internal else 'public'}}} : ({asked})"


def _any(phrases: Sequence[Phrase]) -> str:
    return "(" + " OR ".join(f'"{" ".join(one.words)}"{" *" if one.prefix else ""}' for one in phrases) + ")"


def _vector(*, internal: bool) -> sa.ColumnElement[str]:
    return _public.op("||")(_internal) if internal else _public


def _tsquery(groups: Sequence[Sequence[Phrase]]) -> sa.ColumnElement[str]:
    """Write groups, of each of which one phrase will do, as PostgreSQL reads a tsquery."""
    asked = " & ".join("(" + " | ".join(map(_followed, phrases)) + ")" for phrases in groups)
    return sa.cast(sa.literal(asked, sa.Text), postgresql.TSQUERY)


def _followed(phrase: Phrase) -> str:
    last = len(phrase.words) - 1
    lexemes = (_lexeme(word, last=at == last, phrase=phrase) for at, word in enumerate(phrase.words))
    return "(" + " <-> ".join(lexemes) + ")"


def _lexeme(word: str, *, last: bool, phrase: Phrase) -> str:
    return f"'{word}'{':*' if last and phrase.prefix else ''}"
