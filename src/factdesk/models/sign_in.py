"""Who is signed in, and the links that sign people in once."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime


class SignIn(SQLModel, table=True):
    """One browser in which a person is signed in; the browser holds the secret, we its SHA-256.

    Who came by a link may set a new password without the one before, until `by_link_until`.
    """

    __tablename__ = "sign_in"

    secret_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    until: datetime = Field(sa_type=UtcDateTime)
    by_link_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInLink(SQLModel, table=True):
    """A link that signs a person in once; its row goes when it is used."""

    __tablename__ = "sign_in_link"

    secret_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    until: datetime = Field(sa_type=UtcDateTime)
