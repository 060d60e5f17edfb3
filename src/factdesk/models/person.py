"""People with an account, and role accounts that cannot sign in."""

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, enum_type
from factdesk.vocabulary import Role


class Person(Recorded, table=True):
    """Somebody whose writes are recorded. A role account stands for a desk, is shown by its title, never signs in."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    name: str = Field(unique=True)
    title: str | None = None
    role: Role = Field(sa_type=enum_type(Role))
    role_account: bool = False
    disabled: bool = False
