"""Measuring two or more sides against each other in one run, and the registers they are measured on."""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from tests.helpers import large_register

from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate

Call = Callable[[], object]


def register(folder: Path, claims: int) -> str:
    """Give the address of a register of so many claims; it is made once and kept in the folder."""
    file = folder / f"register-{claims}.db"
    url = f"sqlite:///{file}"
    if not file.exists():
        began = time.perf_counter()
        engine = open_engine(url)
        migrate(engine)
        large_register.fill(engine, claims)
        engine.dispose()
        sys.stderr.write(f"made a register of {claims:,} claims in {time.perf_counter() - began:.0f} s\n")
    return url


def medians(sides: Mapping[str, Call], *, seconds: float, most: int = 2_000) -> dict[str, float]:
    """Call all sides in turn for some seconds, three times at least; give the median time of each in seconds.

    In turn, so that whatever else the machine does falls on all of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for call in sides.values():
        call()
    end = time.perf_counter() + seconds
    for turn in range(most):
        if turn > 2 and time.perf_counter() > end:
            break
        for name, call in sides.items():
            began = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - began)
    return {name: median(times) for name, times in taken.items()}


def share(one: float, other: float) -> str:
    """Write what requests that take `one` second reach of those that take `other`."""
    return f"{other / one:.2f} ({1 / one:,.0f}/s to {1 / other:,.0f}/s)"
