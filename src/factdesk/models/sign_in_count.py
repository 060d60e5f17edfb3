"""How often signing in failed lately, so that a restart forgets no guess."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from factdesk.models.base import UtcDateTime


class SignInCount(SQLModel, table=True):
    """What is counted at an account, from an address, or of both; outside the audit chain, and seconds late at most."""

    __tablename__ = "sign_in_count"

    key: str = Field(primary_key=True)
    failed: int
    since: datetime = Field(sa_type=UtcDateTime, index=True)
    known: bool
