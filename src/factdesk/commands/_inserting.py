"""Inserting many new rows under one event."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from factdesk.commands._records import Opened
from factdesk.database.transaction import WriteSession
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
    return insert(session, Claim, opened, [
        {"visibility": visibility}
        | content
        | {
            "article_id": article_id,
            "number": number,
            "ref": f"{prefix}-{number}",
            "place": place_of(article_id, number),
            "changed_at": opened.at,
            "term_ids": [],
            "shown_seq": opened.seq,
        }
        for number, content in numbered
    ])  # fmt: skip


def withdrawal(reason: str | None, opened: Opened) -> dict[str, Any]:
    """Give the columns of a row that comes in withdrawn for a reason, or stands: since when it is gone is not known."""
    return {"withdrawn_reason": reason, "withdrawn_at": None if reason is None else opened.at}


def insert(session: WriteSession, model: type[SQLModel], opened: Opened, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert new rows under the event and give their ids in the same order."""
    if not rows:
        return []
    table = table_of(model)
    defaults = {
        name: field.default for name, field in model.model_fields.items()
        if name in table.c and name != "id" and not field.is_required() and not callable(field.default)
    }  # fmt: skip
    full = [defaults | row | {"event_seq": opened.seq, "version": 1} for row in rows]
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, full).scalars())
