"""A few short runs of each machine; `python -m tests.drills state-machines` has hundreds of long ones."""

import pytest
from tests.drills.state_machines import MACHINES, state_machines

SEED = {"desk": 12, "judging": 5, "passages": 1, "past": 13}
"""Seeds with which much is done in few steps."""
SHORT = {
    "sqlite": {"desk": (5, 20), "judging": (3, 16), "passages": (4, 12), "past": (3, 8)},
    "postgresql": {"desk": (3, 10), "judging": (3, 10), "passages": (3, 10), "past": (2, 8)},
}
"""How many examples of how many steps are tried; the first of them does the simplest thing over and over. The rules
are the same on both engines, and what these do differently is seen in fewer steps."""


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_whatever_is_done_at_a_few_desks_the_register_keeps_its_laws(databases, backend, machine):
    examples, steps = SHORT[backend][machine]
    found = state_machines(databases, machine=machine, examples=examples, steps=steps, seed=SEED[machine])
    assert found[f"{machine}: commands done"] > 0
