"""By what the register's numbers are derived, and since when: the history of its derivation version."""

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG


class RegisterBasis(SQLModel, table=True):
    """From event `from_seq` on, what follows from the register's content was derived by these versions.

    See factdesk.rules.basis for the parts. The first row is that of event 0; each later one was written by the event
    that derived everything anew, which holds the same numbers.
    """

    __tablename__ = "register_basis"

    from_seq: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    weights: int
    rules: int
    terms: int
    folding: int
