"""What takes too long for CI: python -m tests.drills lists the drills, python -m tests.drills NAME runs one.

It prints what was counted and ends with 0, or tells what broke and ends with 1.
"""

import argparse
import inspect
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import get_args

from tests import conftest
from tests.drills.any_text import any_text
from tests.drills.figures import Figures
from tests.drills.fuzz_readers import fuzz_readers
from tests.drills.fuzz_routes import fuzz_routes
from tests.drills.kills import kills
from tests.drills.million import million
from tests.drills.plans import plans
from tests.drills.state_machines import state_machines
from tests.drills.tampering import tampering

Drill = Callable[..., Figures]
DRILLS: dict[str, Drill] = {
    drill.__name__.replace("_", "-"): drill
    for drill in (kills, fuzz_routes, fuzz_readers, state_machines, tampering, plans, million, any_text)
}
"""Each takes its sizes and a seed by name, and `databases` first if it needs any; it raises where its law is broken."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the drill that is asked for, or list all; give the exit code."""
    asked = vars(_parser().parse_args(words))
    name, engine = asked.pop("name"), asked.pop("engine", None)
    if name is None:
        for each, drill in DRILLS.items():
            sys.stdout.write(f"{each:16} {_summary(drill)}\n")
        return 0
    began = time.perf_counter()
    try:
        if engine is None:
            figures = DRILLS[name](**asked)
        else:
            with conftest.databases_on(engine) as databases:
                figures = DRILLS[name](databases, **asked)
    except Exception:  # noqa: BLE001  a law may be broken by an assertion, or by whatever the program raises
        traceback.print_exc()
        sys.stderr.write(f"{name}: broken, with {_told(asked)}\n")
        return 1
    for what, found in figures.items():
        sys.stdout.write(f"{what:64} {found if isinstance(found, str) else format(found, ',')}\n")
    sys.stdout.write(f"{name}: held, with {_told(asked)}, in {time.perf_counter() - began:,.0f} s\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    names = parser.add_subparsers(dest="name", metavar="NAME", title="drills")
    for name, drill in DRILLS.items():
        options = names.add_parser(
            name,
            help=_summary(drill),
            description=inspect.getdoc(drill),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for one in inspect.signature(drill).parameters.values():
            if one.name == "databases":
                options.add_argument("--engine", choices=conftest.ENGINES, default="sqlite", help="default: sqlite")
            else:
                options.add_argument(
                    f"--{one.name}",
                    type=type(one.default),
                    choices=get_args(one.annotation) or None,
                    default=one.default,
                    help=f"default: {one.default}",
                )
    return parser


def _summary(drill: Drill) -> str:
    return (inspect.getdoc(drill) or "").split("\n")[0]


def _told(asked: dict[str, object]) -> str:
    return " ".join(f"--{name} {value}" for name, value in asked.items())


if __name__ == "__main__":
    for name in [name for name in os.environ if name.startswith(("FACTDESK_", "XDG_"))]:
        del os.environ[name]  # the settings of whoever runs it
    sys.exit(main())
