"""People on their way out."""

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Role


class PersonRow(Shape):
    """An account."""

    name: str
    title: str | None
    role: Role
    role_account: bool
    disabled: bool
