"""A few short runs of each machine; `python -m tests.drills state-machines` runs hundreds of long ones."""

import pytest
from tests.drills.state_machines import MACHINES, state_machines

SHORT = {"desk": (5, 20), "judging": (3, 16), "passages": (4, 12), "past": (3, 12)}
"""How many examples of how many steps are tried; the first of them does the simplest thing over and over."""


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_whatever_is_done_at_a_few_desks_the_register_keeps_its_laws(databases, backend, machine):
    examples, steps = SHORT[machine]
    if backend == "postgresql":  # the rules are the same; what the engines do differently is seen in fewer steps
        examples, steps = (2, 8) if machine == "past" else (3, 10)
    found = state_machines(databases, machine=machine, examples=examples, steps=steps, seed=1)
    assert found[f"{machine}: commands done"] > steps / 2
    assert found[f"{machine}: commands refused"] > 1
