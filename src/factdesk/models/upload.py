"""Files that somebody is being shown a preview of, before anything of them is kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class Upload(SQLModel, table=True):
    """A file as it was sent, until its import is accepted or a day has gone by; outside the audit chain."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    secret: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    name: str
    media_type: str | None = None
    data: bytes
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
