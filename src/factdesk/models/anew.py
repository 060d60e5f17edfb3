"""What was derived anew and nobody sees yet: it waits here for the one transaction that puts it in place.

The tables are those of the claims' derived columns, of the filter index and of the gists once more, claim by claim,
and hold nothing while no derivation is under way.
"""

from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import SQLModel

from factdesk.models.base import BIG, enum_type
from factdesk.models.claim import Claim
from factdesk.models.gist import Gist

_claim: sa.Table = Claim.__table__  # type: ignore[attr-defined] # SQLModel does not declare it
_gist: sa.Table = Gist.__table__  # type: ignore[attr-defined]
_POINTERS = frozenset({"shown_seq", "term_ids"})
DERIVED_COLUMNS = tuple(
    column.name for column in _claim.columns if column.info.get("derived") and column.name not in _POINTERS
)
"""The derived columns of a claim by themselves, without its pointers to the past and into the index."""


def _kind(column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
    """Give a column's type without its CHECK: only we compute what stands here."""
    words = column.type.enum_class if isinstance(column.type, sa.Enum) else None
    return enum_type(cast("type[StrEnum]", words), check=False) if words else column.type


ANEW_CLAIM = sa.Table(
    "anew_claim",
    SQLModel.metadata,
    sa.Column("claim_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("seq", BIG, nullable=False),
    sa.Column("ready", sa.Boolean, nullable=False),
    sa.Column("differs", sa.Boolean, nullable=False),
    sa.Column("gist_differs", sa.Boolean, nullable=False),
    sa.Column("was", sa.JSON(none_as_null=True)),
    sa.Column("shows", sa.JSON(none_as_null=True)),
    sa.Column("public", sa.Text),
    sa.Column("internal", sa.Text),
    *(sa.Column(name, _kind(_claim.c[name])) for name in (*DERIVED_COLUMNS, "term_ids")),
)
"""What follows for a claim. `seq` is the last event its facts are of; a claim that changed since is no longer `ready`.

`was` is what the claim showed before, where it will show something else; `shows` the sources that readers will see
through it and do not yet; `public` and `internal` its words as the search index keeps them, where words are made anew.
"""

ANEW_POSTING = sa.Table(
    "anew_posting",
    SQLModel.metadata,
    sa.Column("place", BIG, primary_key=True, autoincrement=False),
    sa.Column("term_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("comes", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""The terms that come to a claim (`comes`) and those that go."""

ANEW_GIST = sa.Table(
    "anew_gist",
    SQLModel.metadata,
    *(sa.Column(one.name, one.type, primary_key=one.primary_key, autoincrement=False, nullable=one.nullable)
      for one in _gist.columns),
)  # fmt: skip
"""The gists that differ."""

WAITING = (ANEW_CLAIM, ANEW_POSTING, ANEW_GIST)
