"""Which requests were done already, so that sending one twice counts once."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class DoneOnce(SQLModel, table=True):
    """A request a person or program gave a key to, what it asked for (SHA-256), and what came of it."""

    __tablename__ = "done_once"

    person_id: int = Field(primary_key=True, sa_type=BIG)
    key: str = Field(primary_key=True)
    asked: str
    result: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)
