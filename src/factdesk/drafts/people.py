"""People and tokens coming in."""

from typing import Annotated

from pydantic import StringConstraints

from factdesk.drafts.base import Line, Typed
from factdesk.vocabulary import Role, Scope

AccountName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,49}$")]


class PersonDraft(Typed):
    """A new account. `title` is the name shown where names are shown."""

    name: AccountName
    role: Role
    title: Line | None = None


class TokenDraft(Typed):
    """A new token, for a person or, where none is named, for a machine account of its own name."""

    name: AccountName
    person: AccountName | None = None
    scope: Scope
