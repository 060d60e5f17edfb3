"""Change the program in small ways and see whether a test notices: python -m tests.mutants.

First `record FOLDER` runs the tests (all but those of the browser, of PostgreSQL and of outside material) and writes
down which lines each of them runs. Then `try FOLDER` draws mutants by seeded chance and runs, for each, the tests that
run its line, for a minute at most, until one fails. `--like FILE` tries only what an earlier trial caught, and fails
where one is caught no longer. It needs Python 3.12 or newer and prlimit, and takes about half an hour for 150 mutants
on two cores.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.drawing import Mutant, drawn
from tests.mutants.trying import ROOT, Trial, Workshop, which_touch

PACKAGE = ROOT / "src" / "factdesk"
RECORDED = "not browser and not outside and not libreoffice and not postgres"


def main() -> int:
    """Do as the command line says; the code is 1 where a mutant is alive that `--like` says was caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="run the tests and write down which lines each of them runs")
    record.add_argument("folder", type=Path)
    trying = commands.add_parser("try", help="draw mutants and see which are caught")
    trying.add_argument("folder", type=Path, help="what `record` wrote")
    trying.add_argument("--number", type=int, default=150)
    trying.add_argument("--seed", type=int, default=12)
    trying.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    trying.add_argument("--output", type=Path, help="where to write the result, a line of JSON for each mutant")
    trying.add_argument("--like", type=Path, help="an earlier output")
    asked = parser.parse_args()
    if sys.version_info < (3, 12):
        parser.error("This Python cannot say which lines run: 3.12 or newer is needed.")
    if asked.command == "record":
        return _record(asked.folder)
    mutants = drawn(PACKAGE, asked.number, asked.seed)
    caught_before = _caught(asked.like) if asked.like else {str(mutant) for mutant in mutants}
    mutants = [mutant for mutant in mutants if str(mutant) in caught_before]
    trials = _try(mutants, asked.folder, asked.jobs, asked.output)
    return _tell(trials, compared=asked.like is not None)


def _record(folder: Path) -> int:
    """Run the tests under the plugin that writes down the lines."""
    folder.mkdir(parents=True)
    environment = os.environ | {"FACTDESK_TESTS_TOUCHED": str(folder.resolve()), "CI": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.touched", "-m", RECORDED]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _caught(file: Path) -> set[str]:
    """Give the names of the mutants that an earlier trial caught."""
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {one["mutant"] for one in told if one["by"]}


def _try(mutants: list[Mutant], folder: Path, jobs: int, output: Path | None) -> list[Trial]:
    """Try each mutant, so many at a time, each in a copy of the checkout."""
    touching = which_touch(folder, mutants)
    with Workshop.several(jobs) as workshops:
        free: SimpleQueue[Workshop] = SimpleQueue()
        for workshop in workshops:
            free.put(workshop)

        def attempt(mutant: Mutant) -> Trial:
            workshop = free.get()
            try:
                trial = workshop.attempt(mutant, touching[mutant])
            finally:
                free.put(workshop)
            print(trial, flush=True)  # noqa: T201
            return trial

        with ThreadPoolExecutor(jobs) as pool:
            trials = list(pool.map(attempt, mutants))
        broken = workshops[0].fail_unchanged({trial.by for trial in trials if trial.by})
    for test in broken:
        print(f"fails without any change, so what it caught does not count: {test}")  # noqa: T201
    sound = [trial if trial.by not in broken else trial.alive() for trial in trials]
    if output:
        output.write_text("".join(f"{json.dumps(one.told())}\n" for one in sound), encoding="utf-8")
    return sound


def _tell(trials: Iterable[Trial], *, compared: bool) -> int:
    """Print the sums and what is alive."""
    every = list(trials)
    alive = [trial for trial in every if not trial.by]
    print(f"{len(every) - len(alive)} of {len(every)} mutants are caught; alive:")  # noqa: T201
    for trial in alive:
        print(f"  {trial.mutant}")  # noqa: T201
    return int(compared and bool(alive))


if __name__ == "__main__":
    sys.exit(main())
