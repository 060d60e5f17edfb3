"""People who do at a desk whatever they may, in any order; tests/state_machines says what must hold after each step."""

from collections import Counter
from functools import partial
from typing import Literal

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.conftest import Databases
from tests.drills.figures import Figures
from tests.state_machines.desk import Desk
from tests.state_machines.judging import Judging
from tests.state_machines.machine import Machine
from tests.state_machines.passages import Passages
from tests.state_machines.past import Past

MACHINES: dict[str, type[Machine]] = {"desk": Desk, "judging": Judging, "passages": Passages, "past": Past}


def state_machines(
    databases: Databases,
    *,
    machine: Literal["every", "desk", "judging", "passages", "past"] = "every",
    examples: int = 300,
    steps: int = 50,
    seed: int = 0,
) -> Figures:
    """Let people do whatever they may at a desk, in any order: after each step the register keeps its laws.

    Each of `examples` is a desk of its own, at which so many steps are taken. Gives how many commands were done and
    how many were refused. Raises what the law that broke raised, with the steps that led there.
    """
    found: Figures = {}
    for name in MACHINES if machine == "every" else (machine,):
        tally: Counter[str] = Counter()
        made = hypothesis.seed(seed)(partial(MACHINES[name], databases, tally))
        run_state_machine_as_test(
            made,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                phases=[Phase.generate],  # to make a failing sequence shorter takes minutes here
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        found[f"{name}: commands done"] = tally["done"]
        found[f"{name}: commands refused"] = tally["refused"]
    return found
