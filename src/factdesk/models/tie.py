"""Which sources are not independent although neither derives from the other."""

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, Withdrawable, enum_type
from factdesk.vocabulary import TieHow


class Tie(Recorded, Withdrawable, table=True):
    """A tie between two sources; it has no direction."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    a_id: int = Field(foreign_key="source.id", index=True, sa_type=BIG)
    b_id: int = Field(foreign_key="source.id", index=True, sa_type=BIG)
    how: TieHow = Field(sa_type=enum_type(TieHow))
    note: str | None = None
