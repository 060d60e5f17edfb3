"""Trying a mutant: a copy of the checkout in which the change is made, and the tests that run its line."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from pathlib import Path

from tests.mutants.drawing import Mutant

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("src", "tests", "templates", "migrations", "seed", "docs", "pyproject.toml", "alembic.ini", "README.md")
PORTIONS = (3.0, 60.0)
"""Processor seconds of tests that are tried first, as most mutants are caught by them, and in all."""
MEMORY = 8 << 30
"""Bytes that a run may take, so that a mutant that never ends does not fill the machine."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a mutant: the test that caught it, if one did, of how many, after how many seconds."""

    mutant: str
    by: str | None
    tests: int
    seconds: float

    def __str__(self) -> str:
        return f"{'caught' if self.by else 'ALIVE '} {self.seconds:6.1f} s {self.tests:5d} tests  {self.mutant}"

    def alive(self) -> "Trial":
        """Give it as if nothing had caught it."""
        return replace(self, by=None)

    def told(self) -> dict[str, object]:
        """Give it as JSON has it."""
        return asdict(self)


Test = tuple[float, str]
"""What a test costs in processor seconds, and its name."""


def which_touch(folder: Path, mutants: Collection[Mutant]) -> dict[Mutant, list[Test]]:
    """Read what `record` wrote: for each mutant the tests that run its line, one file of tests after the other.

    Each file gives its cheapest first, then each its second, and so on, so that tests of every kind come early.
    """
    wanted: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        wanted[mutant.file].append(mutant)
    found: dict[Mutant, list[Test]] = {mutant: [] for mutant in mutants}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, spent, _, lines = json.loads(line)
            for path, numbers in lines.items():
                for mutant in wanted[path]:
                    if mutant.everywhere or mutant.line in numbers:
                        found[mutant].append((spent, name))
    return {mutant: _in_turn(tests) for mutant, tests in found.items()}


def _in_turn(tests: Iterable[Test]) -> list[Test]:
    """Order tests so that files take turns, each with its cheapest first."""
    turns: Counter[str] = Counter()
    order = []
    for spent, name in sorted(tests):
        file = name.partition("::")[0]
        turns[file] += 1
        order.append((turns[file], spent, name))
    return [(spent, name) for _, spent, name in sorted(order)]


class Workshop:
    """A copy of the checkout, to change and to test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for part in PARTS:
            there = ROOT / part
            copy = shutil.copytree if there.is_dir() else shutil.copy2
            copy(there, folder / part)
        subprocess.run([sys.executable, "-m", "compileall", "-q", "src", "tests"], cwd=folder, check=True)

    @classmethod
    @contextmanager
    def several(cls, number: int) -> Iterator[list["Workshop"]]:
        """Give so many, each of its own, and remove them in the end."""
        with tempfile.TemporaryDirectory(prefix="factdesk-mutants-") as folder:
            yield [cls(Path(folder, str(one))) for one in range(number) if not Path(folder, str(one)).mkdir()]

    def attempt(self, mutant: Mutant, tests: Sequence[Test]) -> Trial:
        """Make the change, run the tests until one fails, and take the change back."""
        began = time.monotonic()
        file = self._folder / "src" / "factdesk" / mutant.file
        kept = file.with_suffix(".kept")
        shutil.copy2(file, kept)
        file.write_bytes(mutant.applied(file.read_bytes()))
        try:
            by = next((failed[0] for some in _portions(tests) if (failed := self._failing(some, "-x"))), None)
        finally:
            kept.replace(file)
        return Trial(str(mutant), by, len(tests), round(time.monotonic() - began, 1))

    def fail_unchanged(self, tests: Collection[str]) -> set[str]:
        """Give those that fail though nothing was changed."""
        return set(self._failing([(1.0, test) for test in sorted(tests)])) & set(tests)

    def _failing(self, tests: Sequence[Test], *options: str) -> list[str]:
        """Run tests; give the names of those that fail, or one word where no test ended."""
        if not tests:
            return []
        names = self._folder / "chosen.txt"
        escaped = [name.encode("unicode_escape").decode() for _, name in tests]
        names.write_text("\n".join(escaped), encoding="utf-8")
        command = [
            sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "", "--assert=plain", "--tb=no", "-rfE",
            "-p", "no:cacheprovider", "-p", "tests.mutants.chosen", *options,
            *sorted({name.partition("::")[0] for _, name in tests}),
        ]  # fmt: skip
        environment = os.environ | {
            "PYTHONPATH": f"{self._folder / 'src'}{os.pathsep}{self._folder}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "FACTDESK_TESTS_CHOSEN": str(names),
            "CI": "1",
        }
        seconds = 120 + 10 * sum(spent for spent, _ in tests)
        with subprocess.Popen(
            ["prlimit", f"--as={MEMORY}", *command], cwd=self._folder, env=environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        ) as run:  # fmt: skip
            try:
                told, _ = run.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                return ["(does not end)"]
        return _named(told) or (["(cannot be run)"] if run.returncode else [])


def _portions(tests: Sequence[Test]) -> Iterator[Sequence[Test]]:
    """Give the first tests, then more of them, up to what PORTIONS allows."""
    spent = list(accumulate(spent for spent, _ in tests))
    begun = 0
    for seconds in PORTIONS:
        end = bisect_left(spent, seconds) + 1
        yield tests[begun:end]
        begun = end


def _named(told: str) -> list[str]:
    """Give the names of the tests that pytest's summary says failed."""
    lines = [line for line in told.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return [line.partition(" ")[2].partition(" - ")[0] for line in lines]
