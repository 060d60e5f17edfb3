"""What all the machines have in common: a desk of their own, and commands that are done whole or leave no trace."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlmodel import col, select
from tests.conftest import Databases
from tests.helpers import desk

from factdesk.database.transaction import reading
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn, Refusal, Stale


def after_each_change(look: Callable[[Any], None]) -> Callable[[Any], None]:
    """Make an invariant that is looked at once for each change of the register.

    After a command that was refused there is nothing to look at: it left every byte as it was.
    """

    @invariant()
    @wraps(look)
    def once(self: "Machine") -> None:
        if self.looked_at.get(look.__name__) != self.changes:
            self.looked_at[look.__name__] = self.changes
            look(self)

    return once


class Machine(RuleBasedStateMachine):
    """People at a desk of their own; `tally` counts what was done and what was refused."""

    holding: ClassVar[str] = "desk"
    """What the register holds at first, as `Databases.opened` names it."""
    refusals: ClassVar[tuple[type[Refusal], ...]] = (Clash, Stale, Forbidden, NotSignedIn, Invalid, NotFound)
    """How a command may be refused; anything else that is raised is a fault."""

    def __init__(self, databases: Databases, tally: Counter[str]) -> None:
        super().__init__()
        self.databases, self.tally = databases, tally
        self.open = ExitStack()
        self.engine = self.open.enter_context(databases.opened(self.holding))
        self.actors = desk.the_people(self.engine)
        self.changes = 0
        self.looked_at: dict[str, int] = {}
        self._kept: desk.Everything | None = None

    def teardown(self) -> None:
        self.open.close()

    def one_of(self, column: Any, nth: int) -> Any:
        """Give one of the values of a column, beginning again after the last."""
        with reading(self.engine) as session:
            found = session.exec(select(column).order_by(col(column))).all()
        return found[nth % len(found)]

    def do(self, who: str, command: Callable[..., str], *given: object) -> bool:
        """Run a command and say whether it was done; if it is refused, hold that it left every byte as it was."""
        before = self._kept or desk.everything(self.engine)
        try:
            desk.run(self.engine, command, self.actors[who], *given)
        except self.refusals:
            self._kept = desk.everything(self.engine)
            assert self._kept == before, command
            self.tally["refused"] += 1
            return False
        self.changed()
        return True

    def changed(self) -> None:
        """Note that the register has changed, so that everything that must hold is looked at."""
        self.changes += 1
        self.tally["done"] += 1
        self._kept = None
