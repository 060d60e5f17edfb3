"""The end of the audit chain: a table of one row, locked last before every commit that writes."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class ChainHead(SQLModel, table=True):
    """Sequence number, hash and time of the last event."""

    __tablename__ = "chain_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    seq: int = Field(sa_type=BIG)
    hash: str
    at: datetime = Field(sa_type=UtcDateTime)
