"""Measure what the design promises, as ratios of two sides measured in one run: python -m tests.benchmarks."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks.anchoring import anchored
from tests.benchmarks.exports import exported
from tests.benchmarks.imports import imported
from tests.benchmarks.pages import growth, hand_made, unchanged
from tests.benchmarks.texts import reading
from tests.benchmarks.writers import writers

Part = Callable[[Path, int, float], Iterable[tuple[str, str]]]
PARTS: dict[str, Part] = {
    "growth": growth,
    "hand": hand_made,
    "unchanged": unchanged,
    "export": exported,
    "import": imported,
    "anchors": anchored,
    "reading": reading,
    "writers": writers,
}


def main() -> None:
    """Run the parts asked for and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000, help="size of the large register (default: 100,000)")
    parser.add_argument(
        "--exported", type=int, default=10_000, help="size of the register that is exported, or imported"
    )
    parser.add_argument("--anchored", type=int, default=2_000, help="claims that are marked in one text")
    parser.add_argument("--seconds", type=float, default=20, help="how long each part measures (default: 20)")
    parser.add_argument("--folder", type=Path, help="where registers are kept; without it they are made anew")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may repeat")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="factdesk-") as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for name in asked.part or PARTS:
            size = {"export": asked.exported, "import": asked.exported, "anchors": asked.anchored}.get(
                name, asked.claims
            )
            for what, found in PARTS[name](folder, size, asked.seconds):
                sys.stdout.write(f"{what:60} {found}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
