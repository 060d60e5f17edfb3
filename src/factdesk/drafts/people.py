"""People and tokens coming in."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from factdesk.drafts.base import Line, Typed
from factdesk.vocabulary import Role, Scope

AccountName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,49}$")]


class PersonDraft(Typed):
    """A new account. `title` is the name shown where names are shown."""

    name: AccountName
    role: Role
    title: Line | None = None


DAYS, MOST_DAYS = 90, 3650
"""Days after which a token ends where nothing else is said, and at most where days are counted."""
NEVER = "never"


def _end(value: object) -> object:
    """Read when a token ends: a number of days, a day, or never, which is None."""
    if not isinstance(value, str):
        return value
    if value == NEVER:
        return None
    if value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_DAYS)) and 1 <= int(value) <= MOST_DAYS:
        return int(value)
    try:
        return date.fromisoformat(value)
    except ValueError as cause:
        raise ValueError(
            f"is not a number of days from 1 to {MOST_DAYS}, a day such as 2027-03-01, or never"
        ) from cause


class TokenDraft(Typed):
    """A new token, for a person or, where none is named, for a machine account of its own name.

    `expires` is a number of days, a day at whose end it ends (UTC), or None: never.
    """

    name: AccountName
    person: AccountName | None = None
    scope: Scope
    expires: Annotated[int | date | None, BeforeValidator(_end)] = DAYS
