"""How a person proves who they are when no link is at hand."""

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG


class Password(SQLModel, table=True):
    """A person's password as argon2 keeps it; outside the audit chain, which never holds a secret."""

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=BIG)
    hash: str
