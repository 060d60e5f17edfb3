"""Tokens by which programs act for a person."""

from datetime import datetime

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, UtcDateTime, came_later, enum_type
from factdesk.vocabulary import Scope


class ApiToken(Recorded, table=True):
    """A token: whom it stands for, how far it reaches, and until when; one without an end holds until it is revoked.

    The program holds the secret, we its SHA-256.
    """

    __tablename__ = "api_token"

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    name: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    scope: Scope = Field(sa_type=enum_type(Scope))
    secret_hash: str = Field(unique=True)
    disabled: bool = False
    expires_at: datetime | None = came_later(default=None, sa_type=UtcDateTime)
