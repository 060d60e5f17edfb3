"""The audit chain: one row for every write, never changed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class Event(SQLModel, table=True):
    """One link: what was done, by whom, to what. See factdesk.rules.chain for what the hash covers.

    `payload` and `salt` may be redacted by an admin; `digest` and `hash` stay, so the chain still holds.
    `actor_id` is None where the operator wrote from the command line.
    """

    seq: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: int | None = Field(default=None, sa_type=BIG)
    action: str
    subject: str = Field(index=True)
    payload: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    salt: str | None = None
    digest: str
    previous: str
    hash: str
