"""Who is asked to judge a claim."""

from datetime import datetime

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, UtcDateTime, Withdrawable


class Assignment(Recorded, Withdrawable, table=True):
    """That a person is asked, with a message and perhaps a day, to judge a claim.

    It is open until it is withdrawn or the person has judged the claim since.
    """

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BIG)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=BIG)
    message: str | None = None
    due_on: str | None = None
    created_at: datetime = Field(default=None, sa_type=UtcDateTime)
