"""People on their way out."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Role, Scope


class PersonRow(Shape):
    """An account."""

    name: str
    title: str | None
    role: Role
    role_account: bool
    disabled: bool


class TokenState(StrEnum):
    """Whether a token holds, or why not."""

    HOLDS = "holds"
    REVOKED = "revoked"
    CLOSED = "its account is closed"
    EXPIRED = "expired"


class TokenRow(Shape):
    """A token, without its secret; `used` is to the hour, or None if it never was, `expires` None if it never does."""

    name: str
    person: str
    scope: Scope
    made: datetime
    used: datetime | None
    expires: datetime | None
    state: TokenState


class KeptPassword(NamedTuple):
    """What is kept of a person's password, for signing in alone."""

    person_id: int
    hash: str
