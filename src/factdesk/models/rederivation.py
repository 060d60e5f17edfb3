"""The work of deriving everything anew while it is under way: a table of one row, or of none."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from factdesk.models.base import UtcDateTime


class Rederivation(SQLModel, table=True):
    """To which basis everything is derived anew, by which process until when, and how far it came.

    `holder` is a word of the process's own making; another one may take over after `until`. Outside the audit chain.
    """

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    weights: int
    rules: int
    terms: int
    folding: int
    holder: str
    until: datetime = Field(sa_type=UtcDateTime)
    done: int = 0
    claims: int = 0
