"""What every claim showed right after an earlier event: its present row if that stood already, else a kept past.

The one query that the register of the past, its counts and the comparison of two moments are made of.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter
from factdesk.drafts.moments import end_of
from factdesk.facts.past import claim_of
from factdesk.facts.rows import by
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.facts.terms import NONE
from factdesk.models import Article, Claim, ClaimPast
from factdesk.queries.matching import at_least

FILTERED = ("place", "shelf", "article_id", "claim_type", "hedge", "verdict", "confidence", "confidence_rank",
            "doubt_rank", "state", "gap", "topics", "changed_at")  # fmt: skip
"""The columns that both tables have, and by which a register of the past is filtered, sorted and counted."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which claims are wanted, ready for the columns of either table; `without` leaves one filter's own choice out."""

    dialect: str
    wanted: ClaimFilter
    article_ids: Collection[int]

    def conditions(self, table: sa.FromClause, *, without: str = "") -> list[sa.ColumnElement[bool]]:
        """Give the conditions on a version's columns."""
        wanted, one_of = self.wanted, {"type": "claim_type", "verdict": "verdict", "state": "state", "hedge": "hedge"}
        found: list[sa.ColumnElement[bool]] = [
            table.c[column].in_(getattr(wanted, name))
            for name, column in one_of.items()
            if getattr(wanted, name) and name != without
        ]
        if wanted.article and without != "article":
            found.append(table.c.article_id.in_(self.article_ids))
        if (wanted.confidence or wanted.confidence_min) and without != "confidence":
            found.append(_confidence(table, wanted))
        if wanted.topic and without != "topic":
            found.append(self._topic(table))
        if wanted.gap is not None:
            found.append(table.c.gap >= wanted.gap)
        return found + _changed(table, wanted)

    def _topic(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        topic = each_topic(self.dialect, table)
        has = sa.exists(sa.select(sa.literal(1)).select_from(topic).where(topic.c.value.in_(self.wanted.topic)))
        nothing = sa.cast(table.c.topics, sa.Text) == "[]"
        return has | nothing if NONE in self.wanted.topic else has


def narrowed(session: ReadSession, wanted: ClaimFilter) -> Narrowed:
    """Make a filter ready."""
    slugs = select(Article.id).where(col(Article.slug).in_(wanted.article))
    ids = session.exec(slugs).all() if wanted.article else ()
    return Narrowed(session.get_bind().dialect.name, wanted, ids)


def each_topic(dialect: str, table: sa.FromClause) -> sa.TableValuedAlias:
    """Give the topics of a version as rows of one `value` each."""
    function = sa.func.json_array_elements_text if dialect == "postgresql" else sa.func.json_each
    return (
        function(table.c.topics).table_valued("value").render_derived()
        if dialect == "postgresql"
        else function(table.c.topics).table_valued("value")
    )


def branches(
    seq: int, shelves: Sequence[str], which: Narrowed | None = None, *, without: str = "", walks: bool = False
) -> list[sa.Select[tuple[object, ...]]]:
    """Give the queries, one for each table, whose rows together are the versions that stood right after an event.

    If the caller walks along the places and stops soon (`walks`), the engine is kept from sorting all claims first.
    """
    claim, past = table_of(Claim), table_of(ClaimPast)
    here, since = (sa.func.coalesce(claim.c.shelf, ""), claim.c.shown_seq + 0) if walks else (
        claim.c.shelf, claim.c.shown_seq,
    )  # fmt: skip
    stood = (
        (claim, claim.c.id, (since <= seq, here.in_(shelves))),
        (past, past.c.claim_id, (past.c.from_seq <= seq, past.c.until_seq > seq, past.c.shelf.in_(shelves))),
    )
    return [
        sa.select(key.label("claim_id"), *(table.c[name] for name in FILTERED)).where(
            *then, *(which.conditions(table, without=without) if which else ())
        )
        for table, key, then in stood
    ]


def versions(seq: int, shelves: Sequence[str], which: Narrowed | None = None, *, without: str = "") -> sa.Subquery:
    """Give the versions that stood right after an event as one table."""
    return sa.union_all(*branches(seq, shelves, which, without=without)).subquery()


def claims_at(session: ReadSession, claim_ids: Collection[int], seq: int) -> dict[int, Claim]:
    """Give some claims (a few hundred at most) as they showed right after an event, by id; those there were."""
    shown = select(Claim).where(col(Claim.id).in_(claim_ids), col(Claim.shown_seq) <= seq)
    found = {claim.id: claim for claim in session.exec(shown)}
    kept = select(ClaimPast).where(
        col(ClaimPast.claim_id).in_(set(claim_ids) - found.keys()),
        col(ClaimPast.from_seq) <= seq, col(ClaimPast.until_seq) > seq,
    )  # fmt: skip
    return found | {past.claim_id: claim_of(past) for past in session.exec(kept)}


def articles_at(session: ReadSession, ids: Collection[int], seq: int) -> Mapping[int, Article]:
    """Give some articles as they were right after an event, by id."""
    listed = sorted(ids)
    chunks = (listed[at : at + CHUNK] for at in range(0, len(listed), CHUNK))
    return {row.id: row for chunk in chunks for row in by(session, Article, Article.id, chunk, seq)}


def _confidence(table: sa.FromClause, wanted: ClaimFilter) -> sa.ColumnElement[bool]:
    levels = {str(one) for one in wanted.confidence if one != NONE}
    enough = set(at_least(wanted.confidence_min)) if wanted.confidence_min is not None else None
    if enough is not None:
        return table.c.confidence.in_(sorted(levels & enough if wanted.confidence else enough))
    has: sa.ColumnElement[bool] = table.c.confidence.in_(sorted(levels))
    return has | table.c.confidence.is_(None) if NONE in wanted.confidence else has


def _changed(table: sa.FromClause, wanted: ClaimFilter) -> list[sa.ColumnElement[bool]]:
    found = []
    if wanted.after is not None:
        found.append(table.c.changed_at > end_of(wanted.after))
    if wanted.before is not None:
        found.append(table.c.changed_at <= end_of(wanted.before))
    return found
