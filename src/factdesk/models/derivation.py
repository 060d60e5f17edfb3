"""Which source passes on what another reported."""

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, Withdrawable, enum_type
from factdesk.vocabulary import DerivationHow


class Derivation(Recorded, Withdrawable, table=True):
    """`source` derives from `parent`; there are no cycles."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    source_id: int = Field(foreign_key="source.id", index=True, sa_type=BIG)
    parent_id: int = Field(foreign_key="source.id", index=True, sa_type=BIG)
    how: DerivationHow = Field(sa_type=enum_type(DerivationHow))
    note: str | None = None
