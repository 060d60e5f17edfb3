"""Who may do what: the whole policy on one page. Every door and command asks here and nowhere else."""

from dataclasses import dataclass
from enum import StrEnum

from factdesk.errors import Forbidden
from factdesk.vocabulary import Role


class Right(StrEnum):
    """One thing a person may be allowed to do."""

    READ_PUBLISHED = "read what is published"
    READ_DRAFTS = "read drafts and internal text"
    LOAD_REGISTER = "load a whole register"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, machine or anonymous reader on whose behalf something is read or written.

    `id` is the person's row, None for a reader without an account; `role` is None for a reader.
    """

    id: int | None
    name: str
    role: Role | None


READER = Actor(id=None, name="reader", role=None)
OPERATOR = Actor(id=None, name="operator", role=Role.ADMIN)
"""Whoever holds the command line and with it the database file."""

_READER_RIGHTS = frozenset({Right.READ_PUBLISHED})
RIGHTS: dict[Role | None, frozenset[Right]] = {
    None: _READER_RIGHTS,
    Role.REVIEWER: _READER_RIGHTS | {Right.READ_DRAFTS},
    Role.EDITOR: _READER_RIGHTS | {Right.READ_DRAFTS},
    Role.ADMIN: frozenset(Right),
}


def may(actor: Actor, right: Right) -> bool:
    """Say whether the actor holds the right."""
    return right in RIGHTS[actor.role]


def require(actor: Actor, right: Right) -> None:
    """Raise Forbidden unless the actor holds the right."""
    if not may(actor, right):
        raise Forbidden(f"You are not allowed to {right.value}.")
