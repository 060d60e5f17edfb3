"""Who publishes sources."""

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, enum_type
from factdesk.vocabulary import Reliability


class Publisher(Recorded, table=True):
    """A publisher; its default reliability is None where nobody has graded it as a whole."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    name: str = Field(unique=True)
    default_reliability: Reliability | None = Field(default=None, sa_type=enum_type(Reliability))
