"""When a token was last used, to the hour; outside the audit chain."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class TokenUse(SQLModel, table=True):
    """The last use of a token that was written down; a token that was never used has none."""

    __tablename__ = "token_use"

    token_id: int = Field(primary_key=True, foreign_key="api_token.id", sa_type=BIG)
    used_at: datetime = Field(sa_type=UtcDateTime)
