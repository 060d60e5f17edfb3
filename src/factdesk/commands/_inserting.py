"""Inserting many new rows under one event."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from factdesk.commands._records import Opened
from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.drafts.writing import ClaimWords
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim
from factdesk.models.claim import place_of
from factdesk.vocabulary import Visibility


def insert_claims(
    session: WriteSession,
    opened: Opened,
    article_id: int,
    prefix: str,
    numbered: Sequence[tuple[int, dict[str, Any]]],
    visibility: Visibility,
) -> list[int]:
    """Insert new claims of one article, each under its number, and give their ids in the same order.

    A claim whose content says so has a visibility of its own.
    """
    settled_later = {"changed_at": opened.at, "shown_seq": opened.seq, "term_ids": []}
    return insert(session, Claim, opened, [
        {**settled_later, "visibility": visibility, **claim_row(article_id, prefix, number, content)}
        for number, content in numbered
    ])  # fmt: skip


def claim_row(article_id: int, prefix: str, number: int, content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns of a new claim that its content and its number say."""
    return {
        **content,
        "article_id": article_id,
        "number": number,
        "ref": f"{prefix}-{number}",
        "place": place_of(article_id, number),
    }


def content_of(draft: ClaimWords) -> dict[str, Any]:
    """Give a draft's content by the names of the table's columns."""
    return {
        "statement": draft.statement,
        "quote": draft.quote,
        "paragraph": draft.paragraph,
        "hedge": draft.hedge,
        "claim_type": draft.type,
        "topics": list(draft.topics),
        "entities": list(draft.entities),
        "true_on": draft.true_on,
    }


def withdrawal(reason: str | None, opened: Opened) -> dict[str, Any]:
    """Give the columns of a row that comes in withdrawn for a reason, or stands: since when it is gone is not known."""
    return {"withdrawn_reason": reason, "withdrawn_at": None if reason is None else opened.at}


def insert(session: WriteSession, model: type[SQLModel], opened: Opened, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert new rows under the event and give their ids in the same order."""
    if not rows:
        return []
    table = table_of(model)
    insert_many(session, table, [{**row, "event_seq": opened.seq, "version": 1} for row in rows])
    newest = sa.select(table.c.id).where(table.c.event_seq == opened.seq).order_by(table.c.id.desc()).limit(len(rows))
    return list(session.connection().execute(newest).scalars())[::-1]
