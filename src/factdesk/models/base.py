"""What every table shares: the metadata with its naming convention, column helpers, and the recorded row.

No queries, no rights, no formatting. Columns marked derived are computed from others by the rules, so the audit
chain does not cover them; `factdesk verify` computes them again instead.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A 64-bit integer on both engines; SQLite's INTEGER already is one, and only INTEGER may be a rowid."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, kept without a zone in the database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a moment without a zone, then store it as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def enum_type(words: type[StrEnum], *, check: bool = True) -> sa.Enum:
    """Give the column type of a closed list: its values as text, held by a CHECK on both engines.

    Without `check` for a second column of the same list in a table: only we compute what stands there.
    """
    return sa.Enum(
        words,
        name=words.__name__.lower(),
        native_enum=False,
        create_constraint=check,
        length=32,
        values_callable=lambda listed: [word.value for word in listed],
    )


def derived(**column: Any) -> Any:  # noqa: ANN401  the pass-through of SQLModel's own Field
    """Declare a derived column: kept by the writes, left out of the audit chain, computed again by verify."""
    return Field(**column, sa_column_kwargs={"info": {"derived": True}})


def came_later(**column: Any) -> Any:  # noqa: ANN401  the pass-through of SQLModel's own Field
    """Declare a recorded column that a table had not from the beginning.

    Where it is empty the audit chain says nothing of it, as it could not of rows that were written before.
    """
    return Field(**column, sa_column_kwargs={"info": {"later": True}})


class Recorded(SQLModel):
    """A row of register content: it knows the event that wrote it last, and how often it was written."""

    version: int = Field(default=1)
    event_seq: int = Field(default=None, index=True, sa_type=BIG)


class Withdrawable(SQLModel):
    """A row that is never deleted once published, but withdrawn with a reason."""

    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_reason: str | None = None


def content_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Give the columns the audit chain covers: all but the derived ones and the pointer to the event itself."""
    return [column for column in table.columns if not column.info.get("derived") and column.name != "event_seq"]


def content_of(table: sa.Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the audit chain covers of a row, by column: all its content but empty columns that came later."""
    names, later = _content_names(table)
    return {name: values[name] for name in names if not later or name not in later or values[name] is not None}


@cache
def _content_names(table: sa.Table) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the names of all content columns, and of those that came later."""
    columns = content_columns(table)
    return tuple(one.name for one in columns), frozenset(one.name for one in columns if one.info.get("later"))
