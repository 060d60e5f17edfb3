"""What people at the desk remark on a claim beside their verdicts."""

from datetime import datetime

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, UtcDateTime, Withdrawable, enum_type
from factdesk.vocabulary import Audience


class Note(Recorded, Withdrawable, table=True):
    """A remark in Markdown, for the desk or for everybody. A note is never disagreement."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BIG)
    author_id: int = Field(foreign_key="person.id", sa_type=BIG)
    body: str
    audience: Audience = Field(sa_type=enum_type(Audience))
    created_at: datetime = Field(default=None, sa_type=UtcDateTime)
