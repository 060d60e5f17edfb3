"""People on their way out."""

from typing import NamedTuple

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Role


class PersonRow(Shape):
    """An account."""

    name: str
    title: str | None
    role: Role
    role_account: bool
    disabled: bool


class KeptPassword(NamedTuple):
    """What is kept of a person's password, for signing in alone."""

    person_id: int
    hash: str
