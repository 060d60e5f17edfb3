"""Where the quotes of claims stand in the text of their article."""

import sqlalchemy as sa
from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, Withdrawable, enum_type
from factdesk.vocabulary import AnchorState


class Anchor(Recorded, Withdrawable, table=True):
    """One passage of a claim in one version of its article's text.

    `exact`, `prefix` and `suffix` are the quote looked for and the words around it; `start` and `end` are where it
    was found, in code points, end excluded, and None where it was lost. `score` says how like the quote the place
    is, from 0 to 100. `passage` counts a claim's passages from 1 and stays the same from version to version.
    `settled` says that a person chose or confirmed the place.
    """

    __table_args__ = (sa.UniqueConstraint("claim_id", "article_version_id", "passage"),)

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    claim_id: int = Field(foreign_key="claim.id", sa_type=BIG)
    article_version_id: int = Field(foreign_key="article_version.id", index=True, sa_type=BIG)
    passage: int = 1
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    state: AnchorState = Field(sa_type=enum_type(AnchorState))
    score: int
    settled: bool = False
