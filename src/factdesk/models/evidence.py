"""What a source says about a claim."""

import sqlalchemy as sa
from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, Withdrawable, enum_type
from factdesk.vocabulary import Credibility, Stance, SupportCheck


class Evidence(Recorded, Withdrawable, table=True):
    """One piece of evidence. A claim may cite one source twice.

    `rests_on` lists the ids of the sources this very piece passes on; it overrides the source's lineage here.
    """

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BIG)
    source_id: int = Field(foreign_key="source.id", index=True, sa_type=BIG)
    stance: Stance = Field(sa_type=enum_type(Stance))
    credibility: Credibility = Field(sa_type=enum_type(Credibility))
    locator: str | None = None
    says: str
    quotation: str | None = None
    support_check: SupportCheck = Field(sa_type=enum_type(SupportCheck))
    rests_on: list[int] = Field(sa_type=sa.JSON)
