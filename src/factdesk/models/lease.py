"""Who is at work on a claim of the queue just now, so that two people never get the same one."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class Lease(SQLModel, table=True):
    """The claim is one person's until a moment; outside the audit chain."""

    claim_id: int = Field(primary_key=True, foreign_key="claim.id", sa_type=BIG)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    until: datetime = Field(sa_type=UtcDateTime)
