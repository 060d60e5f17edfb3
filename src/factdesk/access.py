"""Who may do what: the whole policy on one page. Every door and command asks here and nowhere else."""

from dataclasses import dataclass
from enum import StrEnum

from factdesk.errors import Forbidden, NotSignedIn
from factdesk.vocabulary import Role, Scope


class Right(StrEnum):
    """One thing a person may be allowed to do."""

    READ_PUBLISHED = "read what is published"
    READ_DRAFTS = "read drafts and internal text"
    JUDGE = "judge claims"
    ADD_EVIDENCE = "add evidence and sources"
    NOTE = "write notes"
    WRITE = "write, publish and withdraw"
    KEEP_PEOPLE = "keep people and tokens"
    LOAD_REGISTER = "load a whole register"
    MOVE_REGISTER = "move a register with its people, tokens and events"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, machine or anonymous reader on whose behalf something is read or written.

    `id` is the person's row, None for a reader without an account and for the operator; `role` is None for a reader;
    `scope` is None for a person, else the limit of the token that stands for one.
    """

    id: int | None
    name: str
    role: Role | None
    scope: Scope | None = None


READER = Actor(id=None, name="reader", role=None)
OPERATOR = Actor(id=None, name="operator", role=Role.ADMIN)
"""Whoever holds the command line and with it the database file."""

_READER = frozenset({Right.READ_PUBLISHED})
_REVIEWER = _READER | {Right.READ_DRAFTS, Right.JUDGE, Right.ADD_EVIDENCE, Right.NOTE}
_EDITOR = _REVIEWER | {Right.WRITE}
RIGHTS: dict[Role | None, frozenset[Right]] = {
    None: _READER,
    Role.REVIEWER: _REVIEWER,
    Role.EDITOR: _EDITOR,
    Role.ADMIN: frozenset(Right),
}
SCOPES: dict[Scope, frozenset[Right]] = {
    Scope.READ: _READER | {Right.READ_DRAFTS},
    Scope.REVIEW: _REVIEWER,
    Scope.EDIT: _EDITOR,
    Scope.ADMIN: frozenset(Right),
}


def may(actor: Actor, right: Right) -> bool:
    """Say whether the actor holds the right; a token holds what both its person and its scope allow."""
    return right in RIGHTS[actor.role] and (actor.scope is None or right in SCOPES[actor.scope])


def require(actor: Actor, right: Right) -> None:
    """Raise NotSignedIn or Forbidden unless the actor holds the right."""
    if may(actor, right):
        return
    if actor.role is None:
        raise NotSignedIn(f"Only people who are signed in may {right.value}.")
    raise Forbidden(f"You are not allowed to {right.value}.")
